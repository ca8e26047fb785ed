"""An order that looks like chance and can be had again: everything is sorted by its hash with a stored seed.

Over a random generator: the order is the same in every version of Python, and no call depends on the one before it.
"""

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import TypeVar

from quizzes.grading import PLACED_KINDS

__all__ = ["in_order_of", "option_order"]

# “以上都对” and “A 和 B” speak about places, so such options stay where the editor put them.
SPEAKS_OF_PLACES = re.compile(r"^(以上|上述|前述)|[A-HＡ-Ｈ]\s*[、,，和与及]\s*[A-HＡ-Ｈ]")

Thing = TypeVar("Thing")


def in_order_of(seed: str, things: Iterable[Thing], *, label: str = "") -> list[Thing]:
    """Return `things` in the order of `seed`; `label` keeps orders made for different ends apart.

    Things are told apart by their text, so numbers and words are welcome, objects without `__str__` are not.
    """
    return sorted(things, key=lambda thing: sha256(f"{seed}\n{label}\n{thing}".encode()).digest())


def option_order(kind: str, options: Sequence[str], *, seed: str, shuffle: bool) -> list[int]:
    """Return which option stands at each place of a page; options that speak of places keep theirs.

    Those of an ordering or a matching are always mixed, whatever the quiz says: their stored order is the key.
    """
    order = list(range(len(options)))
    if kind in PLACED_KINDS:
        return in_order_of(seed, order)
    if shuffle and not any(SPEAKS_OF_PLACES.search(text) for text in options):
        return in_order_of(seed, order)
    return order
