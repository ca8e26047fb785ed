"""References: found, read as addresses, resolved by title, short name and alias."""

import pytest

from library.structure import NameIndex, find_citations, find_in_text, parse

NAMES = NameIndex({"中华人民共和国示例法": "law-1", "示例法实施条例": "law-2", "示例准则": "rule-1"})


def cited(text: str) -> list[tuple[str, str, list[str]]]:
    return [(c.work, c.text, c.addresses) for c in find_in_text(text, names=NAMES)]


def test_it_works() -> None:
    assert cited("依照《中华人民共和国示例法》第十条第二款第（三）项的规定") == [
        ("中华人民共和国示例法", "《中华人民共和国示例法》第十条第二款第（三）项", ["art_10/para_2/item_3"])
    ]


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("《示例准则》第三条、第五条", ["art_3", "art_5"]),
        ("《示例准则》第三条至第五条", ["art_3", "art_4", "art_5"]),
        ("《示例准则》第十七条之一第二款", ["art_17_1/para_2"]),
        ("《示例准则》第三条第（一）、（三）项", ["art_3/item_1", "art_3/item_3"]),
        ("《示例准则》第二章", ["chp_2"]),
        ("《示例准则》", []),
    ],
)
def test_units_become_addresses(text: str, addresses: list[str]) -> None:
    assert cited(text)[0][2] == addresses


DOCUMENT = """示例条例
第一章　总则
第一条　根据《中华人民共和国示例法》（以下简称示例法），制定本条例。
第二条　甲应当登记。
前款规定的登记，依照本条例第三条办理。
第三条　依照示例法第五条、本章和宪法第三十五条执行。
第四条　有下列情形之一的，不予登记：
（一）乙；
（二）丙。
有前款第二项情形的，适用第九条。
"""


def found() -> dict[str, tuple[str | None, list[str], list[str]]]:
    return {c.text: (c.target, c.addresses, c.missing) for c in find_citations(parse(DOCUMENT), NAMES)}


def test_relative_references_are_resolved_in_the_text() -> None:
    citations = found()
    assert citations["前款"][1] == ["art_2/para_1"]
    assert citations["本条例第三条"][1] == ["art_3"]
    assert citations["本章"][1] == ["chp_1"]
    assert citations["前款第二项"][1] == ["art_4/para_1/item_2"]


def test_a_short_name_the_text_defines_means_the_work() -> None:
    assert found()["示例法第五条"][:2] == ("law-1", ["art_5"])


def test_a_code_named_without_marks_is_a_work_not_this_text() -> None:
    assert found()["宪法第三十五条"] == (None, ["art_35"], [])


def test_a_provision_that_does_not_exist_is_missing() -> None:
    citation = next(c for c in find_citations(parse(DOCUMENT), NAMES) if c.text == "第九条")
    assert citation.missing == ["art_9"]
    assert not citation.resolved


@pytest.mark.parametrize("name", ["中华人民共和国示例法", "示例法", "《示例法》", "示例法（2019年修订）"])
def test_a_work_is_known_by_title_and_without_the_state(name: str) -> None:
    assert NAMES.find(name) == "law-1"


def test_an_unknown_work_is_left_for_the_editor() -> None:
    citation = find_citations(parse("示例条例\n第一条　依照《别的法》第二条执行。"), NAMES)[0]
    assert (citation.work, citation.target, citation.resolved) == ("别的法", None, False)
