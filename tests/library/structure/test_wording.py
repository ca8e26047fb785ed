"""What was reworded, marked by words."""

from hypothesis import given
from hypothesis import strategies as st

from library.structure import compare, mark_words, parse

texts = st.text(st.sampled_from("示例条例应当由主管部门规定，。；（）0〇 12甲乙"), max_size=40)


def shown(old: str, new: str) -> str:
    signs = {"equal": "{1}", "delete": "[-{0}-]", "insert": "[+{1}+]", "replace": "[-{0}-][+{1}+]"}
    return "".join(signs[mark.op].format(mark.old, mark.new) for mark in mark_words(old, new))


def test_it_works() -> None:
    assert shown("处一千元罚款。", "处五千元以下罚款。") == "处[-一千元-][+五千元以下+]罚款。"


def test_whole_words_are_marked() -> None:
    assert shown("由工商行政管理部门处罚", "由市场监督管理部门处罚") == (
        "由[-工商行政管理-][+市场监督管理+]部门处罚"
    )


def test_another_glyph_is_not_marked() -> None:
    assert [mark.op for mark in mark_words("（一）甲：", "(一)甲:")] == ["equal"]


@given(texts, texts)
def test_the_marks_give_both_texts_back(old: str, new: str) -> None:
    marks = mark_words(old, new)
    assert "".join(mark.old for mark in marks) == old
    assert "".join(mark.new for mark in marks) == new


def test_a_row_marks_paragraphs_and_items() -> None:
    old = parse("示例条例\n第一条　下列单位应当登记：\n（一）学校；\n（二）医院。")
    new = parse("示例条例\n第一条　下列单位应当登记：\n（一）学校；\n（二）图书馆；\n（三）医院。")
    marks = compare(old, new).rows[0].marks
    assert "图书馆" in "".join(mark.new for mark in marks if mark.op != "equal")
    assert "学校" in "".join(mark.new for mark in marks if mark.op == "equal")
