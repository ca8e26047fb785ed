"""Things known by name: asked for by title, short title, pinyin or initials, and what was probably meant."""

from collections.abc import Iterable, Iterator
from typing import Any

from search.analysis import is_han, normalize
from search.catalogue import LONGEST_HEARD, Catalogue, Entry, shortened
from search.questions import Question
from search.registry import Source, sources
from search.sounds import alike, syllables, typed_sounds

# Of things that share a name.
MOST_NAMED = 5
# Letters that are initials; more are pinyin.
SHORTEST_SOUNDS = 2
_MARKS = "《》〈〉\"“”'‘’ ，。？！,.?!"
MOST_CORRECTIONS = 3
# Whole questions are asked in words people know how to write.
LONGEST_CORRECTED = 16
# Characters of a name that must be typed before it is taken for the name, and such names shown.
LEAST_OF_NAME = 4
MOST_PARTLY = 2


def named(question: Question, known: Catalogue) -> list[Entry]:
    """Return what the whole query is the name of, titles first: as written, by its synonyms, or by its sounds."""
    for name in _readings(question.text, known):
        found = known.by_name.get(name)
        if found:
            return _distinct(found)
    sounds = typed_sounds(question.text)
    if len(sounds) >= SHORTEST_SOUNDS:
        return _distinct([*known.by_pinyin.get(sounds, ()), *known.by_initials.get(sounds, ())])
    folded = normalize(question.text).strip(_MARKS)
    return _distinct(entry for entry in known.entries if _is_most_of(folded, entry.folded))[:MOST_PARTLY]


def _is_most_of(part: str, name: str) -> bool:
    """Tell whether a query is so much of a name that it can only mean it."""
    return len(part) >= LEAST_OF_NAME and part in name and len(part) * 3 >= len(name) * 2


def works_called(name: str, known: Catalogue) -> list[Entry]:
    """Return the works a name before an article number may mean; the shortest title that ends with it, at least."""
    for reading in _readings(name, known):
        found = known.by_name.get(reading)
        if found:
            return _distinct(found)
    sounds = typed_sounds(name)
    if len(sounds) >= SHORTEST_SOUNDS:
        return _distinct([*known.by_pinyin.get(sounds, ()), *known.by_initials.get(sounds, ())])
    folded = normalize(name).strip(_MARKS)
    ending = [entry for entry in known.entries if folded and entry.folded.endswith(folded)]
    holding = ending or [entry for entry in known.entries if folded and folded in entry.folded]
    return _distinct(sorted(holding, key=lambda entry: len(entry.folded))[:1])


def _readings(text: str, known: Catalogue) -> Iterator[str]:
    folded = normalize(text).strip(_MARKS)
    yield folded
    yield from known.words.synonyms.get(folded, ())
    yield from shortened(folded)


def _distinct(entries: Iterable[Entry]) -> list[Entry]:
    found = {(entry.source, entry.pk): entry for entry in sorted(entries, key=lambda entry: -entry.rank)}
    return sorted(found.values(), key=lambda entry: (entry.rank, len(entry.folded)))[:MOST_NAMED]


def visible_things(entries: list[Entry], user: Any) -> list[tuple[Source, Any]]:
    """Return the things behind the names that `user` may see, in order."""
    found: dict[tuple[str, int], tuple[Source, Any]] = {}
    for source in sources():
        pks = [entry.pk for entry in entries if entry.source == source.name]
        if pks:
            for thing in source.visible_to(user).filter(pk__in=pks):
                found[source.name, thing.pk] = (source, thing)
    keys = dict.fromkeys((entry.source, entry.pk) for entry in entries)
    return [found[key] for key in keys if key in found]


def said_by_letters(question: Question, known: Catalogue) -> str:
    """Return the word of the lexicon that a query of letters spells, by pinyin or else by initials."""
    sounds = typed_sounds(question.text)
    if len(sounds) < SHORTEST_SOUNDS:
        return ""
    words = known.words_by_pinyin.get(sounds) or known.words_by_initials.get(sounds) or [""]
    return words[0]


def corrections(question: Question, known: Catalogue, user: Any) -> list[str]:
    """Return what was probably meant where a word sounds like one that is known, but is written otherwise."""
    folded = normalize(question.rest)
    if len(folded) > LONGEST_CORRECTED:
        return []
    sounds = syllables(folded)
    if len(sounds) != len(folded):
        return []
    found: dict[str, str] = {}
    for length in range(min(LONGEST_HEARD, len(folded)), 1, -1):
        for start in range(len(folded) - length + 1):
            heard = folded[start : start + length]
            for word in known.by_sound.get(alike(sounds[start : start + length]), ()):
                if word != heard and len(word) == length and is_han(heard):
                    found.setdefault(folded[:start] + word + folded[start + length :], word)
        if found:
            break
    allowed = _sayable(set(found.values()), known, user)
    return [text for text, word in found.items() if word in allowed][:MOST_CORRECTIONS]


def _sayable(words: set[str], known: Catalogue, user: Any) -> set[str]:
    """Return the words that may be told to `user`: names only of things they may see."""
    public = words & set(known.said)
    entries = [entry for word in words - public for entry in known.by_name.get(word, ())]
    seen = {(source.name, thing.pk) for source, thing in visible_things(entries, user)}
    return public | {entry.folded for entry in entries if (entry.source, entry.pk) in seen}
