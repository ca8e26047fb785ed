"""What a process does once, before it serves its first page."""

import gc

from django.urls import get_resolver

__all__ = ["settle_in"]


def settle_in() -> None:
    """Load every view, and leave what was loaded out of the searches for garbage.

    A site is a quarter of a million objects that stay as long as the process does: looking through them again and again
    took a tenth of the time of a search. What is made afterwards is looked through as ever.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
