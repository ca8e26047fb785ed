"""The records a report counts, and the figures counted from them.

A figure is the number of its records in the period, or the number of people in them, so that the list behind it and the
number can never disagree.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, IntegerField, Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThanOrEqual
from django.utils import timezone

from quizzes.models import Attempt
from study.days import moments
from study.models import (
    Attendance,
    PersonalReport,
    PointAppeal,
    PointEntry,
    Progress,
    Screening,
    SessionAttendance,
    SessionKind,
    StudySession,
)
from study.reports.periods import Period

OWN_PLACE = "member__organization__path"


@dataclass(frozen=True)
class Source:
    """Records of one sort: `day` is the field that dates them, `place` leads to the organisation they belong to.

    `member` leads to the person, "" where the record is the organisation's own. `title` says what it was. Where the
    record names no organisation (`place` is the member's own), it belongs where the member did on its day.
    """

    rows: Callable[[], QuerySet[Any]]
    day: str
    place: str
    title: Callable[[Any], str]
    member: str = "member"
    related: Sequence[str] = ()
    is_moment: bool = True

    @property
    def follows_member(self) -> bool:
        """Tell whether the record belongs where its member belonged on its day."""
        return self.place == OWN_PLACE

    def within(self, period: Period) -> QuerySet[Any]:
        """Return the records of the period."""
        if self.is_moment:
            start, end = moments(period.first, period.last)
            return self.rows().order_by().filter(**{f"{self.day}__gte": start, f"{self.day}__lt": end})
        return self.rows().order_by().filter(**{f"{self.day}__range": (period.first, period.last)})

    def day_of(self, row: Any) -> date:
        """Return the day of a record."""
        found = row
        for name in self.day.split("__"):
            found = getattr(found, name)
        return timezone.localtime(found).date() if self.is_moment else found


@dataclass(frozen=True)
class Counted:
    """A figure: records of `source` that fit `only`, counted as records, or as the people in them."""

    key: str
    label: str
    unit: str
    source: Source
    only: Any = None
    people: bool = False

    @property
    def is_personal(self) -> bool:
        """Tell whether the records are of persons."""
        return bool(self.source.member)

    def rows(self, period: Period) -> QuerySet[Any]:
        """Return the records counted in the period."""
        rows = self.source.within(period)
        return rows if self.only is None else rows.filter(self.only)


TEXTS = Source(
    Progress.objects.all,
    "finished_at",
    OWN_PLACE,
    lambda row: f"读完《{row.material.title}》",
    related=("material",),
)
PAPERS = Source(
    Attempt.objects.submitted,
    "submitted_at",
    OWN_PLACE,
    lambda row: f"测验《{row.quiz.title}》第 {row.number} 次交卷",
    related=("quiz",),
)
SCREENINGS = Source(
    Screening.objects.all,
    "started_at",
    "organization__path",
    lambda row: f"集体收看《{row.lecture.title}》",
    member="",
    related=("lecture",),
)
WATCHED = Source(
    Attendance.objects.all,
    "screening__started_at",
    "screening__organization__path",
    lambda row: f"集体收看《{row.screening.lecture.title}》",
    related=("screening__lecture",),
)
SESSIONS = Source(
    StudySession.objects.held,
    "held_on",
    "organization__path",
    lambda row: f"{row.kind_label}“{row.title}”",
    member="",
    is_moment=False,
)
# A cadre who studies with a committee counts in the own branch.
ROLLS = Source(
    lambda: SessionAttendance.objects.filter(session__state=StudySession.State.HELD),
    "session__held_on",
    "branch__path",
    lambda row: f"{row.session.kind_label}“{row.session.title}”：{row.status_label}",
    related=("session",),
    is_moment=False,
)
ENTRIES = Source(
    PointEntry.objects.all,
    "recorded_at",
    "organization__path",
    lambda row: f"第 {row.sequence} 笔：{row.title}",
)
APPEALS = Source(PointAppeal.objects.all, "filed_at", "organization__path", lambda row: row.words[:60])
REPORTS = Source(
    lambda: PersonalReport.objects.filter(handed_in_at__isnull=False),
    "handed_in_at",
    "organization__path",
    lambda row: f"{row.period} 学习小结",
)
# The pass mark is the one copied onto the paper when it was begun. Multiplied, because SQLite divides whole numbers whole.
PASSED = GreaterThanOrEqual(
    F("score") * 100, F("max_score") * Cast(KT("rules__pass_percent"), IntegerField())
)

SECTIONS: Sequence[tuple[str, Sequence[Counted]]] = (
    (
        "集中学习",
        (
            *(Counted(f"sessions_{kind}", kind.label, "次", SESSIONS, Q(kind=kind)) for kind in SessionKind),
            Counted("attendances", "到会", "人次", ROLLS, Q(status="present")),
            Counted("made_up", "补课", "人次", ROLLS, Q(status="made_up")),
            Counted("missed", "请假或缺席、还没有补课", "人次", ROLLS, Q(status__in=("leave", "absent"))),
        ),
    ),
    (
        "集体收看",
        (
            Counted("screenings", "组织收看微党课", "次", SCREENINGS),
            Counted("screening_attendances", "参加收看", "人次", WATCHED),
        ),
    ),
    (
        "个人自学",
        (
            Counted("texts_read", "读完资料", "份次", TEXTS),
            Counted("readers", "读完过资料的人员", "人", TEXTS, people=True),
            Counted("personal_reports", "交学习小结", "份", REPORTS),
        ),
    ),
    (
        "测验",
        (
            Counted("papers", "交卷", "份", PAPERS),
            Counted("quiz_people", "交过卷的人员", "人", PAPERS, people=True),
            Counted("papers_passed", "达到合格线", "份", PAPERS, PASSED),
        ),
    ),
    (
        "积分账",
        (
            Counted("point_entries", "积分入账", "笔", ENTRIES, Q(sort="earned")),
            Counted("point_counters", "冲正", "笔", ENTRIES, Q(sort="counter")),
            Counted("point_appeals", "申诉", "条", APPEALS),
        ),
    ),
)
FIGURES: Sequence[Counted] = [one for _, figures in SECTIONS for one in figures]


def figure_named(key: str) -> Counted | None:
    """Return the figure with that key."""
    return next((one for one in FIGURES if one.key == key), None)
