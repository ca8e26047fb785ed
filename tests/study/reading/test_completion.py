"""The branch sees that something is finished, and on which day; above it there are counts. Nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from members.models import Appointment, Member, Organization, Post
from study.models import Progress
from study.reading.completion import completion_policy, completions, counts_below
from tests.people import SINCE, People
from tests.quizzes.builders import newest_edition, publish_regulation
from tests.study.builders import NOW, recommend
from tests.study.reports.builders import people_in


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
    # As a number: digits stand in tokens by chance.
    assert not re.search(r"\b73\b", page)


@pytest.mark.parametrize("who", ["me", "editor", "stranger", "anonymous"])
def test_others_see_nobody(people: People, work: Any, who: str) -> None:
    assert not completion_policy.can_view(people.named(who))
    assert not completion_policy.visible_to(people.named(who)).exists()


def test_a_secretary_sees_the_own_branch_only(people: People, work: Any) -> None:
    seen = [one.member for one in completions(people.secretary, work)]
    assert people.stranger not in seen


def finished_by(work: Any, *members: Member) -> None:
    for member in members:
        Progress.objects.create(
            member=member,
            material_id=newest_edition(work).pk,
            started_at=NOW,
            last_read_at=NOW,
            finished_at=NOW,
            percent=100,
        )


def shown(user: Member, work: Any) -> list[tuple[str, str, str]]:
    (counts,) = counts_below(user, work)
    return [(row.label, row.share.whole_text, row.share.text) for row in counts.rows]


def test_names_stay_in_the_branch(people: People, work: Any, client: Client) -> None:
    finished_by(work, people.me)
    assert completions(people.superior, work) == []
    client.force_login(people.superior)
    page = client.get(f"/study/finished/{work.pk}/").content.decode()
    for member in (people.me, people.secretary, people.stranger):
        assert member.name not in page
    assert f"{NOW:%Y}年7月1日" not in page


def test_above_the_branch_there_are_counts(people: People, work: Any) -> None:
    finished_by(work, people.me, *people_in(people.branch, 9)[:6])
    people_in(people.other_branch, 10, prefix="q")
    people_in(people.county, 5, prefix="r")
    assert shown(people.superior, work) == [
        ("测试区委直属", "6", "0"),
        ("测试村支部", "11", "多于 6"),
        ("邻村党支部", "12", "0"),
    ]


def test_small_organisations_are_put_together(people: People, work: Any) -> None:
    finished_by(work, people.me)
    assert shown(people.superior, work) == [("人数少的 3 个党组织合计", "5", "少于 5")]


def test_a_branch_of_their_own_is_named_to_a_committee_member_as_well(people: People, work: Any) -> None:
    Appointment.objects.create(
        member=people.superior, post=Post.BRANCH_SECRETARY, organization=people.branch, since=SINCE
    )
    assert {one.member for one in completions(people.superior, work)} == {people.me, people.secretary}
    assert len(counts_below(people.superior, work)) == 1


def test_a_secretary_sees_the_groups_of_the_branch(people: People, work: Any) -> None:
    group = people.branch.add_child(name="一组", kind=Organization.Kind.GROUP)
    people.me.organization = group
    people.me.save()
    assert people.me in [one.member for one in completions(people.secretary, work)]
    assert counts_below(people.secretary, work) == []


def test_the_page_stays_within_its_queries(
    people: People, work: Any, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(people.superior)
    client.get(f"/study/finished/{work.pk}/")
    with django_assert_max_num_queries(14):
        client.get(f"/study/finished/{work.pk}/")
