"""Following Wagtail: a lecture that goes live says what it speaks of, and works that come later are recognised."""

from typing import Any

from django.db.models.signals import pre_delete
from wagtail.signals import page_published, page_unpublished


def _published(sender: type, instance: Any, **kwargs: Any) -> None:
    from library.lectures import moments
    from library.models import MaterialPage, MicroLecturePage

    if not getattr(instance, "live", False):
        return
    if isinstance(instance, MicroLecturePage):
        moments.rebuild_moments(lecture=instance)
    elif isinstance(instance, MaterialPage):
        moments.learn_work(work=instance)


def _withdrawn(sender: type, instance: Any, **kwargs: Any) -> None:
    from library.lectures import moments
    from library.models import MaterialPage, MicroLecturePage

    if isinstance(instance, MicroLecturePage):
        moments.remove_moments(lecture=instance)
    elif isinstance(instance, MaterialPage):
        moments.forget_work(work=instance)


def connect() -> None:
    """Listen to publishing, withdrawal and deletion; let those who arrange study upload."""
    from library.lectures import finding
    from library.lectures.policies import lecture_policy
    from media.policies import let_upload

    page_published.connect(_published, dispatch_uid="library.lectures.published")
    page_unpublished.connect(_withdrawn, dispatch_uid="library.lectures.unpublished")
    pre_delete.connect(_withdrawn, dispatch_uid="library.lectures.deleted")
    let_upload(lecture_policy.can_upload)
    finding.register_source()
