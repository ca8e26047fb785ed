"""The page of a lecture: the player, what is said, and the articles it speaks of."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from library.models import EditionPage, LectureMention, MaterialPage, Provision
from library.policies import closed_paths, material_policy
from library.signals import material_opened
from media.captions import Line, say_clock
from media.recording import captions_of

if TYPE_CHECKING:
    from library.models import MicroLecturePage
    from library.querysets import MaterialQuerySet

SPEEDS = ("0.75", "1", "1.25", "1.5", "2")


@dataclass(frozen=True)
class Said:
    """One caption of the transcript."""

    seconds: int
    start_ms: int
    end_ms: int
    clock: str
    text: str


@dataclass(frozen=True)
class Spoken:
    """An article a lecture speaks of, from `seconds` on, with its words as they stand today."""

    seconds: int
    clock: str
    title: str
    number: str
    paragraphs: tuple[str, ...]
    url: str


def show(request: HttpRequest, lecture: "MicroLecturePage") -> HttpResponse:
    """Show the page; `?t=` is the second to begin at, `?sound=1` asks for the sound alone."""
    visible = material_policy.visible_to(request.user, closed=closed_paths(request.user))
    recording = lecture.recording
    sound_only = recording is not None and bool(recording.sound) and request.GET.get("sound") == "1"
    lines = captions_of(recording) if recording else []
    context = {
        **lecture.get_context(request),
        "lecture": lecture,
        "material": lecture,
        "recording": recording,
        "sound_only": sound_only,
        "is_picture": recording is not None and recording.is_video and not sound_only,
        "begin": second_asked(request),
        "cues": [said(line) for line in lines],
        "chapters": list(lecture.chapters.all()),
        "spoken": spoken_of(lecture, visible),
        "neighbours": _neighbours(lecture, visible),
        "speeds": SPEEDS,
    }
    if request.user.is_authenticated and not getattr(request, "is_preview", False):
        material_opened.send(sender=type(lecture), material=lecture, member=request.user, request=request)
    return render(request, "library/lecture_page.html", context)


def second_asked(request: HttpRequest) -> int | None:
    """Return the second `?t=` names (192, or 3:12), None when it names none."""
    asked = request.GET.get("t", "")
    parts = asked.split(":")
    if not asked or len(asked) > 8 or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    return sum(int(part) * 60**place for place, part in enumerate(reversed(parts)))


def said(line: Line) -> Said:
    """Return a caption ready to be shown."""
    return Said(math.floor(line.start / 1000), line.start, line.end, say_clock(line.start), line.text)


def spoken_of(lecture: "MicroLecturePage", visible: "MaterialQuerySet") -> list[Spoken]:
    """Return the articles a lecture speaks of that the reader may see, in the order they are spoken of.

    Of a regulation the edition in force counts; what a lecture only names as a whole has no words to show.
    """
    if not lecture.pk:
        return []
    mentions = LectureMention.objects.filter(lecture=lecture, target__in=visible.values("pk"))
    rows = [row for row in mentions.select_related("target").defer("target__body") if row.unit]
    texts = _texts({row.target for row in rows if row.target}, visible)
    wanted = Provision.objects.filter(
        material_id__in=texts.values(), address__in={row.unit for row in rows}
    ).defer("text")
    found = {(provision.material_id, provision.address): provision for provision in wanted}
    shown: list[Spoken] = []
    for row in rows:
        provision = found.get((texts.get(row.target_id or 0, 0), row.unit))
        if provision is not None and row.target is not None:
            _add(shown, row, provision, row.target)
    return shown


def _add(shown: list[Spoken], row: LectureMention, provision: Provision, target: MaterialPage) -> None:
    if shown and shown[-1].title == target.title and shown[-1].number == provision.number:
        return
    words = provision.full_text.removeprefix(provision.number).split("\n")
    paragraphs = tuple(word.strip() for word in words if word.strip())
    url = f"{target.url}{row.unit}/"
    shown.append(
        Spoken(row.seconds, say_clock(row.start_ms), target.title, provision.number, paragraphs, url)
    )


def _texts(works: set[MaterialPage], visible: "MaterialQuerySet") -> dict[int, int]:
    """Return the text in force of each work, by the work; one query."""
    regulations = {work.path: work.pk for work in works if work.kind == MaterialPage.Kind.REGULATION}
    texts = {work.pk: work.pk for work in works if work.pk not in regulations.values()}
    if regulations:
        current = EditionPage.objects.current_on(timezone.localdate()).values_list("pk", "path")
        open_to_reader = set(visible.filter(kind=MaterialPage.Kind.EDITION).values_list("pk", flat=True))
        for pk, path in current:
            work = regulations.get(path[: -EditionPage.steplen])
            if work is not None and pk in open_to_reader:
                texts[work] = pk
    return texts


def _neighbours(lecture: "MicroLecturePage", visible: "MaterialQuerySet") -> list[MaterialPage]:
    """Return other lectures: what to watch next."""
    others = visible.filter(kind=MaterialPage.Kind.MICRO_LECTURE).exclude(pk=lecture.pk)
    return list(others.defer("body").order_by("-published_on", "title")[:4])
