"""What the page's script does when the network is slow, gone, or the session is over; the server is played here."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, Route

from tests.chromium import PATIENCE_MS
from tests.people import settle_people
from tests.quizzes.builders import quiz, start

# One process: there is one Chromium in it.
pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.xdist_group("browser")]
ORIGIN = "http://quiz.test"


class Server:
    """Plays the site: one page of answering, and whatever `reply` says to each answer that arrives."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.arrived: list[list[str]] = []
        self.told: list[dict[str, str]] = []
        self.waiting: list[Route] = []
        self.mode = "save"

    def handle(self, route: Route) -> None:
        """Serve a page, a static file, or take an answer."""
        path = route.request.url.removeprefix(ORIGIN)
        if "/answers/" in path:
            self._take(route)
        elif path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            route.fulfill(path=Path(str(found))) if found else route.fulfill(status=404)
        elif "/login/" in path:
            route.fulfill(body="<p>登录</p>", content_type="text/html; charset=utf-8")
        else:
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")

    def _take(self, route: Route) -> None:
        if self.mode == "gone":
            route.abort()
            return
        body = route.request.post_data_buffer or b""
        self.arrived.append(_sent(body))
        self.told.append({name: value for name, value in _fields(body) if not name.startswith("q")})
        if self.mode == "slow":
            self.waiting.append(route)
        elif self.mode == "elsewhere":
            body = json.dumps({"error": "第 1 题后来在别处改过", "closed": False, "values": ["3"]})
            route.fulfill(status=409, body=body, content_type="application/json")
        elif self.mode == "refuse":
            body = json.dumps({"error": "第 1 题没有保存：请重选。", "closed": False})
            route.fulfill(status=409, body=body, content_type="application/json")
        else:
            self.save(route)

    def save(self, route: Route) -> None:
        """Answer that it is saved."""
        route.fulfill(body=json.dumps({"saved": True, "at": "09:00"}), content_type="application/json")


def _sent(body: bytes) -> list[str]:
    """Return the values of the question's fields; what else is sent with them is `told`."""
    return [value for name, value in _fields(body) if name.startswith("q")]


def _fields(body: bytes) -> list[tuple[str, str]]:
    found = re.findall(r'name="([^"]+)"\r\n\r\n(.*?)\r\n--', body.decode(), re.DOTALL)
    return [(str(name), str(value)) for name, value in found]


@pytest.fixture
def server(client: Client) -> Server:
    people = settle_people()
    client.force_login(people.me)
    return Server(client.get(reverse("quizzes:attempt", args=[start(people.me, quiz()).pk])).text)


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    opened = browser.new_page()
    opened.set_default_timeout(PATIENCE_MS)
    opened.route("**/*", server.handle)
    opened.goto(f"{ORIGIN}/quizzes/attempts/1/")
    yield opened
    opened.close()


def choose(page: Page, position: int, place: int) -> None:
    page.locator(f"#q{position} .choice").nth(place).click()


def said(page: Page, text: str, position: int = 1) -> Any:
    return page.locator(f"#q{position} .q__saved", has_text=text).wait_for()


def test_it_works(page: Page, server: Server) -> None:
    choose(page, 1, 2)
    said(page, "已保存 09:00")
    assert server.arrived == [["2"]]
    assert page.locator("[data-answered]").inner_text() == "1"


def test_an_older_answer_never_overtakes_a_newer_one(page: Page, server: Server) -> None:
    server.mode = "slow"
    for place in (0, 1, 3):
        choose(page, 1, place)
    page.wait_for_timeout(300)
    assert server.arrived == [["0"]]
    server.mode = "save"
    server.save(server.waiting.pop())
    page.wait_for_timeout(300)
    assert server.arrived == [["0"], ["3"]]


def test_without_a_network_it_says_so_and_tries_again(page: Page, server: Server) -> None:
    server.mode = "gone"
    choose(page, 1, 1)
    said(page, "网络不通，答案先记在这台设备上")
    server.mode = "save"
    said(page, "已保存 09:00")
    assert server.arrived == [["1"]]


def test_what_no_network_took_outlives_a_reload(page: Page, server: Server) -> None:
    server.mode = "gone"
    choose(page, 1, 2)
    page.locator("#q4 input[type=text]").first.fill("三会一课")
    said(page, "网络不通")
    page.locator("[data-state]", has_text="有 2 道题的答案还没有保存").wait_for()
    server.mode = "save"
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    said(page, "已保存 09:00")
    said(page, "已保存 09:00", position=4)
    assert sorted(server.arrived) == [["2"], ["三会一课", ""]]
    assert page.locator("#q1 input").nth(2).is_checked()
    assert page.locator("[data-answered]").inner_text() == "2"
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_an_answer_tells_its_page_its_turn_and_how_long_it_waited(page: Page, server: Server) -> None:
    server.mode = "gone"
    choose(page, 1, 0)
    said(page, "网络不通")
    choose(page, 1, 1)
    page.wait_for_timeout(1500)
    server.mode = "save"
    said(page, "已保存")
    assert server.arrived == [["1"]]
    assert server.told[0]["turn"] == "2"
    assert len(server.told[0]["device"]) == 24
    assert 1000 < int(server.told[0]["kept"]) < 30_000


def test_what_another_device_answered_meanwhile_is_shown(page: Page, server: Server) -> None:
    server.mode = "elsewhere"
    choose(page, 1, 0)
    said(page, "第 1 题后来在别处改过")
    assert page.locator("#q1 input").nth(3).is_checked()
    assert not page.locator("#q1 input").nth(0).is_checked()


def test_words_are_saved_when_the_writer_pauses(page: Page, server: Server) -> None:
    page.locator("#q4 input[type=text]").first.press_sequentially("补课", delay=20)
    said(page, "已保存", position=4)
    assert server.arrived == [["补课", ""]]
    page.locator("#q4 input[type=text]").first.blur()
    page.wait_for_timeout(300)
    assert len(server.arrived) == 1


def test_without_a_network_nothing_is_handed_in(page: Page, server: Server) -> None:
    server.mode = "gone"
    choose(page, 1, 1)
    said(page, "网络不通")
    page.get_by_role("button", name="交卷", exact=True).click()
    page.locator("[data-state]", has_text="现在还交不了卷").wait_for()
    assert page.url.endswith("/attempts/1/")
    server.mode = "save"
    with page.expect_request("**/submit/"):
        page.get_by_role("button", name="交卷", exact=True).click()
    assert server.arrived == [["1"]]


def test_the_map_of_questions_is_worked_by_keyboard(page: Page, server: Server) -> None:
    page.locator("#q1 input").first.focus()
    page.keyboard.press("ArrowDown")
    said(page, "已保存")
    assert page.locator("#q1 input").nth(1).is_checked()
    page.locator("#q2 input").first.focus()
    page.keyboard.press("Space")
    said(page, "已保存", position=2)
    assert server.arrived == [["1"], ["0"]]


def test_a_refusal_is_said_at_its_question(page: Page, server: Server) -> None:
    server.mode = "refuse"
    choose(page, 1, 1)
    said(page, "第 1 题没有保存：请重选。")


def test_when_the_session_is_over_it_says_so(page: Page, server: Server) -> None:
    page.route(
        "**/answers/**", lambda route: route.fulfill(status=302, headers={"location": f"{ORIGIN}/login/"})
    )
    choose(page, 1, 1)
    said(page, "登录已经过期，这个答案先记在这台设备上。")


def test_a_field_changed_by_hand_is_marked_for_the_form(page: Page, server: Server) -> None:
    choose(page, 2, 0)
    said(page, "已保存", position=2)
    assert page.locator("[name=q2-shown]").input_value() == "changed"
    assert page.locator("[name=q1-shown]").input_value() == ""


def test_the_return_key_in_a_blank_saves(page: Page, server: Server) -> None:
    page.locator("#q4 input[type=text]").first.fill("三会一课")
    with page.expect_request("**/submit/") as sent:
        page.keyboard.press("Enter")
    body = sent.value.post_data or ""
    assert "save=1" in body
    assert "confirmed" not in body
