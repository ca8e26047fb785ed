"""Statements put together once answer as their querysets do, whatever they are asked with."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from members.models import Appointment, Member, Organization
from members.statements import Statement, store
from tests.people import People

NOW = datetime(2026, 7, 1, 12, tzinfo=timezone.get_default_timezone())


def test_it_works(people: People, django_assert_num_queries: Any) -> None:
    named = Statement(lambda pk: Member.objects.filter(pk=pk).values_list("pk", "name"))
    assert named(pk=people.me.pk) == [(people.me.pk, people.me.name)]
    with django_assert_num_queries(1):
        assert named(pk=people.secretary.pk) == [(people.secretary.pk, people.secretary.name)]


def test_it_makes_the_rows_its_queryset_makes(people: People) -> None:
    def asked(names: list[str]) -> QuerySet:
        rows = Member.objects.filter(username__in=names).select_related("organization")
        return rows.annotate(place=F("organization__path")).defer("password").order_by("pk")

    names = [people.me.username, people.editor.username]
    made, meant = Statement(asked)(names=names), list(asked(names))
    assert made == meant
    assert [one.place for one in made] == [one.place for one in meant]
    assert made[0].organization == people.branch
    assert made[0].get_deferred_fields() == {"password"}
    assert made[0]._belonged_to == people.branch.pk


@pytest.mark.parametrize("rows", [("name",), ("pk", "has_smartphone", "date_joined")])
def test_values_come_as_their_fields_read_them(people: People, rows: tuple[str, ...]) -> None:
    everybody = Member.objects.order_by("pk")
    assert Statement(lambda: everybody.values(*rows))() == list(everybody.values(*rows))
    flat = everybody.values_list(rows[-1], flat=True)
    assert Statement(lambda: flat)() == list(flat)


def test_a_list_may_have_any_length(people: People) -> None:
    named = Statement(lambda pks: Member.objects.filter(pk__in=pks).values_list("pk", flat=True))
    assert named(pks=[]) == []
    for pks in ([people.me.pk], [people.editor.pk], [people.me.pk, people.editor.pk]):
        assert sorted(named(pks=pks)) == sorted(pks)
    assert named(pks=[people.me.pk] * 16) == [people.me.pk]


@pytest.mark.parametrize("days", [0, 90, -200])
def test_what_is_reckoned_from_a_moment_is_reckoned_anew(people: People, days: int) -> None:
    def held(now: datetime) -> QuerySet:
        today = timezone.localdate(now)
        rows = Appointment.objects.filter(since__lte=today, since__gt=today - timedelta(days=30))
        told = Q(member__date_joined__lte=now, member__date_joined__gt=now - timedelta(hours=36))
        return rows.filter(told).values_list("pk", flat=True)

    asked = Statement(held)
    at = NOW + timedelta(days=days)
    for hours in (-60, -37, -35, -1, 0, 1):
        Member.objects.filter(pk=people.secretary.pk).update(date_joined=at + timedelta(hours=hours))
        for since in (-31, -30, -29, 0, 1):
            Appointment.objects.update(since=timezone.localdate(at) + timedelta(days=since))
            assert asked(now=at) == list(held(at))
            assert asked(now=NOW + timedelta(days=4000)) == []


def test_a_day_may_be_given(people: People) -> None:
    today = date(2026, 7, 1)
    asked = Statement(
        lambda on: Appointment.objects.filter(since__lte=on, since__gte=on - timedelta(days=1)).values("pk")
    )
    for days in (-2, -1, 0, 1):
        Appointment.objects.update(since=today + timedelta(days=days))
        assert bool(asked(on=today)) == (days in (-1, 0))


def test_a_moment_in_json_is_reckoned_as_well(people: People) -> None:
    asked = Statement(
        lambda now: (
            Member.objects.annotate(
                said=F("name"),
            )
            .filter(said__lte=(now - timedelta(days=2)).isoformat())
            .values_list("pk", flat=True)
        )
    )
    two_days = timedelta(days=2)
    for later in (timedelta(0), timedelta(microseconds=-1)):
        Member.objects.filter(pk=people.me.pk).update(name=(NOW - two_days).isoformat())
        assert (people.me.pk in asked(now=NOW + later)) == (not later)


def test_a_union_is_put_together_once(people: People) -> None:
    def both(first: int, second: int) -> QuerySet:
        rows = Member.objects.values_list("name", flat=True)
        return rows.filter(pk=first).union(rows.filter(pk=second))

    asked = Statement(both)
    asked(first=0, second=0)
    assert sorted(asked(first=people.me.pk, second=people.editor.pk)) == sorted(
        [people.me.name, people.editor.name]
    )


def test_a_value_that_is_made_into_another_is_refused(people: People) -> None:
    begins = Statement(lambda path: Organization.objects.filter(path__startswith=path))
    with pytest.raises(ValueError, match="as they were given"):
        begins(path=people.county.path)
    unused = Statement(lambda pk: Member.objects.all())
    with pytest.raises(ValueError, match="as they were given"):
        unused(pk=1)
    told = Statement(lambda now: Member.objects.filter(name=f"{now:%Y-%m}"))
    with pytest.raises(ValueError, match="cannot be made"):
        told(now=NOW)
    of_today = Statement(lambda: Appointment.objects.filter(since__lte=timezone.localdate()))
    with pytest.raises(ValueError, match="its moment"):
        of_today()


def test_what_is_fetched_beside_is_refused(people: People) -> None:
    with pytest.raises(ValueError, match="querysets of its own"):
        Statement(lambda: Member.objects.prefetch_related("appointments"))()


def test_nothing_to_find_is_asked_of_nobody(people: People, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert Statement(Member.objects.none)() == []


def test_fields_are_stored_in_one_statement(people: People, django_assert_num_queries: Any) -> None:
    people.me.name, people.me.category = "新名字", Member.Category.ACTIVIST
    people.me.has_smartphone, people.me.organization = None, people.other_branch
    with django_assert_num_queries(1):
        store(people.me, "name", "has_smartphone", "organization")
    found = Member.objects.get(pk=people.me.pk)
    assert (found.name, found.has_smartphone, found.organization) == ("新名字", None, people.other_branch)
    assert found.category == Member.Category.FULL


def test_what_is_gone_is_not_stored(people: People) -> None:
    with pytest.raises(DatabaseError):
        store(Member(pk=0, name="无"), "name")


def test_members_by_number_are_those_of_their_manager(people: People) -> None:
    assert Member.objects.get(pk=people.me.pk) == people.me
    assert people.branch.members.get(pk=people.me.pk) == people.me
    for nobody in (
        lambda: people.other_branch.members.get(pk=people.me.pk),
        lambda: Member.objects.get(pk=0),
        lambda: Member.objects.get(pk=2**70),
        lambda: Member.objects.get(pk=people.me.pk, name="别人"),
    ):
        with pytest.raises(Member.DoesNotExist):
            nobody()
