"""What search can find in lectures: their sentences; a hit opens the player at the second."""

from typing import Any

from library.finding import closed_now, facts_of_materials
from library.models import LectureMoment, MaterialPage
from library.policies import below
from library.querysets import LectureMomentQuerySet
from media.captions import say_time
from search.registry import Found, Source, register


def register_source() -> None:
    """Hand search the sentences of published lectures."""
    register(
        Source(
            name="lectures",
            label="微党课",
            visible_to=moments_visible_to,
            show=show_moment,
            order=3,
            owner="lecture_id",
            own_fields=("text",),
            is_text=True,
            facts=facts_of_materials,
        )
    )


def moments_visible_to(user: Any) -> LectureMomentQuerySet:
    """Return the sentences of the lectures `user` may watch; rows exist only for published ones."""
    moments = LectureMoment.objects.select_related("lecture")
    closed = closed_now(user)
    if closed:
        hidden = MaterialPage.objects.filter(below(closed)).values_list("pk", flat=True)
        moments = moments.exclude(lecture_id__in=list(hidden))
    return moments


def show_moment(moment: LectureMoment) -> Found:
    """Return a sentence as a hit."""
    lecture = moment.lecture
    base = lecture.url or ""
    return Found(
        title=lecture.title,
        kind=lecture.kind_label,
        url=f"{base}?t={moment.start_ms // 1000}",
        text=moment.text,
        group=f"material:{lecture.pk}",
        group_url=base,
        number=say_time(moment.start_ms),
    )
