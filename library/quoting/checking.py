"""Whether a work says the quoted words, letter by letter, and what it says instead."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from enum import StrEnum

from library.structure import Document, Kind, Mark, Node, Place, find_in_text, mark_words

from .finding import Quotation
from .folding import fold, fold_with_places

__all__ = ["Source", "Verdict", "VerdictKind", "check"]

_ELLIPSIS = "..."
# Marks at the ends belong to the sentence that quotes as often as to the quoted one.
_EDGE = ',.;:!?、。，；：！？"-()'
_GRAM = 3
_MOST_PLACES = 60  # occurrences of one run of characters that are looked at
_CLOSE = 0.6  # share of the quoted characters that have to stand in the passage to call it the one meant
_SLACK = 0.5  # how much longer than the quotation a passage may be, as a share
_DIGITS = re.compile(r"art_[\w.-]+")


class VerdictKind(StrEnum):
    """What came of a check."""

    SAME = "same"
    DIFFERS = "differs"  # a passage is close, and says it otherwise
    ELSEWHERE = "elsewhere"  # said, but not in the provision that was named
    ABSENT = "absent"  # nothing like it


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the work says: the passage as printed, the address of its provision, and the difference by words."""

    kind: VerdictKind
    wording: str = ""
    address: str = ""
    number: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass
class Source:
    """A work's text, ready for many checks."""

    printed: str = ""
    folded: str = ""
    places: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)  # where each node begins in ``folded``
    nodes: list[Node] = field(default_factory=list)
    spans: dict[str, tuple[int, int]] = field(default_factory=dict)  # of each article in ``folded``
    numbers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document) -> Source:
        """Return the text of a parsed document."""
        source, pieces, folds, at, length = cls(), [], [], 0, 0
        article = ""
        for node in document.walk():
            line = node.own_text()
            if node.kind == Kind.ARTICLE:
                article = node.address
                source.numbers[article] = node.number
            elif not node.address.startswith(f"{article}/"):
                article = ""
            folded = fold_with_places(line)
            folds.append(folded.text)
            source.places += [at + place for place in folded.places]
            source.starts.append(length)
            source.nodes.append(node)
            length += len(folded.text)
            if article:
                first, _ = source.spans.get(article, (source.starts[-1], 0))
                source.spans[article] = (first, length)
            pieces.append(line)
            at += len(line) + 1
        source.printed, source.folded = "\n".join(pieces), "".join(folds)
        return source

    def node_at(self, position: int) -> Node | None:
        """Return the node a position of ``folded`` lies in."""
        index = bisect_right(self.starts, position) - 1
        return self.nodes[index] if index >= 0 else None

    def passage(self, start: int, end: int) -> str:
        """Return what is printed between two positions of ``folded``."""
        start, end = max(start, 0), min(end, len(self.places))
        return self.printed[self.places[start] : self.places[end - 1] + 1] if start < end else ""


def check(quotation: Quotation, source: Source) -> Verdict | None:
    """Compare a quotation with the work it is attributed to; None when it may be no quotation at all.

    An ellipsis stands for words left out. A loose quotation that the work does not come close to is taken for a term.
    """
    segments = [part.strip(_EDGE) for part in fold(quotation.text).split(_ELLIPSIS)]
    segments = [part for part in segments if part]
    span = _named_span(quotation.place, source)
    if not segments or _stands(segments, source.folded, *(span or (0, len(source.folded)))) is not None:
        return Verdict(VerdictKind.SAME)
    whole = _stands(segments, source.folded, 0, len(source.folded))
    if whole is not None:
        return _verdict(VerdictKind.ELSEWHERE, source, *whole)
    worst = next((part for part in segments if part not in source.folded), max(segments, key=len))
    close = _closest(worst, source)
    if close is None:
        return Verdict(VerdictKind.ABSENT) if quotation.exact else None
    return _differing(quotation, worst, len(segments), source, *close)


def _stands(segments: list[str], text: str, begin: int, end: int) -> tuple[int, int] | None:
    """Return where the segments stand in this order, None when they do not."""
    at, first = begin, -1
    for part in segments:
        found = text.find(part, at, end)
        if found < 0:
            return None
        first = found if first < 0 else first
        at = found + len(part)
    return first, at


def _named_span(place: str, source: Source) -> tuple[int, int] | None:
    """Return where the named article stands; a place that is no article, or not there, limits nothing."""
    for citation in find_in_text(place, place=Place()) if place else ():
        for address in citation.addresses:
            article = _DIGITS.match(address)
            if article and article.group() in source.spans:
                return source.spans[article.group()]
    return None


def _closest(words: str, source: Source) -> tuple[int, int] | None:
    """Return the passage that is most like ``words``, None when none is close."""
    votes: Counter[int] = Counter()
    step = max(len(words) // 4, 8)
    for offset in range(len(words) - _GRAM + 1):
        gram, at = words[offset : offset + _GRAM], -1
        for _ in range(_MOST_PLACES):
            at = source.folded.find(gram, at + 1)
            if at < 0:
                break
            votes[(at - offset) // step] += 1
    best: tuple[int, int, int] = (0, 0, 0)
    for cell, _count in votes.most_common(3):
        best = max(best, _aligned(words, source.folded, cell * step))
    matched, start, end = best
    return (start, end) if matched >= _CLOSE * len(words) else None


def _aligned(words: str, text: str, guess: int) -> tuple[int, int, int]:
    """Return how many characters of ``words`` stand around ``guess``, and from where to where."""
    slack = int(len(words) * _SLACK) + 8
    begin = max(guess - slack, 0)
    window = text[begin : guess + len(words) + 2 * slack]
    matcher = SequenceMatcher(None, window, words, autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size > 1]
    if not blocks:
        return 0, 0, 0
    first, last = blocks[0], blocks[-1]
    start = begin + max(first.a - first.b, 0)
    rest = len(words) - last.b - last.size
    end = min(begin + last.a + last.size + rest, len(text))
    return sum(block.size for block in blocks), start, end


def _differing(quotation: Quotation, worst: str, parts: int, source: Source, start: int, end: int) -> Verdict:
    """Return the verdict with the difference; of a quotation with words left out, for the part that differs."""
    quoted = quotation.text if parts == 1 else worst
    tail = source.folded[end : end + 1]
    if quoted[-1:] and fold(quoted[-1:]) in _EDGE and tail and tail in _EDGE:
        end += 1
    wording = source.passage(start, end)
    marks = tuple(mark_words(wording, quoted))
    return _verdict(VerdictKind.DIFFERS, source, start, end, marks=marks)


def _verdict(
    kind: VerdictKind, source: Source, start: int, end: int, *, marks: tuple[Mark, ...] = ()
) -> Verdict:
    node = source.node_at(start)
    address = node.address if node else ""
    article = _DIGITS.match(address)
    number = source.numbers.get(article.group(), "") if article else ""
    return Verdict(kind, source.passage(start, end), address, number, marks)
