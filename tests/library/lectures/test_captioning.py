"""The caption editor, by form alone."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from library.models import LectureMention
from tests.library.lectures.builders import lecture
from tests.people import People


@pytest.fixture
def made(people: People) -> Any:
    return lecture()


@pytest.fixture
def desk(client: Client, people: People) -> Client:
    client.force_login(people.editor)
    return client


def url(made: Any) -> str:
    return f"/admin/lectures/{made.pk}/captions/"


def rows(*captions: tuple[str, str, str], dropped: int | None = None) -> dict[str, Any]:
    """Return what the form sends."""
    sent: dict[str, Any] = {"what": "captions", "c-TOTAL_FORMS": len(captions), "c-INITIAL_FORMS": 0}
    for place, (start, end, text) in enumerate(captions):
        sent |= {f"c-{place}-start": start, f"c-{place}-end": end, f"c-{place}-text": text}
    if dropped is not None:
        sent[f"c-{dropped}-DELETE"] = "on"
    return sent


def texts(made: Any) -> list[str]:
    return [line.text for line in type(made).objects.get(pk=made.pk).recording.captions.lines()]


def test_it_works(desk: Client, made: Any) -> None:
    assert "第三条说，一个月内补课。" in desk.get(url(made)).content.decode()
    answer = desk.post(url(made), rows(("0:01", "0:03", "改过的一句"), ("0:03", "0:05.5", "又一句")))
    assert answer.url == url(made)
    assert texts(made) == ["改过的一句", "又一句"]


def test_a_caption_can_be_taken_away_and_an_empty_one_is_not_kept(desk: Client, made: Any) -> None:
    desk.post(url(made), rows(("0:01", "0:03", "甲"), ("0:03", "0:05", "乙"), ("", "", ""), dropped=0))
    assert texts(made) == ["乙"]


def test_a_time_that_is_none_is_named(desk: Client, made: Any) -> None:
    html = desk.post(url(made), rows(("一分", "0:03", "甲"))).content.decode()
    assert "时间“一分”认不出来，请写成 00:03:12.500 这样。" in html
    assert len(texts(made)) == 4


def test_words_without_a_time_are_asked_about(desk: Client, made: Any) -> None:
    assert "要写明起止时间" in desk.post(url(made), rows(("", "", "甲"))).content.decode()


def test_a_file_takes_the_place_of_what_is_there(desk: Client, made: Any) -> None:
    data = "WEBVTT\n\n00:01.000 --> 00:03.000\n新的\n\n00:59.000 --> 01:03.000\n结束以后\n"
    file = SimpleUploadedFile("新.vtt", data.encode())
    html = desk.post(url(made), {"what": "file", "file": file}, follow=True).content.decode()
    assert texts(made) == ["新的"]
    assert "已保存 1 条字幕，修补了 1 处" in html
    assert "在录像结束以后，放不出来，已去掉。" in html


def test_a_file_that_is_none_changes_nothing(desk: Client, made: Any) -> None:
    file = SimpleUploadedFile("新.vtt", b"PK\x03\x04")
    html = desk.post(url(made), {"what": "file", "file": file}).content.decode()
    assert "不是字幕" in html
    assert len(texts(made)) == 4


def test_what_was_not_found_in_the_library_is_said(desk: Client, made: Any) -> None:
    assert LectureMention.objects.filter(target=None).exists()
    html = desk.get(url(made)).content.decode()
    assert "资料库里没有找到" in html
    assert "《支部学习规定（示例）》第二条" in html


def test_the_edit_page_leads_there(desk: Client, made: Any) -> None:
    assert url(made) in desk.get(f"/admin/pages/{made.pk}/edit/").content.decode()


def test_a_lecture_without_a_recording_cannot_be_published(desk: Client, made: Any) -> None:
    from wagtail.test.utils.form_data import inline_formset, nested_form_data

    sent = nested_form_data(
        {"title": "课", "slug": "lecture", "recording": "", "chapters": inline_formset([])}
    )
    html = desk.post(f"/admin/pages/{made.pk}/edit/", {**sent, "action-publish": "1"}).content.decode()
    assert "还没有选录像或录音，不能发布。" in html


@pytest.mark.parametrize("name", ["me", "secretary", "superior", "stranger"])
def test_nobody_else_edits_captions(client: Client, made: Any, people: People, name: str) -> None:
    client.force_login(people.named(name))
    assert client.post(url(made), rows(("0:01", "0:02", "坏"))).status_code in (302, 403)
    assert len(texts(made)) == 4
