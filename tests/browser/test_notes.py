"""Writing beside a text, with a finger and without a script; progress that is remembered on another device."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.site import DESK, PHONE, Visitor
from tests.browser.test_pages import faults_on, width_beyond

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

TEXT = "/library/makeup-study-guide/"
SELECT = """() => {
  const part = [...document.querySelectorAll(".text__body > p[id]")].find((one) => one.textContent.length > 20);
  const node = [...part.childNodes].find((one) => one.nodeType === Node.TEXT_NODE && one.data.trim().length > 12);
  const range = document.createRange();
  range.setStart(node, 0);
  range.setEnd(node, 10);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  part.scrollIntoView({ block: "center" });
  return range.toString();
}"""


def select_words(member: Visitor) -> str:
    """Select words as a hand does: once more where marks that were just being drawn took the selection away."""
    for _ in range(10):
        words: str = member.page.evaluate(SELECT)
        try:
            expect(member.page.locator(".note-bar")).to_be_visible(timeout=3000)
        except AssertionError:
            continue
        return words
    raise AssertionError("Nothing was offered for selected words.")


def test_selected_words_are_marked_and_stay_marked(visit: Any) -> None:
    member = visit(PHONE)
    member.log_in("cadre")
    member.go(TEXT)
    words = select_words(member)
    bar = member.page.locator(".note-bar")
    expect(bar).to_be_visible()
    assert faults_on(member) == []
    bar.get_by_role("button", name="划线").click()
    expect(bar).to_contain_text("已保存")
    expect(member.page.locator(".note-mark").first).to_have_text(words)
    member.go(TEXT)
    expect(member.page.locator(".note-mark").first).to_have_text(words)
    assert member.faults == []


def test_a_note_is_written_with_the_keyboard(visit: Any) -> None:
    member = visit(DESK)
    member.log_in("cadre")
    member.go(TEXT)
    select_words(member)
    member.page.locator(".note-bar").get_by_role("button", name="心得").press("Enter")
    member.page.keyboard.type("学完要说给别人听。")
    member.page.keyboard.press("Tab")
    member.page.keyboard.press("Enter")
    expect(member.page.locator("[data-notes-list]")).to_contain_text("学完要说给别人听。")


def test_without_a_script_one_picks_the_sentence(visit: Any) -> None:
    member = visit(PHONE, javascript=False)
    member.log_in("superior")
    member.go(TEXT)
    member.page.locator("text=从条文里选").click()
    member.page.locator("main .rows .row__title").nth(1).click()
    member.page.locator(".sentences__one").nth(1).click()
    member.page.fill("[name=body]", "没有脚本也能写。")
    member.page.click("main button[type=submit]")
    expect(member.page.locator("#notes")).to_contain_text("没有脚本也能写。")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_of_notes_are_accessible(visit: Any, viewport: dict[str, int]) -> None:
    member: Visitor = visit(viewport)
    member.log_in("member")
    paths = ["/study/notes/", "/study/notes/?kind=doubt", "/study/suggestions/"]
    member.go("/study/notes/?kind=doubt")
    doubtful = member.page.locator("main .row__title").first.get_attribute("href")
    assert doubtful
    for path in [*paths, doubtful, f"{doubtful}place/"]:
        member.go(path)
        assert faults_on(member) == [], path
        assert width_beyond(member) <= 0, path


def test_pages_of_the_secretary_are_accessible(visit: Any) -> None:
    secretary: Visitor = visit(PHONE)
    secretary.log_in("secretary")
    for path in ("/", "/study/questions/", "/study/finished/"):
        secretary.go(path)
        assert faults_on(secretary) == [], path
        assert width_beyond(secretary) <= 0, path
