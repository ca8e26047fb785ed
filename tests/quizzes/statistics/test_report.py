from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Member
from quizzes import quiz_report
from quizzes.actions import change_question_state, regrade_question, revise_question
from quizzes.models import Attempt, Question, QuestionBank, QuizPage
from quizzes.quiz_report import report_on
from quizzes.statistics import Flag
from tests.people import People, settle_people
from tests.quizzes.actions.test_questions import RIGHTS, allow
from tests.quizzes.builders import MINUTE, NOW, draft, give, hand_in, question, quiz, source, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    from tests.site import a_site

    a_site()
    return settle_people()


def take(paper: QuizPage, number: int, answers: dict[int, Any]) -> Attempt:
    member, _ = Member.objects.get_or_create(username=f"crowd{number}", defaults={"name": f"众人{number}"})
    attempt = start(member, paper, now=NOW)
    for position, one in answers.items():
        give(attempt, {position: one}, now=NOW + position * MINUTE)
    return hand_in(attempt, now=NOW + 20 * MINUTE)


def crowd(paper: QuizPage, size: int) -> None:
    """Let `size` people take a paper of three questions: one sound, one all know, one whose key is wrong."""
    for number in range(size):
        good = number < size // 2
        take(paper, number, {1: 1 if good else 2, 2: 1, 3: 0 if good else 1, 4: 1 if good else 0})


@pytest.fixture
def paper() -> QuizPage:
    return quiz(*[question(stem=f"第{number}道题（　）") for number in range(4)], title="六月测验")


def page(client: Client, paper: QuizPage) -> str:
    response = client.get(reverse("quiz_statistics", args=[paper.pk]))
    assert response.status_code == 200
    return response.text


def test_it_works(editor: Client, paper: QuizPage) -> None:
    crowd(paper, 30)
    html = page(editor, paper)
    assert "<b>30</b> 人交过卷" in html
    assert "50%<small>33–67%</small>" in html
    assert "人人都得满分" in html
    assert "区分度为负：总分高的人反而更多答错" in html
    assert "1 分 00 秒" in html


def test_flagged_questions_lead_to_where_they_are_edited(editor: Client, paper: QuizPage) -> None:
    crowd(paper, 30)
    html = page(editor, paper)
    wrong_key = Question.objects.get(current__stem__startswith="第2道")
    assert html.count(reverse("wagtailsnippets_quizzes_question:edit", args=[wrong_key.pk])) == 2


def test_under_thirty_nothing_is_said(editor: Client, paper: QuizPage) -> None:
    crowd(paper, 29)
    html = page(editor, paper)
    assert "数据不足：满 30 份答卷以后才给出统计" in html
    assert html.count('<td colspan="4">数据不足</td>') == 4
    assert "%</small>" not in html
    assert "每周一次" not in html


def test_nobody_is_named(editor: Client, paper: QuizPage) -> None:
    crowd(paper, 31)
    assert "众人" not in page(editor, paper)


def test_a_quiz_nobody_took_says_so(editor: Client, paper: QuizPage) -> None:
    assert "还没有人交卷" in page(editor, paper)


def test_only_first_attempts_count(people: People, paper: QuizPage) -> None:
    crowd(paper, 30)
    for number in range(30):
        take(paper, number, {1: 1, 2: 1, 3: 1, 4: 1})
    report = report_on(paper)
    assert report.people == 30
    assert report.rows[0].figures.facility == 0.5


def test_a_paper_under_way_does_not_count(people: People, paper: QuizPage) -> None:
    start(people.me, paper)
    assert report_on(paper).people == 0


def test_the_flags_are_those_of_the_figures(people: People, paper: QuizPage) -> None:
    crowd(paper, 40)
    flags = {row.position: row.figures.flags for row in report_on(paper).flagged}
    assert flags == {2: (Flag.EVERYBODY,), 3: (Flag.NEGATIVE,)}


def test_a_revised_question_has_a_row_for_each_version(people: People, paper: QuizPage) -> None:
    from quizzes.actions import revise_question
    from tests.quizzes.builders import draft

    crowd(paper, 2)
    editor = people.editor
    revise_question(author=editor, question=Question.objects.earliest("pk"), draft=draft(stem="改过的题"))
    Question.objects.update(state="ready")
    take(paper, 77, {1: 1})
    rows = [row for row in report_on(paper).rows if row.position == 1]
    assert [(row.version.number, row.is_current, row.figures.n) for row in rows] == [
        (2, True, 1),
        (1, False, 2),
    ]


@pytest.mark.parametrize("kind", ["multiple", "truefalse", "blank"])
def test_every_kind_has_figures(people: People, kind: str) -> None:
    right: dict[str, Any] = {"multiple": [0, 2], "truefalse": True, "blank": ["三会一课", "补课"]}
    wrong: dict[str, Any] = {"multiple": [0, 1], "truefalse": False, "blank": ["三会", ""]}
    mixed = quiz(question(kind), question(stem="另一题"))
    for number in range(30):
        take(mixed, number, {1: (right if number < 10 else wrong)[kind], 2: number % 2})
    row = report_on(mixed).rows[0]
    assert row.figures.facility == pytest.approx(1 / 3)
    assert [option.figures.count for option in row.options] == {
        "multiple": [30, 20, 10, 0],
        "truefalse": [10, 20],
        "blank": [],
    }[kind]


def test_the_list_of_quizzes_leads_there(editor: Client, paper: QuizPage) -> None:
    html = editor.get(reverse("quiz_pages:index")).text
    assert reverse("quiz_statistics", args=[paper.pk]) in html


@pytest.mark.parametrize("size", [2, 12])
def test_three_queries_whatever_the_number(
    people: People, paper: QuizPage, django_assert_num_queries: Any, size: int
) -> None:
    crowd(paper, size)
    with django_assert_num_queries(3):
        report_on(paper)


def test_after_a_regrade_the_figures_follow_the_corrected_key(paper: QuizPage, people: People) -> None:
    for number in range(30):
        take(paper, number, {1: 3 if number % 2 else 2, 2: 1, 3: 1, 4: 1})
    wrong = Question.objects.get(current__stem__startswith="第0道")
    other = allow(people.superior, *RIGHTS)
    revised = revise_question(
        author=allow(people.editor, *RIGHTS),
        question=wrong,
        draft=draft("single", stem=wrong.current.stem, citations=source(), answer=3),
    )
    approved = change_question_state(member=other, question=revised, state="ready")
    regrade_question(member=other, question=approved, expected=15, reason="答案写错了", now=NOW)
    row = report_on(paper).rows[0]
    assert [option.figures.is_key for option in row.options] == [False, False, False, True]
    assert Flag.DISTRACTOR not in row.figures.flags


def test_figures_are_of_the_banks_within_reach(editor: Client, people: People, paper: QuizPage) -> None:
    crowd(paper, 30)
    theirs = QuestionBank.objects.create(name="别家题库", organization=people.branch)
    hidden = Question.objects.get(current__stem__startswith="第2道")
    Question.objects.filter(pk=hidden.pk).update(bank=theirs)
    html = page(editor, paper)
    assert "第1道题" in html and "第2道题" not in html
    assert "另有 1 行是别的题库的题，不归您看，没有列出。" in html


def test_papers_that_wait_for_marks_are_told_apart(editor: Client, people: People) -> None:
    written = quiz(question("essay"), question(stem="另一题"))
    attempt = take(written, 1, {1: "党员大会等", 2: 1})
    assert attempt.awaiting == 1
    html = page(editor, written)
    assert "<b>0</b> 人交过卷并已评完，另有 <b>1</b> 人的卷还有题待阅，评完再算" in html
    assert "还没有人交卷" not in html


def test_a_paper_handed_in_meanwhile_waits_for_the_next_look(
    people: People, paper: QuizPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(paper, 1, {1: 1})
    read = quiz_report._by_attempt

    def overtaken(quiz: QuizPage) -> Any:
        take(quiz, 2, {1: 1})
        return read(quiz)

    monkeypatch.setattr(quiz_report, "_by_attempt", overtaken)
    report = report_on(paper)
    assert (report.people, report.rows[0].figures.n) == (1, 1)
