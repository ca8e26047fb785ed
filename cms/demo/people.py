"""300 invented people, the posts they hold, and the six log-ins one tries the site with."""

import random
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from members.models import Appointment, Member, Organization, Post

MEMBER_COUNT = 300
SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何林罗高梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = [
    "建国",
    "秀英",
    "志强",
    "桂兰",
    "明远",
    "雅琴",
    "文博",
    "春梅",
    "立新",
    "海燕",
    "学军",
    "玉珍",
    "子涵",
    "晓东",
    "淑华",
    "国栋",
    "佳宁",
    "永福",
    "红霞",
    "浩然",
    "素芬",
    "天佑",
    "思源",
    "长青",
    "美玲",
    "德厚",
    "若兰",
    "振华",
    "小满",
    "守义",
    "静怡",
    "大勇",
    "凤仙",
    "启明",
    "丹阳",
    "松柏",
    "巧云",
    "知行",
    "雨桐",
    "庆丰",
]


@dataclass(frozen=True)
class LogIn:
    """One of the demo's log-ins; a cadre belongs to `branch` and holds the posts at `place`."""

    username: str
    name: str
    role: str
    place: str
    posts: tuple[str, ...] = ()
    branch: str = ""


LOG_INS = [
    LogIn("editor", "文静（示例）", "编辑", "区图书馆支部"),
    LogIn("member", "田禾（示例）", "党员", "稻香村第一小组"),
    LogIn("secretary", "石守信（示例）", "支部书记", "稻香村支部", (Post.BRANCH_SECRETARY,)),
    LogIn(
        "cadre",
        "江平（示例）",
        "领导干部",
        "青禾镇党委",
        (Post.LEADING_CADRE, Post.CENTRAL_GROUP),
        "青禾镇机关支部",
    ),
    LogIn("superior", "高远（示例）", "上级党组织", "示例区委", (Post.COMMITTEE_MEMBER, Post.LEADING_CADRE)),
    LogIn("admin", "管理员（示例）", "管理员", "示例区委"),
]
SINCE = date(2024, 3, 1)


def settle(places: dict[str, Organization], *, password: str) -> dict[str, Member]:
    """Create everybody with their posts; return the log-ins by user name."""
    hashed = make_password(password)
    known = {entry.username: _admit(entry, places, hashed) for entry in LOG_INS}
    editors = Group.objects.get(name="编辑")
    known["editor"].groups.add(editors)
    Member.objects.filter(username="admin").update(is_superuser=True, is_staff=True)
    _admit_crowd(places, MEMBER_COUNT - len(LOG_INS))
    _fill_posts()
    return {entry.username: Member.objects.get(username=entry.username) for entry in LOG_INS}


def _admit(entry: LogIn, places: dict[str, Organization], hashed: str) -> Member:
    place = places[entry.place]
    member = Member.objects.create(
        username=entry.username,
        name=entry.name,
        organization=places[entry.branch] if entry.branch else place,
        password=hashed,
    )
    for post in entry.posts:
        Appointment.objects.create(member=member, post=post, organization=place, since=SINCE)
    return member


def _admit_crowd(places: dict[str, Organization], count: int) -> None:
    chance = random.Random(20260701)
    homes = [place for place in places.values() if place.is_leaf() or place.kind == Organization.Kind.BRANCH]
    names = [surname + given for surname in SURNAMES for given in GIVEN]
    chance.shuffle(names)
    categories = [Member.Category.FULL] * 8 + [Member.Category.PROBATIONARY, Member.Category.ACTIVIST]
    Member.objects.bulk_create(
        Member(
            username=f"demo{i:03d}",
            name=f"{names[i]}（示例）",
            organization=homes[i % len(homes)],
            category=chance.choice(categories),
            is_mobile=chance.random() < 0.12,
            password=make_password(None),
        )
        for i in range(1, count + 1)
    )


def _fill_posts() -> None:
    """Give every branch a secretary and an organisation member, every group a leader, where none serves yet."""
    wanted = {
        Organization.Kind.BRANCH: (Post.BRANCH_SECRETARY, Post.ORGANIZATION_MEMBER, Post.PUBLICITY_MEMBER),
        Organization.Kind.GROUP: (Post.GROUP_LEADER,),
    }
    appointments = []
    for organization in Organization.objects.filter(kind__in=wanted):
        filled = set(organization.appointments.values_list("post", flat=True))
        people = list(
            organization.members.filter(
                category=Member.Category.FULL, appointments=None, username__startswith="demo"
            ).order_by("pk")
        )
        open_posts = [post for post in wanted[Organization.Kind(organization.kind)] if post not in filled]
        appointments += [
            Appointment(member=member, post=post, organization=organization, since=SINCE)
            for member, post in zip(people, open_posts, strict=False)
        ]
    Appointment.objects.bulk_create(appointments)
