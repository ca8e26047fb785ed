"""manage.py export_questions: a bank's questions as a file others can read."""

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from quizzes.exporting import rows_of
from quizzes.formats import WRITABLE, Fault, find_unwritable, write_rows
from quizzes.models import QuestionBank


class Command(BaseCommand):
    """Export the current versions of a bank's questions, all or none; with --skip-bad, all the format can say."""

    help = "把一个题库导出为 Excel（xlsx）、GIFT、Moodle XML 或 JSON；停用的题目不导出。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the bank, the format and where to write."""
        parser.add_argument("--bank", required=True, help="题库名称")
        parser.add_argument("--format", choices=WRITABLE, required=True, help="文件格式")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE", help="写到哪个文件")
        parser.add_argument("--skip-bad", action="store_true", help="跳过这种格式写不了的题")
        parser.add_argument("--json", action="store_true", help="结果输出为 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file whole or not at all; exit code 1 when something was refused."""
        bank = QuestionBank.objects.filter(name=options["bank"].strip()).first()
        if bank is None:
            raise CommandError(f"没有叫“{options['bank'].strip()}”的题库，请核对名称。")
        rows = rows_of(bank)
        faults = find_unwritable(rows, options["format"])
        if faults and not options["skip_bad"]:
            self._print_faults(faults)
            raise CommandError(
                f"有 {len(faults)} 题用这种格式写不了，没有导出；换一种格式，或加 --skip-bad 跳过它们。"
            )
        unwritable = {fault.row for fault in faults}
        rows = [row for number, row in enumerate(rows, 1) if number not in unwritable]
        _write(options["output"], write_rows(rows, options["format"]))
        if options["json"]:
            errors = [{"row": fault.row, "message": fault.message} for fault in faults]
            self.stdout.write(json.dumps({"questions": len(rows), "errors": errors}, ensure_ascii=False))
            return
        self._print_faults(faults)
        self.stdout.write(f"已导出 {len(rows)} 题到 {options['output']}。")

    def _print_faults(self, faults: list[Fault]) -> None:
        for fault in faults:
            self.stderr.write(f"第 {fault.row} 题{fault.message}")


def _write(output: Path, content: bytes) -> None:
    """Put `content` in place at once, so that a failure leaves no half file and an old one as it was."""
    try:
        handle, name = tempfile.mkstemp(dir=output.parent, prefix=f".{output.name}.")
        scratch = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            scratch.chmod(0o644)
            scratch.replace(output)
        except BaseException:
            scratch.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CommandError(f"写不了 {output}：请检查文件夹在不在、有没有写的权限。") from error
