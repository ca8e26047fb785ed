import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from quizzes.formats import write_rows
from quizzes.models import Question, QuestionBank
from tests.quizzes.builders import bank, publish_regulation, question
from tests.quizzes.formats.workbooks import HEADER, SINGLE, book

pytestmark = pytest.mark.django_db
CORPUS = Path(__file__).resolve().parents[4] / "shared" / "data" / "questions"
ROW: dict[str, Any] = {"kind": "single", "stem": "选哪个？", "options": ["甲", "乙"], "answer": 0}


def put(folder: Path, name: str, content: bytes | str) -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def run(file: Path, *options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_questions", str(file), "--bank", "新题库", *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def report(file: Path, *options: str) -> dict[str, Any]:
    return json.loads(run(file, "--json", *options)[0])


def refusal(file: Path, *options: str) -> tuple[str, str, int]:
    err = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command(
            "import_questions", str(file), "--bank", "新题库", *options, stdout=StringIO(), stderr=err
        )
    return str(refused.value), err.getvalue(), refused.value.returncode


def test_it_works(tmp_path: Path) -> None:
    said = report(put(tmp_path, "题.xlsx", book([HEADER, SINGLE])))
    assert said == {
        "format": "xlsx",
        "questions": 1,
        "created": 1,
        "duplicates": 0,
        "errors": [],
        "repeated": [],
        "notes": [],
    }
    stored = Question.objects.get()
    assert (stored.kind, stored.state, stored.current.answer) == ("single", "draft", 1)


@pytest.mark.parametrize(
    ("content", "format"),
    [
        (book([HEADER, SINGLE]), "xlsx"),
        ("1、选（ B ）A．甲 B．乙 解析：因为", "text"),
        ("选？{=甲 ~乙}", "gift"),
        ("选？\nA. 甲\nB. 乙\nANSWER: A", "aiken"),
        (write_rows([ROW], "moodlexml"), "moodlexml"),
        (json.dumps([ROW]), "json"),
        ('[{"content": "选？", "options": ["甲", "乙"], "answer": "A"}]', "autoxue"),
        ('{"选？|甲|乙": "甲"}', "dundunnp"),
    ],
)
def test_every_format_is_told_apart_and_taken(tmp_path: Path, content: bytes | str, format: str) -> None:
    said = report(put(tmp_path, "题目", content))
    assert (said["format"], said["created"]) == (format, 1)


def test_nothing_is_kept_when_a_row_is_bad(tmp_path: Path) -> None:
    file = put(tmp_path, "题.xlsx", book([HEADER, SINGLE, [*SINGLE[:6], "G"]]))
    message, rows, code = refusal(file)
    assert (message, code) == ("有 1 行不能导入，没有导入任何题目；改好后再试。", 1)
    assert rows == "第 3 行：正确选项是 G，但选项只到 D，请核对。\n"
    assert not Question.objects.exists()
    assert not QuestionBank.objects.exists()


def test_bad_rows_can_be_skipped_and_keep_their_line(tmp_path: Path) -> None:
    blank = ["单选题", "选？", "甲", "", "丙", "", "A"]
    said = report(
        put(tmp_path, "题.xlsx", book([HEADER, [*SINGLE[:6], "G"], SINGLE, [], blank])), "--skip-bad"
    )
    assert (said["questions"], said["created"]) == (3, 1)
    assert [error["row"] for error in said["errors"]] == [2, 5]


def test_a_rehearsal_keeps_nothing(tmp_path: Path) -> None:
    assert report(put(tmp_path, "题.gift", "选？{=甲 ~乙}"), "--dry-run")["created"] == 1
    assert not QuestionBank.objects.exists()


def test_what_cannot_be_asked_yet_is_refused_with_the_reason(tmp_path: Path) -> None:
    _message, rows, code = refusal(put(tmp_path, "题.gift", "一{T}\n\n几人？{#3:1}"))
    assert code == 1
    assert rows.startswith("第 2 题：数值题（答案带误差范围）还不能导入") and "（第 3 行起）" in rows


def test_every_kind_is_brought_in_and_out_by_the_commands(tmp_path: Path) -> None:
    text = '连{=甲->乙 =丙->丁}\n\n// [zhixing] {"rubric": [["说清楚", 4]]}\n谈谈{}'
    said = report(put(tmp_path, "题.gift", text))
    assert (said["created"], said["errors"]) == (2, [])
    assert {one.kind for one in Question.objects.all()} == {"matching", "essay"}


def test_duplicates_are_shown_with_what_they_repeat(tmp_path: Path) -> None:
    known = question(stem="选哪个？", options=["甲", "乙"], answer=0)
    QuestionBank.objects.update(name="新题库")
    shuffled = ROW | {"options": ["乙", "甲"], "answer": 1}
    rows = [shuffled, ROW | {"answer": 1}, ROW | {"stem": "新"}, ROW | {"stem": "新"}]
    said = report(put(tmp_path, "题.json", json.dumps(rows)))
    assert (said["created"], said["duplicates"]) == (1, 3)
    assert [one["message"] for one in said["repeated"]] == [
        f"题库里已有这道题（编号 {known.pk}），没有再导入。",
        f"题库里已有这道题（编号 {known.pk}），但答案不同，没有导入；请核对哪一个对。",
        "和第 3 题重复，没有再导入。",
    ]


def test_duplicates_in_a_sheet_are_named_by_line(tmp_path: Path) -> None:
    _out, err = run(put(tmp_path, "题.xlsx", book([HEADER, SINGLE, [], SINGLE])))
    assert err == "第 4 行：和第 2 行重复，没有再导入。\n"


def test_a_source_in_a_sheet_becomes_a_citation(tmp_path: Path) -> None:
    publish_regulation()
    rows = [[*HEADER, "出处"], [*SINGLE, "study-rules#art_2 党员每月至少参加一次集中学习"]]
    assert report(put(tmp_path, "题.xlsx", book(rows)))["created"] == 1
    assert Question.objects.get().current.citations.get().address == "art_2"


def test_notes_are_told(tmp_path: Path) -> None:
    _out, err = run(put(tmp_path, "题.gift", "请看材料。\n\n对吗？{T}"))
    assert "“请看材料。”是说明文字，不是题目，没有导入。" in err


def test_a_named_format_is_taken_at_its_word(tmp_path: Path) -> None:
    message, _rows, code = refusal(put(tmp_path, "题.txt", "1、对。（√）"), "--format", "moodlexml")
    assert (code, "不是合格的 XML" in message) == (1, True)


def test_a_file_of_200_megabytes_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "题.xlsx"
    with file.open("wb") as huge:
        huge.truncate(200 * 1024 * 1024)
    assert refusal(file)[0] == "题.xlsx 超过 20 MB，请分成几个文件。"


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "questions", "bad", "duplicates"),
    [("autoxue/data.json", 884, 0, 1), ("dundunnp/题库_排序版.json", 2861, 17, 233)],
)
def test_the_two_banks_import_with_their_bad_rows_reported(
    name: str, questions: int, bad: int, duplicates: int
) -> None:
    said = report(CORPUS / name, "--skip-bad")
    assert (said["questions"], len(said["errors"]), said["duplicates"]) == (questions, bad, duplicates)
    assert said["created"] == questions - bad - duplicates
    assert bank("新题库").questions.count() == said["created"]
