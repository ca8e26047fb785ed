import pytest

from members.models import Member
from quizzes.keeping import KeepingPolicy, why_kept
from quizzes.models import Question, QuizPage
from tests.people import People
from tests.quizzes.builders import bank, question, quiz, start

pytestmark = pytest.mark.django_db


def test_it_works(people: People) -> None:
    paper = quiz(question())
    assert why_kept(paper) == ""
    start(people.me, paper)
    assert "已经有人答过，不能删除" in why_kept(paper)


def test_a_question_always_stays() -> None:
    assert "请把状态改为“停用”" in why_kept(question(state="draft"))


def test_an_empty_bank_may_go() -> None:
    assert why_kept(bank()) == ""
    question()
    assert "里还有题目" in why_kept(bank())


def test_other_things_are_not_kept(people: People) -> None:
    assert why_kept(people.me) == ""


def test_only_deleting_is_barred(people: People) -> None:
    editor = Member.objects.get(pk=people.editor.pk)
    one, policy = question(), KeepingPolicy(Question)
    assert policy.user_has_permission_for_instance(editor, "change", one)
    assert not policy.user_has_permission_for_instance(editor, "delete", one)


def test_it_gives_nobody_a_right_they_lack(people: People) -> None:
    assert not KeepingPolicy(QuizPage).user_has_permission_for_instance(people.me, "delete", quiz())
