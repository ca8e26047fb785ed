"""Questions whose cited article reads otherwise now: found when a text changes, and when an edition's day comes."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.cache import cache
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from library.models import EditionPage, MaterialPage, Provision, RegulationPage
from library.structure import Comparison, Document, compare, normalise, parse
from quizzes.actions.steps import keep_step
from quizzes.binding.keeping import says_the_same, words_of
from quizzes.citing import text_meant
from quizzes.models import Question, QuestionCitation, StaleCitation

Change = StaleCitation.Change
# An edition that came into force this many days ago was looked at since.
RECENT_DAYS = 31
SWEPT_SECONDS = 2 * 24 * 3600


@dataclass(frozen=True)
class Doubt:
    """What became of a cited provision, and where it stands now."""

    change: str
    address: str = ""


@dataclass
class _Holding:
    """The text of a work that holds now; None when it was withdrawn."""

    page: MaterialPage | None
    provisions: dict[str, Provision] = field(default_factory=dict)
    _compared: dict[int, tuple[Document, Comparison]] = field(default_factory=dict)

    def doubt(self, cited: QuestionCitation) -> Doubt | None:
        """Return what is to be doubted of a citation, None when the provision still says the same in its place."""
        if self.page is None:
            return Doubt(Change.REMOVED)
        old = _old_words(cited)
        here = self.provisions.get(cited.address)
        if old is None:
            return None if here else Doubt(Change.REMOVED)
        if here is not None and says_the_same(words_of(here), old):
            return None
        return self._elsewhere(cited, old) or Doubt(
            Change.CHANGED if here else Change.REMOVED, cited.address if here else ""
        )

    def _elsewhere(self, cited: QuestionCitation, old: str) -> Doubt | None:
        """Return where the provision went, by its words or by comparing the two editions."""
        wanted = normalise(old)
        for provision in self.provisions.values():
            # Only whole units carry their text; a paragraph is found through its article.
            if provision.is_unit and normalise(words_of(provision)) == wanted:
                return Doubt(Change.MOVED, provision.address)
        if self.page is None or cited.material_id == self.page.pk:
            return None
        article = cited.address.partition("/")[0]
        before, comparison = self._comparison(cited.material)
        for row in comparison.rows:
            if row.new and any(node.address == article for node in row.old):
                return Doubt(Change.CHANGED, row.new[0].address)
        return Doubt(Change.REMOVED) if before.find(article) is not None else None

    def _comparison(self, old: MaterialPage) -> tuple[Document, Comparison]:
        if old.pk not in self._compared and self.page is not None:
            before = parse(old.body)
            self._compared[old.pk] = (before, compare(before, parse(self.page.body)))
        return self._compared[old.pk]


def _old_words(cited: QuestionCitation) -> str | None:
    kept = getattr(cited, "kept", None)
    if kept is not None:
        return str(kept.text)
    before = Provision.objects.filter(material_id=cited.material_id, address=cited.address).first()
    return words_of(before) if before else None


@transaction.atomic
def recheck_citations(*, work: MaterialPage) -> int:
    """Put usable questions that cite `work` in doubt where it reads otherwise now; return how many new doubts.

    A doubt ends by itself when the text is put back as it was. Marks are not touched: attempts point at versions.
    """
    citations = _citations_of(work)
    if not citations:
        return 0
    page = text_meant(work.specific)
    provisions = Provision.objects.filter(material=page) if page else Provision.objects.none()
    holding = _Holding(page, {one.address: one for one in provisions})
    found = 0
    for cited in citations:
        doubt = holding.doubt(cited)
        question = cited.version.question
        if doubt is None:
            _restore(cited, question)
        elif question.state in (Question.State.READY, Question.State.STALE):
            found += _put_in_doubt(cited, question, doubt, page)
    return found


def _citations_of(work: MaterialPage) -> list[QuestionCitation]:
    """Return the citations of `work` that questions in use make now."""
    texts = [work.pk]
    if isinstance(work.specific, RegulationPage):
        texts += EditionPage.objects.child_of(work).values_list("pk", flat=True)
    states = (Question.State.READY, Question.State.STALE)
    rows = QuestionCitation.objects.filter(
        material_id__in=texts, version=F("version__question__current"), version__question__state__in=states
    )
    return list(rows.select_related("version__question", "material", "kept").order_by("pk"))


def _put_in_doubt(
    cited: QuestionCitation, question: Question, doubt: Doubt, page: MaterialPage | None
) -> int:
    seen = {"change": doubt.change, "address": doubt.address, "material": page}
    _row, is_new = StaleCitation.objects.update_or_create(
        citation=cited,
        settled_at=None,
        defaults=seen,
        create_defaults={**seen, "question": question, "found_at": timezone.now()},
    )
    _move(question, Question.State.READY, Question.State.STALE, "出处的文字有了变化")
    return int(is_new)


def _restore(cited: QuestionCitation, question: Question) -> None:
    open_doubts = StaleCitation.objects.filter(citation=cited, settled_at=None)
    ended = open_doubts.update(settled_at=timezone.now(), outcome=StaleCitation.Outcome.RESTORED)
    if ended and not question.stale_citations.filter(settled_at=None).exists():
        _move(question, Question.State.STALE, Question.State.READY, "出处的文字又和原来一样")


def _move(question: Question, before: str, after: str, note: str) -> None:
    if Question.objects.filter(pk=question.pk, state=before).update(state=after):
        question.state = after
        keep_step(question, before=before, member=None, note=note)


def work_of(material: MaterialPage) -> MaterialPage:
    """Return the page a citation of `material` belongs to: the regulation of an edition."""
    if material.kind != MaterialPage.Kind.EDITION:
        return material
    return MaterialPage.objects.parent_of(material).get()


def recheck_all() -> int:
    """Look at every work that a question cites; return how many new doubts there are."""
    cited = QuestionCitation.objects.filter(version=F("version__question__current")).values("material")
    works = {work.pk: work for work in (work_of(one) for one in MaterialPage.objects.filter(pk__in=cited))}
    return sum(recheck_citations(work=work) for work in works.values())


def recheck_begun(today: date) -> None:
    """Look at the works of which an edition came into force lately; once a day, whoever asks first."""
    if not cache.add(f"quizzes.citations-rechecked:{today.isoformat()}", True, SWEPT_SECONDS):
        return
    begun = EditionPage.objects.live().filter(
        effective_from__gt=today - timedelta(days=RECENT_DAYS), effective_from__lte=today
    )
    works = {work.pk: work for work in map(work_of, begun)}
    for work in works.values():
        recheck_citations(work=work)
