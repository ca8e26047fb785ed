from datetime import date

import pytest

from members.models import Appointment, Member, Post
from members.policies import member_policy
from tests.people import NAMES, People, settle_people

pytestmark = pytest.mark.django_db

SEES = {
    "me": {"me"},
    "secretary": {"me", "secretary"},
    "superior": {"me", "secretary", "superior", "editor", "stranger"},
    "editor": {"editor"},
    "stranger": {"stranger"},
    "anonymous": set(),
}


@pytest.fixture
def people() -> People:
    return settle_people()


@pytest.mark.parametrize("name", NAMES)
def test_each_person_sees_whom_the_rule_says(people: People, name: str) -> None:
    seen = member_policy.visible_to(people.named(name)).values_list("username", flat=True)
    assert set(seen) == SEES[name]


@pytest.mark.parametrize("name", NAMES)
def test_yes_or_no_agrees_with_the_queryset(people: People, name: str) -> None:
    for member in Member.objects.all():
        assert member_policy.can_view(people.named(name), member) == (member.username in SEES[name])


def test_a_former_secretary_sees_the_branch_no_more(people: People) -> None:
    people.secretary.appointments.update(until=date(2025, 1, 1))
    assert set(member_policy.visible_to(people.secretary)) == {people.secretary}


def test_an_organisation_member_oversees_nobody(people: People) -> None:
    Appointment.objects.create(
        member=people.stranger,
        post=Post.ORGANIZATION_MEMBER,
        organization=people.branch,
        since=date(2024, 1, 1),
    )
    assert set(member_policy.visible_to(people.stranger)) == {people.stranger}


def test_an_operator_sees_everybody(people: People) -> None:
    operator = Member.objects.create_superuser("root", name="管理员")
    assert member_policy.visible_to(operator).count() == Member.objects.count()
