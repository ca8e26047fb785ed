"""Papers made from plans."""

from datetime import timedelta
from typing import Any

import pytest

from quizzes.errors import NoAttemptsLeft, QuizNotOpen
from quizzes.models import Attempt, Question, QuestionCitation
from tests.people import People
from tests.quizzes.builders import NOW, hand_in, question, quiz, quiz_of, section, start
from tests.quizzes.papers.builders import draw_of, questions_on, regulation

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def asked(attempt: Attempt) -> list[int]:
    return list(attempt.items.order_by("position").values_list("version__question", flat=True))


def places(attempt: Attempt) -> set[str]:
    versions = attempt.items.values("version")
    return set(QuestionCitation.objects.filter(version__in=versions).values_list("address", flat=True))


def test_it_works(people: People) -> None:
    work = regulation()
    questions_on(work)
    attempt = start(people.me, quiz(draws=[draw_of(4, material=work, place="第二章")]))
    assert places(attempt) == {f"art_{number}" for number in (5, 6, 7, 8)}


def test_kind_difficulty_bank_and_tags_all_count(people: People) -> None:
    fit = question("truefalse", difficulty=4, tags=("党费", "基层"))
    for other in (
        {"kind": "single", "difficulty": 4, "tags": ("党费", "基层")},
        {"kind": "truefalse", "difficulty": 2, "tags": ("党费", "基层")},
        {"kind": "truefalse", "difficulty": 4, "tags": ("党费",)},
    ):
        kind = other.pop("kind")
        question(str(kind), **other)
    rule = draw_of(1, kind="truefalse", difficulty="hard", bank=fit.bank, tags="党费、基层")
    assert asked(start(people.me, quiz(draws=[rule]))) == [fit.pk]


@pytest.mark.parametrize("state", ["draft", "in_review", "stale", "retired"])
def test_only_usable_questions_are_drawn(people: People, state: str) -> None:
    fit = question()
    question(stem="不可用的", state=state)
    assert asked(start(people.me, quiz(draws=[draw_of(1)]))) == [fit.pk]


def test_chosen_questions_come_first_and_are_not_drawn_again(people: People) -> None:
    chosen, *others = [question(stem=f"第{number}题") for number in range(4)]
    attempt = start(people.me, quiz(chosen, draws=[draw_of(3)]))
    assert asked(attempt)[0] == chosen.pk
    assert sorted(asked(attempt)) == sorted(one.pk for one in (chosen, *others))


def test_sections_keep_their_order_and_their_points(people: People) -> None:
    one, two, three = (question(stem=stem) for stem in ("甲", "乙", "丙"))
    paper = quiz_of(
        section(one, points=2, title="一、单选题"), section(two, three, points=5, title="二、案例题")
    )
    attempt = start(people.me, paper)
    assert asked(attempt) == [one.pk, two.pk, three.pk]
    assert list(attempt.items.order_by("position").values_list("points", flat=True)) == [2, 5, 5]
    assert attempt.max_score == 12
    assert attempt.rules["sections"] == [
        {"title": "一、单选题", "count": 1, "points": 2},
        {"title": "二、案例题", "count": 2, "points": 10},
    ]


def test_questions_are_shuffled_inside_their_section(people: People) -> None:
    first = [question(stem=f"甲{number}") for number in range(6)]
    second = [question(stem=f"乙{number}") for number in range(6)]
    paper = quiz_of(section(*first), section(*second), shuffle_questions=True)
    orders = set()
    for _ in range(4):
        attempt = start(people.me, paper)
        orders.add(tuple(asked(attempt)))
        assert set(asked(attempt)[:6]) == {one.pk for one in first}
        hand_in(attempt)
    assert len(orders) > 1


def test_a_group_gets_one_paper(people: People) -> None:
    for number in range(20):
        question(stem=f"第{number}题")
    paper = quiz(draws=[draw_of(8)], is_for_group=True, shuffle_questions=True, shuffle_options=True)
    mine, theirs = start(people.me, paper), start(people.stranger, paper)
    assert asked(mine) == asked(theirs)
    assert {tuple(item.option_order) for item in mine.items.all()} == {(0, 1, 2, 3)}


def test_others_get_papers_of_their_own(people: People) -> None:
    for number in range(20):
        question(stem=f"第{number}题")
    paper = quiz(draws=[draw_of(8)])
    papers = {tuple(asked(start(one, paper))) for one in (people.me, people.stranger, people.secretary)}
    assert len(papers) == 3


def test_questions_not_met_yet_come_before_those_that_were(people: People) -> None:
    for number in range(10):
        question(stem=f"第{number}题")
    paper = quiz(draws=[draw_of(5)])
    first = hand_in(start(people.me, paper))
    assert not set(asked(first)) & set(asked(start(people.me, paper)))


def test_a_draw_that_cannot_be_served_starts_nothing(people: People) -> None:
    question()
    paper = quiz(draws=[draw_of(2)])
    with pytest.raises(QuizNotOpen, match="第 1 部分的题不够，暂时不能开始"):
        start(people.me, paper)
    assert not Attempt.objects.exists()


class TestDaily:
    """每日一练: one paper a person a day."""

    @pytest.fixture
    def paper(self) -> Any:
        for number in range(12):
            question(stem=f"第{number}题")
        return quiz(draws=[draw_of(4)], kind="daily")

    def test_it_works(self, people: People, paper: Any) -> None:
        attempt = start(people.me, paper, now=NOW)
        assert attempt.day == NOW.date()
        assert (attempt.deadline.astimezone(NOW.tzinfo).date(), attempt.items.count()) == (
            NOW.date() + DAY,
            4,
        )

    def test_a_second_of_the_day_is_refused_and_tomorrow_is_another(self, people: People, paper: Any) -> None:
        first = hand_in(start(people.me, paper, now=NOW), now=NOW)
        with pytest.raises(NoAttemptsLeft, match="今天的练习已经做过了，明天再来。"):
            start(people.me, paper, now=NOW)
        second = start(people.me, paper, now=NOW + DAY)
        assert not set(asked(first)) & set(asked(second))

    def test_yesterdays_half_done_paper_is_handed_in(self, people: People, paper: Any) -> None:
        first = start(people.me, paper, now=NOW)
        assert start(people.me, paper, now=NOW + DAY) != first
        first.refresh_from_db()
        assert first.submitted_at == first.deadline

    def test_a_bank_that_is_too_small_gives_what_it_has(self, people: People, paper: Any) -> None:
        keep = list(Question.objects.values_list("pk", flat=True)[:2])
        Question.objects.exclude(pk__in=keep).update(state="retired")
        assert start(people.me, paper, now=NOW).items.count() == 2
