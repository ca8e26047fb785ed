"""Where computed suggestions come from: each source registers here, and all are asked in one query.

A source names candidates by a queryset; `candidate_rows` gives it the columns all sources share. The querysets of all
sources are joined by UNION ALL, so that a further source costs no further query.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, F, IntegerField, QuerySet, Value
from django.db.models.expressions import Combinable


@dataclass(frozen=True)
class SuggestionSource:
    """One reason for which something may be worth studying next.

    `candidates` takes (a member's id, now) and returns rows made by `candidate_rows`; it is called once and its statement
    asked for everybody (`members.statements`), so it may use the two only as values of conditions. `explain` gets the title
    of the page `because` names ("" for none) and the weight, and returns one sentence to the member. Lower `order` first.
    """

    name: str
    order: int
    candidates: Callable[[int, datetime], QuerySet]
    explain: Callable[[str, int], str]


_sources: dict[str, SuggestionSource] = {}


def register_source(source: SuggestionSource) -> None:
    """Add a source; registering a name again replaces it."""
    _sources[source.name] = source


def suggestion_sources() -> list[SuggestionSource]:
    """Return the sources in their order."""
    return sorted(_sources.values(), key=lambda source: (source.order, source.name))


def source_named(name: str) -> SuggestionSource | None:
    """Return the source of that name."""
    return _sources.get(name)


def candidate_rows(
    rows: QuerySet,
    what: str,
    *,
    about: Combinable | str,
    because: Combinable | str | None = None,
    weight: Combinable | str | None = None,
) -> QuerySet:
    """Return `rows` as (what, about, because, weight): a source's name, a page's id, a page's id or 0, a number.

    The rows may already be grouped; every expression has to be a whole number and never null.
    """
    nothing = Value(0, output_field=IntegerField())
    return (
        rows.order_by()
        .annotate(
            _what=Value(what, output_field=CharField()),
            _about=_expression(about),
            _because=_expression(because) if because is not None else nothing,
            _weight=_expression(weight) if weight is not None else nothing,
        )
        .values_list("_what", "_about", "_because", "_weight")
    )


def _expression(said: Combinable | str) -> Combinable:
    return F(said) if isinstance(said, str) else said
