"""Which provision an answered question was taken from, in which sentence, and how sure that is.

A statement's own pairs of characters fetch the passages it could stand in: first those of the work it names, then all.
Each is scored by two things: how much of the statement is in it in runs of two or more characters (coverage), and how
far the words around the answer go on matching on both sides of it (context). The confidence is the score, less where a
second provision says the same, where filling was a guess, and where the named work is not in the library.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from quizzes.binding.matching.filling import Asked, Statement, statements
from quizzes.binding.matching.passages import Passage, PassageIndex, split_sentences
from quizzes.binding.matching.words import plain

__all__ = ["ACCEPT_ABOVE", "Proposal", "Proposer"]

ACCEPT_ABOVE = 0.9
SHOWN = 3
# What is less sure than this is not worth a look.
LEAST = 0.2
# Characters on each side of an answer that have to be the law's own.
AROUND = 8
# A law may have a word or two there that the question leaves out.
SLACK = 2
SHORTEST_RUN = 2
COVERAGE_COUNTS, CONTEXT_COUNTS = 0.55, 0.45
# A provision of the work the stem names is preferred to the same words elsewhere, and so is the article it names.
NAMED_WORK, NAMED_ARTICLE = 0.12, 0.08
# Confidence is at most this where something is left to a person.
IF_GUESSED, IF_ELSEWHERE, IF_NOT_NAMED_TWICE, IF_ARTICLE_DIFFERS = 0.8, 0.6, 0.7, 0.85
# Statements shorter than this stand in too many places.
SHORTEST = 8
CLOSE = 0.06


@dataclass(frozen=True)
class Proposal:
    """A provision the answer may stand in, the sentence, and how sure that is (0 to 1)."""

    passage: Passage
    sentence: str
    confidence: float


@dataclass(frozen=True)
class _Fit:
    passage: Passage
    statement: Statement
    score: float
    rank: float
    is_named: bool


class Proposer:
    """Proposes provisions of one library; `find_work` says which work a title means, None when it is not known."""

    def __init__(self, index: PassageIndex, find_work: Callable[[str], str | None]) -> None:
        self._index = index
        self._find_work = find_work

    @property
    def passages(self) -> Sequence[Passage]:
        """Return everything that can be proposed."""
        return self._index.passages

    def propose(self, asked: Asked, *, most: int = SHOWN) -> list[Proposal]:
        """Return the provisions the right answer may stand in, the likeliest first."""
        fits: dict[int, _Fit] = {}
        for statement in statements(asked):
            for fit in self._fits(statement):
                known = fits.get(fit.passage.key)
                if known is None or fit.rank > known.rank:
                    fits[fit.passage.key] = fit
        ordered = sorted(fits.values(), key=lambda fit: (-fit.rank, fit.passage.key))
        ordered = [fit for fit in ordered if fit.score > 0][: most + 1]
        proposals = [
            Proposal(fit.passage, _sentence(fit), self._confidence(fit, ordered)) for fit in ordered[:most]
        ]
        return [one for one in proposals if one.confidence >= LEAST]

    def _fits(self, statement: Statement) -> list[_Fit]:
        works = self._named(statement)
        named = self._index.nearest(statement.text, works=works) if works else []
        anywhere = self._index.nearest(statement.text)
        passages = {passage.key: passage for passage in (*named, *anywhere)}.values()
        measure = _Measure(statement)
        return [self._fit(measure, passage, statement, works) for passage in passages]

    def _named(self, statement: Statement) -> list[str]:
        found = (self._find_work(title) for title in statement.titles)
        return [work for work in found if work and self._index.has_work(work)]

    @staticmethod
    def _fit(measure: "_Measure", passage: Passage, statement: Statement, works: Sequence[str]) -> _Fit:
        score = measure.of(passage.plain) * passage.weight
        is_named = passage.work in works
        bonus = NAMED_WORK * is_named + NAMED_ARTICLE * _is_article(statement, passage)
        return _Fit(passage, statement, score, score + bonus, is_named)

    def _confidence(self, fit: _Fit, ordered: Sequence[_Fit]) -> float:
        statement = fit.statement
        limit = 1.0 if statement.is_sure else IF_GUESSED
        if statement.titles and not fit.is_named:
            limit = min(limit, IF_ELSEWHERE)
        if statement.article and fit.is_named and not _is_article(statement, fit.passage):
            limit = min(limit, IF_ARTICLE_DIFFERS)
        if len(plain(statement.text)) < SHORTEST:
            limit = min(limit, IF_ELSEWHERE)
        if any(other is not fit and other.rank > fit.rank - CLOSE for other in ordered):
            limit = min(limit, IF_NOT_NAMED_TWICE)
        return round(min(fit.score, limit), 3)


class _Measure:
    """How well passages fit one statement."""

    def __init__(self, statement: Statement) -> None:
        self._given = [plain(part) for part in statement.given]
        self._answers = [plain(part) for part in statement.answers]
        self._several = [
            [plain(one) for one in answer.split("、") if plain(one)] for answer in statement.answers
        ]
        self._text = plain(statement.text)
        # The matcher prepares its second sequence once for all passages.
        self._matcher = SequenceMatcher(None, "", self._text, autojunk=False)

    def of(self, text: str) -> float:
        """Return the score of a passage, 0 to 1."""
        if not self._text or not text:
            return 0.0
        coverage = self._coverage(text)
        if not self._answers:
            # Nothing was filled in: a sentence that is only nearly there says something else.
            return coverage**2
        contexts = [self._context(place, text) for place in range(len(self._answers))]
        return COVERAGE_COUNTS * coverage + CONTEXT_COUNTS * sum(contexts) / len(contexts)

    def _coverage(self, text: str) -> float:
        self._matcher.set_seq1(text)
        runs = (block.size for block in self._matcher.get_matching_blocks())
        return sum(size for size in runs if size >= SHORTEST_RUN) / len(self._text)

    def _context(self, place: int, text: str) -> float:
        """Return how much of the answer with the words around it stands in `text` in one piece."""
        before = self._given[place][-AROUND:]
        after = self._given[place + 1][:AROUND]
        answer = self._answers[place]
        wanted = len(before) + len(answer) + len(after)
        best, start = 0, text.find(answer) if answer else -1
        while start >= 0:
            end = start + len(answer)
            left = _shared(text[max(0, start - AROUND - SLACK) : start], before)
            right = _shared(text[end : end + AROUND + SLACK], after)
            best = max(best, left + len(answer) + right)
            start = text.find(answer, start + 1)
        if not best and len(self._several[place]) > 1:
            return 0.9 * sum(one in text for one in self._several[place]) / len(self._several[place])
        return best / wanted if wanted else 0.0


def _shared(one: str, other: str) -> int:
    """Return how many characters two short strings have in common in the same order."""
    lengths = [0] * (len(other) + 1)
    for first in one:
        diagonal = 0
        for place, second in enumerate(other, 1):
            above = lengths[place]
            lengths[place] = diagonal + 1 if first == second else max(above, lengths[place - 1])
            diagonal = above
    return lengths[-1]


def _is_article(statement: Statement, passage: Passage) -> bool:
    return bool(statement.article) and plain(passage.number) == plain(statement.article)


def _sentence(fit: _Fit) -> str:
    """Return the sentence of a passage that fits its statement best, as printed."""
    measure = _Measure(fit.statement)
    sentences = split_sentences(fit.passage.text)
    return max(sentences, key=lambda sentence: measure.of(plain(sentence)), default="")
