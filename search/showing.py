"""How hits are shown: the best sentence with the words marked, in groups of what stands in one work."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.safestring import SafeString

from search.marking import mark
from search.registry import Facts, Found

# Hits of one work shown at once, so that one work does not hide the others.
SHOWN_AT_ONCE = 5


class Hit(NamedTuple):
    """One hit: the thing, its best sentence with the words marked, how well it fits, and the link that marks them."""

    found: Found
    snippet: SafeString
    score: float
    url: str


@dataclass
class Group:
    """The hits that stand in one work; `folded` hits more are in editions that are not shown."""

    title: str
    url: str
    kind: str
    hits: list[Hit] = field(default_factory=list)
    folded: int = 0
    is_alone: bool = False

    @property
    def best(self) -> list[Hit]:
        """Return the hits shown at once: all of them where they are few, or where nothing else was found."""
        return (
            self.hits if self.is_alone or len(self.hits) <= SHOWN_AT_ONCE + 1 else self.hits[:SHOWN_AT_ONCE]
        )

    @property
    def others(self) -> list[Hit]:
        """Return the hits behind a line."""
        return self.hits[len(self.best) :]


def hit_of(found: Found, score: float, about: Facts | None, readings: Sequence[str]) -> Hit:
    """Return one hit, with the first of `readings` marked that is in it."""
    if found.tells_status and about and about.status:
        found = found._replace(kind=f"{found.kind} · {about.status.label}")
    marked = mark(found.text, readings)
    return Hit(found, marked.snippet, score, _marking_url(found, marked.words))


def grouped(hits: Iterable[tuple[Hit, Facts | None]], folded: Mapping[int, int]) -> list[Group]:
    """Return hits by the work they stand in; `folded` are the hits of each work that are not shown."""
    groups: dict[str, Group] = {}
    for hit, about in hits:
        found = hit.found
        key = f"work:{about.work}" if about else found.group
        if key not in groups:
            hidden = folded.get(about.work, 0) if about else 0
            groups[key] = Group(found.title, found.group_url, found.kind, folded=hidden)
        groups[key].hits.append(hit)
    for group in groups.values():
        group.is_alone = len(groups) == 1
    return list(groups.values())


def _marking_url(found: Found, words: list[str]) -> str:
    """Return the address of a hit inside a text, with the words its page should mark; others are left as they are."""
    base, hash_sign, place = found.url.partition("#")
    if not words or not place:
        return found.url
    sign = "&" if "?" in base else "?"
    return f"{base}{sign}{_marks(tuple(words))}{hash_sign}{place}"


@lru_cache(maxsize=256)
def _marks(words: tuple[str, ...]) -> str:
    """Return words as an address holds them; the hits of one search have the same few."""
    return urlencode({"mark": words}, doseq=True)
