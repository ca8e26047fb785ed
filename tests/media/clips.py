"""Small recordings made for tests: a grey picture that brightens, and a tone."""

import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import av
import numpy as np

RATE, FPS = 48_000, 5
SUFFIX = {"mp4": "mp4", "webm": "webm", "ipod": "m4a", "mp3": "mp3"}


@lru_cache(maxsize=32)
def clip(
    seconds: int = 4,
    *,
    video: str = "libx264",
    audio: str = "aac",
    form: str = "mp4",
    pixels: str = "yuv420p",
    size: tuple[int, int] = (160, 90),
    level: float = 0.2,
    faststart: bool = True,
) -> bytes:
    """Return a recording; `video` or `audio` empty leaves that out, `level` is the tone's height (1 is full scale)."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"clip.{SUFFIX[form]}"
        options = {"movflags": "faststart"} if faststart and form in ("mp4", "ipod") else {}
        with av.open(str(path), "w", format=form, options=options) as made:
            picture = _picture(made, video, pixels, size) if video else None
            sound = _sound(made, audio) if audio else None
            if picture is not None:
                _draw(made, picture, seconds, size)
            if sound is not None:
                _play(made, sound, seconds, level)
        return path.read_bytes()


def _picture(made: Any, codec: str, pixels: str, size: tuple[int, int]) -> Any:
    stream = made.add_stream(codec, rate=FPS)
    stream.width, stream.height = size
    stream.pix_fmt = pixels
    if codec == "libx265":
        stream.options = {"x265-params": "log-level=none"}
    return stream


def _sound(made: Any, codec: str) -> Any:
    stream = made.add_stream(codec, rate=RATE)
    stream.layout = "mono"
    return stream


def _draw(made: Any, stream: Any, seconds: int, size: tuple[int, int]) -> None:
    for number in range(seconds * FPS):
        grey = np.full((size[1], size[0], 3), 40 + number % 180, np.uint8)
        made.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
    made.mux(stream.encode())


def _play(made: Any, stream: Any, seconds: int, level: float) -> None:
    at = np.arange(seconds * RATE) / RATE
    samples = (level * np.sin(2 * np.pi * 440 * at)).astype(np.float32)
    whole = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="flt", layout="mono")
    whole.rate, whole.pts = RATE, 0
    resampler = av.AudioResampler(
        format=stream.format, layout="mono", rate=RATE, frame_size=stream.frame_size or 960
    )
    for frame in (*resampler.resample(whole), *resampler.resample(None)):
        made.mux(stream.encode(frame))
    made.mux(stream.encode())
