from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.errors import UnreadableQuestions
from quizzes.formats import Reading
from quizzes.formats.paper import read_paper
from quizzes.formats.rows import to_reading


def read(text: str) -> Reading:
    return to_reading(read_paper(text), format="text")


def rows(text: str) -> list[dict[str, Any]]:
    reading = read(text)
    assert reading.faults == []
    return reading.rows


def answers(text: str) -> list[Any]:
    return [row["answer"] for row in rows(text)]


def faults(text: str) -> list[str]:
    return [fault.message for fault in read(text).faults]


def test_it_works() -> None:
    row = rows(
        "1、党员参加学习，至少（ B ）。A．每周一次 B．每月一次 C．每季一次 D．每年一次 答案：B 解析：见第二条。"
    )[0]
    assert (row["kind"], row["stem"], row["answer"]) == ("single", "党员参加学习，至少（　）。", 1)
    assert row["options"] == ["每周一次", "每月一次", "每季一次", "每年一次"]
    assert row["explanation"] == "见第二条。"


@pytest.mark.parametrize(
    "options",
    [
        "A．甲甲 B．乙乙 C．丙丙",
        "A．甲甲\nB．乙乙\nC．丙丙",
        "A、甲甲B、乙乙C、丙丙",
        "A.甲甲;B.乙乙;C.丙丙。",
        "Ａ．甲甲　Ｂ．乙乙　Ｃ．丙丙",
        "(A)甲甲 (B)乙乙 (C)丙丙",
        "（A）甲甲（B）乙乙（C）丙丙",
        "A)甲甲\tB)乙乙\tC)丙丙",
        "A:甲甲 B:乙乙 C:丙丙",
        "A 甲甲\nB 乙乙\nC 丙丙",
        "A甲甲\nB乙乙\nC丙丙",
        "a. 甲甲\nb. 乙乙\nc. 丙丙",
        "A. 甲甲 B. 乙乙\nC. 丙丙",
        "| A. 甲甲 | B. 乙乙 |\n| --- | --- |\n| C. 丙丙 | |",
    ],
)
def test_options_however_they_are_set(options: str) -> None:
    row = rows(f"1. 选（ ）\n{options}\n答案：C")[0]
    assert ([option.rstrip("。") for option in row["options"]], row["answer"]) == (
        ["甲甲", "乙乙", "丙丙"],
        2,
    )


@pytest.mark.parametrize(
    "said",
    [
        "答案：C",
        "答案: c",
        "【答案】C",
        "[答案] C",
        "正确答案：C。",
        "参考答案：C",
        "标准答案：C",
        "答案C",
        "答案为：C",
        "（答案：C）",
        "ANSWER: C",
        "【答案】 C 【解析】略",
        "答案：C解析：略",
    ],
)
def test_the_answer_however_it_is_said(said: str) -> None:
    assert answers(f"1. 选（ ）\nA. 甲\nB. 乙\nC. 丙\n{said}") == [2]


@pytest.mark.parametrize(
    "number", ["{}、", "{}.", "{}．", "（{}）", "({})", "{})", "第{}题：", "第{}题 ", "{}: ", "【{}】"]
)
def test_numbers_however_they_are_written(number: str) -> None:
    text = "\n".join(f"{number.format(n)}题{n}（A） A.甲 B.乙" for n in (1, 2, 3))
    assert [row["stem"] for row in rows(text)] == ["题1（　）", "题2（　）", "题3（　）"]


def test_headings_say_the_kind() -> None:
    text = """一、单项选择题（每题2分，共20分）
1、选（A）A.甲 B.乙
二、多项选择题：每题3分
1、选（AB）A.甲 B.乙 C.丙
三、判断题（对的打“√”，错的打“×”）
1、对的。（√）
（ × ）2、错的。
四、填空题
1、要（　），再____。答案：学；做
第五部分 不定项选择题
1、选 A.甲 B.乙 答案：A"""
    assert [row["kind"] for row in rows(text)[:4]] == ["single", "multiple", "truefalse", "truefalse"]


def test_a_tag_on_a_question_wins() -> None:
    text = "一、单选题\n1.[多选题] 选（2分） A.甲 B.乙 C.丙 答案：AC\n2.（判断题）对吗 答案：对"
    assert [(row["kind"], row["stem"]) for row in rows(text)] == [("multiple", "选"), ("truefalse", "对吗")]


def test_a_key_at_the_end() -> None:
    text = """一、单选题
1、甲（ ）A.一 B.二
2、乙（ ）A.一 B.二
二、多选题
1、丙（ ）A.一 B.二 C.三
三、判断题
1、丁。（ ）
2、戊。（ ）
四、填空题
1、要____，再____。

参考答案
一、单选题：1-2 AB
二、多选题 1.AC
三、判断题
1.√ 2.×
四、填空题
1、学；做"""
    assert answers(text) == [0, 1, [0, 2], True, False, [["学"], ["做"]]]


CHOICES = "\n".join(f"{n}. 题{n}（ ）\nA. 甲\nB. 乙\nC. 丙\nD. 丁" for n in range(1, 6))


@pytest.mark.parametrize(
    "key",
    [
        "参考答案：1-5 ABCDA",
        "参考答案：1-5：ABCDA",
        "答案：1—5 A B C D A",
        "答案：1~3 ABC 4~5 DA",
        "参考答案\n1.A 2.B 3.C 4.D 5.A",
        "参考答案\n1、A\n2、B\n3、C\n4、D\n5、A",
        "参考答案：1.A2.B3.C4.D5.A",
        "参考答案：1A 2B 3C 4D 5A",
        "答案及解析\n1.【答案】A【解析】略\n2.【答案】B\n3. C 解析：略\n4. D。因为第四项对。\n5.A",
        "知识竞赛参考答案\n（1）A （2）B （3）C （4）D （5）A",
        "答案\n| 题号 | 1 | 2 | 3 | 4 | 5 |\n| --- | --- | --- | --- | --- | --- |\n| 答案 | A | B | C | D | A |",
        "标准答案:\n1至5题：ABCDA",
    ],
)
def test_the_key_however_it_is_set(key: str) -> None:
    assert answers(f"{CHOICES}\n{key}") == [0, 1, 2, 3, 0]


def test_a_key_with_reasons_explains() -> None:
    text = (
        "1. 一（ ）\nA.甲\nB.乙\n2. 二（ ）\nA.甲\nB.乙\n参考答案\n1.A 解析：因为甲\n接着说\n2.B。因为乙对。"
    )
    assert [row["explanation"] for row in rows(text)] == ["因为甲\n接着说", "因为乙对。"]


def test_each_section_may_have_its_own_key() -> None:
    text = "一、单选题\n1. 一（ ）\nA.甲\nB.乙\n参考答案：1、B\n二、判断题\n1. 二。\n参考答案：1、√"
    assert answers(text) == [1, True]


def test_a_key_by_the_sections_numbers() -> None:
    text = "一、单选题\n1. 一（ ）\nA.甲\nB.乙\n二、判断题\n1. 二。\n2. 三。\n答案\n一、1.B\n二、1.√ 2.×"
    assert answers(text) == [1, True, False]


def test_numbers_that_begin_again_in_a_key_are_the_next_section() -> None:
    text = "一、单选题\n1. 一（ ）\nA.甲\nB.乙\n二、判断题\n1. 二。\n参考答案\n1.B\n1.×"
    assert answers(text) == [1, False]


def test_a_key_that_does_not_add_up_is_a_fault_of_its_questions() -> None:
    said = faults(f"{CHOICES}\n参考答案：1-5 ABCD")
    assert len(said) == 5
    assert "参考答案“1-5 ABCD”里应有 5 个答案" in said[0]


def test_a_key_for_a_question_that_is_not_there_is_noted() -> None:
    notes = read(f"{CHOICES}\n参考答案：1-6 ABCDAB").notes
    assert notes[0].message == "参考答案里的第 6 题没有对应的题目，请核对题号。"


def test_questions_on_one_line() -> None:
    assert answers("1、一（A） A.甲 B.乙 2、二（B） A.甲 B.乙 3、三（A） A.甲 B.乙") == [0, 1, 0]


def test_questions_without_numbers() -> None:
    assert answers("选一（A）。\nA.甲\nB.乙\n选二（B）。\nA.甲\nB.乙") == [0, 1]
    assert answers("选一？\nA.甲\nB.乙\n答案：A\n\n选二？\nA.甲\nB.乙\n答案：B") == [0, 1]


def test_a_year_after_a_number_is_part_of_the_stem() -> None:
    assert rows("1.2021年是建党（A）周年 A.一百 B.九十")[0]["stem"] == "2021年是建党（　）周年"


def test_letters_in_a_stem_are_no_options() -> None:
    row = rows("1. 维生素A、B、C中，（ ）溶于油。\nA. 维生素A\nB. 维生素B\n答案：A")[0]
    assert (row["stem"], row["options"]) == ("维生素A、B、C中，（ ）溶于油。", ["维生素A", "维生素B"])


def test_a_stem_broken_over_lines_is_one() -> None:
    assert (
        rows("1. 党员参加集中\n学习，至少（A）\nA.每月 B.每年")[0]["stem"] == "党员参加集中学习，至少（　）"
    )


def test_a_list_in_a_stem_keeps_its_lines() -> None:
    assert rows("1. 正确的是（A）：\n①甲\n②乙\nA.① B.②")[0]["stem"] == "正确的是（　）：\n①甲\n②乙"


def test_fields_after_the_answer() -> None:
    row = rows(
        "1. 选（ ）A.甲 B.乙\n答案：A\n解析：因为甲。\n难度：难\n知识点：党章；组织\n出处：《党章》第三条"
    )[0]
    assert (row["difficulty"], row["tags"]) == (4, ["党章", "组织"])
    assert row["explanation"] == "因为甲。\n出处：《党章》第三条"


def test_what_stands_before_the_paper_is_no_question() -> None:
    text = "知识测试题\n姓名____ 单位____\n注意事项：\n1. 闭卷。\n2. 限时60分钟。\n一、判断题\n1. 对的。（√）"
    reading = read(text)
    assert (len(reading.rows), reading.faults) == (1, [])
    assert "当作说明，没有导入" in reading.notes[0].message


def test_an_essays_numbered_answer_is_no_question() -> None:
    text = "一、简答题\n1. 谈谈学习。\n答案：\n1. 要学\n2. 要做\n2. 再谈谈。\n答案：略\n二、判断题\n1. 对。\n答案：对"
    reading = read(text)
    assert [row["kind"] for row in reading.rows] == ["essay", "essay", "truefalse"]
    assert reading.rows[0]["answer"] == {"model": "1. 要学\n2. 要做", "rubric": []}


def test_a_model_answer_that_says_its_points_is_a_rubric() -> None:
    reading = read("一、简答题\n1. 什么是三会一课？\n答案：写出三种会（3分）；写出党课（1分）。")
    assert reading.rows[0]["answer"]["rubric"] == [
        {"text": "写出三种会", "points": 3},
        {"text": "写出党课", "points": 1},
    ]


def test_a_standard_nobody_could_add_up_stays_words() -> None:
    reading = read("一、论述题\n1. 谈谈学习。\n参考答案：略\n评分标准：答对一点得2分，意思对即可")
    assert reading.rows[0]["answer"] == {
        "model": "略\n评分标准：答对一点得2分，意思对即可",
        "rubric": [],
    }


@pytest.mark.parametrize(
    "text",
    [
        "1. 把阶段排好。\nA. 丙 B. 甲 C. 乙\n答案：BCA",
        "1. 把阶段排好（BCA）。\nA. 丙\nB. 甲\nC. 乙",
        "1. 把阶段排好：①丙 ②甲 ③乙（　）\n答案：②③①",
        "1. 把阶段排好。\nA. 丙 B. 甲 C. 乙\n答案：B→C→A",
    ],
)
def test_ways_to_write_an_ordering(text: str) -> None:
    row = read(f"一、排序题\n{text}").rows[0]
    assert (row["options"], row["answer"]) == (["甲", "乙", "丙"], [0, 1, 2])


@pytest.mark.parametrize(
    "text",
    [
        "1. 连起来。\nA. 党小组会 → 每月\nB. 党员大会 → 每季度\nC. → 每年",
        "1. 连起来。\n(1)党小组会\n(2)党员大会\nA．每月 B．每季度 C．每年\n答案：1-A，2-B",
        "1. 连起来。①党小组会 ②党员大会\nA．每月\nB．每季度\nC．每年\n答案：①→A ②→B",
    ],
)
def test_ways_to_write_a_matching(text: str) -> None:
    reading = read(f"一、连线题\n{text}\n二、判断题\n1. 对。\n答案：对")
    row = reading.rows[0]
    assert (row["prompts"], row["options"], row["answer"]) == (
        ["党小组会", "党员大会"],
        ["每月", "每季度", "每年"],
        [0, 1],
    )
    assert [one["kind"] for one in reading.rows] == ["matching", "truefalse"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "1. 选（ ）\nA. 甲\nB. 乙",
            "没有找到答案，请在题后写“答案：B”（多选写“答案：ABD”）。（题号 1，第 1 行起）",
        ),
        ("1. 选（D）\nA. 甲\nB. 乙", "正确选项是 D，但选项只到 B"),
        ("一、单选题\n1. 选（AB）\nA. 甲\nB. 乙", "单选题只有一个正确选项"),
        ("一、填空题\n1. 要____和____。答案：学", "题干里有 2 个空，答案“学”分不成 2 个"),
        ("一、单选题\n1. 选哪个？\n答案：A", "没有找到选项"),
        ("一、排序题\n1. 排好。\nA. 甲 B. 乙 C. 丙\n答案：AAB", "应把 3 项各写一次"),
        ("一、排序题\n1. 排好。\nA. 甲 B. 乙", "排序题请按先后写字母"),
        ("一、连线题\n1. 连。\nA. 甲 B. 乙", "连线题第 1 行没有右边"),
        ("一、连线题\n1. 连。①甲 ②乙\nA. 一 B. 二\n答案：①-A", "左边的第 ② 项没有写连到哪里"),
    ],
)
def test_what_is_wrong_is_said_with_the_place(text: str, message: str) -> None:
    assert message in faults(text)[0]


@pytest.mark.parametrize("text", ["", "\n\n", "今天开会。", "参考答案"])
def test_a_text_without_questions_is_refused(text: str) -> None:
    with pytest.raises(UnreadableQuestions, match="没有找到题目"):
        read_paper(text)


pieces = st.sampled_from(
    ["1、", "2. ", "一、单选题", "三、判断题", "题（A）", "（ ）", "A.甲", "B.乙", "C、丙", "答案：", "AB", "参考答案", "1-2 AB",
     "解析：", "\n", " ", "√", "____", "1.A 2.B", "第3题", "[多选题]", "(2分)", "| 题号 | 1 |", "| 答案 | A |"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(text=st.lists(pieces, max_size=25).map("".join))
def test_whatever_is_pasted_it_is_read_or_refused_in_words(text: str) -> None:
    try:
        parsed = read_paper(text)
    except UnreadableQuestions as error:
        assert str(error).endswith("。")
        return
    assert all("。（" in fault.message for fault in parsed.faults)


@settings(max_examples=60, deadline=None)
@given(
    right=st.lists(st.integers(0, 3), min_size=1, max_size=12),
    layout=st.sampled_from(["\n", "  ", "　", "\t"]),
    mark=st.sampled_from(["．", "、", ".", "）"]),
    where=st.sampled_from(["bracket", "after", "key", "pairs"]),
)
def test_a_paper_written_by_any_habit_is_read_the_same(
    right: list[int], layout: str, mark: str, where: str
) -> None:
    letters = ["ABCD"[place] for place in right]
    questions = []
    for number, letter in enumerate(letters, 1):
        said = f"（ {letter} ）" if where == "bracket" else "（　）"
        options = layout.join(f"{sign}{mark}选项{sign.lower()}{number}号" for sign in "ABCD")
        after = f"\n答案：{letter}" if where == "after" else ""
        questions.append(f"{number}、第{number}道题是{said}。\n{options}{after}")
    if where == "key":
        questions.append(f"参考答案：1-{len(right)} {''.join(letters)}")
    elif where == "pairs":
        questions.append(
            "参考答案：\n" + " ".join(f"{number}.{letter}" for number, letter in enumerate(letters, 1))
        )
    assert answers("\n".join(questions)) == right


@pytest.mark.parametrize(
    ("text", "options", "right"),
    [
        ("1、预备期为（ B ）。\nA 半年  B 一年\nC 二年  D 三年", ["半年", "一年", "二年", "三年"], 1),
        ("1、党费怎样交，A按月 B按季 C按年。答案：A", ["按月", "按季", "按年。"], 0),
        ("1、预备期多长？\nA一年 B两年\n答案：A", ["一年", "两年"], 0),
    ],
)
def test_letters_without_a_sign_are_options_several_on_a_line(
    text: str, options: list[str], right: int
) -> None:
    (item,) = read_paper(text).items
    assert [choice.text.text for choice in item.choices] == options
    assert answers(text) == [right]


def test_letters_in_a_sentence_are_no_options() -> None:
    (item,) = read_paper("1、维生素 A 和 B 都要补充。（√）").items
    assert (item.kind, item.stem.text, item.is_true) == ("truefalse", "维生素 A 和 B 都要补充。", True)


def test_a_reply_is_the_answer_and_leaves_the_stem() -> None:
    (item,) = read_paper("五、简答题\n1、什么是“三会一课”？\n答：党员大会等会议\n和党课。").items
    assert item.stem.text == "什么是“三会一课”？"
    assert "党员大会等会议" in str(item)


def test_a_letter_without_options_is_refused_and_made_no_blank() -> None:
    assert "括号里的答案是“D”，但没有找到选项" in faults("1．年满（D）岁可申请\n①16 ②17 ③20 ④18")[0]


@pytest.mark.parametrize(
    "text",
    [
        "1、党员要交党费。 √",
        "1、党员要交党费。√",
        "判断题\n1、（√）党员要交党费。",
        "1.（ √ ）党员要交党费。",
    ],
)
def test_a_tick_may_stand_before_or_behind(text: str) -> None:
    (item,) = read_paper(text).items
    assert (item.kind, item.stem.text, item.is_true) == ("truefalse", "党员要交党费。", True)
