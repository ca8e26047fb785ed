"""Writing questions: every change of content is a new version."""

from collections.abc import Sequence

from django.db import transaction
from taggit.models import Tag

from members.models import Member
from quizzes.actions.steps import keep_step, keep_steps
from quizzes.binding.keeping import keep_cited_texts
from quizzes.drafts import QuestionDraft
from quizzes.errors import InvalidQuestion, NotAllowed, StateNotAllowed
from quizzes.grading import unready_fault
from quizzes.models import Question, QuestionBank, QuestionCitation, QuestionTag, QuestionVersion
from quizzes.policies import question_policy
from quizzes.signals import question_approved, question_revised
from quizzes.states import next_states, state_after_revision

BATCH = 500
NO_RIGHT_TO_WRITE = "您没有出题的权限，或者这个题库不归您管，请联系管理员。"
NO_SOURCE = "设为“可用”以前，请写明这道题的出处（哪部文件、第几条）。"
NO_RIGHT_TO_CHANGE = "您没有修改题目的权限，或者这个题库不归您管，请联系管理员。"
# The fields of a version that are asked and marked by.
ASKED = ("stem", "options", "prompts", "answer")


def create_question(
    *, author: Member | None, bank: QuestionBank, draft: QuestionDraft, state: str = Question.State.DRAFT
) -> Question:
    """Store a new question with its first version; see `create_questions`."""
    return create_questions(author=author, bank=bank, drafts=[draft], state=state)[0]


@transaction.atomic
def create_questions(
    *,
    author: Member | None,
    bank: QuestionBank,
    drafts: Sequence[QuestionDraft],
    state: str = Question.State.DRAFT,
) -> list[Question]:
    """Store new questions, all or none, in a fixed number of queries per 500.

    `author` None is the system itself (a command, the demo), which may do everything.

    Raises:
        NotAllowed: the author may not write questions in this bank, or asks to skip the second pair of eyes.
        InvalidQuestion: a draft could not be asked.
    """
    _require(author is None or question_policy.can_add(author, bank), NO_RIGHT_TO_WRITE)
    if state == Question.State.READY:
        _require(author is None, "自己出的题要由另一位同志审核以后才能用，请先设为“待审”。")
    for draft in drafts:
        draft.check()
    questions = Question.objects.bulk_create(
        [Question(bank=bank, kind=draft.kind, state=state) for draft in drafts], batch_size=BATCH
    )
    versions = QuestionVersion.objects.bulk_create(
        [_version(question, 1, draft, author) for question, draft in zip(questions, drafts, strict=True)],
        batch_size=BATCH,
    )
    for question, version in zip(questions, versions, strict=True):
        question.current = version
    Question.objects.bulk_update(questions, ["current"], batch_size=BATCH)
    _store_citations(versions, drafts)
    _store_tags(questions, drafts)
    if state == Question.State.IN_REVIEW and author is not None:
        keep_steps(questions, before="", member=author)
    return questions


@transaction.atomic
def revise_question(*, author: Member, question: Question, draft: QuestionDraft) -> Question:
    """Store `draft` as the question's new version; changes nothing when it says what the current version says.

    Attempts keep the version they were started with. A usable question with other words or another key, or without a
    source from now on, waits for review. Tags belong to the question and are replaced.

    Raises:
        NotAllowed: the author may not revise questions.
        InvalidQuestion: the draft could not be asked, or is of another kind.
    """
    draft.check()
    locked = Question.objects.select_for_update().get(pk=question.pk)
    _require(question_policy.can_change(author, locked), NO_RIGHT_TO_CHANGE)
    if draft.kind != locked.kind:
        raise InvalidQuestion([f"这道题是{locked.kind_label()}，题型不能改；请另出一道新题。"])
    locked.tags.set(draft.tags, clear=True)
    locked.save()
    if not _says_the_same(locked, draft):
        latest = locked.versions.order_by("-number").first()
        version = _version(locked, latest.number + 1 if latest else 1, draft, author)
        version.save()
        _store_citations([version], [draft])
        before, reworded = locked.state, is_reworded(locked.current, version) or not draft.citations
        may_publish = question_policy.can_publish(author, locked)
        locked.current = version
        locked.state = state_after_revision(before, may_publish=may_publish, is_reworded=reworded)
        locked.save(update_fields=["current", "state"])
        if locked.state != before or locked.state == Question.State.IN_REVIEW:
            keep_step(locked, before=before, member=author, note=f"改为第 {version.number} 版")
        transaction.on_commit(
            lambda: question_revised.send(sender=Question, question=locked, version=version)
        )
    return locked


@transaction.atomic
def change_question_state(*, member: Member, question: Question, state: str, note: str = "") -> Question:
    """Take `question` to `state` and keep the step on record; asking for the state it is in changes nothing.

    Raises:
        NotAllowed: the member may not revise questions of this bank.
        StateNotAllowed: there is no such step, it takes the right to publish, or it takes a second pair of eyes.
        InvalidQuestion: a question without a source, or an essay without a rubric, cannot be asked.
    """
    locked = Question.objects.select_for_update().get(pk=question.pk)
    _require(question_policy.can_change(member, locked), NO_RIGHT_TO_CHANGE)
    if state == locked.state:
        return locked
    label = Question.State(state).label
    if state not in next_states(locked.state, may_publish=True):
        raise StateNotAllowed(f"题目现在是“{locked.state_label()}”，不能改为“{label}”。")
    if state == Question.State.READY:
        _require_approval(member, locked)
    before, locked.state = locked.state, state
    locked.save(update_fields=["state"])
    keep_step(locked, before=before, member=member, note=note)
    if state == Question.State.READY:
        # While it waited its article may have been amended.
        transaction.on_commit(lambda: question_approved.send(sender=Question, question=locked), robust=True)
    return locked


@transaction.atomic
def send_for_review(*, member: Member, questions: Sequence[Question]) -> list[Question]:
    """Take drafts to 待审 together; return those that were sent. An essay without a rubric stays a draft.

    Raises:
        NotAllowed: the member may not revise one of them.
    """
    # PostgreSQL locks no row that an outer join may leave out, and `current` is such a one.
    locked = Question.objects.select_for_update(of=("self",)).filter(pk__in=[one.pk for one in questions])
    drafts = locked.filter(state=Question.State.DRAFT, current__isnull=False).select_related(
        "current", "bank"
    )
    sent = [one for one in drafts if not unready_fault(one.kind, one.current.answer)]
    for question in sent:
        _require(question_policy.can_change(member, question), NO_RIGHT_TO_CHANGE)
        question.state = Question.State.IN_REVIEW
    Question.objects.bulk_update(sent, ["state"], batch_size=BATCH)
    if sent:
        keep_steps(sent, before=Question.State.DRAFT, member=member)
    return sent


def _require_approval(member: Member, question: Question) -> None:
    if not question_policy.can_publish(member, question):
        raise StateNotAllowed("您没有把题目设为“可用”的权限，请先设为“待审”，由有权限的同志审核。")
    if not question_policy.can_approve(member, question):
        raise StateNotAllowed("这道题是您自己写的，要由另一位同志审核；请先设为“待审”。")
    fault = unready_fault(question.kind, question.current.answer) if question.current else "题目还没有内容。"
    if fault:
        raise InvalidQuestion([fault])
    if question.current and not question.current.citations.exists():
        raise InvalidQuestion([NO_SOURCE])


def is_reworded(before: QuestionVersion | None, after: QuestionVersion) -> bool:
    """Tell whether what is asked, or its key, reads otherwise: what a second pair of eyes has to see."""
    return before is None or any(getattr(before, name) != getattr(after, name) for name in ASKED)


def _require(allowed: bool, message: str) -> None:
    if not allowed:
        raise NotAllowed(message)


def _version(question: Question, number: int, draft: QuestionDraft, author: Member | None) -> QuestionVersion:
    return QuestionVersion(
        question=question,
        number=number,
        stem=draft.stem.strip(),
        options=draft.stored_options(),
        prompts=draft.stored_prompts(),
        answer=draft.stored_answer(),
        explanation=draft.explanation.strip(),
        difficulty=draft.difficulty,
        created_by=author,
    )


def _says_the_same(question: Question, draft: QuestionDraft) -> bool:
    current = question.current
    if current is None:
        return False
    wanted = _version(question, current.number, draft, None)
    fields = (*ASKED, "explanation", "difficulty")
    cited = [(one.material_id, one.address, one.quote) for one in current.citations.order_by("pk")]
    return all(getattr(current, name) == getattr(wanted, name) for name in fields) and cited == [
        one.key() for one in draft.citations
    ]


def _store_citations(versions: Sequence[QuestionVersion], drafts: Sequence[QuestionDraft]) -> None:
    rows = [
        QuestionCitation(version=version, material=cited.material, address=cited.address, quote=cited.quote)
        for version, draft in zip(versions, drafts, strict=True)
        for cited in draft.citations
    ]
    keep_cited_texts(QuestionCitation.objects.bulk_create(rows, batch_size=BATCH))


def _store_tags(questions: Sequence[Question], drafts: Sequence[QuestionDraft]) -> None:
    names = sorted({name for draft in drafts for name in draft.tags})
    tags = {name: _tag(name) for name in names}
    rows = [
        QuestionTag(content_object=question, tag=tags[name])
        for question, draft in zip(questions, drafts, strict=True)
        for name in dict.fromkeys(draft.tags)
    ]
    QuestionTag.objects.bulk_create(rows, batch_size=BATCH)


def _tag(name: str) -> Tag:
    found: Tag = Tag.objects.filter(name__iexact=name).first() or Tag.objects.create(name=name)
    return found
