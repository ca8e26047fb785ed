"""Lectures for tests: a real small recording, captions that speak of a regulation."""

import tempfile
from pathlib import Path
from typing import Any

from library.lectures.captioning import save_captions
from library.models import LectureChapter, LibraryIndexPage, MicroLecturePage
from media.captions import Line, mend
from media.models import Recording
from media.recording import keep_recording
from tests.media.clips import clip

LINES = (
    Line(0, 4000, "今天讲《支部学习规定（示例）》"),
    Line(4000, 8000, "第二条，每月安排学习。"),
    Line(8000, 12_000, "缺席的怎么办？"),
    Line(12_000, 16_000, "第三条说，一个月内补课。"),
)
SECONDS = 20


def recording(lines: tuple[Line, ...] = LINES, **making: Any) -> Recording:
    """Return a kept recording of 20 seconds with captions."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "clip"
        path.write_bytes(clip(making.pop("seconds", SECONDS), **making))
        kept = keep_recording(path=path, name="微党课.mp4", by=None)
    if lines:
        save_captions(recording=kept, reading=mend(lines, duration=kept.duration_ms), filename="课.vtt")
    return kept


def lecture(
    *, publish: bool = True, lines: tuple[Line, ...] = LINES, making: Any = None, **fields: Any
) -> Any:
    """Return a lecture on the regulation the quizzes' builders publish."""
    values = {"title": "学习怎么安排（示例）", "slug": "lecture", "summary": "说一说学习。"} | fields
    page = MicroLecturePage(recording=recording(lines, **(making or {})), live=publish, **values)
    page.chapters = [LectureChapter(seconds=8, title="缺席的怎么办")]
    LibraryIndexPage.objects.get().add_child(instance=page)
    revision = page.save_revision()
    if publish:
        revision.publish()
    page.refresh_from_db()
    return page
