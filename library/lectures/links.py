"""The way back: which lectures speak of which article of a text."""

from typing import TYPE_CHECKING

from library.models import LectureMention
from library.rendering import Spoken
from media.captions import say_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from library.querysets import MaterialQuerySet


def lectures_on(
    works: list[int], *, visible: "MaterialQuerySet", address_of: "Callable[[str], str]"
) -> dict[str, list[Spoken]]:
    """Return by article the lectures the reader may watch that speak of it, each at its first moment; one query.

    `works` are the pages that are meant when this text is; `address_of` tells the address of a page in the tree.
    """
    mentions = LectureMention.objects.filter(target_id__in=works, lecture_id__in=visible.values("pk"))
    rows = mentions.exclude(unit="").order_by("lecture__title", "start_ms")
    found: dict[str, dict[int, Spoken]] = {}
    for unit, lecture, title, url_path, start in rows.values_list(
        "unit", "lecture_id", "lecture__title", "lecture__url_path", "start_ms"
    ):
        label = f"{title} · {say_time(start)}"
        href = f"{address_of(url_path)}?t={start // 1000}"
        found.setdefault(unit, {}).setdefault(lecture, Spoken(label, href))
    return {unit: list(lectures.values()) for unit, lectures in found.items()}
