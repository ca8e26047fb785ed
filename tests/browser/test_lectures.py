"""Watching a lecture in a real browser: it seeks over Range requests, and the text follows."""

from typing import Any

import pytest
from playwright.sync_api import Response, expect

from tests.browser.site import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LECTURE = "/library/monthly-study-lecture/"
SEEK = """async (second) => {
  const player = document.querySelector("[data-player]");
  player.muted = true;
  player.currentTime = second;
  await new Promise((done) => player.addEventListener("seeked", done, { once: true }));
  return [player.currentTime, player.readyState >= 2, player.seekable.end(0) > 80];
}"""


def test_seeking_works_over_range_requests(visit: Any) -> None:
    visitor = visit(DESK)
    answers: list[Response] = []
    visitor.page.on("response", lambda one: answers.append(one) if one.url.endswith("/play/") else None)
    visitor.go(LECTURE)
    assert visitor.page.evaluate(SEEK, 70) == [70, True, True]
    assert {one.status for one in answers} == {206}
    assert all(one.headers["content-type"] == "video/mp4" for one in answers)
    assert visitor.faults == []


def test_the_transcript_follows_and_jumps(visit: Any) -> None:
    visitor = visit(PHONE)
    page = visitor.page
    visitor.go(LECTURE)
    page.evaluate(SEEK, 40)
    current = page.locator("[data-transcript] li[aria-current=true]")
    expect(current).to_have_count(1)
    said = current.inner_text()
    page.locator("[data-transcript] li a").first.click()
    expect(page.locator("[data-transcript] li").first).to_have_attribute("aria-current", "true")
    assert page.locator("[data-transcript] li").first.inner_text() != said


def test_the_article_stands_beside_the_player_at_its_moment(visit: Any) -> None:
    visitor = visit(DESK)
    page = visitor.page
    visitor.go(LECTURE)
    shown = page.locator("[data-articles] > article:not([hidden])")
    expect(shown).to_have_count(1)
    first = shown.inner_text()
    page.evaluate(SEEK, 80)
    expect(shown).to_have_count(1)
    expect(shown).not_to_have_text(first)


def test_on_a_weak_line_the_sound_alone(visit: Any) -> None:
    visitor = visit(PHONE)
    visitor.go(f"{LECTURE}?sound=1")
    assert visitor.page.evaluate(SEEK, 30)[:2] == [30, True]
    expect(visitor.page.locator("video")).to_have_count(0)


def test_a_phone_held_upright_shows_the_film_whole(visit: Any) -> None:
    visitor = visit(PHONE)
    visitor.go(LECTURE)
    box = visitor.page.locator("video").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE["width"]
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
