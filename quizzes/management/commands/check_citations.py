"""manage.py check_citations: put questions in doubt whose cited articles read otherwise now."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from quizzes.binding.staleness import recheck_all
from quizzes.models import Question


class Command(BaseCommand):
    """Look at every cited work; run it once a day, so that an edition's first day is noticed."""

    help = "核对所有题目引用的条文，条文变了的题转为待复核。每天运行一次，新版本施行的当天就能发现。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the form of the report."""
        parser.add_argument("--json", action="store_true", help="结果输出为 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and report."""
        found = recheck_all()
        stale = Question.objects.filter(state=Question.State.STALE).count()
        if options["json"]:
            self.stdout.write(json.dumps({"found": found, "stale": stale}))
        else:
            self.stdout.write(f"新发现 {found} 处条文变化，现有 {stale} 道题待复核。")
