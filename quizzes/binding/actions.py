"""Verbs of binding: settle a doubt, link a source, keep a draft."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from django.db import transaction
from django.db.models import F, Prefetch, QuerySet
from django.utils import timezone

from library.models import MaterialPage, Provision
from members.models import Member
from quizzes.actions import change_question_state, create_questions, revise_question
from quizzes.actions.steps import keep_step, keep_steps
from quizzes.binding.keeping import keep_cited_texts, words_of
from quizzes.binding.library_texts import Sources
from quizzes.binding.matching import Asked, Idea
from quizzes.binding.quotes import quote_now
from quizzes.drafts import Cited, QuestionDraft
from quizzes.errors import NotAllowed, QuizError
from quizzes.models import (
    CitedText,
    Question,
    QuestionBank,
    QuestionCitation,
    QuestionVersion,
    SourceProposal,
    SourceSearch,
    StaleCitation,
)
from quizzes.policies import question_policy

BATCH = 500
Outcome = StaleCitation.Outcome


class NothingToConfirm(QuizError):
    """The provision is gone, so nothing can be confirmed."""

    def __init__(self) -> None:
        super().__init__("现行版本里找不到这一条，不能直接确认；请修改题目、换一个出处，或停用。")


def draft_of(question: Question, citations: Sequence[Cited]) -> QuestionDraft:
    """Return the question as it reads now, citing `citations`."""
    version = question.current
    names = {one.name for one in fields(QuestionDraft)} - {"kind", "tags", "citations"}
    content: dict[str, Any] = {name: getattr(version, name) for name in names if hasattr(version, name)}
    tags = tuple(question.tags.names())
    return QuestionDraft(kind=question.kind, tags=tags, citations=tuple(citations), **content)


@transaction.atomic
def confirm_question(*, member: Member, question: Question) -> Question:
    """Say that a doubted question is still right: its citations move to what holds now, in a new version.

    Usable again when `member` may publish; otherwise it waits for review. A question without open doubts is left alone.

    Raises:
        NotAllowed: the member may not revise questions.
        NothingToConfirm: a cited provision is gone.
    """
    locked = Question.objects.select_for_update().get(pk=question.pk)
    if not question_policy.can_change(member, locked):
        raise NotAllowed("您没有修改题目的权限，或者这个题库不归您管，请联系管理员。")
    doubts = {one.citation_id: one for one in locked.stale_citations.filter(settled_at=None)}
    if not doubts or locked.current is None:
        return locked
    cited = [
        _moved(one, doubts.get(one.pk))
        for one in locked.current.citations.select_related("material").order_by("pk")
    ]
    draft = draft_of(locked, cited)
    confirmed = revise_question(author=member, question=locked, draft=draft)
    if confirmed.state == Question.State.STALE:
        # The same edition was corrected and the words cited are still there: nothing in the version changes.
        _keep_anew(confirmed)
        may_publish = question_policy.can_publish(member, locked)
        confirmed.state = Question.State.READY if may_publish else Question.State.IN_REVIEW
        confirmed.save(update_fields=["state"])
        keep_step(confirmed, before=Question.State.STALE, member=member, note="确认仍然正确")
    _settle(locked, member, Outcome.CONFIRMED)
    return confirmed


def _moved(cited: QuestionCitation, doubt: StaleCitation | None) -> Cited:
    if doubt is None:
        return Cited(cited.material, cited.address, cited.quote)
    provision = (
        Provision.objects.filter(material_id=doubt.material_id, address=doubt.address)
        .select_related("material")
        .first()
    )
    if provision is None:
        raise NothingToConfirm
    return Cited(provision.material, provision.address, quote_now(cited.quote, words_of(provision)))


def _keep_anew(question: Question) -> None:
    citations = list(QuestionCitation.objects.filter(version=question.current_id))
    CitedText.objects.filter(citation__in=citations).delete()
    keep_cited_texts(citations)


@transaction.atomic
def retire_question(*, member: Member, question: Question) -> Question:
    """Take a doubted question out of use.

    Raises:
        NotAllowed: the member may not revise questions.
        StateNotAllowed: there is no such step.
    """
    retired = change_question_state(member=member, question=question, state=Question.State.RETIRED)
    _settle(retired, member, Outcome.RETIRED)
    return retired


def settle_revised(*, question: Question, member: Member | None = None) -> int:
    """End the doubts about citations that the question's current version no longer makes."""
    open_doubts = StaleCitation.objects.filter(question=question, settled_at=None)
    outdated = open_doubts.exclude(citation__version=F("question__current"))
    return outdated.update(outcome=Outcome.REVISED, settled_at=timezone.now(), settled_by=member)


def _settle(question: Question, member: Member, outcome: str) -> None:
    open_doubts = question.stale_citations.filter(settled_at=None)
    open_doubts.update(outcome=outcome, settled_at=timezone.now(), settled_by=member)


def _require_change(member: Member) -> None:
    if not question_policy.can_change(member):
        raise NotAllowed("您没有修改题目的权限，请联系管理员。")


def uncited(bank: QuestionBank) -> QuerySet:
    """Return the current versions of a bank's questions in use that cite nothing."""
    versions = QuestionVersion.objects.filter(
        pk=F("question__current"), question__bank=bank, citations__isnull=True
    )
    return versions.exclude(question__state=Question.State.RETIRED).select_related("question")


@transaction.atomic
def search_sources(*, versions: Sequence[QuestionVersion], known: Sources) -> list[SourceSearch]:
    """Look for the source of each version and store what was found; what was looked for before is replaced."""
    SourceSearch.objects.filter(version__in=versions).delete()
    now = timezone.now()
    searches = SourceSearch.objects.bulk_create(
        [SourceSearch(version=version, looked_at=now) for version in versions], batch_size=BATCH
    )
    proposals = [
        SourceProposal(
            search=search,
            rank=rank,
            material_id=material,
            address=address,
            quote=found.sentence,
            confidence=found.confidence,
        )
        for search in searches
        for rank, (found, material, address) in enumerate(known.propose(asked_of(search.version)), 1)
    ]
    SourceProposal.objects.bulk_create(proposals, batch_size=BATCH)
    return searches


def asked_of(version: QuestionVersion) -> Asked:
    """Return a version as it is searched for."""
    kind = version.question.kind
    # What a choice is searched by are its right options; of a matching both sides stand in the source.
    texts = [*version.prompts, *version.options] if kind == Question.Kind.MATCHING else version.options
    return Asked(kind, version.stem, texts, version.answer)


@transaction.atomic
def accept_proposals(*, member: Member | None, proposals: Sequence[SourceProposal]) -> int:
    """Link each proposal's provision to its question; what cites something by now is left alone.

    The version stays: its words do not change, and papers already answered gain the source. A usable question linked by
    somebody who may not publish waits for review. `member` None is the system itself.

    Raises:
        NotAllowed: the member may not revise questions.
    """
    if member is not None:
        _require_change(member)
    chosen = {one.search.version_id: one for one in proposals}
    # Locked first and looked at then: somebody else may have linked them while this one waited.
    versions = QuestionVersion.objects.select_for_update().filter(pk__in=chosen).order_by("pk")
    locked = list(versions.values_list("pk", "question_id"))
    cited = set(QuestionCitation.objects.filter(version__in=chosen).values_list("version_id", flat=True))
    free = [(pk, question) for pk, question in locked if pk not in cited]
    made = [
        QuestionCitation(
            version_id=pk,
            material_id=chosen[pk].material_id,
            address=chosen[pk].address,
            quote=chosen[pk].quote,
        )
        for pk, _question in free
    ]
    keep_cited_texts(QuestionCitation.objects.bulk_create(made, batch_size=BATCH))
    if member is not None and not question_policy.can_publish(member):
        ready = Question.objects.select_for_update().filter(
            pk__in=[question for _pk, question in free], state=Question.State.READY
        )
        waiting = list(ready)
        for one in waiting:
            one.state = Question.State.IN_REVIEW
        Question.objects.bulk_update(waiting, ["state"], batch_size=BATCH)
        keep_steps(waiting, before=Question.State.READY, member=member, note="接上了出处")
    return len(made)


def best_above(bank: QuestionBank, threshold: float) -> list[SourceProposal]:
    """Return the first proposals of a bank's uncited questions that are at least as sure as `threshold`."""
    found = SourceProposal.objects.filter(
        search__version__in=uncited(bank), search__is_set_aside=False, rank=1, confidence__gte=threshold
    )
    return list(found.select_related("search"))


def set_aside(*, member: Member, search: SourceSearch) -> None:
    """Say that none of the proposals is the source.

    Raises:
        NotAllowed: the member may not revise questions.
    """
    _require_change(member)
    SourceSearch.objects.filter(pk=search.pk).update(is_set_aside=True)


def keep_drafts(
    *, member: Member, bank: QuestionBank, material: MaterialPage, address: str, ideas: Sequence[Idea]
) -> list[Question]:
    """Store drafted questions as 草稿, each citing its sentence.

    Raises:
        NotAllowed: the member may not write questions.
        InvalidQuestion: a draft could not be asked.
    """
    drafts = [
        QuestionDraft(
            kind=idea.kind,
            stem=idea.stem,
            answer=idea.answer,
            explanation=f"原文：{idea.quote}",
            citations=(Cited(material, address, idea.quote),),
        )
        for idea in ideas
    ]
    return create_questions(author=member, bank=bank, drafts=drafts)


def proposals_first() -> Prefetch:
    """Return how to load the proposals of searches with their texts."""
    return Prefetch("proposals", SourceProposal.objects.select_related("material").order_by("rank"))
