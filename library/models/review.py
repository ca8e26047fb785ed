"""What stands between a draft and its readers: the last signature, and what editors said of quotations that differ."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState


class SignOffTask(AbstractGroupApprovalTask):
    """签发: the last signature of a workflow, refused while a quotation differs and nobody has said why."""

    class Meta:
        verbose_name = "签发"
        verbose_name_plural = "签发"

    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Approve, or lead back to the text where the quotations wait for an answer."""
        from library.quotations import open_quotations

        if action_name == "approve":
            page = task_state.workflow_state.content_object.get_latest_revision_as_object()
            if open_quotations(page):
                return f"{reverse('wagtailadmin_pages:edit', args=[page.pk])}#text-quotations"
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> str:
        """Say what the task is, where workflows are put together."""
        return "所选组的成员可以签发；引文与原文不一致又没有说明理由的，不能签发。"


class QuotationAnswer(models.Model):
    """Why a quotation that differs from its source is meant to; holds for these words of this page, in any revision.

    `fingerprint` is of the quoted words and of the work they are attributed to.
    """

    page = models.ForeignKey(
        Page, verbose_name="页面", on_delete=models.CASCADE, related_name="quotation_answers"
    )
    fingerprint = models.CharField("引文指纹", max_length=64)
    quoted = models.TextField("引文")
    work = models.CharField("出处", max_length=255)
    reason = models.CharField("理由", max_length=200)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="说明人", on_delete=models.SET_NULL, null=True, blank=True
    )
    answered_at = models.DateTimeField("说明时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "引文说明"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["page", "fingerprint"], name="quotation_is_answered_once"),
        ]

    def __str__(self) -> str:
        return self.reason
