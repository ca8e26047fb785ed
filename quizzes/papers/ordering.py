"""An order that looks like chance and can be had again: everything is sorted by its hash with a stored seed.

Over a random generator: the order is the same in every version of Python, and no call depends on the one before it.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import TypeVar

__all__ = ["in_order_of"]

Thing = TypeVar("Thing")


def in_order_of(seed: str, things: Iterable[Thing], *, label: str = "") -> list[Thing]:
    """Return `things` in the order of `seed`; `label` keeps orders made for different ends apart.

    Things are told apart by their text, so numbers and words are welcome, objects without `__str__` are not.
    """
    return sorted(things, key=lambda thing: sha256(f"{seed}\n{label}\n{thing}".encode()).digest())
