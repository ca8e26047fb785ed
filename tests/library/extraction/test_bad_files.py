"""Files nobody should have to trust: one clear sentence each, and no harm."""

import io
import os
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from library.extraction import MAX_BYTES, ExtractionError, errors, extract, extract_file, pdf, reading
from tests.library.extraction.making import CONTENT_TYPES, Print, docx, locked_pdf, paragraph
from tests.library.extraction.making import pdf as make_pdf

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", CONTENT_TYPES)
        package.writestr("word/document.xml", b"<a>" + b" " * 60 * 1024 * 1024)
    return packed.getvalue()


def lying_bomb() -> bytes:
    """A bomb whose directory says it is small."""
    packed = bomb()
    return packed.replace((60 * 1024 * 1024 + 3).to_bytes(4, "little"), (9_000_000).to_bytes(4, "little"))


def entity_bomb() -> bytes:
    declared = '<!DOCTYPE a [<!ENTITY x "' + "y" * 1000 + '"><!ENTITY z SYSTEM "file:///etc/passwd">]>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("word/document.xml", f"{declared}<a>{'&x;' * 50}&z;</a>")
    return packed.getvalue()


BAD: list[tuple[str, Callable[[], bytes], type[ExtractionError]]] = [
    ("空.txt", lambda: b"", errors.EmptyFile),
    ("空白.md", "　 \n\ufeff\n".encode, errors.EmptyFile),
    ("空.docx", lambda: docx(""), errors.EmptyFile),
    ("空.pdf", lambda: make_pdf([[]]), errors.EmptyFile),
    ("空.html", lambda: b"<html><body><script>var a = 1;</script></body></html>", errors.EmptyFile),
    ("图片.txt", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, errors.BinaryContent),
    ("程序.md", lambda: b"\x7fELF" + bytes(5000), errors.BinaryContent),
    ("压缩.txt", lambda: docx(paragraph("甲")), errors.BinaryContent),
    ("乱.txt", lambda: bytes(range(0x80, 0x100)) * 20, errors.UndecodableText),
    ("假.docx", "第一条".encode, errors.NotAWordFile),
    ("网页.docx", lambda: b"<html><body>a</body></html>", errors.NotAWordFile),
    ("别的.docx", lambda: zip_of("a.txt", b"a"), errors.NotAWordFile),
    ("断.docx", lambda: docx(paragraph("甲" * 999))[:-200], errors.DamagedFile),
    ("坏.docx", lambda: zip_of("word/document.xml", b"<a><b></a>"), errors.DamagedFile),
    ("密.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), errors.EncryptedFile),
    ("炸弹.docx", bomb, errors.ZipBomb),
    ("说谎.docx", lying_bomb, errors.ExtractionError),
    ("实体.docx", entity_bomb, errors.DamagedFile),
    ("深.html", lambda: b"<body>" + b"<div>" * 9000 + "甲。".encode(), errors.DamagedFile),
    ("假.pdf", lambda: b"hello", errors.NotAPdf),
    ("坏.pdf", lambda: b"%PDF-1.4\n" + b"x" * 500, errors.DamagedFile),
    ("密.pdf", locked_pdf, errors.EncryptedFile),
    ("扫描.pdf", lambda: make_pdf([[]] * 3, picture=True), errors.ScannedPdf),
    ("乱码.pdf", lambda: make_pdf([[Print(72, 700, "\ue001\ue002\ue003" * 9)]]), errors.GarbledPdf),
    ("表.xlsx", lambda: zip_of("a", b"a"), errors.UnsupportedFormat),
]


def zip_of(name: str, data: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr(name, data)
    return packed.getvalue()


def test_it_works() -> None:
    assert extract("第一条".encode(), "好.txt").text == "第一条\n"


@pytest.mark.parametrize(("name", "make", "error"), BAD, ids=[name for name, _make, _error in BAD])
def test_a_bad_file_gets_one_sentence_that_names_it(
    name: str, make: Callable[[], bytes], error: type[ExtractionError]
) -> None:
    with pytest.raises(error) as refused:
        extract(make(), name)
    sentence = str(refused.value)
    assert f"“{name}”" in sentence
    assert sentence.endswith("。")
    assert "\n" not in sentence


def test_a_scan_is_told_what_to_do() -> None:
    with pytest.raises(errors.ScannedPdf) as refused:
        extract(make_pdf([[]] * 3, picture=True), "公报.pdf")
    assert str(refused.value) == (
        "“公报.pdf”是扫描件，3 页都是图片，没有可以读取的文字，请先做文字识别（OCR），或改用 Word 文件。"
    )


def test_200_mb_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "大.txt"
    path.touch()
    os.truncate(path, 200 * 1024 * 1024)
    with pytest.raises(errors.TooLarge) as refused:
        extract_file(path)
    assert f"“大.txt”超过 {MAX_BYTES // 1024 // 1024} MB" in str(refused.value)


def test_the_limit_holds_for_bytes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    with pytest.raises(errors.TooLarge):
        extract(b"x" * 11, "大.txt")


def test_no_script_of_a_page_reaches_the_text() -> None:
    page = (
        "<html><head><script>alert(1)</script></head><body onload='alert(2)'><style>p{}</style><p>第一条　甲。"
        "<script>alert(3)</script></p><iframe src='x'>框</iframe><p onclick='alert(4)'>第二条　乙。</p></body></html>"
    )
    assert extract(page.encode(), "页.html").text == "第一条　甲。\n第二条　乙。\n"


def test_a_pdf_with_too_many_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    with pytest.raises(errors.TooManyPages, match="超过 2 页"):
        extract(make_pdf([[Print(72, 700, "示例")]] * 3), "长.pdf")


def test_a_pdf_that_keeps_the_reader_busy_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    sleeper = tmp_path / "sleeper.py"
    sleeper.write_text("import time; time.sleep(60)", encoding="utf-8")
    monkeypatch.setattr(pdf, "READER", sleeper)
    monkeypatch.setattr(pdf, "SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(errors.TooSlowToRead, match="没有读完"):
        extract(make_pdf([[Print(72, 700, "示例")]]), "慢.pdf")
    assert time.monotonic() - began < 10


def test_a_reader_that_crashes_takes_nothing_down(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    crasher = tmp_path / "crasher.py"
    crasher.write_text("import os; os.abort()", encoding="utf-8")
    monkeypatch.setattr(pdf, "READER", crasher)
    with pytest.raises(errors.DamagedFile):
        extract(make_pdf([[Print(72, 700, "示例")]]), "崩.pdf")
