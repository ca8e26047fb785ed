"""Keeping recordings: what object storage is told of a file."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from storages.backends.s3 import S3Storage

from media.models import Recording
from media.recording import keep_recording
from tests.media.clips import clip

pytestmark = pytest.mark.django_db


class Bucket(FileSystemStorage):
    """A folder that remembers the types an S3 bucket would have been told."""

    def __init__(self, location: Path) -> None:
        super().__init__(location)
        self.types: list[str] = []

    def _save(self, name: str, content: File) -> str:
        told = S3Storage(bucket_name="lectures")._get_write_parameters(name, content)
        self.types.append(told["ContentType"])
        return super()._save(name, content)


@pytest.mark.parametrize(
    ("making", "types"),
    [
        ({}, ["video/mp4", "audio/mp4"]),
        ({"video": "libvpx-vp9", "audio": "libopus", "form": "webm"}, ["video/webm", "audio/webm"]),
        ({"video": "", "audio": "libopus", "form": "webm"}, ["audio/webm"]),
        ({"video": "", "form": "ipod"}, ["audio/mp4"]),
        ({"video": "", "audio": "libmp3lame", "form": "mp3"}, ["audio/mpeg"]),
    ],
)
def test_object_storage_is_told_the_type_that_was_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, making: dict[str, Any], types: list[str]
) -> None:
    bucket = Bucket(tmp_path / "bucket")
    for field in ("file", "sound"):
        monkeypatch.setattr(Recording._meta.get_field(field), "storage", bucket)
    path = tmp_path / "clip"
    path.write_bytes(clip(**making))
    recording = keep_recording(path=path, name="课", by=None)
    assert bucket.types == types
    assert [kind for kind in (recording.content_type, recording.sound_type) if kind] == types
