"""Writing beside a text."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from library.models import EditionPage
from members.models import Appointment, Organization, Post
from study.models import Note
from study.notes.actions import (
    Draft,
    answer_question,
    change_note,
    delete_note,
    keep_note,
    place_note,
    write_note,
)
from study.notes.anchoring import Quote
from study.notes.errors import (
    ChangedElsewhere,
    EmptyNote,
    NobodyToAsk,
    NotInDoubt,
    QuoteNotFound,
    TooLong,
)
from study.notes.policies import note_policy, question_policy
from tests.people import People
from tests.quizzes.builders import OLD_DAY, QUOTE, newest_edition, publish_regulation
from tests.study.builders import NOW


@pytest.fixture
def text(people: People) -> Any:
    return newest_edition(publish_regulation())


def write(people: People, text: Any, kind: str = "note", **fields: Any) -> Note:
    said = {"body": "记一句", "address": "art_2", "quote": Quote(QUOTE)} | fields
    return write_note(member=people.me, material=text, draft=Draft(kind, **said), now=NOW)


def test_it_works(people: People, text: Any) -> None:
    note = Note.objects.get(pk=write(people, text).pk)
    assert (note.material_id, note.address, note.place, note.exact) == (text.pk, "art_2", "第二条", QUOTE)
    assert note.prefix.endswith("支部每月安排学习。")
    assert note.is_unique
    assert note.follows
    assert note.passage.startswith("第二条")


def test_a_paragraph_of_an_article_belongs_to_the_article(people: People, text: Any) -> None:
    assert write(people, text, address="art_3/para_1", quote=Quote("读完原文")).address == "art_3"


def test_the_words_are_the_texts_and_not_the_browsers(people: People, text: Any) -> None:
    assert write(people, text, quote=Quote(" 党员每月\n至少参加一次集中学习 ")).exact == QUOTE
    with pytest.raises(QuoteNotFound, match="没有在这一条里找到选中的文字"):
        write(people, text, quote=Quote("党员每天参加集中学习"))
    with pytest.raises(QuoteNotFound):
        write(people, text, address="art_99")


def test_sentences_picked_from_the_list(people: People, text: Any) -> None:
    note = write(people, text, quote=None, sentences=(1, 1))
    assert note.exact == f"{QUOTE}，因事不能参加的应当补课。"
    with pytest.raises(QuoteNotFound):
        write(people, text, quote=None, sentences=(1, 9))


def test_words_about_the_whole_text(people: People, text: Any) -> None:
    note = write(people, text, "reflection", address="", quote=None, body="学了就要用。")
    assert (note.address, note.exact, note.body) == ("", "", "学了就要用。")


def test_the_same_draft_twice_is_one_note(people: People, text: Any) -> None:
    key = uuid.uuid4()
    assert write(people, text, key=key).pk == write(people, text, key=key).pk
    assert Note.objects.count() == 1


def test_an_old_edition_keeps_its_notes(people: People, text: Any) -> None:
    old = EditionPage.objects.sibling_of(text).get(effective_from=OLD_DAY)
    assert not write(people, old, quote=Quote("因事不能参加")).follows


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("highlight", {"quote": None}, "请先选出要划线的句子"),
        ("note", {"body": "  "}, "还没有写内容"),
        ("question", {"body": ""}, "还没有写问题"),
    ],
)
def test_nothing_is_refused_in_words(
    people: People, text: Any, kind: str, fields: dict[str, Any], words: str
) -> None:
    with pytest.raises(EmptyNote, match=words):
        write(people, text, kind, **fields)
    assert not Note.objects.exists()


def test_too_much_is_refused_in_words(people: People, text: Any) -> None:
    with pytest.raises(TooLong, match="最多 20000 字"):
        write(people, text, body="长" * 20_001)


def test_a_highlight_becomes_a_note(people: People, text: Any) -> None:
    note = write(people, text, "highlight", body="")
    change_note(note=note, kind="note", body="补一句", seen=note.version, now=NOW)
    assert Note.objects.get().body == "补一句"


def test_what_another_device_changed_is_not_lost(people: People, text: Any) -> None:
    note = write(people, text)
    seen = note.version
    change_note(note=note, kind="note", body="手机上写的", seen=seen, now=NOW)
    with pytest.raises(ChangedElsewhere, match="在别处改过了"):
        change_note(note=note, kind="note", body="电脑上写的", seen=seen, now=NOW)
    assert Note.objects.get().body == "手机上写的"
    changed = change_note(note=note, kind="note", body="手机上写的\r\n", seen=seen, now=NOW)
    change_note(note=note, kind="note", body="电脑上写的", seen=changed.version, now=NOW)
    assert Note.objects.get().body == "电脑上写的"


def test_a_note_that_moved_is_not_changed_elsewhere(people: People, text: Any) -> None:
    note = write(people, text)
    seen = note.version
    Note.objects.filter(pk=note.pk).update(changed_at=NOW + timedelta(hours=1), place="第三条")
    assert change_note(note=note, kind="reflection", body="心得", seen=seen, now=NOW).place == "第三条"


def test_deleted_is_gone(people: People, text: Any) -> None:
    delete_note(note=write(people, text))
    assert not Note.objects.exists()


def test_there_is_nothing_to_decide_about_a_note_in_its_place(people: People, text: Any) -> None:
    note = write(people, text)
    with pytest.raises(NotInDoubt):
        keep_note(note=note, now=NOW)
    with pytest.raises(NotInDoubt):
        place_note(note=note, material=text, address="art_1", sentences=(0, 0), now=NOW)


class TestQuestions:
    """A question goes to the secretary of the branch, and to nobody else."""

    def test_it_works(self, people: People, text: Any) -> None:
        note = write(people, text, "question", body="为什么是每月？")
        assert list(question_policy.visible_to(people.secretary)) == [note]
        answer_question(note=note, author=people.secretary, text="第二条写明了。", now=NOW)
        assert not question_policy.visible_to(people.secretary).unanswered().exists()

    def test_an_answer_sent_twice_is_one(self, people: People, text: Any) -> None:
        note = write(people, text, "question")
        for _ in range(2):
            answer_question(note=note, author=people.secretary, text="第二条写明了。", now=NOW)
        assert note.answers.count() == 1

    def test_a_question_taken_back_is_not_answered(self, people: People, text: Any) -> None:
        note = write(people, text, "question")
        delete_note(note=Note.objects.get(pk=note.pk))
        with pytest.raises(EmptyNote, match="删去了这个问题"):
            answer_question(note=note, author=people.secretary, text="第二条写明了。", now=NOW)

    @pytest.mark.parametrize("who", ["superior", "editor", "stranger", "anonymous"])
    def test_others_see_nothing(self, people: People, text: Any, who: str) -> None:
        write(people, text, "question")
        write(people, text)
        assert not question_policy.visible_to(people.named(who)).exists()
        assert not note_policy.visible_to(people.named(who)).exists()

    def test_the_secretary_sees_questions_only(self, people: People, text: Any) -> None:
        for kind in ("highlight", "note", "reflection"):
            write(people, text, kind)
        assert not question_policy.visible_to(people.secretary).exists()
        assert not note_policy.visible_to(people.secretary).exists()

    def test_it_stays_with_the_branch_it_was_put_to(self, people: People, text: Any) -> None:
        note = write(people, text, "question")
        people.me.organization = people.other_branch
        people.me.save()
        Appointment.objects.create(
            member=people.stranger,
            post=Post.BRANCH_SECRETARY,
            organization=people.other_branch,
            since=OLD_DAY,
        )
        assert list(question_policy.visible_to(people.secretary)) == [note]
        assert not question_policy.visible_to(people.stranger).exists()

    def test_of_a_group_it_goes_to_its_branch(self, people: People, text: Any) -> None:
        people.branch.refresh_from_db()
        people.me.organization = people.branch.add_child(
            name="第一小组", kind=Organization.Kind.GROUP, field="rural"
        )
        people.me.save()
        note = write(people, text, "question")
        assert list(question_policy.visible_to(people.secretary)) == [note]

    def test_without_an_organisation_there_is_nobody_to_ask(self, people: People, text: Any) -> None:
        people.me.organization = None
        people.me.save()
        with pytest.raises(NobodyToAsk, match="还没有登记所在党组织"):
            write(people, text, "question")

    def test_somebody_has_to_be_there_to_answer(self, people: People, text: Any) -> None:
        note = write(people, text, "question")
        assert question_policy.has_reader(note)
        Appointment.objects.filter(member=people.secretary).delete()
        assert not question_policy.has_reader(note)
        appoint = {"post": Post.BRANCH_SECRETARY, "organization": people.branch, "since": OLD_DAY}
        Appointment.objects.create(member=people.me, **appoint)
        assert not question_policy.has_reader(note), "nobody answers their own question"
        Appointment.objects.create(member=people.stranger, **appoint)
        assert question_policy.has_reader(note)

    def test_an_answered_question_keeps_its_words(self, people: People, text: Any) -> None:
        note = write(people, text, "question")
        answer_question(note=note, author=people.secretary, text="见第二条。", now=NOW)
        with pytest.raises(EmptyNote, match="已经有人回答，不能再改"):
            change_note(note=note, kind="note", body="改口", seen=note.version, now=NOW)
