"""导入、导出题目 at the desk."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages

from library.downloading import file_response
from members.requests import MemberRequest
from quizzes.binding.access import for_revisers, for_writers
from quizzes.binding.forms import ExportForm, UploadForm
from quizzes.binding.importing import PASTED, keep_upload, preview, start_import
from quizzes.binding.tasks import import_upload
from quizzes.errors import InvalidQuestion, NotAllowed, UnreadableQuestions
from quizzes.exporting import rows_of
from quizzes.formats import find_unwritable, write_rows, write_template
from quizzes.models import QuestionUpload

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {
    "xlsx": XLSX,
    "gift": "text/plain; charset=utf-8",
    "moodlexml": "application/xml",
    "json": "application/json",
}
SUFFIXES = {"xlsx": "xlsx", "gift": "gift", "moodlexml": "xml", "json": "json"}
RECENT = 10


@require_http_methods(["GET", "POST"])
@for_writers
def import_questions(request: MemberRequest) -> HttpResponse:
    """Take a file or pasted words, and go on to what was understood of them."""
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        name, data = form.content()
        try:
            # A bank that was only named is not made for a file nobody can read.
            with transaction.atomic():
                upload = keep_upload(
                    member=request.user,
                    bank=form.bank(),
                    name=name,
                    data=data,
                    format=form.cleaned_data["format"],
                )
        except UnreadableQuestions as error:
            form.add_error("text" if name == PASTED else "file", str(error))
        else:
            return redirect("quizzes_import_shown", upload_id=upload.pk)
    recent = QuestionUpload.objects.filter(created_by=request.user).select_related("bank")[:RECENT]
    return render(request, "quizzes/admin/import.html", {"form": form, "recent": recent})


@require_GET
@for_writers
def import_shown(request: MemberRequest, upload_id: int) -> HttpResponse:
    """Show what was understood, or what came of it."""
    upload = _own(request, upload_id)
    context: dict[str, Any] = {"upload": upload}
    if upload.state == QuestionUpload.State.WAITING:
        try:
            context["preview"] = preview(upload)
        except (UnreadableQuestions, NotAllowed) as error:
            context["problem"] = str(error)
    return render(request, "quizzes/admin/import_shown.html", context)


@require_POST
@for_writers
def import_confirmed(request: MemberRequest, upload_id: int) -> HttpResponse:
    """Bring it in; asked twice it is done once."""
    upload = _own(request, upload_id)
    if start_import(upload=upload, skip_bad="skip_bad" in request.POST):
        import_upload.enqueue(upload.pk)
    return redirect("quizzes_import_shown", upload_id=upload.pk)


@require_GET
@for_writers
def import_template(request: MemberRequest) -> HttpResponse:
    """Hand out the workbook to fill in."""
    return file_response(write_template(), "题目模板.xlsx", XLSX)


@require_GET
@for_revisers
def export_questions(request: MemberRequest) -> HttpResponse:
    """Ask which bank and format, or hand out the file."""
    form = ExportForm(request.GET or None, user=request.user)
    if not form.is_valid():
        return render(request, "quizzes/admin/export.html", {"form": form})
    bank, format = form.cleaned_data["bank"], form.cleaned_data["format"]
    rows = rows_of(bank)
    if faults := find_unwritable(rows, format):
        messages.error(request, f"没有导出：{faults[0].message}")
        return redirect("quizzes_export")
    try:
        data = write_rows(rows, format)
    except InvalidQuestion as error:
        messages.error(request, f"没有导出：{error}")
        return redirect("quizzes_export")
    return file_response(data, f"{bank.name}.{SUFFIXES[format]}", TYPES[format])


def _own(request: MemberRequest, upload_id: int) -> QuestionUpload:
    uploads = QuestionUpload.objects.filter(created_by=request.user).select_related("bank")
    upload = get_object_or_404(uploads, pk=upload_id)
    # The same member, whose rights were asked already.
    upload.created_by = request.user
    return upload
