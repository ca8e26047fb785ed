"""Files for the tests, written by hand: Word packages part by part, PDFs object by object."""

import io
import zipfile
from dataclasses import dataclass
from xml.sax.saxutils import escape

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OPEN_XML = "http://schemas.openxmlformats.org"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = f"{OPEN_XML}/officeDocument/2006/relationships"
CONTENT_TYPES = (
    f'<Types xmlns="{OPEN_XML}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}.document.main+xml"/>'
    + "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{MAIN}.{name}+xml"/>'
        for name in ("numbering", "styles", "footnotes", "endnotes")
    )
    + "</Types>"
)
PAGE_WIDTH, PAGE_HEIGHT = 595, 842


def docx(body: str, **parts: str) -> bytes:
    """Return a Word package; `parts` are the insides of numbering, styles, footnotes or endnotes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", CONTENT_TYPES)
        package.writestr("_rels/.rels", _relations("officeDocument", folder="word/", names=["document"]))
        package.writestr("word/_rels/document.xml.rels", _relations("", folder="", names=list(parts)))
        package.writestr(
            "word/document.xml", f"<w:document {WORD}><w:body>{body}<w:sectPr/></w:body></w:document>"
        )
        for name, inside in parts.items():
            package.writestr(f"word/{name}.xml", f"<w:{name} {WORD}>{inside}</w:{name}>")
    return packed.getvalue()


def _relations(kind: str, *, folder: str, names: list[str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{name}" Type="{RELATIONS}/{kind or name}" Target="{folder}{name}.xml"/>'
        for name in names
    )
    return f'<Relationships xmlns="{OPEN_XML}/package/2006/relationships">{rows}</Relationships>'


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """Return a paragraph of one run; `properties` and `run` are what stands in its pPr and rPr."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{escape(text)}</w:t></w:r></w:p>"


def numbered(text: str, depth: int = 0, number: int = 1) -> str:
    """Return a paragraph with an automatic number."""
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def level(depth: int, text: str, kind: str = "chineseCounting", more: str = "") -> str:
    """Return one level of a numbering definition."""
    return f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, more: str = "") -> str:
    """Return a numbering part with one definition, list 1, and whatever `more` adds."""
    return (
        f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>{more}'
    )


@dataclass
class Print:
    """Words at a place on a page: points from the left and from the foot."""

    x: float
    y: float
    text: str
    size: float = 12.0
    turn: str = "1 0 0 1"


def pdf(pages: list[list[Print]], *, trailer: str = "", picture: bool = False, rotate: int = 0) -> bytes:
    """Return a PDF of these pages; its font is one every reader knows by name, so that none has to be inside."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 "
        "/Ascent 850 /Descent -150 /CapHeight 850 /StemV 80 >>",
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        "/Length 1 >>\nstream\n0\nendstream",
    ]
    kids = []
    for words in pages:
        drawn = "\n".join(_shown(word) for word in words)
        drawn += "\nq 500 0 0 700 40 40 cm /Im1 Do Q" if picture else ""
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /Rotate {rotate} /MediaBox [0 0 {PAGE_WIDTH} {PAGE_HEIGHT}] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> /XObject << /Im1 6 0 R >> >> >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    return _assembled(objects, trailer)


def _shown(word: Print) -> str:
    codes = word.text.encode("utf-16-be").hex()
    return f"BT /F1 {word.size} Tf {word.turn} {word.x} {word.y} Tm <{codes}> Tj ET"


def _assembled(objects: list[str], trailer: str) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, inside in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{inside}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        out
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
        + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n".encode()
    )


def locked_pdf() -> bytes:
    """Return a PDF that opens only with a password nobody knows."""
    secret = "".join(f"{byte:02x}" for byte in range(7, 39))
    entry = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{secret}> /U <{secret}> /P -44 >> /ID [<00> <00>]"
    return pdf([[Print(72, 700, "示例")]], trailer=entry)


class Printer:
    """Sets paragraphs as a printed regulation does: indented, cut into lines of one width, page after page."""

    def __init__(self, width: int = 30, size: float = 14.0, rows: int = 26) -> None:
        self.width, self.size, self.rows = width, size, rows
        self.left = (PAGE_WIDTH - width * size) / 2
        self.pages: list[list[Print]] = []
        self.row = rows

    def _line(self, text: str, indent: float, size: float) -> None:
        if self.row >= self.rows:
            self.pages.append([])
            self.row = 0
        y = PAGE_HEIGHT - 120 - self.row * self.size * 1.75
        self.pages[-1].append(Print(self.left + indent, y, text, size))
        self.row += 1

    def centre(self, text: str, size: float = 0.0) -> None:
        """Set one centred line."""
        size = size or self.size
        self._line(text, (self.width * self.size - len(text) * size) / 2, size)

    def text(self, text: str) -> None:
        """Set a paragraph with an indent of two characters."""
        first = self.width - 2
        self._line(text[:first], 2 * self.size, self.size)
        for start in range(first, len(text), self.width):
            self._line(text[start : start + self.width], 0, self.size)

    def new_page(self) -> None:
        """Go on at the top of the next page."""
        self.row = self.rows

    def finished(self, head: str = "", number: str = "— {} —") -> bytes:
        """Return the PDF with a running head and page numbers."""
        for page, words in enumerate(self.pages, 1):
            if head:
                words.insert(0, Print(self.left, PAGE_HEIGHT - 50, head, 9))
            if number:
                words.append(Print(PAGE_WIDTH / 2 - 20, 40, number.format(page), 9))
        return pdf(self.pages)
