"""Writing proposed dates onto a plan's items, and the ways out when it is behind."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from study.models import PlanItem, StudyPlan
from study.plans.errors import PlanChanged, PlanGone
from study.plans.pacing import Option, Proposal, advise, propose
from study.plans.spans import check_span
from study.plans.standing import Line, PlanStanding, pace_from, stand, task_of


@dataclass(frozen=True)
class Move:
    """One item before and after a way is taken; no date afterwards means it is put off."""

    item: PlanItem
    before: date | None
    after: date | None
    is_dropped: bool = False

    @property
    def is_changed(self) -> bool:
        """Tell whether anything about it changes."""
        return self.is_dropped or self.before != self.after


@dataclass(frozen=True)
class Way:
    """One way out with what it would do to every item."""

    option: Option
    moves: list[Move]


def date_items(plan: StudyPlan, *, now: datetime) -> None:
    """Propose dates for what is not done and not overdue.

    Overdue things keep their dates: a plan does not stop being behind because something was added to it.
    """
    today = timezone.localdate(now)
    lines = stand(plan, today=today).lines
    free = [line.item for line in lines if not line.is_done and not line.is_overdue]
    pace = pace_from(plan, today)
    _write(free, propose([task_of(item) for item in free], pace=pace), now=now)


def ways_out(standing: PlanStanding) -> list[Way]:
    """Return the ways to do what is left of a plan, each with before and after."""
    left = [line for line in standing.lines if not line.is_done]
    options = advise(
        [task_of(line.item) for line in left],
        pace=pace_from(standing.plan, standing.today),
        optional=[line.item.pk for line in left if not line.item.is_required and not line.item.fixed_on],
    )
    return [Way(option, [_move(line, option) for line in left]) for option in options]


def state_of(standing: PlanStanding) -> str:
    """Return a fingerprint of what advice was computed from, so that what was shown is what is taken."""
    plan = standing.plan
    said = [str(plan.ends_on), str(plan.weekly_minutes), str(plan.study_days), str(standing.today)]
    said += [
        f"{line.item.pk} {line.item.minutes} {line.item.due_on} {line.is_done}" for line in standing.lines
    ]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


@transaction.atomic
def take_way(*, plan: StudyPlan, key: str, state: str, now: datetime) -> StudyPlan:
    """Do what the way `key` said when the plan had `state`.

    Raises:
        PlanChanged: the plan has another state by now, or there is no such way any more.
        PlanGone: it was thrown away meanwhile.
        PlansOverlap: ending later, it would run into the member's next plan.
    """
    found = StudyPlan.objects.select_for_update().filter(pk=plan.pk).first()
    if found is None:
        raise PlanGone
    plan = found
    standing = stand(plan, today=timezone.localdate(now))
    way = next((one for one in ways_out(standing) if one.option.key == key), None)
    if way is None or state_of(standing) != state:
        raise PlanChanged
    option = way.option
    check_span(plan.member, plan.starts_on, option.pace.end, but=plan)
    plan.weekly_minutes, plan.ends_on, plan.changed_at = option.pace.weekly_minutes, option.pace.end, now
    plan.save(update_fields=["weekly_minutes", "ends_on", "changed_at"])
    plan.items.filter(pk__in=option.dropped).delete()
    kept = [line.item for line in standing.lines if not line.is_done and line.item.pk not in option.dropped]
    _write(kept, option.proposal, now=now)
    return plan


def _move(line: Line, option: Option) -> Move:
    slot = option.proposal.slots.get(line.item.pk)
    return Move(line.item, line.item.due_on, slot.due_on if slot else None, line.item.pk in option.dropped)


def _write(items: Iterable[PlanItem], proposal: Proposal, *, now: datetime) -> None:
    changed = []
    for item in items:
        slot = proposal.slots.get(item.pk)
        dates = (slot.starts_on, slot.due_on) if slot else (None, None)
        if (item.starts_on, item.due_on) != dates:
            item.starts_on, item.due_on = dates
            item.changed_at = now
            changed.append(item)
    PlanItem.objects.bulk_update(changed, ["starts_on", "due_on", "changed_at"])
