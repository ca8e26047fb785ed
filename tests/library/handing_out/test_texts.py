"""手机报 and 公众号."""

from hypothesis import given
from hypothesis import strategies as st

from library.handing_out.article import Passage, paste_ready
from library.handing_out.phone_text import phone_text

PARAGRAPHS = ["读原文要慢。先读一遍，再想一想！", "第二段还有一句话；最后一句。"]
URL = "https://example.invalid/a/"


def test_it_works() -> None:
    said = phone_text("怎样读", PARAGRAPHS, source="示例单位", url=URL, limit=200)
    assert said == f"怎样读\n{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}\n（示例单位）\n全文：{URL}"


def test_it_is_cut_at_the_end_of_a_sentence() -> None:
    whole = phone_text("怎样读", PARAGRAPHS, source="", url=URL, limit=200)
    said = phone_text("怎样读", PARAGRAPHS, source="", url=URL, limit=len(whole) - 10)
    assert "先读一遍，再想一想！……\n全文：" in said


def test_a_first_sentence_that_is_too_long_is_cut_inside() -> None:
    said = phone_text("题", ["很长" * 100 + "。"], source="", url=URL, limit=60)
    assert "很长……\n全文" in said or "很……\n全文" in said
    assert len(said) <= 60


@given(st.lists(st.text("学习。！；”，", min_size=1, max_size=40), max_size=6), st.integers(40, 300))
def test_it_is_never_longer_than_asked(paragraphs: list[str], limit: int) -> None:
    assert len(phone_text("题目", paragraphs, source="", url=URL, limit=limit)) <= limit


def test_an_article_carries_its_styles_and_no_markup_of_others() -> None:
    made = paste_ready("<script>", [Passage("第一章", True), Passage("“A & B”")], facts="", url=URL)
    assert "<script>" not in made
    assert "&lt;script&gt;" in made
    assert made.count("style=") == 4
    assert "<h2 style=" in made
