"""The whole way through: a real document goes in, and is read, found and tested on."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.site import DESK, PHONE, Visitor

pytestmark = [pytest.mark.corpus, pytest.mark.browser, pytest.mark.xdist_group("browser")]

STEM = "开通“假日学习班车”，是为了让返乡的流动党员也能集中补课。"
PHRASE = "假日学习班车"
CUT_WORD = "表率作用"


def _import_and_publish(editor: Visitor, file: Path) -> None:
    page = editor.page
    editor.log_in("editor")
    editor.go("/admin/import/")
    page.set_input_files("input[type=file]", file)
    page.check("input[value=speech]")
    page.click("text=上传并识别")
    text = page.input_value("textarea[name=text]")
    paragraphs = [line for line in text.splitlines() if line.strip()]
    assert 25 <= len(paragraphs) <= 60
    assert any(CUT_WORD in line for line in paragraphs)
    expect(page.locator(".import-outline")).to_contain_text("总体要求")
    page.click("text=存为草稿，继续编辑")
    page.wait_for_url("**/admin/pages/*/edit/")
    page.locator("[data-w-dropdown-target=toggle]").last.click()
    page.locator("button[name=action-publish]").click()
    page.wait_for_url("**/admin/pages/*/")


def _write_question(editor: Visitor, address: str) -> None:
    """Write a question on the sentence, as an editor does."""
    page = editor.page
    editor.go("/admin/snippets/quizzes/question/add/")
    page.locator("#id_bank-chooser [data-chooser-action-choose]").first.click()
    page.locator(".modal-body a", has_text="示例题库").click()
    page.select_option("[name=kind]", "truefalse")
    page.fill("[name=stem]", STEM)
    page.fill("[name=answer_text]", "对")
    page.locator("#id_material-chooser [data-chooser-action-choose]").first.click()
    page.fill(".modal-body input[name=q]", "实施方案")
    page.locator(".modal-body a.choose-page", has_text="黑龙江").first.click()
    page.fill("[name=address]", address)
    page.fill("[name=quote]", f"开通“{PHRASE}”")
    page.select_option("[name=step]", "in_review")
    page.click("button[name=action-create], .footer__container button[type=submit] >> nth=0")
    page.wait_for_url("**/quizzes/question/")


def _approve_question(second: Visitor) -> None:
    """Let a second pair of eyes make the question usable: nobody approves words they wrote."""
    page = second.page
    second.log_in("admin")
    second.go(f"/admin/snippets/quizzes/question/?q={PHRASE}")
    page.locator("main a", has_text=PHRASE).first.click()
    page.wait_for_url("**/question/edit/*/")
    page.select_option("[name=step]", "ready")
    page.locator(".footer__container button[type=submit]").first.click()
    page.wait_for_url("**/quizzes/question/")


def _set_quiz(editor: Visitor) -> None:
    """Put the question into a quiz for everybody."""
    page = editor.page
    editor.go("/admin/quiz_pages/")
    page.click("text=新增测验")
    page.fill("[name=title]", "新资料测验")
    page.click("#id_sections-0-questions-ADD")
    page.locator("#id_sections-0-questions-FORMS [data-chooser-action-choose]").first.click()
    page.locator(".modal-body a", has_text=PHRASE).first.click()
    page.get_by_role("tab", name="网址和检索").click()
    page.fill("[name=slug]", "new-quiz")
    page.locator("[data-w-dropdown-target=toggle]").last.click()
    page.locator("button[name=action-publish]").click()
    page.wait_for_url("**/admin/pages/*/")


def _search_and_open(member: Visitor) -> str:
    """Find the phrase and open the hit; return the address of the provision it leads to."""
    page = member.page
    member.log_in("member")
    member.go("/search/")
    page.fill("main input[name=q]", PHRASE)
    page.press("main input[name=q]", "Enter")
    expect(page.locator("main mark").first).to_contain_text("假日")
    page.locator(".search-hit__link").first.click()
    page.wait_for_url(re.compile("#"))
    address = page.url.split("#")[1]
    place = page.locator(f'[id="{address}"]')
    expect(place).to_contain_text(PHRASE)
    expect(place).to_be_in_viewport()
    expect(place.locator("mark").first).to_contain_text("假日")
    return address


def _answer_wrong_and_return(member: Visitor) -> None:
    page = member.page
    member.go("/quizzes/new-quiz/")
    page.click("text=开始答题")
    page.wait_for_url("**/attempts/*/")
    page.locator(".choice", has_text="错").click()
    expect(page.locator(".q__saved")).to_contain_text("已保存")
    page.click("text=交卷 >> nth=-1")
    page.wait_for_url("**/result/")
    expect(page.locator(".review--wrong mark")).to_contain_text(PHRASE)
    page.locator(".review--wrong .passage a").click()
    page.wait_for_url(re.compile("#"))
    place = page.locator(f'[id="{page.url.split("#")[1]}"]')
    expect(place).to_contain_text(PHRASE)
    expect(place.locator("mark").first).to_be_visible()


def test_from_a_file_to_the_source_of_a_wrong_answer(visit: Any, corpus: Path) -> None:
    editor, second, member = visit(DESK), visit(DESK), visit(PHONE)
    _import_and_publish(editor, corpus / "party" / "黑龙江实施方案-2017.txt")
    address = _search_and_open(member)
    _write_question(editor, address)
    _approve_question(second)
    _set_quiz(editor)
    _answer_wrong_and_return(member)
    assert editor.faults == second.faults == member.faults == []
