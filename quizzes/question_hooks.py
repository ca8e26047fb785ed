"""Questions in the admin: search and filters of the list, duplicating, history, and the offer to correct marks."""

from collections.abc import Iterator
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from taggit.models import Tag
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, HistoryView, IndexView, UsageView

from library.models import MaterialPage
from members.requests import is_number
from quizzes import question_views
from quizzes.actions import has_outdated_marks
from quizzes.binding.hooks import CitingCreateView
from quizzes.binding.quotes import cited_now
from quizzes.models import Question, QuestionBank, QuestionCitation, QuestionTag
from quizzes.policies import bank_policy, question_policy
from quizzes.querysets import QuestionQuerySet
from quizzes.question_forms import content_of


def _banks(request: HttpRequest | None) -> Any:
    return bank_policy.visible_to(request.user) if request else QuestionBank.objects.none()


def _tags(request: HttpRequest | None) -> Any:
    return Tag.objects.filter(pk__in=QuestionTag.objects.values("tag")).order_by("name")


def _cited(request: HttpRequest | None) -> Any:
    return MaterialPage.objects.filter(pk__in=QuestionCitation.objects.values("material")).order_by("title")


class QuestionFilterSet(WagtailFilterSet):
    """By kind, state, bank, tag and cited text."""

    bank = django_filters.ModelChoiceFilter(label="题库", queryset=_banks)
    tag = django_filters.ModelChoiceFilter(label="标签", queryset=_tags, field_name="tagged_items__tag")
    cited = django_filters.ModelChoiceFilter(
        label="出处", queryset=_cited, field_name="current__citations__material", distinct=True
    )

    class Meta:
        model = Question
        fields = ("kind", "state", "bank", "tag", "cited")


class QuestionIndexView(IndexView):
    """The bank as a list; the search box looks into the stem, the tags and the cited texts."""

    def search_queryset(self, queryset: QuestionQuerySet) -> QuestionQuerySet:
        """Return questions with every word somewhere."""
        for word in (self.search_query or "").split():
            queryset = queryset.matching(word)
        return queryset


class QuestionCreateView(CitingCreateView):
    """A new question; `?copy=…` fills the form with what another one says, and nothing is stored until it is saved."""

    def get_form_kwargs(self) -> dict[str, Any]:
        """Take the question to duplicate from the address of the page."""
        kwargs: dict[str, Any] = super().get_form_kwargs()
        copied = self.request.GET.get("copy", "")
        visible = question_policy.visible_to(self.request.user).select_related("current")
        source = visible.filter(pk=copied).first() if is_number(copied) else None
        if source is None or source.current is None:
            return kwargs
        cited = source.current.citations.select_related("material").order_by("pk").first()
        initial = {
            "bank": source.bank_id,
            "kind": source.kind,
            "question_tags": source.tags.all(),
            **content_of(source.kind, source.current),
            **(cited_now(cited) if cited else {}),
        }
        return {**kwargs, "initial": {**(kwargs.get("initial") or {}), **initial}}


class ReachableEditView(EditView):
    """Editing within the banks one may write in; elsewhere nothing is shown."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse a question of a bank that is not this user's, and the bank itself."""
        bank = self.object.bank if isinstance(self.object, Question) else self.object
        if not bank_policy.can_edit(request.user, bank):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response


class ReachableHistoryView(HistoryView):
    """What Wagtail logged of a question or a bank within reach."""

    def get_object(self) -> Any:
        """Return what the page is about."""
        return _within_reach(self.request, super().get_object())


class ReachableUsageView(UsageView):
    """Where a question or a bank within reach is used."""

    def get_object(self) -> Any:
        """Return what the page is about."""
        return _within_reach(self.request, super().get_object())


def _within_reach(request: HttpRequest, found: Question | QuestionBank) -> Question | QuestionBank:
    policy: Any = question_policy if isinstance(found, Question) else bank_policy
    if not policy.visible_to(request.user).filter(pk=found.pk).exists():
        raise Http404
    return found


class QuestionEditView(ReachableEditView):
    """A question; after a change of its key the correction of marks already given is offered."""

    def save_action(self) -> Any:
        """Save, and say when marks were given by another key."""
        response = super().save_action()
        question = self.object
        user = self.request.user
        if not question_policy.can_publish(user, question) or not has_outdated_marks(question):
            return response
        if question_policy.can_regrade(user, question):
            url = reverse("quizzes_regrade", args=[question.pk])
            messages.warning(
                self.request,
                "答案和以前交的卷用的不一样。要不要按新答案重新评分，由您决定；先看看谁的得分会变。",
                buttons=[messages.button(url, "看看谁的得分会变")],
            )
        else:
            messages.warning(
                self.request,
                "答案和以前交的卷用的不一样。新答案经另一位同志审核通过以后，可以在题目列表点“重新评分”。",
            )
        return response


@hooks.register("register_admin_urls")
def question_urls() -> list[URLPattern]:
    """Add the pages about one question."""
    return [
        path(
            "quizzes/questions/<int:question_id>/history/",
            question_views.history,
            name="quizzes_question_history",
        ),
        path("quizzes/questions/<int:question_id>/regrade/", question_views.regrade, name="quizzes_regrade"),
    ]


@hooks.register("register_snippet_listing_buttons")
def question_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Put 复制, 历史 and 重新评分 beside each question in the list."""
    if not isinstance(snippet, Question):
        return
    add = reverse("wagtailsnippets_quizzes_question:add")
    if question_policy.can_add(user):
        yield Button("复制", f"{add}?copy={snippet.pk}", icon_name="copy", priority=25)
    if question_policy.can_change(user):
        history = reverse("quizzes_question_history", args=[snippet.pk])
        yield Button("历史", history, icon_name="history", priority=26)
        regrade = reverse("quizzes_regrade", args=[snippet.pk])
        yield Button("重新评分", regrade, icon_name="resubmit", priority=27)


@hooks.register("insert_editor_js")
def question_form_script() -> SafeString:
    """Let fields a kind has no use for step aside."""
    return format_html('<script type="module" src="{}"></script>', static("quizzes/admin/question_form.js"))
