"""What a plan puts on 今日学习: what is due of it, and what it needs next among the suggestions."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from members.models import Member
from study.desk_cards import DeskCard, register_card
from study.models import PlanItem, StudyPlan
from study.plans.standing import Line
from study.plans.ticking import Aim, standings
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
    """Return what it is time to do; one query when there is no plan or nothing is due."""
    today = timezone.localdate(now)
    items = list(
        PlanItem.objects.filter(
            plan__member=member, plan__starts_on__lte=today, plan__ends_on__gte=today, done_on__isnull=True
        )
        .begun_by(today)
        .with_targets()
        .select_related("plan", "material", "quiz", "session")
        .order_by(F("due_on").asc(nulls_last=True), "sort_order")
    )
    if not items:
        return None
    plan = items[0].plan
    known = standings(member, [Aim.of(item) for item in items], since=plan.starts_on)
    lines = [Line(item, standing, today) for item, standing in zip(items, known, strict=True)]
    due = [line for line in lines if not line.is_done]
    return DueCard(plan, due[:SHOWN], len(due)) if due else None


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
    register_card(DeskCard("plan", 10, "study/plans/card.html", due_of_plan, queries=7))
    register_source(SuggestionSource("plan", 10, needed_next, _say))


def _say(title: str, weight: int) -> str:
    return "您的自学计划里近期要学"
