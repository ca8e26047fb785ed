"""Who sees a bag, and whom a secretary may tick."""

from datetime import date

import pytest

from members.models import Audience, Member
from study.bookbags.policies import bag_policy
from study.models import BookBag
from tests.people import People
from tests.study.bookbags.builders import bag

pytestmark = pytest.mark.django_db


def seen(people: People, name: str) -> set[str]:
    return set(bag_policy.visible_to(people.named(name)).values_list("slug", flat=True))


def names(members: "list[Member]") -> set[str]:
    return {member.name for member in members}


def test_it_works(people: People) -> None:
    made = bag(slug="for-all")
    assert bag_policy.can_view(people.me, made)
    assert not bag_policy.can_view(people.anonymous, made)


def test_a_draft_is_the_editors(people: People) -> None:
    bag(slug="draft", is_published=False)
    assert seen(people, "editor") == {"draft"}
    for name in ("me", "secretary", "superior", "stranger", "anonymous"):
        assert seen(people, name) == set()


def test_an_audience_keeps_others_out_but_not_those_who_hand_it_out(people: People) -> None:
    bag(slug="ours", audience=Audience.objects.create(name="本支部", subtree=people.branch))
    assert seen(people, "me") == seen(people, "secretary") == seen(people, "superior") == {"ours"}
    assert seen(people, "stranger") == seen(people, "anonymous") == set()


def test_a_secretary_ticks_the_branch_and_a_committee_its_subtree(people: People) -> None:
    made = bag(slug="for-all")
    assert names(list(bag_policy.receivers(people.secretary, made))) == {"田本人", "石书记"}
    assert {"田本人", "陌生人", "高上级"} <= names(list(bag_policy.receivers(people.superior, made)))


def test_who_answers_for_nobody_ticks_nobody(people: People) -> None:
    made = bag(slug="for-all")
    for name in ("me", "stranger", "editor", "anonymous"):
        assert not bag_policy.receivers(people.named(name), made).exists()


def test_only_the_audience_is_on_the_list(people: People) -> None:
    Member.objects.filter(pk=people.me.pk).update(is_mobile=True)
    made = bag(slug="mobile", audience=Audience.objects.create(name="流动党员", mobile_only=True))
    assert names(list(bag_policy.receivers(people.secretary, made))) == {"田本人"}


def test_who_left_is_not_on_the_list(people: People) -> None:
    Member.objects.filter(pk=people.me.pk).update(is_active=False)
    made = bag(slug="for-all")
    assert names(list(bag_policy.receivers(people.secretary, made))) == {"石书记"}


def test_a_post_that_ended_opens_nothing(people: People) -> None:
    people.secretary.appointments.update(until=date(2024, 2, 1))
    made = bag(slug="for-all")
    assert not bag_policy.receivers(people.secretary, made).exists()
    assert bag_policy.can_view(people.secretary, BookBag.objects.get())
