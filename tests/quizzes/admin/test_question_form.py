"""An editor at the form of a question."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from library.models import RegulationPage
from members.models import Member
from quizzes.models import Question, QuestionCitation, QuestionVersion
from tests.people import People
from tests.quizzes.builders import (
    QUOTE,
    SECRET,
    bank,
    cite,
    newest_edition,
    publish_guide,
    publish_regulation,
    question,
    quiz,
    start,
)

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_quizzes_question:add"
EDIT = "wagtailsnippets_quizzes_question:edit"


@pytest.fixture
def writer(people: People, client: Client) -> Client:
    """Somebody who may write questions and not make them usable."""
    codenames = ["add_question", "change_question", "view_question", "access_admin"]
    people.stranger.user_permissions.add(*Permission.objects.filter(codename__in=codenames))
    client.force_login(people.stranger)
    return client


@pytest.fixture
def work(people: People) -> RegulationPage:
    return publish_regulation()


def fields(**changed: Any) -> dict[str, Any]:
    filled = {
        "bank": bank().pk,
        "kind": "single",
        "stem": "党员多久参加一次集中学习？",
        "options_text": "每周\r\n每月\r\n\r\n 每年 ",
        "answer_text": "B",
        "material": "",
        "address": "",
        "quote": "",
        "explanation": "",
        "difficulty": "3",
        "question_tags": "学习, 制度",
        "step": "draft",
    }
    return filled | changed


def add(client: Client, **changed: Any) -> Any:
    return client.post(reverse(ADD), fields(**changed))


def edit(client: Client, one: Question, **changed: Any) -> Any:
    """Open the form and send it back with these changes, as a browser does."""
    url = reverse(EDIT, args=[one.pk])
    form = client.get(url).context["form"]
    values = {name: form[name].value() for name in form.fields}
    values["question_tags"] = ", ".join(tag.name for tag in one.tags.all())
    as_sent = {name: "" if value is None else value for name, value in values.items()}
    as_sent |= {name: text.replace("\n", "\r\n") for name, text in as_sent.items() if isinstance(text, str)}
    return client.post(url, as_sent | changed)


def faults(response: Any) -> str:
    assert response.status_code == 200
    errors = response.context["form"].errors
    return "".join(f"{name}：{''.join(messages)}" for name, messages in errors.items())


def test_it_works(editor: Client, people: People, work: RegulationPage) -> None:
    response = add(
        editor, material=work.pk, address="第二条", quote=QUOTE, explanation=SECRET, step="in_review"
    )
    assert response.status_code == 302
    one = Question.objects.get()
    version = one.current
    assert (one.state, one.kind, version.created_by) == ("in_review", "single", people.editor)
    assert (version.options, version.answer, version.difficulty) == (["每周", "每月", "每年"], 1, 3)
    assert {tag.name for tag in one.tags.all()} == {"学习", "制度"}
    cited = version.citations.get()
    assert (cited.material_id, cited.address, cited.quote) == (newest_edition(work).pk, "art_2", QUOTE)


def test_the_form_shows_every_field(editor: Client) -> None:
    html = editor.get(reverse(ADD)).text
    for label in ("题干", "选项", "答案", "出处", "条款", "原句", "解析", "难度", "标签", "状态"):
        assert label in html
    assert "单选写一个字母" in html
    for name in ("stem", "options_text", "answer_text", "material", "address", "quote", "step"):
        assert f'name="{name}"' in html


@pytest.mark.parametrize(
    ("kind", "answer_text", "answer"),
    [
        ("multiple", "ac", [0, 2]),
        ("truefalse", "对", True),
        ("blank", "三会一课|“三会一课”\n补课", [["三会一课", "“三会一课”"], ["补课"]]),
    ],
)
def test_every_kind_can_be_written(editor: Client, kind: str, answer_text: str, answer: Any) -> None:
    changed = {"kind": kind, "answer_text": answer_text}
    if kind != "multiple":
        changed |= {"options_text": "", "stem": "要落实 ____，缺席要 ____。"}
    assert add(editor, **changed).status_code == 302
    assert Question.objects.get().current.answer == answer


@pytest.mark.parametrize("written", ["第二条", "第2条", " 第 二 条 ", "art_2", "#art_2", "art_2/"])
def test_a_provision_is_named_as_people_name_it(editor: Client, work: RegulationPage, written: str) -> None:
    add(editor, material=work.pk, address=written)
    assert QuestionCitation.objects.get().address == "art_2"


def test_a_guide_can_be_cited(editor: Client, people: People) -> None:
    guide = publish_guide()
    address = guide.provisions.filter(text__contains="办好").get().address
    add(editor, material=guide.pk, address=address, quote="学习是为了把事情办好")
    assert QuestionCitation.objects.get().material_id == guide.pk


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"stem": ""}, "stem：此项必填。"),
        ({"answer_text": "E"}, "answer_text：正确选项是 E，但选项只到 C。"),
        ({"answer_text": "每月"}, "answer_text：答案“每月”不是选项的字母"),
        ({"answer_text": "AB"}, "answer_text：单选题只有一个正确选项"),
        ({"options_text": "甲"}, "选项有 1 个，应为 2 到 10 个。"),
        ({"kind": "multiple", "answer_text": "A"}, "多选题至少要有两个正确选项"),
        ({"kind": "truefalse", "options_text": "", "answer_text": "也许"}, "判断题的答案应写“对”或“错”"),
        ({"kind": "truefalse", "answer_text": "对"}, "请把选项清空"),
        ({"kind": "blank", "options_text": "", "answer_text": "甲"}, "题干里没有空"),
        ({"kind": ""}, "kind：此项必填。"),
        ({"bank": ""}, "bank：此项必填。"),
        ({"difficulty": "9"}, "difficulty：选择一个有效的选项"),
        ({"step": "retired"}, "step：选择一个有效的选项"),
        ({"step": "ready"}, "step：选择一个有效的选项"),
        (
            {"kind": "matching", "options_text": "甲 乙", "answer_text": ""},
            "options_text：连线题第 1 行没有右边",
        ),
        ({"kind": "ordering", "options_text": "甲", "answer_text": ""}, "options_text：选项有 1 个"),
        (
            {"kind": "essay", "options_text": "", "rubric_text": "答出要点"},
            "rubric_text：第 1 条评分要点没有写明分值",
        ),
        (
            {"kind": "essay", "options_text": "", "step": "in_review"},
            "rubric_text：简答题要有评分要点才能给人答",
        ),
    ],
)
def test_a_fault_is_said_at_its_field(editor: Client, changed: dict[str, Any], said: str) -> None:
    assert said in faults(add(editor, **changed))
    assert not Question.objects.exists()


def test_a_question_is_not_approved_without_its_source(editor: Client) -> None:
    one = question(state="in_review")
    said = "material：设为“可用”以前，请写明这道题考的是哪份资料的哪一条。"
    assert said in faults(edit(editor, one, step="ready"))


def test_each_fault_is_said_once(editor: Client) -> None:
    assert faults(add(editor, stem="")) == "stem：此项必填。"
    assert faults(add(editor, kind="")) == "kind：此项必填。"
    assert faults(add(editor, answer_text="")) == "answer_text：请写上答案。"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"address": "第九十九条"}, "address：《支部学习规定（示例）》没有“第九十九条”"),
        ({"address": "第条"}, "address：《支部学习规定（示例）》没有“第条”"),
        ({"address": "第某条"}, "address：《支部学习规定（示例）》没有“第某条”"),
        ({"address": ""}, "address：《支部学习规定（示例）》没有“”"),
        ({"address": "第二条", "quote": "没有这句话"}, "quote：这句话不在《支部学习规定（示例）》第二条里"),
    ],
)
def test_a_fault_of_the_citation_is_said_at_its_field(
    editor: Client, work: RegulationPage, changed: dict[str, Any], said: str
) -> None:
    assert said in faults(add(editor, material=work.pk, **changed))
    assert not Question.objects.exists()


def test_a_withdrawn_text_cannot_be_cited(editor: Client, people: People) -> None:
    guide = publish_guide()
    guide.unpublish()
    assert "还没有发布正文" in faults(add(editor, material=guide.pk, address="sec_1"))


def test_the_form_opens_with_what_is_stored(editor: Client, work: RegulationPage) -> None:
    edition = newest_edition(work)
    one = question("blank", citations=(cite(edition),), tags=("学习",))
    form = editor.get(reverse(EDIT, args=[one.pk])).context["form"]
    assert form["answer_text"].value() == "三会一课|“三会一课”制度\n补课"
    assert (form["material"].value(), form["address"].value()) == (edition.pk, "art_2")
    assert form["step"].value() == "ready"
    assert form.fields["kind"].disabled


def test_saving_unchanged_makes_no_version(editor: Client, work: RegulationPage) -> None:
    edition = newest_edition(work)
    one = question(
        "multiple", stem="第一行\n第二行", explanation="一\n二", citations=(cite(edition),), tags=("学习",)
    )
    assert edit(editor, one).status_code == 302
    assert one.versions.count() == 1
    assert [tag.name for tag in Question.objects.get().tags.all()] == ["学习"]


def test_saving_a_change_makes_a_version_and_leaves_running_attempts(
    editor: Client, people: People, work: RegulationPage
) -> None:
    one = question(citations=(cite(newest_edition(work)),))
    attempt = start(people.me, quiz(one))
    assert edit(editor, one, answer_text="D").status_code == 302
    one.refresh_from_db()
    assert (one.current.number, one.current.answer, one.current.created_by) == (2, 3, people.editor)
    assert attempt.items.get().version.number == 1


def test_further_sentences_are_kept_when_the_first_is_edited(editor: Client, work: RegulationPage) -> None:
    edition = newest_edition(work)
    one = question(citations=(cite(edition), cite(edition, "art_3", "读完原文")))
    edit(editor, one, stem="改过的题干")
    one.refresh_from_db()
    assert [cited.address for cited in one.current.citations.order_by("pk")] == ["art_2", "art_3"]


def test_the_kind_cannot_be_changed(editor: Client, work: RegulationPage) -> None:
    one = question(citations=(cite(newest_edition(work)),))
    edit(editor, one, kind="truefalse")
    one.refresh_from_db()
    assert one.kind == "single"


def test_a_question_can_be_withdrawn_and_taken_up_again(editor: Client, work: RegulationPage) -> None:
    one = question(citations=(cite(newest_edition(work)),))
    edit(editor, one, step="retired")
    one.refresh_from_db()
    assert (one.state, one.current.number) == ("retired", 1)
    edit(editor, one, step="draft")
    one.refresh_from_db()
    assert one.state == "draft"


def test_a_writer_is_not_offered_to_make_it_usable(writer: Client) -> None:
    assert "step：选择一个有效的选项" in faults(add(writer, step="ready"))
    assert add(writer, step="in_review").status_code == 302


def test_a_usable_question_changed_by_a_writer_waits_for_review(writer: Client, work: RegulationPage) -> None:
    one = question(citations=(cite(newest_edition(work)),))
    assert edit(writer, one, stem="改过的题干").status_code == 302
    one.refresh_from_db()
    assert one.state == "in_review"


def test_a_writer_who_changes_and_doubts_at_once_is_not_turned_away(
    writer: Client, work: RegulationPage
) -> None:
    one = question(citations=(cite(newest_edition(work)),))
    assert edit(writer, one, stem="改过的题干", step="stale").status_code == 302
    one.refresh_from_db()
    assert (one.current.number, one.state) == (2, "in_review")


@pytest.mark.parametrize("name", ["me", "secretary", "superior", "stranger"])
def test_nobody_else_gets_to_the_bank(people: People, client: Client, name: str) -> None:
    one = question()
    client.force_login(people.named(name))
    for url in (reverse(ADD), reverse(EDIT, args=[one.pk])):
        response = client.get(url)
        assert response.status_code in (302, 403)
        assert SECRET not in response.text
    assert add(client).status_code in (302, 403)
    assert Question.objects.count() == 1


def preview(client: Client, url: str, data: dict[str, Any]) -> str:
    assert client.post(url, data).json() == {"is_valid": True, "is_available": True}
    return client.get(url).text


def test_the_preview_shows_the_member_s_view_and_the_key_for_the_editor(editor: Client) -> None:
    url = reverse("wagtailsnippets_quizzes_question:preview_on_add")
    html = preview(editor, url, fields(explanation="因为每月"))
    assert "党员多久参加一次集中学习？" in html
    assert "<b>B.</b> 每月" in html
    assert "<b>正确答案</b>　B. 每月" in html
    assert "因为每月" in html
    assert not Question.objects.exists()


def test_the_preview_of_an_edit_shows_what_is_in_the_form(editor: Client) -> None:
    one = question("blank", state="draft")
    url = reverse("wagtailsnippets_quizzes_question:preview_on_edit", args=[one.pk])
    changed = {"kind": "blank", "options_text": "", "stem": "新题干 ____", "answer_text": "新答案|另一种"}
    html = preview(editor, url, fields(**changed))
    assert "新题干" in html
    assert "<b>正确答案</b>　新答案" in html
    assert QuestionVersion.objects.count() == 1


def test_a_faulty_form_has_no_preview(editor: Client) -> None:
    url = reverse("wagtailsnippets_quizzes_question:preview_on_add")
    assert editor.post(url, fields(answer_text="Z")).json()["is_valid"] is False


def test_script_is_shown_as_text(editor: Client) -> None:
    script = "<script>alert(1)</script>"
    url = reverse("wagtailsnippets_quizzes_question:preview_on_add")
    html = preview(editor, url, fields(stem=script, options_text=f"{script}\n乙", explanation=script))
    assert "<script>alert" not in html
    one = question(stem=script)
    assert "<script>alert" not in editor.get(reverse(EDIT, args=[one.pk])).text


def test_the_editor_is_the_author(editor: Client, people: People) -> None:
    add(editor)
    assert QuestionVersion.objects.get().created_by == Member.objects.get(username="editor")
