import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from library.structure import int_to_chinese
from tests.library.builders import PLAIN, RULES, SPEECH, word_file

KEYS = {"file", "title", "counts", "tree", "warnings"}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "rules.md"
    path.write_text(RULES)
    return path


def parsed(capsys: pytest.CaptureFixture[str], *paths: Path) -> list[dict[str, Any]]:
    """Run the command and return one object for each line it printed."""
    call_command("parse_structure", *map(str, paths), json=True)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_it_works(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = parsed(capsys, rules)
    assert set(found) >= KEYS
    assert (found["file"], found["title"]) == (str(rules), "学习管理规定（示例）")
    assert found["counts"]["chapter"] == 2
    assert found["counts"]["article"] == 4
    assert found["counts"]["item"] == 3
    assert found["warnings"] == []


def test_the_tree_can_be_walked(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = parsed(capsys, rules)
    article = next(node for root in found["tree"] for node in root["children"] if node["number"] == "第二条")
    assert {"eid", "kind", "number", "heading", "text", "children"} <= set(article)
    assert (article["eid"], article["number"]) == ("chp_1__art_2", "第二条")


def test_all_six_levels_are_counted_even_where_there_are_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plain.txt"
    path.write_text(PLAIN)
    (found,) = parsed(capsys, path)
    assert {"part", "chapter", "section", "article", "paragraph", "item"} <= set(found["counts"])
    assert found["counts"]["article"] == 0


def test_several_files_are_one_line_each(
    rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    speech = tmp_path / "speech.docx"
    speech.write_bytes(word_file(*[line for line in SPEECH.splitlines() if line]))
    first, second = parsed(capsys, rules, speech)
    assert first["title"] == "学习管理规定（示例）"
    assert second["title"] == "在学习座谈会上的讲话（示例）"


def test_a_gap_is_a_warning_with_line_place_and_sentence(
    rules: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rules.write_text(RULES.replace("第三条", "第五条").replace("第四条", "第六条"))
    (found,) = parsed(capsys, rules)
    (warning,) = found["warnings"]
    assert {"line", "eid", "code", "message"} <= set(warning)
    assert (
        warning["line"]
        == RULES.splitlines().index("第三条　支部每季度安排一次集中学习，缺席的应当补课。") + 1
    )
    assert "第三条" in warning["message"]


def test_a_person_reads_counts_tree_and_warnings(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules.write_text(RULES.replace("第三条", "第五条").replace("第四条", "第六条"))
    call_command("parse_structure", str(rules))
    said = capsys.readouterr().out
    assert "2 章" in said
    assert "4 条" in said
    assert "[art_5]" in said
    assert "提醒 第 " in said


def test_a_text_without_a_title_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("第一条　村里的图书室每天晚上开门。\n\n第二条　读完的书放回原处。\n")
    call_command("parse_structure", str(path))
    assert capsys.readouterr().out.startswith("（没有标题）")


def test_a_bad_file_is_named_and_the_others_are_parsed(
    rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "空.txt"
    bad.touch()
    with pytest.raises(SystemExit) as ended:
        call_command("parse_structure", str(bad), str(rules), json=True)
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert said.err == "“空.txt”里没有文字，请检查是不是选错了文件。\n"
    assert json.loads(said.out)["title"] == "学习管理规定（示例）"


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        call_command("parse_structure", str(tmp_path / "nowhere.txt"))
    assert capsys.readouterr().err == f"读不了 {tmp_path / 'nowhere.txt'}：没有这个文件，或没有权限。\n"


def test_a_folder_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("parse_structure", str(tmp_path))
    assert refused.value.returncode == 2


def test_no_file_at_all_is_wrong_usage() -> None:
    with pytest.raises(CommandError):
        call_command("parse_structure")


def test_it_needs_no_database(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # This file asks for no database, and pytest-django refuses any query that was not asked for.
    assert parsed(capsys, rules)


def articles_of(found: dict[str, Any]) -> list[str]:
    """Return the numbers of the articles, in the order of the tree."""

    def walk(nodes: list[dict[str, Any]]) -> list[str]:
        numbers = []
        for node in nodes:
            numbers += [node["number"]] if node["kind"] == "article" else []
            numbers += walk(node["children"])
        return numbers

    return walk(found["tree"])


@pytest.mark.corpus
def test_the_charter_has_11_chapters_and_55_articles(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (found,) = parsed(capsys, corpus / "party/党章-2017.md")
    assert (found["counts"]["chapter"], found["counts"]["article"]) == (11, 55)


# How many articles each file prints in bold, counted without the parser.
LAWS = {
    "administrative/notarization-law": 47,
    "economic/postal-law": 87,
    "economic/foreign-investment-law": 42,
    "social/legal-aid-law": 71,
    "economic/rural-vitalization-promotion-law": 74,
}


@pytest.mark.corpus
@pytest.mark.parametrize("name", LAWS)
def test_exactly_the_articles_that_are_there(
    corpus: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (found,) = parsed(capsys, corpus / "laws/just-laws" / name / "README.md")
    there = [f"第{int_to_chinese(number)}条" for number in range(1, LAWS[name] + 1)]
    assert articles_of(found) == there
    assert found["counts"]["article"] == LAWS[name]
