"""Stretches of a member's time that are accounted for: no moment counts twice, on however many devices. Pure.

A stretch is (start, end) in seconds since 1970. What arrives late counts in the time in which it happened, as far as
nothing else was counted there: all that is believed of somebody is never longer than the time that passed.
"""

from collections.abc import Iterable, Sequence

from study.watching.ranges import Range, beyond, union

# Shorter gaps are clocks and reports that are never exactly together; they are given up.
JOINED_SECONDS = 5.0
# So many are kept; of more, the gaps between the oldest are given up.
MOST_KEPT = 200


def free(start: float, end: float, counted: Iterable[Sequence[float]]) -> list[Range]:
    """Return the parts between `start` and `end` in which nothing was counted."""
    return beyond([(start, end)], _pairs(counted))


def seconds_of(parts: Iterable[Range]) -> float:
    """Return how long parts that do not overlap are together; what lies between them is nobody's gain."""
    return sum(end - start for start, end in parts)


def last_of(parts: Iterable[Range], seconds: float) -> list[Range]:
    """Return the last `seconds` of `parts`."""
    taken: list[Range] = []
    for start, end in sorted(parts, reverse=True):
        if seconds <= 0:
            break
        begun = max(start, end - seconds)
        taken.append((begun, end))
        seconds -= end - begun
    return taken


def keep(counted: Iterable[Sequence[float]], new: Iterable[Range], *, since: float) -> list[list[float]]:
    """Return what is accounted for with `new`, as it is stored; what ended before `since` is forgotten."""
    joined = union([*_pairs(counted), *new], gap=JOINED_SECONDS)
    kept = [list(one) for one in joined if one[1] > since]
    spare = max(0, len(kept) - MOST_KEPT)
    return [[kept[0][0], kept[spare][1]], *kept[spare + 1 :]] if spare else kept


def _pairs(counted: Iterable[Sequence[float]]) -> list[Range]:
    return [(start, end) for start, end in counted]
