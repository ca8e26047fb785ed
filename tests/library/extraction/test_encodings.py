"""Text files: which encoding was taken, and that the editor is told."""

import pytest

from library.extraction import errors, extract

TEXT = "第一条　为了规范示例活动，根据有关法律，制定本条例。\n第二条　本条例适用于示例活动。\n"
TRADITIONAL = "第一條　為了規範示例活動，根據有關法律，制定本條例。\n"


def test_it_works() -> None:
    extracted = extract(TEXT.encode(), "文.txt")
    assert (extracted.text, extracted.encoding, extracted.decisions) == (TEXT, "UTF-8", ["按 UTF-8 读取。"])


@pytest.mark.parametrize(
    ("data", "encoding", "said"),
    [
        (TEXT.encode("utf-8-sig"), "UTF-8", "按 UTF-8 读取（文件开头有标记）。"),
        (TEXT.encode("utf-16"), "UTF-16", "按 UTF-16 读取（文件开头有标记）。"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16", "按 UTF-16 读取（文件开头有标记）。"),
        (TEXT.encode("utf-16-le"), "UTF-16", "按 UTF-16 读取（文件开头没有标记）。"),
        (TEXT.encode("utf-16-be"), "UTF-16", "按 UTF-16 读取（文件开头没有标记）。"),
        (TEXT.encode("utf-32"), "UTF-32", "按 UTF-32 读取（文件开头有标记）。"),
        (TEXT.encode("gb18030"), "GB18030", "按 GB18030 读取。"),
        (TEXT.encode("gbk"), "GB18030", "按 GB18030 读取。"),
    ],
)
def test_every_encoding_gives_the_same_text(data: bytes, encoding: str, said: str) -> None:
    extracted = extract(data, "文.txt")
    assert (extracted.text, extracted.encoding, extracted.decisions) == (TEXT, encoding, [said])


def test_big5_is_kept_as_it_was_written() -> None:
    extracted = extract(TRADITIONAL.encode("big5"), "文.txt")
    assert extracted.text == TRADITIONAL
    assert extracted.decisions == ["按 Big5 读取（原文是繁体字，没有转成简体）。"]


def test_utf_16_without_any_line_end_is_known_too() -> None:
    assert extract("第一条本条例自公布之日起施行".encode("utf-16-le"), "文.txt").encoding == "UTF-16"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5"])
def test_a_file_cut_in_the_middle_of_a_character_is_read_and_said(codec: str) -> None:
    whole = (TRADITIONAL if codec == "big5" else TEXT) * 3
    extracted = extract(whole.strip().encode(codec)[:-1], "文.txt")
    assert extracted.text.startswith(whole[:40])
    assert extracted.decisions[-1] == "有 1 处字节认不出来，已用“�”代替，请对照原文改正。"


def test_a_page_is_read_as_it_declares() -> None:
    page = f'<html><head><meta charset="gb2312"></head><body><p>{TEXT.split(maxsplit=1)[0]}　甲。</p></body></html>'
    extracted = extract(page.encode("gbk"), "页.html")
    assert (extracted.encoding, extracted.text) == ("GB2312", "第一条　甲。\n")


def test_a_page_that_declares_wrongly_is_read_as_it_is() -> None:
    page = f'<html><head><meta charset="gb2312"></head><body><p>{TEXT.split()[1]}</p></body></html>'
    assert extract(page.encode(), "页.html").text == "为了规范示例活动，根据有关法律，制定本条例。\n"


def test_chance_bytes_are_no_text() -> None:
    with pytest.raises(errors.ExtractionError):
        extract(bytes((n * 7919 + n * n) % 256 for n in range(4000)), "乱.txt")


def test_invisible_characters_and_odd_line_ends_go() -> None:
    assert extract("第一条\u200b　甲。\r\n\u2028第二\ufeff条　乙。\x0c".encode(), "文.txt").text == (
        "第一条　甲。\n\n第二条　乙。\n"
    )
