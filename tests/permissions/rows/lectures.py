"""Rows of lectures: their pages, their files, uploads, what was watched, and screenings."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model

from study.models import Screening
from study.watching.actions import ticket_for
from tests.library.builders import restrict
from tests.library.lectures.builders import lecture
from tests.permissions.row import EDITOR_DESK, EVERYBODY, MEMBERS, Row
from tests.permissions.site import World


def furnish(world: World) -> None:
    """Put an open lecture, a closed one, a draft and a screening of 本人's branch into the world."""
    from django.contrib.auth.models import Group

    things, now = world.things, timezone.now()
    things["lecture"] = lecture(slug="open-lecture", making={"seconds": 2})
    things["closed_lecture"] = lecture(slug="closed-lecture", making={"seconds": 2})
    restrict(things["closed_lecture"], "groups", Group.objects.get(name="编辑"))
    things["draft_lecture"] = lecture(slug="draft-lecture", publish=False, making={"seconds": 2})
    slides = get_document_model()(title="内部课件（示例）")
    slides.file.save("inside.txt", ContentFile("课件".encode()), save=False)
    slides.save()
    things["closed_lecture"].slides = slides
    things["closed_lecture"].save_revision().publish()
    things["screening"] = Screening.objects.create(
        lecture=things["lecture"],
        organization=world.people.branch,
        host=world.people.secretary,
        code="123456",
        started_at=now,
        closes_at=now + timedelta(hours=1),
    )


def _file(name: str) -> Any:
    return lambda world: {"lecture_id": world.things[name].pk}


def _page(name: str) -> Any:
    return lambda world: {"path": world.things[name].url.lstrip("/")}


def _slides(world: World) -> dict[str, Any]:
    slides = world.things["closed_lecture"].slides
    return {"document_id": slides.pk, "document_filename": slides.filename}


def _screening(world: World) -> dict[str, Any]:
    return {"screening_id": world.things["screening"].pk}


def _report(world: World) -> dict[str, Any]:
    note = ticket_for(member=world.people.me, lecture=world.things["lecture"], now=timezone.now())
    return {"ticket": note, "played": "[]", "position": "0"}


def _organization(world: World) -> dict[str, Any]:
    return {"organization": world.people.branch.pk}


CLOSED = (404, 404, 404, 200, 404, 404)
ROWS = [
    Row("wagtail_serve", EVERYBODY, _page("lecture"), note="微党课"),
    Row("wagtail_serve", (403, 403, 403, 200, 403, 302), _page("closed_lecture"), note="限组的微党课"),
    Row("wagtail_serve", (404,) * 6, lambda world: {"path": "library/draft-lecture/"}, note="微党课草稿"),
    Row("lectures:play", EVERYBODY, _file("lecture")),
    Row("lectures:play", CLOSED, _file("closed_lecture"), note="限组"),
    Row("lectures:play", CLOSED, _file("draft_lecture"), note="草稿"),
    Row("lectures:sound", EVERYBODY, _file("lecture")),
    Row("lectures:sound", CLOSED, _file("closed_lecture"), note="限组"),
    Row("lectures:captions", EVERYBODY, _file("lecture")),
    Row("lectures:captions", CLOSED, _file("closed_lecture"), note="限组"),
    Row("library_lecture_captions", EDITOR_DESK, _file("lecture")),
    Row("library_lecture_captions", EDITOR_DESK, _file("closed_lecture"), note="限组"),
    Row("wagtaildocs_serve", CLOSED, _slides, note="限组的微党课的课件"),
    Row("lectures:hand_in", (404, 200, 404, 200, 404, 302)),
    Row(
        "media:begin",
        (404, 201, 404, 201, 404, 403),
        method="post",
        data=lambda world: {"name": "课.mp4", "size": "10"},
    ),
    Row(
        "media:piece",
        (404, 404, 404, 404, 404, 403),
        lambda world: {"upload_id": "00000000-0000-0000-0000-000000000001"},
        note="别人的",
    ),
    Row(
        "media:check",
        (404, 404, 404, 404, 404, 403),
        lambda world: {"upload_id": "00000000-0000-0000-0000-000000000001"},
        method="post",
        note="别人的",
    ),
    Row(
        "study:watched",
        (200, 400, 400, 400, 400, 403),
        _file("lecture"),
        method="post",
        data=_report,
        note="本人的页面",
    ),
    Row("study:watched", (404, 404, 404, 400, 404, 403), _file("closed_lecture"), method="post", note="限组"),
    Row("study:join_screening", MEMBERS),
    Row(
        "study:start_screening",
        (404, 302, 302, 404, 404, 302),
        _file("lecture"),
        method="post",
        data=_organization,
    ),
    Row("study:screening", (404, 200, 404, 404, 404, 302), _screening),
    Row("study:end_screening", (404, 302, 404, 404, 404, 302), _screening, method="post"),
]
