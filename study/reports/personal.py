"""The half-yearly personal report, drafted from one's own records for the member to rewrite."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from members.models import Member
from quizzes.models import Attempt
from study.days import moments
from study.models import Attendance, Note, Progress, SessionAttendance
from study.reports.periods import Period

LISTED = 12
# What the member writes; nobody drafts a person's own thoughts.
OWN_WORDS = "（请用自己的话写：学到了什么，联系工作想到了什么，还有什么没弄明白。）"
NEXT_WORDS = "（请写下半年想学什么、补什么。）"


def draft_report(member: Member, period: Period) -> str:
    """Return the draft: what the records say of the half-year, and headings for what only the member can say."""
    start, end = moments(period.first, period.last)
    parts = [
        f"{period.label}学习小结",
        _paragraph("一、读了什么", _texts(member, start, end)),
        _paragraph("二、参加了哪些学习", _sessions(member, start, end)),
        _paragraph("三、测验结果", _papers(member, start, end)),
        _paragraph("四、体会和问题", _own_words(member, start, end), OWN_WORDS),
        _paragraph("五、下一步", [], NEXT_WORDS),
    ]
    return "\n\n".join(parts)


def _texts(member: Member, start: datetime, end: datetime) -> list[str]:
    rows = Progress.objects.filter(member=member, finished_at__gte=start, finished_at__lt=end)
    titles = rows.order_by("finished_at").values_list("material__title", "finished_at")
    return [f"{_day(moment):%m月%d日}读完《{title}》" for title, moment in titles]


def _sessions(member: Member, start: datetime, end: datetime) -> list[str]:
    rows = Attendance.objects.filter(
        member=member,
        screening__started_at__gte=start,
        screening__started_at__lt=end,
        screening__study_session__isnull=True,
    )
    found = rows.order_by("screening__started_at").values_list(
        "screening__lecture__title", "screening__started_at"
    )
    watched = [f"{_day(moment):%m月%d日}集体收看《{title}》" for title, moment in found]
    rolls = SessionAttendance.objects.reached().filter(member=member)
    rolls = rolls.between(_day(start).date(), _day(end).date() - timedelta(1)).select_related("session")
    met = [
        f"{row.session.held_on:%m月%d日}{row.session.kind_label}“{row.session.title}”（{row.status_label}）"
        for row in rolls.order_by("session__held_on")
    ]
    return met + watched


def _own_words(member: Member, start: datetime, end: datetime) -> list[str]:
    """Return what the member wrote beside the texts: 学习心得 in full, notes with the place they stand at."""
    written = Note.objects.filter(member=member, created_at__gte=start, created_at__lt=end).exclude(body="")
    written = written.filter(kind__in=[Note.Kind.REFLECTION, Note.Kind.NOTE]).select_related("material")
    return [
        f"读《{one.material.title}》{one.place}{'的心得' if one.kind == Note.Kind.REFLECTION else '时记下'}："
        f"{one.body.rstrip('。')}"
        for one in written.order_by("created_at", "pk")
    ]


def _papers(member: Member, start: datetime, end: datetime) -> list[str]:
    rows = Attempt.objects.submitted().filter(member=member, submitted_at__gte=start, submitted_at__lt=end)
    return [
        f"{_day(one.submitted_at):%m月%d日}《{one.quiz.title}》得 {_plain(one.score)} 分，满分 {_plain(one.max_score)} 分"
        for one in rows.select_related("quiz").order_by("submitted_at")
    ]


def _paragraph(heading: str, lines: Sequence[str], otherwise: str = "这半年没有记录。") -> str:
    if not lines:
        return f"{heading}\n\n{otherwise}"
    said = "；\n".join(lines[:LISTED])
    more = f"；\n……共 {len(lines)} 项" if len(lines) > LISTED else ""
    return f"{heading}\n\n{said}{more}。"


def _plain(score: Decimal | None) -> str:
    return f"{(score or Decimal(0)).normalize():f}"


def _day(moment: datetime | None) -> datetime:
    return timezone.localtime(moment)
