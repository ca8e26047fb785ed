"""Large files in pieces: gone on with after a cut, checked by the server, private to who sends them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from media.models import Upload
from media.uploading import drop_expired
from tests.media.clips import clip
from tests.people import People, settle_people
from tests.site import a_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    a_site()
    return settle_people()


@pytest.fixture
def secretary(client: Client, people: People) -> Client:
    client.force_login(people.secretary)
    return client


def begin(client: Client, size: int, name: str = "课.mp4") -> Any:
    return client.post("/uploads/", {"name": name, "size": str(size)})


def send(client: Client, url: str, data: bytes, at: int) -> Any:
    return client.patch(
        url, data, content_type="application/octet-stream", headers={"Upload-Offset": str(at)}
    )


def test_it_works(secretary: Client) -> None:
    data = clip()
    state = begin(secretary, len(data)).json()
    half = len(data) // 2
    assert send(secretary, state["url"], data[:half], 0).json()["received"] == half
    assert send(secretary, state["url"], data[half:], half).json()["received"] == len(data)
    checked = secretary.post(state["check"]).json()
    assert (checked["said"], checked["notes"]) == ("视频，0:04", [])


def test_after_a_cut_it_goes_on_where_it_was(secretary: Client) -> None:
    state = begin(secretary, 10).json()
    send(secretary, state["url"], b"12345", 0)
    again = begin(secretary, 10).json()
    assert (again["id"], again["received"]) == (state["id"], 5)
    assert secretary.get(state["url"]).json()["received"] == 5


def test_a_piece_sent_twice_is_taken_once(secretary: Client) -> None:
    state = begin(secretary, 10).json()
    assert [send(secretary, state["url"], b"12345", 0).json()["received"] for _ in range(2)] == [5, 5]


def test_a_piece_that_does_not_fit_is_told_where_to_go_on(secretary: Client) -> None:
    state = begin(secretary, 10).json()
    answer = send(secretary, state["url"], b"12345", 3)
    assert (answer.status_code, answer.json()["error"]) == (
        409,
        "这一段接不上，服务器已收到 0 字节，请从那里继续。",
    )


def test_more_than_was_announced_is_refused(secretary: Client) -> None:
    state = begin(secretary, 3).json()
    assert send(secretary, state["url"], b"12345", 0).status_code == 400


@override_settings(RECORDING_MAX_MB=1)
def test_a_file_beyond_the_limit_is_refused_before_it_is_sent(secretary: Client) -> None:
    answer = begin(secretary, 2 * 1024 * 1024)
    assert (answer.status_code, answer.json()["error"]) == (
        413,
        "“课.mp4”超过 1 MB，请压缩到 1 MB 以内再上传。",
    )


@pytest.mark.parametrize("size", ["", "-1", "0", "abc", "９", "1" * 30])
def test_a_size_that_cannot_be_is_refused(secretary: Client, size: str) -> None:
    assert secretary.post("/uploads/", {"name": "课.mp4", "size": size}).status_code == 400


def test_a_zip_is_told_at_once_and_thrown_away(
    secretary: Client, django_capture_on_commit_callbacks: Any
) -> None:
    data = b"PK\x03\x04" + bytes(100)
    state = begin(secretary, len(data)).json()
    send(secretary, state["url"], data, 0)
    path = Upload.objects.get().path
    with django_capture_on_commit_callbacks(execute=True):
        answer = secretary.post(state["check"])
    assert answer.status_code == 422
    assert "其实是压缩包" in answer.json()["error"]
    assert (Upload.objects.count(), path.exists()) == (0, False)


def test_an_unfinished_file_is_not_checked(secretary: Client) -> None:
    answer = secretary.post(begin(secretary, 10).json()["check"])
    assert (answer.status_code, "还没有传完" in answer.json()["error"]) == (409, True)


def test_another_s_upload_is_not_there(secretary: Client, people: People) -> None:
    state = begin(secretary, 10).json()
    other = Client()
    other.force_login(people.editor)
    assert other.get(state["url"]).status_code == 404
    assert send(other, state["url"], b"12345", 0).status_code == 404


def test_a_member_without_a_post_cannot_upload(client: Client, people: People) -> None:
    assert begin(client, 10).status_code == 403
    client.force_login(people.me)
    assert begin(client, 10).status_code == 404


def test_what_nobody_came_back_for_is_thrown_away(
    secretary: Client, django_capture_on_commit_callbacks: Any
) -> None:
    begin(secretary, 10)
    path = Upload.objects.get().path
    with django_capture_on_commit_callbacks(execute=True):
        drop_expired(now=timezone.now() + timedelta(hours=25))
    assert (Upload.objects.count(), path.exists()) == (0, False)


def test_ten_files_at_once_are_enough(secretary: Client) -> None:
    answers = [begin(secretary, 10, f"课{number}.mp4").status_code for number in range(11)]
    assert answers == [201] * 10 + [429]


def test_a_name_cannot_lead_out_of_the_folder(secretary: Client) -> None:
    begin(secretary, 10, "../../etc/passwd")
    assert Upload.objects.get().name == "passwd"


def test_it_can_be_thrown_away(secretary: Client) -> None:
    state = begin(secretary, 10).json()
    assert secretary.delete(state["url"]).status_code == 204
    assert secretary.get(state["url"]).status_code == 404
