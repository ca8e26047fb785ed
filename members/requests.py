"""Requests as views behind a log-in get them."""

from django.http import HttpRequest

from members.models import Member

# More digits than any row's number has; some thousands of them Python itself refuses to read.
MAX_DIGITS = 18


class MemberRequest(HttpRequest):
    """A request of somebody who has logged in; a type only, never made."""

    user: Member


def without_nul(text: str) -> str:
    """Return `text` without the one character that PostgreSQL does not store and nobody types."""
    return text.replace("\0", "")


def is_number(text: str) -> bool:
    """Tell whether `text` of an address or a form is a number that may be looked up."""
    return text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS
