"""The sound of a recording: how loud it is, and copied out alone for a weak line."""

import math
from pathlib import Path
from typing import Any

import numpy as np

from media.probing.ffmpeg import ffmpeg

RATE = 16_000
# Audio codec → (muxer, ending, content type) it can be copied into without being encoded again.
COPIES = {
    "aac": ("ipod", "m4a", "audio/mp4"),
    "mp3": ("mp3", "mp3", "audio/mpeg"),
    "opus": ("webm", "webm", "audio/webm"),
    "vorbis": ("webm", "webm", "audio/webm"),
}


def codec_of(stream: Any) -> str:
    """Return the name of a stream's codec, whichever decoder reads it (mp3float is mp3)."""
    return str(stream.codec_context.codec.canonical_name)


def loudness_of(container: Any, stream: Any) -> float | None:
    """Return the loudness in dBFS: 20·log10 of the root mean square of the mono mix; None for silence."""
    resampler = ffmpeg().AudioResampler(format="flt", layout="mono", rate=RATE)
    total, count = 0.0, 0
    container.seek(0)
    for frame in container.decode(stream):
        for piece in resampler.resample(frame):
            samples = piece.to_ndarray()
            total += float(np.square(samples, dtype=np.float64).sum())
            count += samples.size
    if not count or total <= 0:
        return None
    return round(10 * math.log10(total / count), 1)


def copy_sound(path: Path, form: str, target: Path) -> tuple[str, str] | None:
    """Copy the sound of the recording at `path` to `target`; return (ending, content type), None when it cannot be.

    Nothing is encoded again, so a quarter of an hour takes a fraction of a second.
    """
    with ffmpeg().open(str(path), format=form) as source:
        if not source.streams.audio:
            return None
        stream = source.streams.audio[0]
        if codec_of(stream) not in COPIES:
            return None
        muxer, ending, content_type = COPIES[codec_of(stream)]
        with ffmpeg().open(str(target), "w", format=muxer) as copy:
            out = copy.add_stream_from_template(stream)
            for packet in source.demux(stream):
                if packet.dts is None:
                    continue
                packet.stream = out
                copy.mux(packet)
    return ending, content_type
