"""The editor's desk for papers: the list of quizzes, statistics, printing, and what keeps a quiz from being deleted."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageStatusColumn, PageTitleColumn
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from quizzes import admin_views, print_views
from quizzes.keeping import why_kept
from quizzes.models import QuizPage
from quizzes.papers.checking import faults_of
from quizzes.papers.plans import plans_in
from quizzes.policies import question_policy, quiz_policy


class QuizListing(PageListingViewSet):
    """“测验” in the menu: every quiz in one list."""

    model = QuizPage
    name = "quiz_pages"
    icon = "form"
    menu_label = "测验"
    menu_order = 240
    add_to_admin_menu = True
    list_filter = ("kind", "topic", "live")
    columns = (
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="标题", sort_key="title"),
        Column("kind_label", label="类型"),
        Column("audience", label="受众"),
        DateColumn("opens_at", label="开始"),
        DateColumn("closes_at", label="截止"),
        PageStatusColumn("status", label="状态", sort_key="live"),
    )


@hooks.register("register_admin_viewset")
def quiz_listing() -> QuizListing:
    """Put the list of quizzes into the menu."""
    return QuizListing()


@hooks.register("register_admin_urls")
def paper_urls() -> list[URLPattern]:
    """Add the pages around a paper."""
    return [
        path("quizzes/<int:quiz_id>/statistics/", admin_views.quiz_statistics, name="quiz_statistics"),
        path("quizzes/<int:quiz_id>/paper/", print_views.printed, {"with_key": False}, name="quiz_paper"),
        path("quizzes/<int:quiz_id>/key/", print_views.printed, {"with_key": True}, name="quiz_key"),
        path(
            "quizzes/<int:quiz_id>/paper.docx", print_views.word, {"with_key": False}, name="quiz_paper_word"
        ),
        path("quizzes/<int:quiz_id>/key.docx", print_views.word, {"with_key": True}, name="quiz_key_word"),
        path("quizzes/draws/count/", admin_views.count_draw, name="quiz_draw_count"),
    ]


@hooks.register("register_page_header_buttons")
def paper_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Put “打印试卷” and “答题统计” on the page of a quiz."""
    if not isinstance(page, QuizPage) or not page.pk:
        return
    if quiz_policy.can_print(user, page):
        yield Button("打印试卷", url=reverse("quiz_paper", args=[page.pk]), icon_name="print", priority=15)
    if question_policy.can_change(user):
        yield Button(
            "答题统计", url=reverse("quiz_statistics", args=[page.pk]), icon_name="table", priority=16
        )


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Put the same beside each quiz in a list."""
    yield from paper_buttons(page, user, "listing", next_url)


@hooks.register("before_delete_page")
def keep_answered_quiz(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to delete a quiz somebody took, or the place of such quizzes."""
    return _refuse(request, [page])


@hooks.register("before_bulk_action")
def keep_answered_quizzes(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Refuse the same for many at once."""
    pages = [one for one in objects if isinstance(one, Page)]
    return _refuse(request, pages) if action_type == "delete" and pages else None


@hooks.register("before_bulk_action")
def publish_only_whole_papers(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> HttpResponse | None:
    """Refuse to publish many at once when one of them is a paper that cannot be made: the form would have said so."""
    quizzes = [one.specific for one in objects if isinstance(one, Page)] if action_type == "publish" else []
    for quiz in quizzes:
        if not isinstance(quiz, QuizPage):
            continue
        drafted = quiz.get_latest_revision_as_object()
        for fault in faults_of(plans_in(drafted), drafted.organization):
            messages.error(request, f"没有发布：测验“{drafted.title}”{fault}")
            return redirect("wagtailadmin_pages:edit", quiz.pk)
    return None


def _refuse(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    for page in pages:
        for quiz in QuizPage.objects.descendant_of(page, inclusive=True):
            reason = why_kept(quiz)
            if reason:
                messages.error(request, reason)
                return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None


@hooks.register("insert_editor_js")
def draw_count_script() -> SafeString:
    """Count, in the editor, the questions each draw may take."""
    script = static("quizzes/admin/draws.js")
    address = reverse("quiz_draw_count")
    return format_html('<script type="module" src="{}" data-draw-count="{}"></script>', script, address)
