"""Bags for tests."""

from typing import Any

from quizzes.models import Question, QuizIndexPage, QuizPage, QuizQuestion, QuizSection
from study.bookbags.actions import request_pack
from study.bookbags.packing import make
from study.models import BagItem, BagPack, BookBag
from tests.study.builders import NOW


def bag(*pages: Any, **fields: Any) -> BookBag:
    """Return a published bag with these pages in this order."""
    values = {"title": "下乡书袋（示例）", "slug": "to-the-village", "is_published": True} | fields
    made = BookBag(**values)
    made.items = [BagItem(page_id=page.pk, sort_order=place) for place, page in enumerate(pages)]
    made.save()
    return made


def practice(*questions: Question, **fields: Any) -> QuizPage:
    """Return a published 自测 that asks these questions."""
    section = QuizSection(points=1)
    section.questions = [QuizQuestion(question=one, sort_order=place) for place, one in enumerate(questions)]
    page = QuizPage(**{"title": "书袋自测（示例）", "slug": "bag-quiz", "kind": "practice"} | fields)
    page.sections = [section]
    QuizIndexPage.objects.get().add_child(instance=page)
    return page


def packed(made: BookBag) -> BagPack:
    """Return the finished zip of a bag."""
    pack = request_pack(bag=made, now=NOW)
    make(pack)
    pack.refresh_from_db()
    return pack
