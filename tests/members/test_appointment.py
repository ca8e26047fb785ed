from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.models import Appointment, Post
from tests.people import settle_people

pytestmark = pytest.mark.django_db


def appoint(since: date, until: date | None) -> Appointment:
    people = settle_people()
    return Appointment(
        member=people.me, post=Post.GROUP_LEADER, organization=people.branch, since=since, until=until
    )


def test_both_days_count() -> None:
    held = appoint(date(2025, 1, 1), date(2025, 12, 31))
    assert held.is_held_on(date(2025, 1, 1))
    assert held.is_held_on(date(2025, 12, 31))
    assert not held.is_held_on(date(2026, 1, 1))
    assert not held.is_held_on(date(2024, 12, 31))


def test_an_open_end_goes_on() -> None:
    assert appoint(date(2025, 1, 1), None).is_held_on(date(2099, 1, 1))


def test_queryset_and_method_agree() -> None:
    held = appoint(date(2025, 1, 1), date(2025, 12, 31))
    held.save()
    for day in (date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1)):
        found = Appointment.objects.filter(pk=held.pk).held_on(day).exists()
        assert found == held.is_held_on(day), day


def test_an_end_before_the_start_is_refused_in_words() -> None:
    with pytest.raises(ValidationError) as refused:
        appoint(date(2025, 2, 1), date(2025, 1, 1)).full_clean()
    assert "免职日期不能早于任职日期。" in refused.value.messages


def test_it_reads_as_a_person_would_say_it() -> None:
    assert str(appoint(date(2025, 1, 1), None)) == "田本人 · 测试村支部党小组组长"
