"""Handing out a file of the private storage once a policy has agreed.

In production the bytes come from the web server (X-Accel-Redirect) or from object storage (a signed address), both of
which know ranges. Only a developer's machine reads the file itself.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.http import StreamingHttpResponse as Streaming

# No file has more bytes than eighteen digits count; a longer number is nobody's range.
RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$", re.ASCII)
PIECE = 64 * 1024


def hand_over(request: HttpRequest, storage: Storage, name: str, *, content_type: str) -> HttpResponseBase:
    """Answer with the file `name` of `storage`."""
    path = _local_path(storage, name)
    if path is None:
        return HttpResponseRedirect(storage.url(name))
    if settings.MEDIA_ACCEL_PREFIX:
        response: HttpResponseBase = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = f"{settings.MEDIA_ACCEL_PREFIX.rstrip('/')}/{quote(name)}"
    else:
        response = _ranged(request, path, content_type)
    response["Cache-Control"] = "private, max-age=3600"
    response["Accept-Ranges"] = "bytes"
    return response


def _local_path(storage: Storage, name: str) -> Path | None:
    try:
        return Path(storage.path(name))
    except NotImplementedError:
        # What Django's `Storage.path` raises, by contract, where files lie on no disk of this machine (object storage).
        return None


def _ranged(request: HttpRequest, path: Path, content_type: str) -> HttpResponseBase:
    """Answer with the whole file or the one range that was asked for (RFC 9110, section 14)."""
    size = path.stat().st_size
    asked = RANGE.match(request.headers.get("Range", ""))
    if asked is None or asked.groups() == ("", ""):
        return FileResponse(path.open("rb"), content_type=content_type)
    start, end = _bounds(asked, size)
    if start > end or start >= size:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = Streaming(_pieces(path.open("rb"), start, end), status=206, content_type=content_type)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end - start + 1)
    return response


def _bounds(asked: re.Match[str], size: int) -> tuple[int, int]:
    first, last = asked.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _pieces(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = end - start + 1
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
