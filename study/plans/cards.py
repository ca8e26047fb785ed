"""What a plan puts on 今日学习: what is due of it, and what it needs next among the suggestions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from members.models import Member
from members.statements import Statement
from quizzes.models import Attempt
from study.desk_cards import DeskCard, register_card
from study.models import Attendance, PlanItem, Progress, SessionAttendance, StudyPlan
from study.plans.standing import Line
from study.plans.ticking import Standing
from study.recommending.sources import SuggestionSource, candidate_rows, register_source

SHOWN = 3
# What begins within this time is worth suggesting.
SOON = timedelta(days=14)


@dataclass(frozen=True)
class DueCard:
    """What is due of the plan under way: the first few, how many in all."""

    plan: StudyPlan
    lines: list[Line]
    count: int


def due_of_plan(member: Member, now: datetime) -> DueCard | None:
    """Return what it is time to do, in one query: the page it stands on is everybody's.

    The rule is that of `study.plans.ticking`; only a part of a text leaves the card already when its first and its last
    article were seen, where the plan's own page looks at every one.
    """
    today = timezone.localdate(now)
    due = [item for item in _DUE(member=member.pk, today=today) if not _is_part_seen(item)]
    lines = [Line(item, Standing(), today) for item in due[:SHOWN]]
    return DueCard(due[0].plan, lines, len(due)) if due else None


def _due_items(member: int, today: date) -> QuerySet:
    return (
        PlanItem.objects.filter(
            plan__member=member, plan__starts_on__lte=today, plan__ends_on__gte=today, done_on__isnull=True
        )
        .begun_by(today)
        .with_targets()
        .select_related("plan", "material", "quiz", "session")
        .filter(~Exists(_finished()), ~Exists(_handed_in()), ~Exists(_watched()), ~Exists(_came()))
        .annotate(seen=Subquery(_read().values("seen")[:1]))
        .order_by(F("due_on").asc(nulls_last=True), "sort_order")
    )


def _read() -> QuerySet:
    """Return the member's record of an item's text, or of an edition of it."""
    path = OuterRef("material__path")
    return Progress.objects.filter(member=OuterRef("plan__member"), material__path__startswith=path)


def _finished() -> QuerySet:
    return _read().filter(finished_at__date__gte=OuterRef("plan__starts_on"))


def _handed_in() -> QuerySet:
    papers = Attempt.objects.filter(member=OuterRef("plan__member"), quiz=OuterRef("quiz"))
    return papers.filter(submitted_at__date__gte=OuterRef("plan__starts_on"))


def _watched() -> QuerySet:
    attended = Attendance.objects.filter(
        member=OuterRef("plan__member"), screening__lecture=OuterRef("material")
    )
    return attended.filter(screening__started_at__date__gte=OuterRef("plan__starts_on"))


def _came() -> QuerySet:
    rows = SessionAttendance.objects.reached()
    return rows.filter(member=OuterRef("plan__member"), session=OuterRef("session"))


def _is_part_seen(item: PlanItem) -> bool:
    ends = {item.first_address, item.last_address}
    return item.kind == item.Kind.PART and ends <= set(vars(item)["seen"] or [])


_DUE = Statement(_due_items)


def needed_next(member_id: int, now: datetime) -> QuerySet:
    """Return the texts and quizzes of the plan under way that begin soon; what is due stands on the card."""
    today = timezone.localdate(now)
    items = PlanItem.objects.filter(
        Q(material__isnull=False) | Q(quiz__isnull=False),
        plan__member=member_id,
        plan__starts_on__lte=today,
        plan__ends_on__gte=today,
        done_on__isnull=True,
        starts_on__gt=today,
        starts_on__lte=today + SOON,
    )
    return candidate_rows(items, "plan", about=Coalesce("material_id", "quiz_id"))


def register() -> None:
    """Put the card on the desk, and the plan among the sources of suggestions."""
    register_card(DeskCard("plan", 10, "study/plans/card.html", due_of_plan, queries=1))
    register_source(SuggestionSource("plan", 10, needed_next, _say))


def _say(title: str, weight: int) -> str:
    return "您的自学计划里近期要学"
