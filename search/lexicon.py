"""The words and synonyms search goes by: those that come with it, and what editors add or take away."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from search import analysis
from search.analysis import normalize
from search.models import LexiconTerm, Synonym

SYNONYMS = Path(__file__).with_name("synonyms.txt")


class Words(NamedTuple):
    """Words that are not taken apart, and for a word what else to look for."""

    terms: tuple[str, ...]
    synonyms: Mapping[str, tuple[str, ...]]


def read_words() -> Words:
    """Return the words as they are in the database now; two queries."""
    taught = dict(LexiconTerm.objects.values_list("word", "is_word"))
    terms = [word for word in analysis.builtin_lexicon() if taught.get(word, True)]
    terms += [word for word, is_word in sorted(taught.items()) if is_word]
    pairs = list(builtin_synonyms())
    pairs += Synonym.objects.values_list("word", "meaning", "kind")
    return Words(tuple(dict.fromkeys(terms)), _meanings(pairs))


def builtin_synonyms() -> Iterable[tuple[str, str, str]]:
    """Yield (word, meaning, kind) of what comes with search; `=` reads both ways, `→` one."""
    for line in SYNONYMS.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        for sign, kind in (("→", Synonym.Kind.SHORT), ("=", Synonym.Kind.SAME)):
            word, found, meaning = text.partition(sign)
            if found:
                yield word.strip(), meaning.strip(), kind


def _meanings(pairs: Iterable[tuple[str, str, str]]) -> dict[str, tuple[str, ...]]:
    meanings: dict[str, list[str]] = {}
    for word, meaning, kind in pairs:
        meanings.setdefault(normalize(word), []).append(normalize(meaning))
        if kind == Synonym.Kind.SAME:
            meanings.setdefault(normalize(meaning), []).append(normalize(word))
    return {word: tuple(dict.fromkeys(found)) for word, found in meanings.items()}
