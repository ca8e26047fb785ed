from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission

from members.models import Member
from quizzes.actions import change_question_state, create_question, create_questions, revise_question
from quizzes.errors import (
    InvalidQuestion,
    NotAllowed,
    RecordIsKept,
    StateNotAllowed,
    VersionIsImmutable,
)
from quizzes.models import Question, QuestionVersion
from quizzes.policies import question_policy
from quizzes.signals import question_revised
from tests.people import People
from tests.quizzes.builders import (
    FURTHER_KEYS,
    KEYS,
    QUOTE,
    SECRET,
    bank,
    cite,
    draft,
    newest_edition,
    publish_regulation,
    question,
    quiz,
    source,
    start,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(people: People) -> Member:
    return allow(people.editor, *RIGHTS)


@pytest.fixture
def writer(people: People) -> Member:
    return allow(people.stranger, "add_question", "change_question")


@pytest.fixture
def heard() -> Iterator[list[QuestionVersion]]:
    told: list[QuestionVersion] = []

    def listen(sender: type, version: QuestionVersion, **kwargs: Any) -> None:
        told.append(version)

    question_revised.connect(listen)
    yield told
    question_revised.disconnect(listen)


JUDGING = 3
RIGHTS = ("add_question", "change_question", "publish_question")


def allow(member: Member, *codenames: str) -> Member:
    member.user_permissions.add(
        *Permission.objects.filter(content_type__app_label="quizzes", codename__in=codenames)
    )
    return Member.objects.get(pk=member.pk)


def test_it_works(publisher: Member) -> None:
    made = create_question(author=publisher, bank=bank(), draft=draft(tags=("学习",)), state="in_review")
    made.refresh_from_db()
    version = made.current
    assert (made.kind, made.state, version.number) == ("single", "in_review", 1)
    assert (version.answer, version.explanation, version.created_by) == (1, SECRET, publisher)
    assert [tag.name for tag in made.tags.all()] == ["学习"]


def test_a_question_keeps_where_it_stands() -> None:
    edition = newest_edition(publish_regulation())
    cited = question(citations=(cite(edition),)).current.citations.get()
    assert (cited.material.pk, cited.address, cited.quote) == (edition.pk, "art_2", QUOTE)


def test_stray_spaces_and_lines_are_not_stored() -> None:
    version = question(stem=" 题干 \n", options=[" 甲 ", "乙\n乙"], answer=0).current
    assert (version.stem, version.options) == ("题干", ["甲", "乙 乙"])


def test_choices_are_stored_in_order() -> None:
    assert question("multiple", answer=[2, 0]).current.answer == [0, 2]


def test_accepted_texts_are_stored_a_line_each() -> None:
    assert question("blank", stem="____", answer=[[" 三会\n一课 "]]).current.answer == [["三会 一课"]]


def test_a_member_writes_no_questions(people: People) -> None:
    with pytest.raises(NotAllowed, match="没有出题的权限"):
        create_question(author=people.me, bank=bank(), draft=draft())


def test_nobody_makes_their_own_question_usable_at_once(writer: Member, publisher: Member) -> None:
    for author in (writer, publisher):
        with pytest.raises(NotAllowed, match="要由另一位同志审核"):
            create_question(author=author, bank=bank(), draft=draft(), state="ready")


def test_one_bad_draft_stores_none() -> None:
    with pytest.raises(InvalidQuestion, match="题干是空的"):
        create_questions(author=None, bank=bank(), drafts=[draft(), draft(stem="")])
    assert not Question.objects.exists()


@pytest.mark.parametrize("difficulty", [0, 6])
def test_difficulty_has_its_bounds(difficulty: int) -> None:
    with pytest.raises(InvalidQuestion, match="难度应为 1 到 5"):
        question(difficulty=difficulty)


def test_many_take_few_queries(django_assert_max_num_queries: pytest.fixture) -> None:
    drafts = [draft(stem=f"第{number}题") for number in range(300)]
    shared = bank()
    with django_assert_max_num_queries(12):
        assert len(create_questions(author=None, bank=shared, drafts=drafts)) == 300


def test_a_stored_version_does_not_change() -> None:
    version = question().current
    version.stem = "改了"
    with pytest.raises(VersionIsImmutable, match="第 1 版已经保存，不能改动"):
        version.save()
    assert QuestionVersion.objects.get().stem != "改了"


def test_revising_makes_a_new_version_and_keeps_the_old(publisher: Member) -> None:
    one = question()
    revised = revise_question(author=publisher, question=one, draft=draft(stem="新的题干"))
    assert revised.current.number == 2
    assert revised.current.created_by == publisher
    assert [version.number for version in revised.versions.all()] == [1, 2]


def test_a_running_attempt_keeps_the_version_it_started_with(publisher: Member, people: People) -> None:
    one = question(answer=1)
    paper = quiz(one)
    running = start(people.me, paper)
    revised = revise_question(author=publisher, question=one, draft=draft(answer=3, citations=source()))
    change_question_state(member=allow(people.stranger, *RIGHTS), question=revised, state="ready")
    assert running.items.get().version.answer == 1
    assert start(people.secretary, paper).items.get().version.answer == 3


def test_saying_the_same_again_is_no_new_version(
    publisher: Member,
    heard: list[QuestionVersion],
    django_capture_on_commit_callbacks: pytest.fixture,
) -> None:
    edition = newest_edition(publish_regulation())
    same = draft("multiple", citations=(cite(edition),), tags=("学习",))
    one = create_question(author=None, bank=bank(), draft=same, state="ready")
    with django_capture_on_commit_callbacks(execute=True):
        assert revise_question(author=publisher, question=one, draft=same).versions.count() == 1
    assert heard == []


@pytest.mark.parametrize(
    "fields",
    [
        {"stem": "别的题干"},
        {"options": ["一", "二"], "answer": 1},
        {"answer": 0},
        {"explanation": "别的解析"},
        {"difficulty": 5},
    ],
)
def test_any_change_of_content_is_a_new_version(publisher: Member, fields: dict[str, Any]) -> None:
    assert revise_question(author=publisher, question=question(), draft=draft(**fields)).current.number == 2


def test_another_sentence_is_a_new_version(publisher: Member) -> None:
    edition = newest_edition(publish_regulation())
    one = question(citations=(cite(edition),))
    wanted = draft(citations=(cite(edition, "art_1", ""),))
    revised = revise_question(author=publisher, question=one, draft=wanted)
    assert [cited.address for cited in revised.current.citations.all()] == ["art_1"]
    assert [cited.address for cited in one.current.citations.all()] == ["art_2"]


def test_tags_are_replaced_without_a_new_version(publisher: Member) -> None:
    one = create_question(author=None, bank=bank(), draft=draft(tags=("旧", "留")), state="ready")
    revised = revise_question(author=publisher, question=one, draft=draft(tags=("留", "新")))
    assert {tag.name for tag in Question.objects.get(pk=one.pk).tags.all()} == {"留", "新"}
    assert revised.current.number == 1


def test_listeners_hear_of_a_new_version(
    publisher: Member, heard: list[QuestionVersion], django_capture_on_commit_callbacks: pytest.fixture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        revise_question(author=publisher, question=question(), draft=draft(stem="新的"))
    assert [version.stem for version in heard] == ["新的"]


def test_the_kind_never_changes(publisher: Member) -> None:
    with pytest.raises(InvalidQuestion, match="这道题是单选题，题型不能改"):
        revise_question(author=publisher, question=question(), draft=draft("truefalse"))


def test_a_usable_question_changed_by_a_writer_waits_for_review(writer: Member) -> None:
    assert revise_question(author=writer, question=question(), draft=draft(stem="新的")).state == "in_review"


def test_a_doubtful_question_given_another_source_by_a_publisher_is_usable(publisher: Member) -> None:
    one = question(state="stale")
    cited = draft(citations=(cite(newest_edition(publish_regulation())),))
    assert revise_question(author=publisher, question=one, draft=cited).state == "ready"
    assert Question.objects.get(pk=one.pk).state == "ready"


@pytest.mark.parametrize("state", ["ready", "stale"])
def test_other_words_wait_for_a_second_pair_of_eyes(publisher: Member, state: str) -> None:
    one = revise_question(author=publisher, question=question(state=state), draft=draft(stem="新的"))
    assert one.state == "in_review"
    with pytest.raises(StateNotAllowed, match="这道题是您自己写的，要由另一位同志审核"):
        change_question_state(member=publisher, question=one, state="ready")


def test_a_second_pair_of_eyes_approves_and_the_step_is_kept(publisher: Member, people: People) -> None:
    cited = draft(citations=source())
    one = create_question(author=publisher, bank=bank(), draft=cited, state="in_review")
    other = allow(people.stranger, *RIGHTS)
    change_question_state(member=other, question=one, state="ready", note="核对过原文")
    step = one.steps.order_by("-pk").first()
    assert (step.before, step.after, step.member, step.note) == ("in_review", "ready", other, "核对过原文")
    with pytest.raises(RecordIsKept):
        step.save()


def test_mending_the_explanation_makes_nobody_the_writer(publisher: Member, people: People) -> None:
    other = allow(people.stranger, *RIGHTS)
    one = create_question(author=publisher, bank=bank(), draft=draft(), state="in_review")
    mended = revise_question(author=other, question=one, draft=draft(explanation="说清楚了"))
    assert question_policy.can_approve(other, mended)
    assert not question_policy.can_approve(publisher, mended)


def test_an_essay_without_a_rubric_is_not_asked(publisher: Member) -> None:
    bare = question("essay", state="in_review", answer={"model": "略", "rubric": []})
    with pytest.raises(InvalidQuestion, match="要有评分要点"):
        change_question_state(member=publisher, question=bare, state="ready")


@pytest.mark.parametrize("state", ["draft", "in_review", "stale"])
def test_a_question_without_a_source_is_not_approved(publisher: Member, state: str) -> None:
    bare = question(state=state)
    with pytest.raises(InvalidQuestion, match="请写明这道题的出处（哪部文件、第几条）"):
        change_question_state(member=publisher, question=bare, state="ready")
    assert Question.objects.get().state == state


@pytest.mark.parametrize("state", ["ready", "stale"])
def test_a_question_whose_source_is_taken_away_waits_for_review(publisher: Member, state: str) -> None:
    one = question(state=state, citations=source())
    assert revise_question(author=publisher, question=one, draft=draft()).state == "in_review"


def test_many_are_judged_with_as_many_queries_as_one(
    publisher: Member, people: People, django_assert_num_queries: Any
) -> None:
    theirs = [question(state="in_review", stem=f"第{number}题") for number in range(12)]
    other = allow(people.stranger, *RIGHTS)
    mine = create_question(author=other, bank=bank(), draft=draft(), state="in_review")
    assert other.has_perm("quizzes.change_question")
    for asked in (theirs[:1], theirs):
        with django_assert_num_queries(JUDGING):
            assert question_policy.can_approve_all(other, asked)
    assert not question_policy.can_approve_all(other, [*theirs, mine])


def test_an_ordering_is_stored_as_it_is_right() -> None:
    version = question("ordering", options=["丙", "甲", "乙"], answer=[1, 2, 0]).current
    assert (version.options, version.answer) == (["甲", "乙", "丙"], [0, 1, 2])


def test_a_member_revises_nothing(people: People) -> None:
    with pytest.raises(NotAllowed, match="没有修改题目的权限"):
        revise_question(author=people.me, question=question(), draft=draft(stem="新的"))
    with pytest.raises(NotAllowed, match="没有修改题目的权限"):
        change_question_state(member=people.me, question=question(), state="retired")


def test_a_step_is_taken(publisher: Member) -> None:
    one = question(state="in_review", citations=source())
    assert change_question_state(member=publisher, question=one, state="ready").state == "ready"
    assert Question.objects.get().state == "ready"


def test_the_state_it_is_in_changes_nothing(writer: Member) -> None:
    assert change_question_state(member=writer, question=question(), state="ready").state == "ready"


def test_a_step_that_does_not_exist_is_refused(publisher: Member) -> None:
    with pytest.raises(StateNotAllowed, match="题目现在是“停用”，不能改为“可用”。"):
        change_question_state(member=publisher, question=question(state="retired"), state="ready")


def test_a_step_that_takes_another_right_is_refused(writer: Member) -> None:
    with pytest.raises(StateNotAllowed, match="没有把题目设为“可用”的权限，请先设为“待审”"):
        change_question_state(member=writer, question=question(state="draft"), state="ready")


def test_every_kind_can_be_stored() -> None:
    every = {**KEYS, **FURTHER_KEYS}
    assert {question(kind).kind for kind in every} == set(every) == set(Question.Kind.values)
