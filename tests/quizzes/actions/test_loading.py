from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from quizzes.actions import LoadReport, RowError, load_questions
from quizzes.models import Question, QuestionCitation, QuestionVersion
from tests.people import settle_people
from tests.quizzes.actions.test_questions import allow
from tests.quizzes.builders import (
    NEW_DAY,
    OLD_DAY,
    QUOTE,
    bank,
    newest_edition,
    publish_guide,
    publish_regulation,
    question,
)

pytestmark = pytest.mark.django_db
GOOD: dict[str, Any] = {"kind": "single", "stem": "选哪个？", "options": ["甲", "乙"], "answer": 0}


def row(**fields: Any) -> dict[str, Any]:
    return GOOD | fields


def cites(**fields: Any) -> dict[str, Any]:
    return row(cites=[{"material": "study-rules", "address": "art_2", "quote": QUOTE} | fields])


def load(*rows: Any, **options: Any) -> LoadReport:
    return load_questions(author=None, bank=bank(), rows=rows, **options)


def faults(*rows: Any) -> str:
    report = load(*rows)
    assert report.created == 0
    assert not Question.objects.exists()
    return "".join(error.message for error in report.errors)


def test_it_works() -> None:
    publish_regulation()
    rows = [
        cites() | {"explanation": "因为甲", "difficulty": 4, "tags": ["学习", "制度"]},
        {"kind": "multiple", "stem": "选哪些？", "options": ["甲", "乙", "丙"], "answer": [2, 0]},
        {"kind": "truefalse", "stem": "对吗？", "answer": False},
        {"kind": "blank", "stem": "要 ____。", "answer": [["学习", "学"]]},
    ]
    source = cites()["cites"]
    assert load(*[one | {"cites": source} for one in rows], state="ready") == LoadReport(
        questions=4, created=4
    )
    first = Question.objects.get(kind="single")
    assert (first.state, first.current.explanation, first.current.difficulty) == ("ready", "因为甲", 4)
    assert {tag.name for tag in first.tags.all()} == {"学习", "制度"}
    assert first.current.citations.get().quote == QUOTE


def test_what_is_to_be_usable_at_once_needs_a_source() -> None:
    report = load(row(), state="ready")
    assert (report.created, report.errors) == (
        0,
        [RowError(1, "设为“可用”以前，请写明这道题的出处（哪部文件、第几条）。")],
    )
    assert load(row()).created == 1


@pytest.mark.parametrize("field", ["stem", "explanation"])
def test_a_character_no_database_stores_is_refused(field: str) -> None:
    assert "看不见的空字符" in faults(row(**{field: "选\0哪个？"}))
    assert "看不见的空字符" in faults(row(options=["甲\0", "乙"]))


def test_loading_twice_is_loading_once() -> None:
    rows = [row(), row(stem="另一题")]
    load(*rows)
    assert load(*rows) == LoadReport(questions=2, created=0, duplicates=2)
    assert Question.objects.count() == 2


def test_the_same_question_twice_in_a_file_counts_once() -> None:
    again = row(stem=" 选哪个 ？", options=["乙", "甲"], answer=1)
    assert load(row(), again) == LoadReport(questions=2, created=1, duplicates=1)


def test_another_bank_may_have_it_too() -> None:
    load(row())
    report = load_questions(author=None, bank=bank("另一题库"), rows=[row()])
    assert report.created == 1


def test_a_question_the_bank_has_is_left_alone() -> None:
    question(stem="选哪个？", options=["甲", "乙"], answer=1)
    load(row(answer=0))
    assert QuestionVersion.objects.get().answer == 1


def test_with_one_bad_row_nothing_is_stored() -> None:
    report = load(row(), row(stem=""), row(stem="第三题"))
    assert report == LoadReport(questions=3, errors=[RowError(2, "题干是空的，请写上题干。")])
    assert not Question.objects.exists()


def test_bad_rows_can_be_skipped() -> None:
    report = load(row(), row(stem=""), row(stem="第三题"), skip_bad=True)
    assert (report.created, [error.row for error in report.errors]) == (2, [2])
    assert Question.objects.count() == 2


@pytest.mark.parametrize("bad", [None, "题目", 5, [], True])
def test_a_row_that_is_no_object_is_refused(bad: Any) -> None:
    assert faults(bad) == "这一行不是一道题，应为一个 JSON 对象。"


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"kind": "riddle"}, "不认识题型“riddle”"),
        ({"kind": None}, "不认识题型“”"),
        ({"kind": ["single"]}, "题型应为文字"),
        ({"stem": None}, "题干是空的"),
        ({"stem": {"a": 1}}, "题干应为文字"),
        ({"options": {"A": "甲"}}, "选项应为若干行文字。"),
        ({"options": "甲乙"}, "选项应为若干行文字。"),
        ({"options": None}, "选项有 0 个"),
        ({"answer": "A"}, "单选题要有一个正确选项。"),
        ({"answer": 7}, "正确选项是 H，但选项只到 B。"),
        ({"difficulty": 9}, "难度应为 1 到 5"),
        ({"difficulty": "难"}, "难度应为 1 到 5"),
        ({"difficulty": True}, "难度应为 1 到 5"),
        ({"explanation": ["因为"]}, "解析应为文字"),
        ({"tags": "学习"}, "标签应为"),
        ({"tags": [1]}, "标签应为"),
        ({"tags": ["长" * 101]}, "标签应为"),
        ({"cites": 5}, "出处应写明 material"),
        ({"cites": "study-rules"}, "出处应写明 material"),
        ({"cites": {"material": "study-rules"}}, "出处应写明 material"),
        ({"cites": [None]}, "出处应写明 material"),
    ],
)
def test_each_fault_of_a_row_is_said(fields: dict[str, Any], fault: str) -> None:
    assert fault in faults(row(**fields))


def test_what_is_null_is_left_out() -> None:
    nothing = dict.fromkeys(["explanation", "difficulty", "tags", "cites"])
    assert load(row(**nothing)).created == 1
    version = QuestionVersion.objects.get()
    assert (version.explanation, version.difficulty) == ("", 2)


def test_a_text_the_library_does_not_have_is_refused() -> None:
    assert faults(cites()) == "出处“study-rules”不在资料库里，请先导入并发布。"


def test_an_edition_the_library_does_not_have_is_refused() -> None:
    publish_regulation()
    assert faults(cites(edition="1999-01-01")) == "出处“study-rules 1999-01-01”不在资料库里，请先导入并发布。"


def test_a_draft_text_is_not_in_the_library() -> None:
    publish_guide().unpublish()
    assert "不在资料库里" in faults(cites(material="how-to-study"))


def test_an_address_that_is_not_there_is_refused() -> None:
    publish_regulation()
    assert faults(cites(address="art_99")) == (
        "《支部学习规定（示例）》没有地址为“art_99”的条款，请核对出处。"
    )


def test_a_quote_that_is_not_verbatim_is_refused() -> None:
    publish_regulation()
    assert "引的原句“党员每年至少参加一次…”不在《支部学习规定（示例）》第二条里" in faults(
        cites(quote="党员每年至少参加一次")
    )


def test_a_quote_may_be_spaced_differently() -> None:
    publish_regulation()
    assert load(cites(quote=f" {QUOTE[:4]} {QUOTE[4:]}\n")).created == 1
    assert QuestionCitation.objects.get().quote == f"{QUOTE[:4]} {QUOTE[4:]}"


def test_a_regulation_means_its_newest_edition() -> None:
    work = publish_regulation()
    load(cites())
    assert QuestionCitation.objects.get().material_id == newest_edition(work).pk


def test_an_older_edition_can_be_named() -> None:
    publish_regulation()
    assert "不在" in faults(cites(edition=OLD_DAY.isoformat()))
    load(cites(edition=OLD_DAY.isoformat(), quote="党员每季度至少参加一次集中学习"))
    assert QuestionCitation.objects.get().material.slug == OLD_DAY.isoformat()


def test_the_newest_edition_can_be_named() -> None:
    publish_regulation()
    assert load(cites(edition=NEW_DAY.isoformat())).created == 1


def test_several_sentences_keep_their_order() -> None:
    publish_regulation()
    two = [{"material": "study-rules", "address": address} for address in ("art_3", "art_1")]
    load(row(cites=two))
    assert [cited.address for cited in QuestionCitation.objects.order_by("pk")] == ["art_3", "art_1"]


def test_a_sentence_below_an_article_can_be_cited() -> None:
    publish_regulation()
    assert load(cites(address="art_3/para_1/item_1", quote="读完原文")).created == 1


def test_texts_are_looked_up_once(django_assert_max_num_queries: pytest.fixture) -> None:
    publish_regulation()
    rows = [cites() | {"stem": f"第{number}题"} for number in range(20)]
    shared = bank()
    with django_assert_max_num_queries(20):
        assert load_questions(author=None, bank=shared, rows=rows).created == 20


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
FIELDS = [*GOOD, "explanation", "difficulty", "tags", "cites"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(fields=st.dictionaries(st.sampled_from(FIELDS), anything, max_size=4))
def test_whatever_a_row_holds_it_is_stored_or_refused_in_words(fields: dict[str, Any]) -> None:
    report = load(row(**fields), skip_bad=True)
    assert report.created + report.duplicates + len(report.errors) == 1
    assert all(error.message.endswith("。") for error in report.errors)


def test_what_another_bank_has_is_taken_and_said() -> None:
    known = question(bank_name="共用题库", stem=GOOD["stem"], options=GOOD["options"], answer=0)
    report = load(row())
    assert (report.created, report.duplicates) == (1, 0)
    assert report.elsewhere == [RowError(1, f"别的题库里已有这道题（编号 {known.pk}），照样放进这个题库。")]


def test_a_bank_out_of_reach_is_not_told_of() -> None:
    people = settle_people()
    question(
        bank_name="别家的", organization=people.county, stem=GOOD["stem"], options=GOOD["options"], answer=0
    )
    author = allow(people.me, "add_question", "change_question")
    report = load_questions(author=author, bank=bank(), rows=[row()])
    assert (report.created, report.elsewhere) == (1, [])
