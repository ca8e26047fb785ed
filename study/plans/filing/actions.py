"""Verbs of what becomes of a plan: hand it in, review it, note who looked."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from members.models import Member, Organization
from study.models import PlanFiling, PlanInspection, PlanReview, StudyPlan
from study.plans.errors import (
    AlreadyReviewed,
    MemberMoved,
    NewerVersion,
    NothingToFile,
    PlanError,
    PlanGone,
    ReturnNeedsComment,
)
from study.plans.filing.contents import content_of
from study.plans.snapshot import fingerprint
from study.plans.superiors import place_of, reviewer_of

# Looking again within this time is the same look.
ONE_LOOK = timedelta(hours=1)


@transaction.atomic
def file_plan(*, plan: StudyPlan, now: datetime) -> PlanFiling:
    """Hand `plan` in to the organisation above as it is now; the same plan twice, waiting, is the same filing.

    Raises:
        PlanGone: it was thrown away meanwhile.
        NothingToFile: nothing is in it.
        NoOrganization, OrganizationClosed, NoSuperior: there is nobody to hand it in to.
    """
    locked = StudyPlan.objects.select_for_update(of=("self",)).select_related("member__organization")
    found = locked.filter(pk=plan.pk).first()
    if found is None:
        raise PlanGone
    plan = found
    if not plan.items.exists():
        raise NothingToFile
    today = timezone.localdate(now)
    place = place_of(plan.member, on=today)
    reviewer = reviewer_of(plan.member, on=today)
    content = content_of(plan, place)
    last = plan.filings.order_by("-version").first()
    if last and last.content == content and last.reviewed_by_id == reviewer.pk and not is_reviewed(last):
        return last
    version = last.version + 1 if last else 1
    return PlanFiling.objects.create(
        plan=plan,
        version=version,
        number=f"ZX{today:%Y%m%d}-{plan.pk:06d}-{version}",
        content=content,
        sha256=fingerprint(content),
        organization=place,
        reviewed_by=reviewer,
        filed_at=now,
    )


@transaction.atomic
def review_filing(
    *, reviewer: Member, filing: PlanFiling, decision: str, comment: str, now: datetime
) -> PlanReview:
    """Approve a filing or return it with what is to be changed.

    Raises:
        AlreadyReviewed, NewerVersion: it is not this one that waits.
        MemberMoved: the member belongs to another organisation by now, which another one reviews for.
        ReturnNeedsComment: it is returned without a word.
    """
    filing = (
        PlanFiling.objects.select_for_update(of=("self",))
        .select_related("plan__member__organization")
        .get(pk=filing.pk)
    )
    if is_reviewed(filing):
        raise AlreadyReviewed(str(filing.review.reviewer), timezone.localdate(filing.review.decided_at))
    newest = filing.plan.filings.order_by("-version").values_list("version", flat=True)[0]
    if newest != filing.version:
        raise NewerVersion(newest)
    if decision == PlanReview.Decision.RETURNED and not comment.strip():
        raise ReturnNeedsComment
    moved_to = has_moved(filing, on=timezone.localdate(now))
    if moved_to is not None:
        raise MemberMoved(filing.plan.member.name, moved_to.label)
    return PlanReview.objects.create(
        filing=filing, reviewer=reviewer, decision=decision, comment=comment.strip(), decided_at=now
    )


def has_moved(filing: PlanFiling, *, on: date) -> Organization | None:
    """Return where the member went, when another organisation would review their plan now; None otherwise."""
    member = filing.plan.member
    try:
        reviewer = reviewer_of(member, on=on)
    except PlanError:
        return member.organization
    if reviewer.pk == filing.reviewed_by_id:
        return None
    return place_of(member, on=on)


def note_look(
    *, viewer: Member, filing: PlanFiling, organization: Organization, now: datetime
) -> PlanInspection:
    """Store that `viewer` looked at a filing, for the member to see; again within an hour is the same look."""
    recent = PlanInspection.objects.filter(filing=filing, viewer=viewer, viewed_at__gt=now - ONE_LOOK)
    return recent.first() or PlanInspection.objects.create(
        filing=filing, viewer=viewer, organization=organization, viewed_at=now
    )


def is_reviewed(filing: PlanFiling) -> bool:
    """Tell whether somebody has decided on it."""
    return hasattr(filing, "review")
