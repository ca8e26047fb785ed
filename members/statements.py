"""Statements put together once.

What every page asks costs more to put together as a queryset than to answer. A `Statement` puts its queryset together
with stand-ins for what differs each time, keeps the SQL, and puts the values in their places when it is asked.
"""

from collections.abc import Callable
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import count
from types import SimpleNamespace
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, connection
from django.db.models import Model, QuerySet
from django.utils import timezone

# No row has such an id, nothing is called so, and nothing happens in that century.
_LEAST = -(2**31) + 1
_MARK = "\ufdd0"
_MOMENT = datetime(2971, 2, 3, 4, 5, 6, 789, tzinfo=UTC)
_CENTURY = timedelta(days=50 * 365)

Given = dict[str, Any]
Place = Callable[[Given], Any]


class Statement:
    """A question that is asked over and over, each time with other values.

    `ask` takes the values by name (numbers, texts, lists of these, and one day or moment) and returns a queryset. It may
    use them only as values of conditions and never look at them; from a moment it may reckon (`now - timedelta(days=90)`,
    `timezone.localdate(now)`), and what is asked later lies as far from the later moment. What it returns must not depend
    on anything else that changes while the process runs.
    """

    def __init__(self, ask: Callable[..., QuerySet]) -> None:
        self._ask = ask
        self._ready: dict[Any, _Ready | None] = {}

    def __call__(self, **given: Any) -> list[Any]:
        """Return the rows, as the queryset would; one query."""
        sizes = [len(value) for value in given.values() if isinstance(value, list)]
        key = (connection.vendor, timezone.get_current_timezone_name(), *sizes)
        if key not in self._ready:
            self._ready[key] = _made_ready(self._ask, given)
        ready = self._ready[key]
        return ready.rows(given) if ready else []


class _Ready:
    """A queryset's SQL, with what Django needs to make its rows of what the database answers."""

    def __init__(self, queryset: QuerySet, sql: str, places: list[Place], compiler: Any) -> None:
        self._queryset = queryset
        self._sql = sql
        self._places = places
        self._compiler = compiler
        converters = compiler.get_converters([one for one, *_ in compiler.select[: compiler.col_count]])
        compiler.get_converters = lambda expressions: converters

    def rows(self, given: Given) -> list[Any]:
        values = [place(given) for place in self._places]
        # A compiler belongs to the connection of one thread.
        compiler = copy(self._compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: (self._sql, values)
        known: Any = self._queryset
        asked: Any = SimpleNamespace(
            db=known.db,
            model=known.model,
            query=_Query(known.query, compiler),
            _fields=known._fields,
            _known_related_objects=known._known_related_objects,
        )
        return list(known._iterable_class(asked))


class _Query:
    """A query that is compiled already."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query = query
        self._compiler = compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)

    def get_compiler(self, using: str | None = None) -> Any:
        return self._compiler


def _made_ready(ask: Callable[..., QuerySet], given: Given) -> _Ready | None:
    """Return the statement; None when, whatever the values, there is nothing to find."""
    numbers = count(_LEAST)
    stand_ins = {name: _stand_in(name, value, numbers) for name, value in given.items()}
    queryset: Any = ask(**stand_ins)
    if queryset._prefetch_related_lookups:
        raise ValueError("What is fetched beside a queryset is asked by querysets of its own.")
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, values = compiler.as_sql()
    except EmptyResultSet:
        return None
    known = _known_places(stand_ins)
    reckoned = next((name for name, value in stand_ins.items() if isinstance(value, date)), "")
    found = [known.get(value) if isinstance(value, int | str) else None for value in values]
    if lost := set(known.values()) - set(found):
        raise ValueError(f"{len(lost)} values of a statement do not stand in it as they were given: {sql}")
    places = [place or _reckoning(value, reckoned) for place, value in zip(found, values, strict=True)]
    return _Ready(queryset, sql, places, compiler)


def _stand_in(name: str, value: Any, numbers: "count[int]") -> Any:
    if isinstance(value, list):
        return [_stand_in(f"{name}{place}", one, numbers) for place, one in enumerate(value)]
    if isinstance(value, str):
        return f"{_MARK}{name}{_MARK}"
    if isinstance(value, date):
        return _MOMENT if isinstance(value, datetime) else timezone.localdate(_MOMENT)
    if isinstance(value, int):
        return next(numbers)
    raise TypeError(f"A statement is not asked with {value!r}.")


def _known_places(stand_ins: Given) -> dict[Any, Place]:
    places: dict[Any, Place] = {}
    for name, value in stand_ins.items():
        if isinstance(value, list):
            places |= {one: _item(name, place) for place, one in enumerate(value)}
        elif not isinstance(value, date):
            places[value] = _whole(name)
    return places


def _whole(name: str) -> Place:
    return lambda given: given[name]


def _item(name: str, place: int) -> Place:
    return lambda given: given[name][place]


def _reckoning(value: Any, name: str) -> Place:
    """Return what stands for `value`: itself, or as far from the moment `name` as it is from the stand-in."""
    said = _read(value) if isinstance(value, str) else value
    if isinstance(said, datetime) and said.tzinfo and abs(said - _MOMENT) < _CENTURY:
        return _moment(name, said - _MOMENT, as_text=isinstance(value, str) and "T" in value)
    if isinstance(said, date) and not isinstance(said, datetime):
        days = said - timezone.localdate(_MOMENT)
        if abs(days) < _CENTURY:
            return lambda given: connection.ops.adapt_datefield_value(_day(given[name]) + days)
    if isinstance(said, date) and abs(_day(said) - timezone.localdate()) < timedelta(days=3):
        raise ValueError(f"{value!r} is of today and would be asked for ever: give the statement its moment.")
    if isinstance(value, str) and (_MARK in value or str(_MOMENT.year) in value):
        raise ValueError(f"{value!r} was made of a value of a statement, and cannot be made of another.")
    return lambda given: value


def _moment(name: str, distance: timedelta, *, as_text: bool) -> Place:
    if as_text:
        return lambda given: (given[name] + distance).isoformat()
    return lambda given: connection.ops.adapt_datetimefield_value(given[name] + distance)


def _day(moment: date) -> date:
    return timezone.localdate(moment) if isinstance(moment, datetime) else moment


def _read(text: str) -> date | None:
    """Return the day or moment a text says, as SQLite keeps them or as JSON does."""
    try:
        if len(text) == len("2971-02-03"):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def store(row: Model, *names: str) -> None:
    """Store these fields of a row that is in the database already, in one statement; nobody is signalled.

    Raises:
        DatabaseError: the row is gone.
    """
    columns = _columns(type(row), names)
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in columns]
    with connection.cursor() as cursor:
        cursor.execute(_storing(type(row), names, connection.vendor), values)
        if cursor.rowcount != 1:
            raise DatabaseError(f"{row!r} is stored nowhere, so nothing of it can be changed.")


@cache
def _columns(model: type[Model], names: tuple[str, ...]) -> list[Any]:
    """Return the fields of these names, and the one that tells the row."""
    return [*map(model._meta.get_field, names), model._meta.pk]


@cache
def _storing(model: type[Model], names: tuple[str, ...], vendor: str) -> str:
    quote = connection.ops.quote_name
    *changed, told = [f"{quote(field.column)} = %s" for field in _columns(model, names)]
    return " ".join(["UPDATE", quote(model._meta.db_table), "SET", ", ".join(changed), "WHERE", told])
