"""What an editor cannot delete, because somebody's answers hang on it, and what to do instead."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import DeleteView

from quizzes.models import Question, QuestionBank, QuizPage
from quizzes.policies import bank_policy


def why_kept(instance: Model) -> str:
    """Return why `instance` stays, as a sentence; empty when it may go."""
    if isinstance(instance, Question):
        return "题目不能删除，以前的答卷还要用它；不再出的题，请把状态改为“停用”。"
    if isinstance(instance, QuizPage) and instance.attempts.exists():
        return f"“{instance}”已经有人答过，不能删除；请改为“取消发布”，党员就看不到了。"
    if isinstance(instance, QuestionBank) and instance.questions.exists():
        return f"题库“{instance}”里还有题目，不能删除。"
    return ""


class KeepingPolicy(ModelPermissionPolicy):
    """The usual rights, within the banks one may write in; nothing that is kept can be deleted, alone or with others."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        """Tell whether `user` may do this to `instance`."""
        allowed: bool = super().user_has_permission_for_instance(user, action, instance)
        bank = instance.bank if isinstance(instance, Question) else instance
        if allowed and action == "change" and isinstance(bank, QuestionBank) and bank.pk:
            return bank_policy.can_edit(user, bank)
        return allowed and not (action == "delete" and why_kept(instance))


class KeepingDeleteView(DeleteView):
    """Deleting, with the reason where it cannot be."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go back to the list when the object is kept."""
        reason = why_kept(self.object)
        if reason and self.user_has_permission("delete"):
            messages.error(request, reason)
            return redirect(self.index_url_name)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response
