"""The fixed people every access test asks about, in a small tree of organisations."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser, Group

from members.models import Appointment, Member, Organization, Post
from tests.replaying import once_in_fixtures

SINCE = date(2024, 1, 1)


@dataclass(frozen=True)
class People:
    """本人, 支部书记 of the same branch, 上级 committee member, 编辑, 陌生人 from another branch, nobody."""

    me: Member
    secretary: Member
    superior: Member
    editor: Member
    stranger: Member
    anonymous: AnonymousUser
    county: Organization
    branch: Organization
    other_branch: Organization

    def named(self, name: str) -> Member | AnonymousUser:
        """Return one of the six by name."""
        return getattr(self, name)


NAMES = ("me", "secretary", "superior", "editor", "stranger", "anonymous")


@once_in_fixtures
def settle_people() -> People:
    """Create the tree and the people."""
    rural = Organization.Field.RURAL
    county = Organization.add_root(
        name="测试区委",
        kind=Organization.Kind.COMMITTEE,
        level=Organization.Level.COUNTY,
        field=Organization.Field.GOVERNMENT,
    )
    branch = county.add_child(
        name="测试村党支部", short_name="测试村支部", kind=Organization.Kind.BRANCH, field=rural
    )
    other = county.add_child(name="邻村党支部", kind=Organization.Kind.BRANCH, field=rural)
    county.refresh_from_db()
    people = People(
        me=_member("me", "田本人", branch),
        secretary=_member("secretary", "石书记", branch, Post.BRANCH_SECRETARY),
        superior=_member("superior", "高上级", county, Post.COMMITTEE_MEMBER),
        editor=_member("editor", "文编辑", other),
        stranger=_member("stranger", "陌生人", other),
        anonymous=AnonymousUser(),
        county=county,
        branch=branch,
        other_branch=other,
    )
    people.editor.groups.add(Group.objects.get_or_create(name="编辑")[0])
    return people


def _member(username: str, name: str, place: Organization, post: str = "") -> Member:
    member = Member.objects.create_user(username, name=name, organization=place)
    if post:
        Appointment.objects.create(member=member, post=post, organization=place, since=SINCE)
    return member
