"""One door for every format: look at the bytes, not only at the name."""

import hashlib
import re
from pathlib import Path

from library.extraction import errors
from library.extraction.converting import doc_to_docx
from library.extraction.front_matter import split_front_matter
from library.extraction.headings import to_lines
from library.extraction.markup import read_html
from library.extraction.model import Extracted
from library.extraction.pdf import read_pdf
from library.extraction.plain import decode, tidy
from library.extraction.word import read_docx

MAX_BYTES = 50 * 1024 * 1024
READABLE_SUFFIXES = (".md", ".txt", ".docx", ".doc", ".pdf", ".html", ".htm")
PDF_MAGIC = b"%PDF-"
RTF_MAGIC = b"{\\rtf"
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# OLE stores stream names in UTF-16; an encrypted docx has this one.
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
HTML_START = re.compile(rb"^\s*(?:<!doctype html|<html|<head|<body|<meta)", re.I)


def extract_file(path: Path) -> Extracted:
    """Return the text of the file at `path`; its size is looked at before a byte is read.

    Raises:
        ExtractionError: with the sentence to show.
    """
    if path.stat().st_size > MAX_BYTES:
        raise errors.TooLarge(path.name, limit=MAX_BYTES // 1024 // 1024)
    return extract(path.read_bytes(), path.name)


def extract(data: bytes, filename: str) -> Extracted:
    """Return the text of `data`, read as its content and the suffix of `filename` say.

    Raises:
        ExtractionError: with the sentence to show.
    """
    suffix = Path(filename).suffix.lower()
    if len(data) > MAX_BYTES:
        raise errors.TooLarge(filename, limit=MAX_BYTES // 1024 // 1024)
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise errors.EmptyFile(filename)
    if suffix not in READABLE_SUFFIXES:
        raise errors.UnsupportedFormat(filename)
    extracted = _read(data, filename, suffix)
    if not extracted.text.strip():
        raise errors.EmptyFile(filename)
    return extracted


def _read(data: bytes, filename: str, suffix: str) -> Extracted:
    digest = hashlib.sha256(data).hexdigest()
    if suffix == ".pdf":
        return _read_pdf(data, filename, digest)
    if suffix == ".docx" or (suffix == ".doc" and not _is_page(data)):
        return _read_word(data, filename, digest, suffix)
    if suffix in {".html", ".htm"} or _is_page(data):
        return _read_page(data, filename, digest)
    text, encoding, decisions = decode(data, filename)
    metadata, text = split_front_matter(text)
    return Extracted(
        tidy(text),
        "md" if suffix == ".md" else "txt",
        digest,
        encoding,
        metadata.get("title", ""),
        decisions,
        metadata,
    )


def _is_page(data: bytes) -> bool:
    return HTML_START.match(data[:512].removeprefix(b"\xef\xbb\xbf")) is not None


def _read_page(data: bytes, filename: str, digest: str) -> Extracted:
    page, encoding, decisions = read_html(data, filename)
    lines, title = to_lines(page.blocks)
    if page.facts:
        decisions.append("网页表头里的标题、发文机关、发文字号和日期已填到资料信息里，请核对。")
    return Extracted(_text(lines), "html", digest, encoding, title or page.title, decisions, page.facts)


def _read_pdf(data: bytes, filename: str, digest: str) -> Extracted:
    # The header may stand a little inside the file (ISO 32000-1, annex H, note 13).
    if PDF_MAGIC not in data[:1024]:
        raise errors.NotAPdf(filename)
    blocks, decisions = read_pdf(data, filename)
    lines, title = to_lines(blocks)
    return Extracted(_text(lines), "pdf", digest, "", title, decisions)


def _read_word(data: bytes, filename: str, digest: str, suffix: str) -> Extracted:
    decisions = []
    if not data.startswith(ZIP_MAGIC):
        if ENCRYPTED_STREAM in data:
            raise errors.EncryptedFile(filename)
        if not data.startswith((OLE_MAGIC, RTF_MAGIC)):
            raise (errors.NotAWordFile if suffix == ".docx" else errors.DamagedFile)(filename)
        data = doc_to_docx(data, filename)
        decisions.append("旧的 .doc 文件已用 LibreOffice 转换后读取，请核对编号和格式。")
    blocks, said = read_docx(data, filename)
    lines, title = to_lines(blocks)
    return Extracted(_text(lines), suffix[1:], digest, "", title, decisions + said)


def _text(lines: list[str]) -> str:
    return re.sub(r"\n{3,}", "\n\n", tidy("\n".join(lines)))
