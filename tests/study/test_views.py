from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from study.models import Progress
from tests.people import People
from tests.quizzes import builders as quizzes
from tests.quizzes.reviewing.builders import WRONG, met
from tests.study.builders import long_guide, recommend


@pytest.fixture
def browser(client: Client, people: People) -> Client:
    client.force_login(people.me)
    return client


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


def opened(people: People, text: Any, *, minutes_ago: int) -> Progress:
    then = timezone.now() - timedelta(minutes=minutes_ago)
    return Progress.objects.create(member=people.me, material_id=text.pk, started_at=then, last_read_at=then)


def test_it_works(browser: Client, people: People) -> None:
    recommend(long_guide(), by=people.county)
    page = text_of(browser.get("/"))
    assert "今日学习" in page
    assert "怎样学（示例）" in page
    assert "全体党员共同学习的内容" in page


def test_questions_to_review_are_named_with_their_number(browser: Client, people: People) -> None:
    met(people.me, WRONG, WRONG, now=timezone.now() - timedelta(days=1))
    assert "今日复习 2 题" in text_of(browser.get("/"))


def test_an_empty_desk_says_what_one_can_do(browser: Client) -> None:
    assert "今天没有必须完成的学习" in text_of(browser.get("/"))


def test_opening_a_text_is_recorded(browser: Client, people: People) -> None:
    text = long_guide()
    browser.get(text.url)
    assert Progress.objects.get().material_id == text.pk
    assert "读完了" in text_of(browser.get(text.url))


def test_nobody_is_recorded_when_nobody_is_logged_in(client: Client, people: People) -> None:
    page = text_of(client.get(long_guide().url))
    assert not Progress.objects.exists()
    assert "会记下您读到哪里" in page


def test_a_report_is_answered_with_what_was_believed(browser: Client, people: People) -> None:
    text = quizzes.publish_guide(body="学习是为了把事情办好。\n\n办好事情要靠大家一起出力。")
    opened(people, text, minutes_ago=5)
    first, second = text.provisions.filter(is_unit=True).order_by("position")
    said = {
        "material": text.pk,
        "address": first.address,
        "seen": f"{first.address} art_9",
        "visible": "15.0",
    }
    answer = browser.post("/study/progress/", said)
    assert answer.json() == {"percent": 45, "finished": False, "waiting": ["art_9"]}
    page = text_of(browser.get(text.url))
    assert "已读 45%" in page
    assert f'还没读到的：<a href="#{second.address}">' in page
    assert f'上次读到<a href="#{first.address}">' in page


@pytest.mark.parametrize(
    "wrong", [{"visible": "x"}, {"seen": "<b>"}, {"material": 0}, {"address": "<b>"}, {"at": "1e99"}]
)
def test_a_report_that_makes_no_sense_is_refused(
    browser: Client, people: People, wrong: dict[str, Any]
) -> None:
    text = long_guide()
    answer = browser.post("/study/progress/", {"material": text.pk, "seen": "", "address": ""} | wrong)
    assert answer.status_code == 400
    assert "没有记录" in answer.json()["error"]


def test_a_report_from_the_future_is_refused_in_words(browser: Client, people: People) -> None:
    tomorrow = int((timezone.now() + timedelta(days=1)).timestamp() * 1000)
    answer = browser.post("/study/progress/", {"material": long_guide().pk, "at": tomorrow})
    assert answer.status_code == 400
    assert "请校准设备的日期和时间" in answer.json()["error"]


def test_read_is_said_once_more_in_the_record(browser: Client, people: People) -> None:
    text = long_guide()
    opened(people, text, minutes_ago=20)
    page = text_of(browser.post(f"/study/finish/{text.pk}/", follow=True))
    assert "读完《怎样学（示例）》" in page
    assert "怎样学（示例）" in text_of(browser.get("/study/me/"))


def test_read_too_soon_is_answered_in_words(browser: Client, people: People) -> None:
    text = long_guide()
    assert "大约要读" in text_of(browser.post(f"/study/finish/{text.pk}/", follow=True))


def test_what_is_put_away_leaves_the_desk_and_comes_back(browser: Client, people: People) -> None:
    text = long_guide()
    recommend(text, by=people.county)
    page = text_of(
        browser.post(f"/study/suggestions/{text.pk}/dismiss/", {"reason": "known", "next": "/"}, follow=True)
    )
    assert "不再推荐《怎样学（示例）》了" in page
    assert "全体党员共同学习的内容" not in page
    assert "已经学过" in text_of(browser.get("/study/suggestions/"))
    page = text_of(browser.post(f"/study/suggestions/{text.pk}/restore/", follow=True))
    assert "全体党员共同学习的内容" in page


def test_what_is_required_is_not_put_away(browser: Client, people: People) -> None:
    text = long_guide()
    recommend(text, by=people.county, strength="required")
    page = text_of(browser.post(f"/study/suggestions/{text.pk}/dismiss/", {"reason": "known"}, follow=True))
    assert "是测试区委安排的必学内容" in page
    assert 'action="/study/suggestions/' not in page


@pytest.mark.parametrize(
    "where", ["me", "https://example.org/", "//example.org/", "<script>", "", "javascript:1"]
)
def test_putting_away_leads_back_within_the_site(browser: Client, people: People, where: str) -> None:
    text = long_guide()
    recommend(text, by=people.county, strength="advised")
    answer = browser.post(f"/study/suggestions/{text.pk}/dismiss/", {"reason": "known", "next": where})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_my_record_shows_my_attempts_only(browser: Client, people: People) -> None:
    quizzes.hand_in(quizzes.start(people.me, quizzes.quiz(title="我的测验")))
    quizzes.hand_in(quizzes.start(people.stranger, quizzes.quiz(title="别人的测验")))
    page = text_of(browser.get("/study/me/"))
    assert "我的测验" in page
    assert "别人的测验" not in page


def test_the_preview_of_the_home_page_is_the_landing_page(people: People, rf: Any) -> None:
    home = Page.objects.get(slug="zhixing").specific
    request = rf.get("/")
    request.user = people.editor
    request.is_preview = True
    assert "按条阅读" in home.serve(request).render().content.decode()


def test_home_stays_within_its_queries(
    browser: Client, people: People, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        recommend(long_guide(slug=f"guide-{number}", title=f"导读{number}（示例）"), by=people.county)
    browser.get("/")
    with django_assert_max_num_queries(25):
        browser.get("/")


def test_my_record_stays_within_its_queries(
    browser: Client, people: People, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        opened(people, long_guide(slug=f"guide-{number}"), minutes_ago=3)
    browser.get("/study/me/")
    with django_assert_max_num_queries(12):
        browser.get("/study/me/")
