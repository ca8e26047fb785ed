"""A filed version as its readers see it: what was handed in, and of that what is done by today, by dates only."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from study.models import PlanFiling
from study.models.planned import PlannedThing
from study.plans.picture import Drawn, Picture, draw
from study.plans.sheets.rows import days_in_words
from study.plans.ticking import Aim, Standing, standings


@dataclass(frozen=True)
class SeenItem:
    """One item of a version with how it stands."""

    title: str
    kind: str
    minutes: int
    is_required: bool
    note: str
    due_on: date | None
    standing: Standing


@dataclass(frozen=True)
class Seen:
    """A filed version with its items and the picture."""

    starts_on: date
    ends_on: date
    weekly_minutes: int
    days: str
    annual_plan: str
    items: list[SeenItem]
    picture: Picture

    @property
    def done(self) -> int:
        """Return how many items are done."""
        return sum(item.standing.is_done for item in self.items)


def seen(filing: PlanFiling) -> Seen:
    """Return `filing` as it reads, with what its member has done of it by today."""
    said = filing.snapshot
    starts_on, ends_on = date.fromisoformat(said["starts_on"]), date.fromisoformat(said["ends_on"])
    own_word = {
        str(uid): done_on
        for uid, done_on in filing.plan.items.filter(done_on__isnull=False).values_list("uid", "done_on")
    }
    aims = [
        Aim(
            one["kind"],
            one["material"],
            one["first_address"],
            one["last_address"],
            one["quiz"],
            one["session"],
            own_word.get(one["uid"]),
        )
        for one in said["items"]
    ]
    known = standings(filing.plan.member, aims, since=starts_on)
    items = [
        SeenItem(
            one["title"],
            PlannedThing.Kind(one["kind"]).label,
            one["minutes"],
            one["is_required"],
            one["note"],
            date.fromisoformat(one["due_on"]) if one["due_on"] else None,
            standing,
        )
        for one, standing in zip(said["items"], known, strict=True)
    ]
    drawn = [Drawn(item.minutes, item.due_on, item.standing.done_on) for item in items]
    return Seen(
        starts_on,
        ends_on,
        said["weekly_minutes"],
        days_in_words(said["study_days"]),
        said["annual_plan"],
        items,
        draw(drawn, start=starts_on, end=ends_on, today=timezone.localdate()),
    )
