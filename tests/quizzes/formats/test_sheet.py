import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from quizzes.errors import UnreadableQuestions
from quizzes.formats import Fault, Parsed
from quizzes.formats.rows import to_row
from quizzes.formats.sheet import read_sheet
from quizzes.formats.sheet_writing import write_template
from quizzes.grading import check_question
from quizzes.grading.checking import KINDS
from tests.quizzes.formats.workbooks import HEADER, SINGLE, book, saved, shared


def one(*rows: list[Any]) -> dict[str, Any]:
    parsed = read_sheet(book(rows))
    assert parsed.faults == []
    return to_row(parsed.items[0])


def fault(*rows: list[Any]) -> Fault:
    parsed = read_sheet(book(rows))
    assert len(parsed.faults) == 1
    return parsed.faults[0]


def test_it_works() -> None:
    row = one(HEADER, SINGLE)
    assert (row["kind"], row["stem"], row["answer"]) == ("single", "多久学习一次？", 1)
    assert row["options"] == ["每周", "每月", "每季", "每年"]
    assert row["explanation"] == "见第二条"


@pytest.mark.parametrize(
    "header",
    [
        ["题目类型", "题目", "A", "B", "C", "D", "正确答案", "答案解析"],
        ["试题类型*", "试题内容（必填）", "A选项", "B选项", "C选项", "D选项", "标准答案", "说明"],
        ["类型", "题干 ", "选项1", "选项2", "选项3", "选项4", "参考答案", "解析"],
        ["题型", "问题", "选项一", "选项二", "选项三", "选项四", "答 案", "试题解析"],
        ["kind", "Question", "Option A", "Option B", "Option C", "Option D", "Answer", "Explanation"],
    ],
)
def test_headers_as_people_name_them(header: list[str]) -> None:
    assert one(header, SINGLE)["answer"] == 1


def test_columns_may_stand_in_any_order_among_others() -> None:
    header = ["序号", "答案", "备注", "题干", "选项B", "选项A"]
    row = one(header, [1, "A", "x", "选？", "乙", "甲"])
    assert (row["options"], row["answer"]) == (["甲", "乙"], 0)


def test_the_header_may_stand_below_a_title() -> None:
    assert one(["党章知识题库"], [], HEADER, SINGLE)["answer"] == 1


def test_options_may_share_a_cell() -> None:
    for together in ("A.每周\nB.每月", "A、每周 B、每月", "每周|每月", "每周；每月", "每周\n每月"):
        row = one(["题干", "选项", "答案"], ["多久？", together, "B"])
        assert (row["options"], row["answer"]) == (["每周", "每月"], 1)


def test_the_answer_may_be_a_tick_in_a_column_for_each_option() -> None:
    header = ["题干", "选项A", "选项B", "选项C", "答案A", "答案B", "答案C"]
    assert one(header, ["选？", "甲", "乙", "丙", "√", "", 1])["answer"] == [0, 2]


def test_each_blank_may_have_a_column() -> None:
    row = one(["题型", "题干", "答案1", "答案2"], ["填空题", "要____，再____。", "学|学习", "做"])
    assert row["answer"] == [["学", "学习"], ["做"]]


@pytest.mark.parametrize("answer", ["ABD", "A、B、D", "a b d", "ＡＢＤ", "A,B,D", "每周；每月；每年"])
def test_several_right_options_however_written(answer: str) -> None:
    assert one(HEADER, ["多选题", *SINGLE[1:6], answer])["answer"] == [0, 1, 3]


def test_the_right_option_may_be_written_out() -> None:
    assert one(HEADER, [*SINGLE[:6], "每月"])["answer"] == 1


def test_a_kind_left_out_shows_in_the_answer() -> None:
    kinds = [
        one(HEADER, row)["kind"]
        for row in (
            ["", *SINGLE[1:]],
            ["", *SINGLE[1:6], "AB"],
            ["", "对吗", "", "", "", "", "√"],
            ["", "要____。", "", "", "", "", "学习"],
            ["", "对吗", "正确", "错误", "", "", "A"],
        )
    ]
    assert kinds == ["single", "multiple", "truefalse", "blank", "truefalse"]


def test_letters_of_a_statement_mean_its_options() -> None:
    assert one(HEADER, ["判断题", "对吗", "错误", "正确", "", "", "B"])["answer"] is True


def test_a_true_cell_of_excel_is_right() -> None:
    assert one(HEADER, ["判断题", "对吗", None, None, None, None, True])["answer"] is True


def test_the_answer_in_the_stem_is_taken_out() -> None:
    row = one(HEADER, ["单选题", "多久学习（ B ）一次？", *SINGLE[2:]])
    assert row["stem"] == "多久学习（　）一次？"


def test_difficulty_tags_and_source() -> None:
    header = [*HEADER, "难度", "知识点", "出处"]
    source = "study-rules@2024-09-01#art_2 每月至少一次\n《支部学习规定》第二条"
    row = one(header, [*SINGLE, "较难", "学习；制度；学习", source])
    assert (row["difficulty"], row["tags"]) == (4, ["学习", "制度"])
    assert row["cites"] == [
        {"material": "study-rules", "edition": "2024-09-01", "address": "art_2", "quote": "每月至少一次"}
    ]
    assert row["explanation"] == "见第二条\n出处：《支部学习规定》第二条"


def test_tags_may_be_parted_by_commas() -> None:
    assert one([*HEADER, "标签"], [*SINGLE, "学习、制度"])["tags"] == ["学习", "制度"]


def test_numbers_look_as_they_do_in_excel() -> None:
    made = Workbook()
    made.active.append(HEADER)
    made.active.append(["单选题", 2021, 0.5, 3.0, 0.1 + 0.2, date(2024, 9, 1), "A"])
    made.active["C2"].number_format = "0%"
    made.active["F2"].number_format = 'yyyy"年"m"月"d"日"'
    row = to_row(read_sheet(saved(made)).items[0])
    assert (row["stem"], row["options"]) == ("2021", ["50%", "3", "0.3", "2024年9月1日"])


def test_words_excel_took_for_a_date_are_refused() -> None:
    made = Workbook()
    made.active.append(HEADER)
    made.active.append([*SINGLE[:2], date(2026, 3, 5), *SINGLE[3:]])
    made.active["C2"].number_format = "d-mmm"
    assert (
        "被 Excel 当成了日期（2026-03-05），请把这一格的格式改为“文本”"
        in read_sheet(saved(made)).faults[0].message
    )


def test_words_kept_in_excels_shared_table_are_read() -> None:
    assert to_row(read_sheet(shared(book([HEADER, SINGLE]))).items[0])["stem"] == "多久学习一次？"


def test_a_formula_counts_as_its_value_and_is_named_when_it_has_none() -> None:
    said = fault(HEADER, ["单选题", '="多久"&"学习？"', *SINGLE[2:]])
    assert said == Fault(2, "这一行有公式，结果没有存在文件里；请用 Excel 打开后保存一次，或把公式换成文字。")


def test_every_sheet_with_a_header_is_read_and_named() -> None:
    data = book(
        [["说明"], ["请认真填写"]],
        [["题干", "选项A", "选项B", "答案"], ["选？", "甲", "乙", "AB"]],
        [["题干", "答案"], ["对吗", "对"], ["错吗", "也许"]],
        titles=["填写说明", "多选题", "判断"],
    )
    parsed = read_sheet(data)
    assert [item.kind for item in parsed.items] == ["multiple", "truefalse"]
    assert parsed.faults[0].row == 3
    assert parsed.faults[0].message.endswith("（工作表“判断”）")


def test_a_line_with_a_kind_holds_for_the_rows_below() -> None:
    rows = [["题干", "选项A", "选项B", "答案"], ["一、判断题"], ["对吗", "", "", "A"]]
    assert one(*rows)["kind"] == "truefalse"


def test_empty_rows_serial_numbers_and_repeated_headers_are_no_questions() -> None:
    header = ["序号", *HEADER]
    parsed = read_sheet(book([header, [1, *SINGLE], [], header, [2], [3, "单选题"]]))
    assert (len(parsed.items), parsed.faults) == (1, [])


def test_a_row_whose_options_are_words_of_a_header_is_a_question() -> None:
    header = ["题型", "题干", "选项A", "选项B", "选项C", "答案", "难度"]
    assert one(header, ["单选题", "共享是就什么而言的？", "内容", "途径", "覆盖面", "C", 2])["answer"] == 2


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (["单选题", "", "甲", "乙", "", "", "A"], "题干是空的，请写上题干。"),
        (
            ["猜谜题", *SINGLE[1:]],
            "不认识题型“猜谜题”，请写单选题、多选题、判断题、填空题、排序题、连线题或简答题。",
        ),
        ([*SINGLE[:6], ""], "没有找到答案"),
        ([*SINGLE[:6], "G"], "正确选项是 G，但选项只到 D"),
        ([*SINGLE[:6], "每天"], "答案“每天”不是选项的字母"),
        ([*SINGLE[:6], "AB"], "单选题只有一个正确选项"),
        (["多选题", *SINGLE[1:6], "A"], "多选题至少要有两个正确选项"),
        (["单选题", "选？", "", "", "", "", "A"], "没有找到选项"),
        (["判断题", "对吗", "", "", "", "", "也许"], "判断题的答案应写“对”或“错”"),
        (["填空题", "没有空", "", "", "", "", "学习"], "题干里没有空"),
        (["填空题", "____和____", "", "", "", "", "学习"], "分不成 2 个，请用“；”隔开"),
    ],
)
def test_a_bad_row_is_named_with_what_to_do(row: list[Any], message: str) -> None:
    said = fault(HEADER, SINGLE, row)
    assert said.row == 3
    assert message in said.message


def test_a_difficulty_nobody_knows_is_refused() -> None:
    assert "难度“9”认不出来" in fault([*HEADER, "难度"], [*SINGLE, 9]).message


def test_a_gap_among_the_options_is_seen() -> None:
    parsed = read_sheet(book([HEADER, ["单选题", "选？", "甲", "", "丙", "", "A"]]))
    assert [choice.text.text for choice in parsed.items[0].choices] == ["甲", "", "丙"]


def test_an_error_of_excel_is_refused() -> None:
    made = Workbook()
    made.active.append(HEADER)
    made.active.append(SINGLE)
    made.active["B2"].value = "#REF!"
    made.active["B2"].data_type = "e"
    assert "单元格里是错误值 #REF!" in read_sheet(saved(made)).faults[0].message


def test_a_workbook_without_a_header_says_which_to_write() -> None:
    with pytest.raises(UnreadableQuestions, match="没有找到表头，请下载模板"):
        read_sheet(book([["甲", "乙"], ["丙", "丁"]]), "题.xlsx")


def test_the_template_explains_itself_and_its_examples_are_passed_over() -> None:
    data = write_template()
    parsed = read_sheet(data)
    assert (parsed.items, parsed.faults, len(parsed.notes)) == ([], [], 7)
    sheet = load_workbook(io.BytesIO(data))["题目"]
    assert [cell.value for cell in sheet[1]][:3] == ["题型", "题干", "选项A"]
    assert all(cell.comment for cell in sheet[1])


PARTS = ("kind", "options", "answer", "stem", "prompts")


def test_examples_without_their_mark_are_sound_questions() -> None:
    made = load_workbook(io.BytesIO(write_template()))
    for row in made["题目"].iter_rows(min_row=2):
        row[1].value = row[1].value.replace("【示例】", "")
    parsed: Parsed = read_sheet(saved(made))
    rows = [to_row(item) for item in parsed.items]
    assert [row["kind"] for row in rows] == list(KINDS)
    assert not [
        fault for row in rows for fault in check_question(**{name: row.get(name, []) for name in PARTS})
    ]
