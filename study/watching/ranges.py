"""Parts of a recording that were watched: joined, measured, and bounded by the clock. Pure.

A player can run at twice the speed at most, so that t seconds of the server's clock can account for 2·t seconds of a
recording, of all lectures together. Going back and forth is legal: only what is new counts, wherever it lies.
"""

from collections.abc import Iterable

Range = tuple[float, float]

FASTEST = 2.0
# Clocks and reports are never exactly together: a report may draw on so much time to come, which is then spent.
AHEAD_SECONDS = 1.0
FINISHED_SHARE = 0.9
# Gaps shorter than this are the player's, not the viewer's.
JOINED_SECONDS = 0.5


def union(ranges: Iterable[Range], *, gap: float = JOINED_SECONDS) -> list[Range]:
    """Return the ranges in order, without overlaps; those less than `gap` seconds apart are one."""
    joined: list[Range] = []
    for start, end in sorted(ranges):
        if end <= start:
            continue
        if joined and start <= joined[-1][1] + gap:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def length(ranges: Iterable[Range]) -> float:
    """Return how many seconds the ranges cover together."""
    return sum(end - start for start, end in union(ranges))


def within(ranges: Iterable[Range], duration: float) -> list[Range]:
    """Return the parts of the ranges that lie inside a recording of `duration` seconds."""
    return [
        (max(0.0, start), min(end, duration)) for start, end in ranges if start < duration and end > start
    ]


def beyond(claimed: Iterable[Range], known: Iterable[Range]) -> list[Range]:
    """Return what of `claimed` is not in `known`."""
    known = union(known)
    new: list[Range] = []
    for start, end in union(claimed):
        reached = start
        for from_, to in known:
            if to <= reached or from_ >= end:
                continue
            if from_ > reached:
                new.append((reached, from_))
            reached = max(reached, to)
        if end > reached:
            new.append((reached, end))
    return new


def allowed(seconds: float) -> float:
    """Return how much of a recording `seconds` of the server's clock can account for."""
    return max(0.0, seconds) * FASTEST


def cut(ranges: Iterable[Range], budget: float) -> list[Range]:
    """Return the ranges as far as `budget` seconds reach, from the front."""
    kept: list[Range] = []
    for start, end in ranges:
        if budget <= 0:
            break
        taken = min(end - start, budget)
        kept.append((start, start + taken))
        budget -= taken
    return kept


def percent_of(ranges: Iterable[Range], duration: float) -> int:
    """Return how many percent of a recording were watched, rounded down; at nine tenths the rest is the credits."""
    return min(100, int(length(ranges) / duration * 100)) if duration > 0 else 0


def is_finished(ranges: Iterable[Range], duration: float) -> bool:
    """Tell whether enough was watched to call it watched."""
    return duration > 0 and length(ranges) >= duration * FINISHED_SHARE
