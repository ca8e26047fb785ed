"""App configuration."""

from django.apps import AppConfig


class StudyConfig(AppConfig):
    """What is done."""

    name = "study"
    verbose_name = "学习"

    def ready(self) -> None:
        """Listen to the library."""
        from study import receivers

        receivers.connect()
