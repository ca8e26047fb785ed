"""A generated province for `benchmarks/study.py`: organisations, members, and a year of what they did.

Rows go in by the database's fastest door (COPY on PostgreSQL, executemany on SQLite), so that two million of them take
a minute. The same seed makes the same province on every machine; nothing in it is anybody's.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone

from benchmarks.study_pouring import pour
from benchmarks.study_sessions import hold
from cms.setup import set_up_site
from library.models import GuidePage, LibraryIndexPage
from library.publishing import publishing_together
from members.models import Appointment, Audience, Member, Organization, Post
from quizzes.models import Attempt, QuizIndexPage, QuizPage
from study.models import PointRule, Progress, Recommendation

SEED = 20260701
CITIES, COUNTIES = 6, 5
# The first city has exactly so many branches; the board's bar is set for it.
CITY_BRANCHES = 300
TEXTS, QUIZZES = 120, 20
FIELDS = Organization.Field.values
SENTENCE = "学习要读原文，联系自己的工作想一想，再同大家说一说。"
DAYS = 330


@dataclass(frozen=True)
class Size:
    """How large a province is made."""

    organizations: int = 2_000
    members: int = 50_000
    progress: int = 2_000_000
    recommendations: int = 500

    def scaled(self, share: float) -> "Size":
        """Return a smaller one of the same shape."""
        return Size(*(max(40, int(value * share)) for value in (2_000, 50_000, 2_000_000)), 500)


def build(size: Size, *, now: datetime) -> Iterator[str]:
    """Make the province; yields what was made and how long it took."""
    chance = random.Random(SEED)
    for name, make in (
        ("site", set_up_site),
        ("organizations", lambda: plant(size)),
        ("members", lambda: settle(size, chance)),
        ("texts", publish_texts),
        ("quizzes", publish_quizzes),
        ("recommendations", lambda: recommend(size, chance)),
        ("progress rows", lambda: read(size, chance, now)),
        ("attempts", lambda: take_quizzes(chance, now)),
        ("sessions", lambda: hold(chance, now)),
        ("rule", lambda: adopt(now)),
    ):
        started = time.perf_counter()
        made = make()
        yield f"{name}: {made or ''} in {time.perf_counter() - started:.1f} s"
    analyse()


def plant(size: Size) -> int:
    """Make the tree: a province, cities, counties, branches, some groups, in one insert."""
    rows: list[Organization] = []
    Kind, Level = Organization.Kind, Organization.Level

    def add(parent: Organization | None, name: str, kind: str, level: str) -> Organization:
        step = parent.numchild + 1 if parent else 1
        path = Organization._get_path(parent.path if parent else "", parent.depth + 1 if parent else 1, step)
        node = Organization(
            name=name,
            short_name=name,
            kind=kind,
            level=level,
            field=FIELDS[len(rows) % len(FIELDS)],
            path=path,
            depth=parent.depth + 1 if parent else 1,
            numchild=0,
        )
        if parent:
            parent.numchild += 1
        rows.append(node)
        return node

    province = add(None, "压测省委", Kind.COMMITTEE, Level.PROVINCE)
    counties: list[list[Organization]] = []
    for city in range(CITIES):
        place = add(province, f"第{city}市委", Kind.COMMITTEE, Level.CITY)
        counties.append(
            [add(place, f"第{city}市第{n}县委", Kind.COMMITTEE, Level.COUNTY) for n in range(COUNTIES)]
        )
    first, rest = counties[0], [county for city in counties[1:] for county in city]
    for number in range(max(0, size.organizations - len(rows))):
        homes = first if number < CITY_BRANCHES else rest
        add(homes[number % len(homes)], f"第{number}支部", Kind.BRANCH, Level.GRASSROOTS)
    Organization.objects.bulk_create(rows, batch_size=1000)
    return len(rows)


def settle(size: Size, chance: random.Random) -> int:
    """Admit everybody; every branch gets a secretary, every city somebody who answers for it."""
    branches = list(Organization.objects.filter(kind=Organization.Kind.BRANCH).values_list("pk", flat=True))
    categories = [Member.Category.FULL] * 9 + [Member.Category.PROBATIONARY]
    nobody_logs_in = make_password(None)
    people = (
        Member(
            username=f"m{number:06d}",
            name=f"党员{number:06d}",
            organization_id=branches[number % len(branches)],
            category=chance.choice(categories),
            is_mobile=number % 9 == 0,
            password=nobody_logs_in,
        )
        for number in range(size.members)
    )
    since = timezone.localdate() - timedelta(days=900)
    Member.objects.bulk_create(people, batch_size=2000)
    first = Member.objects.order_by("pk").values_list("pk", "organization_id")[: len(branches)]
    posts = [
        Appointment(member_id=pk, organization_id=place, post=Post.BRANCH_SECRETARY, since=since)
        for pk, place in first
    ]
    for city in Organization.objects.filter(level=Organization.Level.CITY):
        member = Member.objects.create_user(f"city{city.pk}", name="市委委员", organization=city)
        posts.append(Appointment(member=member, organization=city, post=Post.COMMITTEE_MEMBER, since=since))
    Appointment.objects.bulk_create(posts, batch_size=1000)
    return Member.objects.count()


def publish_texts() -> int:
    """Publish guides of some 2,000 characters each, by the door an editor uses."""
    library = LibraryIndexPage.objects.get()
    parts = "\n\n".join(f"{word}、第{word}部分\n\n{SENTENCE * 20}" for word in "一二三四")
    with publishing_together():
        for number in range(TEXTS):
            page = GuidePage(title=f"压测导读{number}", slug=f"bench-{number}", body=parts)
            library.add_child(instance=page)
            page.save_revision().publish()
    return TEXTS


def publish_quizzes() -> int:
    """Publish quizzes without questions: what is measured reads their titles and results."""
    index = QuizIndexPage.objects.get()
    for number in range(QUIZZES):
        index.add_child(instance=QuizPage(title=f"压测测验{number}", slug=f"bench-quiz-{number}"))
    return QUIZZES


def recommend(size: Size, chance: random.Random) -> int:
    """Make rules of every sort: by post, field, category, place, or for everybody."""
    places = list(Organization.objects.exclude(kind=Organization.Kind.BRANCH))
    audiences = [Audience(name="全体")]
    audiences += [Audience(name=f"职务{post}", posts=[post]) for post in Post.values]
    audiences += [Audience(name=f"领域{field}", fields=[field]) for field in FIELDS]
    audiences += [Audience(name=f"类别{one}", categories=[one]) for one in Member.Category.values]
    audiences += [Audience(name=f"范围{place.pk}", subtree=place) for place in places]
    Audience.objects.bulk_create(audiences)
    texts = list(GuidePage.objects.live().values_list("pk", flat=True))
    strengths = [Recommendation.Strength.REQUIRED] + [Recommendation.Strength.ADVISED] * 4
    Recommendation.objects.bulk_create(
        Recommendation(
            audience=chance.choice(audiences),
            material_id=chance.choice(texts),
            strength=chance.choice(strengths),
            organization=chance.choice(places),
        )
        for _ in range(size.recommendations)
    )
    return size.recommendations


def read(size: Size, chance: random.Random, now: datetime) -> int:
    """Let everybody have opened some texts over the year, most of them to the end."""
    texts = list(GuidePage.objects.live().values_list("pk", flat=True))
    people = list(Member.objects.order_by("pk").values_list("pk", flat=True))
    each, more = divmod(size.progress, len(people))

    moments = [now - timedelta(minutes=minutes) for minutes in range(60, DAYS * 1440, 37)]
    half_an_hour = timedelta(minutes=30)

    def rows() -> Iterator[dict[str, Any]]:
        for number, member in enumerate(people):
            for text in chance.sample(texts, min(len(texts), each + (number < more))):
                started = moments[int(chance.random() * len(moments))]
                is_finished = chance.random() < 0.7
                ended = started + half_an_hour
                yield {
                    "member_id": member,
                    "material_id": text,
                    "percent": 100 if is_finished else 40,
                    "started_at": started,
                    "last_read_at": ended,
                    "finished_at": ended if is_finished else None,
                }

    return pour(Progress, rows())


def take_quizzes(chance: random.Random, now: datetime) -> int:
    """Let everybody have handed in two papers."""
    quizzes = list(QuizPage.objects.values_list("pk", flat=True))
    rules = {"shape": 2, "pass_percent": 60}
    people = list(Member.objects.values_list("pk", flat=True))

    def rows() -> Iterator[dict[str, Any]]:
        for member in people:
            for quiz in chance.sample(quizzes, 2):
                started = now - timedelta(minutes=chance.randrange(60, DAYS * 1440))
                yield {
                    "quiz_id": quiz,
                    "member_id": member,
                    "number": 1,
                    "rules": rules,
                    "started_at": started,
                    "submitted_at": started + timedelta(minutes=20),
                    "score": chance.randrange(40, 101),
                    "max_score": 100,
                }

    return pour(Attempt, rows())


def adopt(now: datetime) -> str:
    """Adopt one rule for the whole province."""
    from study.ledger.reckoning import Clause, Kind, clauses_json
    from study.ledger.verifying import rule_digest

    clauses = [
        Clause(Kind.MATERIAL, 2, 20),
        Clause(Kind.QUIZ, 1, 4),
        Clause(Kind.QUIZ_PASSED, 2, 8),
        Clause(Kind.ATTENDANCE, 2, 24),
    ]
    rule = PointRule(
        organization=Organization.objects.get(depth=1),
        title="压测积分办法",
        starts_on=timezone.localdate(now).replace(month=1, day=1),
        clauses=clauses_json(clauses),
        adopted_at=now,
    )
    rule.digest = rule_digest(rule)
    rule.save()
    return rule.title


def analyse() -> None:
    """Let the database know what it holds, as its own housekeeping would in time."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
