import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.grading import fingerprint, fold

chinese = st.text("党黨员員学學习習乾隆干后後里裏一二三四，。《》（）ＡａB1 ２．", max_size=12)


def test_it_works() -> None:
    assert fold("三会 一课。") == "三会一课"


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＡＢＣ", "abc"),
        ("黨章", "党章"),
        ("“四个意识”", "四个意识"),
        ("《党章》", "党章"),
        ("3.5", "3.5"),
        ("　全角空格　", "全角空格"),
        ("第１２条", "第12条"),
        ("", ""),
        ("。，", ""),
        ("落实「三會一課」制度", '落实"三会一课"制度'),
        ("－5", "-5"),
        ("学\u200b习", "学习"),
        ("<5", "<5"),
    ],
)
def test_each_way_of_writing(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_a_space_does_not_change_which_simplified_character_is_meant() -> None:
    assert fold("乾 隆") == fold("乾隆")


@given(text=chinese)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(text=st.text(max_size=20))
def test_spaces_never_matter(text: str) -> None:
    assert fold(" ".join(text)) == fold("".join(text.split()))


def test_the_same_question_has_the_same_fingerprint_however_it_is_spaced_or_ordered() -> None:
    one = fingerprint("single", "学习____，至少（　）。", ["每月", "每周"])
    assert one == fingerprint("single", "学习 ______ ，至少(  )。", ["每周 ", "每月"])


def test_another_kind_stem_or_option_is_another_question() -> None:
    marks = {
        fingerprint("single", "学习", ["每月", "每周"]),
        fingerprint("multiple", "学习", ["每月", "每周"]),
        fingerprint("single", "补课", ["每月", "每周"]),
        fingerprint("single", "学习", ["每月", "每年"]),
    }
    assert len(marks) == 4
