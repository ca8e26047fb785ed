from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from quizzes.actions.attempts import GRACE
from quizzes.models import Attempt, AttemptItem, Question, QuestionVersion, QuizPage
from quizzes.review import Reviewed, key_is_open, review_items, said
from quizzes.review_queue import kept_back_questions
from tests.people import People
from tests.quizzes.builders import (
    MINUTE,
    NOW,
    OPTIONS,
    QUOTE,
    SECRET,
    cite,
    give,
    hand_in,
    newest_edition,
    publish_guide,
    publish_regulation,
    question,
    quiz,
    right_answers,
    start,
)

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(hours=1)


def reviewed(
    people: People, paper: QuizPage, answers: dict[int, Any], *, with_key: bool = True
) -> list[Reviewed]:
    attempt = start(people.me, paper)
    give(attempt, answers)
    return review(hand_in(attempt), with_key=with_key)


def review(attempt: Attempt, *, with_key: bool) -> list[Reviewed]:
    items = list(attempt.items.for_review().order_by("position"))
    return review_items(items, member=attempt.member, with_key=with_key)


def rule(attempt: Attempt, *, submitted: int = 1, now: Any = NOW) -> bool:
    return key_is_open(attempt, submitted=submitted, now=now)


def handed_in(people: People, **fields: Any) -> Attempt:
    attempt = start(people.me, quiz(**fields), now=NOW - MINUTE)
    return hand_in(attempt, now=NOW)


def test_it_works(people: People) -> None:
    edition = newest_edition(publish_regulation())
    [one] = reviewed(people, quiz(question(citations=(cite(edition),))), {1: 0})
    assert (one.score, one.is_right, one.given, one.right) == ("0", False, "A. 每周一次", "B. 每月一次")
    assert one.explanation == SECRET
    [source] = one.sources
    assert (source.title, source.number) == ("支部学习规定（示例）", "第二条")
    assert [piece.text for piece in source.pieces if piece.is_quoted] == [QUOTE]
    assert source.url.startswith(edition.url + "?mark=")
    assert source.url.endswith("#art_2")


def test_without_the_key_neither_key_nor_explanation_is_there(people: People) -> None:
    for one in reviewed(people, quiz(), {1: 0}, with_key=False):
        assert (one.right, one.explanation) == ("", "")


def test_every_kind_is_said_in_words(people: People) -> None:
    answers = {1: 3, 2: [0, 1], 3: False, 4: ["三会一课", ""]}
    lines = reviewed(people, quiz(), answers)
    assert [one.given for one in lines] == [
        "D. 每年一次",
        "A. 每周一次；B. 每月一次",
        "错",
        "三会一课；（空）",
    ]
    assert [one.right for one in lines] == [
        "B. 每月一次",
        "A. 每周一次；C. 每季度一次",
        "对",
        "三会一课；补课",
    ]
    assert [one.score for one in lines] == ["0", "0", "0", "1"]


def test_letters_are_those_of_the_members_page() -> None:
    version = QuestionVersion(question=Question(kind="multiple"), stem="题", options=OPTIONS)
    item = AttemptItem(version=version, position=1, points=1, option_order=[3, 1, 0, 2])
    assert said(item, [0, 3]) == "A. 每年一次；C. 每周一次"


def test_no_answer_is_said_so(people: People) -> None:
    assert [one.given for one in reviewed(people, quiz(), {})] == ["没有作答"] * 4


def test_a_score_is_written_plainly(people: People) -> None:
    paper = quiz(question(), question("multiple"), points=10)
    attempt = start(people.me, paper)
    give(attempt, right_answers(attempt) | {2: [0]})
    assert [one.score for one in review(hand_in(attempt), with_key=False)] == ["10", "5"]


def test_a_provision_that_is_gone_is_shown_by_its_quote(people: People) -> None:
    edition = newest_edition(publish_regulation())
    paper = quiz(question(citations=(cite(edition),)))
    edition.provisions.all().delete()
    [source] = reviewed(people, paper, {})[0].sources
    assert [piece.text for piece in source.pieces] == [QUOTE]
    assert (source.number, "#" in source.url) == ("", False)


def test_a_question_without_a_source_has_none(people: People) -> None:
    assert reviewed(people, quiz(question()), {})[0].sources == []


def test_a_text_without_articles_needs_no_number(people: People) -> None:
    guide = publish_guide()
    address = guide.provisions.filter(text__contains="办好").get().address
    [one] = reviewed(people, quiz(question(citations=(cite(guide, address, ""),))), {})
    [source] = one.sources
    assert source.number == ""
    assert source.url == f"{guide.url}#{address}"


def test_the_whole_article_is_shown_with_its_items(people: People) -> None:
    edition = newest_edition(publish_regulation())
    [one] = reviewed(people, quiz(question(citations=(cite(edition, "art_3", "读完原文"),))), {})
    assert "向小组长说一说体会" in "".join(piece.text for piece in one.sources[0].pieces)


def test_a_text_closed_to_the_member_is_not_quoted(people: People) -> None:
    edition = newest_edition(publish_regulation())
    attempt = hand_in(start(people.me, quiz(question(citations=(cite(edition),)))))
    assert review(attempt, with_key=True)[0].sources
    restriction = PageViewRestriction.objects.create(page=edition.get_parent(), restriction_type="groups")
    restriction.groups.set(Group.objects.filter(name="编辑"))
    assert review(attempt, with_key=True)[0].sources == []


@pytest.mark.parametrize(("address", "queries"), [("art_2", 4), ("art_2/para_1", 5), ("chp_1", 5)])
def test_a_review_takes_few_queries_whatever_the_number(
    people: People, django_assert_num_queries: pytest.fixture, address: str, queries: int
) -> None:
    edition = newest_edition(publish_regulation())
    asked = [question(stem=f"第{number}题", citations=(cite(edition, address),)) for number in range(20)]
    attempt = hand_in(start(people.me, quiz(*asked)))
    review(attempt, with_key=True)
    with django_assert_num_queries(queries):
        assert len(review(attempt, with_key=True)) == 20


@pytest.mark.parametrize("address", ["art_1", "art_2/para_1", "art_3", "art_3/para_1", "chp_2"])
def test_a_source_says_what_the_provision_says(people: People, address: str) -> None:
    edition = newest_edition(publish_regulation())
    [one] = reviewed(people, quiz(question(citations=(cite(edition, address, ""),))), {})
    shown = "".join(piece.text for piece in one.sources[0].pieces)
    assert shown == edition.provisions.get(address=address).whole_text()


def test_a_paragraph_is_known_by_the_number_of_its_article(people: People) -> None:
    edition = newest_edition(publish_regulation())
    [one] = reviewed(people, quiz(question(citations=(cite(edition, "art_2/para_1"),))), {})
    [source] = one.sources
    assert source.number == "第二条"
    assert source.url.endswith("#art_2/para_1")
    assert [piece.text for piece in source.pieces if piece.is_quoted] == [QUOTE]


def test_in_practice_the_key_opens_on_handing_in(people: People) -> None:
    attempt = start(people.me, quiz(kind="practice", closes_at=SOON, attempts_allowed=3), now=NOW)
    assert not rule(attempt, submitted=0)
    assert rule(hand_in(attempt, now=NOW))


def test_in_a_test_that_closes_it_opens_when_nobody_can_answer_any_more(people: People) -> None:
    attempt = handed_in(people, kind="exam", feedback="closed", closes_at=SOON)
    assert not rule(attempt, now=SOON - MINUTE)
    assert not rule(attempt, now=SOON)
    assert rule(attempt, now=SOON + GRACE)


def test_in_a_test_that_does_not_close_it_opens_with_the_last_attempt(people: People) -> None:
    attempt = handed_in(people, kind="exam", attempts_allowed=2)
    assert not rule(attempt, submitted=1)
    assert rule(attempt, submitted=2)


def test_a_test_that_closes_and_has_one_attempt_waits_for_the_closing(people: People) -> None:
    attempt = handed_in(people, kind="exam", feedback="closed", attempts_allowed=1, closes_at=SOON)
    assert not rule(attempt, submitted=1)


def test_in_a_test_without_limits_it_opens_at_once(people: People) -> None:
    assert rule(handed_in(people, kind="exam"))


def test_the_kind_is_that_of_the_start(people: People) -> None:
    attempt = handed_in(people, kind="exam", attempts_allowed=2)
    QuizPage.objects.update(kind="practice")
    assert not rule(Attempt.objects.select_related("quiz").get(pk=attempt.pk), submitted=1)


def test_a_closing_put_off_keeps_the_key_shut(people: People) -> None:
    attempt = handed_in(people, kind="exam", feedback="closed", closes_at=SOON)
    attempt.quiz.closes_at = SOON + timedelta(days=1)
    assert not rule(attempt, now=SOON + MINUTE)


def test_a_number_of_attempts_lowered_later_opens_nothing(people: People) -> None:
    attempt = handed_in(people, kind="exam", attempts_allowed=2)
    QuizPage.objects.update(attempts_allowed=1)
    again = Attempt.objects.select_related("quiz").get(pk=attempt.pk)
    assert not rule(again, submitted=1)
    QuizPage.objects.update(attempts_allowed=3)
    raised = Attempt.objects.select_related("quiz").get(pk=attempt.pk)
    assert not rule(raised, submitted=2)
    assert rule(raised, submitted=3)


def test_with_as_many_attempts_as_one_likes_it_opens_with_the_closing(people: People) -> None:
    attempt = handed_in(people, kind="exam", closes_at=SOON)
    assert not rule(attempt, now=SOON - MINUTE)
    assert rule(attempt, now=SOON + GRACE)


@pytest.mark.parametrize(
    ("rules", "submitted", "later", "kept_back"),
    [
        ({"kind": "practice"}, 1, timedelta(0), False),
        ({"kind": "practice"}, 0, timedelta(0), True),
        ({"kind": "exam"}, 1, timedelta(0), False),
        ({"kind": "exam", "attempts_allowed": 1}, 1, timedelta(0), False),
        ({"kind": "exam", "attempts_allowed": 2}, 1, timedelta(days=400), True),
        ({"kind": "exam", "closes_at": SOON}, 1, timedelta(days=1), True),
        ({"kind": "exam", "closes_at": SOON}, 1, timedelta(days=3), False),
        ({"kind": "practice", "feedback": "closed", "closes_at": SOON}, 1, timedelta(hours=2), True),
        ({"kind": "practice", "feedback": "closed", "closes_at": SOON}, 1, timedelta(days=3), False),
    ],
)
def test_a_query_keeps_back_what_the_rule_keeps_back(
    people: People, rules: dict[str, Any], submitted: int, later: timedelta, kept_back: bool
) -> None:
    attempt = start(people.me, quiz(question(), **rules), now=NOW)
    if submitted:
        hand_in(attempt, now=NOW)
    found = kept_back_questions(people.me.pk, now=NOW + later)
    asked = set(attempt.items.values_list("version__question", flat=True))
    assert set(found.values_list("version__question", flat=True)) == (asked if kept_back else set())
    if not kept_back:
        attempt = Attempt.objects.select_related("quiz").get(pk=attempt.pk)
        assert rule(attempt, submitted=submitted, now=NOW + later)


def test_a_query_keeps_back_whichever_way_a_closing_was_moved(people: People) -> None:
    attempt = handed_in(people, kind="exam", feedback="closed", closes_at=SOON)
    for closes_at in (SOON - timedelta(days=30), SOON + timedelta(days=30), None):
        QuizPage.objects.update(closes_at=closes_at)
        assert kept_back_questions(people.me.pk, now=SOON + MINUTE).exists()
    assert attempt.items.exists()
