"""manage.py compare_editions: what one edition of a text changed against another."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from library.extraction import ExtractionError, extract_file
from library.structure import Change, Comparison, Document, Node, Row, compare, comparison_json, parse

NAMES = {
    Change.CHANGED: "修改",
    Change.MOVED: "移动",
    Change.SPLIT: "拆分",
    Change.MERGED: "合并",
    Change.INSERTED: "新增",
    Change.DELETED: "删除",
}


class Command(BaseCommand):
    """Compare two files (no database is opened) or two pages by id."""

    help = "对照两个版本：两份文件，或两个页面的编号；列出哪些条修改、新增、删除、移动、拆分、合并。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the older and the newer edition."""
        parser.add_argument("old", metavar="A", help="旧版：文件，或页面编号")
        parser.add_argument("new", metavar="B", help="新版：文件，或页面编号")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare and print."""
        comparison = compare(_document(options["old"]), _document(options["new"]))
        if options["json"]:
            self.stdout.write(json.dumps(comparison_json(comparison), ensure_ascii=False))
        else:
            self._print(comparison)

    def _print(self, comparison: Comparison) -> None:
        self.stdout.write(comparison.summary)
        for row in comparison.rows:
            if row.change != Change.UNCHANGED:
                self.stdout.write(f"{NAMES[row.change]}　{_numbers(row.old)} → {_numbers(row.new)}")
                if row.change == Change.CHANGED:
                    self.stdout.write("　　" + _marked(row))
        for row in comparison.outside:
            if row.change not in (Change.UNCHANGED, Change.MOVED):
                self.stdout.write(f"条文以外{NAMES[row.change]}　{_opening(row)}")


def _document(given: str) -> Document:
    """Parse a file, or the text of the page with that id; a file of that name comes first."""
    path = Path(given)
    if not path.is_file() and given.isdecimal():
        return parse(_page_body(int(given)))
    if path.is_dir():
        raise CommandError(f"{given} 是文件夹；请给出文件或页面编号。", returncode=2)
    try:
        return parse(extract_file(path).text)
    except ExtractionError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        raise CommandError(f"读不了 {given}：没有这个文件，或没有权限。") from error


def _page_body(page_id: int) -> str:
    """Return a page’s text; the models are not loaded for files."""
    from library.models import MaterialPage

    page = MaterialPage.objects.filter(pk=page_id).first()
    if page is None:
        raise CommandError(f"没有编号为 {page_id} 的资料页面；编号在后台编辑页的网址里。")
    if not page.body.strip():
        raise CommandError(f"页面“{page.title}”没有正文，不能对照；请给出某一版的页面编号。")
    return page.body


def _numbers(nodes: list[Node]) -> str:
    return "、".join(node.number for node in nodes) or "（无）"


def _marked(row: Row) -> str:
    """Write what went in 〔-…-〕 and what came in 〔+…+〕."""
    pieces = []
    for mark in row.marks:
        if mark.op == "equal":
            pieces.append(mark.new)
            continue
        pieces.append(f"〔-{mark.old}-〕" if mark.old else "")
        pieces.append(f"〔+{mark.new}+〕" if mark.new else "")
    return "".join(pieces).replace("\n", " / ")


def _opening(row: Row) -> str:
    text = (row.new or row.old)[0].full_text()
    return text[:40].replace("\n", " / ")
