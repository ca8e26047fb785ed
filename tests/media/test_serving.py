"""Ranges on a developer's machine; in production the web server or object storage hands the file out."""

from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage
from django.test import RequestFactory, override_settings

from media.serving import hand_over

DATA = bytes(range(100))


def ask(range_: str = "", storage: Storage | None = None) -> Any:
    place = FileSystemStorage(settings.PRIVATE_ROOT)
    path = settings.PRIVATE_ROOT / "课 1.mp4"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(DATA)
    request = RequestFactory().get("/", headers={"Range": range_} if range_ else {})
    return hand_over(request, storage or place, "课 1.mp4", content_type="video/mp4")


def body(response: Any) -> bytes:
    read = b"".join(response.streaming_content)
    # `response.close()` would tell Django that a request has ended, and that asks for the database.
    for closer in response._resource_closers:
        closer()
    return read


def test_it_works() -> None:
    response = ask("bytes=10-19")
    assert (response.status_code, body(response)) == (206, DATA[10:20])
    assert (response["Content-Range"], response["Content-Length"]) == ("bytes 10-19/100", "10")
    assert (response["Content-Type"], response["Accept-Ranges"]) == ("video/mp4", "bytes")


@pytest.mark.parametrize(
    ("range_", "wanted"),
    [("bytes=90-", DATA[90:]), ("bytes=-5", DATA[-5:]), ("bytes=95-500", DATA[95:]), ("bytes=0-0", DATA[:1])],
)
def test_open_ranges(range_: str, wanted: bytes) -> None:
    response = ask(range_)
    assert (response.status_code, body(response)) == (206, wanted)


@pytest.mark.parametrize(
    "range_", ["", "bytes=-", "pieces=1-2", "bytes=1-2,5-6", f"bytes={'9' * 5000}-", "bytes=²-"]
)
def test_without_a_range_the_whole_file(range_: str) -> None:
    response = ask(range_)
    assert (response.status_code, body(response)) == (200, DATA)


@pytest.mark.parametrize("range_", ["bytes=100-", "bytes=50-40"])
def test_a_range_outside_is_refused(range_: str) -> None:
    response = ask(range_)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */100")


@override_settings(MEDIA_ACCEL_PREFIX="/protected-files/")
def test_in_production_the_web_server_hands_it_out() -> None:
    response = ask("bytes=10-19")
    assert response["X-Accel-Redirect"] == "/protected-files/%E8%AF%BE%201.mp4"
    assert response.content == b""


def test_object_storage_hands_out_by_its_own_signed_address() -> None:
    class Bucket(Storage):
        def url(self, name: str | None) -> str:
            return f"https://bucket.example/{name}?signature=1"

    assert ask(storage=Bucket()).url == "https://bucket.example/%E8%AF%BE%201.mp4?signature=1"
