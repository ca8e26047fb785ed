"""What one search asks only once: what is closed to a person, and where its sites begin."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from django.db.models import F, QuerySet
from wagtail.models import Site

from library.models import MaterialPage
from library.policies import closed_paths

Roots = tuple[tuple[Any, ...], ...]
Rows = TypeVar("Rows", bound=QuerySet)
COLUMNS = ("title", "slug", "kind", "url_path")


class Text(NamedTuple):
    """What a hit tells of the material it stands in."""

    title: str
    slug: str
    kind: str
    url: str

    @property
    def is_edition(self) -> bool:
        """Tell whether this is an edition of a regulation."""
        return self.kind == MaterialPage.Kind.EDITION

    @property
    def label(self) -> str:
        """Return what a hit in it is called: the kind, or which edition."""
        return f"{self.slug} 版" if self.is_edition else MaterialPage.Kind(self.kind).label


_closed: ContextVar[dict[Any, list[str]] | None] = ContextVar("library_closed_now", default=None)
_roots: ContextVar[list[Roots] | None] = ContextVar("library_roots_now", default=None)


@contextmanager
def asking_once() -> Iterator[None]:
    """Remember what is asked here for as long as one search takes."""
    closed, roots = _closed.set({}), _roots.set([])
    try:
        yield
    finally:
        _closed.reset(closed)
        _roots.reset(roots)


def closed_now(user: Any) -> list[str]:
    """Return what is closed to a person, asked once for as long as one search takes."""
    known = _closed.get()
    if known is None:
        return closed_paths(user)
    if user.pk not in known:
        known[user.pk] = closed_paths(user)
    return known[user.pk]


def with_texts(rows: Rows, field: str) -> Rows:
    """Have `rows` bring what `text_of` tells of the material in `field`.

    Columns and not a page object, which costs more than all the rest of a hit, and most hits share a few.
    """
    return rows.annotate(**{f"text_{name}": F(f"{field}__{name}") for name in COLUMNS})


def text_of(row: Any) -> Text:
    """Return what is told of the material a row of `with_texts` stands in."""
    title, slug, kind, path = (getattr(row, f"text_{name}") for name in COLUMNS)
    return Text(title, slug, kind, url_at(path))


def url_at(path: str) -> str:
    """Return the address of the page at the tree's `path` of slugs; the sites are asked once for a search."""
    known = _roots.get()
    roots: Roots = tuple(map(tuple, Site.get_site_root_paths())) if not known else known[0]
    if known is not None and not known:
        known.append(roots)
    return _url_at(path, roots)


@lru_cache(maxsize=8192)
def _url_at(path: str, roots: Roots) -> str:
    """Return the address of the page at `path`; the sites' `roots` are named so that another set is worked out anew."""
    return MaterialPage(url_path=path).url or ""
