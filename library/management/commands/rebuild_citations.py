"""manage.py rebuild_citations: find every reference anew, when names were changed outside the editor's pages."""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from library.batch import collecting
from library.citing import rebuild_citations
from library.models import Citation, MaterialPage
from library.structure import parse


class Command(BaseCommand):
    """Read every live text again for what it refers to; addresses and rows of provisions stay as they are."""

    help = "重新识别全部资料里的引用；正文和条文不变。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --json."""
        parser.add_argument("--json", action="store_true", help="结果输出为 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, then say how many references there are and how many lead nowhere."""
        started = time.monotonic()
        texts = MaterialPage.objects.live().exclude(body="")
        # A batch loads the names of all works once.
        with collecting():
            for material in texts.iterator(chunk_size=50):
                rebuild_citations(material=material, document=parse(material.body))
        report = {
            "citations": Citation.objects.count(),
            "unresolved": Citation.objects.unresolved().count(),
            "seconds": round(time.monotonic() - started, 2),
        }
        if options["json"]:
            self.stdout.write(json.dumps(report))
        else:
            self.stdout.write(
                f"共 {report['citations']} 处引用，其中 {report['unresolved']} 处没有链接上，用时 {report['seconds']} 秒"
            )
