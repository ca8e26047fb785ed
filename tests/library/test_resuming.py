import csv
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from library.management.commands import import_materials
from library.models import Citation, LibraryIndexPage, MaterialPage
from library.resuming import recover, remembered
from tests.library import builders
from tests.library.builders import PLAIN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(library: LibraryIndexPage) -> None:
    """Every case here needs the library."""


@pytest.fixture(autouse=True)
def _can_be_interrupted() -> Iterator[None]:
    """A run in the background of a shell ignores Ctrl-C, and what it starts inherits that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(1, 6):
        text = PLAIN.replace("一段没有结构的话", f"导读{number:02}")
        (tmp_path / f"{number}.txt").write_text(text)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *paths: Path, **options: Any) -> tuple[dict[str, Any], int]:
    code = 0
    try:
        call_command("import_materials", *map(str, paths), kind="guide", json=True, **options)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return json.loads(capsys.readouterr().out), code


def interrupt_at(number: int, monkeypatch: pytest.MonkeyPatch, *, by: int = signal.SIGINT) -> None:
    """Have the run interrupted while it reads the file of this number."""
    read = import_materials.extract_file

    def extract(path: Path) -> Any:
        if path.stem == str(number):
            os.kill(os.getpid(), by)
        return read(path)

    monkeypatch.setattr(import_materials, "extract_file", extract)


def test_it_works(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        interrupt_at(3, broken)
        first, code = run(capsys, folder)
    assert (first["created"], first["left"], code) == (2, 3, 1)
    second, code = run(capsys, folder)
    assert (second["unchanged"], second["created"], code) == (2, 3, 0)
    assert "left" not in second


def test_a_polite_request_to_end_is_an_interruption_too(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt_at(2, monkeypatch, by=signal.SIGTERM)
    report, _ = run(capsys, folder)
    assert report["left"] == 4
    assert MaterialPage.objects.count() == 1


def test_the_editor_is_told_how_to_go_on(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt_at(3, monkeypatch)
    with pytest.raises(SystemExit):
        call_command("import_materials", str(folder), kind="guide")
    assert "已中断：处理了 2 个，还有 3 个；再运行一次同样的命令，会接着导入。" in capsys.readouterr().err


def test_what_is_in_is_not_even_read(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(capsys, folder)
    monkeypatch.setattr(import_materials, "extract_file", lambda path: pytest.fail(f"{path} was read"))
    assert run(capsys, folder)[0]["unchanged"] == 5


def test_a_draft_that_is_to_be_published_now_is_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, folder)
    assert run(capsys, folder, publish=True)[0]["updated"] == 5
    assert MaterialPage.objects.live().count() == 5


def test_a_file_whose_page_was_given_another_text_since_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PLAIN)
    run(capsys, path)
    path.write_text(PLAIN.replace("晚上", "早上"))
    run(capsys, path)
    path.write_text(PLAIN)
    assert run(capsys, path)[0]["updated"] == 1


def test_a_copy_with_another_text_is_refused_although_the_first_was_only_skipped(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(PLAIN)
    run(capsys, tmp_path)
    (tmp_path / "b.txt").write_text(PLAIN.replace("晚上", "早上"))
    report, _ = run(capsys, tmp_path)
    assert (report["unchanged"], len(report["failed"])) == (1, 1)


def test_a_killed_run_is_made_up_for(capsys: pytest.CaptureFixture[str]) -> None:
    builders.bring_in(PLAIN + "\n详见《学习管理规定（示例）》第三条。\n", kind="guide")
    note = remembered()
    note.__enter__()
    builders.rules()
    Citation.objects.update(target=None, problem=Citation.Problem.UNKNOWN_WORK)
    assert recover()
    assert not recover()
    assert Citation.objects.get(name="学习管理规定（示例）").resolved


def test_the_report_is_a_table_of_every_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "空.txt").write_bytes(b"")
    table = folder / "报告.csv"
    run(capsys, folder, report=table)
    rows = list(csv.reader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["文件", "结果", "说明", "要看一看的地方"]
    assert len(rows) == 7
    assert rows[-1][1:3] == ["没有导入", "“空.txt”里没有文字，请检查是不是选错了文件。"]
