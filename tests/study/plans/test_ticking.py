from datetime import timedelta
from typing import Any

from django.utils import timezone

from study.models import Attendance, Screening, StudySession
from study.plans.standing import stand
from study.plans.ticking import Aim, Kind, standings
from tests.library.lectures.builders import lecture
from tests.people import People
from tests.quizzes import builders as quizzes
from tests.study.builders import NOW, long_guide
from tests.study.plans.builders import TODAY, act, day, later, plan, read, reading

BEFORE = NOW - timedelta(days=40)


def test_it_works(people: People) -> None:
    text = long_guide()
    mine = plan(people.me)
    reading(mine, text)
    assert not stand(mine, today=TODAY).lines[0].is_done
    read(people.me, text, on=later(days=2))
    standing = stand(mine, today=day(3)).lines[0].standing
    assert (standing.done_on, standing.how) == (day(2), "已读完")


def test_somebody_elses_reading_ticks_nothing(people: People) -> None:
    text = long_guide()
    mine = plan(people.me)
    reading(mine, text)
    read(people.stranger, text)
    assert stand(mine, today=TODAY).done == []


def test_reading_an_edition_counts_for_the_regulation(people: People) -> None:
    work = quizzes.publish_regulation()
    mine = plan(people.me)
    reading(mine, work)
    read(people.me, quizzes.newest_edition(work))
    assert len(stand(mine, today=TODAY).done) == 1


def test_what_was_finished_before_the_plan_began_does_not_count_by_itself(people: People) -> None:
    text = long_guide()
    read(people.me, text, on=BEFORE)
    mine = plan(people.me)
    reading(mine, text)
    line = stand(mine, today=TODAY).lines[0]
    assert not line.is_done
    assert line.standing.earlier_on == BEFORE.date()
    assert line.can_tick


def test_a_part_is_done_when_every_article_of_it_was_seen(people: People) -> None:
    work = quizzes.publish_regulation()
    mine = plan(people.me)
    reading(mine, work, kind=Kind.PART, first_address="art_1", last_address="art_1")
    reading(mine, work, kind=Kind.PART, first_address="art_1", last_address="art_3")
    progress = read(people.me, quizzes.newest_edition(work), percent=40)
    progress.seen = ["art_1", "art_3"]
    progress.save()
    short, long = stand(mine, today=TODAY).lines
    assert short.is_done
    assert not long.is_done
    assert 0 < long.standing.percent < 100
    progress.percent, progress.finished_at = 100, NOW
    progress.save()
    assert len(stand(mine, today=TODAY).done) == 2


def test_a_quiz_counts_when_it_is_handed_in(people: People) -> None:
    paper = quizzes.quiz()
    since = timezone.localdate()
    aim = Aim(Kind.QUIZ, quiz=paper.pk)
    attempt = quizzes.start(people.me, paper)
    assert not standings(people.me, [aim], since=since)[0].is_done
    quizzes.hand_in(attempt)
    done = standings(people.me, [aim], since=since)[0]
    assert (done.done_on, done.how) == (since, "已交卷")
    assert not standings(people.stranger, [aim], since=since)[0].is_done


def test_a_lecture_counts_when_it_was_watched_or_attended(
    people: People, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = settings.PRIVATE_ROOT = tmp_path
    course = lecture(slug="lecture", making={"seconds": 2})
    aim = Aim(Kind.LECTURE, material=course.pk)
    screening = Screening.objects.create(
        lecture=course,
        organization=people.branch,
        host=people.secretary,
        code="123456",
        started_at=NOW,
        closes_at=later(hours=1),
    )
    Attendance.objects.create(
        screening=screening, member=people.me, how="ticked", recorded_by=people.secretary, recorded_at=NOW
    )
    assert standings(people.me, [aim], since=TODAY)[0].is_done
    assert not standings(people.stranger, [aim], since=TODAY)[0].is_done
    read(people.stranger, course)
    assert standings(people.stranger, [aim], since=TODAY)[0].how == "已看完"


def test_a_session_counts_by_the_roll_of_the_branch(people: People) -> None:
    held = StudySession.objects.create(
        organization=people.branch,
        title="三季度研讨",
        held_on=day(5),
        created_by=people.secretary,
        created_at=NOW,
    )
    mine = plan(people.me)
    item = act(mine, held.title, kind=Kind.SESSION, session=held, fixed_on=held.held_on)
    assert not item.is_by_hand
    assert not stand(mine, today=day(6)).lines[0].can_tick
    held.state = StudySession.State.HELD
    held.save()
    row = held.attendances.create(
        member=people.me, branch=people.branch, status="absent", recorded_by=people.secretary, recorded_at=NOW
    )
    assert stand(mine, today=day(6)).done == []
    row.status = "made_up"
    row.save()
    assert stand(mine, today=day(6)).lines[0].standing.done_on == day(5)


def test_a_text_that_is_gone_can_be_ticked_by_hand(people: People) -> None:
    text = long_guide()
    mine = plan(people.me)
    reading(mine, text)
    text.delete()
    line = stand(mine, today=TODAY).lines[0]
    assert line.item.title == text.title
    assert line.can_tick
    assert line.url == ""


def test_a_plan_costs_the_same_whatever_its_length(
    people: People, django_assert_max_num_queries: Any
) -> None:
    mine = plan(people.me, weekly_minutes=600)
    for number in range(12):
        reading(mine, long_guide(slug=f"guide-{number}", title=f"导读{number}（示例）"))
        act(mine, f"活动{number}")
    with django_assert_max_num_queries(6):
        assert len(stand(mine, today=TODAY).lines) == 24
