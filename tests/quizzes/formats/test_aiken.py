import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.formats.aiken import read_aiken
from quizzes.formats.rows import to_row

GOOD = "多久学习一次？\nA. 每月\nB) 每年\nANSWER: A\n"


def test_it_works() -> None:
    row = to_row(read_aiken(GOOD).items[0])
    assert (row["kind"], row["stem"], row["options"], row["answer"]) == (
        "single",
        "多久学习一次？",
        ["每月", "每年"],
        0,
    )


@pytest.mark.parametrize("said", ["AC", "A, C", "a c", "A、C"])
def test_several_letters_make_a_multiple_choice(said: str) -> None:
    row = to_row(read_aiken(f"选哪些？\nA. 甲\nB. 乙\nC. 丙\nANSWER: {said}").items[0])
    assert (row["kind"], row["answer"]) == ("multiple", [0, 2])


def test_questions_need_no_blank_line_between() -> None:
    assert len(read_aiken(GOOD + GOOD.replace("学习", "开会")).items) == 2


def test_a_stem_may_have_several_lines_and_name_a_person() -> None:
    text = "A. Smith 说过：\n下面哪句对？\nA. 甲\nB. 乙\nANSWER: B"
    assert to_row(read_aiken(text).items[0])["stem"] == "A. Smith 说过：\n下面哪句对？"


def test_an_option_may_run_on() -> None:
    assert (
        to_row(read_aiken("题？\nA. 很长\n的选项\nB. 乙\nANSWER: A").items[0])["options"][0] == "很长 的选项"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("题？\nA. 甲\nB. 乙\n", "题后没有“ANSWER: ”这一行"),
        ("题？\nA. 甲\nB. 乙\nANSWER: C", "答案是 C，但没有这个选项"),
        ("题？\nA. 甲\nB. 乙\nANSWER: 甲", "答案“甲”不是选项的字母"),
        ("题？\nA. 甲\nB. 乙\nANSWER:", "答案“”不是选项的字母"),
    ],
)
def test_a_slip_is_named_with_its_line(text: str, message: str) -> None:
    fault = read_aiken(f"{GOOD}\n{text}").faults[0]
    assert message in fault.message
    assert (fault.row, "第 6 行起" in fault.message) == (2, True)


@given(text=st.text("题A.B)\n 甲ANSWER:", max_size=60))
def test_whatever_is_written_it_is_read_or_refused(text: str) -> None:
    parsed = read_aiken(text)
    assert all("。" in fault.message or "行起" in fault.message for fault in parsed.faults)
