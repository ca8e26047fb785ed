"""导入文档 in Wagtail's admin: upload, look and correct, save as a draft."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from library.bulk_import import open_batch
from library.errors import LibraryError
from library.extraction import MAX_BYTES, ExtractionError, extract
from library.extraction.errors import TooLarge
from library.import_forms import ParticularsForm, UploadForm, suggest
from library.importing import ImportRun, captured, import_document, is_undated
from library.models import ImportBatch, LibraryIndexPage, MaterialPage, SourceDocument
from library.particulars import gather
from library.policies import import_policy, source_policy
from library.structure import Document, parse, rejoin_lines
from library.tasks import run_batch
from library.text_review import counts, outline
from members.requests import MemberRequest

RECENT_SHOWN = 20
BATCHES_SHOWN = 5


@require_http_methods(["GET", "POST"])
def upload(request: MemberRequest) -> HttpResponse:
    """Take files; a single text goes straight on to be looked at, several are brought in one after the other."""
    library = _require_import(request)
    may_publish = library.permissions_for_user(request.user).can_publish_subpage()
    form = UploadForm(request.POST or None, request.FILES or None, may_publish=may_publish)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            return _look_at(request, form) if form.is_one_text else _bring_in_together(request, form)
        except (ExtractionError, LibraryError) as error:
            problems.append(str(error))
    recent = SourceDocument.objects.filter(uploaded_by=request.user).defer("text")
    context = {
        "form": form,
        "problems": problems,
        "batches": ImportBatch.objects.annotate(size=Count("files"))[:BATCHES_SHOWN],
        "recent": recent.prefetch_related("materials")[:RECENT_SHOWN],
    }
    return render(request, "library/admin/import_upload.html", context, status=422 if problems else 200)


def _look_at(request: MemberRequest, form: UploadForm) -> HttpResponse:
    (file,) = form.cleaned_data["documents"]
    source = _keep(request, file, form.cleaned_data["kind"])
    return redirect("library_import_review", source_id=source.pk)


def _bring_in_together(request: MemberRequest, form: UploadForm) -> HttpResponse:
    data = form.cleaned_data
    batch = open_batch(
        files=data["documents"],
        kind=data["kind"],
        topic=data["topic"],
        publish=data.get("publish", False),
        by=request.user,
    )
    run_batch.enqueue(batch.pk)
    return redirect("library_batch", batch_id=batch.pk)


@require_http_methods(["GET", "POST"])
def review(request: MemberRequest, source_id: int) -> HttpResponse:
    """Show outline, warnings and text side by side; read it anew, or save it as a draft page."""
    _require_import(request)
    source = get_object_or_404(SourceDocument, pk=source_id)
    if request.method == "GET":
        text, _joined = rejoin_lines(source.text)
        document = parse(text)
        form = ParticularsForm(initial=suggest(source, text, document), source_document=source)
        return _review_page(request, source, form, document)
    form = ParticularsForm(request.POST, source_document=source)
    document = parse(request.POST.get("text", ""))
    if "save" not in request.POST or not form.is_valid():
        return _review_page(request, source, form, document)
    run = ImportRun(by=request.user, reviewed=True)
    try:
        imported = import_document(
            source=source, text=form.cleaned_data["text"], particulars=form.particulars(), run=run
        )
    except LibraryError as error:
        form.add_error(None, str(error))
        return _review_page(request, source, form, document)
    messages.success(request, f"《{imported.page.title}》已存为草稿，核对后可以发布。")
    if is_undated(form.particulars()):
        messages.warning(request, "没有读到施行日期，暂时填了今天，请在“日期”里改成实际的施行日期再发布。")
    return redirect("wagtailadmin_pages:edit", imported.page.pk)


@require_GET
def download_source(request: HttpRequest, material_id: int) -> FileResponse:
    """Hand out the captured original of a material, as a download that no browser will run."""
    material = MaterialPage.objects.filter(pk=material_id).select_related("source_document").first()
    if material is None or material.source_document is None:
        raise Http404("没有这份原始文件。")
    if not source_policy.can_view(request.user, material):
        raise PermissionDenied
    source = material.source_document
    return FileResponse(
        source.file.open("rb"),
        as_attachment=True,
        filename=source.filename,
        content_type="application/octet-stream",
    )


def _require_import(request: HttpRequest) -> LibraryIndexPage:
    library = LibraryIndexPage.objects.first()
    if library is None or not import_policy.can_import(request.user, library):
        raise PermissionDenied
    return library


def _keep(request: MemberRequest, file: UploadedFile, kind: str) -> SourceDocument:
    name = (file.name or "未命名")[:255]
    # Refused before a byte is read into memory.
    if (file.size or 0) > MAX_BYTES:
        raise TooLarge(name, limit=MAX_BYTES // 1024 // 1024)
    data = file.read()
    extracted = extract(data, name)
    text, _joined = rejoin_lines(extracted.text)
    gather_or_title(extracted, parse(text), name, kind)
    with captured(data=data, name=name, extracted=extracted, kind=kind, by=request.user) as source:
        return source


def gather_or_title(extracted: Any, document: Document, name: str, kind: str) -> None:
    """Refuse what has no prose; a missing title can be typed on the next page.

    Raises:
        NoBody, BadDate: with the sentence to show.
    """
    titled = {**extracted.metadata}
    if not (titled.get("title") or document.title or extracted.title_hint):
        extracted.metadata = {**titled, "title": name}
    try:
        gather(extracted, document, name=name, kind=kind)
    finally:
        extracted.metadata = titled


def _review_page(
    request: HttpRequest, source: SourceDocument, form: ParticularsForm, document: Document
) -> HttpResponse:
    context = {
        "source": source,
        "form": form,
        "outline": outline(document),
        "warnings": document.warnings,
        "counts": counts(document),
        "particulars": [field for field in form if field.name not in ("text", "replace")],
    }
    return render(request, "library/admin/import_review.html", context)
