"""EPUB 3: a zip written piece by piece, the same bytes for the same book."""

from __future__ import annotations

import zipfile
from html import escape
from importlib.resources import files
from io import BytesIO

from lxml import etree

from . import xhtml
from .model import Book
from .typesetting import cover_picture

__all__ = ["MIMETYPE", "epub"]

MIMETYPE = "application/epub+zip"
CONTAINER = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
ACCESS = (
    ("schema:accessMode", "textual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityFeature", "displayTransformability"),
    ("schema:accessibilityFeature", "alternativeText"),
    ("schema:accessibilityHazard", "none"),
    (
        "schema:accessibilitySummary",
        "全书为可缩放的文字，有目录和标题层级，脚注可以来回跳转；唯一的图片是封面，有文字说明。",
    ),
)


def epub(book: Book, *, extra_fonts: str = "") -> tuple[bytes, int]:
    """Return `book` as EPUB 3, and how many pages (XHTML files) it reads through."""
    pages = _pages(book)
    parts: dict[str, bytes] = {
        "META-INF/container.xml": CONTAINER.encode(),
        "EPUB/package.opf": _package(book, list(pages)),
        **{f"EPUB/{name}": data for name, data in pages.items()},
        "EPUB/style.css": (files(__package__) / "style.css").read_bytes(),
        "EPUB/cover.png": cover_picture(book, extra_fonts=extra_fonts),
    }
    written = BytesIO()
    moment = (max(book.printed_on.year, 1980), book.printed_on.month, book.printed_on.day, 0, 0, 0)
    with zipfile.ZipFile(written, "w") as archive:
        _add(archive, "mimetype", MIMETYPE.encode(), moment, zipfile.ZIP_STORED)
        for name, data in parts.items():
            _add(archive, name, data, moment, zipfile.ZIP_DEFLATED)
    return written.getvalue(), len(pages)


def _add(
    archive: zipfile.ZipFile, name: str, data: bytes, moment: tuple[int, int, int, int, int, int], how: int
) -> None:
    entry = zipfile.ZipInfo(name, date_time=moment)
    entry.compress_type = how
    # What a machine would otherwise put in by itself.
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


def _pages(book: Book) -> dict[str, bytes]:
    """Return the pages in reading order."""
    index = xhtml.index_page(book)
    extra = [("index.xhtml", "引用条文索引")] if index else []
    extra.append(("record.xhtml", "版本记录"))
    pages = {
        "cover.xhtml": xhtml.cover_page(book),
        "title.xhtml": xhtml.title_page(book),
        "nav.xhtml": xhtml.nav_page(book, extra),
    }
    for number, chapter in enumerate(book.all_chapters()):
        pages[xhtml.chapter_file(number)] = xhtml.chapter_page(number, chapter)
    if index:
        pages["index.xhtml"] = index
    pages["record.xhtml"] = xhtml.record_page(book)
    return pages


def _package(book: Book, pages: list[str]) -> bytes:
    day = book.printed_on.isoformat()
    sources = "".join(
        f"<dc:source>{escape(chapter.url)}</dc:source>"
        for chapter in book.chapters
        if chapter.url and chapter.digest
    )
    access = "".join(f'<meta property="{name}">{value}</meta>' for name, value in ACCESS)
    creator = f"<dc:creator>{escape(book.organization)}</dc:creator>" if book.organization else ""
    subtitle = f"<dc:description>{escape(book.subtitle)}</dc:description>" if book.subtitle else ""
    items = "".join(
        f'<item id="{_id(name)}" href="{name}" media-type="application/xhtml+xml"'
        + (' properties="nav"' if name == "nav.xhtml" else "")
        + "/>"
        for name in pages
    )
    spine = "".join(f'<itemref idref="{_id(name)}"/>' for name in pages)
    written = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="zh-Hans" '
        'prefix="schema: http://schema.org/">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">{book.identifier}</dc:identifier><dc:title>{escape(book.title)}</dc:title>'
        f"<dc:language>zh-Hans</dc:language>{creator}{subtitle}<dc:date>{day}</dc:date>{sources}"
        f'<meta property="dcterms:modified">{day}T00:00:00Z</meta>{access}</metadata>\n'
        f'<manifest>{items}<item id="style" href="style.css" media-type="text/css"/>'
        '<item id="cover-picture" href="cover.png" media-type="image/png" properties="cover-image"/></manifest>\n'
        f"<spine>{spine}</spine>\n</package>\n"
    ).encode()
    etree.fromstring(written)
    return written


def _id(name: str) -> str:
    return name.removesuffix(".xhtml")
