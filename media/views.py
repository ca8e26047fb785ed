"""The way up for large files: begin, send pieces, go on after a cut, and hear at once what the file is."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from media.captions import say_clock
from media.errors import BadUpload, MediaError
from media.models import Upload
from media.policies import can_upload
from media.probing import BadMedia, probe
from media.uploading import PIECE_BYTES, append_piece, begin_upload, drop_upload, require_complete, uploads_of

View = Callable[..., HttpResponse]


def _for_uploaders(view: View) -> View:
    """Let in who may upload, and answer what is refused with one sentence."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return JsonResponse({"error": "请先登录，再上传文件。"}, status=403)
        if not can_upload(request.user):
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except MediaError as error:
            return JsonResponse({"error": str(error)}, status=error.status)
        except RequestDataTooBig:
            return JsonResponse({"error": "一段太大了，请刷新页面后重新上传。"}, status=413)

    return guarded


@require_POST
@_for_uploaders
def begin(request: HttpRequest) -> HttpResponse:
    """Begin an upload, or find the one that was cut off; answers where to send the next piece."""
    size = request.POST.get("size", "")
    if not (size.isascii() and size.isdecimal() and len(size) <= 15):
        raise BadUpload
    upload = begin_upload(
        member=request.user, name=request.POST.get("name", ""), size=int(size), now=timezone.now()
    )
    return JsonResponse(_state(upload), status=201)


@require_http_methods(["GET", "PATCH", "DELETE"])
@_for_uploaders
def piece(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    """Say how much is here, take the piece that begins at `Upload-Offset`, or throw the upload away."""
    upload = _own(request, upload_id)
    if request.method == "DELETE":
        drop_upload(upload=upload)
        return HttpResponse(status=204)
    if request.method == "PATCH":
        offset = request.headers.get("Upload-Offset", "")
        if not (offset.isascii() and offset.isdecimal() and len(offset) <= 15):
            raise BadUpload
        upload = append_piece(upload=upload, offset=int(offset), piece=request.body)
    return JsonResponse(_state(upload))


@require_POST
@_for_uploaders
def check(request: HttpRequest, upload_id: uuid.UUID) -> HttpResponse:
    """Look into the whole file and say what it is, or why it is not taken; then it is thrown away."""
    upload = _own(request, upload_id)
    path = require_complete(upload)
    try:
        found = probe(path, name=upload.name)
    except BadMedia as error:
        drop_upload(upload=upload)
        return JsonResponse({"error": str(error)}, status=422)
    kind = "视频" if found.is_video else "音频"
    said = f"{kind}，{say_clock(round(found.duration * 1000))}"
    return JsonResponse({"id": str(upload.pk), "said": said, "notes": list(found.notes)})


def _own(request: HttpRequest, upload_id: uuid.UUID) -> Upload:
    upload = uploads_of(request.user, now=timezone.now()).filter(pk=upload_id).first()
    if upload is None:
        raise Http404("没有这个上传，可能已经过期。")
    return upload


def _state(upload: Upload) -> dict[str, Any]:
    return {
        "id": str(upload.pk),
        "url": reverse("media:piece", args=[upload.pk]),
        "check": reverse("media:check", args=[upload.pk]),
        "received": upload.received,
        "size": upload.size,
        "piece": PIECE_BYTES,
    }
