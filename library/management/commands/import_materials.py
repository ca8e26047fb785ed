"""manage.py import_materials: bring files and folders in."""

import csv
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from library.errors import LibraryError
from library.extraction import MAX_BYTES, READABLE_SUFFIXES, ExtractionError, extract_file
from library.importing import CREATED, UNCHANGED, UPDATED, ImportRun, captured, import_document, is_undated
from library.particulars import INDEX_NAMES, gather, index_title
from library.publishing import publishing_together
from library.resuming import interrupted_by_terminate, is_in_already, recover, remembered
from library.structure import parse, rejoin_lines

KINDS = ("regulation", "speech", "guide")
UNDATED = "没有读到施行日期，暂时填了导入的日子，请到后台改成实际的施行日期。"
BAR_WIDTH = 30
FAILED = "failed"
OUTCOMES = {CREATED: "新建", UPDATED: "更新", UNCHANGED: "未变", FAILED: "没有导入"}
# Files after which search and references follow; bounds what an interruption leaves to be made up for.
TOGETHER = 500


class _DryRun(Exception):
    """Thrown to undo what a rehearsal did."""


@dataclass
class Report:
    """What a run did; `failed` holds (file, sentence), `rows` what came of each file, for the report on disk.

    `undated` are the files of regulations of which no day of effect could be read.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: list[dict[str, str]] = field(default_factory=list)
    seconds: float = 0.0
    rows: list[tuple[str, str, str, int]] = field(default_factory=list)
    left: int = 0
    undated: list[str] = field(default_factory=list)

    def note(self, path: Path, outcome: str, sentence: str = "", warnings: int = 0) -> None:
        """Note what came of one file."""
        self.rows.append((str(path), OUTCOMES[outcome], sentence, warnings))
        if outcome == FAILED:
            self.failed.append({"file": str(path), "message": sentence})
        else:
            setattr(self, outcome, getattr(self, outcome) + 1)

    def as_json(self) -> dict[str, Any]:
        """Return what other programs read; `left` and `undated` are there only when there is something to say."""
        shown = {
            name: getattr(self, name) for name in ("created", "updated", "unchanged", "failed", "seconds")
        }
        return shown | {name: found for name in ("left", "undated") if (found := getattr(self, name))}

    def write(self, path: Path) -> None:
        """Write a table that Excel opens with its Chinese intact."""
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            csv.writer(file).writerows([("文件", "结果", "说明", "要看一看的地方"), *self.rows])


class Command(BaseCommand):
    """Import materials; running it again updates nothing that has not changed, and goes on where it was interrupted."""

    help = "导入资料：文件或文件夹（.md .txt .docx .doc .pdf .html）；再次运行只处理变了的和上次没有处理完的文件。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take paths and what they are."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--kind", required=True, choices=KINDS, help="资料类型")
        parser.add_argument("--topic", default="", help="专题的地址名")
        parser.add_argument("--publish", action="store_true", help="导入后立即发布（否则为草稿）")
        parser.add_argument("--dry-run", action="store_true", help="只试一遍，不写入")
        parser.add_argument("--json", action="store_true", help="结果输出为 JSON")
        parser.add_argument("--report", type=Path, metavar="FILE", help="把每个文件的结果写成一张 .csv 表")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import every file, then report; exit code 1 when a file failed or the run was interrupted."""
        started = time.monotonic()
        files = list(_files(options["paths"]))
        report = Report()
        if not options["dry_run"] and recover():
            self.stderr.write("上次导入中途停了，已把检索和引用补齐，接着导入。")
        with interrupted_by_terminate():
            try:
                self._run(files, options, report)
            except KeyboardInterrupt:
                report.left = len(files) - len(report.rows)
        report.seconds = round(time.monotonic() - started, 2)
        self._print(report, total=len(files), as_json=options["json"])
        if options["report"]:
            report.write(options["report"])
        if report.failed or report.left:
            sys.exit(1)

    def _run(self, files: list[Path], options: dict[str, Any], report: Report) -> None:
        run = ImportRun(publish=options["publish"])
        for start in range(0, len(files), TOGETHER):
            with remembered(), publishing_together():
                for path in files[start : start + TOGETHER]:
                    _try(path, run, options, report)
                    self._bar(len(report.rows), len(files))

    def _bar(self, number: int, total: int) -> None:
        if sys.stderr.isatty():
            done = BAR_WIDTH * number // total
            end = "\n" if number == total else ""
            self.stderr.write(f"\r[{'█' * done}{'·' * (BAR_WIDTH - done)}] {number}/{total}", ending=end)

    def _print(self, report: Report, *, total: int, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False))
        else:
            look = sum(warnings for *_, warnings in report.rows)
            self.stdout.write(
                f"新建 {report.created}，更新 {report.updated}，未变 {report.unchanged}，"
                f"失败 {len(report.failed)}，用时 {report.seconds} 秒"
                + (f"，有 {look} 处要看一看" if look else "")
            )
        for file in report.undated:
            self.stderr.write(f"{file}：{UNDATED}")
        for failure in report.failed:
            self.stderr.write(f"{failure['file']}：{failure['message']}")
        if report.left:
            self.stderr.write(
                f"已中断：处理了 {total - report.left} 个，还有 {report.left} 个；再运行一次同样的命令，会接着导入。"
            )


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                file
                for file in path.rglob("*")
                if file.is_file() and file.suffix.lower() in READABLE_SUFFIXES
            )
        elif path.exists():
            yield path
        else:
            raise CommandError(f"没有这个文件或文件夹：{path}", returncode=2)


def _try(path: Path, run: ImportRun, options: dict[str, Any], report: Report) -> None:
    """Import one file, and note in the report what came of it."""
    try:
        outcome, warnings, undated = _import(path, run, options)
    except (ExtractionError, LibraryError) as error:
        report.note(path, FAILED, str(error))
    except OSError:
        report.note(path, FAILED, f"“{path.name}”读不了，请检查文件是否还在、有没有读取权限。")
    else:
        report.note(path, outcome, UNDATED if undated else "", warnings)
        report.undated += [str(path)] if undated else []


def _import(path: Path, run: ImportRun, options: dict[str, Any]) -> tuple[str, int, bool]:
    """Return the outcome of one file, how many places the parser asks to look at, and whether it has no day."""
    if is_in_already(path, kind=options["kind"], run=run):
        return UNCHANGED, 0, False
    extracted = extract_file(path)
    text, _joined = rejoin_lines(extracted.text)
    document = parse(text)
    known = {"kind": options["kind"], "topic": options["topic"], "whole": _whole(path)}
    particulars = gather(extracted, document, name=path.name, **known)
    outcome = ""
    try:
        data = path.read_bytes()[:MAX_BYTES]
        with captured(
            data=data, name=path.name, extracted=extracted, kind=particulars.kind, by=run.by
        ) as source:
            outcome = import_document(source=source, text=text, particulars=particulars, run=run).outcome
            if options["dry_run"]:
                raise _DryRun
    except _DryRun:
        pass
    return outcome, len(document.warnings), is_undated(particulars)


def _whole(path: Path) -> str:
    """Return the title of the work whose parts stand in the files of this folder, "" when no page names it."""
    for name in INDEX_NAMES:
        index = path.with_name(name)
        if index != path and index.is_file():
            try:
                return index_title(extract_file(index).text)
            except ExtractionError:
                return ""
    return ""
