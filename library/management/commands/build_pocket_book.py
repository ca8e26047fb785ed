"""Build a pocket book into a file."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from library.models import PocketBookPage
from library.pocketbooks.errors import BookError, NoSuchBook
from library.pocketbooks.issuing import issue_book
from library.pocketbooks.making import print_book
from library.pocketbooks.printing.form import Format


class Command(BaseCommand):
    """The newest edition of a book in one of its shapes; the same edition gives the same bytes."""

    help = "把一本口袋书生成文件：电子书、PDF、折页或大字本。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a slug, a format and where to write."""
        parser.add_argument("slug", help="口袋书的地址名")
        parser.add_argument("--format", required=True, choices=[form.value for form in Format], help="形式")
        parser.add_argument("--output", required=True, help="写到哪个文件")
        parser.add_argument("--leaves", type=int, default=None, help="折页每帖张数，默认按书的设置")
        parser.add_argument("--json", action="store_true", help="结果写成 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build and write.

        Raises:
            CommandError: there is no such book, it cannot be printed, or the file cannot be written.
        """
        form = Format(options["format"])
        try:
            book = PocketBookPage.objects.filter(slug=options["slug"]).first()
            if book is None:
                raise NoSuchBook(options["slug"])
            issue = book.newest or issue_book(book=book)
            leaves = book.leaves if options["leaves"] is None else options["leaves"]
            built = print_book(issue.printed(), form, leaves=leaves)
            Path(options["output"]).write_bytes(built.data)
        except BookError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"写不进“{options['output']}”：{error.strerror}，请换一个位置。") from error
        for one in built.missing:
            self.stderr.write(one.label)
        said = {
            "pages": built.pages,
            "bytes": len(built.data),
            "sha256": built.sha256,
            "seconds": round(built.seconds, 3),
        }
        line = f"{form.label}：{built.pages} 页，{len(built.data)} 字节，用 {built.seconds:.1f} 秒，写到 {options['output']}。"
        self.stdout.write(json.dumps(said) if options["json"] else line)
