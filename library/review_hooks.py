"""The editor's desk for texts under review: progress of imports, what stands beside a text, answers to quotations."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.models import Page

from library import batch_views, quotations, text_views
from library.prose import has_prose
from members.requests import MemberRequest

URLS: list[URLPattern] = [
    path("import/batches/<int:batch_id>/", batch_views.batch, name="library_batch"),
    path("import/batches/<int:batch_id>/advance/", batch_views.advance, name="library_batch_advance"),
    path("import/batches/<int:batch_id>/stop/", batch_views.stop, name="library_batch_stop"),
    path("import/batches/<int:batch_id>/resume/", batch_views.resume, name="library_batch_resume"),
    path("import/batches/<int:batch_id>/delete/", batch_views.delete, name="library_batch_delete"),
    path("text-review/", text_views.text_review, name="library_text_review"),
    path("passages/", text_views.passages, name="library_passages"),
]


@hooks.register("insert_editor_js")
def text_script() -> SafeString:
    """Let the text and what stands beside it talk to each other."""
    return format_html('<script type="module" src="{}"></script>', static("library/text.js"))


@hooks.register("insert_global_admin_css")
def text_style() -> SafeString:
    """Bring the columns of the text panel; Wagtail's editor has no hook for a style of its own."""
    return format_html('<link rel="stylesheet" href="{}">', static("library/text.css"))


@hooks.register("after_create_page")
def keep_answers(request: MemberRequest, page: Page) -> None:
    """Store the reasons given for quotations of a page that had no number before (see `QuotingForm.save`)."""
    reasons = quotations.reasons_in(request.POST)
    if reasons and has_prose(page):
        draft = page.get_latest_revision_as_object()
        quotations.answer_quotations(page=draft, reasons=reasons, by=request.user)


@hooks.register("before_bulk_action")
def hold_back_unanswered(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Publish none of several pages while a quotation of one differs and nobody has said why."""
    if action_type != "publish" or request.method != "POST":
        return None
    for page in objects:
        draft = page.specific.get_latest_revision_as_object()
        if has_prose(draft) and (waiting := quotations.open_quotations(draft)):
            messages.error(request, f"《{draft.title}》没有发布：{quotations.refusal(waiting)}")
            return redirect("wagtailadmin_pages:edit", page.pk)
    return None
