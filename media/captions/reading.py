"""Reading caption files as people have them: any encoding, WebVTT or SRT, or something between."""

import codecs
import html
import re
from itertools import pairwise

from media.captions.clock import parse_clock
from media.captions.line import Fault, Line, Reading
from media.captions.mending import mend

MAX_BYTES = 2 * 1024 * 1024
MOST_LINES = 5000
_TIME = r"-?(?:\d{1,4}:)?\d{1,3}:\d{1,2}(?:[.,]\d+)?"
TIMING = re.compile(rf"^\s*({_TIME})\s*(-{{1,3}}>|[—–-]+\s?>|→|=>)\s*({_TIME})(.*)$")
LOOKS_LIKE_TIMING = re.compile(r"-->|^\s*\d+:\d+[^\n]*[>→]")
MARKUP = re.compile(r"</?[A-Za-z][^<>]{0,80}>|<\d[\d:.]*>|\{\\[^{}]{1,40}\}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ufffe]")
BOMS = (
    (codecs.BOM_UTF8, "utf-8", ""),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
NOT_CAPTIONS = (
    (b"PK\x03\x04", "压缩包或 Word 文件"),
    (b"%PDF", "PDF 文件"),
    (b"\x1a\x45\xdf\xa3", "视频文件"),
)


class CaptionError(Exception):
    """A file that is no captions at all; the message says so and what to do."""


def read_captions(data: bytes, *, name: str = "字幕", duration: int | None = None) -> Reading:
    """Return the captions in `data`, mended; `duration` is the length of the recording in milliseconds.

    Raises:
        CaptionError: empty, too big, another kind of file, or without a single time.
    """
    _refuse(data, name)
    text, faults = _decoded(data)
    rows = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_vtt = rows[0].strip().upper().startswith("WEBVTT")
    if not is_vtt and name.lower().endswith(".vtt"):
        faults.append(Fault("header", "文件开头没有 WEBVTT，已按字幕读。"))
    lines = _cues(rows, is_vtt, faults)
    if not lines:
        raise CaptionError(
            f"“{name}”里没有找到任何时间（如 00:01.000 --> 00:04.000），请确认选的是 VTT 或 SRT 字幕文件。"
        )
    if len(lines) > MOST_LINES:
        raise CaptionError(f"“{name}”有 {len(lines)} 条字幕，超过 {MOST_LINES} 条，请检查是不是选错了文件。")
    mended = mend(lines, duration=duration)
    return Reading(mended.lines, (*faults, *mended.faults))


def _refuse(data: bytes, name: str) -> None:
    if not data.strip(b"\x00 \r\n\t"):
        raise CaptionError(f"“{name}”是空文件，请重新导出字幕后再上传。")
    if len(data) > MAX_BYTES:
        raise CaptionError(f"“{name}”超过 2 MB，不像字幕文件，请检查是不是选错了。")
    for magic, kind in NOT_CAPTIONS:
        if data.startswith(magic):
            raise CaptionError(f"“{name}”其实是{kind}，不是字幕；请上传 VTT 或 SRT 文件。")


def _decoded(data: bytes) -> tuple[str, list[Fault]]:
    faults: list[Fault] = []
    text = _by_bom(data, faults)
    if text is None:
        text = _by_trying(data, faults)
    if CONTROL.search(text):
        faults.append(Fault("control", "文件里有看不见的控制字符，已去掉。"))
        text = CONTROL.sub("", text)
    return text, faults


def _by_bom(data: bytes, faults: list[Fault]) -> str | None:
    for bom, encoding, label in BOMS:
        if not data.startswith(bom):
            continue
        faults.append(Fault("bom", "文件开头有字节顺序标记（BOM），已去掉。"))
        if label:
            faults.append(Fault("encoding", f"文件是 {label} 编码，已转成 UTF-8。"))
        return data[len(bom) :].decode(encoding, errors="replace")
    return None


def _by_trying(data: bytes, faults: list[Fault]) -> str:
    zeros = data[:4000].count(0)
    if zeros > len(data[:4000]) // 8:
        even = data[:4000:2].count(0)
        encoding = "utf-16-be" if even * 2 > zeros else "utf-16-le"
        faults.append(Fault("encoding", "文件是 UTF-16 编码，已转成 UTF-8。"))
        return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        faults.append(Fault("encoding", "文件里有认不出的字节，已用“�”代替，请对照视频改正。"))
        return data.decode("utf-8", errors="replace")
    faults.append(Fault("encoding", "文件是 GB18030（GBK）编码，已转成 UTF-8。"))
    return text


def _cues(rows: list[str], is_vtt: bool, faults: list[Fault]) -> list[Line]:
    found = {place: match for place, row in enumerate(rows) if (match := TIMING.match(row))}
    _report_stray(rows, found, is_vtt, faults)
    lines: list[Line] = []
    unnumbered = 0
    for place, following in pairwise([*found, len(rows)]):
        timing = found[place]
        if not is_vtt and not (place and rows[place - 1].strip().isdigit()):
            unnumbered += 1
        line = _cue(timing, _words(rows, place, following, following in found), is_vtt, faults)
        if line is not None:
            lines.append(line)
    if unnumbered:
        faults.append(Fault("number", f"有 {unnumbered} 条字幕没有序号，已按次序补上。"))
    return lines


def _cue(timing: re.Match[str], text: str, is_vtt: bool, faults: list[Fault]) -> Line | None:
    start_said, arrow, end_said, _settings = timing.groups()
    start, end = parse_clock(start_said), parse_clock(end_said)
    if start is None or end is None:
        faults.append(Fault("time", f"时间“{timing.group().strip()[:40]}”认不出来，这一条没有收。"))
        return None
    if arrow != "-->":
        _once(faults, "arrow", "有的时间之间的箭头写法不对，已改为 -->。")
    if is_vtt and ("," in start_said or "," in end_said):
        _once(faults, "comma", "时间里的毫秒用了逗号，已改为小数点。")
    if not is_vtt and ("." in start_said or "." in end_said):
        _once(faults, "comma", "SRT 时间里的毫秒用了小数点，已照样读出。")
    plain = html.unescape(MARKUP.sub("", text))
    if MARKUP.search(text):
        _once(faults, "markup", "字幕里的字体、位置等标记已去掉，只留文字。")
    return Line(start, end, plain)


def _words(rows: list[str], place: int, following: int, has_next: bool) -> str:
    """Return the words under a timing; an empty line ends them, and the number of the next caption is not of them."""
    words = []
    for row in range(place + 1, following):
        text = rows[row].strip()
        if not text:
            break
        if has_next and row == following - 1 and text.isdigit():
            break
        words.append(text)
    return "\n".join(words)


def _report_stray(
    rows: list[str], found: dict[int, re.Match[str]], is_vtt: bool, faults: list[Fault]
) -> None:
    for place, row in enumerate(rows):
        if place not in found and LOOKS_LIKE_TIMING.search(row):
            faults.append(
                Fault("time", f"第 {place + 1} 行的时间“{row.strip()[:40]}”认不出来，这一条没有收。")
            )


def _once(faults: list[Fault], code: str, message: str) -> None:
    if all(fault.code != code for fault in faults):
        faults.append(Fault(code, message))
