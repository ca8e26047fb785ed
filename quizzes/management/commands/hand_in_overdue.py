"""manage.py hand_in_overdue: papers whose time is up and whose members did not come back."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from quizzes.actions import submit_all_overdue_attempts


class Command(BaseCommand):
    """Hand in what was saved, dated at the deadline; a second run finds nothing."""

    help = "到时间没有交的答卷，按已保存的作答交卷；重复运行不会重复交卷。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how to print."""
        parser.add_argument("--json", action="store_true", help="输出 JSON：{handed_in}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Hand in, and say how many."""
        count = submit_all_overdue_attempts(now=timezone.now())
        if options["json"]:
            self.stdout.write(json.dumps({"handed_in": count}))
        else:
            self.stdout.write(f"到时间没有交的答卷，已交 {count} 份。")
