"""Until when a paper can be answered, as its page says it: by the server, and by the script that counts."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from quizzes.answering import hand_in_by
from tests.people import settle_people
from tests.quizzes.builders import NOW, quiz, start

SHANGHAI = ZoneInfo("Asia/Shanghai")
MIDNIGHT = datetime(2026, 7, 2, tzinfo=SHANGHAI)

# One process: there is one Chromium in it.
pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        (NOW + timedelta(minutes=30), "09:30"),
        (MIDNIGHT, "今天 24:00"),
        (MIDNIGHT + timedelta(days=1), "7月2日 24:00"),
        (NOW + timedelta(days=10, hours=11), "7月11日 20:00"),
        (MIDNIGHT + timedelta(minutes=5), "7月2日 00:05"),
    ],
)
def test_it_works(deadline: datetime, said: str) -> None:
    assert hand_in_by(deadline, now=NOW) == said


def test_an_exam_of_days_says_its_day(client: Client) -> None:
    people = settle_people()
    client.force_login(people.me)
    with time_machine.travel(NOW, tick=False):
        attempt = start(people.me, quiz(closes_at=NOW + timedelta(days=10)), now=NOW)
        page = client.get(reverse("quizzes:attempt", args=[attempt.pk])).text
    assert "7月11日 09:00 前交卷" in page


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1799, "还剩 29:5"), (7500, "还剩 2:0"), (54_000, "今天 24:00 前交卷"), (950_400, "今天 24:00 前交卷")],
)
def test_the_script_counts_down_only_near_the_end(browser: Browser, seconds: int, said: str) -> None:
    script = str(finders.find("quizzes/attempt_clock.js"))
    page = browser.new_page()
    page.route("**/clock.js", lambda route: route.fulfill(path=script))
    page.route(
        "**/page",
        lambda route: route.fulfill(
            body=f'<b data-seconds="{seconds}">今天 24:00 前交卷</b>', content_type="text/html; charset=utf-8"
        ),
    )
    page.goto("http://quiz.test/page")
    page.evaluate(
        """async () => {
          const { runClock } = await import("/clock.js");
          runClock(document.querySelector("b"), { say() {}, over() {} });
        }"""
    )
    assert page.inner_text("b").startswith(said)
    page.close()
