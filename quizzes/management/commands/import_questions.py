"""manage.py import_questions: bring a file of questions into a bank."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from quizzes.actions import LoadReport, RowError, load_questions
from quizzes.errors import UnreadableQuestions
from quizzes.formats import READABLE, Reading, read_file
from quizzes.models import Question, QuestionBank


class Command(BaseCommand):
    """Import questions, all or none; with --skip-bad, all good ones."""

    help = (
        "导入题目：Excel（xlsx）、试卷文字（text）、Word（docx）、GIFT、Moodle XML、Aiken 或 JSON，默认按内容识别。"
        "有一题不对就全部不导入，除非加 --skip-bad。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file and the bank."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--bank", required=True, help="题库名称，没有时新建")
        parser.add_argument(
            "--format", choices=("auto", *READABLE), default="auto", help="文件格式，默认按内容识别"
        )
        parser.add_argument("--dry-run", action="store_true", help="只试一遍，不写入")
        parser.add_argument("--skip-bad", action="store_true", help="跳过有错的题")
        parser.add_argument("--ready", action="store_true", help="导入后立即可用（否则为草稿）")
        parser.add_argument("--json", action="store_true", help="结果输出为 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, report; exit code 1 when something was refused."""
        name = options["bank"].strip()
        if not name:
            raise CommandError("题库要有名称，请在 --bank 后面写上。", returncode=2)
        try:
            reading = read_file(options["file"], options["format"])
        except UnreadableQuestions as error:
            raise CommandError(str(error)) from error
        with transaction.atomic():
            report = _load(reading, name, options)
            refused = bool(report.errors) and not options["skip_bad"]
            if options["dry_run"] or refused:
                transaction.set_rollback(True)
        if options["json"]:
            self._print_json(reading, report)
        else:
            self._print(reading, report)
        if refused:
            unit = "行" if reading.by_line else "题"
            raise CommandError(f"有 {len(report.errors)} {unit}不能导入，没有导入任何题目；改好后再试。")

    def _print_json(self, reading: Reading, report: LoadReport) -> None:
        said = {"format": reading.format, **asdict(report)}
        said["notes"] = [asdict(note) for note in reading.notes] + said.pop("elsewhere")
        self.stdout.write(json.dumps(said, ensure_ascii=False))

    def _print(self, reading: Reading, report: LoadReport) -> None:
        unit = "行" if reading.by_line else "题"
        for error in [*report.errors, *report.repeated, *report.elsewhere]:
            self.stderr.write(f"第 {error.row} {unit}：{error.message}")
        for note in reading.notes:
            self.stderr.write(f"第 {note.row} {unit}：{note.message}" if note.row else note.message)
        self.stdout.write(
            f"共 {report.questions} 题，新增 {report.created}，已有 {report.duplicates}，有错 {len(report.errors)}。"
        )


def _load(reading: Reading, name: str, options: dict[str, Any]) -> LoadReport:
    bank, _created = QuestionBank.objects.get_or_create(name=name)
    return load_questions(
        author=None,
        bank=bank,
        rows=reading.rows,
        state=Question.State.READY if options["ready"] else Question.State.DRAFT,
        skip_bad=options["skip_bad"],
        numbers=reading.numbers,
        faults=[RowError(fault.row, fault.message) for fault in reading.faults],
        unit="行" if reading.by_line else "题",
    )
