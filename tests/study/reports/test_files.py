import html
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from study.reports.exporting import report_file
from study.reports.sources import FIGURES
from tests.people import People
from tests.study.ledger.builders import finished
from tests.study.reports.builders import SPRING, people_in

BASE = "https://zhixing.example"


def made(people: People, kind: str, **options: Any) -> bytes:
    rights = {"names": True, "above": None} | options
    return report_file(people.branch, SPRING, kind=kind, base=BASE, **rights)


def words(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_it_works(people: People) -> None:
    finished(people.me, on=date(2026, 2, 1), slug="one")
    said = words(made(people, "docx"))
    assert "测试村支部 2026 年第一季度学习情况报告" in said
    number = 1 + [one.key for one in FIGURES].index("texts_read")
    assert f"读完资料 1 份次[{number}]" in said
    assert "2026-02-01　读完《导读one（示例）》　田本人　测试村支部" in said


def test_every_figure_of_the_word_file_leads_to_its_records(people: People) -> None:
    with zipfile.ZipFile(io.BytesIO(made(people, "docx"))) as parts:
        body = parts.read("word/document.xml").decode()
        links = parts.read("word/_rels/document.xml.rels").decode()
    assert f"{BASE}/study/reports/{people.branch.pk}/2026Q1/texts_read/" in links
    for number in range(1, len(FIGURES) + 1):
        assert f'w:anchor="yiju{number}"' in body
        assert f'w:name="yiju{number}"' in body


def test_every_figure_of_the_workbook_leads_to_its_rows(people: People) -> None:
    finished(people.me, on=date(2026, 2, 1), slug="one")
    book = load_workbook(io.BytesIO(made(people, "xlsx")))
    sheet, evidence = book["报告"], book["依据"]
    rows = {row[0].value: row for row in sheet.iter_rows()}
    cell = rows["读完资料"][1]
    assert cell.value == 1
    place = int(cell.hyperlink.location.split("!A")[1])
    assert evidence.cell(place, 1).value == "读完资料"
    assert [one.value for one in evidence[place + 1]][:3] == [
        "2026-02-01",
        "读完《导读one（示例）》",
        "田本人",
    ]
    assert rows["读完资料"][4].hyperlink.target.endswith("/2026Q1/texts_read/")


def test_words_in_the_workbook_are_never_formulas(people: People) -> None:
    finished(people.me, on=date(2026, 2, 1), slug="one")
    people.me.name = '=HYPERLINK("http://x")'
    people.me.save()
    evidence = load_workbook(io.BytesIO(made(people, "xlsx")))["依据"]
    cells = [cell for row in evidence.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert {cell.data_type for cell in cells} == {"s"}


def test_seen_from_above_no_person_stands_in_the_files(people: People) -> None:
    people_in(people.branch, 5)
    people_in(people.county, 5, "c")
    people_in(people.other_branch, 5, "o")
    finished(people.me, on=date(2026, 2, 1), slug="one")
    for kind in ("docx", "xlsx"):
        data = made(people, kind, names=False, above=people.county)
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            everything = b"".join(parts.read(name) for name in parts.namelist()).decode(errors="ignore")
        # A workbook writes Chinese as numbers of characters.
        everything = html.unescape(everything)
        assert "田本人" not in everything
        assert "读完资料" in everything


def run(*arguments: str) -> None:
    call_command("export_report", *arguments)


def test_the_command_prints_the_report_as_json(people: People, capsys: Any) -> None:
    finished(people.me, on=date(2026, 2, 1), slug="one")
    run("测试村支部", "2026Q1", "--format", "json")
    report = json.loads(capsys.readouterr().out)
    assert report["organization"] == {"id": people.branch.pk, "name": "测试村党支部"}
    assert report["period"]["first"] == "2026-01-01"
    values = {f["key"]: f["value"] for section in report["sections"] for f in section["figures"]}
    assert values["texts_read"] == 1
    assert len(report["digest"]) == 64


@pytest.mark.parametrize("kind", ["docx", "xlsx", "json"])
def test_the_command_writes_a_file(people: People, tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"report.{kind}"
    run(str(people.branch.pk), "2026H1", "--format", kind, "--output", str(target))
    assert target.stat().st_size > 500


@pytest.mark.parametrize(
    ("arguments", "said", "code"),
    [
        (("没有的支部", "2026Q1", "--format", "json"), "没有名称、简称或编号为“没有的支部”的党组织", 1),
        (("测试村支部", "2026", "--format", "json"), "季度写成 2026Q3", 2),
        (("测试村支部", "2026Q1", "--format", "json", "--output", "/没有/x.json"), "写不了", 1),
    ],
)
def test_what_the_command_refuses(people: People, arguments: tuple[str, ...], said: str, code: int) -> None:
    with pytest.raises(CommandError, match=said) as refused:
        run(*arguments)
    assert refused.value.returncode == code


def test_two_of_one_name_are_told_apart_by_number(people: People) -> None:
    people.county.refresh_from_db()
    people.county.add_child(name="测试村党支部", kind="branch", field="rural")
    with pytest.raises(CommandError, match="不止一个"):
        run("测试村党支部", "2026Q1", "--format", "json")
