from datetime import date
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from members.models import Audience, Member, Organization, Post
from tests.people import People, settle_people

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)


@pytest.fixture
def people() -> People:
    return settle_people()


def names(audience: Audience) -> set[str]:
    return set(audience.members(on=DAY).values_list("username", flat=True))


def test_it_works(people: People) -> None:
    audience = Audience(name="农村支部书记", posts=[Post.BRANCH_SECRETARY], fields=[Organization.Field.RURAL])
    assert names(audience) == {"secretary"}


def test_no_condition_is_everybody(people: People) -> None:
    assert names(Audience(name="全体")) == {"me", "secretary", "superior", "editor", "stranger"}


def test_a_subtree_holds_what_is_below_it(people: People) -> None:
    assert names(Audience(name="本村", subtree=people.branch)) == {"me", "secretary"}


def test_a_post_given_up_does_not_count(people: People) -> None:
    people.secretary.appointments.update(until=date(2025, 1, 1))
    assert names(Audience(name="书记", posts=[Post.BRANCH_SECRETARY])) == set()


def test_somebody_who_left_is_in_no_audience(people: People) -> None:
    Member.objects.filter(pk=people.me.pk).update(is_active=False)
    assert "me" not in names(Audience(name="全体"))


def test_mobile_members_only(people: People) -> None:
    Member.objects.filter(pk=people.me.pk).update(is_mobile=True)
    assert names(Audience(name="流动", mobile_only=True)) == {"me"}


def test_one_person_and_many_give_the_same_answer(people: People) -> None:
    Member.objects.filter(pk=people.stranger.pk).update(category=Member.Category.PROBATIONARY, is_mobile=True)
    choices = product(
        ([], [Post.BRANCH_SECRETARY], [Post.COMMITTEE_MEMBER, Post.BRANCH_SECRETARY]),
        ([], [Organization.Field.RURAL]),
        ([], [Member.Category.PROBATIONARY]),
        (False, True),
        (None, people.branch, people.county),
    )
    for posts, fields, categories, mobile, subtree in choices:
        audience = Audience(
            name="x", posts=posts, fields=fields, categories=categories, mobile_only=mobile, subtree=subtree
        )
        for member in Member.objects.select_related("organization"):
            one = audience.includes(member, posts=member.posts_on(DAY))
            assert one == (member.username in names(audience)), (audience.describe(), member)


def test_an_unknown_code_is_refused_by_name() -> None:
    with pytest.raises(ValidationError) as refused:
        Audience(name="错", fields=["moon"]).full_clean()
    assert "领域里有不认识的值：moon。" in refused.value.messages


def test_it_describes_itself(people: People) -> None:
    audience = Audience(name="x", posts=[Post.BRANCH_SECRETARY], fields=["rural"], subtree=people.branch)
    assert audience.describe() == "农村 · 党支部书记 · 测试村支部范围内"
    assert Audience(name="y").describe() == "全体"


def test_the_operator_sees_who_is_in_it(people: People, client: Client) -> None:
    operator = Member.objects.create_superuser("root", name="管理员")
    audience = Audience.objects.create(name="本村", subtree=people.branch)
    client.force_login(operator)
    page = client.get(reverse("audience_members", args=[audience.pk])).content.decode()
    assert "今天共有 <strong>2</strong> 人" in page
    assert "田本人" in page
    assert "陌生人" not in page
