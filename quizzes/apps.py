"""App configuration."""

from django.apps import AppConfig


class QuizzesConfig(AppConfig):
    """What is asked."""

    name = "quizzes"
    verbose_name = "测验"

    def ready(self) -> None:
        """Listen to papers handed in, and hand search what can be found here."""
        from quizzes import finding, receivers
        from quizzes.binding import receivers as binding_receivers

        receivers.connect()
        binding_receivers.connect()
        finding.register_sources()
