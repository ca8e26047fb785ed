"""The editor's desk for questions and quizzes."""

from typing import Any

from django.db.models import Model, QuerySet
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.widgets.button import Button
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from quizzes import admin_views
from quizzes.keeping import KeepingDeleteView, KeepingPolicy
from quizzes.models import Question, QuestionBank, Quiz
from quizzes.policies import question_policy
from quizzes.querysets import QuestionQuerySet
from quizzes.question_forms import QuestionForm


class QuestionIndexView(IndexView):
    """The bank as a list; the search box looks into the stem, the tags and the cited texts."""

    def search_queryset(self, queryset: QuestionQuerySet) -> QuestionQuerySet:
        """Return questions with every word somewhere."""
        for word in (self.search_query or "").split():
            queryset = queryset.matching(word)
        return queryset


class QuestionViewSet(SnippetViewSet):
    """Questions; saving is a new version."""

    model = Question
    icon = "help"
    menu_label = "题目"
    index_view_class = QuestionIndexView
    delete_view_class = KeepingDeleteView
    list_display = ("__str__", "kind_label", "state_label", "cited_titles", "bank")
    list_filter = ("kind", "state", "bank")
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
            MultiFieldPanel(
                [FieldPanel("material"), FieldPanel("address"), FieldPanel("quote")],
                heading="出处：考的是哪一句",
            ),
            FieldPanel("explanation"),
            FieldRowPanel([FieldPanel("difficulty"), FieldPanel("step")]),
            FieldPanel("question_tags"),
        ],
        base_form_class=QuestionForm,
    )

    def get_queryset(self, request: Any) -> QuerySet:
        """Load what the list shows at once."""
        return Question.objects.with_content()


class QuestionBankViewSet(SnippetViewSet):
    """Banks."""

    model = QuestionBank
    delete_view_class = KeepingDeleteView
    icon = "folder-inverse"
    menu_label = "题库"
    list_display = ("name", "organization")
    search_backend_name = None
    panels = (FieldPanel("name"), FieldPanel("organization"))


class QuizViewSet(SnippetViewSet):
    """Quizzes: which questions, for whom, when."""

    model = Quiz
    delete_view_class = KeepingDeleteView
    icon = "form"
    menu_label = "测验"
    list_display = (
        "title",
        "kind_label",
        "audience",
        "opens_at",
        "closes_at",
        BooleanColumn("is_published", label="已发布"),
    )
    list_filter = ("kind", "is_published", "topic")
    search_fields = ("title", "intro")
    search_backend_name = None
    panels = (
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("intro"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("topic")]),
        MultiFieldPanel(
            [
                FieldPanel("audience"),
                FieldPanel("organization"),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
            ],
            heading="谁能答，什么时候",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("time_limit_minutes"), FieldPanel("attempts_allowed")]),
                FieldRowPanel([FieldPanel("pass_percent"), FieldPanel("shuffle_options")]),
            ],
            heading="规则",
        ),
        InlinePanel(
            "entries", heading="题目", label="题目", panels=[FieldPanel("question"), FieldPanel("points")]
        ),
        FieldPanel("is_published"),
    )


class AskedGroup(SnippetViewSetGroup):
    """“测验” in the menu."""

    menu_label = "测验"
    menu_icon = "help"
    menu_order = 250
    items = (QuestionViewSet, QuizViewSet, QuestionBankViewSet)


for kept in (Question, QuestionBank, Quiz):
    register_permission_policy(kept, KeepingPolicy(kept))
register_snippet(AskedGroup)


@hooks.register("register_admin_urls")
def statistics_urls() -> list[URLPattern]:
    """Add the report on a quiz's questions."""
    return [path("quizzes/<int:quiz_id>/statistics/", admin_views.quiz_statistics, name="quiz_statistics")]


@hooks.register("register_snippet_listing_buttons")
def statistics_button(snippet: Model, user: Any, next_url: str | None = None) -> list[Button]:
    """Put “答题统计” beside each quiz in the list."""
    if not isinstance(snippet, Quiz) or not question_policy.can_change(user):
        return []
    return [Button("答题统计", reverse("quiz_statistics", args=[snippet.pk]), icon_name="table", priority=50)]
