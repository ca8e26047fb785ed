"""What search can find of notes: a member's own, and nobody else's."""

from typing import Any

from django.urls import reverse

from search.following import follow
from search.registry import Facts, Found, Option, Source, register
from study.models import Note
from study.notes.policies import note_policy
from study.notes.querysets import NoteQuerySet

KIND = Option("note", "我的笔记")
# Works of the library have positive numbers, quizzes their own negative ones.
WORK = -1_000_000_000


def register_source() -> None:
    """Hand search the notes."""
    follow(Note)
    register(
        Source(
            name="notes",
            label="我的笔记",
            visible_to=notes_visible_to,
            show=show_note,
            order=4,
            owner="member_id",
            own_fields=("body", "exact"),
            is_text=True,
            facts=facts_of_notes,
        )
    )


def notes_visible_to(user: Any) -> NoteQuerySet:
    """Return the user's own notes; none for a stranger, whatever post they hold."""
    return note_policy.visible_to(user).select_related("material").defer("material__body")


def show_note(note: Note) -> Found:
    """Return a note as a hit that opens its page."""
    url = reverse("study:note", args=[note.pk])
    return Found(
        title=f"{note.kind_label()}：《{note.material.title}》{note.place}",
        kind=KIND.label,
        url=url,
        text="\n".join(part for part in (note.body, note.exact) if part),
        group=f"note:{note.pk}",
        group_url=url,
        note="只有您自己能看到",
    )


def facts_of_notes() -> dict[int, Facts]:
    """Return what filters go by: the kind, the same for everybody who has notes; one query."""
    about = Facts(work=WORK, kind=KIND)
    return dict.fromkeys(Note.objects.order_by().values_list("member_id", flat=True).distinct(), about)
