"""Files of a session: known by their content, limited in number and size, handed out by the policy only."""

import hashlib
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import PurePath
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from PIL import Image

from members.models import Member
from study.models import SessionFile, StudySession
from study.sessions.errors import BadFile, FileTooBig, TooManyFiles

MAX_MB = 10
MAX_FILES = 10
MAX_PIXELS = 60_000_000
OFFICE = {
    "word/document.xml": ("docx", "wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", "spreadsheetml.sheet"),
    "ppt/presentation.xml": ("pptx", "presentationml.presentation"),
}
IMAGES = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png")}


@transaction.atomic
def keep_file(*, by: Member, session: StudySession, upload: UploadedFile, now: datetime) -> SessionFile:
    """Keep a file of a session; the same bytes twice are one file.

    Raises:
        BadFile: its content is not of a kind kept here, whatever its name says.
        FileTooBig, TooManyFiles: beyond the limits.
    """
    name = PurePath(str(upload.name)).name[-160:]
    if (upload.size or 0) > MAX_MB * 1024 * 1024:
        raise FileTooBig(name, MAX_MB)
    content = upload.read()
    ending, content_type = content_kind(content, name)
    StudySession.objects.select_for_update().get(pk=session.pk)
    sha256 = hashlib.sha256(content).hexdigest()
    known = session.files.filter(sha256=sha256).first()
    if known is not None:
        return known
    if session.files.count() >= MAX_FILES:
        raise TooManyFiles(MAX_FILES)
    kept = SessionFile(
        session=session,
        name=f"{PurePath(name).stem[:150]}.{ending}",
        content_type=content_type,
        bytes=len(content),
        sha256=sha256,
        uploaded_by=by,
        uploaded_at=now,
    )
    kept.file.save(f"{uuid4().hex}.{ending}", ContentFile(content), save=False)
    kept.save()
    return kept


def remove_file(*, file: SessionFile) -> None:
    """Remove a file and, once that is certain, its bytes."""
    storage, stored = file.file.storage, str(file.file.name)
    file.delete()
    transaction.on_commit(lambda: storage.delete(stored))


def content_kind(content: bytes, name: str) -> tuple[str, str]:
    """Return the ending and media type of what `content` is; `name` is only for the sentence.

    Raises:
        BadFile: it is nothing kept here, or does not open.
    """
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return "pdf", "application/pdf"
    if content.startswith(b"PK\x03\x04"):
        return _office(content, name)
    return _image(content, name)


def _office(content: bytes, name: str) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as opened:
            members = set(opened.namelist())
    except zipfile.BadZipFile:
        raise BadFile(name) from None
    if "[Content_Types].xml" in members and not any(one.endswith("vbaProject.bin") for one in members):
        for part, (ending, kind) in OFFICE.items():
            if part in members:
                return ending, f"application/vnd.openxmlformats-officedocument.{kind}"
    raise BadFile(name)


def _image(content: bytes, name: str) -> tuple[str, str]:
    try:
        with Image.open(BytesIO(content), formats=tuple(IMAGES)) as image:
            kind, (width, height) = str(image.format), image.size
            if width * height > MAX_PIXELS:
                raise BadFile(name)
            image.verify()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise BadFile(name) from None
    return IMAGES[kind]
