"""From when until when a plan may run: not backwards, not for ever, and not over another one of the member."""

from datetime import date, timedelta

from members.models import Member
from study.models import StudyPlan
from study.plans.errors import EndsBeforeItStarts, PlansOverlap, TooLong

LONGEST = timedelta(days=731)


def check_span(member: Member, starts_on: date, ends_on: date, *, but: StudyPlan | None = None) -> None:
    """Refuse dates a plan of `member` cannot have; `but` is the plan itself when it is there already.

    Raises:
        EndsBeforeItStarts, TooLong, PlansOverlap: they cannot be, and why.
    """
    if ends_on < starts_on:
        raise EndsBeforeItStarts(starts_on, ends_on)
    if ends_on - starts_on >= LONGEST:
        raise TooLong
    # Two drafts begun at once would both find no other plan; the member's row lets one wait for the other.
    Member.objects.select_for_update().get(pk=member.pk)
    others = StudyPlan.objects.filter(member=member).overlapping(starts_on, ends_on)
    other = others.exclude(pk=but.pk if but else None).first()
    if other is not None:
        raise PlansOverlap(other.title, other.starts_on, other.ends_on)
