"""What search can find in lectures: their sentences; a hit opens the player at the second."""

from functools import cache
from typing import Any

from library.finding import facts_of_materials
from library.models import LectureMoment, MaterialPage
from library.policies import below
from library.querysets import LectureMomentQuerySet
from library.remembering import closed_now, text_of, with_texts
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
    moments = _moments().all()
    closed = closed_now(user)
    if closed:
        hidden = MaterialPage.objects.filter(below(closed)).values_list("pk", flat=True)
        moments = moments.exclude(lecture_id__in=list(hidden))
    return moments


@cache
def _moments() -> LectureMomentQuerySet:
    return with_texts(LectureMoment.objects.all(), "lecture")


def show_moment(moment: LectureMoment) -> Found:
    """Return a sentence as a hit."""
    lecture = text_of(moment)
    return Found(
        title=lecture.title,
        kind=lecture.label,
        url=f"{lecture.url}?t={moment.start_ms // 1000}",
        text=moment.text,
        group=f"material:{moment.lecture_id}",
        group_url=lecture.url,
        number=say_time(moment.start_ms),
    )
