"""What a suggestion shows of the page it names, and which pages a person may read; columns, because a page object costs
more than all the rest of a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from library.models import MaterialPage
from library.policies import restrictions_for
from library.remembering import url_at
from members.fitting import Conditions
from members.models import Member
from members.statements import Statement
from quizzes.models import QuizPage

COLUMNS = (
    "pk",
    "title",
    "slug",
    "url_path",
    "materialpage__kind",
    "materialpage__summary",
    "materialpage__reading_minutes",
    "quizpage__kind",
    "quizpage__time_limit_minutes",
    "quizpage__opens_at",
    "quizpage__closes_at",
    "quizpage__audience",
    "quizpage__audience__posts",
    "quizpage__audience__fields",
    "quizpage__audience__categories",
    "quizpage__audience__mobile_only",
    "quizpage__audience__subtree__path",
)
# Ids are asked in such portions, so that a few statements do for every number of them.
PORTION = 16


@dataclass(frozen=True, slots=True)
class Target:
    """A live page as a list shows it: a text (`kind` is a material's), a quiz (`quiz_kind` is its own), or neither."""

    pk: int
    title: str
    slug: str
    url_path: str
    kind: str = ""
    summary: str = ""
    reading_minutes: int = 0
    quiz_kind: str = ""
    time_limit_minutes: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    audience: Conditions | None = None

    @property
    def is_quiz(self) -> bool:
        """Tell whether it is a quiz rather than a text."""
        return bool(self.quiz_kind)

    @property
    def kind_label(self) -> str:
        """Return what it is, in Chinese."""
        if self.is_quiz:
            return str(QuizPage.Kind(self.quiz_kind).label)
        return str(MaterialPage.Kind(self.kind).label) if self.kind else ""

    @property
    def minutes(self) -> int:
        """Return how many minutes it takes, 0 where that is not known."""
        return (self.time_limit_minutes or 0) if self.is_quiz else self.reading_minutes

    @property
    def url(self) -> str:
        """Return where it stands within the site."""
        if self.is_quiz:
            return reverse("quizzes:quiz", args=[self.slug])
        return url_at(self.url_path) or "/"


def pages_for(user: Member, ids: Iterable[int]) -> dict[int, Target]:
    """Return the live pages of these ids that `user` may read, with what a row of a list shows; one query."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    wanted += wanted[-1:] * (-len(wanted) % PORTION)
    now = timezone.now()
    if user.is_superuser:
        rows = _ANYTHING(wanted=wanted, now=now)
    else:
        rows = _PERMITTED(wanted=wanted, now=now, member=user.pk)
    return {row[0]: _target(row) for row in rows}


def _target(row: tuple[Any, ...]) -> Target:
    pk, title, slug, path, kind, summary, minutes, quiz_kind, limit, opens_at, closes_at, audience, *who = row
    posts, fields, categories, mobile_only, subtree = who
    return Target(
        pk=pk,
        title=title,
        slug=slug,
        url_path=path,
        kind=kind or "",
        summary=summary or "",
        reading_minutes=minutes or 0,
        quiz_kind=quiz_kind or "",
        time_limit_minutes=limit,
        opens_at=opens_at,
        closes_at=closes_at,
        audience=Conditions(tuple(posts), tuple(fields), tuple(categories), mobile_only, subtree or "")
        if audience
        else None,
    )


def _live(wanted: list[int], now: datetime) -> QuerySet:
    pages = Page.objects.live().filter(Q(expire_at__isnull=True) | Q(expire_at__gt=now), pk__in=wanted)
    return pages.order_by().values_list(*COLUMNS)


def _permitted(wanted: list[int], now: datetime, member: int) -> QuerySet:
    """Leave out what is closed to `member`; the same rule as `library.policies.closed_paths`, within a query."""
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    closing = restrictions_for(member).annotate(here=here).filter(here__startswith=F("page__path"))
    return _live(wanted, now).filter(~Exists(closing))


_ANYTHING = Statement(_live)
_PERMITTED = Statement(_permitted)
