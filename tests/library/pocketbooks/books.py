"""Pocket books on the site, compiled from the texts of `tests.library.builders`."""

import json
from datetime import date
from typing import Any

from library.models import LibraryIndexPage, PocketBookFile, PocketBookIssue, PocketBookPage
from library.pocketbooks.issuing import issue_book
from members.models import Member

SLUG = "xuexi-xiaoce"


def text(material: Any, places: str = "", notes: tuple[tuple[str, str], ...] = ()) -> dict[str, Any]:
    """Return an item: a material, or some places of it."""
    footnotes = [{"place": place, "text": note} for place, note in notes]
    return {"type": "text", "value": {"material": _pk(material), "places": places, "notes": footnotes}}


def excerpt(material: Any, words: str) -> dict[str, Any]:
    """Return an item: words of a speech."""
    return {"type": "excerpt", "value": {"material": _pk(material), "text": words}}


def questions(material: Any = None) -> dict[str, Any]:
    """Return an item: one question."""
    one = {
        "question": "多久集中学习一次？",
        "answer": "每季度一次。",
        "material": _pk(material) if material else None,
        "place": "第三条" if material else "",
    }
    return {"type": "questions", "value": {"title": "学习问答", "questions": [one]}}


def note() -> dict[str, Any]:
    """Return an item: the editor's words."""
    return {"type": "note", "value": {"title": "怎样用这本书", "text": "先读条文。\n再看问答。"}}


def draft(*items: dict[str, Any], **fields: Any) -> PocketBookPage:
    """Return a book that is not published."""
    plain = {
        "title": "学习小册（示例）",
        "slug": SLUG,
        "issuer": "测试区委（示例）",
        "published_on": date(2024, 9, 10),
    }
    book = PocketBookPage(**{**plain, **fields}, live=False)
    book.items = json.dumps(list(items))
    LibraryIndexPage.objects.get().add_child(instance=book)
    return book


def published(*items: dict[str, Any], by: Member | None = None, **fields: Any) -> PocketBookPage:
    """Return a published book."""
    book = draft(*items, **fields)
    book.save_revision(user=by).publish(user=by)
    return PocketBookPage.objects.get(pk=book.pk)


def issued(*items: dict[str, Any], **fields: Any) -> PocketBookIssue:
    """Return the first edition of a published book."""
    book = published(*items, **fields)
    return book.newest or issue_book(book=book)


def ready_file(issue: PocketBookIssue, form: str = "epub") -> PocketBookFile:
    """Return a finished file of an edition."""
    from library.pocketbooks.issuing import file_of
    from library.pocketbooks.making import make
    from library.pocketbooks.printing.form import Format

    file = file_of(issue, Format(form))
    make(file)
    file.refresh_from_db()
    return file


def amend(material: Any, old: str, new: str) -> None:
    """Publish `material` with other words."""
    material.refresh_from_db()
    material.body = material.body.replace(old, new)
    material.save_revision().publish()


def _pk(material: Any) -> int:
    return material if isinstance(material, int) else material.pk
