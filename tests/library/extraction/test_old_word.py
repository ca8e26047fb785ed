"""Old .doc files: by LibreOffice where it is, else a sentence that says what to do."""

import os
import stat
import time
from pathlib import Path

import pytest

from library.extraction import converting, errors, extract
from tests.library.extraction.making import docx, paragraph

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a small program where LibreOffice would be."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(converting, "PROGRAMS", (str(program),))


def test_it_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made.docx").write_bytes(docx(paragraph("第一条　甲。")))
    copy = f'for a; do [ "$last" = --outdir ] && out=$a; last=$a; done; mkdir -p "$out"; cp {tmp_path}/made.docx "$out/source.docx"'
    stand_in(tmp_path, monkeypatch, copy)
    extracted = extract(OLE, "旧.doc")
    assert (extracted.text, extracted.format) == ("第一条　甲。\n", "doc")
    assert extracted.decisions == ["旧的 .doc 文件已用 LibreOffice 转换后读取，请核对编号和格式。"]


def test_without_libreoffice_the_editor_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "PROGRAMS", ())
    with pytest.raises(errors.OldWordFile) as refused:
        extract(OLE, "旧.doc")
    assert str(refused.value) == "“旧.doc”是旧的 .doc 格式，请用 Word 或 WPS 打开，另存为 .docx 后再导入。"


def test_a_conversion_that_makes_nothing_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "exit 0")
    with pytest.raises(errors.ConversionFailed, match="请用 Word 或 WPS 打开"):
        extract(OLE, "旧.doc")


def test_a_conversion_that_hangs_is_ended_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "late"
    stand_in(tmp_path, monkeypatch, f"(sleep 3; touch {mark}) & sleep 60")
    monkeypatch.setattr(converting, "SECONDS", 0.5)
    with pytest.raises(errors.ConversionFailed):
        extract(OLE, "旧.doc")
    time.sleep(3)
    assert not mark.exists()


def test_the_program_sees_neither_the_file_name_nor_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "secret")
    stand_in(tmp_path, monkeypatch, f'echo "$@" > {tmp_path}/seen; env >> {tmp_path}/seen')
    with pytest.raises(errors.ConversionFailed):
        extract(OLE, "$(touch x);旧.doc")
    seen = (tmp_path / "seen").read_text(encoding="utf-8")
    assert "source.doc" in seen
    assert "touch" not in seen
    assert "secret" not in seen


def test_a_web_page_called_doc_is_read_as_a_page() -> None:
    assert (
        extract("<html><body><p>第一条　甲。</p></body></html>".encode(), "页.doc").text == "第一条　甲。\n"
    )


@pytest.mark.corpus
def test_a_real_doc(corpus: Path) -> None:
    if converting.find_converter() is None:
        missing = "LibreOffice is not installed; .ci/run brings it"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    extracted = extract((corpus / "files" / "poi_61490.doc").read_bytes(), "poi.doc")
    assert extracted.text.startswith("# 居中的大标题\n## 1.章节1\n")
    assert "| 21 | 22 | 23 |" in extracted.text
