"""A whole plan as its pages show it: every item with how it stands, the picture, how far behind."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from study.models import PlanItem, StudyPlan
from study.plans.pacing import Free, Pace, Planned, Task, behind_in_words, days_behind, estimated_years
from study.plans.picture import Drawn, Picture, draw
from study.plans.ticking import Aim, Standing, standings

SOON_DAYS = 7


@dataclass(frozen=True)
class Line:
    """One item with how it stands on one day."""

    item: PlanItem
    standing: Standing
    today: date

    @property
    def is_done(self) -> bool:
        """Tell whether it is done."""
        return self.standing.is_done

    @property
    def is_overdue(self) -> bool:
        """Tell whether its day has passed without it."""
        return not self.is_done and self.item.due_on is not None and self.item.due_on < self.today

    @property
    def is_due(self) -> bool:
        """Tell whether it is time to do it."""
        starts_on = self.item.starts_on
        return not self.is_done and starts_on is not None and starts_on <= self.today

    @property
    def url(self) -> str:
        """Return where it is studied, "" for what is not on the site."""
        item = self.item
        if item.session is not None:
            return item.session.get_absolute_url()
        if item.quiz is not None:
            return reverse("quizzes:quiz", args=[item.quiz.slug]) if item.quiz.live else ""
        if item.material is None or not item.material.live:
            return ""
        return (
            f"{item.material.url or '/'}#{item.first_address}"
            if item.first_address
            else item.material.url or ""
        )

    @property
    def can_tick(self) -> bool:
        """Tell whether the member's own word is what counts: the site cannot see it, or saw it before the plan began."""
        item = self.item
        targets = (item.material_id, item.quiz_id, item.session_id)
        is_gone = not item.is_by_hand and not any(targets)
        return item.is_by_hand or is_gone or self.standing.earlier_on is not None


@dataclass(frozen=True)
class PlanStanding:
    """A plan as it stands on one day."""

    plan: StudyPlan
    lines: list[Line]
    today: date

    @property
    def done(self) -> list[Line]:
        """Return what is done."""
        return [line for line in self.lines if line.is_done]

    @property
    def overdue(self) -> list[Line]:
        """Return what should be done and is not."""
        return [line for line in self.lines if line.is_overdue]

    @property
    def undated(self) -> list[Line]:
        """Return what found no place before the end."""
        return [line for line in self.lines if not line.is_done and line.item.due_on is None]

    @property
    def days_behind(self) -> int:
        """Return by how many days the plan is behind."""
        planned = [
            Planned(line.item.minutes, line.item.due_on or self.plan.ends_on, line.is_done)
            for line in self.lines
        ]
        return days_behind(planned, start=self.plan.starts_on, today=self.today)

    @property
    def behind(self) -> str:
        """Return “落后两周”, "" when the plan is not behind."""
        return behind_in_words(self.days_behind)

    @property
    def estimated_years(self) -> tuple[int, ...]:
        """Return the years of the plan whose holidays are not announced yet."""
        return estimated_years(self.plan.starts_on, self.plan.ends_on)

    def picture(self) -> Picture:
        """Return progress against the calendar."""
        drawn = [Drawn(line.item.minutes, line.item.due_on, line.standing.done_on) for line in self.lines]
        return draw(drawn, start=self.plan.starts_on, end=self.plan.ends_on, today=self.today)


def stand(plan: StudyPlan, *, today: date) -> PlanStanding:
    """Return how `plan` stands; at most seven queries whatever its length."""
    items = list(plan.items.with_targets())
    known = standings(plan.member, [Aim.of(item) for item in items], since=plan.starts_on)
    return PlanStanding(
        plan, [Line(item, standing, today) for item, standing in zip(items, known, strict=True)], today
    )


def free_days(plan: StudyPlan) -> Free:
    """Return on which days the member can study; one query."""
    breaks = tuple(plan.breaks.values_list("starts_on", "ends_on"))
    return Free(frozenset(plan.study_days), breaks)


def pace_from(plan: StudyPlan, day: date) -> Pace:
    """Return the plan's pace from `day` on, or from its start when that is later."""
    return Pace(max(plan.starts_on, day), plan.ends_on, plan.weekly_minutes, free_days(plan))


def task_of(item: PlanItem) -> Task:
    """Return an item as pacing sees it."""
    return Task(item.pk, item.minutes, item.not_before, item.not_after, item.fixed_on)
