"""The EPUB: its zip, its package, its pages."""

import io
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from library.pocketbooks.printing.epub import epub
from library.pocketbooks.printing.model import Block, BlockKind, Book
from tests.library.builders import RULES, SPEECH
from tests.library.pocketbooks.samples import book, chapter, plain, said_by, squeezed

OPF = {"opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}
X = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"


def opened(one: Book) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(epub(one)[0]))


def package(archive: zipfile.ZipFile) -> etree._Element:
    return etree.fromstring(archive.read("EPUB/package.opf"))


def page(archive: zipfile.ZipFile, name: str) -> etree._Element:
    return etree.fromstring(archive.read(f"EPUB/{name}"))


def words(element: etree._Element) -> str:
    return squeezed("".join(element.itertext()))


def test_it_works() -> None:
    archive = opened(book())
    assert archive.testzip() is None
    assert "第一条" in words(page(archive, "chapter-001.xhtml"))


def test_the_mimetype_is_first_and_stored() -> None:
    first = opened(book()).infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert opened(book()).read("mimetype") == b"application/epub+zip"


def test_two_builds_are_the_same_bytes() -> None:
    assert epub(book()) == epub(book())


def test_everything_in_the_zip_is_in_the_manifest_and_the_reverse() -> None:
    archive = opened(book())
    listed = {f"EPUB/{item.get('href')}" for item in package(archive).iterfind(".//opf:item", OPF)}
    assert listed == {
        name for name in archive.namelist() if name.startswith("EPUB/") and not name.endswith(".opf")
    }


def test_the_spine_reads_every_page_once() -> None:
    one = package(opened(book()))
    pages = {item.get("id") for item in one.iterfind(".//opf:item", OPF) if "xhtml" in item.get("media-type")}
    spine = [item.get("idref") for item in one.iterfind(".//opf:itemref", OPF)]
    assert set(spine) == pages
    assert len(spine) == len(pages)


def test_it_says_what_it_is_and_how_it_can_be_read() -> None:
    one = package(opened(book()))
    said = {meta.get("property") for meta in one.iterfind(".//opf:meta", OPF)}
    assert {"dcterms:modified", "schema:accessMode", "schema:accessibilityHazard"} <= said
    assert {
        "schema:accessibilitySummary",
        "schema:accessModeSufficient",
        "schema:accessibilityFeature",
    } <= said
    assert one.findtext(".//dc:source", namespaces=OPF) == "https://zhixing.example/library/study-rules/"
    assert one.findtext(".//dc:language", namespaces=OPF) == "zh-Hans"


def test_every_page_is_well_formed_named_and_in_chinese() -> None:
    archive = opened(book(chapter(), chapter(SPEECH)))
    for name in archive.namelist():
        if name.endswith(".xhtml"):
            root = etree.fromstring(archive.read(name))
            assert root.findtext(f"{X}head/{X}title"), name
            assert root.get("lang") == "zh-Hans", name


def test_the_contents_lead_to_every_chapter_and_heading() -> None:
    archive = opened(book(chapter(), chapter(SPEECH)))
    nav = page(archive, "nav.xhtml")
    for link in nav.iter(f"{X}a"):
        file, _, anchor = link.get("href").partition("#")
        ids = {element.get("id") for element in page(archive, file).iter()}
        assert not anchor or anchor in ids, link.get("href")
    kinds = [element.get(EPUB_TYPE) for element in nav.iter(f"{X}nav")]
    assert kinds == ["toc", "landmarks"]
    assert "总则" in words(nav)


def test_every_link_inside_leads_somewhere() -> None:
    text = "学习办法（示例）\n\n第一条　学习按照《学习管理规定》第三条执行。\n"
    noted = replace(
        chapter(text), blocks=tuple(replace(one, notes=("说明。",)) for one in chapter(text).blocks)
    )
    archive = opened(book(noted))
    for name in (name.removeprefix("EPUB/") for name in archive.namelist() if name.endswith(".xhtml")):
        for link in page(archive, name).iter(f"{X}a"):
            file, _, anchor = link.get("href").partition("#")
            if "://" in file:
                continue
            ids = {element.get("id") for element in page(archive, file or name).iter()}
            assert not anchor or anchor in ids


@pytest.mark.parametrize("text", [RULES, SPEECH])
def test_the_text_equals_the_source(text: str) -> None:
    one = chapter(text)
    assert said_by(one) in words(page(opened(book(one)), "chapter-001.xhtml"))


@pytest.mark.corpus
def test_a_real_regulation_equals_its_source(corpus: Path) -> None:
    one = chapter((corpus / "party" / "党章-2017.md").read_text(encoding="utf-8"))
    assert said_by(one) in words(page(opened(book(one)), "chapter-001.xhtml"))


def test_footnotes_lead_there_and_back() -> None:
    one = replace(plain("原文。"), blocks=(Block(BlockKind.PARAGRAPH, "原文。", notes=("说明。",)),))
    root = page(opened(book(one)), "chapter-001.xhtml")
    by_role = {element.get("role"): element for element in root.iter() if element.get("role")}
    assert by_role["doc-noteref"].get("href") == f"#{by_role['doc-footnote'].get('id')}"
    assert by_role["doc-backlink"].get("href") == f"#{by_role['doc-noteref'].get('id')}"


def test_markup_in_a_text_stays_words() -> None:
    odd = '<script>alert("&")</script>]]>'
    root = page(opened(book(plain(odd, title=odd), title=odd, organization=odd)), "chapter-001.xhtml")
    assert squeezed(odd) in words(root)
    assert list(root.iter(f"{X}script")) == []


def test_a_very_long_title_and_rare_characters_are_kept() -> None:
    archive = opened(book(plain("𠮷镕喆😀。", title="学" * 4000), title="学" * 4000))
    root = page(archive, "chapter-001.xhtml")
    assert "𠮷镕喆😀。" in words(root)
    assert root.findtext(f".//{X}h1") == "学" * 4000


def test_headings_skip_no_level() -> None:
    root = page(opened(book()), "chapter-001.xhtml")
    levels = [
        int(element.tag[-1])
        for element in root.iter()
        if str(element.tag)[-2:-1] == "h" and element.tag[-1].isdigit()
    ]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_no_type_size_is_fixed_and_no_font_is_carried() -> None:
    archive = opened(book())
    style = archive.read("EPUB/style.css").decode()
    assert "px" not in style.replace("1px", "").replace("3px", "")
    assert "pt;" not in style
    assert [name for name in archive.namelist() if name.endswith((".otf", ".ttf", ".woff2"))] == []


def test_the_cover_picture_has_words_for_who_cannot_see_it() -> None:
    picture = next(page(opened(book()), "cover.xhtml").iter(f"{X}img"))
    assert "学习小册（示例）" in picture.get("alt")
