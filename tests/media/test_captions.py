"""Captions as people have them: read whatever is wrong with them, mended, and every fault said."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.captions import (
    CaptionError,
    Line,
    mend,
    parse_clock,
    read_captions,
    say_clock,
    say_time,
    write_vtt,
)

VTT = (
    "WEBVTT\n\n1\n00:00:01.000 --> 00:00:03.000\n第一句\n\n2\n00:00:03.500 --> 00:00:06.000\n第二句\n第二行\n"
)
SRT = "1\n00:00:01,000 --> 00:00:03,000\n第一句\n\n2\n00:00:03,500 --> 00:00:06,000\n第二句\n第二行\n"
LINES = (Line(1000, 3000, "第一句"), Line(3500, 6000, "第二句\n第二行"))


def test_it_works() -> None:
    reading = read_captions(VTT.encode(), name="课.vtt")
    assert (reading.lines, reading.faults) == (LINES, ())


def test_srt_is_the_same() -> None:
    assert read_captions(SRT.encode(), name="课.srt") == read_captions(VTT.encode(), name="课.vtt")


def test_what_is_written_reads_back() -> None:
    assert read_captions(write_vtt(LINES).encode(), name="课.vtt").lines == LINES


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (VTT.replace(".000", ",000"), "comma"),
        (SRT.replace(",", "."), "comma"),
        (VTT.removeprefix("WEBVTT\n\n"), "header"),
        (SRT.replace("1\n00:00:01", "00:00:01"), "number"),
        (VTT.replace("00:00:03.000", "00:00:05.000"), "overlap"),
        (VTT.replace("00:00:03.000", "00:00:00.500"), "backwards"),
        (VTT.replace("00:00:01.000 -->", "-00:00:01.000 -->"), "negative_time"),
        (VTT.replace("00:00:03.500 -->", "00:00:00.100 -->").replace("00:00:06", "00:00:00"), "order"),
        (VTT.replace("第一句", ""), "empty"),
        (VTT.replace("第一句", "<b>第一句</b>"), "markup"),
        (VTT.replace("-->", "->"), "arrow"),
        (VTT.replace("第一句", "第\x07一句"), "control"),
        (VTT + "\n3\n00:09:00.000 --> 00:09:02.000\n结束以后\n", "past_end"),
        (VTT.replace("00:00:06.000", "00:00:12.000"), "past_end"),
        (VTT + "\n3\n00:00:xx --> 00:00:09.000\n坏时间\n", "time"),
    ],
)
def test_faults_are_mended_and_reported(text: str, code: str) -> None:
    name = "课.srt" if text.startswith(("1\n", "00:00:01,")) and code != "header" else "课.vtt"
    reading = read_captions(text.encode(), name=name, duration=10_000)
    assert code in reading.codes
    assert_sound(reading.lines)


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"\xef\xbb\xbf" + VTT.encode(), {"bom"}),
        (VTT.encode("utf-16"), {"bom", "encoding"}),
        (b"\xfe\xff" + VTT.encode("utf-16-be"), {"bom", "encoding"}),
        (VTT.encode("utf-16-le"), {"encoding"}),
        (VTT.encode("utf-16-be"), {"encoding"}),
        (VTT.encode("gb18030"), {"encoding"}),
        (VTT.replace("\n", "\r\n").encode(), set()),
        (VTT.replace("\n", "\r").encode(), set()),
    ],
)
def test_every_encoding_says_the_same(data: bytes, codes: set[str]) -> None:
    reading = read_captions(data, name="课.vtt")
    assert (reading.lines, reading.codes) == (LINES, codes)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空文件"),
        (b"PK\x03\x04aaaa", "压缩包"),
        ("只有文字，没有时间。".encode(), "没有找到任何时间"),
        (b"a" * (2 * 1024 * 1024 + 1), "超过 2 MB"),
        (("WEBVTT\n\n" + "00:01.000 --> 00:02.000\n句\n\n" * 5001).encode(), "超过 5000 条"),
    ],
)
def test_what_is_no_captions_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(CaptionError, match=said):
        read_captions(data, name="课.vtt")


def test_an_overlap_ends_the_caption_before() -> None:
    reading = mend([Line(0, 4000, "甲"), Line(2000, 5000, "乙")])
    assert reading.lines == (Line(0, 2000, "甲"), Line(2000, 5000, "乙"))


def test_captions_that_begin_together_become_one() -> None:
    assert mend([Line(0, 2000, "甲"), Line(0, 3000, "乙")]).lines == (Line(0, 3000, "甲\n乙"),)


def test_words_never_become_markup() -> None:
    written = write_vtt([Line(0, 1000, "a --> b <script>alert(1)</script>")])
    assert "<script>" not in written
    assert read_captions(written.encode(), name="x.vtt").lines[0].text == "a --> b <script>alert(1)</script>"


@pytest.mark.parametrize(
    ("said", "ms"),
    [
        ("0:01", 1000),
        ("1:02:03.5", 3_723_500),
        ("00:03,25", 3250),
        ("-0:01", -1000),
        ("x", None),
        ("1", None),
    ],
)
def test_clocks(said: str, ms: int | None) -> None:
    assert parse_clock(said) == ms


def test_times_are_said_as_people_say_them() -> None:
    assert (say_time(192_400), say_time(9000), say_clock(3_723_000)) == (
        "第 3 分 12 秒",
        "第 9 秒",
        "1:02:03",
    )


# --- a hundred files of mixed faults ---------------------------------------------------------------

SPOILERS = (
    "comma",
    "header",
    "overlap",
    "backwards",
    "negative_time",
    "order",
    "empty",
    "markup",
    "arrow",
    "past_end",
)
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")


def _row(place: int, fault: str, start: int) -> str:
    end = start + 3000
    text, arrow, point = f"第{place}句话说到《规定》", "-->", "."
    match fault:
        case "comma":
            point = ","
        case "overlap":
            end = start + 9500
        case "backwards":
            end = start - 500
        case "negative_time":
            start, end = -2000, 500
        case "order":
            start, end = 100, 400
        case "empty":
            text = ""
        case "markup":
            text = f"<i>{text}</i>"
        case "arrow":
            arrow = "—>"
        case "past_end":
            start, end = 900_000, 905_000
    return f"{place + 1}\n{clock(start, point)} {arrow} {clock(end, point)}\n{text}\n"


def spoiled(chance: random.Random) -> tuple[bytes, set[str]]:
    """Return a WebVTT file with several faults, each in a caption of its own, and which they are."""
    faults = set(chance.sample(SPOILERS, chance.randint(1, 6)))
    rows, now = [], 1000
    for place, fault in enumerate([*sorted(faults - {"header"}), "", ""]):
        rows.append(_row(place, fault, now + place * 4000))
    if "order" in faults:
        rows.append("99\n00:00:00.700 --> 00:00:00.900\n最后写的一句\n")
    head = "" if "header" in faults else "WEBVTT\n\n"
    encoding = chance.choice(ENCODINGS)
    faults |= {"utf-8-sig": {"bom"}, "utf-16": {"bom", "encoding"}, "gb18030": {"encoding"}}.get(
        encoding, set()
    )
    if "header" in faults:
        # Without its head a file is read as SRT, where a comma is what one expects.
        faults.discard("comma")
    return (head + "\n".join(rows)).encode(encoding), faults


def clock(ms: int, point: str) -> str:
    sign, ms = ("-", -ms) if ms < 0 else ("", ms)
    return f"{sign}00:{ms // 60000:02}:{ms // 1000 % 60:02}{point}{ms % 1000:03}"


def assert_sound(lines: tuple[Line, ...]) -> None:
    """Captions that any player shows: in order, inside, none over another, none without words."""
    for line, following in pairwise(lines):
        assert line.end <= following.start
    assert all(0 <= line.start < line.end and line.text.strip() for line in lines)


@pytest.mark.parametrize("seed", range(100))
def test_a_hundred_files_of_mixed_faults(seed: int) -> None:
    data, faults = spoiled(random.Random(seed))
    reading = read_captions(data, name="混.vtt", duration=600_000)
    assert faults <= reading.codes
    assert_sound(reading.lines)
    assert read_captions(write_vtt(reading.lines).encode(), name="好.vtt", duration=600_000).faults == ()


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_no_bytes_crash_the_reader(data: bytes) -> None:
    try:
        reading = read_captions(b"00:01.000 --> 00:02.000\n" + data, name="乱.srt")
    except CaptionError as refused:
        assert str(refused).endswith("。")
    else:
        assert_sound(reading.lines)
