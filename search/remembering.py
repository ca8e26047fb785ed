"""What was searched for, without who it was: Wagtail's own log of search terms, and what nobody found.

Nobody waits for it. While somebody else writes to the database for long (SQLite has one writer at a time), searches are
kept in this process and counted at a later one.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits
from wagtail.search.utils import normalise_query_string

from search.models import EmptySearch

logger = logging.getLogger(__name__)

LONGEST = 200
# Searches kept until they can be counted, of more the oldest are forgotten; and those counted by one search.
MOST_KEPT = 1000
COUNTED_AT_ONCE = 20
# Milliseconds a search may wait for another writer.
PATIENCE = 50
# Days after which nobody asks what was searched for.
DAYS_KEPT = 180

_kept: deque[tuple[Callable[[str], None], str]] = deque(maxlen=MOST_KEPT)


def remember(query: str, *, is_answered: bool) -> None:
    """Count a search, and by itself one that no text answered with all its words; one query when it was asked before today.

    A search never fails because of this.
    """
    said = query[:LONGEST]
    _kept.append((_count, said))
    if not is_answered:
        _kept.append((_count_empty, said))
    try:
        with _impatient():
            _count_kept()
    except DatabaseError:
        logger.warning("a search could not be counted", exc_info=True)


def _count_kept() -> None:
    for _one in range(COUNTED_AT_ONCE):
        try:
            count, said = _kept.popleft()
        except IndexError:
            return
        try:
            count(said)
        except OperationalError:
            _kept.appendleft((count, said))
            raise


@contextmanager
def _impatient() -> Iterator[None]:
    """Have SQLite wait for another writer no longer than a person notices."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    usual = int(float(connection.settings_dict["OPTIONS"].get("timeout", 5)) * 1000)
    wait: Any = connection.connection.execute
    wait(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        wait(f"PRAGMA busy_timeout = {usual}")


def forget_old() -> None:
    """Remove what was counted long ago."""
    QueryDailyHits.garbage_collect(DAYS_KEPT)
    Query.garbage_collect()
    EmptySearch.objects.filter(day__lt=timezone.localdate() - timedelta(days=DAYS_KEPT)).delete()


def _count(query: str) -> None:
    today = timezone.now().date()
    said = normalise_query_string(query)
    known = QueryDailyHits.objects.filter(query__query_string=said, date=today)
    if not known.update(hits=F("hits") + 1):
        with transaction.atomic():
            Query.get(query).add_hit(date=today)


def _count_empty(query: str) -> None:
    today = timezone.localdate()
    said = normalise_query_string(query)
    if not EmptySearch.objects.filter(query_string=said, day=today).update(times=F("times") + 1):
        with transaction.atomic():
            EmptySearch.objects.create(query_string=said, day=today, times=1)
