"""What the library refuses of lectures, each a sentence for the person it happens to."""

from library.errors import LibraryError


class LectureError(LibraryError):
    """Base of what is refused of lectures."""


class TooLong(LectureError):
    """A recording beyond the quarter of an hour."""
