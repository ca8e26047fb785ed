"""A .docx to blocks: paragraphs, tables, text boxes and notes in order, with Word's automatic numbers written out.

The XML is read directly: python-docx skips text boxes and insertions, and no library at hand writes out the numbers
Word only computes when it shows a page (ECMA-376 part 1, 17.9).
"""

from lxml import etree

from library.extraction import errors
from library.extraction.archive import BoundedZip
from library.extraction.blocks import Block
from library.extraction.numbering import Numbering
from library.extraction.word_body import BodyReader
from library.extraction.word_styles import Styles, W

PACKAGE_RELATIONS = "_rels/.rels"
OFFICE_DOCUMENT = "/officeDocument"
DOCUMENT = "word/document.xml"
# A thousand pages of text are about 20 MB of Word's XML; lxml takes some ten times that in memory.
MAX_PART_BYTES = 40 * 1024 * 1024
NOTES_HEADING = "附录　注释"


def read_docx(data: bytes, filename: str) -> tuple[list[Block], list[str]]:
    """Return (blocks, decisions) of a Word document; tracked changes are read as accepted.

    Raises:
        NotAWordFile: a zip without a Word document in it.
        ZipBomb, DamagedFile, EncryptedFile: see `archive`.
    """
    package = BoundedZip(data, filename)
    document = _document_name(package, filename)
    folder = document.rpartition("/")[0]
    parts = {
        name: _part(package, f"{folder}/{name}.xml".lstrip("/"), filename)
        for name in ("numbering", "styles", "footnotes", "endnotes")
    }
    styles = Styles(parts["styles"])
    reader = BodyReader(styles, Numbering(parts["numbering"], styles))
    root = parse_xml(package.read(document, limit=MAX_PART_BYTES), filename)
    body = root.find(f"{W}body")
    blocks = reader.blocks(body) if body is not None else []
    blocks += _notes(reader, parts["footnotes"], parts["endnotes"])
    return blocks, _decisions(reader)


def parse_xml(data: bytes, filename: str) -> etree._Element:
    """Return the root of an XML part; entities, DTDs and the network are off.

    Raises:
        DamagedFile: it is not well-formed, or declares a DTD.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise errors.DamagedFile(filename) from error
    if root.getroottree().docinfo.doctype:
        raise errors.DamagedFile(filename)
    return root


def _document_name(package: BoundedZip, filename: str) -> str:
    """Return the main part's name; some programs call it word/document2.xml."""
    names = package.names()
    if DOCUMENT in names:
        return DOCUMENT
    relations = _part(package, PACKAGE_RELATIONS, filename)
    for relation in relations if relations is not None else ():
        target = (relation.get("Target") or "").lstrip("/")
        is_main = (relation.get("Type") or "").endswith(OFFICE_DOCUMENT)
        if is_main and target in names and target.startswith("word/"):
            return target
    raise errors.NotAWordFile(filename)


def _part(package: BoundedZip, name: str, filename: str) -> etree._Element | None:
    if name not in package.names():
        return None
    return parse_xml(package.read(name, limit=MAX_PART_BYTES), filename)


def _notes(
    reader: BodyReader, footnotes: etree._Element | None, endnotes: etree._Element | None
) -> list[Block]:
    """Return the notes the text cites, under a heading of their own, so that no article swallows them."""
    parts = {
        "footnote": {note.get(f"{W}id"): note for note in footnotes} if footnotes is not None else {},
        "endnote": {note.get(f"{W}id"): note for note in endnotes} if endnotes is not None else {},
    }
    blocks = []
    for number, (kind, key) in enumerate(list(reader.cited_notes), 1):
        if key in parts[kind]:
            text = " ".join(block.text.strip() for block in reader.blocks(parts[kind][key]) if block.text)
            blocks.append(Block(f"〔注{number}〕{text}"))
    return [Block(NOTES_HEADING), *blocks] if blocks else []


def _decisions(reader: BodyReader) -> list[str]:
    said = []
    if reader.numbers_written:
        said.append(f"Word 的自动编号已写成文字，共 {reader.numbers_written} 处。")
    if reader.cited_notes:
        said.append(f"脚注和尾注共 {len(reader.cited_notes)} 条，已放在文末。")
    if reader.changes:
        said.append(f"文档里有修订痕迹 {reader.changes} 处，已按全部接受修订后的文字读取。")
    if reader.contents_lines:
        said.append(f"自动目录 {reader.contents_lines} 行已去掉。")
    if reader.boxes:
        said.append(f"文本框 {reader.boxes} 个，里面的文字已放进正文，请核对位置。")
    return said
