"""The pages of an EPUB as XHTML; each is parsed before it is used, so that a fault shows here and not in a reader."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from lxml import etree

from .model import Block, BlockKind, Book, Chapter, ChapterKind
from .typesetting import LABELS, index_entries, record_lines, table_rows

__all__ = [
    "chapter_file",
    "chapter_page",
    "contents_of",
    "cover_page",
    "index_page",
    "nav_page",
    "record_page",
    "title_page",
]

STYLES = {
    BlockKind.ITEM: "item",
    BlockKind.SUBITEM: "subitem",
    BlockKind.SIGNATURE: "signature",
    BlockKind.SOURCE: "source",
    BlockKind.ANSWER: "answer",
    BlockKind.QUESTION: "question",
}
NAMESPACES = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'


def page(title: str, body: str, *, body_type: str = "") -> bytes:
    """Return a whole XHTML page.

    Raises:
        etree.XMLSyntaxError: the page is not well-formed, which would be a fault of this module.
    """
    kind = f' epub:type="{body_type}"' if body_type else ""
    written = (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        f'<html {NAMESPACES} lang="zh-Hans" xml:lang="zh-Hans">\n<head><title>{escape(title)}</title>'
        f'<link rel="stylesheet" type="text/css" href="style.css"/></head>\n<body{kind}>\n{body}\n</body></html>\n'
    ).encode()
    etree.fromstring(written)
    return written


def chapter_file(number: int) -> str:
    """Return the name of the file of chapter `number`, from 0."""
    return f"chapter-{number + 1:03}.xhtml"


def cover_page(book: Book) -> bytes:
    """Return the page that shows the cover's picture."""
    words = escape(f"封面：{book.title}" + (f"，{book.organization}" if book.organization else ""))
    body = f'<section epub:type="cover" aria-label="封面"><img class="cover" src="cover.png" alt="{words}"/></section>'
    return page("封面", body)


def title_page(book: Book) -> bytes:
    """Return the title page."""
    day = book.printed_on
    lines = [f"<h1>{escape(book.title)}</h1>"]
    if book.subtitle:
        lines.append(f'<p class="subtitle">{escape(book.subtitle)}</p>')
    if book.organization:
        lines.append(f"<p>{escape(book.organization)}</p>")
    lines.append(f"<p>{day.year}年{day.month}月，第{book.edition}版</p>")
    return page(
        book.short_title, f'<section class="title-page" epub:type="titlepage">{"".join(lines)}</section>'
    )


def chapter_page(number: int, chapter: Chapter) -> bytes:
    """Return a chapter."""
    kind = "preface" if number == 0 and chapter.kind == ChapterKind.EDITOR else "chapter"
    pieces = [f'<section epub:type="{kind}" role="doc-{kind}" aria-labelledby="title">']
    pieces.append(f'<h1 id="title">{escape(chapter.title)}</h1>')
    if chapter.note:
        pieces.append(f'<p class="note">{_lines(chapter.note)}</p>')
    pieces += _facts(chapter)
    footnotes: list[str] = []
    for place, block in enumerate(chapter.blocks):
        pieces.append(_block(place, block, footnotes))
    pieces += footnotes
    pieces.append("</section>")
    return page(chapter.short_title, "\n".join(pieces))


def _facts(chapter: Chapter) -> Iterator[str]:
    lines = [f'<p class="label">{escape(LABELS[chapter.kind])}</p>'] if LABELS[chapter.kind] else []
    lines += [f"<p>{escape(fact)}</p>" for fact in chapter.facts]
    if chapter.scan:
        lines.append(f'<p><a href="{escape(chapter.scan)}">看网上原文，并查看本章是否仍然有效</a></p>')
    if lines:
        yield f'<div class="facts">{"".join(lines)}</div>'


def _block(place: int, block: Block, footnotes: list[str]) -> str:
    name, marks = f"b{place}", "".join(_footnote(place, note, footnotes) for note in block.notes)
    text = _lines(block.text)
    number, heading = escape(block.number), escape(block.heading)
    if block.kind == BlockKind.HEADING:
        words = "　".join(part for part in (number, heading, text) if part)
        level = min(block.level, 6)
        return f'<h{level} id="{name}">{words}{marks}</h{level}>'
    if block.kind == BlockKind.TABLE:
        return f'<div id="{name}">{_table(block.text)}</div>'
    if block.kind == BlockKind.NOTE:
        return f'<aside class="editor" id="{name}" aria-label="编者按"><p><b>编者按</b>　{text}</p></aside>'
    if block.kind == BlockKind.ARTICLE:
        name_of = f"<b>{heading}</b>　" if heading else ""
        return f'<p class="article" id="{name}"><b class="number">{number}</b>　{name_of}{text}{marks}</p>'
    if block.kind in (BlockKind.QUESTION, BlockKind.ANSWER):
        return f'<p class="{STYLES[block.kind]}" id="{name}"><b>{number}</b>　{heading}{text}{marks}</p>'
    bold = f"<b>{heading}</b>" if heading else ""
    return f'<p class="{STYLES.get(block.kind, "p")}" id="{name}">{number}{bold}{text}{marks}</p>'


def _footnote(place: int, note: str, footnotes: list[str]) -> str:
    number = len(footnotes) + 1
    footnotes.append(
        f'<aside epub:type="footnote" role="doc-footnote" class="footnote" id="n{number}"><p>'
        f'<a role="doc-backlink" href="#r{number}" aria-label="回到正文">〔{number}〕</a>编者注：{_lines(note)}</p></aside>'
    )
    return f'<a epub:type="noteref" role="doc-noteref" class="noteref" id="r{number}" href="#n{number}">〔{number}〕</a>'


def _table(text: str) -> str:
    rows = table_rows(text)
    head = "".join(f'<th scope="col">{escape(cell) or "　"}</th>' for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f"<table><thead><tr>{head}</tr></thead>" + (f"<tbody>{body}</tbody>" if body else "") + "</table>"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br/>")


def contents_of(chapter: Chapter) -> list[tuple[str, str]]:
    """Return (anchor, words) of the headings the contents show below a chapter."""
    return [
        (f"b{place}", "　".join(part for part in (block.number, block.heading, block.text) if part))
        for place, block in enumerate(chapter.blocks)
        if block.kind == BlockKind.HEADING and block.level == 2
    ]


def nav_page(book: Book, extra: list[tuple[str, str]]) -> bytes:
    """Return the navigation document: contents and landmarks; `extra` are (file, words) after the chapters."""
    items = []
    for number, chapter in enumerate(book.all_chapters()):
        file = chapter_file(number)
        below = "".join(
            f'<li><a href="{file}#{anchor}">{escape(words)}</a></li>'
            for anchor, words in contents_of(chapter)
        )
        nested = f"<ol>{below}</ol>" if below else ""
        items.append(f'<li><a href="{file}">{escape(chapter.short_title)}</a>{nested}</li>')
    items += [f'<li><a href="{file}">{escape(words)}</a></li>' for file, words in extra]
    contents = f'<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc-title"><h1 id="toc-title">目录</h1><ol>{"".join(items)}</ol></nav>'
    marks = [
        ("cover", "cover.xhtml", "封面"),
        ("titlepage", "title.xhtml", "书名页"),
        ("toc", "nav.xhtml#toc", "目录"),
        ("bodymatter", chapter_file(0), "正文"),
    ]
    landmarks = "".join(
        f'<li><a epub:type="{kind}" href="{file}">{words}</a></li>' for kind, file, words in marks
    )
    body = f'{contents}<nav epub:type="landmarks" hidden="hidden" aria-label="书的各部分"><ol>{landmarks}</ol></nav>'
    return page("目录", body)


def index_page(book: Book) -> bytes:
    """Return the index of cited articles, or b"" when nothing is cited."""
    chapters = book.all_chapters()
    pieces = []
    for work, places in index_entries(chapters):
        pieces.append(f"<h2>《{escape(work)}》</h2><ul>")
        for place, references in places:
            links = "，".join(
                f'<a href="{chapter_file(number)}#b{block}">{escape(_where(chapters[number], block))}</a>'
                for number, block in references
            )
            pieces.append(f"<li>{escape(place or '全文')}：{links}</li>")
        pieces.append("</ul>")
    if not pieces:
        return b""
    body = f'<section epub:type="index" role="doc-index" aria-labelledby="title"><h1 id="title">引用条文索引</h1>{"".join(pieces)}</section>'
    return page("引用条文索引", body)


def _where(chapter: Chapter, block: int) -> str:
    """Return the article a block stands in, or the chapter."""
    for one in reversed(chapter.blocks[: block + 1]):
        if one.kind == BlockKind.ARTICLE:
            return f"{chapter.short_title}{one.number}"
        if one.kind == BlockKind.HEADING:
            break
    return chapter.short_title


def record_page(book: Book) -> bytes:
    """Return the imprint."""
    entries = "".join(
        f"<dt>{escape(name)}</dt>" + "".join(f"<dd>{escape(line)}</dd>" for line in lines)
        for name, lines in record_lines(book)
    )
    body = f'<section class="record" epub:type="colophon" role="doc-colophon" aria-labelledby="title"><h1 id="title">版本记录</h1><dl>{entries}</dl><p>本书所收原文以网上公布的文本为准。</p></section>'
    return page("版本记录", body)
