"""App configuration."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """What is studied."""

    name = "library"
    verbose_name = "学习资料"

    def ready(self) -> None:
        """Follow publishing, and hand search what can be found here."""
        from library import finding, indexing, receivers
        from library.lectures import receivers as lectures
        from library.pocketbooks import receivers as pocket_books

        receivers.connect()
        pocket_books.connect()
        lectures.connect()
        indexing.connect()
        finding.register_sources()
