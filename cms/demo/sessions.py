"""A year of the demo's study together: rules with their source, sessions of several branches, what is overdue, make-ups.

Everything is written by the verbs a secretary uses; 柳河村 has missed a few, so that the board has something to say.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from library.models import MaterialPage, TopicPage
from members.models import Appointment, Member, Organization, Post
from study.holidays import FreeDays, is_estimate
from study.models import BookBag, CadenceRule, MakeUpPlace, SessionAttendance, SessionKind
from study.sessions.actions import Details, pack_materials, plan_session, record_session
from study.sessions.making_up import form_cohort, make_up, missed_at, note_deliveries
from study.sessions.phones import note_smartphones
from study.sessions.roll import expected

Kind, Level, Period = Organization.Kind, Organization.Level, CadenceRule.Period
BOOK = "《支部学习管理规定（示例）》"
NEW, OLD = date(2024, 9, 1), date(2021, 10, 1)
SEED = 20260702
MONTHS = 12
# Who recorded how often, in percent; the groups belong to 稻香村.
PLACES = {
    "稻香村支部": 100,
    "柳河村支部": 70,
    "石桥村支部": 100,
    "青禾镇机关支部": 92,
    "稻香村第一小组": 95,
    "稻香村第二小组": 85,
}
TITLES = {
    SessionKind.COLLECTIVE: "逐条读学习规定（示例）",
    SessionKind.DISCUSSION: "把上次学的用到手头的事上（示例）",
    SessionKind.LECTURE: "怎样把政策讲给乡亲听（示例）",
    SessionKind.THEME_DAY: "学村务公开，走访三户（示例）",
    SessionKind.CENTRAL_GROUP: "中心组读原文，议一件实事（示例）",
}
RECORD = "先逐段读原文，再请三位同志结合自己的活说体会；有两个问题没有说清，记下来下次接着议。（示例）"
RESOLUTIONS = "村务公开栏每月五日前更新（示例）\n没来的同志在下一个休息日补学（示例）"


@dataclass(frozen=True)
class Rule:
    """A rule of the demo in short."""

    kind: str
    of: str
    period: str
    article: str
    lecturer: str = ""
    since: date = NEW
    until: date | None = None


RULES = (
    Rule(SessionKind.COLLECTIVE, Kind.BRANCH, Period.MONTH, "第十八条", since=OLD, until=date(2024, 8, 31)),
    Rule(SessionKind.COLLECTIVE, Kind.BRANCH, Period.MONTH, "第二十条"),
    Rule(SessionKind.LECTURE, Kind.BRANCH, Period.QUARTER, "第二十二条"),
    Rule(SessionKind.DISCUSSION, Kind.GROUP, Period.MONTH, "第二十三条"),
    Rule(SessionKind.LECTURE, Kind.BRANCH, Period.YEAR, "第十条", lecturer=Post.BRANCH_SECRETARY),
    Rule(SessionKind.LECTURE, Kind.COMMITTEE, Period.YEAR, "第三十一条", lecturer=Post.LEADING_CADRE),
)


def write_sessions(places: dict[str, Organization], *, bag: BookBag, now: datetime) -> Iterator[str]:
    """Write rules, posts, phones, a year of sessions and a make-up cohort; yields what was done."""
    chance = random.Random(SEED)
    set_rules(places["青禾镇党委"])
    yield f"{CadenceRule.objects.count()} 条学习频次规定"
    _appoint_central_group(places)
    _ask_about_phones(chance, places["青禾镇党委"], timezone.localdate(now))
    count = sum(_year_of(chance, places[name], share, now) for name, share in PLACES.items())
    count += _central_group(places, now)
    _plan_next(places["稻香村支部"], now)
    yield f"{count} 次集中学习"
    yield f"补课班次“{_make_up(places['稻香村支部'], bag, now)}”"


def set_rules(committee: Organization) -> None:
    """Write the rules down, each with the article it comes from; the township has one of its own."""
    for rule in RULES:
        edition = "2021年版" if rule.since == OLD else "2024年版"
        CadenceRule.objects.create(
            kind=rule.kind,
            organization_kind=rule.of,
            period=rule.period,
            lecturer=rule.lecturer,
            since=rule.since,
            until=rule.until,
            source=f"{BOOK}（{edition}）{rule.article}",
        )
    CadenceRule.objects.create(
        kind=SessionKind.CENTRAL_GROUP,
        organization_kind=Kind.COMMITTEE,
        period=Period.QUARTER,
        scope=committee,
        since=date(2025, 1, 1),
        source="青禾镇党委年度学习安排（示例）",
    )


def _appoint_central_group(places: dict[str, Organization]) -> None:
    """Give the township a secretary and a central group; they stay members of the office's branch."""
    committee = places["青禾镇党委"]
    people = Member.objects.filter(
        organization=places["青禾镇机关支部"], category="full", appointments=None, username__startswith="demo"
    )
    posts = (Post.COMMITTEE_SECRETARY, Post.COMMITTEE_MEMBER, Post.COMMITTEE_MEMBER, Post.LEADING_CADRE)
    for member, post in zip(people.order_by("pk"), posts, strict=False):
        for held in (post, Post.CENTRAL_GROUP):
            Appointment.objects.create(
                member=member, post=held, organization=committee, since=date(2024, 3, 1)
            )


def _ask_about_phones(chance: random.Random, committee: Organization, today: date) -> None:
    answers = {
        member.pk: chance.choices([True, False, None], [80, 12, 8])[0]
        for member in Member.objects.within(committee).order_by("pk")
    }
    for branch in committee.get_children():
        note_smartphones(organization=branch, answers=answers, today=today)


def _year_of(chance: random.Random, place: Organization, share: int, now: datetime) -> int:
    """Record what one place held, month by month until last month; a few absences each time."""
    kind = SessionKind.DISCUSSION if place.kind == Kind.GROUP else SessionKind.COLLECTIVE
    count = 0
    for back in range(MONTHS, 0, -1):
        month = _month(timezone.localdate(now), back)
        if chance.random() * 100 < share:
            _record(chance, place, kind, month.replace(day=chance.randint(3, 12)), now)
            count += 1
        if place.kind == Kind.BRANCH and month.month % 3 == 2 and chance.random() * 100 < share:
            for extra in (SessionKind.LECTURE, SessionKind.THEME_DAY):
                _record(chance, place, extra, month.replace(day=chance.randint(14, 26)), now)
                count += 1
    return count


def _record(chance: random.Random, place: Organization, kind: SessionKind, day: date, now: datetime) -> None:
    people = list(expected(place, kind=kind, on=day))
    recorder = _recorder(place) or people[0]
    status = SessionAttendance.Status
    roll = {
        member.pk: chance.choices([status.PRESENT, status.LEAVE, status.ABSENT], [88, 9, 3])[0]
        for member in people
        if member != recorder
    }
    details = Details(
        kind=kind,
        held_on=day,
        title=TITLES[kind],
        starts_at=time(19, 30) if place.kind == Kind.GROUP else time(9, 0),
        place="村党群服务中心（示例）",
        speaker=recorder if kind == SessionKind.LECTURE else None,
        topic=TopicPage.objects.live().order_by("pk").first(),
        record=RECORD,
        resolutions=RESOLUTIONS,
    )
    session = record_session(
        by=recorder,
        organization=place,
        details=details,
        roll=roll,
        now=min(now, timezone.make_aware(datetime.combine(day, time(21, 0)))),
        client_id=UUID(int=chance.getrandbits(128), version=4),
    )
    texts = MaterialPage.objects.live().filter(slug__in=["study-rules", "organization-life"])
    pack_materials(session=session, materials=texts.order_by("pk")[: 1 + day.month % 2])


def _recorder(place: Organization) -> Member | None:
    posts = [Post.BRANCH_SECRETARY, Post.GROUP_LEADER, Post.COMMITTEE_SECRETARY]
    held = Appointment.objects.filter(organization=place).of_posts([*posts]).order_by("pk")
    first = held.select_related("member").first()
    return first.member if first else None


def _central_group(places: dict[str, Organization], now: datetime) -> int:
    chance = random.Random(SEED + 1)
    for back in (10, 7, 4):
        day = _month(timezone.localdate(now), back).replace(day=18)
        _record(chance, places["青禾镇党委"], SessionKind.CENTRAL_GROUP, day, now)
    return 3


def _plan_next(place: Organization, now: datetime) -> None:
    """Plan the branch's next session, a week ahead."""
    day = timezone.localdate(now) + timedelta(days=6)
    details = Details(
        kind=SessionKind.COLLECTIVE,
        held_on=day,
        starts_at=time(9, 0),
        title="读组织生活规定，定冬季学习（示例）",
        place="村党群服务中心（示例）",
        agenda="读原文第一章\n上次决议办得怎样\n冬季学习怎么安排",
    )
    by = Member.objects.get(username="secretary")
    session = plan_session(by=by, organization=place, details=details, now=now)
    pack_materials(session=session, materials=MaterialPage.objects.live().filter(slug="organization-life"))


def _make_up(place: Organization, bag: BookBag, now: datetime) -> str:
    """Put what was missed lately into a cohort: paper for those without a phone, some of it made up already."""
    by, today = Member.objects.get(username="secretary"), timezone.localdate(now)
    rows = missed_at(place, today=today).filter(session__held_on__gte=today - timedelta(days=120))
    chosen = list(rows[:12])
    if not chosen:
        return "没有要补的"
    start = today + timedelta(days=(5 - today.weekday()) % 7)
    window = FreeDays("周末", start, start + timedelta(days=1), is_estimate(start))
    cohort = form_cohort(
        by=by,
        organization=place,
        title="冬闲学习班车（示例）" if today.month in (11, 12, 1, 2) else "农闲学习班车（示例）",
        window=window,
        rows=chosen,
        book_bag=bag,
        now=now,
    )
    ways = {}
    for one in cohort.places.select_related("attendance__member"):
        without = one.attendance.member.has_smartphone is False
        ways[one.pk] = MakeUpPlace.Delivery.BOOK_BAG if without else MakeUpPlace.Delivery.PHONE
    note_deliveries(by=by, cohort=cohort, ways=ways, now=now)
    half = list(ways)[: len(ways) // 2]
    make_up(by=by, cohort=cohort, places=half, on=today, now=now)
    return cohort.title


def _month(today: date, back: int) -> date:
    """Return the first day of the month `back` months before today's."""
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
