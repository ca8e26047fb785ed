"""Captions as WebVTT."""

from collections.abc import Iterable

from media.captions.clock import stamp
from media.captions.line import Line


def write_vtt(lines: Iterable[Line]) -> str:
    """Return a WebVTT file; whatever is in the words, they stay words."""
    cues = [
        f"{number}\n{stamp(line.start)} --> {stamp(line.end)}\n{_escaped(line.text)}\n"
        for number, line in enumerate(lines, 1)
    ]
    return "\n".join(["WEBVTT\n", *cues])


def _escaped(text: str) -> str:
    words = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # An empty line would end the cue.
    return "\n".join(row for row in words.splitlines() if row.strip())
