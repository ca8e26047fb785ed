"""The branch sees that something is finished, and on which day; nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from study.models import Progress
from study.reading.completion import completion_policy, completions
from tests.people import People
from tests.quizzes.builders import newest_edition, publish_regulation
from tests.study.builders import NOW, recommend


@pytest.fixture
def work(people: People) -> Any:
    work = publish_regulation()
    recommend(work, by=people.county, strength="required")
    return work


def read(people: People, work: Any, *, percent: int, is_finished: bool) -> None:
    Progress.objects.create(
        member=people.me,
        material_id=newest_edition(work).pk,
        started_at=NOW - timedelta(days=9),
        last_read_at=NOW,
        finished_at=NOW if is_finished else None,
        percent=percent,
    )


def test_it_works(people: People, work: Any) -> None:
    read(people, work, percent=100, is_finished=True)
    assert {one.member: one.day for one in completions(people.secretary, work)} == {
        people.me: NOW.date(),
        people.secretary: None,
    }


def test_how_far_somebody_came_is_their_own(people: People, work: Any, client: Client) -> None:
    read(people, work, percent=73, is_finished=False)
    client.force_login(people.secretary)
    page = client.get(f"/study/finished/{work.pk}/").content.decode()
    assert "田本人" in page
    assert "还没有" in page
    assert "73" not in page


@pytest.mark.parametrize("who", ["me", "editor", "stranger", "anonymous"])
def test_others_see_nobody(people: People, work: Any, who: str) -> None:
    assert not completion_policy.can_view(people.named(who))
    assert not completion_policy.visible_to(people.named(who)).exists()


def test_a_secretary_sees_the_own_branch_only(people: People, work: Any) -> None:
    seen = [one.member for one in completions(people.secretary, work)]
    assert people.stranger not in seen
    assert people.stranger in [one.member for one in completions(people.superior, work)]


def test_the_page_stays_within_its_queries(
    people: People, work: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(people.superior)
    client.get(f"/study/finished/{work.pk}/")
    with django_assert_max_num_queries(14):
        client.get(f"/study/finished/{work.pk}/")
