"""Files in, plain text out: what an editor uploads becomes lines the structure parser can read. Pure Python."""

from library.extraction.archive import unpack
from library.extraction.errors import ExtractionError
from library.extraction.model import Extracted
from library.extraction.reading import MAX_BYTES, READABLE_SUFFIXES, extract, extract_file

__all__ = [
    "MAX_BYTES",
    "READABLE_SUFFIXES",
    "Extracted",
    "ExtractionError",
    "extract",
    "extract_file",
    "unpack",
]
