"""Going on with an import that was interrupted: what is in already, and what a killed run left undone."""

import hashlib
import io
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command

from library.citing import settle_names
from library.extraction import MAX_BYTES
from library.importing import ImportRun
from library.models import EditionPage, MaterialPage, SourceDocument
from library.structure import rejoin_lines


def is_in_already(path: Path, *, kind: str, run: ImportRun) -> bool:
    """Tell, without reading the text, whether exactly this file is what a page was last made of.

    The title it brings in is claimed all the same, so that another file of the run does not take it.
    """
    if path.stat().st_size > MAX_BYTES:
        return False
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    for source in SourceDocument.objects.filter(sha256=digest):
        if source.kind != (source.metadata.get("kind") or kind):
            continue
        page = MaterialPage.objects.filter(source_document=source).select_related("latest_revision").first()
        if page is not None and _is_current(page, source, run):
            _claim(page.specific, source, run, path.name)
            return True
    return False


def _is_current(page: MaterialPage, source: SourceDocument, run: ImportRun) -> bool:
    if page.latest_revision is None or page.latest_revision.content.get("source_document") != source.pk:
        return False
    shown = page.live and (page.kind != MaterialPage.Kind.EDITION or page.get_parent().live)
    return shown or not run.publish


def _claim(page: MaterialPage, source: SourceDocument, run: ImportRun, name: str) -> None:
    day = page.effective_from if isinstance(page, EditionPage) else None
    text, _joined = rejoin_lines(source.text)
    run.seen.setdefault((source.kind, page.title, day), (name, text))


@contextmanager
def remembered() -> Iterator[None]:
    """Leave a note while search and references are behind the texts; a run that is killed leaves it lying."""
    note = _note()
    note.touch()
    yield
    note.unlink(missing_ok=True)


def recover() -> bool:
    """Make up for what a killed run left undone; return whether there was one."""
    note = _note()
    if not note.exists():
        return False
    settle_names(list(MaterialPage.objects.live().exclude(kind=MaterialPage.Kind.EDITION).specific()))
    # What it cannot repair, or an index that is another server's, is for the nightly check to say.
    with suppress(SystemExit, CommandError):
        call_command("check_search_index", repair=True, stdout=io.StringIO())
    note.unlink(missing_ok=True)
    return True


@contextmanager
def interrupted_by_terminate() -> Iterator[None]:
    """Let a polite request to end interrupt as Ctrl-C does, after which the run still settles and reports."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _note() -> Path:
    return Path(settings.PRIVATE_ROOT).parent / "import-unfinished"
