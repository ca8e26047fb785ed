"""FFmpeg, by PyAV."""

from typing import Any


def ffmpeg() -> Any:
    """Return PyAV; loaded by the first file that is looked into, because no other process has use for its 15 MB."""
    import av

    return av
