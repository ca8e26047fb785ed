import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from quizzes.exporting import rows_of
from quizzes.formats import WRITABLE, read_file
from quizzes.models import Question
from tests.quizzes.builders import (
    KEYS,
    bank,
    cite,
    newest_edition,
    publish_guide,
    publish_regulation,
    question,
)

pytestmark = pytest.mark.django_db


def export(output: Path, format: str, *options: str) -> str:
    out = StringIO()
    arguments = ["--bank", "示例题库", "--format", format, "--output", str(output), *options]
    call_command("export_questions", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def import_into(name: str, file: Path) -> dict[str, Any]:
    out = StringIO()
    call_command("import_questions", str(file), "--bank", name, "--json", stdout=out)
    return json.loads(out.getvalue())


def fill_bank() -> None:
    edition = newest_edition(publish_regulation())
    guide = publish_guide()
    for kind in KEYS:
        question(kind, tags=("学习", "制度"), difficulty=4, citations=(cite(edition),))
    question(
        stem="选=哪{个}？",
        options=["~甲", "#乙"],
        answer=0,
        citations=(cite(guide, "sec_1", ""),),
        explanation="",
    )


def test_it_works(tmp_path: Path) -> None:
    question()
    said = json.loads(export(tmp_path / "题.json", "json", "--json"))
    assert said["questions"] == 1
    assert json.loads((tmp_path / "题.json").read_text(encoding="utf-8"))[0]["kind"] == "single"


@pytest.mark.parametrize("format", WRITABLE)
def test_a_bank_comes_back_the_same_from_every_format(tmp_path: Path, format: str) -> None:
    fill_bank()
    before = rows_of(bank())
    export(tmp_path / "out", format)
    assert read_file(tmp_path / "out").faults == []
    said = import_into("抄本", tmp_path / "out")
    assert (said["format"], said["created"], said["errors"]) == (format, len(before), [])
    assert rows_of(bank("抄本")) == before


def test_a_citation_names_the_regulation_and_the_day(tmp_path: Path) -> None:
    edition = newest_edition(publish_regulation())
    question(citations=(cite(edition),))
    assert rows_of(bank())[0]["cites"] == [
        {
            "material": "study-rules",
            "address": "art_2",
            "edition": "2024-09-01",
            "quote": "党员每月至少参加一次集中学习",
        }
    ]


def test_withdrawn_questions_stay_behind(tmp_path: Path) -> None:
    question()
    question("truefalse", state=Question.State.RETIRED)
    assert "已导出 1 题" in export(tmp_path / "题.gift", "gift")


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries: pytest.fixture) -> None:
    edition = newest_edition(publish_regulation())
    for number in range(12):
        question(stem=f"第{number}题", tags=(f"标签{number}",), citations=(cite(edition),))
    with django_assert_max_num_queries(8):
        assert len(rows_of(bank())) == 12


def test_what_a_format_cannot_say_is_refused_and_nothing_written(tmp_path: Path) -> None:
    question("blank", stem="____和____", answer=[["甲；乙"], ["丙"]])
    with pytest.raises(CommandError, match="有 1 题用这种格式写不了，没有导出"):
        export(tmp_path / "题.gift", "gift")
    assert list(tmp_path.iterdir()) == []


def test_it_can_be_skipped(tmp_path: Path) -> None:
    question("blank", stem="____和____", answer=[["甲；乙"], ["丙"]])
    question()
    said = json.loads(export(tmp_path / "题.gift", "gift", "--skip-bad", "--json"))
    assert (said["questions"], said["errors"][0]["row"]) == (1, 1)


def test_a_bank_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有叫“示例题库”的题库") as refused:
        export(tmp_path / "题.json", "json")
    assert refused.value.returncode == 1


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    question()
    with pytest.raises(CommandError, match="请检查文件夹在不在"):
        export(tmp_path / "没有" / "题.json", "json")


def test_an_old_file_is_replaced_whole(tmp_path: Path) -> None:
    question()
    (tmp_path / "题.json").write_text("旧")
    export(tmp_path / "题.json", "json")
    assert [path.name for path in tmp_path.iterdir()] == ["题.json"]
    assert json.loads((tmp_path / "题.json").read_text(encoding="utf-8"))
