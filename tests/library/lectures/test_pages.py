"""The page of a lecture, and the way back from the article."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents import get_document_model

from tests.library.builders import restrict
from tests.library.lectures.builders import lecture
from tests.people import People
from tests.quizzes.builders import publish_regulation


@pytest.fixture
def made(people: People) -> Any:
    publish_regulation()
    return lecture(speaker="田老师（示例）")


def page(client: Client, query: str = "") -> str:
    return client.get(f"/library/lecture/{query}").content.decode()


def test_it_works(client: Client, made: Any) -> None:
    html = page(client)
    for said in ("15 分钟以内", "0:20", "田老师（示例）", "缺席的怎么办", "第三条说，一个月内补课。"):
        assert said in html
    assert f'src="/lectures/{made.pk}/play/"' in html
    assert f'src="/lectures/{made.pk}/captions.vtt"' in html


def test_the_articles_stand_beside_the_player_at_their_moment(client: Client, made: Any) -> None:
    html = page(client)
    assert '<article class="spoken" data-from="12">' in html
    assert "《支部学习规定（示例）》第三条" in html
    assert "补课应当在一个月内完成" in html


def test_without_scripts_a_link_begins_at_the_second(client: Client, made: Any) -> None:
    assert f'src="/lectures/{made.pk}/play/#t=12"' in page(client, "?t=12")
    assert f'src="/lectures/{made.pk}/play/#t=192"' in page(client, "?t=3:12")
    assert "#t=" not in page(client, "?t=x")


def test_on_a_weak_line_only_the_sound(client: Client, made: Any) -> None:
    assert "只听声音" in page(client)
    html = page(client, "?sound=1")
    assert "<video" not in html
    assert f'src="/lectures/{made.pk}/sound/"' in html


def test_who_may_listen_in_the_background_is_told_what_counts(
    client: Client, made: Any, people: People
) -> None:
    told = "锁屏或切到别的页面时，听到的不计入进度。"
    assert told not in page(client)
    client.force_login(people.me)
    assert told in page(client)
    assert told in page(client, "?sound=1")


def test_a_sound_recording_has_no_picture(client: Client, people: People) -> None:
    lecture(making={"video": "", "form": "ipod"})
    html = page(client)
    assert "<audio" in html
    assert "只听声音" not in html


def test_slides_and_handout_can_be_had(client: Client, made: Any) -> None:
    document = get_document_model()(title="课件甲")
    document.file.save("a.pdf", ContentFile(b"%PDF-1.7"), save=False)
    document.save()
    made.slides = document
    made.save()
    assert "课件：课件甲" in page(client)


def test_the_article_lists_the_lecture(client: Client, made: Any) -> None:
    html = client.get("/library/study-rules/").content.decode()
    assert "讲到本条的课程" in html
    assert '<a href="/library/lecture/?t=12">学习怎么安排（示例） · 第 12 秒</a>' in html


def test_a_closed_lecture_is_not_listed(client: Client, made: Any) -> None:
    restrict(made, "login")
    assert "讲到本条的课程" not in client.get("/library/study-rules/").content.decode()


def test_a_closed_text_is_not_shown_beside_the_player(client: Client, made: Any) -> None:
    from library.models import RegulationPage

    restrict(RegulationPage.objects.get(), "login")
    assert "补课应当在一个月内完成" not in page(client)


def test_a_lecture_without_a_recording_says_so(client: Client, made: Any) -> None:
    made.recording = None
    made.save()
    assert "还没有录像或录音" in page(client)


def test_words_of_captions_are_only_words(client: Client, people: People) -> None:
    from media.captions import Line

    lecture(lines=(Line(0, 2000, "<script>alert(1)</script>"),))
    assert "<script>alert" not in page(client)


def test_it_asks_the_database_little(
    client: Client, made: Any, people: People, django_assert_max_num_queries: Any
) -> None:
    client.force_login(people.me)
    page(client)
    with django_assert_max_num_queries(30):
        page(client)


def test_the_reading_page_asks_no_more_however_many_lectures(
    client: Client, made: Any, django_assert_max_num_queries: Any
) -> None:
    client.get("/library/study-rules/")
    with django_assert_max_num_queries(15) as one:
        client.get("/library/study-rules/")
    lecture(slug="another", title="又一课（示例）")
    with django_assert_max_num_queries(15) as two:
        assert "又一课（示例） · 第 12 秒" in client.get("/library/study-rules/").content.decode()
    assert len(one) == len(two)


def test_lists_promise_the_minutes(client: Client, made: Any) -> None:
    html = client.get("/library/?kind=micro_lecture").content.decode()
    assert "学习怎么安排（示例）" in html
    assert "约 1 分钟" in html
