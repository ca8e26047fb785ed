"""Small groups stay unseen above the branch. Pure.

A figure about fewer than five people tells who they are. Such groups are put together into one row; where that row would
still be of fewer than five, the smallest of the others joins it, because a total minus the rows shown would give it away.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

LEAST_PEOPLE = 5

Group = TypeVar("Group")


def is_small(people: int) -> bool:
    """Tell whether figures about so many people would point at them; nobody at all is nobody to protect."""
    return 0 < people < LEAST_PEOPLE


def split_small(groups: Sequence[Group], size: Callable[[Group], int]) -> tuple[list[Group], list[Group]]:
    """Return (groups that may be shown, groups to show as one row or not at all), each in the order given."""
    hidden = [group for group in groups if is_small(size(group))]
    shown = [group for group in groups if not is_small(size(group))]
    while hidden and shown and sum(map(size, hidden)) < LEAST_PEOPLE:
        peopled = [group for group in shown if size(group)]
        if not peopled:
            break
        joins = min(peopled, key=size)
        hidden.append(joins)
        shown = [group for group in shown if group is not joins]
    return shown, [group for group in groups if any(group is one for one in hidden)]
