"""What one person is asked, advised and suggested to study, as a page shows it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from members.fitting import Person, fits
from members.models import Member
from study.recommending.gathering import Record, person_of, record_of, rules_near
from study.recommending.ranking import Candidate, Choice, rank, rank_candidates
from study.recommending.sources import suggestion_sources
from study.recommending.targets import Target, pages_for
from study.recommending.wording import explain

# A list longer than this helps nobody; what lies behind it moves up as things are finished.
MOST_ASSIGNED = 60
ADVISED = "advised"


@dataclass(frozen=True)
class Suggestion:
    """One thing a person is asked, advised or suggested to study, with its reason.

    `source` is `required`, `advised` or the name of a computed source; `giver` the organisation that gave an assignment.
    """

    page: Target
    source: str
    reason: str
    giver: str = ""
    due_on: date | None = None
    is_overdue: bool = False

    @property
    def is_required(self) -> bool:
        """Tell whether it is 必学."""
        return self.source == "required"

    @property
    def kind_label(self) -> str:
        """Return what it is, in Chinese."""
        return self.page.kind_label

    @property
    def action(self) -> str:
        """Return what the button says."""
        if self.page.is_quiz:
            return "去答题"
        return {"micro_lecture": "开始观看", "pocket_book": "打开口袋书"}.get(self.page.kind, "开始阅读")

    @property
    def title(self) -> str:
        """Return the title of what is suggested."""
        return self.page.title

    @property
    def summary(self) -> str:
        """Return the one line under the title, "" where there is none."""
        return self.page.summary

    @property
    def minutes(self) -> int:
        """Return how many minutes it takes, 0 where that is not known."""
        return self.page.minutes

    @property
    def url(self) -> str:
        """Return where it stands within the site."""
        return self.page.url


@dataclass(frozen=True)
class Advice:
    """Everything that reaches one person, in order: 必学, 推荐, and computed suggestions; and the posts it was asked with."""

    required: list[Suggestion]
    advised: list[Suggestion]
    computed: list[Suggestion]
    posts: frozenset[str] = frozenset()

    def __iter__(self) -> Iterator[Suggestion]:
        yield from (*self.required, *self.advised, *self.computed)


def advice_for(member: Member, *, now: datetime) -> Advice:
    """Return what reaches `member` at `now`; four queries whatever the number of rules and sources."""
    today = timezone.localdate(now)
    person = person_of(member, on=today)
    return _advise(member, person, record_of(member.pk, now=now), now=now)


def advice_as(person: Person, *, viewer: Member, now: datetime) -> Advice:
    """Return what would reach somebody like `person` who has done nothing yet, as far as `viewer` may read it."""
    return _advise(viewer, person, Record(), now=now)


def _advise(user: Member, person: Person, record: Record, *, now: datetime) -> Advice:
    today = timezone.localdate(now)
    choices = rank(
        rules_near(person, on=today), person=person, today=today, done=record.done, dismissed=record.dismissed
    )[:MOST_ASSIGNED]
    sources = {one.name: one for one in suggestion_sources()}
    taken = {one.rule.target for one in choices} | record.done | record.dismissed
    orders = {name: one.order for name, one in sources.items()}
    candidates = rank_candidates(record.candidates, orders=orders, taken=taken)
    wanted = {one.rule.target for one in choices} | {one.target for one in candidates}
    pages = pages_for(user, wanted | {one.because for one in candidates if one.because})
    may_take = _taking(person, now)
    assigned = [
        _assigned(pages[one.rule.target], one, person)
        for one in choices
        if one.rule.target in pages and may_take(pages[one.rule.target])
    ]
    return Advice(
        required=[one for one in assigned if one.is_required],
        advised=[one for one in assigned if not one.is_required],
        computed=[
            Suggestion(pages[one.target], one.source, _because(one, pages, sources[one.source].explain))
            for one in candidates
            if one.target in pages and may_take(pages[one.target])
        ],
        posts=person.posts,
    )


def _assigned(page: Target, choice: Choice, person: Person) -> Suggestion:
    return Suggestion(
        page=page,
        source="required" if choice.is_required else ADVISED,
        reason=explain(choice.rule, person=person),
        giver=choice.rule.giver,
        due_on=choice.due_on,
        is_overdue=choice.is_overdue,
    )


def _because(candidate: Candidate, pages: dict[int, Target], say: Callable[[str, int], str]) -> str:
    page = pages.get(candidate.because)
    return say(page.title if page else "", candidate.weight)


def _taking(person: Person, now: datetime) -> Callable[[Target], bool]:
    """Return a test: a quiz is shown only to those of its audience, and while it can be taken."""

    def may_take(page: Target) -> bool:
        if page.audience is not None and not fits(page.audience, person):
            return False
        return not (page.opens_at and page.opens_at > now) and not (page.closes_at and page.closes_at <= now)

    return may_take
