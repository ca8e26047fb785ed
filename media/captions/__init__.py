"""Captions: WebVTT and SRT read, mended and written. Pure Python."""

from media.captions.clock import parse_clock, say_clock, say_time, stamp
from media.captions.line import Fault, Line, Reading
from media.captions.mending import mend
from media.captions.reading import MAX_BYTES, CaptionError, read_captions
from media.captions.writing import write_vtt

__all__ = [
    "MAX_BYTES",
    "CaptionError",
    "Fault",
    "Line",
    "Reading",
    "mend",
    "parse_clock",
    "read_captions",
    "say_clock",
    "say_time",
    "stamp",
    "write_vtt",
]
