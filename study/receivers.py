"""Following the library and the quizzes: a text a member opens is a text being read, notes go along with a text that
changes, and points with marks that come late.
"""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.utils import timezone
from wagtail.signals import page_unpublished

from library.models import MaterialPage
from library.signals import material_opened, provisions_rebuilt
from quizzes.signals import attempt_marked
from study.actions import open_material
from study.ledger.following import follow_marks
from study.notes.carrying import carry_begun, carry_notes
from study.notes.texts import work_of


def _opened(sender: type, material: Any, member: Any, request: Any = None, **kwargs: Any) -> None:
    # A device that fetches a text to keep it is not a person who reads it.
    if request is not None and request.headers.get("X-Keep"):
        return
    progress = open_material(member=member, material=material, now=timezone.now())
    if request is not None:
        # The page itself shows the same row.
        vars(request).setdefault("own_progress", {})[material.pk] = progress


def _rebuilt(sender: type, material: MaterialPage, **kwargs: Any) -> None:
    carry_notes(work=work_of(material))


def _withdrawn(sender: type, instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, MaterialPage):
        carry_notes(work=work_of(instance))


def _logged_in(sender: type, **kwargs: Any) -> None:
    # An edition that was published before its day comes into force with nobody publishing anything.
    carry_begun(timezone.localdate())


def _marked(sender: type, attempt: Any, **kwargs: Any) -> None:
    # A plan needs no telling: it reads papers where they are recorded, and asks only whether one was handed in.
    follow_marks(attempt=attempt, now=timezone.now())


def connect() -> None:
    """Listen to readers, to texts made anew or withdrawn, to the day's first log-in, and to marks."""
    material_opened.connect(_opened, dispatch_uid="study.opened")
    provisions_rebuilt.connect(_rebuilt, dispatch_uid="study.notes.rebuilt")
    page_unpublished.connect(_withdrawn, dispatch_uid="study.notes.withdrawn")
    user_logged_in.connect(_logged_in, dispatch_uid="study.notes.begun")
    attempt_marked.connect(_marked, dispatch_uid="study.ledger.marked")
