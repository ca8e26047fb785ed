"""送审 in the admin: what waits, one by one with key and source, and sending or approving many from the list."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.panels import ObjectList, Panel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.views.snippets import SnippetViewSet

from quizzes.actions import change_question_state, send_for_review
from quizzes.errors import QuizError
from quizzes.models import Question, QuestionApproval
from quizzes.policies import question_policy
from quizzes.wording import in_words

NOT_SENT = "不是“待审”的题，请先送审。"


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


class QuestionBulkAction(SnippetBulkAction):
    """One step for many questions; each is asked for alone, and what is refused stays as it is."""

    models: ClassVar[list[type[Question]]] = [Question]
    template_name = "quizzes/admin/bulk.html"

    def check_perm(self, snippet: Question) -> bool:
        """Tell whether this question is the user's to move."""
        return question_policy.can_change(self.request.user, snippet)


class SendBulkAction(QuestionBulkAction):
    """送审."""

    display_name = "送审"
    action_type = "send"
    aria_label = "把选中的题目送审"
    action_priority = 10

    @classmethod
    def execute_action(cls, objects: Any, self: Any = None, **kwargs: Any) -> tuple[int, int]:
        """Send them together."""
        sent = send_for_review(member=self.request.user, questions=list(objects))
        return len(sent), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many."""
        return f"送审了 {num_parent_objects} 道草稿；已经在用或停用的没有动，缺评分要点的简答也没有送。"


class ApproveBulkAction(QuestionBulkAction):
    """审核通过."""

    display_name = "审核通过"
    action_type = "approve"
    aria_label = "审核通过选中的题目"
    action_priority = 11
    refused: Counter[str]

    @classmethod
    def execute_action(cls, objects: Any, self: Any = None, **kwargs: Any) -> tuple[int, int]:
        """Approve those this user may approve."""
        done, self.refused = 0, Counter()
        for question in objects:
            if question.state != Question.State.IN_REVIEW:
                self.refused[NOT_SENT] += 1
                continue
            try:
                change_question_state(member=self.request.user, question=question, state=Question.State.READY)
            except QuizError as error:
                self.refused[str(error)] += 1
            else:
                done += 1
        return done, 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Say how many, and of the others why not."""
        reasons = "".join(f"{count} 道没有动：{reason}" for reason, count in self.refused.most_common())
        return f"审核通过了 {num_parent_objects} 道题。{reasons}"


for action in (SendBulkAction, ApproveBulkAction):
    hooks.register("register_bulk_action", action)
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
