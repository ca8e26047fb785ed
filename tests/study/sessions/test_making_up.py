"""补课: who missed what, windows of free days, cohorts, deliveries."""

from datetime import date, timedelta

import pytest

from study.holidays import FreeDays
from study.models import BagDelivery, MakeUpCohort, SessionAttendance
from study.sessions.actions import pack_materials
from study.sessions.errors import NobodyChosen, NotComeYet, NothingToMakeUp, WindowIsOver
from study.sessions.making_up import (
    form_cohort,
    make_up,
    missed_at,
    note_deliveries,
    propose,
    reading_pack,
)
from tests.people import People
from tests.quizzes.builders import publish_guide
from tests.study.bookbags.builders import bag
from tests.study.builders import NOW
from tests.study.sessions.builders import TODAY, day, held, join

WEEKEND = FreeDays("周末", day(7, 4), day(7, 5), is_estimate=False)


def missed(people: People) -> list[SessionAttendance]:
    return list(missed_at(people.branch, today=TODAY))


def cohort(people: People, **fields: object) -> MakeUpCohort:
    values = {
        "by": people.secretary,
        "organization": people.branch,
        "title": "周末补课",
        "window": WEEKEND,
        "rows": missed(people),
        "book_bag": None,
        "now": NOW,
    }
    return form_cohort(**values | fields)


@pytest.fixture
def absent(people: People) -> SessionAttendance:
    session = held(people.secretary, people.branch, {people.me.pk: "absent"})
    return session.attendances.get(member=people.me)


def test_it_works(people: People, absent: SessionAttendance) -> None:
    made = cohort(people)
    place = made.places.get()
    assert place.attendance == absent
    assert make_up(by=people.secretary, cohort=made, places=[place.pk], on=TODAY, now=NOW) == 1
    absent.refresh_from_db()
    assert (absent.status, absent.made_up_on) == ("made_up", TODAY)
    assert missed(people) == []


def test_members_at_home_are_proposed_the_next_weekend(people: People, absent: SessionAttendance) -> None:
    proposal = propose(people.branch, today=TODAY)[0]
    assert (proposal.window.starts_on, proposal.window.ends_on) == (date(2026, 7, 4), date(2026, 7, 5))
    assert proposal.title == "7月4日周末补课"
    assert proposal.rows == [absent]


def test_mobile_members_are_proposed_the_next_long_festival(people: People) -> None:
    away = join("在外地", people.branch, is_mobile=True)
    held(people.secretary, people.branch, {away.pk: "leave"})
    proposal = propose(people.branch, today=TODAY)[0]
    assert proposal.for_mobile
    assert proposal.title == "2026年中秋节学习班车"
    assert proposal.window.days >= 3


def test_beyond_the_announced_calendar_windows_are_estimates(people: People) -> None:
    away = join("在外地", people.branch, is_mobile=True)
    held(people.secretary, people.branch, {away.pk: "leave"})
    proposal = propose(people.branch, today=date(2026, 11, 1))[0]
    assert proposal.window.is_estimate
    assert proposal.window.name in ("元旦", "劳动节")


def test_who_has_a_place_is_not_proposed_again(people: People, absent: SessionAttendance) -> None:
    cohort(people)
    assert propose(people.branch, today=TODAY) == []
    with pytest.raises(NothingToMakeUp):
        cohort(people, rows=[absent])


def test_a_cohort_of_nobody_is_refused(people: People) -> None:
    with pytest.raises(NobodyChosen):
        cohort(people)


def test_a_window_that_is_over_is_refused(people: People, absent: SessionAttendance) -> None:
    past = FreeDays("周末", day(6, 27), day(6, 28), is_estimate=False)
    with pytest.raises(WindowIsOver):
        cohort(people, window=past)


def test_making_up_tomorrow_is_refused(people: People, absent: SessionAttendance) -> None:
    made = cohort(people)
    with pytest.raises(NotComeYet):
        make_up(
            by=people.secretary,
            cohort=made,
            places=[one.pk for one in made.places.all()],
            on=TODAY + timedelta(days=1),
            now=NOW,
        )


def test_making_up_twice_counts_once(people: People, absent: SessionAttendance) -> None:
    made = cohort(people)
    places = [one.pk for one in made.places.all()]
    make_up(by=people.secretary, cohort=made, places=places, on=TODAY, now=NOW)
    assert make_up(by=people.secretary, cohort=made, places=places, on=TODAY, now=NOW) == 0


def test_whoever_holds_an_old_list_cannot_undo_a_make_up(people: People, absent: SessionAttendance) -> None:
    made = cohort(people)
    before = absent.session.roll_version
    make_up(by=people.secretary, cohort=made, places=[made.places.get().pk], on=TODAY, now=NOW)
    absent.session.refresh_from_db()
    assert absent.session.roll_version == before + 1


def test_a_delivery_is_noted_with_its_day_and_taken_back(people: People, absent: SessionAttendance) -> None:
    made = cohort(people)
    place = made.places.get()
    note_deliveries(by=people.secretary, cohort=made, ways={place.pk: "print"}, now=NOW)
    place.refresh_from_db()
    assert (place.delivery_label, place.delivered_on, place.delivered_by) == (
        "打印件",
        TODAY,
        people.secretary,
    )
    note_deliveries(by=people.secretary, cohort=made, ways={place.pk: ""}, now=NOW)
    place.refresh_from_db()
    assert place.delivered_on is None


def test_a_book_bag_delivered_is_on_the_bags_own_list(people: People, absent: SessionAttendance) -> None:
    carried = bag(publish_guide())
    made = cohort(people, book_bag=carried)
    note_deliveries(by=people.secretary, cohort=made, ways={made.places.get().pk: "book_bag"}, now=NOW)
    assert BagDelivery.objects.get(bag=carried).member == people.me


def test_the_reading_pack_is_what_the_missed_sessions_studied(
    people: People, absent: SessionAttendance
) -> None:
    guide = publish_guide()
    pack_materials(session=absent.session, materials=[guide])
    [(session, materials)] = reading_pack(cohort(people), people.secretary)
    assert session == absent.session
    assert [one.pk for one in materials] == [guide.pk]


def test_what_the_central_group_missed_is_not_the_branchs_to_make_up(people: People) -> None:
    from members.models import Appointment, Post
    from tests.people import SINCE

    Appointment.objects.create(
        member=people.me, post=Post.CENTRAL_GROUP, organization=people.county, since=SINCE
    )
    held(people.superior, people.county, {people.me.pk: "absent"}, kind="central_group")
    assert missed(people) == []
    assert len(missed_at(people.county, today=TODAY)) == 1
