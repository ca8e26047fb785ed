"""Three 微党课 of the demo, made here: slides are drawn, tones are computed, captions are real. The same every time."""

import io
import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import av
import numpy as np
import pylopdf_fonts_zh_cn
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont
from wagtail.documents import get_document_model

from library.lectures.captioning import save_captions
from library.models import LectureChapter, LibraryIndexPage, MicroLecturePage, TopicPage
from media.captions import Line, Reading, write_vtt
from media.recording import keep_recording
from members.models import Member

HERE = Path(__file__).parent
FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
WIDTH, HEIGHT, RATE = 640, 360, 2
SOUND_RATE = 24_000
PAPER, INK, RED, GREY = "#fffdf9", "#211c18", "#a8201a", "#5a524a"
MS_PER_CHARACTER = 230
SHORTEST_MS = 2500
PAUSE_MS = 300
# A quiet pentatonic scale: one note a caption.
NOTES = (220.0, 247.5, 277.2, 330.0, 370.0)
BY = "青禾镇党委（示例）"


@dataclass(frozen=True)
class Section:
    """A slide with what is said over it."""

    title: str
    points: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def start_ms(self) -> int:
        """Return when its slide appears."""
        return self.lines[0].start


def sections_of(entry: dict[str, Any]) -> list[Section]:
    """Return the slides of a lecture with the captions timed by their length."""
    now, sections = 0, []
    for one in entry["sections"]:
        lines = []
        for text in one["captions"]:
            length = max(SHORTEST_MS, len(text) * MS_PER_CHARACTER)
            lines.append(Line(now, now + length, text))
            now += length + PAUSE_MS
        sections.append(Section(one["title"], tuple(one["points"]), tuple(lines)))
    return sections


def draw_slide(title: str, section: Section, number: int, total: int) -> Image.Image:
    """Return one slide."""
    slide = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(slide)
    pen.rectangle((0, 0, WIDTH, 6), fill=RED)
    pen.text((40, 34), title, font=_font("Sans", 17), fill=GREY)
    pen.text((40, 72), section.title, font=_font("Serif", 38), fill=INK)
    for row, point in enumerate(section.points):
        top = 138 + row * 46
        pen.ellipse((44, top + 12, 52, top + 20), fill=RED)
        pen.text((68, top), point, font=_font("Sans", 25), fill=INK)
    pen.text((WIDTH - 40, HEIGHT - 34), f"{number} / {total}", font=_font("Sans", 15), fill=GREY, anchor="ra")
    return slide


def make_film(path: Path, slides: list[Image.Image], sections: list[Section]) -> None:
    """Write an mp4 (H.264 and AAC) that any phone plays: a slide a section, a soft note a caption."""
    end_ms = sections[-1].lines[-1].end + 1000
    starts = [section.start_ms for section in sections]
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as film:
        picture = film.add_stream("libx264", rate=RATE)
        picture.width, picture.height, picture.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        # One thread and short groups: the same bytes everywhere, and jumps land where they should.
        picture.options = {"preset": "veryfast", "crf": "30", "threads": "1", "g": "8", "tune": "stillimage"}
        sound = film.add_stream("aac", rate=SOUND_RATE)
        sound.layout, sound.bit_rate = "mono", 24_000
        frames = [av.VideoFrame.from_image(slide) for slide in slides]
        for count in range(end_ms * RATE // 1000):
            shown = sum(start <= count * 1000 // RATE for start in starts) - 1
            frame = frames[shown]
            frame.pts = count
            film.mux(picture.encode(frame))
        film.mux(picture.encode())
        _put_sound(film, sound, _tones(sections, end_ms))


def plant_lectures(*, by: Member) -> Iterator[str]:
    """Make and publish the lectures; yields the title of each."""
    for entry in json.loads((HERE / "lectures.json").read_text(encoding="utf-8")):
        yield _plant(entry, by).title


def _plant(entry: dict[str, Any], by: Member) -> MicroLecturePage:
    sections = sections_of(entry)
    slides = [
        draw_slide(entry["title"], section, number, len(sections))
        for number, section in enumerate(sections, 1)
    ]
    lines = tuple(line for section in sections for line in section.lines)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{entry['slug']}.mp4"
        make_film(path, slides, sections)
        recording = keep_recording(path=path, name=path.name, by=by, title=entry["title"])
    save_captions(recording=recording, reading=Reading(lines), filename=f"{entry['slug']}.vtt")
    lecture = MicroLecturePage(
        title=entry["title"],
        slug=entry["slug"],
        summary=entry["summary"],
        speaker="知行编写组（示例）",
        issuer=BY,
        published_on=date.fromisoformat(entry["day"]),
        recording=recording,
        slides=_file(f"{entry['title']}课件", f"{entry['slug']}.pdf", _slides_file(slides)),
        handout=_file(f"{entry['title']}文字稿", f"{entry['slug']}.txt", write_vtt(lines).encode()),
    )
    lecture.chapters = [
        LectureChapter(seconds=section.start_ms // 1000, title=section.title) for section in sections
    ]
    LibraryIndexPage.objects.get().add_child(instance=lecture)
    lecture.topics.set(TopicPage.objects.filter(slug=entry["topic"]))
    lecture.save_revision(user=by).publish(user=by)
    return lecture


def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"Noto{face}SC-Regular.otf"), size)


def _tones(sections: list[Section], end_ms: int) -> np.ndarray:
    sound = np.zeros(end_ms * SOUND_RATE // 1000, dtype=np.float32)
    lines = [line for section in sections for line in section.lines]
    for number, line in enumerate(lines):
        start, end = (ms * SOUND_RATE // 1000 for ms in (line.start, line.end))
        at = np.arange(end - start, dtype=np.float32) / SOUND_RATE
        fading = np.minimum(1, at / 0.05) * np.exp(-at / 1.2)
        sound[start:end] += 0.3 * fading * np.sin(2 * np.pi * NOTES[number % len(NOTES)] * at)
    return sound


def _put_sound(film: Any, stream: Any, samples: np.ndarray) -> None:
    whole = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout="mono")
    whole.rate, whole.pts = SOUND_RATE, 0
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=SOUND_RATE, frame_size=1024)
    for frame in (*resampler.resample(whole), *resampler.resample(None)):
        film.mux(stream.encode(frame))
    film.mux(stream.encode())


def _slides_file(slides: list[Image.Image]) -> bytes:
    written = io.BytesIO()
    day = time.gmtime(0)
    slides[0].save(
        written, "PDF", save_all=True, append_images=slides[1:], resolution=96, creationDate=day, modDate=day
    )
    return written.getvalue()


def _file(title: str, name: str, data: bytes) -> Any:
    document = get_document_model()(title=title)
    document.file.save(name, ContentFile(data), save=False)
    document.save()
    return document
