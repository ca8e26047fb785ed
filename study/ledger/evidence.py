"""The acts that leave evidence, read from what the server recorded.

Times are turned into days of the site's time zone. A text read in several sittings, a quiz taken several times or a
meeting registered twice is one act; a screening that is part of a session is that session. 每日一练 gives nothing: it
would be a reward for coming back every day.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from quizzes.models import Attempt, QuizPage
from study.days import moments
from study.ledger.reckoning import Evidence, Kind
from study.models import Attendance, PersonalReport, Progress, SessionAttendance, SessionKind
from study.reports.periods import parse_period

People = Collection[int] | QuerySet[Any] | None
CHUNK = 5000


def collect(people: People, *, since: date, until: date) -> Iterator[Evidence]:
    """Yield the acts of `people` (None: everybody) from `since` to `until`, both included; a query for each source."""
    window = moments(since, until)
    for source in (_texts_read, _quizzes, _screenings, _sessions, _reflections):
        yield from source(people, *window)


def _texts_read(people: People, start: datetime, end: datetime) -> Iterator[Evidence]:
    day_of = _days()
    rows = _of(Progress.objects.order_by(), people).filter(finished_at__gte=start, finished_at__lt=end)
    wanted = ("pk", "member_id", "material_id", "finished_at", "material__title")
    for pk, member, material, finished_at, title in rows.values_list(*wanted).iterator(CHUNK):
        yield Evidence(
            member, Kind.MATERIAL, str(material), f"progress:{pk}", day_of(finished_at), f"读完《{title}》"
        )


def _quizzes(people: People, start: datetime, end: datetime) -> Iterator[Evidence]:
    """Yield the first paper handed in of each quiz, and the first that passed."""
    day_of = _days()
    rows = _of(Attempt.objects.submitted(), people).exclude(quiz__kind=QuizPage.Kind.DAILY)
    rows = rows.filter(submitted_at__lt=end).order_by("submitted_at", "pk")
    seen: set[tuple[str, int, int]] = set()
    of_paper = ("member_id", "quiz_id", "submitted_at", "score", "max_score", "rules")
    for attempt in rows.only(*of_paper).annotate(quiz_title=F("quiz__title")).iterator(CHUNK):
        acts = [(Kind.QUIZ, "交卷")] + ([(Kind.QUIZ_PASSED, "合格")] if attempt.is_passed else [])
        for kind, word in acts:
            act = (str(kind), attempt.member_id, attempt.quiz_id)
            if act not in seen and attempt.submitted_at >= start:
                yield Evidence(
                    attempt.member_id,
                    kind,
                    str(attempt.quiz_id),
                    f"attempt:{attempt.pk}",
                    day_of(attempt.submitted_at),
                    f"测验《{attempt.quiz_title}》{word}",
                )
            seen.add(act)


def _screenings(people: People, start: datetime, end: datetime) -> Iterator[Evidence]:
    day_of = _days()
    rows = _of(Attendance.objects.order_by(), people)
    rows = rows.filter(screening__started_at__gte=start, screening__started_at__lt=end)
    wanted = ("pk", "member_id", "screening_id", "screening__started_at", "screening__lecture__title")
    for pk, member, screening, started_at, title in rows.values_list(*wanted).iterator(CHUNK):
        yield Evidence(
            member,
            Kind.ATTENDANCE,
            f"screening-{screening}",
            f"screening_attendance:{pk}",
            day_of(started_at),
            f"集体收看《{title}》",
        )


def _sessions(people: People, start: datetime, end: datetime) -> Iterator[Evidence]:
    """Yield sessions somebody was at, on their day, and those made up, on the day they were."""
    day_of = _days()
    first, last = day_of(start), day_of(end) - timedelta(1)
    within = Q(session__held_on__range=(first, last)) | Q(made_up_on__range=(first, last))
    rows = _of(SessionAttendance.objects.order_by().reached(), people).filter(within)
    of_session = (
        "session_id",
        "session__screening_id",
        "session__held_on",
        "session__kind",
        "session__title",
    )
    wanted = ("pk", "member_id", "status", "made_up_on", *of_session)
    names = dict(SessionKind.choices)
    for pk, member, status, made_up_on, session, screening, held_on, kind, title in rows.values_list(
        *wanted
    ).iterator(CHUNK):
        on = made_up_on or held_on
        if not first <= on <= last:
            continue
        verb = "补学" if status == SessionAttendance.Status.MADE_UP else "参加"
        target = f"screening-{screening}" if screening else f"session-{session}"
        record = f"session_attendance:{pk}"
        yield Evidence(member, Kind.ATTENDANCE, target, record, on, f"{verb}{names[kind]}“{title}”")


def _reflections(people: People, start: datetime, end: datetime) -> Iterator[Evidence]:
    """Yield what members wrote in their own words and handed in."""
    day_of = _days()
    rows = _of(PersonalReport.objects.order_by(), people)
    rows = rows.filter(handed_in_at__gte=start, handed_in_at__lt=end)
    for row in rows.only("member_id", "period", "handed_in_at").iterator(CHUNK):
        title = f"交上 {parse_period(row.period).label}学习小结"
        record = f"personal_report:{row.pk}"
        yield Evidence(
            row.member_id, Kind.REFLECTION, f"report-{row.period}", record, day_of(row.handed_in_at), title
        )


def _of(rows: Any, people: People) -> Any:
    return rows if people is None else rows.filter(member__in=people)


def _days() -> Callable[[datetime], date]:
    """Return what tells the day of a moment; the site's time zone is looked up once for all of them."""
    zone = timezone.get_current_timezone()
    return lambda moment: moment.astimezone(zone).date()
