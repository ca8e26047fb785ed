"""Which question goes to which draw, no question twice. Pure Python.

Several draws may fish in the same water: “第三章 5 道” and “全文 10 道”. Taking the first that fits can leave the second
short although both could be served, so a question already given away is asked back where its draw has another one
(augmenting paths, as in Kuhn's algorithm for matching).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

__all__ = ["Request", "draw"]


@dataclass(frozen=True)
class Request:
    """How many questions are wanted, and the ids of those that fit, the most welcome first."""

    count: int
    candidates: Sequence[int]


def draw(requests: Sequence[Request], *, taken: Collection[int] = ()) -> list[list[int]]:
    """Return the ids drawn for each request, each id once and none of `taken`.

    A list is shorter than its request only where the requests together cannot be served; each list stands in the
    order of its candidates.
    """
    holder: dict[int, int] = {}
    pools = [[one for one in request.candidates if one not in set(taken)] for request in requests]
    for number, request in enumerate(requests):
        for _ in range(request.count):
            if not _give_one(number, pools, holder, set()):
                break
    return [[one for one in pool if holder.get(one) == number] for number, pool in enumerate(pools)]


def _give_one(number: int, pools: list[list[int]], holder: dict[int, int], asked: set[int]) -> bool:
    for one in pools[number]:
        if one not in holder:
            holder[one] = number
            return True
    for one in pools[number]:
        other = holder[one]
        if other != number and one not in asked:
            asked.add(one)
            if _give_one(other, pools, holder, asked):
                holder[one] = number
                return True
    return False
