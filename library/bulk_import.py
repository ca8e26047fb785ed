"""Many files at once: taken in together, brought in one by one, stopped and gone on with at will.

A file is claimed by one statement, brought in with its outcome in one transaction, and claimed again when whoever
claimed it has not been heard of for long. So it does not matter who moves a batch on (a worker, the upload, a browser
that asks how far it is, two of them at once), and a crash loses at most the file that was being read.
"""

import hashlib
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from library import quotations
from library.errors import LibraryError, SameTitle, StillRunning
from library.extraction import MAX_BYTES, ExtractionError, extract, unpack
from library.extraction.errors import TooLarge
from library.importing import ImportRun, captured, edition_day, import_document, is_undated
from library.models import GuidePage, ImportBatch, ImportFile, MaterialPage, TopicPage
from library.particulars import INDEX_NAMES, Particulars, gather, index_title
from library.publishing import publishing_again, publishing_together
from library.structure import parse, rejoin_lines
from members.models import Member

logger = logging.getLogger(__name__)

Outcome = ImportFile.Outcome
ARCHIVE_SUFFIX = ".zip"
GIVEN_UP = timedelta(minutes=10)
ACCIDENT = "“{name}”导入时出了意外，没有导入；请把这个文件交给管理员查看。"


@transaction.atomic
def open_batch(
    *, files: Iterable[UploadedFile], kind: str, topic: TopicPage | None, publish: bool, by: Member
) -> ImportBatch:
    """Take the files in, those inside a zip one by one; what cannot be taken is noted with its sentence."""
    batch = ImportBatch.objects.create(kind=kind, topic=topic, publish=publish, created_by=by)
    for file in files:
        name = file.name or "未命名"
        if (file.size or 0) > MAX_BYTES:
            # Refused before a byte is read into memory.
            _refuse(batch, name, TooLarge(name, limit=MAX_BYTES // 1024 // 1024))
        elif name.lower().endswith(ARCHIVE_SUFFIX):
            _take_archive(batch, name, file.read())
        else:
            _take(batch, name, file.read())
    return batch


def advance_batch(*, batch: ImportBatch, seconds: float) -> int:
    """Bring files in until `seconds` are over or none is left, at least one; return how many were done."""
    ends = time.monotonic() + seconds
    done = 0
    with publishing_together():
        while (file := _claim(batch)) is not None:
            _bring_in(file)
            done += 1
            if time.monotonic() >= ends:
                break
    return done


def stop_batch(*, batch: ImportBatch) -> None:
    """Leave the files alone that have not been taken up yet."""
    ImportBatch.objects.filter(pk=batch.pk).update(is_stopped=True)


def resume_batch(*, batch: ImportBatch) -> None:
    """Go on with what is left, and try again what failed and is still there to be tried."""
    ImportBatch.objects.filter(pk=batch.pk).update(is_stopped=False, moved_at=timezone.now())
    batch.files.filter(outcome=Outcome.FAILED).exclude(file="").update(
        outcome=Outcome.WAITING, message="", changed_at=timezone.now()
    )


@transaction.atomic
def delete_batch(*, batch: ImportBatch) -> None:
    """Forget a batch with the files it still keeps; the texts it brought in stay.

    Raises:
        StillRunning: files of it are being brought in.
    """
    fresh = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    pending = fresh.files.filter(outcome__in=ImportFile.PENDING)
    if pending.filter(outcome=Outcome.WORKING).exists() or (pending.exists() and not fresh.is_stopped):
        raise StillRunning
    fresh.delete()


def _take(batch: ImportBatch, name: str, data: bytes) -> ImportFile:
    row = ImportFile(batch=batch, position=batch.files.count(), name=name[-400:])
    digest = hashlib.sha256(data).hexdigest()[:16]
    row.file.save(f"{batch.pk}-{row.position}-{digest}.bin", ContentFile(data), save=True)
    return row


def _take_archive(batch: ImportBatch, name: str, data: bytes) -> None:
    taken: list[ImportFile] = []
    try:
        for member, content in unpack(data, name):
            taken.append(_take(batch, member, content))
    except ExtractionError as error:
        # A zip that turns out bad in the middle is refused whole.
        for row in taken:
            row.delete()
        _refuse(batch, name, error)


def _refuse(batch: ImportBatch, name: str, error: Exception) -> None:
    position = batch.files.count()
    ImportFile.objects.create(
        batch=batch, position=position, name=name[-400:], outcome=Outcome.FAILED, message=str(error)[:400]
    )


def _claim(batch: ImportBatch) -> ImportFile | None:
    """Return the next file for whoever asks, and for nobody else."""
    now = timezone.now()
    free = Q(outcome=Outcome.WAITING) | Q(outcome=Outcome.WORKING, changed_at__lt=now - GIVEN_UP)
    while True:
        row = ImportFile.objects.filter(free, batch_id=batch.pk, batch__is_stopped=False).first()
        if row is None:
            return None
        mine = ImportFile.objects.filter(pk=row.pk, outcome=row.outcome, changed_at=row.changed_at)
        if mine.update(outcome=Outcome.WORKING, changed_at=now):
            ImportBatch.objects.filter(pk=batch.pk).update(moved_at=now)
            if row.outcome == Outcome.WORKING:
                _catch_up(batch)
            return ImportFile.objects.select_related("batch__topic", "batch__created_by").get(pk=row.pk)


def _catch_up(batch: ImportBatch) -> None:
    """Make search and references follow what a killed run brought in: it had no time to do so."""
    brought = MaterialPage.objects.filter(
        pk__in=batch.files.exclude(material=None).values("material"), live=True
    )
    publishing_again(list(brought.specific()))


@dataclass
class _BatchRun(ImportRun):
    """A run that goes on over many requests: who brought in which title stands with the files."""

    row: ImportFile | None = None

    def claim(self, particulars: Particulars, name: str, text: str) -> None:
        """Note that this file brings in this title.

        Raises:
            SameTitle: another file of the batch already did, with another text.
        """
        row = self.row
        if row is None:
            return
        row.claim = f"{particulars.kind}|{particulars.title}|{edition_day(particulars) or ''}"[:300]
        row.digest = hashlib.sha256("\n".join(text.strip().splitlines()).encode()).hexdigest()
        others = ImportFile.objects.filter(batch_id=row.batch_id, claim=row.claim).exclude(pk=row.pk)
        other = others.exclude(digest=row.digest).exclude(outcome=Outcome.FAILED).first()
        if other is not None:
            raise SameTitle(name, particulars.title, PurePosixPath(other.name).name)


def _bring_in(row: ImportFile) -> None:
    """Bring one file in and note what came of it; a fault of one is no fault of the others."""
    name = PurePosixPath(row.name).name
    try:
        _import(row, name)
    except (ExtractionError, LibraryError) as error:
        _fail(row, str(error))
    except OSError:
        _fail(row, f"“{name}”读不了，请重新上传后再导入。")
    except Exception:
        logger.exception("import of %s failed", row.name)
        _fail(row, ACCIDENT.format(name=name))


def _import(row: ImportFile, name: str) -> None:
    batch = row.batch
    with row.file.open("rb") as kept:
        data = kept.read()
    extracted = extract(data, name)
    text, _joined = rejoin_lines(extracted.text)
    document = parse(text)
    topic = batch.topic.slug if batch.topic else ""
    particulars = gather(extracted, document, name=name, kind=batch.kind, topic=topic, whole=_whole(row))
    waiting = _waiting_quotations(particulars, text) if batch.publish else 0
    undated = is_undated(particulars)
    run = _BatchRun(by=batch.created_by, publish=batch.publish and not waiting and not undated, row=row)
    with captured(
        data=data, name=name, extracted=extracted, kind=particulars.kind, by=batch.created_by
    ) as source:
        imported = import_document(source=source, text=text, particulars=particulars, run=run)
        row.outcome, row.material, row.warnings = imported.outcome, imported.page, len(document.warnings)
        row.message = _why_a_draft(waiting, undated=undated)
        row.save()
    # The original is kept with the page from now on.
    row.file.delete(save=True)


def _why_a_draft(waiting: int, *, undated: bool) -> str:
    said = f"有 {waiting} 处引文与原文不一致，先存成了草稿，请打开核对后再发布。" if waiting else ""
    if undated:
        said += "没有读到施行日期，暂时填了导入的日子，先存成了草稿，请改成实际的施行日期再发布。"
    return said


def _whole(row: ImportFile) -> str:
    """Return the title of the work whose parts stand in this file's folder, "" when no page names it.

    That page may have been brought in before, and then only what it brought in is known.
    """
    folder = PurePosixPath(row.name).parent
    names = [str(folder / name) for name in INDEX_NAMES]
    index = ImportFile.objects.filter(batch_id=row.batch_id, name__in=names).exclude(pk=row.pk).first()
    if index is None:
        return ""
    if not index.file:
        return index.claim.split("|")[1] if index.claim else ""
    try:
        with index.file.open("rb") as kept:
            return index_title(extract(kept.read(), index.name).text)
    except ExtractionError:
        return ""


def _waiting_quotations(particulars: Particulars, text: str) -> int:
    """Return how many quotations of a text that is not a page yet differ from their sources."""
    page = GuidePage(title=particulars.title, body=text)
    day = particulars.published_on or particulars.effective_from
    return len(quotations.check_quotations(quotations.with_values(page, {"published_on": day})))


def _fail(row: ImportFile, sentence: str) -> None:
    ImportFile.objects.filter(pk=row.pk).update(
        outcome=Outcome.FAILED, message=sentence[:400], changed_at=timezone.now()
    )
