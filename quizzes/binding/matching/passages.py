"""The texts answers are looked for in, and which of them share pairs of characters with a statement."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from quizzes.binding.matching.words import plain

__all__ = ["Passage", "PassageIndex", "split_sentences"]

_SENTENCE = re.compile(r"[^。；！？;\n]+[。；！？;]?")
_BITS = 16


@dataclass(frozen=True)
class Passage:
    """A provision as it is searched: an opaque `key`, the `work` it belongs to, its number and its words.

    `weight` is what a finding in it counts: a source more than an explanation.
    """

    key: int
    work: str
    number: str
    text: str
    weight: float = 1.0

    @cached_property
    def plain(self) -> str:
        """Return the words as they are compared."""
        return plain(self.text)


def split_sentences(text: str) -> list[str]:
    """Return the sentences of `text` as printed, without spaces around them."""
    return [found.strip() for found in _SENTENCE.findall(text) if found.strip(" \u3000\n。；")]


class PassageIndex:
    """Passages by the pairs of characters in them; a pair is worth the more the rarer it is."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self.passages: Sequence[Passage] = tuple(passages)
        self._works: dict[str, list[int]] = {}
        for place, passage in enumerate(self.passages):
            self._works.setdefault(passage.work, []).append(place)
        texts = [_pairs(passage.plain) for passage in self.passages]
        owners = np.repeat(np.arange(len(texts), dtype=np.int32), [len(pairs) for pairs in texts])
        pairs = np.concatenate(texts) if texts else np.empty(0, np.uint32)
        order = np.argsort(pairs, kind="stable")
        self._owners = owners[order]
        self._pairs, self._starts = np.unique(pairs[order], return_index=True)
        self._ends = np.append(self._starts[1:], len(order))

    def has_work(self, work: str) -> bool:
        """Tell whether any passage belongs to `work`."""
        return work in self._works

    def nearest(self, statement: str, *, works: Sequence[str] = (), most: int = 12) -> list[Passage]:
        """Return the passages that share most with `statement`, of `works` or of all; best first."""
        scores = self._scores(_pairs(plain(statement)))
        if works:
            inside = np.array(
                [place for work in works for place in self._works.get(work, ())], dtype=np.int64
            )
        else:
            inside = np.arange(len(self.passages))
        if not len(inside):
            return []
        best = inside[np.argsort(-scores[inside], kind="stable")[:most]]
        return [self.passages[place] for place in best if scores[place] > 0]

    def _scores(self, wanted: npt.NDArray[np.uint32]) -> npt.NDArray[np.float64]:
        total = len(self.passages)
        scores = np.zeros(total)
        places = np.searchsorted(self._pairs, wanted)
        for pair, place in zip(wanted, places, strict=True):
            if place < len(self._pairs) and self._pairs[place] == pair:
                owners = self._owners[self._starts[place] : self._ends[place]]
                scores[owners] += np.log(1 + total / len(owners))
        return scores


def _pairs(text: str) -> npt.NDArray[np.uint32]:
    """Return the different pairs of neighbours in `text`, each as one number."""
    codes = np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype=np.uint16).astype(np.uint32)
    return np.unique((codes[:-1] << _BITS) | codes[1:]) if len(codes) > 1 else np.empty(0, np.uint32)
