"""A roll taken where there is no line: kept on the phone, sent later, there once; and two that crossed are settled."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.site import PHONE, Site, Visitor
from tests.browser.test_offline import cut, on_device, ready, wait_until_sent

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RECORD = "/study/sessions/record/"
TITLE = "田头学习（没有网络时记的）"
STORED = """
from study.models import SessionAttendance, StudySession
made = StudySession.objects.filter(title="{title}")
rows = SessionAttendance.objects.filter(session__in=made)
print("STORED", made.count(), rows.filter(status="absent").count(), rows.filter(status="present").count())
"""
LATEST = """
from members.models import Member
from study.models import StudySession
place = Member.objects.get(username="secretary").organization
session = StudySession.objects.held().filter(organization=place, kind="collective").order_by("-held_on").first()
session = session or StudySession.objects.held().filter(organization=place).order_by("-held_on").first()
print("STORED", session.pk)
"""
# Somebody else saves the list of a session: whoever stands first on it was absent.
SAVE = """
from uuid import uuid4
from django.utils import timezone
from members.models import Member
from study.models import StudySession
from study.sessions.actions import save_roll
session = StudySession.objects.get(pk={session})
save_roll(by=Member.objects.get(username="secretary"), session=session, roll={{{member}: "absent"}},
          based_on=session.roll_version, client_id=uuid4(), now=timezone.now())
print("STORED", session.roll_version)
"""
STATUS = """
from study.models import SessionAttendance
print("STORED", SessionAttendance.objects.get(session={session}, member={member}).status)
"""


def stored(site: Site, code: str, **names: Any) -> list[str]:
    said = site.manage("shell", "--no-imports", "-c", code.format(**names))
    return said.split("STORED")[1].split("\n")[0].split()


def first_on_roll(page: Page) -> str:
    name = page.locator("[data-roll] input").first.get_attribute("name")
    assert name
    return name.removeprefix("status-")


def choose(page: Page, member: str, status: str) -> None:
    page.locator(f"label:has(input[name=status-{member}][value={status}])").click()


def press_save(page: Page) -> None:
    page.click("form[data-send] .send button")


def test_a_roll_saved_without_a_line_arrives_exactly_once(visit: Any, site: Site) -> None:
    visitor: Visitor = visit(PHONE)
    visitor.log_in("secretary")
    page = visitor.page
    visitor.go(RECORD)
    ready(page)
    people = page.locator("[data-roll] .roll__line").count()
    page.locator("details:has([name=title]) > summary").click()
    page.fill("[name=title]", TITLE)
    choose(page, first_on_roll(page), "absent")
    cut(page)
    press_save(page)
    expect(page.locator("[data-said]")).to_contain_text("没有网络，已存在这台设备上")
    assert [row["url"] for row in on_device(page)["queue"]] == [RECORD]
    assert stored(site, STORED, title=TITLE) == ["0", "0", "0"]
    # The line comes back, but breaks again after the server has taken the list and before it could say so.
    lost: list[int] = []

    def break_after(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort("connectionreset")

    page.route(f"**{RECORD}", break_after)
    page.context.set_offline(False)
    wait_until_sent(page)
    assert lost == [200]
    assert stored(site, STORED, title=TITLE) == ["1", "1", str(people - 1)]
    # Another visit sends nothing more.
    visitor.go("/offline/")
    expect(page.locator("[data-device-queue-box]")).to_be_hidden()
    assert stored(site, STORED, title=TITLE)[0] == "1"
    assert visitor.faults == []


def test_a_list_that_crossed_another_is_shown_and_settled(visit: Any, site: Site) -> None:
    visitor: Visitor = visit(PHONE)
    visitor.log_in("secretary")
    page = visitor.page
    (session,) = stored(site, LATEST)
    roll = f"/study/sessions/{session}/roll/"
    visitor.go(roll)
    ready(page)
    member = first_on_roll(page)
    name = page.locator("[data-roll] legend").nth(1).inner_text()
    choose(page, member, "leave")
    cut(page)
    press_save(page)
    expect(page.locator("[data-said]")).to_contain_text("没有网络，已存在这台设备上")
    stored(site, SAVE, session=session, member=member)
    page.context.set_offline(False)
    visitor.go("/offline/")
    item = page.locator("[data-device-queue] .device__item")
    expect(item).to_contain_text("网站上有更新的内容", timeout=60_000)
    expect(item).to_contain_text("改过这份名单")
    expect(item.locator("blockquote")).to_contain_text(re.compile(f"缺席 .*{re.escape(name)}"))
    item.get_by_text("以我写的为准").click()
    wait_until_sent(page)
    assert stored(site, STATUS, session=session, member=member) == ["leave"]
    # With a line the page itself says that somebody was quicker, and leads to where it is settled.
    visitor.go(roll)
    choose(page, member, "present")
    stored(site, SAVE, session=session, member=member)
    press_save(page)
    expect(page.locator("[data-said]")).to_contain_text("改过这份名单")
    page.click("[data-said] a")
    expect(item).to_contain_text("网站上有更新的内容")
    item.get_by_text("丢掉我的，留网站上的").click()
    item.get_by_text("确定丢掉我的").click()
    expect(page.locator("[data-device-queue-box]")).to_be_hidden()
    assert stored(site, STATUS, session=session, member=member) == ["absent"]
    assert visitor.faults == []
