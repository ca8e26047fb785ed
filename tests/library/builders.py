"""Texts, files and pages the library's tests share; every word of them is invented."""

import io
import zipfile
from datetime import date
from typing import Any

import docx
from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler
from wagtail.models import Page, PageViewRestriction

from library.extraction import extract
from library.importing import ImportRun, captured, import_document
from library.models import (
    LibraryIndexPage,
    MaterialPage,
    Provision,
    RegulationPage,
    SourceDocument,
    TopicPage,
)
from library.particulars import gather
from library.structure import int_to_chinese, parse
from members.models import Member

RULES = """学习管理规定（示例）

（2024年6月20日通过）

第一章　总则

第一条　为了规范学习，制定本规定。

第二条　学习坚持下列原则：

（一）经常；

（二）到人；

（三）管用。

第二章　组织

第三条　支部每季度安排一次集中学习，缺席的应当补课。

补课由支部书记安排，一个月内完成。

第四条　本规定自2024年9月1日起施行。
"""

SPEECH = """在学习座谈会上的讲话（示例）

同志们：

一、学习为了什么

学习是为了把事情办好，办好事情要靠大家一起出力。

二、怎样学习

一是读原文，一字一句地读。

二是问自己，一条一条地问。
"""

PLAIN = """一段没有结构的话（示例）

村里的图书室每天晚上开门，老人和孩子都可以来读书。

读完的书放回原处，登记在门口的本子上。
"""


def long_rules(articles: int, *, title: str = "长规定（示例）", word: str = "学习") -> str:
    """Return a regulation of `articles` articles in chapters of ten."""
    lines = [title, ""]
    for number in range(1, articles + 1):
        if number % 10 == 1:
            lines += [f"第{int_to_chinese(number // 10 + 1)}章　{word}之{int_to_chinese(number)}", ""]
        lines += [f"第{int_to_chinese(number)}条　关于{word}的第{number}件事，应当认真做好。", ""]
    return "\n".join(lines)


def with_header(text: str, **entries: str) -> str:
    """Return `text` under a header of `key: value` lines."""
    header = "\n".join(f"{key}: {value}" for key, value in entries.items())
    return f"---\n{header}\n---\n\n{text}"


def word_file(*paragraphs: str) -> bytes:
    """Return a .docx with these paragraphs."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def zip_bomb(megabytes: int = 300) -> bytes:
    """Return a .docx whose only part unpacks to `megabytes` MB of spaces."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(megabytes):
            member.write(b" " * 1024 * 1024)
    return written.getvalue()


def topic(title: str = "学习教育", slug: str = "xuexi") -> TopicPage:
    """Return a published topic."""
    page = TopicPage(title=title, slug=slug, summary=f"{title}的资料。")
    LibraryIndexPage.objects.get().add_child(instance=page)
    return page


def bring_in(
    text: str,
    *,
    kind: str = MaterialPage.Kind.REGULATION,
    name: str = "file.md",
    publish: bool = True,
    by: Member | None = None,
    run: ImportRun | None = None,
    **entries: str,
) -> Any:
    """Import `text` as the command does and return the page, an edition for a regulation."""
    data = (with_header(text, **entries) if entries else text).encode()
    extracted = extract(data, name)
    document = parse(extracted.text)
    particulars = gather(extracted, document, name=name, kind=kind)
    run = run or ImportRun(by=by, publish=publish)
    with captured(data=data, name=name, extracted=extracted, kind=particulars.kind, by=by) as source:
        imported = import_document(source=source, text=extracted.text, particulars=particulars, run=run)
    return MaterialPage.objects.get(pk=imported.page.pk).specific


def rules(**entries: str) -> RegulationPage:
    """Return the regulation of RULES, published with its one edition."""
    entries.setdefault("slug", "study-rules")
    return RegulationPage.objects.parent_of(bring_in(RULES, **entries)).get()


def edition(day: str, text: str = RULES, *, publish: bool = True) -> Any:
    """Return an edition of the regulation of RULES that takes effect on `day`."""
    return bring_in(text, publish=publish, slug="study-rules", edition=day)


def speech(title: str = "在学习座谈会上的讲话（示例）", **entries: str) -> Any:
    """Return a published speech."""
    entries.setdefault("slug", "speech")
    return bring_in(SPEECH.replace("在学习座谈会上的讲话（示例）", title), kind="speech", **entries)


def guides(count: int) -> list[MaterialPage]:
    """Return `count` published guides, one a day of July 2024."""
    return [
        bring_in(
            PLAIN.replace("一段没有结构的话", f"导读{number:02}"),
            kind="guide",
            slug=f"guide-{number:02}",
            date=date(2024, 7, number).isoformat(),
        )
        for number in range(1, count + 1)
    ]


def restrict(page: Page, kind: str, *groups: Any) -> None:
    """Close `page` to strangers the way an editor does."""
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="")
    restriction.groups.set(groups)


def captured_files() -> list[str]:
    """Return the names of the files kept in the private store."""
    return sorted(path.name for path in settings.PRIVATE_ROOT.rglob("*") if path.is_file())


def kept() -> tuple[int, int, int, list[str]]:
    """Return what an import could have left: pages, provisions, originals, and files."""
    return (
        MaterialPage.objects.count(),
        Provision.objects.count(),
        SourceDocument.objects.count(),
        captured_files(),
    )


NOTHING: tuple[int, int, int, list[str]] = (0, 0, 0, [])


class HugeFileHandler(FileUploadHandler):
    """An upload handler for which every file is 200 MB, and which fails the test when one is read."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Swallow the bytes."""

    def file_complete(self, file_size: int) -> Any:
        """Return a file that says how big it is and cannot be read."""
        return UnreadableFile(str(self.file_name), size=200 * 1024 * 1024)


class UnreadableFile:
    """A file too big to be read into memory."""

    def __init__(self, name: str, *, size: int) -> None:
        self.name = name
        self.size = size

    def read(self, *args: Any) -> bytes:
        """Fail: nobody may ask for the bytes."""
        raise AssertionError("a 200 MB file was read into memory")

    chunks = open = read

    def close(self) -> None:
        """Do nothing; there is nothing open."""
