"""What can be found: each app registers its sources here, so that search imports none of them.

A source gives a queryset that a policy has already limited to what the person may see, and says how one object
looks as a hit. Search never widens that queryset.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet


class Found(NamedTuple):
    """One found object as the results page and the command show it.

    `text` is the whole text to look for the best sentence in, taken from the database; `group` keeps the hits of one
    material together. `url` may lead to a place (`…#art_3`; the words to mark are added) or a second (`…?t=192`). With
    `tells_status` its kind is followed by the status its facts tell.
    """

    title: str
    kind: str
    url: str
    text: str
    group: str
    group_url: str
    eid: str = ""
    number: str = ""
    context: str = ""
    note: str = ""
    tells_status: bool = False


class Option(NamedTuple):
    """A value of a filter, and what it is called."""

    value: str
    label: str


@dataclass(frozen=True)
class Facts:
    """What filters and order know of the thing a hit stands in.

    Editions of one work share `work`; of them one `is_current`. Holds nothing that only some people may know: it is
    used on what a policy has let through.
    """

    work: int
    kind: Option
    topics: tuple[Option, ...] = ()
    issuer: str = ""
    status: Option | None = None
    day: date | None = None
    is_current: bool = True


@dataclass(frozen=True)
class Named:
    """A name something is known by; `rank` 0 is its title, then its short title, then other names."""

    text: str
    pk: int
    rank: int = 0


class ArticleAddress(NamedTuple):
    """第五十条之一第二款: the article's number with what follows 之, and a paragraph, 0 for none."""

    numbers: tuple[int, ...]
    paragraph: int = 0


def _no_facts() -> Mapping[int, Facts]:
    return {}


def _never() -> datetime | None:
    return None


def _no_names() -> Iterable[Named]:
    return ()


@dataclass(frozen=True)
class Source:
    """One kind of thing search can find.

    `visible_to` takes a user and returns the policy's searchable queryset, of private things those of this user and for
    a stranger none; names are offered and corrected to only for things in it. `show` takes one object. `owner` names the
    filter field by which `facts` are known; `own_fields` are the search fields that are the thing's own words, as
    against those of what it stands in. `names` are what things of this source are called, `locate` returns those at
    an article's address in the works with these ids, and `watched` are models whose saving changes names or facts;
    `changes_at` returns when they will change by themselves.
    """

    name: str
    label: str
    visible_to: Callable[[Any], QuerySet]
    show: Callable[[Any], Found]
    order: int = 0
    owner: str = "id"
    own_fields: tuple[str, ...] = ()
    is_text: bool = False
    facts: Callable[[], Mapping[int, Facts]] = _no_facts
    names: Callable[[], Iterable[Named]] = _no_names
    locate: Callable[[QuerySet, list[int], ArticleAddress], list[Any]] | None = None
    watched: tuple[type[Model], ...] = ()
    changes_at: Callable[[], datetime | None] = _never


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Make a source findable; registering a name again replaces it."""
    from search.changes import watch

    _sources[source.name] = source
    for model in source.watched:
        watch(model)


_surroundings: list[Callable[[], AbstractContextManager[None]]] = []


def surround(remembering: Callable[[], AbstractContextManager[None]]) -> None:
    """Have every search run inside this, so that an app's sources may ask once for what they share."""
    if remembering not in _surroundings:
        _surroundings.append(remembering)


@contextmanager
def searching() -> Iterator[None]:
    """Surround one search."""
    with ExitStack() as stack:
        for remembering in _surroundings:
            stack.enter_context(remembering())
        yield


def sources() -> list[Source]:
    """Return the registered sources in the order results show them."""
    return sorted(_sources.values(), key=lambda source: source.order)
