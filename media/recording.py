"""Verbs of recordings: keep one that was checked, and keep its captions."""

import io
import tempfile
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.images import ImageFile
from django.db import transaction

from media.captions import Line, Reading
from media.models import CaptionTrack, Cue, CustomImage, Recording
from media.policies import User
from media.probing import Found, copy_sound, probe

BATCH = 500


class TypedFile(File):
    """A file that says what it is: object storage would guess it from the name, and take sound in .webm for a film."""

    def __init__(self, file: Any, content_type: str) -> None:
        super().__init__(file)
        self.content_type = content_type


def keep_recording(
    *, path: Path, name: str, by: User | None, title: str = "", check: Callable[[float], None] | None = None
) -> Recording:
    """Check the file at `path`, which its sender calls `name`, and keep it with its poster and its sound.

    `check` is asked with the length in seconds before anything is kept; what it raises is passed on.

    Raises:
        BadMedia: it is none; the message says what to do.
    """
    found = probe(path, name=name)
    if check is not None:
        check(found.duration)
    recording = Recording(
        title=(title or Path(name).stem)[:255],
        kind=Recording.Kind.VIDEO if found.is_video else Recording.Kind.AUDIO,
        content_type=found.content_type,
        size=path.stat().st_size,
        duration=found.duration,
        width=found.width,
        height=found.height,
        video_codec=found.video_codec,
        audio_codec=found.audio_codec,
        loudness=found.loudness,
        notes=list(found.notes),
        uploaded_by_id=by.pk if by else None,
    )
    with transaction.atomic():
        recording.poster = _poster(found, recording.title)
        with path.open("rb") as file:
            kept = TypedFile(file, found.content_type)
            recording.file.save(f"{uuid.uuid4().hex}.{found.ending}", kept, save=False)
        if found.is_video:
            _keep_sound(recording, found, path)
        recording.save()
    return recording


def _poster(found: Found, title: str) -> CustomImage | None:
    if not found.poster:
        return None
    # Not guessable: the picture of a lecture that is closed lies among the open ones.
    file = ImageFile(io.BytesIO(found.poster), name=f"poster-{uuid.uuid4().hex}.jpg")
    return CustomImage.objects.create(title=f"封面：{title}"[:255], file=file)


def _keep_sound(recording: Recording, found: Found, path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "sound"
        copied = copy_sound(path, found.form, target)
        if copied is None:
            return
        ending, recording.sound_type = copied
        recording.sound_size = target.stat().st_size
        with target.open("rb") as file:
            kept = TypedFile(file, recording.sound_type)
            recording.sound.save(f"{uuid.uuid4().hex}.{ending}", kept, save=False)


@transaction.atomic
def keep_captions(*, recording: Recording, reading: Reading, filename: str = "") -> CaptionTrack:
    """Put `reading` in the place of the captions the recording had."""
    track, _ = CaptionTrack.objects.update_or_create(
        recording=recording,
        defaults={"filename": filename[:255], "faults": [fault.message for fault in reading.faults]},
    )
    _put_cues(track, reading.lines)
    # What was read before with the recording would show the old ones.
    recording.captions = track
    return track


def _put_cues(track: CaptionTrack, lines: Iterable[Line]) -> None:
    track.cues.all().delete()
    cues = [Cue(track=track, start_ms=line.start, end_ms=line.end, text=line.text) for line in lines]
    Cue.objects.bulk_create(cues, batch_size=BATCH)


def captions_of(recording: Recording) -> list[Line]:
    """Return the captions of a recording; one query."""
    cues = Cue.objects.filter(track__recording=recording).order_by("start_ms", "pk")
    return [Line(*row) for row in cues.values_list("start_ms", "end_ms", "text")]
