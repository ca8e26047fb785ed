"""manage.py send_digests: e-mail to those who asked for it; run it every hour."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from study.nudges.actions import SendError, send_digests


class Command(BaseCommand):
    """Send the digests that are due, outside everybody's quiet hours; running it again sends nothing twice."""

    help = "给选了学习提要的人发邮件，避开各人的不打扰时段；每小时运行一次，重复运行不会重复发。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the form of the report."""
        parser.add_argument("--json", action="store_true", help="结果输出为 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send and report; ends with 1 when a letter could not be sent."""
        sent = silent = 0
        failed: list[str] = []
        for _, outcome in send_digests(now=timezone.now()):
            if isinstance(outcome, SendError):
                failed.append(str(outcome))
            elif outcome:
                sent += 1
            else:
                silent += 1
        if options["json"]:
            report = {"sent": sent, "nothing_to_say": silent, "failed": failed}
            self.stdout.write(json.dumps(report, ensure_ascii=False))
        else:
            self.stdout.write(f"发出 {sent} 封；{silent} 人今天没有要提醒的。")
        if failed:
            raise CommandError(f"{len(failed)} 封没有送出，下次运行再试。第一封：{failed[0]}")
