"""What an editor does with a question besides typing it: the further kinds, copies, history, corrections, review."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Member
from quizzes.actions import send_for_review
from quizzes.models import Question, QuestionApproval
from quizzes.policies import bank_policy, question_policy
from tests.people import People
from tests.quizzes.admin.test_question_form import ADD, add, edit
from tests.quizzes.builders import (
    bank,
    cite,
    give,
    hand_in,
    newest_edition,
    publish_regulation,
    question,
    quiz,
    source,
    start,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(people: People) -> Member:
    people.stranger.groups.add(people.editor.groups.get())
    return Member.objects.get(pk=people.stranger.pk)


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("ordering", {"options_text": "甲\r\n乙\r\n丙"}, (["甲", "乙", "丙"], [], [0, 1, 2])),
        (
            "ordering",
            {"options_text": "丙\r\n甲\r\n乙", "answer_text": "BCA"},
            (["甲", "乙", "丙"], [], [0, 1, 2]),
        ),
        (
            "matching",
            {"options_text": "小组会 → 每月\r\n党员大会 -> 每季度\r\n→ 每年"},
            (["每月", "每季度", "每年"], ["小组会", "党员大会"], [0, 1]),
        ),
        (
            "essay",
            {"options_text": "", "answer_text": "略", "rubric_text": "写出三种会（3分）\r\n写出党课|1"},
            (
                [],
                [],
                {
                    "model": "略",
                    "rubric": [{"text": "写出三种会", "points": 3}, {"text": "写出党课", "points": 1}],
                },
            ),
        ),
    ],
)
def test_the_further_kinds_are_typed_as_they_are_read(
    editor: Client, kind: str, typed: dict[str, str], stored: tuple[Any, Any, Any]
) -> None:
    assert add(editor, **{"kind": kind, "answer_text": "", **typed}).status_code == 302
    one = Question.objects.get()
    assert (one.current.options, one.current.prompts, one.current.answer) == stored
    edit(editor, one)
    assert one.versions.count() == 1


def test_a_copy_is_filled_in_and_not_stored(editor: Client) -> None:
    one = question("matching", tags=("学习",))
    form = editor.get(f"{reverse(ADD)}?copy={one.pk}").context["form"]
    assert form["stem"].value() == one.current.stem
    assert form["options_text"].value().startswith("党小组会 → 每月")
    assert Question.objects.count() == 1


def test_another_key_offers_to_correct_marks_once_it_is_approved(
    editor: Client, people: People, colleague: Member
) -> None:
    one = cited_question(answer=1)
    running = start(people.me, quiz(one))
    give(running, {1: 1})
    hand_in(running)
    edit(editor, one, answer_text="D")
    said = editor.get(reverse("quizzes_regrade", args=[one.pk])).text
    assert "新答案经另一位同志审核通过以后" in said and "看看谁的得分会变" not in said
    assert "2 → <b>0</b>" in said and "不能由您自己按新答案重新评分" in said
    assert people.me.name not in said and "确认重新评分" not in said
    editor.force_login(colleague)
    edit(editor, Question.objects.get(), step="ready")
    said = editor.get(reverse("quizzes_regrade", args=[one.pk])).text
    assert "看看谁的得分会变" in said
    assert people.me.name in said and "确认重新评分" in said


def test_an_absurd_count_is_refused_in_words(editor: Client) -> None:
    url = reverse("quizzes_regrade", args=[cited_question(answer=1).pk])
    said = editor.post(url, {"count": "9" * 5000, "reason": "写错了"}, follow=True)
    assert said.status_code == 200 and "没有谁的得分会变" in said.text


def test_correcting_marks_tells_the_member(editor: Client, people: People, colleague: Member) -> None:
    one = cited_question(answer=1)
    running = start(people.me, quiz(one))
    give(running, {1: 3})
    hand_in(running)
    edit(editor, one, answer_text="D")
    editor.force_login(colleague)
    url = reverse("quizzes_regrade", args=[one.pk])
    one.refresh_from_db()
    sent = {"count": "1", "version": one.current_id, "reason": "原来的答案写错了"}
    stale = editor.post(url, sent | {"version": one.current_id - 1}, follow=True).text
    assert "这道题刚刚又改过" in stale
    said = editor.post(url, sent, follow=True).text
    assert "改了 1 份作答的得分" in said and "以前的重新评分" in said
    editor.force_login(people.me)
    result = editor.get(reverse("quizzes:result", args=[running.pk])).text
    assert "得分由 0 分改为 2 分。原来的答案写错了" in result


def test_the_history_shows_what_changed_and_who(editor: Client, people: People) -> None:
    one = cited_question(answer=1)
    edit(editor, one, stem="新的题干（　）。")
    said = editor.get(reverse("quizzes_question_history", args=[one.pk])).text
    assert "第 2 版" in said and "新的" in said and people.editor.name in said
    assert "可用 → 待审" in said


def cited_question(**fields: Any) -> Question:
    return question(citations=(cite(newest_edition(publish_regulation())),), **fields)


def workflow_url(approval: QuestionApproval, action: str) -> str:
    state = approval.current_workflow_task_state
    return reverse(
        "wagtailsnippets_quizzes_questionapproval:workflow_action", args=[approval.pk, action, state.pk]
    )


def test_what_is_sent_goes_through_the_workflow(editor: Client, people: People, colleague: Member) -> None:
    drafts = [
        question(state="draft", stem=f"第{number}题（　）。", citations=source()) for number in range(3)
    ]
    sent = send_for_review(member=people.editor, questions=drafts)
    approval = QuestionApproval.objects.get()
    assert len(sent) == 3 and approval.workflow_in_progress
    editor.force_login(colleague)
    page = editor.get(reverse("wagtailsnippets_quizzes_questionapproval:edit", args=[approval.pk])).text
    assert "第2题" in page and "每月一次" in page and "全部通过" in page
    editor.post(workflow_url(approval, "approve"), {})
    assert {one.state for one in Question.objects.all()} == {"ready"}
    assert not QuestionApproval.objects.get().workflow_in_progress
    step = Question.objects.first().steps.order_by("-pk").first()
    assert (step.after, step.member) == ("ready", colleague)


def test_one_that_cannot_be_approved_does_not_hold_up_the_rest(
    editor: Client, people: People, colleague: Member
) -> None:
    bare = question(state="draft", stem="没有出处（　）。")
    sound = question(state="draft", stem="有出处（　）。", citations=source())
    send_for_review(member=people.editor, questions=[bare, sound])
    approval = QuestionApproval.objects.get()
    editor.force_login(colleague)
    editor.post(workflow_url(approval, "approve"), {})
    states = {one.pk: one.state for one in Question.objects.all()}
    assert states == {bare.pk: "in_review", sound.pk: "ready"}
    page = editor.get(reverse("wagtailsnippets_quizzes_questionapproval:edit", args=[approval.pk])).text
    assert "没有写出处，不能通过" in page
    assert "action-cancel-workflow" not in page


def test_nobody_approves_what_they_wrote(editor: Client, people: People) -> None:
    add(editor, step="in_review")
    approval = QuestionApproval.objects.get()
    page = editor.get(reverse("wagtailsnippets_quizzes_questionapproval:edit", args=[approval.pk])).text
    assert "全部通过" not in page.replace("就“全部通过”", "")
    editor.post(workflow_url(approval, "approve"), {})
    assert Question.objects.get().state == "in_review"


def test_sending_back_says_why(editor: Client, people: People, colleague: Member) -> None:
    add(editor, step="in_review")
    approval = QuestionApproval.objects.get()
    editor.force_login(colleague)
    editor.post(workflow_url(approval, "reject"), {"comment": "选项太像"})
    one = Question.objects.get()
    assert (one.state, one.steps.order_by("-pk").first().note) == ("draft", "选项太像")
    assert not QuestionApproval.objects.get().workflow_in_progress


def test_a_question_moved_by_hand_ends_its_workflow(editor: Client, people: People) -> None:
    add(editor, step="in_review")
    edit(editor, Question.objects.get(), step="draft")
    assert QuestionApproval.objects.get().items.get().outcome == "returned"
    assert not QuestionApproval.objects.get().workflow_in_progress


def test_many_are_sent_and_approved_from_the_list(editor: Client, people: People, colleague: Member) -> None:
    ids = [
        question(state="draft", stem=f"第{number}题（　）。", citations=source()).pk for number in range(2)
    ]
    asked = "&".join(f"id={pk}" for pk in ids)
    editor.post(f"{reverse('wagtail_bulk_action', args=['quizzes', 'question', 'send'])}?{asked}&next=/", {})
    assert {one.state for one in Question.objects.all()} == {"in_review"}
    editor.force_login(colleague)
    url = reverse("wagtail_bulk_action", args=["quizzes", "question", "approve"])
    assert "第1题" in editor.get(f"{url}?{asked}&next=/").text
    editor.post(f"{url}?{asked}&next=/", {})
    assert {one.state for one in Question.objects.all()} == {"ready"}


def test_approving_from_the_list_touches_only_what_waits_and_says_why_not(
    editor: Client, colleague: Member
) -> None:
    still = {state: question(state=state, citations=source()).pk for state in ("draft", "stale", "retired")}
    bare, sound = question(state="in_review").pk, question(state="in_review", citations=source()).pk
    asked = "&".join(f"id={pk}" for pk in [*still.values(), bare, sound])
    url = reverse("wagtail_bulk_action", args=["quizzes", "question", "approve"])
    editor.force_login(colleague)
    editor.post(f"{url}?{asked}&next=/", {})
    states = dict(Question.objects.values_list("pk", "state"))
    assert {states[pk] for pk in still.values()} == set(still)
    assert (states[bare], states[sound]) == ("in_review", "ready")
    said = editor.get(reverse("wagtailsnippets_quizzes_question:list")).text
    assert "审核通过了 1 道题。" in said
    assert "3 道没有动：不是“待审”的题，请先送审。" in said
    assert "1 道没有动：设为“可用”以前，请写明这道题的出处" in said


def test_a_bank_is_of_its_organisation_and_of_those_above(people: People, editor: Client) -> None:
    theirs = bank("测试村题库")
    theirs.organization = people.branch
    theirs.save()
    one = question()
    Question.objects.filter(pk=one.pk).update(bank=theirs)
    one = Question.objects.get(pk=one.pk)
    assert not bank_policy.can_edit(people.editor, theirs)
    assert not question_policy.can_change(people.editor, one)
    assert not question_policy.visible_to(people.editor).exists()
    people.superior.groups.add(people.editor.groups.get())
    assert bank_policy.can_edit(Member.objects.get(pk=people.superior.pk), theirs)
    assert editor.get(reverse("wagtailsnippets_quizzes_question:edit", args=[one.pk])).status_code in (
        302,
        404,
    )
    assert editor.get(reverse("quizzes_question_history", args=[one.pk])).status_code == 404
    assert str(one) not in editor.get(reverse("wagtailsnippets_quizzes_question:list")).text


@pytest.mark.parametrize(
    "asked", ["q=%E5%8F%82%E5%8A%A0", "q=%E5%AD%A6%E4%B9%A0", "kind=ordering", "state=draft"]
)
def test_the_list_is_searched_and_filtered(editor: Client, asked: str) -> None:
    question(stem="党员参加什么（　）。", tags=("学习",))
    question("ordering", state="draft", stem="把步骤排好。")
    html = editor.get(f"{reverse('wagtailsnippets_quizzes_question:list')}?{asked}").text
    found = [stem for stem in ("党员参加什么", "把步骤排好") if stem in html]
    assert len(found) == 1


@pytest.mark.parametrize("words", ["每季度一次", "党员每月", "第二条", "art_2", "党员大会"])
def test_questions_are_found_by_options_prompts_and_articles(words: str) -> None:
    edition = newest_edition(publish_regulation())
    wanted = {
        "每季度一次": question("single", stem="甲（　）"),
        "党员每月": question("truefalse", stem="乙", citations=(cite(edition),)),
        "党员大会": question("matching", stem="丁"),
    }
    wanted |= dict.fromkeys(("第二条", "art_2"), wanted["党员每月"])
    assert list(Question.objects.matching(words)) == [wanted[words]]
