"""Many questions at once, from the list: sending, approving, and deleting as far as anything may be deleted."""

from collections import Counter
from functools import reduce
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django.http import QueryDict
from django.shortcuts import get_list_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from quizzes.actions import change_question_state, send_for_review
from quizzes.errors import QuizError
from quizzes.models import Question, QuestionBank
from quizzes.policies import bank_policy, question_policy
from quizzes.querysets import QuestionQuerySet
from quizzes.question_hooks import QuestionFilterSet

NOT_SENT = "不是“待审”的题，请先送审。"


class WithinReach(SnippetBulkAction):
    """Many at once, of what the user may see: “all” means the list as it was filtered, and nothing else is named."""

    def get_all_objects_in_listing_query(self, parent_id: Any) -> Any:
        """Return the ids of everything in the list the user came from."""
        return self._listed().values_list("pk", flat=True)

    def get_actionable_objects(self) -> Any:
        """Return what may be moved, and of the rest what the user may see."""
        objects, rest = super().get_actionable_objects()
        seen = set(self._visible().values_list("pk", flat=True))
        rest["items_with_no_access"] = [one for one in rest["items_with_no_access"] if one.pk in seen]
        return objects, rest

    def _visible(self) -> Any:
        policy = question_policy if self.model is Question else bank_policy
        return policy.visible_to(self.request.user)

    def _listed(self) -> Any:
        if self.model is not Question:
            return self._visible()
        asked = QueryDict(urlsplit(self.next_url).query)
        found = QuestionFilterSet(asked, self._visible(), request=self.request).qs
        return reduce(QuestionQuerySet.matching, asked.get("q", "").split(), found)


class QuestionBulkAction(WithinReach):
    """One step for many questions; each is asked for alone, and what is refused stays as it is."""

    models: ClassVar[list[type[Question]]] = [Question]
    template_name = "quizzes/admin/bulk.html"

    @classmethod
    def get_queryset(cls, model: type[Question], object_ids: Any) -> Any:
        """Load what the page shows of each at once."""
        return get_list_or_404(model.objects.select_related("current", "bank"), pk__in=object_ids)

    def check_perm(self, snippet: Question) -> bool:
        """Tell whether this question is the user's to move."""
        return snippet.bank_id in self._banks

    @cached_property
    def _banks(self) -> set[int]:
        user = self.request.user
        if not question_policy.can_change(user):
            return set()
        return set(bank_policy.editable_by(user).values_list("pk", flat=True))

    def object_context(self, snippet: Question) -> dict[str, Any]:
        """Return what the page shows of one; whoever may move it may open it."""
        return {
            "item": snippet,
            "edit_url": reverse("wagtailsnippets_quizzes_question:edit", args=[snippet.pk]),
        }


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


class DeleteWithinReach(WithinReach, DeleteBulkAction):
    """Wagtail's own, which keeps what `KeepingPolicy` keeps, without naming what is out of sight."""

    models: ClassVar[list[type[Any]]] = [Question, QuestionBank]


for action in (SendBulkAction, ApproveBulkAction):
    hooks.register("register_bulk_action", action)
# After Wagtail's, whose place it takes.
hooks.register("register_bulk_action", DeleteWithinReach, order=1)
