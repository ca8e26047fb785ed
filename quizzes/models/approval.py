"""送审: questions that wait for a second pair of eyes, as one object that goes through a Wagtail workflow."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db import models
from wagtail.models import DraftStateMixin, RevisionMixin, Task, TaskState, WorkflowMixin

from quizzes.models.question import Question, QuestionVersion


class QuestionApproval(WorkflowMixin, DraftStateMixin, RevisionMixin, models.Model):
    """Questions somebody sent for review together; what the workflow approves is their use, not this object."""

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="送审人", on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField("送审时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "送审的题目"
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.asked_by}送审的 {self.items.count()} 道题"

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> None:
        """Mark it finished; the questions themselves were approved by the task, one by one."""
        type(self).objects.filter(pk=self.pk).update(live=True, has_unpublished_changes=False)

    @admin.display(description="还在等")
    def waiting_count(self) -> int:
        """Return how many of its questions still wait."""
        return self.items.filter(outcome=QuestionApprovalItem.Outcome.WAITING).count()


class QuestionApprovalItem(models.Model):
    """One question of it, in the version that was sent."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "待审"
        APPROVED = "approved", "通过"
        RETURNED = "returned", "退回"
        SUPERSEDED = "superseded", "另行处理"

    approval = models.ForeignKey(
        QuestionApproval, verbose_name="送审", on_delete=models.CASCADE, related_name="items"
    )
    question = models.ForeignKey(
        Question, verbose_name="题目", on_delete=models.CASCADE, related_name="approvals"
    )
    version = models.ForeignKey(
        QuestionVersion, verbose_name="版本", on_delete=models.CASCADE, null=True, related_name="+"
    )
    outcome = models.CharField("结果", max_length=20, choices=Outcome, default=Outcome.WAITING, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "送审的题"
        ordering = ["approval", "pk"]

    def __str__(self) -> str:
        return f"{self.question}（{self.get_outcome_display()}）"


class SecondPairOfEyesTask(Task):
    """题目审核: whoever may publish questions of the banks concerned, except who wrote any of them."""

    class Meta:
        verbose_name = verbose_name_plural = "题目审核"

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        """Return 通过 and 退回 for those who may approve every question that waits."""
        from quizzes.approving import may_approve_all

        if not may_approve_all(user, obj):
            return []
        return [("approve", "全部通过", False), ("reject", "全部退回", True)]

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Take every question that waits to 可用, or back to 草稿; the last one ends the task."""
        from quizzes.approving import settle_all

        approval = task_state.workflow_state.content_object
        settle_all(approval, member=user, approve=action_name == "approve", note=kwargs.get("comment", ""))

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet:
        """Return what waits for somebody who may publish questions; what they wrote themselves has no actions."""
        if not user.has_perm("quizzes.publish_question"):
            return TaskState.objects.none()
        return TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS, task=self.task_ptr)

    @classmethod
    def get_description(cls) -> str:
        """Say what the task is, where workflows are put together."""
        return "能把题目设为可用的同志都可以审，出题的人不能审自己的题。"
