"""Making the zip of a bag: pages that open from a USB stick without a server, and the files they lead to."""

import hashlib
import logging
import re
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import File
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from library.models import MaterialPage, MicroLecturePage, PocketBookFile, PocketBookIssue
from library.models.source import private_storage
from library.pocketbooks.issuing import file_of
from library.pocketbooks.making import make as make_book_file
from library.pocketbooks.printing.form import Format
from library.rendering import RenderedText, render
from library.structure import parse
from media.captions import write_vtt
from quizzes.models import AttemptItem, QuestionVersion
from quizzes.papers.ordering import option_order
from quizzes.sheet import line
from study.bookbags.contents import Contents, Paper, gather
from study.bookbags.zipping import Zip, pieces
from study.errors import BagChanged, BookOfBagNotMade
from study.models import BagPack

logger = logging.getLogger(__name__)

BOOK_FORMS = (Format.EPUB, Format.PDF, Format.LARGE_PRINT)
STYLE = "study/bookbags/pack.css"
ADDRESS = re.compile(r'href="#([^"]+)/"')


@dataclass(frozen=True)
class Entry:
    """A line of the index page: what it is, and the files it leads to as (label, path)."""

    kind: str
    title: str
    note: str
    links: tuple[tuple[str, str], ...]


def make(pack: BagPack) -> None:
    """Make and keep the zip, telling the browser how far it is; a fault ends as a sentence on the record."""
    try:
        contents = gather(pack.bag)
        if contents.digest != pack.digest:
            raise BagChanged
        with TemporaryFile() as target:
            _write(contents, target, pack)
            _keep(pack, target)
    except (BagChanged, BookOfBagNotMade) as error:
        _tell(pack, state=BagPack.State.FAILED, stage="", error=str(error))
    except Exception:
        _tell(
            pack,
            state=BagPack.State.FAILED,
            stage="",
            error="压缩包没有做成，请稍后再试；再不成，请把书袋的名称告诉管理员。",
        )
        raise


def _write(contents: Contents, target: IO[bytes], pack: BagPack) -> None:
    zipped = Zip(target)
    entries = []
    for number, one in enumerate(contents.things, 1):
        percent = 5 + 85 * (number - 1) // len(contents.things)
        _tell(pack, state=BagPack.State.BUILDING, percent=percent, stage=f"第 {number} 份")
        entries.append(_add(zipped, f"{number:02d}", one.thing, one.note))
    context = {"bag": contents.bag, "entries": entries, "left_out": contents.left_out}
    zipped.write("index.html", render_to_string("study/bookbags/pack/index.html", context))
    zipped.write("style.css", _style())
    zipped.close()


def _add(zipped: Zip, number: str, thing: Any, note: str) -> Entry:
    if isinstance(thing, Paper):
        return _add_paper(zipped, number, thing, note)
    if isinstance(thing, PocketBookIssue):
        return _add_book(zipped, number, thing, note)
    if isinstance(thing, MicroLecturePage):
        return _add_lecture(zipped, number, thing, note)
    return _add_text(zipped, number, thing, note)


def _add_text(zipped: Zip, number: str, text: MaterialPage, note: str) -> Entry:
    path = f"texts/{number}.html"
    rendered = render(parse(text.body), base="#")
    context = {"material": text, "text": _on_its_own(rendered), "title": text.title}
    zipped.write(path, render_to_string("study/bookbags/pack/text.html", context))
    kind = MaterialPage.Kind.REGULATION.label if text.kind == MaterialPage.Kind.EDITION else text.kind_label
    return Entry(kind, text.title, note, (("读原文", path),))


def _on_its_own(rendered: RenderedText) -> RenderedText:
    """Make an article's link lead to its place on the page: there is no server to ask for its address."""
    return replace(rendered, html=SafeString(ADDRESS.sub(r'href="#\1"', rendered.html)))


def _add_book(zipped: Zip, number: str, issue: PocketBookIssue, note: str) -> Entry:
    links = []
    for form in BOOK_FORMS:
        file = _book_file(issue, form)
        path = f"books/{number}-{form.value}.{form.ending}"
        with private_storage().open(str(file.file.name)) as kept:
            zipped.copy(path, kept)
        links.append((form.label, path))
    return Entry("口袋书", f"{issue.book.title}（第 {issue.number} 版）", note, tuple(links))


def _book_file(issue: PocketBookIssue, form: Format) -> PocketBookFile:
    file = file_of(issue, form)
    if file.state != PocketBookFile.State.READY:
        make_book_file(file)
        file.refresh_from_db()
    if file.state != PocketBookFile.State.READY:
        raise BookOfBagNotMade(issue.book.title, file.error)
    return file


def _add_lecture(zipped: Zip, number: str, lecture: MicroLecturePage, note: str) -> Entry:
    recording = lecture.recording
    name = str(recording.file.name) if recording else ""
    media = f"lectures/{number}.{name.rpartition('.')[2]}"
    with private_storage().open(name) as kept:
        zipped.copy(media, kept)
    captions = getattr(recording, "captions", None)
    lines = captions.lines() if captions else []
    if lines:
        zipped.write(f"lectures/{number}.vtt", write_vtt(lines))
    path = f"lectures/{number}.html"
    context = {
        "lecture": lecture,
        "recording": recording,
        "media": media.partition("/")[2],
        "captions": f"{number}.vtt" if lines else "",
        "lines": lines,
        "title": lecture.title,
    }
    zipped.write(path, render_to_string("study/bookbags/pack/lecture.html", context))
    return Entry("微党课", lecture.title, note, (("看这一课", path),))


def _add_paper(zipped: Zip, number: str, paper: Paper, note: str) -> Entry:
    path = f"quizzes/{number}.html"
    lines = [line(_item(one, place)) for place, one in enumerate(paper.versions, 1)]
    context = {"quiz": paper.quiz, "lines": lines, "title": paper.quiz.title}
    zipped.write(path, render_to_string("study/bookbags/pack/paper.html", context))
    return Entry("自测题", paper.quiz.title, note, (("打开题目，可以打印", path),))


def _item(version: QuestionVersion, place: int) -> AttemptItem:
    """Return a question in its place; the same questions make the same bytes, so options are mixed by their id alone."""
    order = option_order(version.question.kind, version.options, seed=f"bag {version.pk}", shuffle=False)
    return AttemptItem(version=version, position=place, points=1, option_order=order)


def _style() -> bytes:
    found = finders.find(STYLE)
    # Collected files are all a production machine may have.
    return Path(str(found) if found else f"{settings.STATIC_ROOT}/{STYLE}").read_bytes()


def _keep(pack: BagPack, target: IO[bytes]) -> None:
    """Store the bytes under their fingerprint; what is there already is the same file."""
    target.seek(0)
    digest = hashlib.sha256()
    for piece in pieces(target):
        digest.update(piece)
    sha256 = digest.hexdigest()
    size = target.tell()
    target.seek(0)
    storage = private_storage()
    name = f"bags/{sha256[:2]}/{sha256}.zip"
    if not storage.exists(name):
        name = storage.save(name, File(target))
    _tell(
        pack,
        state=BagPack.State.READY,
        percent=100,
        stage="",
        file=name,
        sha256=sha256,
        bytes=size,
    )


def _tell(pack: BagPack, /, **values: Any) -> None:
    BagPack.objects.filter(pk=pack.pk).update(changed_at=timezone.now(), **values)
