import re
from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from study.models import CalendarFeed, StudyPlan
from study.plans import actions
from tests.people import People
from tests.study.plans.builders import act, plan


@pytest.fixture
def mine(people: People) -> StudyPlan:
    today = timezone.localdate()
    return plan(people.me, now=timezone.now(), starts_on=today, ends_on=today + timedelta(days=60))


@pytest.fixture
def address(people: People) -> str:
    feed = CalendarFeed.objects.create(member=people.me, secret="s" * 43, created_at=timezone.now())
    return reverse("study:plan_calendar_feed", args=[feed.secret])


def fetched(address: str) -> Calendar:
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content)


def events(address: str) -> dict[str, Any]:
    return {str(event["summary"]): event for event in fetched(address).walk("VEVENT")}


def test_it_works(mine: StudyPlan, address: str) -> None:
    item = act(mine, "读规定", now=timezone.now(), note="带上笔记")
    event = events(address)["读规定"]
    assert event["dtstart"].dt == item.due_on
    assert event["dtend"].dt == item.due_on + timedelta(days=1)
    assert "带上笔记" in str(event["description"])


def test_what_rfc_5545_asks_is_there(mine: StudyPlan, address: str) -> None:
    act(mine, now=timezone.now())
    calendar = fetched(address)
    assert (str(calendar["version"]), str(calendar["prodid"])) == ("2.0", "-//知行//自学计划//ZH")
    assert all(event.get("uid") and event.get("dtstamp") for event in calendar.walk("VEVENT"))
    raw = Client().get(address).content
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 75


NASTY = "读《党章》第三条;第四条，逗号, 反斜杠\\ 与🎉"
NASTY_NOTE = "第一行\r\n第二行; BEGIN:VEVENT\r\nEND:VEVENT\t制表\x07响铃\x0b"


def test_every_octet_is_as_rfc_5545_asks(people: People, mine: StudyPlan, address: str) -> None:
    people.me.name = "田;本\x07人, 甲"
    people.me.save()
    act(mine, NASTY * 4, now=timezone.now(), note=NASTY_NOTE)
    act(mine, "研讨", now=timezone.now(), fixed_on=timezone.localdate(), fixed_at=time(23, 30), minutes=90)
    raw = Client().get(address).content
    lines = raw.split(b"\r\n")
    assert lines.pop() == b""
    for line in lines:
        assert len(line) <= 75
        assert line.decode("utf-8").isprintable() or "\t" in line.decode("utf-8")
        assert not {octet for octet in line if (octet < 32 and octet != 9) or octet == 127}
    whole = raw.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")
    assert "NAME:田\\;本人\\, 甲的自学计划" in whole
    assert "SUMMARY:" + NASTY.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") * 4 in whole
    assert whole.count("BEGIN:VEVENT") == whole.count("END:VEVENT") == 2
    for name, shape in (
        ("UID:", r"UID:[0-9a-f-]{36}@zhixing\.plan"),
        ("DTSTAMP", r"DTSTAMP:\d{8}T\d{6}Z"),
        ("DTSTART;", r"DTSTART;(VALUE=DATE:\d{8}|TZID=Asia/Shanghai:\d{8}T\d{6})"),
        ("DTEND;", r"DTEND;(VALUE=DATE:\d{8}|TZID=Asia/Shanghai:\d{8}T\d{6})"),
    ):
        found = [line for line in whole if line.startswith(name)]
        assert len(found) == 2 and all(re.fullmatch(shape, line) for line in found), name
    assert len({line for line in whole if line.startswith("UID:")}) == 2
    # What is escaped comes back as it was written, without what no calendar may be sent.
    event = events(address)[NASTY * 4]
    assert "第一行\n第二行; BEGIN:VEVENT\nEND:VEVENT\t制表响铃" in str(event["description"])


def test_a_session_with_an_hour_is_in_chinese_time_with_its_zone(mine: StudyPlan, address: str) -> None:
    day = timezone.localdate() + timedelta(days=3)
    act(mine, "专题研讨", now=timezone.now(), fixed_on=day, fixed_at=time(14, 30), minutes=90)
    calendar = fetched(address)
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Shanghai"]
    start = events(address)["专题研讨"]["dtstart"]
    assert start.params["TZID"] == "Asia/Shanghai"
    assert start.dt.astimezone(ZoneInfo("UTC")).time() == time(6, 30)
    assert events(address)["专题研讨"]["dtend"].dt - start.dt == timedelta(minutes=90)


def test_a_moved_item_keeps_its_uid(mine: StudyPlan, address: str) -> None:
    act(mine, "甲", now=timezone.now())
    second = act(mine, "乙", now=timezone.now())
    before = events(address)["乙"]
    actions.move_item(item=second, up=True, now=timezone.now() + timedelta(minutes=1))
    after = events(address)["乙"]
    assert before["uid"] == after["uid"]
    assert before["dtstart"].dt != after["dtstart"].dt


def test_what_is_done_is_marked(mine: StudyPlan, address: str) -> None:
    item = act(mine, "走访", now=timezone.now())
    actions.tick_item(item=item, done_on=timezone.localdate(), now=timezone.now())
    assert list(events(address)) == ["✓ 走访"]


def test_nothing_new_is_not_sent_again(mine: StudyPlan, address: str) -> None:
    act(mine, now=timezone.now())
    first = Client().get(address)
    assert first["Cache-Control"] == "private, no-cache"
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    act(mine, "再一项", now=timezone.now())
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_new_address_ends_the_old_one(
    people: People, mine: StudyPlan, address: str, client: Client
) -> None:
    client.force_login(people.me)
    client.post(reverse("study:plan_calendar"), {"do": "renew"})
    assert Client().get(address).status_code == 404
    new = CalendarFeed.objects.get(member=people.me).secret
    assert len(new) == 43
    assert new in client.get(reverse("study:plan_calendar")).content.decode()
    client.post(reverse("study:plan_calendar"), {"do": "end"})
    assert Client().get(reverse("study:plan_calendar_feed", args=[new])).status_code == 404


def test_an_account_that_was_closed_has_no_calendar(people: People, mine: StudyPlan, address: str) -> None:
    people.me.is_active = False
    people.me.save()
    assert Client().get(address).status_code == 404


def test_an_empty_calendar_is_still_one(people: People, address: str) -> None:
    assert fetched(address).walk("VEVENT") == []
