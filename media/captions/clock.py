"""Times of a recording: read from captions, written into them, and said to people."""

import re

CLOCK = re.compile(r"^(-)?(?:(\d{1,4}):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,3})\d*)?$")


def parse_clock(said: str) -> int | None:
    """Return the milliseconds `1:02:03.450`, `02:03,45` or `2:03` means, negative after a minus; None for no time."""
    found = CLOCK.match(said.strip())
    if found is None:
        return None
    minus, hours, minutes, seconds, fraction = found.groups()
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    ms = whole * 1000 + int((fraction or "0").ljust(3, "0"))
    return -ms if minus else ms


def stamp(ms: int) -> str:
    """Return a time as WebVTT writes it: 00:03:12.000."""
    seconds, rest = divmod(max(0, ms), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{rest:03}"


def say_clock(ms: int) -> str:
    """Return a time as a player shows it: 3:12, 1:02:03."""
    minutes, seconds = divmod(max(0, ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def say_time(ms: int) -> str:
    """Return a time as one says it: 第 3 分 12 秒."""
    minutes, seconds = divmod(max(0, ms) // 1000, 60)
    return f"第 {minutes} 分 {seconds:02} 秒" if minutes else f"第 {seconds} 秒"
