from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from members.models import Audience, Post
from study.actions import open_material
from study.desk import lay_out
from study.models import Progress, Recommendation
from tests.people import People
from tests.quizzes import builders as quizzes
from tests.quizzes.reviewing.builders import WRONG, met
from tests.study.builders import NOW, long_guide, recommend

REQUIRED = Recommendation.Strength.REQUIRED


def titles(suggestions: list[Any]) -> list[str]:
    return [one.title for one in suggestions]


def test_it_works(people: People) -> None:
    recommend(long_guide(), by=people.county, strength=REQUIRED)
    desk = lay_out(member=people.me, now=NOW)
    assert desk.first is not None
    assert desk.first.title == "怎样学（示例）"
    assert desk.first.reason == "全体党员共同学习的内容"


def test_a_secretary_is_told_that_it_is_for_secretaries(people: People) -> None:
    audience = Audience.objects.create(name="支部书记", posts=[Post.BRANCH_SECRETARY])
    recommend(long_guide(), by=people.county, audience=audience)
    assert [one.reason for one in lay_out(member=people.secretary, now=NOW).advised] == ["因为您是党支部书记"]
    assert lay_out(member=people.me, now=NOW).advised == []


def test_what_was_begun_can_be_gone_on_with(people: People) -> None:
    text = long_guide()
    open_material(member=people.me, material=text, now=NOW)
    assert [one.material.title for one in lay_out(member=people.me, now=NOW).reading] == [text.title]
    assert lay_out(member=people.stranger, now=NOW).reading == []


def test_an_edition_read_to_its_end_finishes_the_regulation(people: People) -> None:
    work = quizzes.publish_regulation()
    recommend(work, by=people.county, strength=REQUIRED)
    Progress.objects.create(
        member=people.me,
        material_id=quizzes.newest_edition(work).pk,
        started_at=NOW,
        last_read_at=NOW,
        finished_at=NOW,
        percent=100,
    )
    assert lay_out(member=people.me, now=NOW).first is None


def test_a_withdrawn_text_is_recommended_to_nobody(people: People) -> None:
    text = long_guide()
    recommend(text, by=people.county)
    text.unpublish()
    assert lay_out(member=people.me, now=NOW).advised == []


def test_a_window_that_has_not_begun_waits(people: People) -> None:
    recommend(long_guide(), by=people.county, starts_on=(NOW + timedelta(days=3)).date())
    assert lay_out(member=people.me, now=NOW).advised == []


def test_an_overdue_reading_still_stands_and_says_so(people: People) -> None:
    recommend(long_guide(), by=people.county, strength=REQUIRED, due_on=(NOW - timedelta(days=3)).date())
    first = lay_out(member=people.me, now=NOW).first
    assert first is not None
    assert first.is_overdue


def test_open_quizzes_are_on_the_desk(people: People) -> None:
    quizzes.quiz(title="本月小测")
    assert [quiz.title for quiz in lay_out(member=people.me, now=NOW).quizzes] == ["本月小测"]


@pytest.mark.parametrize("rules", [2, 40])
def test_queries_do_not_grow_with_the_rules(
    people: People, django_assert_max_num_queries: Any, rules: int
) -> None:
    for number in range(rules):
        recommend(long_guide(slug=f"guide-{number}", title=f"导读{number}（示例）"), by=people.county)
    quizzes.quiz()
    with django_assert_max_num_queries(13):
        lay_out(member=people.me, now=timezone.now())


def test_todays_review_is_on_the_desk_within_the_queries(
    people: People, django_assert_max_num_queries: Any
) -> None:
    met(people.me, WRONG, WRONG, kind="exam", now=NOW)
    quizzes.quiz(audience=Audience.objects.create(name="本支部", subtree=people.branch))
    with django_assert_max_num_queries(15):
        desk = lay_out(member=people.me, now=NOW + timedelta(hours=1))
    assert desk.review is not None
    assert desk.review.count == 2
    assert lay_out(member=people.stranger, now=NOW).review is None
