"""App configuration."""

from django.apps import AppConfig


class StudyConfig(AppConfig):
    """What is done."""

    name = "study"
    verbose_name = "学习"

    def ready(self) -> None:
        """Listen to the library, and say where suggestions come from."""
        from study import receivers
        from study.notes.cards import register_cards
        from study.notes.finding import register_source
        from study.plans import cards as plan_cards
        from study.recommending.computed import register_own_sources
        from study.sessions import cards as session_cards

        receivers.connect()
        register_own_sources()
        register_source()
        register_cards()
        session_cards.register_cards()
        plan_cards.register()
