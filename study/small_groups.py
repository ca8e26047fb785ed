"""Figures about few people stay unseen above the branch: the one rule for every report, board and ledger. Pure.

A figure about fewer than five people tells who they are, and so does one that is left when what is shown is subtracted
from a total. Hence:

1. Organisations of fewer than five are put together into one row; where that row would still be of fewer than five, the
   smallest of the others joins it (`split_small`).
2. What was put together is not opened again further down: the figures of an organisation that stands in such a row are
   left out of its own page too, and of one that only joined it as much stays unseen as covers the small ones (`descend`).
3. A part of a group (those who came, of all) is masked together with the rest where either is of one to four people, and
   a total over masked parts is given in fives (`share`, `total`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

LEAST_PEOPLE = 5

Group = TypeVar("Group")


def is_small(people: int) -> bool:
    """Tell whether figures about so many people would point at them; nobody at all is nobody to protect."""
    return 0 < people < LEAST_PEOPLE


def split_small(
    groups: Sequence[Group], size: Callable[[Group], int], *, beside: int = 0
) -> tuple[list[Group], list[Group]]:
    """Return (groups that may be shown, groups to show as one row or not at all), each in the order given.

    `beside` people who are not among the groups stay unseen with the second.
    """
    hidden = [group for group in groups if is_small(size(group))]
    shown = [group for group in groups if not is_small(size(group))]
    while (hidden or beside) and shown and beside + sum(map(size, hidden)) < LEAST_PEOPLE:
        peopled = [group for group in shown if size(group)]
        if not peopled:
            break
        joins = min(peopled, key=size)
        hidden.append(joins)
        shown = [group for group in shown if group is not joins]
    return shown, [group for group in groups if any(group is one for one in hidden)]


@dataclass(frozen=True)
class Reach:
    """How far somebody above sees into an organisation.

    `is_shown` tells whether its own figures are shown; `beside` is how many people elsewhere they would give away, and
    None where nothing below is shown either.
    """

    is_shown: bool
    beside: int | None


OPEN, CLOSED = Reach(True, 0), Reach(False, None)


def descend(reach: Reach, groups: Sequence[Group], size: Callable[[Group], int], into: Group) -> Reach:
    """Return how far one sees into one of `groups`, of which `reach` says how far one sees into what holds them."""
    if reach.beside is None:
        return CLOSED
    _, hidden = split_small(groups, size, beside=reach.beside)
    if into not in hidden:
        return OPEN
    if is_small(size(into)):
        return CLOSED
    return Reach(False, reach.beside + sum(map(size, hidden)) - size(into))


@dataclass(frozen=True)
class Share:
    """Some of a number of people; `text` and `rest_text` are what may be shown, `percent` is None where masked."""

    part: int
    whole: int
    is_masked: bool

    @property
    def text(self) -> str:
        """Return the part as it may be shown."""
        if not self.is_masked:
            return str(self.part)
        if self.whole < LEAST_PEOPLE or self.part < LEAST_PEOPLE:
            return f"少于 {LEAST_PEOPLE}"
        return f"多于 {self.whole - LEAST_PEOPLE}"

    @property
    def rest_text(self) -> str:
        """Return the others as they may be shown."""
        return Share(self.whole - self.part, self.whole, self.is_masked).text

    @property
    def whole_text(self) -> str:
        """Return the whole as it may be shown."""
        return f"少于 {LEAST_PEOPLE}" if self.is_masked and self.whole < LEAST_PEOPLE else str(self.whole)

    @property
    def percent(self) -> int | None:
        """Return the part in percent, rounded down so that 100 means everybody; None where masked or of nobody."""
        if self.is_masked or not self.whole:
            return None
        return self.part * 100 // self.whole


def share(part: int, whole: int, *, within_branch: bool) -> Share:
    """Return `part` of `whole` as a viewer may see it: exactly within the branch, masked above where it is small."""
    if within_branch:
        return Share(part, whole, is_masked=False)
    small = 0 < whole < LEAST_PEOPLE or 0 < part < LEAST_PEOPLE or 0 < whole - part < LEAST_PEOPLE
    return Share(part, whole, is_masked=small)


def total(shares: list[Share]) -> Share:
    """Return the sum of a column; to the five below where a row is masked. One row alone is its own sum."""
    if len(shares) == 1:
        return shares[0]
    part, whole = sum(one.part for one in shares), sum(one.whole for one in shares)
    if any(one.is_masked for one in shares):
        whole_fives = whole // LEAST_PEOPLE * LEAST_PEOPLE
        return share(min(part // LEAST_PEOPLE * LEAST_PEOPLE, whole_fives), whole_fives, within_branch=False)
    return Share(part, whole, is_masked=False)
