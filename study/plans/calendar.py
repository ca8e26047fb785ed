"""A member's plan as iCalendar (RFC 5545), for Thunderbird and the calendars of phones.

What is due on a day is an all-day event; a session with an hour is an event in Chinese time. Every event keeps its UID for
as long as the item is in the plan, so that a moved date moves the entry. The same plan gives the same bytes.
"""

import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vText

from study.plans.standing import Line

CHINA = ZoneInfo("Asia/Shanghai")
REFRESH = timedelta(hours=12)
NAME = "自学计划"
# Text may hold no control characters but tabs and line ends (RFC 5545, 3.3.11).
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def calendar_of(lines: list[Line], *, title: str, url: str) -> bytes:
    """Return the calendar of what has a date among `lines`; `url` is where the plan stands on the site."""
    calendar = Calendar()
    calendar.add("prodid", "-//知行//自学计划//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    # Both are text; left to itself the library writes a semicolon in them as it stands.
    calendar.add("name", vText(_plain(title or NAME)))
    calendar.add("x-wr-calname", vText(_plain(title or NAME)))
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for line in lines:
        if line.item.due_on is not None:
            calendar.add_component(_event(line, line.item.due_on, url))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(line: Line, due_on: date, url: str) -> Event:
    item = line.item
    event = Event()
    event.add("uid", f"{item.uid}@zhixing.plan")
    event.add("dtstamp", item.changed_at.astimezone(ZoneInfo("UTC")).replace(microsecond=0))
    event.add("last-modified", item.changed_at.astimezone(ZoneInfo("UTC")).replace(microsecond=0))
    event.add("summary", _plain(f"✓ {item.title}" if line.is_done else item.title))
    event.add("description", _plain(_description(line)))
    event.add("url", url)
    event.add("categories", [item.kind_label()])
    # It is nothing one has to be somewhere for, but for what has an hour.
    event.add("transp", "OPAQUE" if item.fixed_at else "TRANSPARENT")
    _when(event, line, due_on)
    return event


def _when(event: Any, line: Line, due_on: date) -> None:
    item = line.item
    if item.fixed_on and item.fixed_at:
        start = datetime.combine(item.fixed_on, item.fixed_at, tzinfo=CHINA)
        event.add("dtstart", start)
        event.add("dtend", start + timedelta(minutes=max(item.minutes, 30)))
    else:
        event.add("dtstart", due_on)
        event.add("dtend", due_on + timedelta(days=1))


def _description(line: Line) -> str:
    item = line.item
    parts = [
        f"{item.kind_label()}，{'必学' if item.is_required else '选学'}",
        f"大约 {item.minutes} 分钟" if item.minutes else "",
        f"{item.starts_on.month}月{item.starts_on.day}日开始" if item.starts_on else "",
        item.note,
        f"{line.standing.how}：{line.standing.done_on}" if line.is_done else "",
    ]
    return "\n".join(part for part in parts if part)


def _plain(text: str) -> str:
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
