"""Setting captions right: in order, inside the recording, none over another, none backwards."""

from collections.abc import Iterable

from media.captions.clock import say_time
from media.captions.line import Fault, Line, Reading

# What a caption without a usable end gets, in milliseconds, if the next one leaves it room.
SHOWN_MS = 3000
SHORTEST_MS = 200


def mend(lines: Iterable[Line], *, duration: int | None = None) -> Reading:
    """Return `lines` in order and without faults; `duration` is the length of the recording in milliseconds."""
    faults: list[Fault] = []
    given = list(lines)
    ordered = sorted(given, key=lambda line: line.start)
    if ordered != given:
        faults.append(Fault("order", "有的字幕次序颠倒，已按时间重新排好。"))
    mended: list[Line] = []
    for number, line in enumerate(ordered):
        following = next((one.start for one in ordered[number + 1 :] if one.start > line.start), None)
        fixed = _fit(line, following, duration, faults)
        if fixed is not None:
            _put(mended, fixed, faults)
    return Reading(tuple(mended), tuple(faults))


def _fit(line: Line, following: int | None, duration: int | None, faults: list[Fault]) -> Line | None:
    start, end = line.start, line.end
    if not line.text.strip():
        faults.append(Fault("empty", f"{say_time(start)}的字幕没有文字，已去掉。"))
        return None
    if start < 0:
        faults.append(Fault("negative_time", f"“{_short(line)}”的开始时间是负数，已改为从头开始。"))
        start = 0
    if duration is not None and start >= duration:
        faults.append(
            Fault("past_end", f"{say_time(start)}的字幕“{_short(line)}”在录像结束以后，放不出来，已去掉。")
        )
        return None
    if end <= start:
        faults.append(
            Fault("backwards", f"{say_time(start)}的字幕“{_short(line)}”结束不晚于开始，已补上结束时间。")
        )
        end = (
            start + SHOWN_MS
            if following is None
            else max(start + SHORTEST_MS, min(following, start + SHOWN_MS))
        )
    if duration is not None and end > duration:
        faults.append(Fault("past_end", f"{say_time(start)}的字幕“{_short(line)}”超出录像结尾，已截到结尾。"))
        end = duration
    return Line(start, end, line.text.strip())


def _put(mended: list[Line], line: Line, faults: list[Fault]) -> None:
    """Add a caption; one that is still shown when it begins gives way, or is joined when both begin together."""
    before = mended[-1] if mended else None
    if before is None or before.end <= line.start:
        mended.append(line)
        return
    if before.start == line.start:
        faults.append(Fault("overlap", f"{say_time(line.start)}有两条字幕同时出现，已合成一条。"))
        text = before.text if before.text == line.text else f"{before.text}\n{line.text}"
        mended[-1] = Line(before.start, max(before.end, line.end), text)
        return
    faults.append(Fault("overlap", f"{say_time(line.start)}的字幕和前一条时间重叠，前一条已提前结束。"))
    mended[-1] = Line(before.start, line.start, before.text)
    mended.append(line)


def _short(line: Line) -> str:
    words = " ".join(line.text.split())
    return words if len(words) <= 12 else f"{words[:12]}……"
