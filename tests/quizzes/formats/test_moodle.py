import pytest

from quizzes.errors import UnreadableQuestions
from quizzes.formats import Choice, Item, Number, Pair, Parsed, Text
from quizzes.formats.moodle import read_moodle
from quizzes.formats.rows import to_row

SINGLE = """<question type="multichoice">
  <name><text>学习</text></name>
  <questiontext format="html"><text><![CDATA[<p>多久学习<b>一次</b>？</p>]]></text></questiontext>
  <generalfeedback format="html"><text><![CDATA[<p>见第二条</p><script>alert(1)</script>]]></text></generalfeedback>
  <single>true</single>
  <answer fraction="0" format="html"><text><![CDATA[<p>每年</p>]]></text><feedback><text>太少</text></feedback></answer>
  <answer fraction="100"><text>每月</text></answer>
  <tags><tag><text>党章</text></tag></tags>
</question>"""


def parse(*questions: str) -> Parsed:
    return read_moodle(f'<?xml version="1.0" encoding="UTF-8"?><quiz>{"".join(questions)}</quiz>'.encode())


def one(kind: str, body: str) -> Item:
    stem = "<questiontext><text>题</text></questiontext>"
    parsed = parse(f'<question type="{kind}">{stem}{body}</question>')
    assert parsed.faults == []
    return parsed.items[0]


def answer(text: str, fraction: str = "100", more: str = "") -> str:
    return f'<answer fraction="{fraction}"><text>{text}</text>{more}</answer>'


def test_it_works() -> None:
    row = to_row(parse(SINGLE).items[0])
    assert (row["kind"], row["stem"], row["options"], row["answer"]) == (
        "single",
        "多久学习一次？",
        ["每年", "每月"],
        1,
    )
    assert row["explanation"] == "见第二条\nA：太少"
    assert row["tags"] == ["党章"]


def test_several_right_answers_make_a_multiple_choice() -> None:
    answers = answer("甲", "50") + answer("乙", "-100") + answer("丙", "50")
    item = one("multichoice", f"<single>false</single>{answers}")
    assert (item.kind, to_row(item)["answer"]) == ("multiple", [0, 2])


@pytest.mark.parametrize(("right", "truth"), [("true", True), ("false", False)])
def test_a_statement_is_true_or_false(right: str, truth: bool) -> None:
    answers = "".join(answer(said, "100" if said == right else "0") for said in ("true", "false"))
    assert one("truefalse", answers).is_true is truth


def test_a_short_answer_gets_a_blank() -> None:
    row = to_row(one("shortanswer", answer("三会一课") + answer("不对", "0")))
    assert (row["stem"], row["answer"]) == ("题 ____", [["三会一课"]])


def test_several_blanks_in_one_text() -> None:
    stem = "要落实{1:SHORTANSWER:=三会一课~=制度\\}}，缺席要{1:SA:=补课#对~%0%罚款}。"
    parsed = parse(f'<question type="cloze"><questiontext><text>{stem}</text></questiontext></question>')
    row = to_row(parsed.items[0])
    assert row["stem"] == "要落实____，缺席要____。"
    assert row["answer"] == [["三会一课", "制度}"], ["补课"]]


@pytest.mark.parametrize("field", ["{1:MULTICHOICE:=甲~乙}", "{1:NUMERICAL:=3}"])
def test_other_fields_than_short_answers_are_refused(field: str) -> None:
    parsed = parse(f'<question type="cloze"><questiontext><text>{field}</text></questiontext></question>')
    assert "题库只有填写型" in parsed.faults[0].message


def test_a_number_has_a_tolerance() -> None:
    item = one("numerical", answer("3.14", more="<tolerance>0.01</tolerance>") + answer("*", "0"))
    assert [choice.number for choice in item.choices] == [Number(3.14, 0.01), None]


def test_pairs_may_lack_a_question() -> None:
    lines = (
        "<subquestion><text>甲</text><answer><text>一</text></answer></subquestion>"
        "<subquestion><text></text><answer><text>二</text></answer></subquestion>"
    )
    assert one("matching", lines).pairs == (Pair(Text("甲", "moodle"), "一"), Pair(Text("", "moodle"), "二"))


def test_an_order_is_that_of_the_fractions() -> None:
    item = one("ordering", answer("后", "2") + answer("先", "1"))
    assert [text.text for text in item.order] == ["先", "后"]


def test_an_essay_may_have_notes_for_who_marks_it() -> None:
    item = one("essay", "<graderinfo><text>言之成理即可</text></graderinfo>")
    assert item.model_answer == Text("言之成理即可", "moodle")


def test_a_category_holds_until_the_next() -> None:
    category = '<question type="category"><category><text>$course$/top/党章</text></category></question>'
    parsed = parse(SINGLE, category, SINGLE)
    assert [item.category for item in parsed.items] == ["", "$course$/top/党章"]
    assert to_row(parsed.items[1])["tags"] == ["党章"]


@pytest.mark.parametrize("kind", ["ddwtos", "gapselect", "calculated", "新题型", ""])
def test_a_kind_nobody_can_take_over_is_named(kind: str) -> None:
    parsed = parse(SINGLE, f'<question type="{kind}"/>', SINGLE)
    assert len(parsed.items) == 2
    assert parsed.faults[0].row == 2
    assert f"{kind} 不能导入" in parsed.faults[0].message


@pytest.mark.parametrize(
    ("kind", "body", "message"),
    [
        ("truefalse", answer("true"), "判断题应有 true 和 false"),
        ("numerical", answer("三"), "“三”不是数"),
        ("multichoice", answer("甲", "很多"), "“很多”不是数"),
    ],
)
def test_a_broken_question_is_a_fault(kind: str, body: str, message: str) -> None:
    parsed = parse(f'<question type="{kind}"><questiontext><text>题</text></questiontext>{body}</question>')
    assert message in parsed.faults[0].message
    assert "（第 1 行起）" in parsed.faults[0].message


def test_a_lone_accepted_choice_is_right() -> None:
    assert one("multichoice", answer("甲") + answer("乙", "0")).choices[0] == Choice(
        Text("甲", "moodle"), True
    )


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE quiz [<!ENTITY a "一"><!ENTITY b "&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/evil.dtd">',
    ],
)
def test_entities_are_never_resolved(head: str) -> None:
    with pytest.raises(UnreadableQuestions, match="DOCTYPE"):
        read_moodle(f"{head}<quiz>{SINGLE}</quiz>".encode(), "题.xml")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<quiz><question>", "“题.xml”不是合格的 XML，错在第 1 行附近"),
        (b"", "不是合格的 XML"),
        (b"<html/>", "最外面应为 <quiz>"),
        (b"<quiz>" + b"<a>" * 5000, "不是合格的 XML"),
    ],
)
def test_what_is_no_moodle_file_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(UnreadableQuestions, match=message):
        read_moodle(content, "题.xml")
