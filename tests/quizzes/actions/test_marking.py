from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission

from members.models import Member
from quizzes.actions import mark_essay
from quizzes.errors import InvalidMark, NotAllowed, RecordIsKept
from quizzes.models import Attempt, AttemptItem, EssayMark
from quizzes.policies import marking_policy
from quizzes.signals import attempt_marked
from tests.people import People
from tests.quizzes.builders import NOW, give, hand_in, question, quiz, start

pytestmark = pytest.mark.django_db
FULL = [Decimal(3), Decimal(1)]


@pytest.fixture
def marker(people: People) -> Member:
    people.editor.user_permissions.add(Permission.objects.get(codename="mark_essay"))
    return Member.objects.get(pk=people.editor.pk)


@pytest.fixture
def attempt(people: People) -> Attempt:
    """本人's paper of a single choice, answered rightly, and a written answer, 4 points each."""
    running = start(people.me, quiz(question("single"), question("essay"), points=4))
    give(running, {1: 1, 2: "三种会和党课。"})
    return hand_in(running)


@pytest.fixture
def item(attempt: Attempt) -> AttemptItem:
    return attempt.items.get(position=2)


def test_it_works(marker: Member, item: AttemptItem) -> None:
    mark = mark_essay(marker=marker, item=item, marks=FULL, comment=" 写得全 ", now=NOW)
    assert (mark.score, mark.marks, mark.comment) == (4, ["3", "1"], "写得全")
    attempt = Attempt.objects.get()
    assert (attempt.score, attempt.awaiting) == (8, 0)


def test_a_paper_waits_until_all_is_marked(attempt: Attempt, item: AttemptItem) -> None:
    assert (attempt.score, attempt.awaiting, attempt.is_pending) == (4, 1, True)
    assert item.score is None


def test_what_was_left_open_waits_for_nobody(people: People) -> None:
    attempt = hand_in(start(people.me, quiz(question("essay"))))
    assert (attempt.awaiting, attempt.items.get().score) == (0, 0)
    assert not marking_policy.visible_to(people.secretary).exists()


def test_the_points_are_those_of_the_paper(marker: Member, item: AttemptItem) -> None:
    mark = mark_essay(marker=marker, item=item, marks=[Decimal("1.5"), Decimal(1)], comment="", now=NOW)
    assert mark.score == Decimal("2.5")


def test_marking_again_counts_anew_and_keeps_the_first(marker: Member, item: AttemptItem) -> None:
    mark_essay(marker=marker, item=item, marks=FULL, comment="", now=NOW)
    second = mark_essay(marker=marker, item=item, marks=[Decimal(0), Decimal(0)], comment="看错了", now=NOW)
    assert Attempt.objects.get().score == 4
    assert EssayMark.objects.count() == 2
    with pytest.raises(RecordIsKept):
        second.save()


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        ([Decimal(3)], "评分要点有 2 条"),
        ([Decimal(4), Decimal(1)], "第 1 条应在 0 到 3 分之间"),
        ([None, Decimal(1)], "第 1 条还没有给分"),
    ],
)
def test_points_the_rubric_does_not_have_are_refused(
    marker: Member, item: AttemptItem, marks: list[Decimal | None], message: str
) -> None:
    with pytest.raises(InvalidMark, match=message):
        mark_essay(marker=marker, item=item, marks=marks, comment="", now=NOW)
    assert not EssayMark.objects.exists()


def test_a_secretary_and_a_superior_mark_those_they_oversee(people: People, item: AttemptItem) -> None:
    for person in (people.secretary, people.superior):
        assert marking_policy.can_mark(person, item)


def test_nobody_else_does(people: People, item: AttemptItem) -> None:
    for person in (people.me, people.editor, people.stranger):
        with pytest.raises(NotAllowed, match="您不能评这份作答"):
            mark_essay(marker=person, item=item, marks=FULL, comment="", now=NOW)
    assert not marking_policy.visible_to(people.anonymous).exists()


def test_nobody_marks_their_own(people: People) -> None:
    running = start(people.secretary, quiz(question("essay")))
    give(running, {1: "我写的"})
    item = hand_in(running).items.get()
    assert not marking_policy.can_mark(people.secretary, item)
    assert marking_policy.can_mark(people.superior, item)


def test_whoever_listens_hears_when_nothing_waits_any_more(
    marker: Member, item: AttemptItem, django_capture_on_commit_callbacks: pytest.fixture
) -> None:
    told: list[Attempt] = []

    def listen(sender: type, attempt: Attempt, **kwargs: object) -> None:
        told.append(attempt)

    attempt_marked.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        mark_essay(marker=marker, item=item, marks=FULL, comment="", now=NOW)
    attempt_marked.disconnect(listen)
    assert [one.score for one in told] == [8]


def test_a_character_no_database_stores_is_left_out_of_the_remark(marker: Member, item: AttemptItem) -> None:
    assert mark_essay(marker=marker, item=item, marks=FULL, comment="写得\0好", now=NOW).comment == "写得好"
