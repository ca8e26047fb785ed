"""Verbs of a personal plan: start it, put things in, order them, say when one can study, tick what the site cannot see.

Every change proposes dates anew. Who may is asked before: views get plans only through `policies`. A plan or an item that was
taken away since is `PlanGone` or `ItemGone` to every verb that would change it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from members.models import Member
from study.models import AnnualItem, AnnualPlan, PlanBreak, PlanItem, PlanTemplate, StudyPlan, thing_fields
from study.models.planned import PlannedThing
from study.plans.dating import date_items
from study.plans.errors import (
    BreakOutside,
    BreaksOverlap,
    DayOutside,
    DoneInFuture,
    EndsBeforeItStarts,
    FiledIsKept,
    ItemGone,
    PlanGone,
    PlanLeavesItems,
    TicksItself,
)
from study.plans.measuring import minutes_of
from study.plans.spans import check_span
from study.plans.standing import stand

Source = AnnualPlan | PlanTemplate
PLAN_VALUES = ["title", "starts_on", "ends_on", "weekly_minutes", "study_days", "changed_at"]
# What an item's form does not say: its place, and what the member said was done.
NOT_EDITED = {"id", "uid", "plan", "sort_order", "done_on", "done_note"}


@transaction.atomic
def start_plan(
    *,
    by: Member,
    member: Member,
    title: str,
    starts_on: date,
    ends_on: date,
    weekly_minutes: int,
    study_days: Sequence[int],
    source: Source | None = None,
    now: datetime,
) -> StudyPlan:
    """Make a draft for `member`, filled from an annual plan or a template when `source` is one.

    Raises:
        EndsBeforeItStarts, TooLong, PlansOverlap: the dates cannot be.
    """
    check_span(member, starts_on, ends_on)
    plan = StudyPlan.objects.create(
        member=member,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        weekly_minutes=weekly_minutes,
        study_days=sorted(study_days),
        annual_plan=source if isinstance(source, AnnualPlan) else None,
        template=source if isinstance(source, PlanTemplate) else None,
        created_by=by,
        created_at=now,
        changed_at=now,
    )
    if source is not None:
        _fill(plan, source, now)
        date_items(plan, now=now)
    return plan


@transaction.atomic
def set_pace(
    *,
    plan: StudyPlan,
    title: str,
    starts_on: date,
    ends_on: date,
    weekly_minutes: int,
    study_days: Sequence[int],
    now: datetime,
) -> StudyPlan:
    """Change a plan's name, days and weekly minutes.

    Raises:
        EndsBeforeItStarts, TooLong, PlansOverlap: the dates cannot be.
        PlanLeavesItems: something fixed would lie outside.
    """
    _lock(plan)
    check_span(plan.member, starts_on, ends_on, but=plan)
    fixed = plan.items.filter(fixed_on__isnull=False)
    outside = fixed.exclude(fixed_on__range=(starts_on, ends_on)).order_by("fixed_on").first()
    if outside is not None and outside.fixed_on is not None:
        raise PlanLeavesItems(outside.title, outside.fixed_on)
    plan.title, plan.starts_on, plan.ends_on = title, starts_on, ends_on
    plan.weekly_minutes, plan.study_days = weekly_minutes, sorted(study_days)
    plan.save(update_fields=["title", "starts_on", "ends_on", "weekly_minutes", "study_days"])
    return _touch(plan, now)


@transaction.atomic
def add_item(*, plan: StudyPlan, item: PlanItem, now: datetime) -> PlanItem:
    """Put `item` at the end of `plan`; its length is looked up when it names none.

    Raises:
        DayOutside: it is fixed to a day outside the plan.
        NoSuchPart: its part of a text is not there.
    """
    _lock(plan)
    _check_day(plan, item)
    item.plan, item.changed_at = plan, now
    item.minutes = minutes_of(item)
    last = plan.items.order_by("-sort_order").values_list("sort_order", flat=True).first()
    item.sort_order = (last or 0) + 1
    item.save()
    _touch(plan, now)
    item.refresh_from_db()
    return item


@transaction.atomic
def change_item(*, item: PlanItem, now: datetime) -> PlanItem:
    """Store an item that was edited.

    Raises:
        DayOutside: it is fixed to a day outside the plan.
    """
    _lock_item(item)
    _check_day(item.plan, item)
    item.changed_at = now
    # A fixed day is a date of its own; what was proposed for the item before is proposed anew.
    item.starts_on = item.due_on = None
    edited = {field.name for field in PlanItem._meta.concrete_fields} - NOT_EDITED
    item.save(update_fields=edited)
    _touch(item.plan, now)
    return item


@transaction.atomic
def remove_item(*, item: PlanItem, now: datetime) -> None:
    """Take an item out of its plan."""
    plan = item.plan
    _lock(plan)
    item.delete()
    _touch(plan, now)


@transaction.atomic
def order_items(*, plan: StudyPlan, order: Sequence[int], now: datetime) -> None:
    """Put items into the order of their ids; those not named keep their order behind them."""
    _lock(plan)
    known = {item.pk: item for item in plan.items.all()}
    wanted = [pk for pk in dict.fromkeys(order) if pk in known]
    wanted += [pk for pk in known if pk not in wanted]
    for place, pk in enumerate(wanted, 1):
        known[pk].sort_order = place
    PlanItem.objects.bulk_update(known.values(), ["sort_order"])
    _touch(plan, now)


@transaction.atomic
def move_item(*, item: PlanItem, up: bool, now: datetime) -> None:
    """Move an item by one place; at the end it stays."""
    _lock_item(item)
    order = list(item.plan.items.values_list("pk", flat=True))
    place = order.index(item.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
        order_items(plan=item.plan, order=order, now=now)


@transaction.atomic
def add_break(*, plan: StudyPlan, starts_on: date, ends_on: date, reason: str, now: datetime) -> PlanBreak:
    """Say that the member cannot study from one day to another.

    Raises:
        EndsBeforeItStarts, BreakOutside, BreaksOverlap: the days cannot be.
    """
    if ends_on < starts_on:
        raise EndsBeforeItStarts(starts_on, ends_on)
    _lock(plan)
    if not (plan.covers(starts_on) and plan.covers(ends_on)):
        raise BreakOutside(plan.starts_on, plan.ends_on)
    other = plan.breaks.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if other is not None:
        raise BreaksOverlap(other.starts_on, other.ends_on)
    made = plan.breaks.create(starts_on=starts_on, ends_on=ends_on, reason=reason)
    _touch(plan, now)
    return made


@transaction.atomic
def remove_break(*, pause: PlanBreak, now: datetime) -> None:
    """Take a break back."""
    plan = pause.plan
    _lock(plan)
    pause.delete()
    _touch(plan, now)


@transaction.atomic
def tick_item(*, item: PlanItem, done_on: date | None, note: str = "", now: datetime) -> PlanItem:
    """Store the member's word that an item was done on a day, or take it back with None.

    Raises:
        TicksItself: the site sees it by itself.
        DoneInFuture: the day has not come.
    """
    today = timezone.localdate(now)
    if done_on is not None and done_on > today:
        raise DoneInFuture
    _lock_item(item)
    line = next(one for one in stand(item.plan, today=today).lines if one.item.pk == item.pk)
    if not line.can_tick and item.done_on is None:
        raise TicksItself(item.title)
    item.done_on, item.done_note, item.changed_at = done_on, note if done_on else "", now
    item.save(update_fields=["done_on", "done_note", "changed_at"])
    return item


@transaction.atomic
def discard_plan(*, plan: StudyPlan) -> None:
    """Throw a draft away.

    Raises:
        FiledIsKept: it was handed in.
    """
    _lock(plan)
    if plan.filings.exists():
        raise FiledIsKept
    plan.delete()


def _check_day(plan: StudyPlan, item: PlanItem) -> None:
    if item.fixed_on is not None and not plan.covers(item.fixed_on):
        raise DayOutside(item.title, plan.starts_on, plan.ends_on)


def _lock(plan: StudyPlan) -> None:
    """Let changes of one plan come one after the other, each beginning from what the one before left."""
    try:
        plan.refresh_from_db(fields=PLAN_VALUES, from_queryset=StudyPlan.objects.select_for_update())
    except StudyPlan.DoesNotExist:
        raise PlanGone from None


def _lock_item(item: PlanItem) -> None:
    """Lock the item's plan, and find the item still in it."""
    _lock(item.plan)
    if not PlanItem.objects.filter(pk=item.pk).exists():
        raise ItemGone


def _touch(plan: StudyPlan, now: datetime) -> StudyPlan:
    plan.changed_at = now
    plan.save(update_fields=["changed_at"])
    date_items(plan, now=now)
    return plan


def _fill(plan: StudyPlan, source: Source, now: datetime) -> None:
    items = []
    for place, thing in enumerate(source.items.select_related("material", "quiz"), 1):
        item = PlanItem(plan=plan, sort_order=place, changed_at=now, **thing_fields(thing))
        item.minutes = minutes_of(thing)
        if isinstance(thing, AnnualItem):
            item.annual_item = thing
            item.not_before, item.not_after = _window(thing, source, plan)
        if item.kind == PlannedThing.Kind.GOAL:
            item.minutes = 0
        items.append(item)
    PlanItem.objects.bulk_create(items)


def _window(thing: AnnualItem, source: Source, plan: StudyPlan) -> tuple[date | None, date | None]:
    """Return the days of an item's month that lie within the plan; of a month outside, nothing is asked."""
    if thing.month is None or not isinstance(source, AnnualPlan):
        return None, None
    first = date(source.year, thing.month, 1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    if last < plan.starts_on or first > plan.ends_on:
        return None, None
    return max(first, plan.starts_on), min(last, plan.ends_on)
