"""What sessions put on 今日学习."""

from datetime import timedelta
from typing import Any

from members.models import Organization
from study.models import StudySession
from study.sessions.actions import cancel_session
from study.sessions.cards import BEHIND, lay_card
from tests.people import People
from tests.study.builders import NOW
from tests.study.sessions.builders import TODAY, TOMORROW, YESTERDAY, held, log_in, mark, planned


def shown(person: Any) -> list[tuple[StudySession, bool]]:
    return [(one, one.waits_for_roll) for one in lay_card(person, NOW) or []]


def test_it_works(people: People) -> None:
    session = planned(people.secretary, people.branch, held_on=TOMORROW)
    assert shown(people.me) == [(session, False)]
    assert shown(people.stranger) == []


def test_what_was_not_marked_on_its_day_still_waits_for_who_records(people: People) -> None:
    session = planned(people.secretary, people.branch, held_on=YESTERDAY)
    assert shown(people.secretary) == [(session, True)]
    # To the others it says nothing: it may have been held or not.
    assert shown(people.me) == []
    mark(people.secretary, session, {})
    assert shown(people.secretary) == []


def test_what_was_called_off_or_lies_far_back_waits_no_longer(people: People) -> None:
    cancel_session(session=planned(people.secretary, people.branch, held_on=YESTERDAY), reason="停电")
    planned(people.secretary, people.branch, held_on=TODAY - BEHIND - timedelta(days=1))
    assert shown(people.secretary) == []


def test_a_recorder_finds_planning_and_the_board_even_with_nothing_planned(people: People) -> None:
    held(people.secretary, people.branch)
    page = log_in(people.secretary).get("/").content.decode()
    assert 'href="/study/sessions/plan/"' in page
    assert 'href="/study/board/"' in page
    assert 'href="/study/sessions/plan/"' not in log_in(people.me).get("/").content.decode()


def test_one_query(people: People, django_assert_max_num_queries: Any) -> None:
    planned(people.secretary, people.branch, held_on=TOMORROW)
    person = type(people.secretary).objects.select_related("organization").get(pk=people.secretary.pk)
    with django_assert_max_num_queries(1):
        near = lay_card(person, NOW) or []
        assert [one.organization.kind for one in near] == [Organization.Kind.BRANCH]
