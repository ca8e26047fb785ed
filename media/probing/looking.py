"""One look at a file: length, size, codecs, a poster frame, loudness, and what phones will not play."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from media.probing.container import MP3, MP4, WEBM, BadMedia, Boxes, check_boxes, container_of
from media.probing.ffmpeg import ffmpeg
from media.probing.sound import codec_of, loudness_of

# Pictures inside sound files are covers, not films.
COVERS = {"mjpeg", "png", "bmp", "gif", "webp"}
TYPES = {
    (MP4, True): ("video/mp4", "mp4"),
    (MP4, False): ("audio/mp4", "m4a"),
    (WEBM, True): ("video/webm", "webm"),
    (WEBM, False): ("audio/webm", "webm"),
    (MP3, False): ("audio/mpeg", "mp3"),
}
PLAIN_PIXELS = {"yuv420p", "yuvj420p"}
PHONE_VIDEO = {MP4: {"h264"}, WEBM: {"vp8", "vp9"}}
PHONE_SOUND = {MP4: {"aac", "mp3"}, WEBM: {"opus", "vorbis"}, MP3: {"mp3"}}
NAMES = {"hevc": "H.265（HEVC）", "av1": "AV1", "vp9": "VP9", "mpeg4": "MPEG-4 Part 2", "vp8": "VP8"}
LARGEST_SIDE = 1080
# 8K; a frame beyond it is made to fill the memory of whoever decodes it.
MOST_PIXELS = 7680 * 4320
QUIET_DBFS = -36.0
# How much of the announced length must really be there.
WHOLE = 0.95
POSTER_AT = 0.1
POSTER_WIDTH = 1280


@dataclass(frozen=True)
class Found:
    """What is in a file; `duration` in seconds, `loudness` in dBFS, `poster` a JPEG, `notes` are sentences."""

    form: str
    content_type: str
    ending: str
    duration: float
    video_codec: str = ""
    audio_codec: str = ""
    width: int = 0
    height: int = 0
    loudness: float | None = None
    poster: bytes = b""
    notes: tuple[str, ...] = ()

    @property
    def is_video(self) -> bool:
        """Tell whether there is a moving picture."""
        return bool(self.video_codec)


def probe(path: Path, *, name: str) -> Found:
    """Look into the file at `path`, which its sender calls `name`.

    Raises:
        BadMedia: not a recording, cut off, or damaged.
    """
    form = container_of(path, name)
    boxes = check_boxes(path, name) if form == MP4 else Boxes()
    try:
        with ffmpeg().open(str(path), format=form) as container:
            return _look(container, form, boxes, name)
    except (ffmpeg().FFmpegError, OSError, ValueError) as error:
        raise BadMedia(
            f"“{name}”打不开，文件可能已经损坏；请确认原文件能从头放到尾，再重新导出上传。"
        ) from error


def _look(container: Any, form: str, boxes: Boxes, name: str) -> Found:
    # A stream nobody here can decode has no codec context.
    films = [
        one for one in container.streams.video if one.codec_context and one.codec_context.name not in COVERS
    ]
    sounds = [one for one in container.streams.audio if one.codec_context]
    if not films and not sounds:
        raise BadMedia(f"“{name}”里没有能放出来的画面或声音，请转成 mp4（H.264 和 AAC）后再上传。")
    film, sound = (films or [None])[0], (sounds or [None])[0]
    if film is not None and film.codec_context.width * film.codec_context.height > MOST_PIXELS:
        raise BadMedia(f"“{name}”的画面太大，请缩小到 1080p 以内再上传。")
    duration = _duration(container, film or sound, name)
    content_type, ending = TYPES.get((form, film is not None), TYPES[MP3, False])
    found = Found(
        form=form,
        content_type=content_type,
        ending=ending,
        duration=duration,
        video_codec=film.codec_context.name if film else "",
        audio_codec=codec_of(sound) if sound else "",
        width=film.codec_context.width if film else 0,
        height=film.codec_context.height if film else 0,
        poster=_poster(container, film, duration) if film else b"",
        loudness=loudness_of(container, sound) if sound else None,
    )
    pixels = film.codec_context.pix_fmt if film else ""
    return _noted(found, pixels or "", boxes)


def _duration(container: Any, stream: Any, name: str) -> float:
    """Return the length in seconds by the last packet, which an announcement in the header cannot fake."""
    last = 0.0
    for packet in container.demux(stream):
        if packet.pts is not None:
            last = max(last, float((packet.pts + (packet.duration or 0)) * packet.time_base))
    said = float(container.duration / ffmpeg().time_base) if container.duration else 0.0
    if last <= 0 or last < said * WHOLE - 1:
        raise BadMedia(f"“{name}”不完整，没有传完或没有录完；请确认原文件能从头放到尾，再重新上传。")
    return round(last, 3)


def _poster(container: Any, film: Any, duration: float) -> bytes:
    """Return a frame from the first tenth as a JPEG."""
    container.seek(int(duration * POSTER_AT * ffmpeg().time_base))
    frame = next(iter(container.decode(film)), None)
    if frame is None:
        container.seek(0)
        frame = next(iter(container.decode(film)), None)
    if frame is None:
        return b""
    picture: Image.Image = frame.to_image()
    if picture.width > POSTER_WIDTH:
        picture = picture.resize((POSTER_WIDTH, round(picture.height * POSTER_WIDTH / picture.width)))
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=85)
    return written.getvalue()


def _noted(found: Found, pixels: str, boxes: Boxes) -> Found:
    notes = [*_film_notes(found, pixels), *_sound_notes(found)]
    if 0 <= boxes.mdat < boxes.moov:
        notes.append(
            "文件的索引在末尾，手机要多等一会儿才开始放；导出时勾选“快速启动（faststart）”可以避免。"
        )
    return Found(**{**vars(found), "notes": tuple(notes)})


def _film_notes(found: Found, pixels: str) -> list[str]:
    if not found.is_video:
        return []
    notes = []
    if found.video_codec not in PHONE_VIDEO.get(found.form, set()):
        codec = NAMES.get(found.video_codec, found.video_codec)
        notes.append(f"画面用的是 {codec} 编码，许多手机放不出来；请转成 H.264（mp4）再上传。")
    elif found.form == WEBM:
        notes.append("WebM 视频在较旧的苹果手机上放不出来；要照顾到所有手机，请转成 H.264（mp4）。")
    if pixels and pixels not in PLAIN_PIXELS:
        notes.append(f"画面的颜色格式是 {pixels}，许多手机放不出来；请转成 yuv420p 再上传。")
    if min(found.width, found.height) > LARGEST_SIDE:
        notes.append(
            f"画面是 {found.width}×{found.height}，超过 1080p，旧手机会卡顿，也费流量；请缩小到 1080p 以内。"
        )
    return notes


def _sound_notes(found: Found) -> list[str]:
    if not found.audio_codec:
        return ["没有声音。"]
    notes = []
    if found.audio_codec not in PHONE_SOUND.get(found.form, set()):
        notes.append(f"声音用的是 {found.audio_codec} 编码，许多手机放不出来；请转成 AAC 再上传。")
    if found.loudness is None or found.loudness < QUIET_DBFS:
        notes.append("声音很小，手机外放会听不清；请调大音量后重新导出。")
    return notes
