import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.formats import Choice, Fault, Item, Text
from quizzes.formats.gift import read_gift


def one(text: str) -> Item:
    parsed = read_gift(text)
    assert parsed.faults == []
    return parsed.items[0]


def fault(text: str) -> Fault:
    parsed = read_gift(text)
    assert len(parsed.faults) == 1
    return parsed.faults[0]


def test_it_works() -> None:
    item = one("::学习::多久学习一次？{~每年一次#太少 =每月一次 ~%50%每季度一次 ####见第二条}")
    assert (item.kind, item.name, item.stem.text) == ("single", "学习", "多久学习一次？")
    assert [(choice.text.text, choice.credit) for choice in item.choices] == [
        ("每年一次", 0),
        ("每月一次", 100),
        ("每季度一次", 50),
    ]
    assert item.choices[0].feedback == Text("太少", "moodle")
    assert item.explanation == Text("见第二条", "moodle")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ("{}", "essay"),
        ("{T}", "truefalse"),
        ("{FALSE}", "truefalse"),
        ("{true}", "truefalse"),
        ("{=甲 =乙}", "blank"),
        ("{甲}", "blank"),
        ("{=甲 ~乙}", "single"),
        ("{~%100%甲 ~乙}", "single"),
        ("{~%50%甲 ~%50%乙 ~丙}", "multiple"),
        ("{#3}", "numerical"),
        ("{=甲->乙 =丙->丁}", "matching"),
        ("", "description"),
    ],
)
def test_the_kind_shows_in_the_answer(answer: str, kind: str) -> None:
    assert one(f"题{answer}").kind == kind


def test_a_blank_in_the_middle_leaves_a_line_there() -> None:
    assert one("要落实{=三会一课}制度。").stem.text == "要落实 _____ 制度。"


def test_two_feedbacks_of_a_statement_are_for_wrong_and_right() -> None:
    item = one("地球是圆的。{T#再想想#对了}")
    assert (item.wrong_feedback, item.right_feedback) == (Text("再想想", "moodle"), Text("对了", "moodle"))


def test_id_and_tags_stand_in_comments() -> None:
    item = one("// [id:12] [tag:党章] [tag:第\\]一章]\n题{T}")
    assert (item.id, item.tags) == ("12", ("党章", "第]一章"))


def test_a_comment_inside_a_question_is_no_part_of_it() -> None:
    assert [choice.text.text for choice in one("题{\n=甲\n// 乙不对\n~乙\n}").choices] == ["甲", "乙"]


def test_a_category_holds_until_the_next() -> None:
    parsed = read_gift("$CATEGORY: 党章/第一章\n\n一{T}\n\n二{F}\n\n$CATEGORY: 条例\n\n三{T}")
    assert [item.category for item in parsed.items] == ["党章/第一章", "党章/第一章", "条例"]
    assert parsed.categories == ["党章/第一章", "条例"]


def test_a_blank_line_inside_braces_is_forgiven() -> None:
    assert len(one("题{\n=甲\n\n~乙\n}").choices) == 2


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_any_line_end_will_do(end: str) -> None:
    parsed = read_gift(end.join(["\ufeff一{T}", "", "二{F}"]))
    assert [item.stem.text for item in parsed.items] == ["一", "二"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("题{=甲", "花括号没有闭合，请在答案后面补上“}”。（第 1 行起）"),
        ("题}", "多了一个“}”"),
        ("一{T}\n二{F}", "两道题之间请空一行"),
        ("题{甲 ~乙 =丙}", "“甲”前面缺 = 或 ~"),
        ("题{#三}", "“三”不是数"),
        ("题{#3 =4}", "每个前面都要写 ="),
    ],
)
def test_a_slip_is_named_with_its_line(text: str, message: str) -> None:
    assert message in fault(text).message


def test_questions_around_a_bad_one_are_read() -> None:
    parsed = read_gift("一{T}\n\n二{=甲\n\n三{F}")
    assert [item.stem.text for item in parsed.items] == ["一", "三"]
    assert parsed.faults == [Fault(2, "花括号没有闭合，请在答案后面补上“}”。（第 3 行起）")]


def test_the_number_of_a_question_does_not_count_descriptions() -> None:
    parsed = read_gift("说明一\n\n一{T}\n\n说明二\n\n二{=")
    assert parsed.faults[0].row == 2


def test_broken_additions_of_ours_are_left_out() -> None:
    item = one('// [zhixing] {"difficulty": "难", "cites": 3}\n// [zhixing] {坏\n题{T}')
    assert (item.difficulty, item.cites) == (None, ())


def test_several_answers_marked_right_stay_as_written() -> None:
    item = one("题{=甲 =乙 ~丙}")
    assert item.choices[:2] == (Choice(Text("甲", "moodle"), True), Choice(Text("乙", "moodle"), True))


@given(text=st.text("一题{}=~#:\\TF%50 \n/->$CATEGORY[html]", max_size=60))
def test_whatever_is_written_it_is_read_or_refused_in_words(text: str) -> None:
    parsed = read_gift(text)
    assert all("。" in one.message for one in parsed.faults)
