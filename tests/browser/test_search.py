"""Suggestions by keyboard, as a screen reader hears them, and without scripts; filters on a phone and on a desk."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.site import DESK, PHONE
from tests.browser.test_pages import faults_on, width_beyond

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
FIELD = "main input[name=q]"


def test_it_works(visit: Any) -> None:
    visitor = visit(DESK)
    visitor.go("/search/")
    page = visitor.page
    page.locator(FIELD).press_sequentially("zhibuxuexiguan")
    field = page.locator(FIELD)
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("option").first).to_contain_text("支部学习管理规定")
    page.keyboard.press("ArrowDown")
    option = page.locator("[role=option][aria-selected=true]")
    expect(option).to_contain_text("支部学习管理规定")
    expect(field).to_have_attribute("aria-activedescendant", str(option.get_attribute("id")))
    page.keyboard.press("Enter")
    page.wait_for_url("**/library/study-rules/")


def test_a_list_somebody_chooses_in_is_not_taken_away(visit: Any) -> None:
    visitor = visit(DESK)
    visitor.go("/search/")
    page = visitor.page
    page.locator(FIELD).press_sequentially("sanhui")
    expect(page.get_by_role("option", name="三会一课 检索")).to_be_visible()
    with page.expect_response("**q=sanhuizz**") as late:
        page.route(
            "**q=sanhuizz**",
            lambda route: (page.wait_for_timeout(300), route.fulfill(json={"suggestions": []})),
        )
        page.locator(FIELD).press_sequentially("zz")
        page.wait_for_timeout(200)
        page.keyboard.press("ArrowDown")
    late.value.finished()
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)


def test_in_the_top_bar_of_every_page(visit: Any) -> None:
    visitor = visit(DESK)
    visitor.go("/library/")
    page = visitor.page
    field = page.get_by_role("combobox", name="检索资料和条文")
    field.press_sequentially("sanhui")
    expect(page.get_by_role("listbox", name="检索建议")).to_be_visible()
    assert faults_on(visitor) == []
    assert width_beyond(visitor) == 0
    page.keyboard.press("ArrowUp")
    chosen = page.locator("[role=option][aria-selected=true]")
    expect(field).to_have_attribute("aria-activedescendant", str(chosen.get_attribute("id")))
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox", name="检索建议")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=sanhui**")


def test_one_tap_away_on_a_phone(visit: Any) -> None:
    visitor = visit(PHONE)
    visitor.go("/library/")
    visitor.page.get_by_role("link", name="检索", exact=True).click()
    visitor.page.wait_for_url("**/search/")
    visitor.page.locator(FIELD).press_sequentially("sanhui")
    expect(visitor.page.get_by_role("option", name="三会一课 检索")).to_be_visible()
    assert width_beyond(visitor) == 0


def test_a_word_is_searched_for(visit: Any) -> None:
    visitor = visit(PHONE)
    visitor.go("/search/")
    page = visitor.page
    page.locator(FIELD).press_sequentially("shyk")
    page.get_by_role("option", name="三会一课 检索").click()
    page.wait_for_url("**q=**")
    expect(page.locator("main mark").first).to_have_text("三会一课")


def test_escape_closes_and_the_field_keeps_what_was_typed(visit: Any) -> None:
    visitor = visit(DESK)
    visitor.go("/search/")
    page = visitor.page
    page.locator(FIELD).press_sequentially("三会")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator(FIELD)).to_have_value("三会")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_open_suggestions_are_accessible(visit: Any, viewport: dict[str, int]) -> None:
    visitor = visit(viewport)
    visitor.go("/search/")
    visitor.page.locator(FIELD).press_sequentially("学习")
    expect(visitor.page.get_by_role("listbox")).to_be_visible()
    visitor.page.keyboard.press("ArrowDown")
    assert faults_on(visitor) == []
    assert width_beyond(visitor) == 0


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_results_with_filters_are_accessible(visit: Any, viewport: dict[str, int]) -> None:
    visitor = visit(viewport)
    visitor.go("/search/?q=学习&kind=guide")
    expect(visitor.page.get_by_role("heading", name="类型")).to_be_visible()
    assert faults_on(visitor) == []
    assert width_beyond(visitor) == 0


def test_without_scripts(visit: Any) -> None:
    visitor = visit(PHONE, javascript=False)
    visitor.go("/search/")
    page = visitor.page
    page.fill(FIELD, "学习")
    page.press(FIELD, "Enter")
    page.locator("summary", has_text="筛选").click()
    page.get_by_role("link", name="导读辅导").first.click()
    expect(page.get_by_role("link", name="清除筛选")).to_be_visible()
