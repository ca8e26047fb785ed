"""A paper and its key, as HTML for the printer and as Word."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from quizzes.models import Question, QuestionBank
from quizzes.papers.printing import sheet_of
from tests.people import People
from tests.quizzes.builders import (
    QUOTE,
    SECRET,
    cite,
    newest_edition,
    publish_regulation,
    question,
    quiz,
    quiz_of,
    section,
    start,
)
from tests.quizzes.papers.builders import draw_of

pytestmark = pytest.mark.django_db
KEY = "B. 每月一次"


@pytest.fixture
def paper(people: People) -> Any:
    edition = newest_edition(publish_regulation())
    cited = question(citations=(cite(edition),))
    blank = question("blank", explanation="")
    return quiz_of(
        section(cited, title="一、单选题"),
        section(blank, points=4, title="二、填空题"),
        title="七一试卷（示例）",
        time_limit_minutes=30,
    )


@pytest.fixture
def editor(people: People, client: Client, paper: Any) -> Client:
    client.force_login(people.editor)
    return client


def opened(client: Client, name: str, paper: Any, **asked: str) -> str:
    response = client.get(reverse(name, args=[paper.pk]), asked)
    assert response.status_code == 200
    return response.text


def word(client: Client, name: str, paper: Any, **asked: str) -> str:
    response = client.get(reverse(name, args=[paper.pk]), asked)
    assert response.status_code == 200
    return "\n".join(one.text for one in Document(BytesIO(response.content)).paragraphs)


def test_it_works(editor: Client, paper: Any) -> None:
    html = opened(editor, "quiz_paper", paper)
    for words in ("七一试卷（示例）", "一、单选题（共 2 分）", "A．每周一次", "__________", "时间 30 分钟"):
        assert words in html
    for hidden in (SECRET, QUOTE, "答案：", "三会一课"):
        assert hidden not in html


def test_the_key_says_the_answer_why_and_where(editor: Client, paper: Any) -> None:
    html = opened(editor, "quiz_key", paper)
    for words in ("参考答案", KEY, SECRET, f"《支部学习规定（示例）》第二条：{QUOTE}", "三会一课；补课"):
        assert words in html


def test_word_files_say_the_same(editor: Client, paper: Any) -> None:
    text = word(editor, "quiz_paper_word", paper)
    assert "一、单选题（共 2 分）" in text
    assert "姓名____" in text
    assert SECRET not in text
    key = word(editor, "quiz_key_word", paper)
    assert f"答案：{KEY}" in key
    assert f"出处：《支部学习规定（示例）》第二条：{QUOTE}" in key


def test_large_print_is_larger(editor: Client, paper: Any) -> None:
    assert 'class="is-large"' in opened(editor, "quiz_paper", paper, large="1")
    url = reverse("quiz_paper_word", args=[paper.pk])
    sizes = [
        Document(BytesIO(editor.get(url, asked).content)).styles["Normal"].font.size.pt
        for asked in ({}, {"large": "1"})
    ]
    assert sizes == [12, 18]


def test_a_paper_and_its_key_carry_the_same_sign(paper: Any) -> None:
    one, two = (sheet_of(paper, number=1, with_key=with_key) for with_key in (False, True))
    assert one.code == two.code
    assert [q.line.stem for part in one.parts for q in part.questions] == [
        q.line.stem for part in two.parts for q in part.questions
    ]


def test_the_sign_changes_with_the_bank() -> None:
    for number in range(9):
        question(stem=f"第{number}题")
    paper = quiz(draws=[draw_of(5)])
    before = sheet_of(paper, number=1, with_key=False)
    gone = before.parts[0].questions[0].stem
    Question.objects.filter(current__stem=gone).update(state="retired")
    assert sheet_of(paper, number=1, with_key=True).code != before.code


def test_numbers_are_papers_of_their_own() -> None:
    for number in range(30):
        question(stem=f"第{number}题")
    paper = quiz(draws=[draw_of(10)], shuffle_questions=True)
    assert len({sheet_of(paper, number=number, with_key=False).code for number in (1, 2, 3, 4)}) == 4


def test_a_group_answers_the_paper_that_was_printed(people: People) -> None:
    for number in range(30):
        question(stem=f"第{number}题")
    paper = quiz(draws=[draw_of(10)], is_for_group=True, shuffle_questions=True)
    sheet = sheet_of(paper, number=3, with_key=False)
    attempt = start(people.me, paper)
    printed = [one.stem for part in sheet.parts for one in part.questions]
    assert printed == [
        item.version.stem for item in attempt.items.order_by("position").select_related("version")
    ]
    assert sheet.number == 1


def test_a_paper_that_cannot_be_made_says_why(editor: Client) -> None:
    paper = quiz(draws=[draw_of(50)])
    for name in ("quiz_paper", "quiz_paper_word"):
        response = editor.get(reverse(name, args=[paper.pk]))
        assert response.status_code == 409
        assert "的题不够，暂时不能开始" in response.text


@pytest.mark.parametrize("number", ["0", "-1", "x", "9999", "²"])
def test_any_number_gives_a_paper(editor: Client, paper: Any, number: str) -> None:
    assert "七一试卷" in opened(editor, "quiz_paper", paper, number=number)


def test_a_key_is_for_those_who_write_questions(client: Client, people: People, paper: Any) -> None:
    client.force_login(people.me)
    assert client.get(reverse("quiz_key", args=[paper.pk])).status_code == 302
    client.force_login(people.editor)
    assert client.get(reverse("quiz_key", args=[paper.pk]))["Cache-Control"].count("no-store") == 1


def test_script_in_a_question_is_printed_as_text(editor: Client) -> None:
    script = "<script>alert(1)</script>"
    paper = quiz(question(stem=script, options=[script, "乙"], answer=0, explanation=script))
    assert "<script>alert" not in opened(editor, "quiz_key", paper)


def test_a_key_of_a_bank_out_of_reach_is_not_printed(editor: Client, people: People, paper: Any) -> None:
    theirs = QuestionBank.objects.create(name="别家题库", organization=people.branch)
    Question.objects.filter(kind="single").update(bank=theirs)
    for name in ("quiz_key", "quiz_key_word"):
        response = editor.get(reverse(name, args=[paper.pk]))
        assert response.status_code == 403
        assert "有 1 道题的题库不归您看" in response.text
        assert KEY not in response.text and SECRET not in response.text
    assert "七一试卷" in opened(editor, "quiz_paper", paper)


def test_the_key_of_a_matching_has_a_line_for_each_pair(editor: Client) -> None:
    html = opened(editor, "quiz_key", quiz(question("matching")))
    assert html.count("<br>") >= 2
