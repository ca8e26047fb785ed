"""What an editor is told of a paper before it is published."""

import pytest

from quizzes.papers.checking import faults_of
from quizzes.papers.plans import plans_of
from tests.quizzes.builders import question, quiz, quiz_of, section
from tests.quizzes.papers.builders import draw_of, questions_on, regulation

pytestmark = pytest.mark.django_db


def test_it_works() -> None:
    work = regulation()
    questions_on(work)
    paper = quiz(draws=[draw_of(5, material=work, place="第三章", kind="single", difficulty="middle")])
    assert faults_of(plans_of(paper), paper.organization) == [
        "第 1 部分的题不够抽：从《支部工作规定（示例）》第三章抽单选题（适中（2–4））需要 5 道，只有 4 道可用。"
        "没有选题库，只在共享题库里找；请减少道数、放宽条件，或先补充题目。"
    ]


def test_a_paper_that_can_be_made_has_no_faults() -> None:
    question()
    assert faults_of(plans_of(quiz(draws=[draw_of(1)])), None) == []


def test_two_draws_that_want_the_same_questions_are_told() -> None:
    for number in range(3):
        question(stem=f"第{number}题")
    paper = quiz_of(section(draws=[draw_of(2)], title="甲"), section(draws=[draw_of(2)], title="乙"))
    (fault,) = faults_of(plans_of(paper), paper.organization)
    assert fault == (
        "“乙”的题不够抽：抽题需要 2 道，合要求的有 3 道，除去试卷别处要用的只剩 1 道。请减少道数，或放宽条件。"
    )


def test_what_was_chosen_by_hand_is_not_there_to_be_drawn() -> None:
    one = question()
    assert "只剩 0 道" in faults_of(plans_of(quiz(one, draws=[draw_of(1)])), None)[0]


def test_a_question_in_two_sections_is_told() -> None:
    one = question(stem="重复的题")
    paper = quiz_of(section(one, title="甲"), section(one, title="乙"))
    assert faults_of(plans_of(paper), paper.organization) == [
        "“乙”里的题目“重复的题”前面已经有了，请去掉一处。"
    ]


def test_an_empty_paper_is_told() -> None:
    assert "还没有题目" in faults_of(plans_of(quiz_of(section())), None)[0]


def test_a_place_that_cannot_be_read_is_told() -> None:
    work = regulation()
    questions_on(work)
    (fault, _) = faults_of(plans_of(quiz(draws=[draw_of(1, material=work, place="前面几章")])), None)
    assert fault.startswith("第 1 部分：范围“前面几章”认不出来")


@pytest.mark.parametrize("state", ["draft", "in_review", "stale", "retired"])
def test_a_chosen_question_that_would_be_left_out_is_told(state: str) -> None:
    paper = quiz(question(), question(stem="还没审的题（　）", state=state))
    (fault,) = faults_of(plans_of(paper), paper.organization)
    assert "还没审的题" in fault
    assert "请先把它审到“可用”，或换一道题。" in fault
