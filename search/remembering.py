"""What was searched for, without who it was: Wagtail's own log of search terms, and what nobody found."""

import logging

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits
from wagtail.search.utils import normalise_query_string

from search.models import EmptySearch

logger = logging.getLogger(__name__)

LONGEST = 200


def remember(query: str, *, is_answered: bool) -> None:
    """Count a search, and by itself one that no text answered with all its words; one query when it was asked before today. A search never fails because of this."""
    try:
        _count(query[:LONGEST])
        if not is_answered:
            _count_empty(query[:LONGEST])
    except DatabaseError:
        logger.warning("a search could not be counted", exc_info=True)


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
