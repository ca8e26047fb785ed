"""manage.py parse_structure: what tree a file's text becomes. Needs no database."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from library.extraction import ExtractionError, extract_file
from library.structure import Document, parse, to_json

LEVELS = {
    "part": "编",
    "chapter": "章",
    "section": "节",
    "article": "条",
    "paragraph": "款（段）",
    "item": "项",
}


class Command(BaseCommand):
    """Print title, counts by level, the tree and the warnings of each file."""

    help = "看一份文件会认出怎样的编、章、节、条、款、项，不写数据库。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--json", action="store_true", help="每份文件输出一行 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse and print; files that cannot be read are named on stderr and make the exit code 1."""
        failed = 0
        for path in options["files"]:
            try:
                document = parse(_read(path))
            except (ExtractionError, OSError) as error:
                sentence = (
                    str(error)
                    if isinstance(error, ExtractionError)
                    else f"读不了 {path}：没有这个文件，或没有权限。"
                )
                self.stderr.write(sentence)
                failed += 1
                continue
            if options["json"]:
                self.stdout.write(json.dumps(to_json(document, str(path)), ensure_ascii=False))
            else:
                self._print(path, document)
        if failed:
            sys.exit(1)

    def _print(self, path: Path, document: Document) -> None:
        self.stdout.write(f"{document.title or '（没有标题）'}　　{path}")
        counted = [f"{document.counts.get(kind, 0)} {label}" for kind, label in LEVELS.items()]
        self.stdout.write("　" + "，".join(counted))
        for node in document.walk():
            indent = "  " * (node.eid.count("__") + 1)
            label = " ".join(part for part in (node.number, node.heading) if part)
            self.stdout.write(f"{indent}{label or node.kind}　{node.text[:40]}　[{node.address}]")
        for warning in document.warnings:
            self.stdout.write(f"　提醒 第 {warning.line} 行：{warning.message}")


def _read(path: Path) -> str:
    if path.is_dir():
        raise CommandError(f"{path} 是文件夹；请给出文件。", returncode=2)
    return extract_file(path).text
