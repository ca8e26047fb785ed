"""The best sentence of a text for a query, with the words marked. Works on text from the database, never the index."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString

from search.analysis import best_sentence, matches

SENTENCE_LENGTH = 160
MOST_MARKS = 6


class Marked(NamedTuple):
    """A sentence, escaped, its matching words in <mark>; and these words, longest first, for a reading page to mark."""

    snippet: SafeString
    words: list[str]


def mark(text: str, readings: Sequence[str]) -> Marked:
    """Return the sentence of `text` that fits best the first of `readings` that has anything to mark."""
    for reading in readings:
        sentence = best_sentence(text, reading)
        spans = matches(sentence, reading)
        if spans:
            return Marked(_shown(sentence, spans), _words(sentence, spans))
    return Marked(_shown(best_sentence(text, readings[0] if readings else ""), []), [])


def _words(sentence: str, spans: list[tuple[int, int]]) -> list[str]:
    found = {sentence[start:end] for start, end in spans}
    return sorted(found, key=lambda word: (-len(word), word))[:MOST_MARKS]


def _shown(sentence: str, spans: list[tuple[int, int]]) -> SafeString:
    lead, shown, trail = _window(sentence, spans)
    pieces, at = ["…" if lead else ""], lead
    for start, end in spans:
        if start < at or end > shown:
            continue
        pieces += [escape(sentence[at:start]), "<mark>", escape(sentence[start:end]), "</mark>"]
        at = end
    pieces += [escape(sentence[at:shown]), trail]
    return SafeString("".join(pieces))


def _window(sentence: str, spans: list[tuple[int, int]]) -> tuple[int, int, str]:
    """Return (start, end, ellipsis) of the part to show, so that a very long sentence still shows its first match."""
    if len(sentence) <= SENTENCE_LENGTH:
        return 0, len(sentence), ""
    first = spans[0][0] if spans else 0
    start = max(0, min(first - SENTENCE_LENGTH // 4, len(sentence) - SENTENCE_LENGTH))
    end = start + SENTENCE_LENGTH
    return start, end, "…" if end < len(sentence) else ""
