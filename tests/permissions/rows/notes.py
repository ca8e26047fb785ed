"""Rows of notes: 本人's alone; a question is the branch secretary's to answer as well."""

from typing import Any

from study.models import Note
from study.notes.actions import Draft, write_note
from tests.permissions.row import MEMBERS, Row
from tests.permissions.site import World
from tests.study.builders import NOW


def furnish(world: World) -> None:
    """Let 本人 write a note that is in doubt, and put a question."""
    me, things = world.people.me, world.things
    note = write_note(member=me, material=world.guide, draft=Draft("note", body="记一句"), now=NOW)
    note.doubt = Note.Doubt.GONE
    note.save()
    things["note"] = note
    things["question"] = write_note(
        member=me, material=world.guide, draft=Draft("question", body="为什么？"), now=NOW
    )


def _note(world: World) -> dict[str, Any]:
    return {"note_id": world.things["note"].pk}


def _question(world: World) -> dict[str, Any]:
    return {"note_id": world.things["question"].pk}


def _on(name: str) -> Any:
    return lambda world: {"material_id": getattr(world, name).pk}


def _words(world: World) -> dict[str, Any]:
    return {"kind": "note", "body": "学了就用"}


def _change(world: World) -> dict[str, Any]:
    return {**_words(world), "seen": world.things["note"].version}


OWN = (200, 404, 404, 404, 404, 302)
OWN_CHANGE = (302, 404, 404, 404, 404, 302)
ROWS = [
    Row("study:notes", MEMBERS),
    Row("study:notes_export", MEMBERS, lambda world: {"form": "md"}),
    Row("study:notes_export", MEMBERS, lambda world: {"form": "docx"}, note="Word"),
    Row("study:notes_export", MEMBERS, lambda world: {"form": "json"}, note="JSON"),
    Row("study:note_new", MEMBERS, _on("guide")),
    Row("study:note_new", (404, 404, 404, 200, 404, 302), _on("closed"), note="限组阅读"),
    Row("study:note_new", (302,) * 6, _on("guide"), method="post", data=_words),
    Row("study:notes_beside", (200, 200, 200, 200, 200, 403), _on("guide")),
    Row("study:notes_beside", (404, 404, 404, 200, 404, 403), _on("closed"), note="限组阅读"),
    Row("study:notes_beside", (201, 201, 201, 201, 201, 403), _on("guide"), method="post", data=_words),
    Row("study:note", OWN, _note),
    Row("study:note", OWN, _question, note="提问"),
    Row("study:note", OWN_CHANGE, _note, method="post", data=_change),
    Row("study:note_place", OWN, _note),
    Row(
        "study:note_place",
        OWN_CHANGE,
        _note,
        method="post",
        data=lambda world: {"address": "sec_1", "first": "0"},
    ),
    Row("study:note_keep", OWN_CHANGE, _note, method="post"),
    Row("study:note_delete", OWN_CHANGE, _note, method="post"),
    Row("study:questions", (404, 200, 404, 404, 404, 302)),
    Row("study:question", (404, 200, 404, 404, 404, 302), _question),
    Row("study:question", (404, 404, 404, 404, 404, 302), _note, note="不是提问"),
    Row(
        "study:question",
        (404, 302, 404, 404, 404, 302),
        _question,
        method="post",
        data=lambda world: {"text": "请看第二条。"},
    ),
]
