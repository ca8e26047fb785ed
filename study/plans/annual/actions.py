"""Verbs of an annual plan: draft it, copy it from above, put things in, publish it, hand it out as personal drafts.

A plan or an item that was taken away since it was looked up is `PlanGone` or `ItemGone`; storing it does not bring it back.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from members.models import Audience, Member, Organization
from study.models import AnnualItem, AnnualPlan, StudyPlan, thing_fields
from study.plans.actions import start_plan
from study.plans.errors import (
    AnnualPlanEmpty,
    AnnualPlanExists,
    AudienceOutside,
    ItemGone,
    NotBelow,
    OrganizationClosed,
    OutsideSubtree,
    PlanGone,
    PlansOverlap,
)
from study.plans.measuring import minutes_of

WEEKLY_MINUTES = 60
WEEKDAYS = (0, 1, 2, 3, 4)


@transaction.atomic
def draft_annual_plan(
    *,
    by: Member,
    organization: Organization,
    year: int,
    title: str,
    goals: str = "",
    audience: Audience | None = None,
    now: datetime,
) -> AnnualPlan:
    """Begin an empty annual plan of `organization`.

    Raises:
        OrganizationClosed: the organisation exists no longer.
        AnnualPlanExists: it has a plan of that year.
        AudienceOutside: the audience is somewhere else.
    """
    _check_open(organization, now)
    _check_audience(organization, audience)
    # Two begun at once: the second waits for the organisation's row and then finds the first.
    Organization.objects.select_for_update().get(pk=organization.pk)
    if AnnualPlan.objects.filter(organization=organization, year=year).exists():
        raise AnnualPlanExists(organization.label, year)
    return AnnualPlan.objects.create(
        organization=organization,
        year=year,
        title=title,
        goals=goals,
        audience=audience,
        created_by=by,
        created_at=now,
        changed_at=now,
    )


@transaction.atomic
def copy_annual_plan(
    *, by: Member, source: AnnualPlan, organization: Organization, now: datetime
) -> AnnualPlan:
    """Begin `organization`'s plan as a copy of a superior's published one, to be adapted.

    Raises:
        NotBelow: `organization` does not stand below the one whose plan it is.
        OrganizationClosed, AnnualPlanExists: as for a new plan.
    """
    if organization.pk == source.organization_id or not organization.is_within(source.organization):
        raise NotBelow(organization.label, source.organization.label)
    _lock(source)
    plan = draft_annual_plan(
        by=by,
        organization=organization,
        year=source.year,
        title=f"{organization.label}{source.year}年度学习计划",
        goals=source.goals,
        audience=None,
        now=now,
    )
    plan.source = source
    plan.save(update_fields=["source"])
    AnnualItem.objects.bulk_create(
        AnnualItem(plan=plan, month=item.month, sort_order=item.sort_order, origin=item, **thing_fields(item))
        for item in source.items.all()
    )
    return plan


@transaction.atomic
def change_annual_plan(*, plan: AnnualPlan, now: datetime) -> AnnualPlan:
    """Store a plan that was edited.

    Raises:
        AudienceOutside: the audience is somewhere else.
    """
    _check_audience(plan.organization, plan.audience)
    _lock(plan)
    plan.changed_at = now
    # Published meanwhile, it stays published.
    plan.save(update_fields=["title", "goals", "audience", "changed_at"])
    return plan


@transaction.atomic
def save_annual_item(*, item: AnnualItem, now: datetime) -> AnnualItem:
    """Store a new or an edited item; a new one stands at the end.

    Raises:
        NoSuchPart: its part of a text is not there.
    """
    _lock(item.plan)
    if item.pk is not None and not item.plan.items.filter(pk=item.pk).exists():
        raise ItemGone
    item.minutes = minutes_of(item)
    if item.pk is None:
        last = item.plan.items.order_by("-sort_order").values_list("sort_order", flat=True).first()
        item.sort_order = (last or 0) + 1
    item.save()
    _touch(item.plan, now)
    return item


@transaction.atomic
def remove_annual_item(*, item: AnnualItem, now: datetime) -> None:
    """Take an item out."""
    plan = item.plan
    _lock(plan)
    item.delete()
    _touch(plan, now)


@transaction.atomic
def move_annual_item(*, item: AnnualItem, up: bool, now: datetime) -> None:
    """Move an item by one place; at the end it stays."""
    _lock(item.plan)
    items = list(item.plan.items.all())
    place = next((number for number, one in enumerate(items) if one.pk == item.pk), None)
    if place is None:
        raise ItemGone
    other = place - 1 if up else place + 1
    if not 0 <= other < len(items):
        return
    items[place], items[other] = items[other], items[place]
    for number, one in enumerate(items, 1):
        one.sort_order = number
    AnnualItem.objects.bulk_update(items, ["sort_order"])
    _touch(item.plan, now)


@transaction.atomic
def publish_annual_plan(*, plan: AnnualPlan, now: datetime) -> AnnualPlan:
    """Show a plan to the organisation's people; a second time changes nothing.

    Raises:
        AnnualPlanEmpty: nothing is in it.
        OrganizationClosed: the organisation exists no longer.
    """
    _check_open(plan.organization, now)
    _lock(plan)
    if not plan.items.exists():
        raise AnnualPlanEmpty
    if plan.published_at is None:
        plan.published_at = now
        plan.save(update_fields=["published_at"])
    return plan


@transaction.atomic
def hand_out_plan(
    *, by: Member, plan: AnnualPlan, members: Iterable[Member], now: datetime
) -> tuple[list[StudyPlan], list[Member]]:
    """Begin a personal draft from `plan` for each of `members`; return the drafts, and who had a plan already.

    Raises:
        OutsideSubtree: one of them does not belong to the organisation; then nobody gets one.
        OrganizationClosed: the organisation exists no longer.
    """
    _check_open(plan.organization, now)
    _lock(plan)
    people = list(members)
    for member in people:
        if member.organization is None or not member.organization.is_within(plan.organization):
            raise OutsideSubtree(member.name, plan.organization.label)
    made, had = [], []
    for member in people:
        try:
            made.append(_draft_for(member, plan, by, now))
        except PlansOverlap:
            had.append(member)
    return made, had


def _draft_for(member: Member, plan: AnnualPlan, by: Member, now: datetime) -> StudyPlan:
    today = timezone.localdate(now)
    with transaction.atomic():
        return start_plan(
            by=by,
            member=member,
            title=f"{plan.year}年度个人自学计划",
            starts_on=max(date(plan.year, 1, 1), min(today, date(plan.year, 12, 31))),
            ends_on=date(plan.year, 12, 31),
            weekly_minutes=WEEKLY_MINUTES,
            study_days=WEEKDAYS,
            source=plan,
            now=now,
        )


def _check_open(organization: Organization, now: datetime) -> None:
    if organization.closed_on and not organization.exists_on(timezone.localdate(now)):
        raise OrganizationClosed(
            organization.label, organization.closed_on, "不能再制定或印发年度计划，原有的计划仍可查看。"
        )


def _check_audience(organization: Organization, audience: Audience | None) -> None:
    if audience and audience.subtree and not audience.subtree.is_within(organization):
        raise AudienceOutside(audience.name, organization.label)


def _lock(plan: AnnualPlan) -> None:
    if not AnnualPlan.objects.select_for_update().filter(pk=plan.pk).exists():
        raise PlanGone


def _touch(plan: AnnualPlan, now: datetime) -> None:
    plan.changed_at = now
    plan.save(update_fields=["changed_at"])
