"""What a map says of each article."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from quizzes.binding.coverage import ArticleRow, coverage_of, works_covered
from quizzes.models import Attempt, AttemptItem
from tests.people import settle_people
from tests.quizzes.binding.test_staleness import AMENDED, amend, asked
from tests.quizzes.builders import (
    cite,
    hand_in,
    newest_edition,
    publish_guide,
    publish_regulation,
    question,
    quiz,
    start,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def work() -> Any:
    return publish_regulation()


def article(work: Any, address: str = "art_2") -> ArticleRow:
    return next(row for row in coverage_of(work).articles if row.address == address)


def test_it_works(work: Any) -> None:
    asked(work)
    shown = coverage_of(work)
    assert [(chapter.heading, len(chapter.articles)) for chapter in shown.chapters] == [
        ("第一章 总则", 2),
        ("第二章 附则", 1),
    ]
    assert [row.state for row in shown.articles] == ["none", "good", "none"]


def test_a_paragraph_counts_for_its_article(work: Any) -> None:
    question(citations=(cite(newest_edition(work), "art_3/item_1", ""),))
    assert article(work, "art_3").count == 1


def test_a_question_on_an_older_edition_counts(work: Any) -> None:
    asked(work, address="art_3", quote="")
    amend(work, AMENDED)
    assert article(work, "art_3").state == "good"


def test_a_question_that_cites_an_article_twice_counts_once(work: Any) -> None:
    edition = newest_edition(work)
    question(citations=(cite(edition), cite(edition, quote="")))
    assert article(work).count == 1


def test_a_stale_question_stands_where_its_article_is_now(work: Any) -> None:
    asked(work)
    moved = AMENDED.replace("第三条", "第四条").replace("第二条", "第三条")
    amend(work, moved.replace("第二章", "第二条　学习要讲实效，不走过场。\n\n第二章"))
    assert article(work, "art_3").stale == 1
    assert article(work, "art_2").count == 0
    assert works_covered()[0].stale == 1


def test_a_question_everybody_gets_right_is_poor(work: Any) -> None:
    person = settle_people().me
    one = asked(work)
    paper = quiz(one, question("truefalse"))
    first = hand_in(start(person, paper))
    for _ in range(35):
        _copy(first)
    AttemptItem.objects.filter(version=one.current).update(score=Decimal(2))
    assert "人人得满分" in article(work).faults
    assert article(work).state == "poor"


def test_a_few_answers_say_nothing(work: Any) -> None:
    person = settle_people().me
    one = asked(work)
    hand_in(start(person, quiz(one)))
    assert article(work).faults == []


def test_a_guide_has_a_map_too() -> None:
    guide = publish_guide()
    assert len(coverage_of(guide).articles) == 1


def test_a_work_without_a_text_has_none(work: Any) -> None:
    for edition in work.get_children():
        edition.unpublish()
    assert coverage_of(work).text is None
    assert works_covered()[0].articles == 0


def _copy(attempt: Attempt) -> None:
    """Store the same answers as of somebody else."""
    from members.models import Member

    items = list(attempt.items.all())
    number = Member.objects.count()
    member = Member.objects.create(username=f"m{number}", name=f"党员{number}（示例）")
    copy = Attempt.objects.get(pk=attempt.pk)
    copy.pk, copy.member, copy.submitted_at = None, member, timezone.now()
    for field in Attempt._meta.fields:
        if field.unique and not field.primary_key:
            setattr(copy, field.attname, None if field.null else f"{number}")
    copy.save()
    for item in items:
        item.pk, item.attempt = None, copy
    AttemptItem.objects.bulk_create(items)
