"""The progress of many files that are brought in at once: a page, and the numbers for its script."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from library.bulk_import import delete_batch, resume_batch, stop_batch
from library.errors import LibraryError
from library.models import ImportBatch, ImportFile, LibraryIndexPage
from library.policies import import_policy
from library.tasks import lend_a_hand, run_batch

Outcome = ImportFile.Outcome


@dataclass(frozen=True)
class Progress:
    """Where a batch stands."""

    total: int
    counts: dict[str, int]
    is_stopped: bool
    seconds: int

    @property
    def done(self) -> int:
        """Return how many files are finished with."""
        return self.total - sum(self.counts.get(outcome, 0) for outcome in ImportFile.PENDING)

    @property
    def state(self) -> str:
        """Return running, stopped or done."""
        if self.done == self.total:
            return "done"
        return "stopped" if self.is_stopped else "running"

    @property
    def sentence(self) -> str:
        """Say where it stands; at the end, what came of it."""
        if self.state == "running":
            return f"已处理 {self.done} 个，共 {self.total} 个。"
        if self.state == "stopped":
            return f"已停止：处理了 {self.done} 个，还有 {self.total - self.done} 个没有处理。"
        said = [
            f"{label} {self.counts.get(outcome, 0)}"
            for outcome, label in (
                (Outcome.CREATED, "新建"),
                (Outcome.UPDATED, "更新"),
                (Outcome.UNCHANGED, "未变"),
            )
        ]
        failed = f"失败 {self.counts.get(Outcome.FAILED, 0)}"
        return f"全部处理完：{'，'.join([*said, failed])}，用时 {self.seconds} 秒。"


def progress_of(batch: ImportBatch) -> Progress:
    """Return where `batch` stands."""
    batch.refresh_from_db()
    outcomes = list(batch.files.values_list("outcome", "changed_at"))
    last = max((changed for _, changed in outcomes), default=batch.created_at)
    seconds = max(1, round((last - batch.created_at).total_seconds()))
    return Progress(len(outcomes), dict(Counter(o for o, _ in outcomes)), batch.is_stopped, seconds)


@require_GET
def batch(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Show every file with what became of it."""
    shown = _batch_for(request, batch_id)
    progress = progress_of(shown)
    rows = [_row(file) for file in shown.files.select_related("material")]
    context = {
        "batch": shown,
        "progress": progress,
        "rows": rows,
        "can_retry": shown.files.filter(outcome=Outcome.FAILED).exclude(file="").exists(),
        "warned": [row for row in rows if row["warnings"]],
    }
    return render(request, "library/admin/import_batch.html", context)


@require_POST
def advance(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Move the batch on where no worker does, and say where it stands: JSON for the script, the page for others."""
    moved = _batch_for(request, batch_id)
    lend_a_hand(moved)
    if request.accepts("text/html"):
        return redirect("library_batch", batch_id=batch_id)
    progress = progress_of(moved)
    files = moved.files.select_related("material")
    since = _since(request)
    if since is not None:
        files = files.filter(changed_at__gte=since)
    rows = [_row(file) for file in files]
    latest = moved.files.order_by("-changed_at").values_list("changed_at", flat=True).first()
    return JsonResponse(
        {
            "state": progress.state,
            "done": progress.done,
            "total": progress.total,
            "sentence": progress.sentence,
            "rows": rows,
            "since": latest.isoformat() if latest else "",
        }
    )


@require_POST
def stop(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Stop after the file that is being read."""
    stop_batch(batch=_batch_for(request, batch_id))
    return redirect("library_batch", batch_id=batch_id)


@require_POST
def resume(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Go on, and try again what failed."""
    resumed = _batch_for(request, batch_id)
    resume_batch(batch=resumed)
    run_batch.enqueue(resumed.pk)
    return redirect("library_batch", batch_id=batch_id)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, batch_id: int) -> HttpResponse:
    """Ask, then forget the record of a batch; the texts stay."""
    shown = _batch_for(request, batch_id)
    if request.method == "GET":
        return render(request, "library/admin/import_batch_delete.html", {"batch": shown})
    try:
        delete_batch(batch=shown)
    except LibraryError as error:
        messages.error(request, str(error))
        return redirect("library_batch", batch_id=batch_id)
    messages.success(request, "这一批的导入记录已删除，导入的资料都还在。")
    return redirect("library_import")


def _batch_for(request: HttpRequest, batch_id: int) -> ImportBatch:
    library = LibraryIndexPage.objects.first()
    if library is None or not import_policy.can_import(request.user, library):
        raise PermissionDenied
    return get_object_or_404(ImportBatch, pk=batch_id)


def _since(request: HttpRequest) -> datetime | None:
    try:
        return parse_datetime(request.POST.get("since", ""))
    except ValueError:
        return None


def _row(file: ImportFile) -> dict[str, Any]:
    """Return one file as the page and its script show it."""
    material = file.material
    return {
        "id": file.pk,
        "name": file.name,
        "outcome": file.outcome,
        "label": file.get_outcome_display(),
        "message": file.message,
        "warnings": file.warnings,
        "title": material.title if material else "",
        "url": reverse("wagtailadmin_pages:edit", args=[material.pk]) if material else "",
    }
