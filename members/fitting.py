"""Whether a person fits the conditions of an audience: the one place the rule is written. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """What conditions ask of somebody: posts held, category, and the organisation they belong to.

    `path` is the organisation's place in the tree (treebeard's materialised path), "" for somebody without one.
    """

    posts: frozenset[str] = frozenset()
    category: str = ""
    is_mobile: bool = False
    field: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions of an audience; an empty one asks nothing. `subtree` is the path of the topmost organisation."""

    posts: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    mobile_only: bool = False
    subtree: str = ""

    @property
    def count(self) -> int:
        """Return how many conditions are filled in; 0 is everybody."""
        return sum(map(bool, (self.posts, self.fields, self.categories, self.mobile_only, self.subtree)))


def fits(conditions: Conditions, person: Person) -> bool:
    """Tell whether `person` meets every condition; within one list any value will do."""
    return (
        (not conditions.posts or not person.posts.isdisjoint(conditions.posts))
        and (not conditions.categories or person.category in conditions.categories)
        and (not conditions.mobile_only or person.is_mobile)
        and (not conditions.fields or person.field in conditions.fields)
        and person.path.startswith(conditions.subtree)
    )
