"""What was reworded inside a provision, marked by words rather than characters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache

from rjieba import Jieba

from .normalising import normalise

__all__ = ["Mark", "mark_words"]

_STOP = re.compile(r"[，。；：、！？“”‘’（）《》〈〉\s]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of words: ``op`` is equal, delete, insert or replace; ``old`` and ``new`` as printed."""

    op: str
    old: str
    new: str


def _words(text: str) -> list[str]:
    """Split into words; a run of Latin letters or digits is one word."""
    return list(_segmenter().cut(text))


@cache
def _segmenter() -> Jieba:
    """Return a segmenter nobody teaches words: two texts compare the same whatever search has learnt."""
    return Jieba()


def _bridge(marks: list[Mark]) -> list[Mark]:
    """Join two changes that only one character which is no punctuation keeps apart."""
    out: list[Mark] = []
    for mark in marks:
        apart = out[-1] if len(out) > 1 and mark.op != "equal" and out[-2].op != "equal" else None
        if apart is not None and apart.op == "equal" and len(apart.new) == 1 and not _STOP.match(apart.new):
            first = out[-2]
            out[-2:] = [Mark("replace", first.old + apart.old + mark.old, first.new + apart.new + mark.new)]
        else:
            out.append(mark)
    return out


def mark_words(old: str, new: str) -> list[Mark]:
    """Return the runs of words that stayed, went, came or were replaced.

    Joining ``old`` (or ``new``) of all marks gives the text back. Variants of the same sign are equal.
    """
    old_words, new_words = _words(old), _words(new)
    old_keys, new_keys = [normalise(word) for word in old_words], [normalise(word) for word in new_words]
    marks: list[Mark] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old_keys, new_keys, autojunk=False).get_opcodes():
        before, after = "".join(old_words[i1:i2]), "".join(new_words[j1:j2])
        op = "equal" if normalise(before) == normalise(after) else kind
        if marks and marks[-1].op == op:
            marks[-1] = Mark(op, marks[-1].old + before, marks[-1].new + after)
        else:
            marks.append(Mark(op, before, after))
    return _bridge(marks)
