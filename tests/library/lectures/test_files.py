"""Files of a lecture go to those who may watch it, and to nobody else."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client, override_settings
from wagtail.documents import get_document_model

from tests.library.builders import restrict
from tests.library.lectures.builders import lecture, recording
from tests.media.clips import clip
from tests.people import People


@pytest.fixture
def made(people: People) -> Any:
    return lecture()


def test_it_works(client: Client, made: Any) -> None:
    answer = client.get(f"/lectures/{made.pk}/play/", headers={"Range": "bytes=0-99"})
    assert (answer.status_code, answer["Content-Type"]) == (206, "video/mp4")
    assert b"".join(answer.streaming_content) == clip(20)[:100]


def test_the_sound_alone(client: Client, made: Any) -> None:
    answer = client.get(f"/lectures/{made.pk}/sound/", headers={"Range": "bytes=0-9"})
    assert (answer.status_code, answer["Content-Type"]) == (206, "audio/mp4")


def test_captions_come_as_webvtt(client: Client, made: Any) -> None:
    answer = client.get(f"/lectures/{made.pk}/captions.vtt")
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert "00:00:12.000 --> 00:00:16.000\n第三条说，一个月内补课。" in answer.content.decode()


@pytest.mark.parametrize("rest", ["play/", "sound/", "captions.vtt"])
def test_a_closed_lecture_s_files_are_closed(client: Client, made: Any, people: People, rest: str) -> None:
    restrict(made, "login")
    assert client.get(f"/lectures/{made.pk}/{rest}").status_code == 404
    client.force_login(people.me)
    answer = client.get(f"/lectures/{made.pk}/{rest}")
    b"".join(answer)
    assert answer.status_code == 200


@pytest.mark.parametrize(("name", "status"), [("editor", 206), ("me", 404), ("secretary", 404)])
def test_a_draft_s_files_are_for_editors(client: Client, people: People, name: str, status: int) -> None:
    draft = lecture(publish=False)
    client.force_login(people.named(name))
    answer = client.get(f"/lectures/{draft.pk}/play/", headers={"Range": "bytes=0-9"})
    assert answer.status_code == status


def test_an_editor_sees_the_recording_whose_captions_are_being_written(
    client: Client, made: Any, people: People
) -> None:
    made.recording = recording(seconds=3)
    made.save_revision()
    client.force_login(people.editor)
    lengths = {
        query: client.get(f"/lectures/{made.pk}/play/{query}", headers={"Range": "bytes=0-9"})[
            "Content-Range"
        ]
        for query in ("", "?draft=1")
    }
    assert lengths == {
        "": f"bytes 0-9/{len(clip(20))}",
        "?draft=1": f"bytes 0-9/{len(clip(3))}",
    }
    client.force_login(people.me)
    answer = client.get(f"/lectures/{made.pk}/play/?draft=1", headers={"Range": "bytes=0-9"})
    assert answer["Content-Range"] == lengths[""]


def document(name: str = "slides.txt") -> Any:
    made = get_document_model()(title="课件")
    made.file.save(name, ContentFile("课件".encode()), save=False)
    made.save()
    return made


def had(client: Client, asked: Any, people: People, *names: str) -> list[int]:
    """Return the statuses of those who ask for a document; "" is somebody who is not logged in."""
    statuses = []
    for name in names:
        client.logout()
        if name:
            client.force_login(people.named(name))
        answer = client.get(asked.url)
        # Closing it unread would take a server's connection with it.
        b"".join(answer)
        statuses.append(answer.status_code)
    return statuses


@pytest.mark.parametrize("field", ["slides", "handout"])
def test_slides_and_handout_go_with_the_recording(
    client: Client, made: Any, people: People, field: str
) -> None:
    asked = document()
    setattr(made, field, asked)
    made.save_revision().publish()
    assert had(client, asked, people, "", "me", "editor") == [200, 200, 200]
    restrict(made, "login")
    assert had(client, asked, people, "", "me", "editor") == [404, 200, 200]
    made.unpublish()
    assert had(client, asked, people, "", "me", "secretary", "editor") == [404, 404, 404, 200]


def test_what_an_open_lecture_hands_out_is_open(client: Client, made: Any, people: People) -> None:
    asked = document()
    made.slides = asked
    made.save_revision().publish()
    closed = lecture(slug="closed", title="内部一课（示例）", handout=asked)
    restrict(closed, "login")
    assert had(client, asked, people, "") == [200]


def test_slides_that_only_a_draft_names_are_for_editors(client: Client, made: Any, people: People) -> None:
    asked = document()
    made.slides = asked
    made.save_revision()
    assert had(client, asked, people, "", "me", "editor") == [404, 404, 200]


def test_a_document_of_no_lecture_stays_open(client: Client, made: Any, people: People) -> None:
    assert had(client, document(), people, "", "me") == [200, 200]


@override_settings(MEDIA_ACCEL_PREFIX="/protected-files/")
def test_in_production_python_does_not_touch_the_bytes(client: Client, made: Any) -> None:
    answer = client.get(f"/lectures/{made.pk}/play/")
    assert answer["X-Accel-Redirect"].startswith("/protected-files/recordings/")
    assert answer.content == b""


def test_the_file_lies_where_no_address_leads(client: Client, made: Any) -> None:
    assert client.get(f"/media/{made.recording.file.name}").status_code == 404
