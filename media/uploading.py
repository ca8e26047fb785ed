"""Taking large files in pieces: begin, append where the last piece ended, check. What is cut off goes on later."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from media.errors import BadUpload, Incomplete, TooBig, TooManyUploads, WrongPlace
from media.models import Upload
from media.policies import User

PIECE_BYTES = 2 * 1024 * 1024
KEPT = timedelta(hours=24)
AT_ONCE = 10
MEGABYTE = 1024 * 1024


def limit_bytes() -> int:
    """Return how large a recording may be."""
    return settings.RECORDING_MAX_MB * MEGABYTE


def uploads_of(user: User, *, now: datetime) -> QuerySet[Upload]:
    """Return the uploads `user` may see and go on with: their own, not expired."""
    if not user.is_authenticated:
        return Upload.objects.none()
    return Upload.objects.filter(member_id=user.pk, expires_at__gt=now)


@transaction.atomic
def begin_upload(*, member: User, name: str, size: int, now: datetime) -> Upload:
    """Begin to take a file, or go on with the same one (name and size) begun earlier.

    Raises:
        BadUpload, TooBig, TooManyUploads: with a sentence for the sender.
    """
    name = Path(name.replace("\\", "/")).name[:255]
    if not name or "\0" in name or size <= 0:
        raise BadUpload
    if size > limit_bytes():
        raise TooBig(name, settings.RECORDING_MAX_MB)
    drop_expired(now=now)
    mine = uploads_of(member, now=now)
    known = mine.filter(name=name, size=size).first()
    if known is not None:
        return known
    if mine.count() >= AT_ONCE:
        raise TooManyUploads
    owner: Any = member.pk
    upload = Upload.objects.create(member_id=owner, name=name, size=size, expires_at=now + KEPT)
    upload.path.parent.mkdir(parents=True, exist_ok=True)
    upload.path.touch()
    return upload


@transaction.atomic
def append_piece(*, upload: Upload, offset: int, piece: bytes) -> Upload:
    """Append a piece that begins at byte `offset`; a piece sent twice is taken once.

    Raises:
        WrongPlace: it begins elsewhere than where the last one ended.
        BadUpload: it is larger than what was announced.
    """
    kept = Upload.objects.select_for_update().get(pk=upload.pk)
    if offset + len(piece) <= kept.received and piece == _bytes_at(kept, offset, len(piece)):
        return kept
    if offset != kept.received:
        raise WrongPlace(kept.received)
    if not piece or len(piece) > PIECE_BYTES or offset + len(piece) > kept.size:
        raise BadUpload
    with kept.path.open("r+b") as file:
        file.seek(offset)
        file.write(piece)
        file.truncate()
    kept.received = offset + len(piece)
    kept.save(update_fields=["received"])
    return kept


def require_complete(upload: Upload) -> Path:
    """Return where the whole file lies.

    Raises:
        Incomplete: some of it is still to come.
    """
    if not upload.is_complete or upload.path.stat().st_size != upload.size:
        raise Incomplete(upload.name)
    return upload.path


def drop_upload(*, upload: Upload) -> None:
    """Throw an upload away with its bytes."""
    path = upload.path
    upload.delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def drop_expired(*, now: datetime) -> None:
    """Throw away what nobody came back for."""
    for upload in Upload.objects.filter(expires_at__lte=now)[:50]:
        drop_upload(upload=upload)


def _bytes_at(upload: Upload, offset: int, length: int) -> bytes:
    with upload.path.open("rb") as file:
        file.seek(offset)
        return file.read(length)
