"""What ranking needs, read in four queries whatever the number of rules: the person, the rules, what the person did
together with what the sources suggest, and the pages that are shown."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast, Length, Substr

from library.models import MaterialPage
from members.fitting import Conditions, Person
from members.models import Appointment, Member
from members.statements import Statement
from quizzes.models import Attempt
from study.models import Dismissal, Progress, Recommendation
from study.recommending.ranking import Candidate, Rule
from study.recommending.sources import SuggestionSource, candidate_rows, suggestion_sources

DONE, DISMISSED = "done", "dismissed"
RULE_COLUMNS = (
    "pk",
    "material_id",
    "quiz_id",
    "strength",
    "reason",
    "starts_on",
    "due_on",
    "organization__path",
    "organization__short_name",
    "organization__name",
    "posts",
    "fields",
    "categories",
    "audience__mobile_only",
    "audience__subtree__path",
    "audience__subtree__short_name",
    "audience__subtree__name",
)


@dataclass(frozen=True)
class Record:
    """What one person finished and dismissed (ids of pages), and what the sources suggest to them."""

    done: set[int] = field(default_factory=set)
    dismissed: set[int] = field(default_factory=set)
    candidates: list[Candidate] = field(default_factory=list)


def person_of(member: Member, *, on: date) -> Person:
    """Return `member` as conditions see them, with the posts held on day `on`; one query."""
    rows = _PERSON(member=member.pk)
    category, is_mobile, work, path = rows[0][:4]
    posts = frozenset(
        post
        for *_, post, since, until in rows
        if post and Appointment(post=post, since=since, until=until).is_held_on(on)
    )
    return Person(posts, category, is_mobile, work or "", path or "")


def rules_near(person: Person, *, on: date) -> list[Rule]:
    """Return the rules that may reach `person` on day `on`: begun, of a live page, not of another part of the tree."""
    above = [person.path[:end] for end in range(4, len(person.path) + 1, 4)]
    return [_rule(row) for row in _RULES(on=on, above=above)]


def _rule(row: tuple[Any, ...]) -> Rule:
    (pk, material, quiz, strength, reason, starts_on, due_on, path, short, name, *who) = row
    posts, fields, categories, mobile_only, subtree, subtree_short, subtree_name = who
    return Rule(
        pk=pk,
        target=material or quiz,
        conditions=_conditions(posts, fields, categories, mobile_only, subtree or ""),
        is_required=strength == Recommendation.Strength.REQUIRED,
        path=path,
        giver=short or name,
        reason=reason,
        subtree_name=subtree_short or subtree_name or "",
        starts_on=starts_on,
        due_on=due_on,
    )


@lru_cache(maxsize=1024)
def _conditions(posts: str, fields: str, categories: str, mobile_only: bool, subtree: str) -> Conditions:
    """Return the conditions of an audience, read from JSON; hundreds of rules share a few audiences."""
    held, works, kinds = (tuple(json.loads(said)) for said in (posts, fields, categories))
    return Conditions(held, works, kinds, mobile_only, subtree)


def record_of(member_id: int, *, now: datetime) -> Record:
    """Return what a member finished and dismissed, and what every source suggests; one query.

    Reading any edition of a regulation to its end counts for the regulation, which is the edition's parent page.
    """
    record = Record()
    for what, about, because, weight in _record_by(tuple(suggestion_sources()))(member=member_id, now=now):
        if what == DONE:
            record.done.add(about)
        elif what == DISMISSED:
            record.dismissed.add(about)
        else:
            record.candidates.append(Candidate(what, about, because, weight))
    return record


@lru_cache(maxsize=8)
def _record_by(sources: tuple[SuggestionSource, ...]) -> Statement:
    """Return what asks for the record with what these sources suggest."""
    return Statement(lambda member, now: _record_rows(sources, member, now))


def _record_rows(sources: tuple[SuggestionSource, ...], member: int, now: datetime) -> QuerySet:
    finished = Progress.objects.filter(member=member, finished_at__isnull=False)
    parents = finished.filter(material__kind=MaterialPage.Kind.EDITION).values(
        above=Substr("material__path", 1, Length("material__path") - MaterialPage.steplen)
    )
    done, *others = [
        candidate_rows(finished, DONE, about="material_id"),
        candidate_rows(MaterialPage.objects.filter(path__in=parents), DONE, about="pk"),
        candidate_rows(Attempt.objects.filter(member=member).submitted(), DONE, about="quiz_id"),
        candidate_rows(Dismissal.objects.filter(member=member), DISMISSED, about="page_id"),
        *(one.candidates(member, now) for one in sources),
    ]
    return done.union(*others, all=True)


def _person_rows(member: int) -> QuerySet:
    return Member.objects.filter(pk=member).values_list(
        "category",
        "is_mobile",
        "organization__field",
        "organization__path",
        "appointments__post",
        "appointments__since",
        "appointments__until",
    )


def _rule_rows(on: date, above: list[str]) -> QuerySet:
    return (
        Recommendation.objects.begun_by(on)
        .filter(Q(material__live=True) | Q(quiz__live=True))
        .filter(Q(audience__subtree__isnull=True) | Q(audience__subtree__path__in=above))
        .annotate(
            **{name: Cast(f"audience__{name}", TextField()) for name in ("posts", "fields", "categories")}
        )
        .order_by()
        .values_list(*RULE_COLUMNS)
    )


_PERSON = Statement(_person_rows)
_RULES = Statement(_rule_rows)
