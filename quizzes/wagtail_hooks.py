"""The editor's desk for questions and quizzes."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from quizzes import approval_hooks, bulk_actions, question_hooks, quiz_hooks
from quizzes.binding import hooks as binding_hooks
from quizzes.choosers import ReachChooserViewSet
from quizzes.keeping import KeepingDeleteView, KeepingPolicy
from quizzes.models import Accommodation, Question, QuestionBank
from quizzes.policies import bank_policy, question_policy
from quizzes.question_forms import QuestionForm
from quizzes.question_hooks import (
    QuestionCreateView,
    QuestionEditView,
    QuestionFilterSet,
    QuestionIndexView,
    ReachableEditView,
    ReachableHistoryView,
    ReachableUsageView,
)


class QuestionViewSet(SnippetViewSet):
    """Questions; saving is a new version."""

    model = Question
    icon = "help"
    menu_label = "题目"
    index_view_class = QuestionIndexView
    add_view_class = QuestionCreateView
    edit_view_class = QuestionEditView
    history_view_class = ReachableHistoryView
    usage_view_class = ReachableUsageView
    delete_view_class = KeepingDeleteView
    chooser_viewset_class = ReachChooserViewSet
    list_display = ("__str__", "kind_label", "state_label", "cited_titles", "bank")
    filterset_class = QuestionFilterSet
    search_fields = ("current__stem",)
    search_backend_name = None
    copy_view_enabled = False
    list_per_page = 50

    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("bank"), FieldPanel("kind")]),
            FieldPanel("stem"),
            FieldPanel("options_text"),
            FieldPanel("answer_text"),
            FieldPanel("rubric_text"),
            MultiFieldPanel(
                [
                    FieldPanel("material"),
                    FieldPanel("address"),
                    FieldPanel("quote"),
                    FieldPanel("adds"),
                    FieldPanel("dropped"),
                    binding_hooks.FindSourcePanel(),
                ],
                heading="出处：考的是哪一句",
            ),
            FieldPanel("explanation"),
            FieldRowPanel([FieldPanel("difficulty"), FieldPanel("step")]),
            FieldPanel("question_tags"),
        ],
        base_form_class=QuestionForm,
    )

    def get_queryset(self, request: Any) -> QuerySet:
        """Load what the list shows at once, of the banks within reach."""
        return question_policy.visible_to(request.user).with_content()


class QuestionBankViewSet(SnippetViewSet):
    """Banks."""

    model = QuestionBank
    edit_view_class = ReachableEditView
    history_view_class = ReachableHistoryView
    usage_view_class = ReachableUsageView
    delete_view_class = KeepingDeleteView
    chooser_viewset_class = ReachChooserViewSet
    icon = "folder-inverse"
    menu_label = "题库"
    list_display = ("name", "organization")
    search_backend_name = None
    panels = (FieldPanel("name"), FieldPanel("organization"))

    def get_queryset(self, request: Any) -> QuerySet:
        """Show the banks within reach."""
        return bank_policy.visible_to(request.user)


class AccommodationViewSet(SnippetViewSet):
    """Extra time and large print."""

    model = Accommodation
    icon = "user"
    menu_label = "答题照顾"
    list_display = ("member", "quiz", "extra_percent", BooleanColumn("large_print", label="大字卷"))
    search_backend_name = None
    panels = (
        FieldPanel("member"),
        FieldPanel("quiz"),
        FieldRowPanel([FieldPanel("extra_percent"), FieldPanel("large_print")]),
    )


class AskedGroup(SnippetViewSetGroup):
    """“题目和题库” in the menu."""

    menu_label = "题目和题库"
    menu_icon = "help"
    menu_order = 250
    items = (QuestionViewSet, approval_hooks.ApprovalViewSet, QuestionBankViewSet, AccommodationViewSet)


for kept in (Question, QuestionBank):
    register_permission_policy(kept, KeepingPolicy(kept))
register_snippet(AskedGroup)

__all__ = ["approval_hooks", "binding_hooks", "bulk_actions", "question_hooks", "quiz_hooks"]
