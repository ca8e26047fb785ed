"""Noticing that what search keeps in memory is out of date, in every process, without a restart."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.signals import page_unpublished

from search.backend.signals import about_to_prepare
from search.catalogue import note_change, words_in_use
from search.models import Change, LexiconTerm, Synonym


def watch_words() -> None:
    """Watch what editors teach search, and what they put first."""
    for model in (LexiconTerm, Synonym, SearchPromotion):
        watch(model, Change.About.WORDS)


def keep_words_current() -> None:
    """Segment with what editors taught search, whichever process is about to write to the index."""
    about_to_prepare.connect(_use_newest_words, dispatch_uid="search.changes.words")


def _use_newest_words(**kwargs: Any) -> None:
    words_in_use()


def watch(model: type[Model], about: str = Change.About.NAMES) -> None:
    """Note a change whenever an object of `model` is saved or deleted, or a page taken offline."""

    def changed(raw: bool = False, **kwargs: Any) -> None:
        if not raw:
            note_change(about)

    for signal, name in ((post_save, "saved"), (post_delete, "deleted")):
        signal.connect(
            changed, sender=model, weak=False, dispatch_uid=f"search.changes.{name}.{model._meta.label}"
        )
    # The command that withdraws pages on their day saves them as plain pages.
    page_unpublished.connect(
        changed, sender=model, weak=False, dispatch_uid=f"search.changes.withdrawn.{model._meta.label}"
    )
