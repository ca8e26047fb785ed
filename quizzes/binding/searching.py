"""Looking for the sources of a whole bank, a few questions at a time: stopped and gone on with at any moment."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from quizzes.binding.actions import search_sources, uncited
from quizzes.binding.library_texts import Sources
from quizzes.models import QuestionBank, SourceSearch

AT_ONCE = 50


@dataclass(frozen=True)
class SearchProgress:
    """How many of a bank's questions without a source were looked at."""

    done: int
    total: int

    @property
    def is_done(self) -> bool:
        """Tell whether all were."""
        return self.done >= self.total

    @property
    def sentence(self) -> str:
        """Say where it stands."""
        if not self.total:
            return "这个题库里没有缺出处的题。"
        if self.is_done:
            return f"缺出处的 {self.total} 道题都找过了。"
        return f"缺出处的题共 {self.total} 道，已找 {self.done} 道。"


def progress_of(bank: QuestionBank) -> SearchProgress:
    """Return how far the search is; two queries."""
    bare = uncited(bank)
    return SearchProgress(bare.filter(source_search__isnull=False).count(), bare.count())


def search_some(
    *,
    bank: QuestionBank,
    known: Sources,
    until: float | None = None,
    tell: Callable[[int], None] | None = None,
) -> int:
    """Look for sources of questions that were not looked at, until the clock says `until` (`time.monotonic`).

    Each handful is stored for itself, so that whoever stops loses nothing. Returns how many were looked at.
    """
    done = 0
    while versions := list(uncited(bank).filter(source_search__isnull=True).order_by("pk")[:AT_ONCE]):
        search_sources(versions=versions, known=known)
        done += len(versions)
        if tell is not None:
            tell(done)
        if until is not None and time.monotonic() >= until:
            break
    return done


def forget_searches(*, bank: QuestionBank) -> None:
    """Let questions without a source be looked for again, those a person set aside excepted."""
    SourceSearch.objects.filter(version__in=uncited(bank), is_set_aside=False).delete()
