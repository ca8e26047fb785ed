"""Where a note stands in a text, and whether its sentence is still there. Pure.

An anchor is the address of a unit (an article, or a paragraph outside articles) with the quoted words and what stands
around them (W3C TextQuoteSelector: exact, prefix, suffix). White space never counts, because browsers, editions and
exports break lines differently; every other character does.

When the text changes, the sentence the quotation stands in decides, not the quotation alone: the words “应当补课” stand
in many places, the whole sentence seldom does. A note moves only when

1. its sentence (all of them, when the quotation reaches over several) stands in the new text word for word, once;
2. it stood in the old text once, so that there is no question which one was meant;
3. a short sentence (under 15 characters), which may stand anywhere by chance, also has a neighbour it had before, or
   stands alone under the same address.

In every other case the note is in doubt and a person decides. The number in front of an article or item does not
belong to the sentence, so that renumbering alone is no change.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

CONTEXT_CHARS = 32
SHORT_SENTENCE = 15
# Ends of sentences, with the closing marks that belong to them. In regulations items end with a semicolon.
_END = re.compile(r"[。！？；!?;]+[”’」』）)》]*")
_NUMBER = re.compile(
    r"^(?:第[〇零一二三四五六七八九十百千\d]+[编章节条款项](?:之[一二三四五六七八九十]+)*"
    r"|[（(][一二三四五六七八九十百\d]+[）)]|[一二三四五六七八九十]+、|\d+[.．、])"
)


class Trouble(StrEnum):
    """Why a note is in doubt."""

    GONE = "gone"
    TWICE = "twice"
    LOOSE = "loose"


@dataclass(frozen=True)
class Quote:
    """Quoted words with what stands around them, none of it with white space."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Sentence:
    """A sentence of a unit: characters `start` to `end` of the folded text; `words` leave out a number in front."""

    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Anchor:
    """A quotation in its unit: the address, the span in the folded text, and the quote with its context."""

    address: str
    start: int
    end: int
    quote: Quote


Unit = tuple[str, str]


def fold(text: str) -> str:
    """Return `text` without white space of any kind."""
    return "".join(text.split())


@lru_cache(maxsize=8192)
def sentences_of(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a unit's text, a line break ending one as a full stop does."""
    found: list[Sentence] = []
    at = 0
    for line in text.split("\n"):
        folded = fold(line)
        start = 0
        for end in [*(match.end() for match in _END.finditer(folded)), len(folded)]:
            words = _NUMBER.sub("", folded[start:end], count=1)
            # A number on a line of its own is no sentence.
            if words:
                found.append(Sentence(at + start, at + end, words))
            start = end
        at += len(folded)
    return tuple(found)


def locate(text: str, quote: Quote, *, address: str) -> Anchor | None:
    """Return where `quote` stands in the unit's `text`; None when it does not, or when its context fits no one place.

    Words that stand there once need no context. Of several places the one whose prefix and suffix both fit is meant.
    """
    folded, exact = fold(text), fold(quote.exact)
    if not exact:
        return None
    starts = [match.start() for match in re.finditer(f"(?={re.escape(exact)})", folded)]
    if len(starts) > 1:
        before, after = fold(quote.prefix), fold(quote.suffix)
        starts = [
            start
            for start in starts
            if folded[:start].endswith(before) and folded[start + len(exact) :].startswith(after)
        ]
    if len(starts) != 1:
        return None
    return anchor_at(folded, starts[0], starts[0] + len(exact), address=address)


def anchor_at(text: str, start: int, end: int, *, address: str) -> Anchor:
    """Return the anchor of characters `start` to `end` of the folded `text`."""
    folded = fold(text)
    quote = Quote(
        folded[start:end],
        folded[max(0, start - CONTEXT_CHARS) : start],
        folded[end : end + CONTEXT_CHARS],
    )
    return Anchor(address, start, end, quote)


def is_unique(units: Iterable[Unit], anchor: Anchor) -> bool:
    """Tell whether the sentence around `anchor` stands in the text once."""
    units = list(units)
    text = next((text for address, text in units if address == anchor.address), "")
    wanted, _ = _around(text, anchor)
    return bool(wanted) and len(_occurrences(units, wanted)) == 1


def find_again(passage: str, anchor: Anchor, *, was_unique: bool, units: Iterable[Unit]) -> Anchor | Trouble:
    """Return where a note belongs in a new text, or why nobody but a person can say.

    `passage` is the text of the unit as it read when the note was anchored, `units` are those of the new text.
    """
    wanted, at = _around(passage, anchor)
    if not wanted:
        return Trouble.GONE
    units = list(units)
    found = _occurrences(units, wanted)
    if not found:
        return Trouble.GONE
    if len(found) > 1 or not was_unique:
        return Trouble.TWICE
    address, text, sentences, place = found[0]
    old = sentences_of(passage)
    first = at[0]
    short = sum(len(words) for words in wanted) < SHORT_SENTENCE
    if short and not _same_neighbours(old, at, sentences, place, is_here=address == anchor.address):
        return Trouble.LOOSE
    # The quotation keeps its distance from the end of the first sentence, whose number in front may have changed.
    shift = sentences[place].end - old[first].end
    start, end = anchor.start + shift, anchor.end + shift
    if start < 0 or fold(text)[start:end] != anchor.quote.exact:
        return _within(text, sentences[place].start, anchor, address)
    return anchor_at(text, start, end, address=address)


def _around(passage: str, anchor: Anchor) -> tuple[list[str], list[int]]:
    """Return the words of the sentences the quotation touches, and their places among the unit's sentences."""
    touched = [
        (place, one)
        for place, one in enumerate(sentences_of(passage))
        if one.start < anchor.end and anchor.start < one.end
    ]
    return [one.words for _, one in touched], [place for place, _ in touched]


def _occurrences(units: list[Unit], wanted: Sequence[str]) -> list[tuple[str, str, Sequence[Sentence], int]]:
    found: list[tuple[str, str, Sequence[Sentence], int]] = []
    for address, text in units:
        sentences = sentences_of(text)
        words = [one.words for one in sentences]
        for place in range(len(words) - len(wanted) + 1):
            if words[place : place + len(wanted)] == wanted:
                found.append((address, text, sentences, place))
    return found


def _same_neighbours(
    old: Sequence[Sentence], at: list[int], new: Sequence[Sentence], place: int, *, is_here: bool
) -> bool:
    before, after = at[0] - 1, at[-1] + 1
    ahead, behind = place - 1, place + len(at)
    if before < 0 and after >= len(old):
        return is_here and len(new) == len(old)
    same_before = before >= 0 and ahead >= 0 and old[before].words == new[ahead].words
    same_after = after < len(old) and behind < len(new) and old[after].words == new[behind].words
    return same_before or same_after


def _within(text: str, since: int, anchor: Anchor, address: str) -> Anchor | Trouble:
    """Place a quotation that takes in a number which has changed: by its words without that number."""
    bare = _NUMBER.sub("", anchor.quote.exact, count=1)
    start = fold(text).find(bare, since) if bare else -1
    return anchor_at(text, start, start + len(bare), address=address) if start >= 0 else Trouble.GONE


def as_written(passage: str, start: int, end: int) -> str:
    """Return characters `start` to `end` of the folded text with the spaces between Latin words it was written with."""
    kept: list[str] = []
    at = 0
    for character in passage:
        if character.isspace():
            if character == " " and start < at < end:
                kept.append(character)
            continue
        if start <= at < end:
            kept.append(character)
        at += 1
    return "".join(kept)
