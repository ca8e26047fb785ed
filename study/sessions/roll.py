"""应到名单: who is expected at a session of an organisation on a day, and which branch they belonged to then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from members.models import Appointment, Member, Organization, Post
from members.querysets import MemberQuerySet
from study.models import SessionAttendance, SessionKind, StudySession

TREE_POSTS = [
    Post.COMMITTEE_SECRETARY,
    Post.COMMITTEE_MEMBER,
    Post.LEADING_CADRE,
    Post.CENTRAL_GROUP,
]
LECTURERS = [Post.COMMITTEE_SECRETARY, Post.COMMITTEE_MEMBER, Post.LEADING_CADRE, Post.BRANCH_SECRETARY]


@dataclass(frozen=True)
class Line:
    """One name on the roll; everybody is present until somebody says otherwise. A guest is marked but not expected."""

    member: Member
    status: str = SessionAttendance.Status.PRESENT
    is_guest: bool = False


def expected(organization: Organization, *, kind: str, on: date) -> MemberQuerySet:
    """Return who is expected: of a central group its members, of a committee itself, of a branch all its members.

    Activists (积极分子) are not Party members and stand on no roll. A cadre stands on the roll of the own branch like
    everybody else, and on the committee's by post.
    """
    party = Member.objects.exclude(category=Member.Category.ACTIVIST).filter(is_active=True)
    if kind == SessionKind.CENTRAL_GROUP:
        return party.filter(pk__in=_holders(organization, [Post.CENTRAL_GROUP], on)).order_by("name", "pk")
    if organization.kind == Organization.Kind.COMMITTEE:
        of_post = Q(pk__in=_holders(organization, TREE_POSTS, on))
        return party.filter(of_post | Q(organization=organization)).order_by("name", "pk")
    return party.belonging_to(organization, on=on).order_by("name", "pk")


def lines(session: StudySession) -> list[Line]:
    """Return the roll of a session: who was marked, then whoever is expected and was not; two queries."""
    marked = list(session.attendances.select_related("member").order_by("member__name", "member_id"))
    known = {row.member_id for row in marked}
    roll = expected(session.organization, kind=session.kind, on=session.held_on)
    due = {member.pk for member in roll}
    new = [Line(member) for member in roll if member.pk not in known]
    return [*(Line(row.member, row.status, row.member_id not in due) for row in marked), *new]


def in_words(session: StudySession) -> str:
    """Return the saved roll as one line, for comparing two: 到会 28，请假 1（田禾）."""
    names: dict[str, list[str]] = {}
    for row in session.attendances.select_related("member").order_by("member__name", "member_id"):
        names.setdefault(row.status, []).append(str(row.member))
    said = []
    for status, label in SessionAttendance.Status.choices:
        who = names.get(status, [])
        listed = f"（{'、'.join(who)}）" if who and status != SessionAttendance.Status.PRESENT else ""
        if who:
            said.append(f"{label} {len(who)}{listed}")
    return "，".join(said)


def branches_then(members: list[Member], *, on: date, otherwise: Organization) -> dict[int, Organization]:
    """Return of each member the branch on day `on`; three queries.

    A post holder may belong nowhere, and somebody may have left since the list was made: their rows count at
    `otherwise`, where they were, so that one of them does not stop the whole list from being saved.
    """
    placed = Member.objects.filter(pk__in=[member.pk for member in members]).placed_on(on)
    places = dict(placed.values_list("pk", "place_then"))
    branches = Organization.objects.branches_of(pk for pk in places.values() if pk)
    found = {pk: branches.get(place) for pk, place in places.items() if place}
    return {member.pk: found.get(member.pk) or otherwise for member in members}


def speakers(organization: Organization, *, on: date) -> MemberQuerySet:
    """Return who may have given a lecture there: its own people and the leaders of what stands above it."""
    above = [*organization.get_ancestors(), organization]
    leaders = Appointment.objects.held_on(on).of_posts(LECTURERS).filter(organization__in=above)
    return Member.objects.filter(
        Q(pk__in=leaders.values("member")) | Q(organization__path__startswith=organization.path),
        is_active=True,
    ).order_by("name", "pk")


def _holders(organization: Organization, posts: Sequence[str], on: date) -> list[int]:
    held = Appointment.objects.held_on(on).of_posts(list(posts)).filter(organization=organization)
    return list(held.values_list("member", flat=True))
