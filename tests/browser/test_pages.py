"""Every kind of page on a phone and on a desk: readable by everyone, nothing cut off, light, and without scripts."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.site import DESK, PHONE, Visitor

# One worker: the pages share one site.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

OPEN_PAGES = [
    "/",
    "/library/",
    "/library/guizhang/",
    "/library/study-rules/",
    "/library/study-rules/compare/?old=2021-10-01&new=2024-09-01",
    "/library/study-pocket-book/",
    "/search/?q=补课",
    "/accounts/login/",
]
MEMBER_PAGES = [
    "/",
    "/library/pocket-book-guide/",
    "/library/study-rules/2021-10-01/",
    "/library/study-rules/art_999/",
    "/search/?q=没有这样的词语吧",
    "/quizzes/",
    "/quizzes/review/",
    "/quizzes/review/plan/",
    "/quizzes/wrong/",
    "/study/me/",
    "/accounts/password/change/",
]
READING_PAGE_BYTES = 150_000
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}


def faults_on(visitor: Visitor) -> list[str]:
    """Return what axe finds on the whole page, unrolled so that no bar covers a part of it."""
    page = visitor.page
    width = (page.viewport_size or PHONE)["width"]
    page.set_viewport_size({"width": width, "height": page.evaluate("document.documentElement.scrollHeight")})
    found = Axe().run(visitor.page, options=RULES).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def width_beyond(visitor: Visitor) -> int:
    return int(
        visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_for_everybody_are_accessible(visit: Any, viewport: dict[str, int]) -> None:
    anybody = visit(viewport)
    for path in OPEN_PAGES:
        anybody.go(path)
        assert faults_on(anybody) == [], path
        assert width_beyond(anybody) <= 0, path


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_for_members_are_accessible(visit: Any, viewport: dict[str, int]) -> None:
    member = visit(viewport)
    member.log_in("member")
    for path in MEMBER_PAGES:
        member.go(path)
        assert faults_on(member) == [], path
        assert width_beyond(member) <= 0, path
    assert member.faults == []


def test_large_type_is_accessible_too(visit: Any) -> None:
    member = visit(PHONE)
    member.log_in("secretary")
    member.page.click("button[aria-label=换成大字]")
    for path in ("/", "/library/study-rules/", "/quizzes/"):
        member.go(path)
        expect(member.page.locator("html.is-large")).to_have_count(1)
        assert faults_on(member) == [], path
        assert width_beyond(member) <= 0, path


def test_a_reading_page_is_light(visit: Any) -> None:
    member = visit(PHONE)
    sizes: list[int] = []
    member.page.on("response", lambda response: sizes.append(len(response.body())))
    member.go("/library/study-rules/")
    member.page.wait_for_load_state("networkidle")
    assert 10_000 < sum(sizes) <= READING_PAGE_BYTES


def test_the_quiz_works_without_scripts(visit: Any) -> None:
    member = visit(PHONE, javascript=False)
    member.log_in("superior")
    member.go("/quizzes/")
    member.page.locator("#group-open ~ .rows .row__title").first.click()
    member.page.click("main .button")
    member.page.locator(".choice").first.click()
    member.page.click("text=先保存，以后再答")
    expect(member.page.locator("[data-answered]")).to_have_text("1")
    member.page.locator(".quiz-end .button").first.click()
    expect(member.page.locator("#missing")).to_contain_text("没有答")
    member.page.click("text=不答了，就这样交卷")
    expect(member.page.locator(".score")).to_contain_text("分")


def test_a_quiz_is_accessible_from_start_to_result(visit: Any) -> None:
    member = visit(PHONE)
    member.log_in("cadre")
    member.go("/quizzes/")
    member.page.locator("#group-open ~ .rows .row__title").first.click()
    assert faults_on(member) == []
    member.page.click("main .button")
    member.page.wait_for_url("**/attempts/**")
    assert faults_on(member) == []
    member.page.locator(".quiz-end .button").first.click()
    expect(member.page.locator("#missing")).to_be_visible()
    assert faults_on(member) == []
    member.page.click("text=不答了，就这样交卷")
    member.page.wait_for_url("**/result/")
    assert faults_on(member) == []


def test_reading_is_remembered(visit: Any) -> None:
    member = visit(PHONE)
    member.log_in("member")
    member.go("/library/gift-cases-guide/")
    member.go("/")
    expect(member.page.locator("main")).to_contain_text("礼品礼金怎么处理")
