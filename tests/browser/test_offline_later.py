"""Back with a line after others went on: two devices that answered differently, and a text with a new edition."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.site import DESK, PHONE, Site
from tests.browser.test_offline import cut, on_device, ready, save_bag, wait_until_sent

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

RULES = "/library/rules-to-keep/"
EDITION = """
from datetime import date
from library.models import EditionPage, LibraryIndexPage, RegulationPage
work = RegulationPage.objects.filter(slug="rules-to-keep").first()
if work is None:
    work = RegulationPage(title="可带走的规定（示例）", slug="rules-to-keep")
    LibraryIndexPage.objects.get().add_child(instance=work)
    work.save_revision().publish()
edition = EditionPage(title=work.title, slug="{day}", effective_from=date.fromisoformat("{day}"), body="{body}")
work.add_child(instance=edition)
edition.save_revision().publish()
"""


def publish(site: Site, day: str, body: str) -> None:
    site.manage("shell", "--no-imports", "-c", EDITION.format(day=day, body=body))


def open_questions(page: Page) -> list[str]:
    """Return the ids of questions with one right option that nobody has answered yet."""
    asked = page.locator(".q:has(input[type=radio]):not(:has(input:checked))")
    return [str(asked.nth(number).get_attribute("id")) for number in range(asked.count())]


def choose(page: Page, question: str, place: int, said: str) -> None:
    page.locator(f"#{question} .choice").nth(place).click()
    expect(page.locator(f"#{question} .q__saved")).to_contain_text(said)


def conflict(page: Page, question: str) -> Locator:
    """Return the answer that has to be settled; while it moves into the queue it may be listed twice."""
    rows = page.locator("[data-device-queue] li").filter(has_text="网站上有更新的内容")
    return rows.filter(has_text=f"测验第 {question.removeprefix('q')} 题的答案")


def test_answers_of_two_devices_are_settled_by_the_member(visit: Any) -> None:
    phone, desk = visit(PHONE), visit(DESK)
    phone.log_in("member")
    save_bag(phone)
    rows = on_device(phone.page)["kept"]
    paper = next(one["url"] for row in rows for one in row["pages"] if "/attempts/" in one["url"])
    cut(phone.page)
    phone.go(paper)
    mine, theirs = open_questions(phone.page)[:2]
    for question in (mine, theirs):
        choose(phone.page, question, 0, "网络不通")
    phone.go("/offline/")
    desk.log_in("member")
    desk.go(paper)
    for question in (mine, theirs):
        choose(desk.page, question, 1, "已保存")
    phone.page.context.set_offline(False)
    phone.go("/offline/")
    for question in (mine, theirs):
        expect(conflict(phone.page, question)).to_have_count(1)
        expect(conflict(phone.page, question)).to_contain_text("网站上现在是：")
    desk.go(paper)
    for question in (mine, theirs):
        expect(desk.page.locator(f"#{question} input").nth(1)).to_be_checked()
    conflict(phone.page, mine).get_by_role("button", name="以我写的为准").click()
    # The list is drawn anew when it has been sent, which would take back a first press on the other's button.
    expect(phone.page.locator("[data-device-queue] li")).to_have_count(1)
    conflict(phone.page, theirs).get_by_role("button", name="丢掉我的，留网站上的").click()
    # Thrown away only when it was asked for twice.
    expect(conflict(phone.page, theirs)).to_have_count(1)
    conflict(phone.page, theirs).get_by_role("button", name="确定丢掉我的，留网站上的").click()
    expect(phone.page.locator("[data-device-queue-box]")).to_be_hidden()
    wait_until_sent(phone.page)
    desk.go(paper)
    expect(desk.page.locator(f"#{mine} input").nth(0)).to_be_checked()
    expect(desk.page.locator(f"#{theirs} input").nth(1)).to_be_checked()
    assert phone.faults == desk.faults == []


def test_a_new_edition_is_told_on_the_device_and_on_the_kept_text(visit: Any, site: Site) -> None:
    publish(site, "2020-01-01", "第一条　每季度学习一次。")
    visitor = visit(PHONE)
    visitor.log_in("member")
    page = visitor.page
    visitor.go(RULES)
    ready(page)
    page.click("[data-keep-start]")
    expect(page.locator("[data-keep-said]")).to_contain_text("已保存在本机", timeout=60_000)
    publish(site, "2024-01-01", "第一条　每个月学习一次。")
    told = (
        "《可带走的规定（示例）》已有新版：现行的是2024年1月1日起施行的版本，"
        "本机这份是2020年1月1日起施行的版本。"
    )
    visitor.go("/offline/")
    expect(page.locator(".device__item .notice--warn")).to_contain_text(told)
    cut(page)
    visitor.go(RULES)
    expect(page.locator(".notice--warn").first).to_contain_text(told)
    expect(page.locator("#main")).to_contain_text("每季度学习一次")
    page.context.set_offline(False)
    visitor.go("/offline/")
    page.click("text=更新 >> nth=0")
    expect(page.locator(".device__item .notice--warn")).to_have_count(0, timeout=60_000)
    cut(page)
    visitor.go(RULES)
    expect(page.locator("#main")).to_contain_text("每个月学习一次")
    assert visitor.faults == []
