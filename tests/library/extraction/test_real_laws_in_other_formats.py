"""Real laws set anew as Word files and PDFs: what is read back is the tree of the text they were made from."""

import json
from pathlib import Path
from typing import Any

import pytest
import typst

from library.extraction import extract
from library.pocketbooks.printing.fonts import SERIF, font_folders
from library.structure import Document, Kind, Node, parse
from tests.library.extraction.making import docx, level, numbering, paragraph

pytestmark = pytest.mark.corpus

# Sections of one name in two chapters; an article above the first chapter; many lists; a plain one; two of amendments.
LAWS = [
    "administrative/administrative-compulsion-law",
    "constitutional-relevance/national-people-s-conference-rules-of-procedure",
    "administrative/counter-terrorism-law",
    "social/barrier-free-environment-construction-law",
    "social/elderly-rights-and-interests-protection-law",
    "civil-and-commercial/enterprise-bankruptcy-law",
]
HEADINGS = (Kind.PART, Kind.CHAPTER, Kind.SECTION)
CENTRE = '<w:jc w:val="center"/>'
NUMBER = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'
SHEET = """
#let law = json(bytes(sys.inputs.law))
#set page(paper: "a4", margin: 2.5cm, columns: law.columns, header: align(center, law.title),
  footer: context align(center)[— #counter(page).display() —])
#set text(font: law.font, size: law.size * 1pt, lang: "zh")
#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: .8em, spacing: .8em)
#place(top + center, scope: "parent", float: true, text(20pt, weight: "bold", law.title))
#for line in law.lines { if line.centred { align(center, line.text) } else { par(line.text) } }
"""


def lines(document: Document) -> list[tuple[Node, str]]:
    """Return the printed lines of a law; an article's number stands in front of its first paragraph."""
    found: list[tuple[Node, str]] = []
    lead = ""
    for node in document.walk():
        if node.kind == Kind.ARTICLE:
            lead = f"{node.number}　{node.heading}"
            continue
        between = "　" if node.number and node.heading else ""
        text = lead + node.number + between + node.heading + node.text
        lead = ""
        if text:
            found.append((node, text))
    return found


def as_word(document: Document) -> bytes:
    """Set a law as lawyers do by hand: centred headings, a contents list, indented paragraphs."""
    rows = [paragraph(document.title, CENTRE, '<w:b/><w:sz w:val="44"/>')]
    rows += [paragraph(line, CENTRE) for line in document.note.split("\n") if line]
    printed = lines(document)
    contents = [text for node, text in printed if node.kind in HEADINGS]
    rows += [paragraph("目　　录", CENTRE), *map(paragraph, contents)] if contents else []
    for node, text in printed:
        is_heading = node.kind in HEADINGS
        rows.append(paragraph(text, CENTRE if is_heading else '<w:ind w:firstLineChars="200"/>'))
    return docx("".join(rows))


def as_numbered_word(document: Document) -> bytes:
    """Leave the numbers of chapters, sections, articles and items to Word."""
    rows = [paragraph(document.title, CENTRE, '<w:b/><w:sz w:val="44"/>')]
    rows += [paragraph(line, CENTRE) for line in document.note.split("\n") if line]
    lists = 10
    for node, text in lines(document):
        if node.kind in (Kind.CHAPTER, Kind.SECTION):
            rows.append(paragraph(node.heading, NUMBER.format(int(node.kind == Kind.SECTION), 1)))
        elif node.kind == Kind.ITEM:
            lists += node.number == "（一）"
            rows.append(paragraph(node.text, NUMBER.format(0, lists)))
        elif text.startswith("第") and "条　" in text[:12] and node.address.endswith("/para_1"):
            rows.append(paragraph(text.partition("　")[2], NUMBER.format(2, 1)))
        else:
            rows.append(paragraph(text))
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    items = '<w:abstractNum w:abstractNumId="9">' + level(0, "（%1）", "chineseCounting") + "</w:abstractNum>"
    more = items + "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="9"/>{restart}</w:num>'
        for number in range(11, lists + 1)
    )
    levels = [
        level(0, "第%1章", "chineseCountingThousand"),
        level(1, "第%2节", "japaneseCounting"),
        level(2, "第%3条", more='<w:lvlRestart w:val="0"/>'),
    ]
    return docx("".join(rows), numbering=numbering(*levels, more=more))


def as_pdf(document: Document, columns: int = 1) -> bytes:
    """Print a law with a running head and page numbers, in one column or two."""
    printed: list[dict[str, Any]] = [
        {"text": line, "centred": True} for line in document.note.split("\n") if line
    ]
    printed += [{"text": text, "centred": node.kind in HEADINGS} for node, text in lines(document)]
    law = {
        "title": document.title,
        "lines": printed,
        "columns": columns,
        "font": SERIF,
        "size": 13 - 2 * columns,
    }
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=font_folders())
    made = typst.compile(SHEET.encode(), font_paths=fonts, sys_inputs={"law": json.dumps(law)})
    assert isinstance(made, bytes)
    return made


def tree(document: Document) -> list[tuple[str, ...]]:
    return [
        (node.eid, *("".join(part.split()) for part in (node.number, node.heading, node.text)))
        for node in document.walk()
    ]


MAKERS = {
    "手工排版.docx": as_word,
    "自动编号.docx": as_numbered_word,
    "单栏.pdf": as_pdf,
    "双栏.pdf": lambda document: as_pdf(document, columns=2),
}


@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("name", MAKERS)
def test_a_real_law_keeps_its_tree(name: str, law: str, corpus: Path) -> None:
    wanted = parse((corpus / "laws/just-laws" / law / "README.md").read_text())
    document = parse(extract(MAKERS[name](wanted), name).text)
    assert tree(document) == tree(wanted)
    assert document.title == wanted.title
