"""The words of one reference that names several provisions, cut so that each of them can lead to its own."""

from __future__ import annotations

from .cite import how_follows, reference_steps, step_of
from .citepath import Step

__all__ = ["split_reference"]


def split_reference(text: str, addresses: list[str]) -> list[tuple[int, int, str]]:
    """Return (start, end, address) of the pieces of ``text`` (第三条、第五条至第八条) that lead somewhere.

    ``addresses`` are what the reference names, in its order, those that do not exist left out. A piece whose
    provision is not among them leads nowhere; a reference that names one thing is one piece.
    """
    if not addresses:
        return []
    pieces = _pieces(text)
    if len(pieces) < 2:
        return [(0, len(text), addresses[0])]
    found: list[tuple[int, int, str]] = []
    left = addresses
    for start, end, last in pieces:
        at = next((k for k, address in enumerate(left) if _is_named(address, last)), -1)
        if at >= 0:
            found.append((start, end, left[at]))
            left = left[at + 1 :]
    return found or [(0, len(text), addresses[0])]


def _pieces(text: str) -> list[tuple[int, int, Step | None]]:
    """Return where each provision is named, with the last unit said of it."""
    pieces: list[tuple[int, int, Step | None]] = []
    for match, between in reference_steps(text):
        step = step_of(match)
        if pieces and how_follows(between) == "":
            pieces[-1] = (pieces[-1][0], match.end(), step)
        else:
            pieces.append((match.start() if pieces else 0, match.end(), step))
    return pieces


def _is_named(address: str, last: Step | None) -> bool:
    """Tell whether an address ends in the unit that was said; 前款 and a mere work end in any."""
    return last is None or last.here or last.back or address.rpartition("/")[2] == last.name
