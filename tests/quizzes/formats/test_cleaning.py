import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.formats import Text
from quizzes.formats.cleaning import has_picture, to_plain


def test_it_works() -> None:
    assert to_plain(Text("<p>第一段<b>重点</b></p><p>第二段</p>", "html")) == "第一段重点\n第二段"


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("a &lt; b &amp;&nbsp;c", "a < b & c"),
        ("一<br>二<br/>三", "一\n二\n三"),
        ("<ul><li>甲</li><li>乙</li></ul>", "甲\n乙"),
        ("10<sup>3</sup>和H<sub>2</sub>O", "10³和H₂O"),
        ("x<sup>甲</sup>", "x^甲"),
        ("<script>alert(1)</script>好", "好"),
        ("<style>p{}</style>好", "好"),
        ("<!-- 注 -->好", "好"),
        ("<pre>一\n  二</pre>", "一\n  二"),
        ("一\n  二", "一 二"),
        ('<a href="javascript:x">甲</a>', "甲"),
        ("<svg onload=x>好", "好"),
    ],
)
def test_html_becomes_words(source: str, plain: str) -> None:
    assert to_plain(Text(source, "html")) == plain


@pytest.mark.parametrize(
    ("style", "plain"), [("plain", "a<b>c</b>"), ("moodle", "ac"), ("markdown", "a<b>c</b>")]
)
def test_only_marked_up_text_is_cleaned(style: str, plain: str) -> None:
    assert to_plain(Text("a<b>c</b>", style)) == plain


def test_a_comparison_is_no_mark_up() -> None:
    assert to_plain(Text("若 a<b 且 c>d", "moodle")) == "若 a<b 且 c>d"


def test_a_picture_is_seen() -> None:
    assert has_picture(Text('<IMG src="x">', "html"))
    assert not has_picture(Text("<img>", "plain"))


@given(source=st.text("<>/abp&;lt甲 \n\"'=!-", max_size=60))
def test_no_tag_survives(source: str) -> None:
    assert "<script" not in to_plain(Text(f"<script>{source}</script>{source}", "html"))
