"""Things known by name: asked for by title, short title, pinyin or initials, and what was probably meant.

Where one name is chosen among several, `may` first leaves those the person may know of: a title they may not read must
neither show nor stand before one they may.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from search.analysis import is_han, normalize, query_tokens, word_joints
from search.catalogue import LONGEST_HEARD, Catalogue, Entry, shortened
from search.questions import Question
from search.registry import Source, sources
from search.sounds import alike, spelled, syllables, typed_sounds

May = Callable[[list[Entry]], list[Entry]]

# Names asked of the policy at once.
ASKED_AT_ONCE = 50
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
# What the name of a document ends with; only such a query is taken for an abbreviation of one.
KINDS = ("法", "法典", "条例", "规定", "办法", "细则", "准则", "章程", "规则", "规程", "意见", "决定")
# Characters an abbreviation leaves out at least; things it may mean at most.
LEAST_LEFT_OUT = 2
MOST_MEANT = 3
# What people write around a name: which wording they want, not which text.
_BEFORE = re.compile(r"^(?:最新版?|现行|新)的?")
_AFTER = re.compile(
    r"的?(?:\(?\d{4}年?(?:最新)?(?:版|修订|修正)?(?:版|本)?\)?|最新版?|现行版?|修[订正][版本]?|全文|原文|条文)+$"
)


def whoever(entries: list[Entry]) -> list[Entry]:
    """Return all of them: nobody in particular asks."""
    return entries


def named(question: Question, known: Catalogue, may: May = whoever, *, is_name: bool = False) -> list[Entry]:
    """Return what the whole query is the name of, titles first: as written, by its synonyms, or by its sounds.

    With `is_name` it is no word that any text holds, so it may abbreviate a name even where the language has it.
    """
    found = exactly_called(question.text, known, may)
    if found or len(typed_sounds(question.text)) >= SHORTEST_SOUNDS:
        return found
    folded = normalize(question.text).strip(_MARKS)
    return _distinct(may(_mostly(folded, known)))[:MOST_PARTLY] or abbreviated(
        folded, known, may, is_name=is_name
    )


def _mostly(part: str, known: Catalogue) -> list[Entry]:
    """Return the names of which a query is so much that it can only mean them."""
    # One look through all of them at once, as most queries are no name.
    if len(part) < LEAST_OF_NAME or part not in known.all_names:
        return []
    longest = len(part) * 3 // 2
    return [entry for entry in known.entries if len(entry.folded) <= longest and part in entry.folded]


def exactly_called(name: str, known: Catalogue, may: May = whoever) -> list[Entry]:
    """Return the works of exactly this name, by characters, pinyin or initials."""
    for reading in _readings(name, known):
        if found := may(known.by_name.get(reading, [])):
            return _distinct(found)
    sounds = typed_sounds(name)
    if len(sounds) >= SHORTEST_SOUNDS:
        return _distinct(may([*known.by_pinyin.get(sounds, ()), *known.by_initials.get(sounds, ())]))
    return []


def works_called(name: str, known: Catalogue, may: May = whoever) -> list[Entry]:
    """Return the works a name before an article number may mean: at least those with the shortest title that ends with it."""
    if found := exactly_called(name, known, may):
        return found
    folded = normalize(name).strip(_MARKS)
    if not folded:
        return []
    return (
        _shortest((entry for entry in known.entries if entry.folded.endswith(folded)), may)
        or _shortest(abbreviated(folded, known, may), whoever)
        or _shortest((entry for entry in known.entries if folded in entry.folded), may)
        or _shortest(abbreviated(folded, known, may, is_name=True), whoever)
    )


def _shortest(entries: Iterable[Entry], may: May) -> list[Entry]:
    """Return the entries with the shortest name; the policy is asked about no more than it takes."""
    ordered = sorted(entries, key=lambda entry: len(entry.folded))
    for start in range(0, len(ordered), ASKED_AT_ONCE):
        if found := may(ordered[start : start + ASKED_AT_ONCE]):
            return _distinct(entry for entry in found if len(entry.folded) == len(found[0].folded))
    return []


def abbreviated(short: str, known: Catalogue, may: May = whoever, *, is_name: bool = False) -> list[Entry]:
    """Return what `short` abbreviates, as 刑诉法 does 刑事诉讼法: its characters in order, in as few pieces as possible.

    A word of the language (执法, 非法) is no abbreviation unless it is known for a name, and what may mean too many things
    means none.
    """
    if len(short) < 2 or not short.endswith(KINDS) or (is_short_word(short) and not is_name):
        return []
    scattered = re.compile(".*".join(map(re.escape, short)) + "$")
    least = len(short) + LEAST_LEFT_OUT
    fitting = [
        entry for entry in known.entries if len(entry.folded) >= least and scattered.search(entry.folded)
    ]
    fits: dict[tuple[int, bool], list[Entry]] = {}
    for entry in may(fitting):
        fit = (_pieces(short, entry.folded), entry.folded[0] != short[0])
        fits.setdefault(fit, []).append(entry)
    best = _distinct(fits[min(fits)]) if fits else []
    return best if len(best) <= MOST_MEANT else []


def is_short_word(text: str) -> bool:
    """Tell whether `text` is one word of two characters, which abbreviates a name only if it says nothing else."""
    folded = normalize(text).strip(_MARKS)
    return len(folded) == 2 and len(query_tokens(folded)) == 1


def _pieces(short: str, name: str) -> int:
    """Return into how few pieces `short` must be cut for all of them to stand in `name` in order."""
    if short in name:
        return 1
    for length in range(len(short) - 1, 0, -1):
        at = name.find(short[:length])
        rest = name[at + length :]
        if at >= 0 and re.search(".*".join(map(re.escape, short[length:])), rest):
            return 1 + _pieces(short[length:], rest)
    return len(short)


def _readings(text: str, known: Catalogue) -> Iterator[str]:
    folded = normalize(text).strip(_MARKS)
    for form in dict.fromkeys((folded, "".join(folded.split()), _plain(folded))):
        yield form
        yield from known.words.synonyms.get(form, ())
        yield from shortened(form)


def _plain(folded: str) -> str:
    """Return a name without what says which wording of it is wanted: 新公司法, 民法典全文, 公司法(2023年修订)."""
    return _AFTER.sub("", _BEFORE.sub("", "".join(folded.split()))).strip(_MARKS)


def _distinct(entries: Iterable[Entry]) -> list[Entry]:
    found = {(entry.source, entry.pk): entry for entry in sorted(entries, key=lambda entry: -entry.rank)}
    return sorted(found.values(), key=lambda entry: (entry.rank, len(entry.folded)))[:MOST_NAMED]


def known_to(user: Any) -> May:
    """Return what leaves of names those of things `user` may see; one query a source that has any."""

    def may(entries: list[Entry]) -> list[Entry]:
        seen: set[tuple[str, int]] = set()
        for source in sources():
            pks = [entry.pk for entry in entries if entry.source == source.name]
            if pks:
                visible = source.visible_to(user).filter(pk__in=pks).values_list("pk", flat=True)
                seen |= {(source.name, pk) for pk in visible}
        return [entry for entry in entries if (entry.source, entry.pk) in seen]

    return may


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


def said_by_letters(question: Question, known: Catalogue, may: May = whoever) -> str:
    """Return what a query of letters spells: a word of the lexicon by pinyin or else by initials, or a part of a name."""
    sounds = typed_sounds(question.text)
    if len(sounds) < SHORTEST_SOUNDS:
        return ""
    words = known.words_by_pinyin.get(sounds) or known.words_by_initials.get(sounds)
    return words[0] if words else _said_in_names(sounds, known, may)


def _said_in_names(sounds: str, known: Catalogue, may: May) -> str:
    """Return the characters that sound so in most of the names the person may know of; one syllable is too little."""
    holding = [entry for sound, named in known.by_pinyin.items() if sounds in sound for entry in named]
    found = Counter(spelled(entry.folded, sounds) for entry in may(holding))
    found.pop("", None)
    return found.most_common(1)[0][0] if found else ""


def corrections(
    question: Question,
    known: Catalogue,
    user: Any,
    *,
    whole_words: bool = False,
    whole_query: bool = False,
) -> list[str]:
    """Return what was probably meant where a word sounds like one that is known, but is written otherwise.

    With `whole_words` only what the query itself has as words is replaced: of a query that found something, 部学 in
    支部学习 is no mistake. With `whole_query` only all of it, and only where that is long enough to be a name.
    """
    folded = normalize(question.rest)
    sounds = syllables(folded) if len(folded) <= LONGEST_CORRECTED else ()
    if len(sounds) != len(folded) or (whole_query and len(folded) < LEAST_OF_NAME):
        return []
    least = len(folded) if whole_query else 2
    joints = word_joints(folded) if whole_words else frozenset(range(len(folded) + 1))
    found: dict[str, str] = {}
    for length in range(min(LONGEST_HEARD, len(folded)), least - 1, -1):
        for start in range(len(folded) - length + 1):
            heard = folded[start : start + length]
            if not is_han(heard) or not {start, start + length} <= joints:
                continue
            for word in known.by_sound.get(alike(sounds[start : start + length]), ()):
                if word != heard and len(word) == length:
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
