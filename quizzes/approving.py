"""Sending questions for review, and what becomes of what was sent: the state of a question decides, the workflow follows."""

from collections.abc import Sequence

from django.db import transaction
from wagtail.models import TaskState

from members.models import Member
from quizzes.errors import QuizError
from quizzes.models import Question, QuestionApproval, QuestionApprovalItem
from quizzes.policies import question_policy

__all__ = ["may_approve_all", "open_approval", "settle_all", "settle_item"]

BATCH = 500
Outcome = QuestionApprovalItem.Outcome
OUTCOMES = {Question.State.READY: Outcome.APPROVED, Question.State.DRAFT: Outcome.RETURNED}


@transaction.atomic
def open_approval(questions: Sequence[Question], *, member: Member) -> QuestionApproval:
    """Send questions that are 待审 through the workflow together; what they were sent in before is superseded."""
    for question in questions:
        settle_item(question, member=member)
    approval = QuestionApproval.objects.create(asked_by=member, live=False)
    QuestionApprovalItem.objects.bulk_create(
        [
            QuestionApprovalItem(approval=approval, question=one, version_id=one.current_id)
            for one in questions
        ],
        batch_size=BATCH,
    )
    workflow = approval.get_workflow()
    if workflow is not None:
        approval.save_revision(user=member)
        workflow.start(approval, member)
    return approval


def settle_item(question: Question, *, member: Member | None) -> None:
    """Record what became of a question that was sent, and end its workflow when it was the last that waited."""
    waiting = QuestionApprovalItem.objects.filter(question=question, outcome=Outcome.WAITING)
    for item in waiting.select_related("approval"):
        item.outcome = OUTCOMES.get(Question.State(question.state), Outcome.SUPERSEDED)
        item.save(update_fields=["outcome"])
        _end_when_done(item.approval, member)


def may_approve_all(user: Member, approval: QuestionApproval) -> bool:
    """Tell whether `user` may approve every question of it that waits, and there is one."""
    waiting = [item.question for item in _waiting(approval)]
    return bool(waiting) and question_policy.can_approve_all(user, waiting)


def settle_all(approval: QuestionApproval, *, member: Member, approve: bool, note: str) -> None:
    """Take every question of it that waits to 可用, or back to 草稿, each by the same verb as alone.

    One that is refused stays as it is and goes on waiting; the page of what was sent says why.
    """
    from quizzes.actions import change_question_state

    state = Question.State.READY if approve else Question.State.DRAFT
    with transaction.atomic():
        for item in _waiting(approval):
            try:
                change_question_state(member=member, question=item.question, state=state, note=note)
            except QuizError:
                continue


def _waiting(approval: QuestionApproval) -> list[QuestionApprovalItem]:
    rows = approval.items.filter(outcome=Outcome.WAITING, question__state=Question.State.IN_REVIEW)
    return list(rows.select_related("question__bank", "question__current"))


def _end_when_done(approval: QuestionApproval, member: Member | None) -> None:
    if approval.items.filter(outcome=Outcome.WAITING).exists():
        return
    state = approval.current_workflow_state
    task_state = state.current_task_state if state else None
    if task_state is None or task_state.status != TaskState.STATUS_IN_PROGRESS:
        return
    if approval.items.filter(outcome=Outcome.APPROVED).exists():
        task_state.specific.approve(user=member)
    else:
        state.cancel(user=member)
