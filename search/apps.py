"""App configuration."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finding."""

    name = "search"
    verbose_name = "检索"

    def ready(self) -> None:
        """Follow what is saved, remember updates that failed, and notice when words, names or facts change."""
        from search import catching_up, changes, following
        from search.backend.reading import at_one_moment
        from search.registry import surround

        surround(at_one_moment)
        catching_up.listen()
        changes.watch_words()
        changes.keep_words_current()
        following.take_over()
