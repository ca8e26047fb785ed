"""送审 in the admin: what waits, one by one with key and source."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.panels import ObjectList, Panel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet

from quizzes.models import QuestionApproval
from quizzes.policies import question_policy
from quizzes.wording import in_words


class ApprovalPolicy(ModelPermissionPolicy):
    """Looking at what waits is for those who revise questions; nobody adds, publishes or deletes such an object by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Tell whether `user` may do this to any of them."""
        return action in ("change", "view") and question_policy.can_change(user)

    def user_has_any_permission(self, user: Any, actions: Sequence[str]) -> bool:
        """Tell whether `user` may do one of these."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Tell whether `user` may do this to it."""
        return self.user_has_permission(user, action)


class SentPanel(Panel):
    """The questions that were sent, each with its key, its source and what became of it."""

    class BoundPanel(Panel.BoundPanel):
        """One approval's questions."""

        template_name = "quizzes/admin/sent.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """Load the questions this user may see."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            visible = question_policy.visible_to(self.request.user)
            items = self.instance.items.filter(question__in=visible).select_related(
                "question__bank", "version", "version__created_by"
            )
            context["rows"] = [
                {"item": item, "key": _key(item.question.kind, item.version)}
                for item in items.prefetch_related("version__citations__material")
                if item.version
            ]
            return context


def _key(kind: str, version: Any) -> str:
    return in_words(kind, version.prompts, version.options, version.answer)


class ApprovalViewSet(SnippetViewSet):
    """送审."""

    model = QuestionApproval
    icon = "clipboard-list"
    menu_label = "送审"
    list_display = ("__str__", "waiting_count", "asked_at")
    copy_view_enabled = False
    search_backend_name = None
    edit_handler = ObjectList([SentPanel(heading="送审的题目")])


register_permission_policy(QuestionApproval, ApprovalPolicy(QuestionApproval))


@hooks.register("register_permissions")
def marking_permissions() -> Any:
    """Offer the right to mark everybody's written answers on the page of a group."""
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(content_type__app_label="quizzes", codename="mark_essay")


# What is approved or sent back are the questions; the object that carries them is neither saved nor published by hand.
BY_HAND = {
    "action-save",
    "action-delete",
    "action-submit",
    "action-publish",
    "action-restart-workflow",
    "action-cancel-workflow",
}


@hooks.register("construct_snippet_action_menu")
def only_the_workflow(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Leave only 通过 and 退回 on the page of what was sent."""
    if context.get("model") is QuestionApproval:
        menu_items[:] = [item for item in menu_items if item.name not in BY_HAND]
