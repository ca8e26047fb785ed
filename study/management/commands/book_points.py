"""manage.py book_points: enter what counts and is not entered yet, in every ledger; for the night."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from members.models import Organization
from quizzes.actions import submit_all_overdue_attempts
from study.ledger.booking import book_evidence, first_entered
from study.ledger.homes import homes_among


class Command(BaseCommand):
    """Enter the evidence of all branches; a second run adds nothing."""

    help = "按记录给各支部的积分入账；重复运行不会重复记账。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how to print."""
        parser.add_argument("--json", action="store_true", help="输出 JSON：{ledgers, entries}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the ledgers, each in its own transaction."""
        now = timezone.now()
        # A paper left behind counts as handed in at its deadline.
        submit_all_overdue_attempts(now=now)
        today = timezone.localdate(now)
        # Where everybody left, what was done before is still to be entered.
        homes = homes_among(Organization.objects.all(), since=first_entered(today))
        entries = sum(len(book_evidence(home=home, now=now, today=today)) for home in homes)
        if options["json"]:
            self.stdout.write(json.dumps({"ledgers": len(homes), "entries": entries}))
        else:
            self.stdout.write(f"{len(homes)} 本账，新入账 {entries} 笔。")
