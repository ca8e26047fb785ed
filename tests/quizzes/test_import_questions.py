import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from quizzes.models import Question, QuestionBank
from tests.quizzes.builders import publish_regulation

pytestmark = pytest.mark.django_db
GOOD = {"kind": "single", "stem": "选哪个？", "options": ["甲", "乙"], "answer": 0}
BAD = GOOD | {"answer": 5}
SAMPLES = Path(__file__).resolve().parents[2] / "cms" / "demo" / "questions"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "题目.json"


def write(file: Path, *rows: Any) -> Path:
    file.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return file


def run(file: Path, *options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("import_questions", str(file), "--bank", "新题库", *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def refusal(file: Path, *options: str) -> CommandError:
    with pytest.raises(CommandError) as refused:
        run(file, *options)
    return refused.value


def test_it_works(file: Path) -> None:
    out, err = run(write(file, GOOD))
    assert out == "共 1 题，新增 1，已有 0，有错 0。\n"
    assert err == ""
    assert Question.objects.get().state == "draft"
    assert QuestionBank.objects.get().name == "新题库"


def test_json_has_the_promised_keys(file: Path) -> None:
    out, _ = run(write(file, GOOD, GOOD, BAD), "--json", "--skip-bad")
    said = json.loads(out)
    promised = ("format", "questions", "created", "duplicates", "errors")
    assert {key: said[key] for key in promised} == {
        "format": "json",
        "questions": 3,
        "created": 1,
        "duplicates": 1,
        "errors": [{"row": 3, "message": "正确选项是 F，但选项只到 B。"}],
    }


def test_with_a_bad_row_nothing_is_kept_and_the_exit_code_is_one(file: Path) -> None:
    error = refusal(write(file, GOOD, BAD))
    assert (str(error), error.returncode) == ("有 1 题不能导入，没有导入任何题目；改好后再试。", 1)
    assert not Question.objects.exists()
    assert not QuestionBank.objects.exists()


def test_the_bad_rows_are_named_one_by_one(file: Path) -> None:
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError):
        call_command(
            "import_questions", str(write(file, GOOD, BAD)), "--bank", "题库", stdout=out, stderr=err
        )
    assert err.getvalue() == "第 2 题：正确选项是 F，但选项只到 B。\n"


def test_json_is_printed_when_refused_too(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError):
        call_command("import_questions", str(write(file, BAD)), "--bank", "题库", "--json")
    assert json.loads(capsys.readouterr().out)["errors"][0]["row"] == 1


def test_bad_rows_can_be_skipped(file: Path) -> None:
    out, err = run(write(file, BAD, GOOD), "--skip-bad")
    assert out == "共 2 题，新增 1，已有 0，有错 1。\n"
    assert err.startswith("第 1 题：")


def test_a_rehearsal_keeps_nothing(file: Path) -> None:
    out, _ = run(write(file, GOOD), "--dry-run", "--json")
    assert json.loads(out)["created"] == 1
    assert not Question.objects.exists()
    assert not QuestionBank.objects.exists()


def test_running_it_again_brings_nothing_new(file: Path) -> None:
    run(write(file, GOOD))
    out, _ = run(file)
    assert out == "共 1 题，新增 0，已有 1，有错 0。\n"
    assert Question.objects.count() == 1


def test_they_can_be_usable_at_once(file: Path) -> None:
    publish_regulation()
    run(write(file, GOOD | {"cites": [{"material": "study-rules", "address": "art_2"}]}), "--ready")
    assert Question.objects.get().state == "ready"


def test_without_a_source_they_cannot_be_usable_at_once(file: Path) -> None:
    assert refusal(write(file, GOOD), "--ready").returncode == 1
    assert not Question.objects.exists()


def test_a_byte_order_mark_is_no_fault(file: Path) -> None:
    file.write_text(json.dumps([GOOD]), encoding="utf-8-sig")
    assert run(file)[0].startswith("共 1 题，新增 1")


def test_an_empty_list_brings_nothing(file: Path) -> None:
    assert run(write(file))[0] == "共 0 题，新增 0，已有 0，有错 0。\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "题目.json 不是合格的 JSON"),
        (b"{", "题目.json 不是合格的 JSON"),
        (b"[" * 100_000, "题目.json 不是合格的 JSON"),
        (b'{"kind": "single"}', "题目.json 应为一个题目的列表，最外面是方括号 []。"),
        ("题目".encode("gb18030"), "题目.json 不是合格的 JSON"),
        (b"\x89PNG\r\n\x1a\n\x00", "“题目.json”不是文本文件"),
    ],
)
def test_a_file_that_is_no_list_of_questions_is_refused(file: Path, content: bytes, message: str) -> None:
    file.write_bytes(content)
    error = refusal(file)
    assert message in str(error)
    assert error.returncode == 1
    assert not QuestionBank.objects.exists()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert "读不了 没有.json" in str(refusal(tmp_path / "没有.json"))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "读不了" in str(refusal(tmp_path))


def test_a_huge_file_is_refused_before_it_is_read(file: Path) -> None:
    with file.open("wb") as huge:
        huge.truncate(21 * 1024 * 1024)
    assert str(refusal(file)) == "题目.json 超过 20 MB，请分成几个文件。"


def test_an_unknown_format_is_wrong_usage(file: Path) -> None:
    assert "--format" in str(refusal(write(file, GOOD), "--format", "word"))


def test_a_bank_has_a_name(file: Path) -> None:
    write(file, GOOD)
    with pytest.raises(CommandError, match="题库要有名称"):
        call_command("import_questions", str(file), "--bank", "  ")


@pytest.mark.parametrize("name", ["guides.json", "regulations.json"])
def test_the_demonstrations_questions_are_sound_but_for_their_missing_texts(name: str) -> None:
    sample = SAMPLES / name
    if not sample.exists():
        pytest.skip(f"{sample} is not here")
    out, _ = run(sample, "--json", "--skip-bad")
    assert all("不在资料库里" in error["message"] for error in json.loads(out)["errors"])
