"""The form of a quiz in the editor: what is stored, what is refused, and what is told of a paper before it goes out."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.models import Question, QuestionBank, QuizDraw, QuizPage
from tests.people import People
from tests.quizzes.builders import hand_in, question, quiz, quiz_index, start
from tests.quizzes.papers.builders import questions_on, regulation

pytestmark = pytest.mark.django_db
PUBLISH = {"action-publish": "1"}


def rows(prefix: str, filled: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what a list of forms inside a form sends."""
    sent = {f"{prefix}-TOTAL_FORMS": len(filled), f"{prefix}-INITIAL_FORMS": 0}
    sent |= {f"{prefix}-MIN_NUM_FORMS": 0, f"{prefix}-MAX_NUM_FORMS": 1000}
    for place, row in enumerate(filled):
        values = {"id": "", "ORDER": place + 1, "DELETE": ""} | row
        sent |= {f"{prefix}-{place}-{name}": value for name, value in values.items()}
    return sent


def drawn(count: int, **fields: Any) -> dict[str, Any]:
    empty = dict.fromkeys(("kind", "difficulty", "material", "place", "bank", "tags"), "")
    return empty | {"count": count} | fields


def sent(
    *questions: Question, draws: tuple[dict[str, Any], ...] = (), points: Any = 5, **changed: Any
) -> dict[str, Any]:
    """Return what the form of a quiz sends."""
    filled: dict[str, Any] = {
        "title": "党章知多少",
        "slug": "七一测验",
        "intro": "",
        "kind": "exam",
        "feedback": "submitted",
        "topic": "",
        "audience": "",
        "organization": "",
        "opens_at": "",
        "closes_at": "",
        "time_limit_minutes": "30",
        "attempts_allowed": "2",
        "pass_percent": "60",
        "shuffle_options": "on",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    filled |= rows("sections", [{"title": "一、单选题", "points": points}])
    chosen = [{"question": one.pk, "points": ""} for one in questions]
    filled |= rows("sections-0-questions", chosen) | rows("sections-0-draws", list(draws))
    return filled | changed


def add(client: Client, *questions: Question, **changed: Any) -> Any:
    url = reverse("wagtailadmin_pages:add", args=["quizzes", "quizpage", quiz_index().pk])
    return client.post(url, sent(*questions, **changed))


def test_it_works(editor: Client, people: People) -> None:
    first, second = question(stem="甲题"), question(stem="乙题")
    assert add(editor, second, first, **PUBLISH).status_code == 302
    paper = QuizPage.objects.get()
    assert (paper.title, paper.slug, paper.time_limit_minutes) == ("党章知多少", "七一测验", 30)
    assert paper.live
    attempt = start(people.me, paper)
    assert [item.version.stem for item in attempt.items.all()] == ["乙题", "甲题"]
    assert attempt.max_score == 10


def test_the_form_opens(editor: Client) -> None:
    url = reverse("wagtailadmin_pages:add", args=["quizzes", "quizpage", quiz_index().pk])
    html = editor.get(url).text
    for label in ("谁能答，什么时候", "规则", "试卷", "什么时候看到答案", "合格线（%）", "随机抽的题"):
        assert label in html
    paper = quiz()
    assert paper.title in editor.get(reverse("wagtailadmin_pages:edit", args=[paper.pk])).text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "此项必填。"),
        ({"slug": "有 空格"}, "slug"),
        ({"slug": "review"}, "已经留给别的页面"),
        ({"pass_percent": "101"}, "确保该值小于或等于100"),
        ({"time_limit_minutes": "0"}, "确保该值大于或等于1"),
        ({"attempts_allowed": "0"}, "确保该值大于或等于1"),
        ({"opens_at": "2026-07-02 09:00", "closes_at": "2026-07-01 09:00"}, "截止时间要晚于开始时间。"),
        ({"feedback": "closed"}, "看答案，请填写截止时间。"),
        ({"feedback": "at_once"}, "考试不能答一题看一题"),
        ({"points": "0"}, "确保该值大于或等于1"),
    ],
)
def test_a_fault_is_said_and_nothing_is_stored(editor: Client, changed: dict[str, str], said: str) -> None:
    response = add(editor, question(), **changed, **PUBLISH)
    assert response.status_code == 200
    assert said in response.text.replace("“", "").replace("”", "")
    assert not QuizPage.objects.exists()


def test_a_draw_that_cannot_be_served_is_told_before_publishing(editor: Client) -> None:
    work = regulation()
    questions_on(work)
    rule = drawn(5, kind="single", material=work.pk, place="第三章")
    response = add(editor, draws=(rule,), **PUBLISH)
    assert response.status_code == 200
    assert (
        "“一、单选题”的题不够抽：从《支部工作规定（示例）》第三章抽单选题需要 5 道，只有 4 道可用。"
        in response.text
    )
    assert not QuizPage.objects.exists()
    assert add(editor, draws=(rule | {"count": 4},), **PUBLISH).status_code == 302
    assert QuizPage.objects.get().live


def test_it_may_be_kept_as_a_draft_meanwhile(editor: Client) -> None:
    assert add(editor, draws=(drawn(5),)).status_code == 302
    assert not QuizPage.objects.get().live


def test_handing_it_in_for_review_is_checked_too(editor: Client) -> None:
    response = add(editor, draws=(drawn(5),), **{"action-submit": "1"})
    assert "的题不够抽" in response.text


def test_a_place_without_a_text_or_one_that_cannot_be_read_is_refused(editor: Client) -> None:
    assert "写了范围，请先选出处。" in add(editor, draws=(drawn(1, place="第三章"),)).text
    work = regulation()
    assert "认不出来" in add(editor, draws=(drawn(1, material=work.pk, place="前面几章"),)).text


def test_the_same_question_twice_is_refused(editor: Client) -> None:
    one = question()
    assert add(editor, one, one, **PUBLISH).status_code == 200
    assert not QuizPage.objects.exists()


def test_an_address_is_used_once(editor: Client) -> None:
    quiz(slug="七一测验")
    assert add(editor, question(), **PUBLISH).status_code == 200
    assert QuizPage.objects.count() == 1


def test_the_editor_counts_what_a_draw_may_take(editor: Client) -> None:
    work = regulation()
    questions_on(work)
    url = reverse("quiz_draw_count")
    asked = {"count": "5", "kind": "single", "material": str(work.pk), "place": "第三章"}
    assert editor.get(url, asked).json() == {
        "said": "共享题库里现在有 4 道合要求的题，不够抽 5 道。",
        "enough": False,
    }
    assert editor.get(url, asked | {"place": "第二章、第三章"}).json()["enough"] is True
    assert "认不出来" in editor.get(url, asked | {"place": "前面几章"}).json()["said"]
    assert editor.get(url, asked | {"count": "x"}).json()["enough"] is False


def test_the_list_of_quizzes_opens_for_editors_alone(people: People, client: Client) -> None:
    quiz(title="在列表里的测验")
    for name, expected in (("editor", 200), ("me", 302), ("superior", 302)):
        client.force_login(people.named(name))
        response = client.get(reverse("quiz_pages:index"))
        assert response.status_code == expected
    client.force_login(people.editor)
    assert "在列表里的测验" in client.get(reverse("quiz_pages:index")).text


def test_what_somebody_answered_is_not_deleted(editor: Client, people: People) -> None:
    paper = quiz()
    hand_in(start(people.me, paper))
    url = reverse("wagtailadmin_pages:delete", args=[paper.pk])
    assert "已经有人答过，不能删除" in editor.post(url, follow=True).text
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    assert editor.post(f"{bulk}?id={paper.pk}").status_code in (200, 302)
    assert QuizPage.objects.filter(pk=paper.pk).exists()


def test_a_quiz_nobody_took_can_be_deleted(editor: Client) -> None:
    paper = quiz()
    assert editor.post(reverse("wagtailadmin_pages:delete", args=[paper.pk])).status_code == 302
    assert not QuizPage.objects.exists()


def test_the_preview_shows_a_paper_and_no_key(editor: Client) -> None:
    one = question(stem="预览里的题", explanation="预览里没有的解析")
    paper = quiz(one)
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[paper.pk])
    assert editor.post(url, sent(one)).json()["is_valid"] is True
    html = editor.get(url).text
    assert "预览里的题" in html
    assert "预览里没有的解析" not in html


def test_the_preview_says_what_keeps_a_paper_from_going_out(editor: Client) -> None:
    paper = quiz()
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[paper.pk])
    editor.post(url, sent(draws=(drawn(50),)))
    html = editor.get(url).text
    assert "现在还不能发布" in html
    assert "的题不够抽" in html


def test_a_page_of_the_tree_leads_to_the_quiz_itself(client: Client, people: People) -> None:
    paper = quiz(slug="found")
    assert paper.url.endswith("/quizzes/found/")
    assert quiz_index().url.endswith("/quizzes/")


def test_publishing_many_does_not_let_a_paper_out_that_cannot_be_made(editor: Client) -> None:
    good, bad = quiz(question(), live=False), quiz(draws=[QuizDraw(count=50)], live=False, title="抽不满")
    for one in (good, bad):
        one.save_revision()
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = editor.post(f"{url}?id={good.pk}&id={bad.pk}", {"confirm": "yes"}, follow=True)
    assert "没有发布：测验“抽不满”第 1 部分的题不够抽" in answer.text
    assert not QuizPage.objects.live().exists()
    editor.post(f"{url}?id={good.pk}", {"confirm": "yes"})
    assert QuizPage.objects.live().get() == good


@pytest.fixture
def theirs(people: People) -> Question:
    """Return a usable question of a bank that is not within the editor's reach."""
    bank = QuestionBank.objects.create(name="别家题库", organization=people.branch)
    one = question(stem="别家的题（　）。")
    Question.objects.filter(pk=one.pk).update(bank=bank)
    return Question.objects.get(pk=one.pk)


def test_only_what_is_within_reach_is_offered(editor: Client, theirs: Question) -> None:
    question(stem="自家的题（　）。")
    for model, own, other, pk in (
        ("question", "自家的题", "别家的题", theirs.pk),
        ("questionbank", "示例题库", "别家题库", theirs.bank_id),
    ):
        chooser = f"wagtailsnippetchoosers_quizzes_{model}"
        for listed in (
            editor.get(reverse(f"{chooser}:choose")).json()["html"],
            editor.get(reverse(f"{chooser}:choose_results")).text,
        ):
            assert own in listed and other not in listed
        assert editor.get(reverse(f"{chooser}:chosen", args=[pk])).status_code == 404
        assert editor.get(reverse(f"{chooser}:chosen_multiple"), {"id": pk}).json()["result"] == []
    asked = {"count": 1, "bank": theirs.bank_id}
    said = editor.get(reverse("quiz_draw_count"), asked).json()["said"]
    assert said == "条件还没有填好，暂时数不出来。"


def test_what_is_out_of_reach_is_refused(editor: Client, theirs: Question) -> None:
    assert add(editor, theirs).status_code == 200
    assert add(editor, draws=(drawn(1, bank=theirs.bank_id),)).status_code == 200
    assert not QuizPage.objects.exists()


def test_what_the_paper_holds_already_stays(editor: Client, theirs: Question) -> None:
    paper = quiz(theirs, draws=[QuizDraw(count=1, bank=theirs.bank)])
    part = paper.sections.get()
    url = reverse("wagtailadmin_pages:edit", args=[paper.pk])
    assert "别家题库" in editor.get(url).text
    form = sent(theirs, draws=(drawn(1, bank=theirs.bank_id),), slug=paper.slug, title="改了标题")
    form |= {"sections-INITIAL_FORMS": 1, "sections-0-id": part.pk}
    form |= {"sections-0-questions-INITIAL_FORMS": 1, "sections-0-questions-0-id": part.questions.get().pk}
    form |= {"sections-0-draws-INITIAL_FORMS": 1, "sections-0-draws-0-id": part.draws.get().pk}
    assert editor.post(url, form).status_code == 302
    kept = QuizPage.objects.get().get_latest_revision_as_object()
    assert (kept.title, kept.sections.get().draws.get().bank) == ("改了标题", theirs.bank)
