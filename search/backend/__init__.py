"""A search backend for modelsearch on Whoosh, made for Chinese text.

Choose it with `WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend", "PATH": folder}}`. It knows neither
Wagtail nor the other apps; what is Whoosh's lies in `postings`, `storing` and `reading`.
"""

from search.backend.engine import SearchBackend

__all__ = ["SearchBackend"]
