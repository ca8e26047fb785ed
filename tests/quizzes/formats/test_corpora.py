import json
from pathlib import Path
from typing import Any

import pytest

from quizzes.errors import UnreadableQuestions
from quizzes.formats import WRITABLE, Reading, read_bytes, read_file, read_text, write_rows
from quizzes.grading import check_question, fingerprint

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "questions"
corpus = [
    pytest.mark.corpus,
]
ENTRY = {
    "category": "挑战题",
    "content": "世界环境日是每年的        。（出题单位：某区生态环境局 推荐单位：某学习平台）",
    "options": ["6月5日", "5月6日"],
    "answer": "A",
    "excludes": "",
    "notes": "",
}


def read(content: Any) -> Reading:
    return read_text(json.dumps(content, ensure_ascii=False), "题库.json", "auto")


def test_it_works() -> None:
    reading = read([ENTRY])
    assert reading.format == "autoxue"
    assert reading.rows[0] | {"cites": []} == {
        "kind": "single",
        "stem": "世界环境日是每年的____。",
        "options": ["6月5日", "5月6日"],
        "answer": 0,
        "explanation": "出题单位：某区生态环境局 推荐单位：某学习平台",
        "difficulty": None,
        "tags": ["挑战题"],
        "cites": [],
    }


def test_a_key_of_dundunnp_is_the_whole_question() -> None:
    reading = read({"多久\xa0\xa0\xa0\xa0\xa0\xa0\xa0\xa0一次？ 来源：《规定》|每周|每月": "每月"})
    row = reading.rows[0]
    assert (reading.format, row["stem"], row["answer"]) == ("dundunnp", "多久____一次？", 1)
    assert row["explanation"] == "来源：《规定》"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"answer": "C"}, "正确选项是 C，但选项只有 2 个"),
        ({"answer": "6月5日"}, "不是一个选项的字母"),
        ({"answer": None}, "不是一个选项的字母"),
        ({"options": "AB"}, "这一项不是一道题"),
    ],
)
def test_a_bad_entry_is_a_fault_with_its_place(fields: dict[str, Any], message: str) -> None:
    fault = read([ENTRY, ENTRY | fields]).faults[0]
    assert fault.row == 2
    assert message in fault.message


@pytest.mark.parametrize(
    ("content", "message"),
    [({"多久|每周|每月": "每年"}, "答案“每年”不在选项里"), ({"多久||": ""}, "没有答案，请补上")],
)
def test_a_bad_key_is_a_fault_with_its_place(content: dict[str, str], message: str) -> None:
    fault = read({"好|甲|乙": "甲"} | content).faults[0]
    assert fault.row == 2
    assert message in fault.message


@pytest.mark.parametrize("format", ["autoxue", "dundunnp"])
def test_another_shape_under_its_name_is_refused(format: str) -> None:
    with pytest.raises(UnreadableQuestions, match=f"不是 {format} 的题库"):
        read_text("[1]", "题库.json", format)


def loaded(name: str) -> Reading:
    return read_file(FOLDER / name)


def unfit(reading: Reading) -> list[int]:
    """Numbers of the rows that were read and could not be asked all the same."""
    return [
        number
        for number, row in zip(reading.numbers, reading.rows, strict=True)
        if check_question(row["kind"], row["options"], row["answer"], row["stem"])
    ]


class TestAutoxue:
    pytestmark = corpus

    def test_all_884_are_sound(self) -> None:
        reading = loaded("autoxue/data.json")
        assert (reading.format, len(reading.rows), reading.faults, unfit(reading)) == ("autoxue", 884, [], [])

    def test_no_blank_of_eight_spaces_is_left(self) -> None:
        assert not any("    " in row["stem"] for row in loaded("autoxue/data.json").rows)
        assert sum("____" in row["stem"] for row in loaded("autoxue/data.json").rows) == 761


class TestDundunnp:
    pytestmark = corpus

    def test_the_14_whose_answer_is_not_among_the_options_are_reported(self) -> None:
        reading = loaded("dundunnp/题库_排序版.json")
        missing = [fault.row for fault in reading.faults if "不在选项里" in fault.message]
        assert missing == [422, 594, 743, 805, 827, 864, 944, 978, 1069, 1072, 1109, 1247, 1248, 1699]

    def test_three_more_cannot_be_asked(self) -> None:
        reading = loaded("dundunnp/题库_排序版.json")
        assert [fault.row for fault in reading.faults if "没有答案" in fault.message] == [2067]
        assert unfit(reading) == [853, 2109]

    def test_questions_that_stand_twice_are_found_though_options_are_shuffled(self) -> None:
        reading = loaded("dundunnp/题库_排序版.json")
        marks = [fingerprint(row["kind"], row["stem"], row["options"]) for row in reading.rows]
        assert (len(marks), len(marks) - len(set(marks))) == (2846, 233)


class TestRoundTrip:
    pytestmark = corpus

    @pytest.mark.parametrize("format", WRITABLE)
    @pytest.mark.parametrize("name", ["autoxue/data.json", "dundunnp/题库_排序版.json"])
    def test_thousands_of_real_questions_come_back_the_same(self, name: str, format: str) -> None:
        rows = [row | {"difficulty": 2} for row in loaded(name).rows]
        reading = read_bytes(write_rows(rows, format), "导出")
        assert reading.faults == []
        assert [row for row, back in zip(rows, reading.rows, strict=True) if row != back] == []
