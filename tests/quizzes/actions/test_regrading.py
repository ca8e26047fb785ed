from decimal import Decimal
from typing import Any

import pytest

from members.models import Member
from quizzes.actions import (
    change_question_state,
    find_changes,
    has_outdated_marks,
    regrade_question,
    relearn_from_attempt,
    revise_question,
)
from quizzes.errors import NotAllowed, NothingToRegrade, RecordIsKept
from quizzes.models import Attempt, Question, RegradedItem, ReviewCard
from tests.people import People
from tests.quizzes.actions.test_questions import RIGHTS, allow
from tests.quizzes.builders import NOW, draft, give, hand_in, question, quiz, source, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(people: People) -> Member:
    return allow(people.editor, *RIGHTS)


def handed_in(member: Member, paper: Any, answer: Any) -> Attempt:
    running = start(member, paper)
    give(running, {1: answer})
    return hand_in(running)


def corrected(one: Question, publisher: Member, people: People, **fields: Any) -> Question:
    """Give the question another key, and have it approved by somebody else."""
    revised = revise_question(
        author=publisher, question=one, draft=draft(one.kind, citations=source(), **fields)
    )
    other = allow(people.superior, *RIGHTS)
    return change_question_state(member=other, question=revised, state="ready")


@pytest.fixture
def wrong_key(people: People, publisher: Member) -> Question:
    """A question whose key was 每月一次 when two people answered, and is 每年一次 now, as a second one approved."""
    one = question(answer=1)
    paper = quiz(one, points=2)
    handed_in(people.me, paper, 1)
    handed_in(people.secretary, paper, 3)
    return corrected(one, publisher, people, answer=3)


def test_it_works(wrong_key: Question, publisher: Member, people: People) -> None:
    changes = find_changes(wrong_key)
    assert [(one.item.attempt.member, one.before, one.after) for one in changes] == [
        (people.me, 2, 0),
        (people.secretary, 0, 2),
    ]
    assert [(one.passed_before, one.passed_after) for one in changes] == [(True, False), (False, True)]
    regrade_question(member=publisher, question=wrong_key, expected=2, reason="原来的答案错了", now=NOW)
    assert Attempt.objects.get(member=people.me).score == 0
    assert Attempt.objects.get(member=people.secretary).score == 2
    item = Attempt.objects.get(member=people.secretary).items.get()
    assert (item.version.number, item.key.number) == (1, 2)


def test_nothing_changes_before_it_is_done(wrong_key: Question, people: People) -> None:
    assert has_outdated_marks(wrong_key)
    find_changes(wrong_key)
    assert Attempt.objects.get(member=people.me).score == 2
    assert not RegradedItem.objects.exists()


def test_what_was_is_kept_for_good(wrong_key: Question, publisher: Member) -> None:
    made = regrade_question(member=publisher, question=wrong_key, expected=2, reason="错了", now=NOW)
    row = made.items.first()
    assert (row.before, row.after, row.total_before, row.total_after) == (2, 0, 2, 0)
    for record in (made, row):
        with pytest.raises(RecordIsKept):
            record.save()
        with pytest.raises(RecordIsKept):
            record.delete()
    assert not has_outdated_marks(wrong_key)
    with pytest.raises(NothingToRegrade, match="没有谁的得分会变"):
        regrade_question(member=publisher, question=wrong_key, expected=2, reason="再来", now=NOW)


def test_a_second_correction_goes_by_the_newest_key(
    wrong_key: Question, publisher: Member, people: People
) -> None:
    regrade_question(member=publisher, question=wrong_key, expected=2, reason="错了", now=NOW)
    again = corrected(wrong_key, publisher, people, answer=1)
    regrade_question(member=publisher, question=again, expected=2, reason="还是原来的对", now=NOW)
    assert Attempt.objects.get(member=people.me).score == 2
    assert RegradedItem.objects.count() == 4


def test_papers_that_came_in_since_stop_it(wrong_key: Question, publisher: Member) -> None:
    with pytest.raises(NothingToRegrade, match="又有人交了卷，现在有 2 份要改"):
        regrade_question(member=publisher, question=wrong_key, expected=1, reason="错了", now=NOW)


def test_a_key_changed_since_the_list_was_made_stops_it(
    wrong_key: Question, publisher: Member, people: People
) -> None:
    shown = wrong_key.current_id
    again = corrected(wrong_key, publisher, people, answer=2)
    with pytest.raises(NothingToRegrade, match="刚刚又改过"):
        regrade_question(
            member=publisher,
            question=again,
            expected=len(find_changes(again)),
            shown=shown,
            reason="错了",
            now=NOW,
        )


def test_a_reason_is_asked_for(wrong_key: Question, publisher: Member) -> None:
    with pytest.raises(NothingToRegrade, match="请写明为什么"):
        regrade_question(member=publisher, question=wrong_key, expected=2, reason=" ", now=NOW)


def test_a_character_no_database_stores_is_left_out_of_the_reason(
    wrong_key: Question, publisher: Member
) -> None:
    made = regrade_question(member=publisher, question=wrong_key, expected=2, reason="错\0了", now=NOW)
    assert made.reason == "错了"
    with pytest.raises(NothingToRegrade, match="请写明为什么"):
        regrade_question(member=publisher, question=wrong_key, expected=2, reason="\0", now=NOW)


def test_it_takes_the_right_to_publish(wrong_key: Question, people: People) -> None:
    writer = allow(people.stranger, "add_question", "change_question")
    with pytest.raises(NotAllowed, match="没有重新评分的权限"):
        regrade_question(member=writer, question=wrong_key, expected=2, reason="错了", now=NOW)


def test_who_corrected_the_key_does_not_regrade_by_it_alone(people: People, publisher: Member) -> None:
    one = question(answer=1)
    handed_in(people.me, quiz(one), 1)
    revised = revise_question(author=publisher, question=one, draft=draft(answer=3))
    for state in ("in_review", "retired", "draft"):
        Question.objects.filter(pk=one.pk).update(state=state)
        with pytest.raises(NotAllowed, match="还没有经另一位同志审核"):
            regrade_question(member=publisher, question=revised, expected=1, reason="错了", now=NOW)
    other = allow(people.stranger, *RIGHTS)
    regrade_question(member=other, question=revised, expected=1, reason="核对过原文", now=NOW)
    assert Attempt.objects.get().score == 0


def test_another_stem_is_another_question(people: People, publisher: Member) -> None:
    one = question(answer=1)
    handed_in(people.me, quiz(one), 1)
    other = revise_question(
        author=publisher, question=one, draft=draft(stem="党员参加集中学习，不应当（　）。", answer=3)
    )
    assert find_changes(other) == []
    assert not has_outdated_marks(other)


def test_another_way_of_writing_the_stem_is_the_same_question(people: People, publisher: Member) -> None:
    one = question(answer=1)
    handed_in(people.me, quiz(one), 1)
    same = draft(stem="党员参加集中学习，至少应当( )", answer=3)
    assert len(find_changes(revise_question(author=publisher, question=one, draft=same))) == 1


def test_marks_no_other_key_would_change_are_not_outdated(people: People, publisher: Member) -> None:
    one = question(answer=1)
    handed_in(people.me, quiz(one), 0)
    revised = revise_question(author=publisher, question=one, draft=draft(answer=3))
    assert not has_outdated_marks(revised)


def test_other_options_are_another_question(people: People, publisher: Member) -> None:
    one = question(answer=1)
    handed_in(people.me, quiz(one), 1)
    other = revise_question(
        author=publisher, question=one, draft=draft(options=["甲", "乙", "丙", "丁"], answer=3)
    )
    assert find_changes(other) == []


def test_another_accepted_way_of_writing_is_a_correction(people: People, publisher: Member) -> None:
    one = question("blank", stem="落实 ____ 制度。", answer=[["三会一课"]])
    handed_in(people.me, quiz(one, points=2), ["组织生活"])
    wider = draft("blank", stem="落实 ____ 制度。", answer=[["三会一课", "组织生活"]])
    changes = find_changes(revise_question(author=publisher, question=one, draft=wider))
    assert [(one.before, one.after) for one in changes] == [(Decimal(0), Decimal(2))]


def test_what_is_asked_again_follows_the_corrected_mark(
    people: People, publisher: Member, django_capture_on_commit_callbacks: Any
) -> None:
    one = question(answer=1)
    paper = quiz(one, points=2)
    with django_capture_on_commit_callbacks(execute=True):
        handed_in(people.me, paper, 3)
        handed_in(people.secretary, paper, 1)
    mine, theirs = (ReviewCard.objects.get(member=member) for member in (people.me, people.secretary))
    assert (mine.wrong_at is not None, theirs.wrong_at is not None) == (True, False)
    changed = corrected(one, publisher, people, answer=3)
    with django_capture_on_commit_callbacks(execute=True):
        regrade_question(member=publisher, question=changed, expected=2, reason="答案写错了", now=NOW)
    for card, is_right in ((mine, True), (theirs, False)):
        card.refresh_from_db()
        assert (card.wrong_at is None) == is_right
        first, again = card.logs.order_by("pk")
        assert (first.is_right, again.is_right, again.replaces) == (not is_right, is_right, first)
        assert again.answered_at == first.answered_at
    for attempt in Attempt.objects.all():
        assert relearn_from_attempt(attempt=attempt) == 0


def test_a_later_answer_to_the_same_question_still_counts(
    people: People, publisher: Member, django_capture_on_commit_callbacks: Any
) -> None:
    one = question(answer=1)
    with django_capture_on_commit_callbacks(execute=True):
        handed_in(people.me, quiz(one, points=2), 3)
        again = start(people.me, quiz(one, points=2))
        give(again, {1: 2})
        hand_in(again)
    changed = corrected(one, publisher, people, answer=3)
    with django_capture_on_commit_callbacks(execute=True):
        regrade_question(member=publisher, question=changed, expected=1, reason="答案写错了", now=NOW)
    card = ReviewCard.objects.get()
    assert card.wrong_at == Attempt.objects.get(pk=again.pk).submitted_at
