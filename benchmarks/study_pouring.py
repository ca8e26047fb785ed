"""Rows by the database's fastest door: COPY on PostgreSQL, executemany on SQLite."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction


def pour(model: type[models.Model], rows: Iterable[dict[str, Any]]) -> int:
    """Insert `rows` of `model`, missing fields at their defaults; return how many there are.

    Moments and plain values need no more than the database's own dress. `rows` must ask the database nothing: while
    PostgreSQL copies, the connection answers no question.
    """
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    dressed = _dressed(fields, rows)
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in dressed:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            statement = " ".join(["INSERT INTO", table, "(", names, ") VALUES (", marks, ")"])
            cursor.executemany(statement, dressed)
    return model._default_manager.count()


def _dressed(fields: list[Any], rows: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
    always = [field.get_db_prep_save(field.get_default(), connection) for field in fields]
    places = {field.attname: place for place, field in enumerate(fields)}
    odd = {field.attname: field for field in fields if isinstance(field, models.JSONField)}
    is_sqlite = connection.vendor == "sqlite"

    def dress(name: str, value: Any) -> Any:
        if name in odd:
            return odd[name].get_db_prep_save(value, connection)
        if is_sqlite and isinstance(value, datetime):
            return connection.ops.adapt_datetimefield_value(value)
        return value

    for row in rows:
        values = always.copy()
        for name, value in row.items():
            values[places[name]] = dress(name, value)
        yield values
