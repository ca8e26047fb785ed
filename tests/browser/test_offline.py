"""Without a line: save a bag, read, watch, answer, and come back; everything arrives, once."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.site import PHONE, Site, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BAG = "/study/bags/village-study/"
TEXT = "/library/study-rules/"
LECTURE = "/library/monthly-study-lecture/"
KEPT_ROWS = """async () => {
  const store = await import("/static/cms/offline/store.js");
  return { kept: await store.all("kept"), queue: await store.all("queue"), caches: await caches.keys() };
}"""


def on_device(page: Page) -> Any:
    return page.evaluate(KEPT_ROWS)


def ready(page: Page) -> None:
    """Wait until the service worker answers for the page."""
    page.evaluate("async () => { await navigator.serviceWorker.ready; }")


def save_bag(visitor: Visitor, *groups: str) -> None:
    page = visitor.page
    visitor.go(BAG)
    ready(page)
    page.click("[data-keep-start]")
    choice = page.locator("[data-keep-choice]")
    expect(choice).to_be_visible()
    for group in groups:
        choice.locator(f"input[value={group}]").check()
    choice.locator("button").click()
    expect(page.locator("[data-keep-said]")).to_contain_text("已保存在本机", timeout=60_000)


def wait_until_sent(page: Page) -> None:
    """Wait until nothing of this person waits on the device, neither in the queue nor with a paper."""
    left = """async () => {
      const { entries } = await import("/static/cms/offline/queue.js");
      const { waitingElsewhere } = await import("/static/cms/offline/elsewhere.js");
      return (await entries()).length + (await waitingElsewhere()).length;
    }"""
    for _ in range(120):
        if page.evaluate(left) == 0:
            return
        page.wait_for_timeout(500)
    pytest.fail("something still waits on the device")


def cut(page: Page) -> BrowserContext:
    page.context.set_offline(True)
    return page.context


def test_the_site_can_be_installed(visit: Any) -> None:
    visitor = visit(PHONE)
    visitor.go("/library/")
    ready(visitor.page)
    session = visitor.page.context.new_cdp_session(visitor.page)
    found = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A test's window is a private one, where nothing can be installed; nothing else stands in the way.
    assert [one["errorId"] for one in found if one["errorId"] != "in-incognito"] == []
    manifest = session.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert json.loads(manifest["data"])["name"] == "知行学习"


def test_a_bag_is_read_watched_and_linked_without_a_line(visit: Any) -> None:
    visitor = visit(PHONE)
    visitor.log_in("member")
    save_bag(visitor, "film")
    page = visitor.page
    cut(page)
    visitor.go(f"{TEXT}art_20/")
    assert page.url.endswith(f"{TEXT}#art_20")
    expect(page.locator("h1")).to_have_text("支部学习管理规定（示例）")
    expect(page.locator(".notice").first).to_contain_text("保存在本机的副本")
    visitor.go(LECTURE)
    played = page.evaluate(
        """async () => {
          const film = document.querySelector("video");
          film.muted = true;
          film.currentTime = 60;
          await new Promise((done) => film.addEventListener("seeked", done, { once: true }));
          return [film.readyState >= 2, film.currentTime, film.textTracks.length];
        }"""
    )
    assert played == [True, 60, 1]
    visitor.go("/library/")
    expect(page.locator("[data-device-lost]")).to_be_visible()
    expect(page.locator(".device__title")).to_contain_text("下乡学习书袋")
    assert visitor.faults == []


def test_no_key_is_kept(visit: Any, site: Site) -> None:
    visitor = visit(PHONE)
    visitor.log_in("member")
    save_bag(visitor)
    texts = visitor.page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) {
            for (const request of await (await caches.open(name)).keys()) {
              const response = await caches.match(request, { cacheName: name });
              const type = response.headers.get("Content-Type") ?? "";
              if (type.includes("html") || type.includes("json")) found.push([request.url, await response.text()]);
            }
          }
          return found;
        }"""
    )
    papers = {url: text for url, text in texts if "/quizzes/" in url}
    assert any("/attempts/" in url for url in papers)
    bank = json.loads((site_root() / "cms/demo/questions/regulations.json").read_text(encoding="utf-8"))
    explanations = [one["explanation"] for one in bank if one.get("explanation")]
    assert not [url for url, text in papers.items() for said in explanations if said in text]


def site_root() -> Any:
    from tests.browser.site import ROOT

    return ROOT


def test_what_is_kept_is_listed_with_its_size_and_can_be_removed(visit: Any) -> None:
    visitor = visit(PHONE)
    visitor.log_in("member")
    save_bag(visitor)
    visitor.go("/offline/")
    page = visitor.page
    expect(page.locator("[data-device-total]")).to_contain_text(re.compile(r"共 1 份，[\d.]+ [KM]B"))
    page.click("text=从本机移走")
    expect(page.locator("[data-device-none]")).to_be_visible()
    left = on_device(page)
    assert left["kept"] == []
    assert [name for name in left["caches"] if name.startswith("kept")] == []


def test_logging_out_clears_the_device(visit: Any) -> None:
    visitor = visit(PHONE)
    visitor.log_in("member")
    save_bag(visitor)
    page = visitor.page
    visitor.go("/study/me/")
    page.click("text=退出登录")
    page.wait_for_url(f"{visitor.site}/")
    left = on_device(page)
    assert left["kept"] == left["queue"] == []
    assert [name for name in left["caches"] if not name.startswith("shell")] == []
    cut(page)
    visitor.go(TEXT)
    expect(page.locator("[data-device-none]")).to_be_visible()


def test_another_person_on_the_same_phone_finds_nothing(visit: Any) -> None:
    visitor = visit(PHONE)
    visitor.log_in("member")
    save_bag(visitor)
    page = visitor.page
    # The session ends without a log-out, and somebody else logs in.
    page.context.clear_cookies()
    visitor.log_in("secretary")
    visitor.go("/offline/")
    expect(page.locator("[data-device-none]")).to_be_visible()
    # The page shows nothing of another's at once; taking it off the device may last a moment longer.
    page.wait_for_function("async () => !(await caches.keys()).some((name) => name.startsWith('kept'))")
    cut(page)
    visitor.go(BAG)
    expect(page.locator("[data-device-lost]")).to_be_visible()


NOTE = "没有网络时写的一条笔记"
COUNT = """
from study.models import Note, Progress
from quizzes.models import Attempt
note = Note.objects.filter(member__username="member", body="{note}").count()
items = Attempt.objects.get(pk={attempt}).items.filter(answer__isnull=False).count()
read = Progress.objects.filter(member__username="member", material__url_path__contains="/study-rules/").count()
print("ARRIVED", note, items, read)
"""


def arrived(site: Site, attempt: str) -> list[int]:
    said = site.manage("shell", "--no-imports", "-c", COUNT.format(note=NOTE, attempt=attempt))
    return [int(one) for one in said.split("ARRIVED")[1].split()[:3]]


def write_note(page: Page) -> None:
    """Select some words of an article, as a finger does, and write beside them."""
    page.evaluate(
        """() => {
          const unit = document.getElementById("art_20");
          const walker = document.createTreeWalker(unit, NodeFilter.SHOW_TEXT);
          let node = walker.nextNode();
          while (node.data.trim().length < 8) node = walker.nextNode();
          const range = document.createRange();
          range.setStart(node, node.data.length - 7);
          range.setEnd(node, node.data.length - 1);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }"""
    )
    page.click(".note-bar [data-kind=note]")
    page.fill("#note-bar-body", NOTE)
    page.click(".note-bar button[type=submit]")
    expect(page.locator(".note-bar__said")).to_contain_text("已记在本机")


def test_what_is_written_without_a_line_arrives_exactly_once(visit: Any, site: Site) -> None:
    visitor = visit(PHONE)
    visitor.log_in("member")
    save_bag(visitor)
    page = visitor.page
    paper = next(
        one["url"] for row in on_device(page)["kept"] for one in row["pages"] if "/attempts/" in one["url"]
    )
    attempt = paper.split("/")[3]
    posts: list[str] = []
    page.context.on("request", lambda one: posts.append(one.url) if one.method == "POST" else None)
    cut(page)
    visitor.go(f"{TEXT}#art_20")
    write_note(page)
    # A report of reading is made every 15 seconds.
    page.wait_for_timeout(17_000)
    visitor.go(paper)
    page.locator(".q .choice:not(:has(input:checked))").first.click()
    expect(page.locator(".q__saved").first).to_contain_text("网络不通")
    visitor.go(TEXT)
    expect(page.locator("[data-unsent]")).to_contain_text("写在本机")
    visitor.go("/offline/")
    expect(page.locator("[data-device-queue]")).to_contain_text("笔记")
    before = len(posts)
    page.context.set_offline(False)
    visitor.go("/study/me/")
    wait_until_sent(page)
    sent = [url for url in posts[before:] if "/notes/on/" in url or "/answers/" in url]
    # A page that is left takes its request along; the key in it makes the second sending count for nothing.
    assert len(set(sent)) == 2, sent
    assert arrived(site, attempt) == [1, 1, 1]
    # Another visit sends nothing more.
    visitor.go(TEXT)
    visitor.go("/offline/")
    expect(page.locator("[data-device-queue-box]")).to_be_hidden()
    assert arrived(site, attempt)[:2] == [1, 1]
    assert visitor.faults == []


def test_logging_out_asks_about_what_was_not_sent(visit: Any) -> None:
    visitor = visit(PHONE)
    visitor.log_in("member")
    save_bag(visitor)
    page = visitor.page
    cut(page)
    visitor.go(f"{TEXT}#art_20")
    write_note(page)
    # The server cannot be reached, and the person leaves all the same.
    page.context.set_offline(False)
    page.route("**/offline/who/", lambda route: route.abort())
    visitor.go("/study/me/")
    page.click("text=退出登录")
    expect(page.locator("[data-discard]")).to_contain_text("还有 1 条没有发出")
    assert len(on_device(page)["queue"]) == 1
    page.click("text=丢掉它们")
    page.wait_for_url(f"{visitor.site}/")
    assert on_device(page)["queue"] == []


def test_a_changed_text_is_told_on_the_device(visit: Any, site: Site) -> None:
    visitor = visit(PHONE)
    visitor.log_in("member")
    save_bag(visitor)
    page = visitor.page
    change = (
        "from study.models import BookBag; bag = BookBag.objects.get(slug='village-study');"
        "bag.intro = bag.intro + '（改过）'; bag.save()"
    )
    site.manage("shell", "--no-imports", "-c", change)
    visitor.go("/offline/")
    expect(page.locator(".device__item .notice--warn")).to_contain_text("已经改过")
    page.click("text=更新 >> nth=0")
    expect(page.locator(".device__item .notice--warn")).to_have_count(0, timeout=60_000)
