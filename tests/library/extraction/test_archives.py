"""Zips of documents: names in any encoding, none that leads out."""

import io
import zipfile
from pathlib import Path

import pytest

from library.extraction import errors, unpack


def packed(*names: str, data: bytes = b"x") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name in names:
            package.writestr(name, data)
    return made.getvalue()


def with_bytes(name: bytes) -> bytes:
    """Return a zip whose one name is these bytes, without the flag that says UTF-8."""
    return packed("n" * len(name)).replace(b"n" * len(name), name)


def names(data: bytes) -> list[str]:
    return [name for name, _data in unpack(data, "包.zip")]


def test_it_works() -> None:
    assert list(unpack(packed("法规/甲.txt"), "包.zip")) == [("法规/甲.txt", b"x")]


@pytest.mark.parametrize("codec", ["gbk", "utf-8"])
def test_names_without_a_flag_are_read(codec: str) -> None:
    assert names(with_bytes("学习条例.txt".encode(codec))) == ["学习条例.txt"]


@pytest.mark.parametrize("name", ["../外.txt", "a/../../外.txt", "/etc/passwd", "C:/外.txt", "..\\外.txt"])
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    with pytest.raises(errors.UnsafeArchive, match=r"“包\.zip”里有一个文件名指向别的文件夹"):
        names(packed("好.txt", name))


def test_hidden_files_and_links_are_left_out() -> None:
    made = io.BytesIO(packed("好.txt", ".DS_Store", "__MACOSX/好.txt"))
    with zipfile.ZipFile(made, "a") as package:
        link = zipfile.ZipInfo("链接.txt")
        link.external_attr = 0o120777 << 16
        package.writestr(link, "/etc/passwd")
    assert names(made.getvalue()) == ["好.txt"]


def test_a_bomb_is_refused() -> None:
    with pytest.raises(errors.ZipBomb):
        names(packed("大.txt", data=bytes(64 * 1024 * 1024)))


def test_an_empty_zip_and_no_zip_are_refused() -> None:
    with pytest.raises(errors.EmptyFile):
        names(packed("夹/"))
    with pytest.raises(errors.DamagedFile):
        names(b"PK\x03\x04 nothing")


@pytest.mark.corpus
def test_a_zip_packed_on_a_chinese_windows(corpus: Path) -> None:
    shown = names((corpus / "files" / "gbk.zip").read_bytes())
    assert shown == ["审计压缩包文件检索测试/集团邮件审计系统2021年自动巡检需求文档_V4.0.doc"]
