"""manage.py verify_ledger: find any silent edit or deletion in the ledgers, and recompute every balance."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from study.ledger.reconciling import reconcile
from study.ledger.verifying import Verified, verify_ledgers


class Command(BaseCommand):
    """Check every ledger; exit code 1 when something is wrong."""

    help = "核对积分账本：找出入账以后被改过、删过的账目，重算每个人的结余。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how to print, what to compare with, and whether to read the evidence again."""
        parser.add_argument("--json", action="store_true", help="输出 JSON")
        parser.add_argument("--against", metavar="FILE", help="以前用 --json 存下的结果；其中的封条必须还在")
        parser.add_argument("--evidence", metavar="YEAR", type=int, help="再按这一年的原始记录重算一遍积分")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, print, and fail when something is wrong."""
        found = verify_ledgers(kept=_kept(options["against"]))
        if options["evidence"]:
            found.faults += reconcile(year=_year(options["evidence"]))
        if options["json"]:
            self.stdout.write(json.dumps(found.as_json(), ensure_ascii=False))
        else:
            self._print(found)
        if found.faults:
            raise CommandError(f"账本有 {len(found.faults)} 处不对：{found.faults[0]['message']}")

    def _print(self, found: Verified) -> None:
        self.stdout.write(f"账目 {found.entries} 笔，结余 {len(found.balances)} 项。")
        for fault in found.faults:
            self.stdout.write(f"{fault['label']}　{fault['message']}")
        if not found.faults:
            self.stdout.write("没有发现问题。")


def _kept(name: str | None) -> Any:
    if name is None:
        return None
    try:
        kept = json.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"读不了核对文件 {name}：没有这个文件，或者不是 JSON。", returncode=2) from error
    if not isinstance(kept, dict) or not isinstance(kept.get("heads"), list):
        raise CommandError(f"{name} 不是 verify_ledger --json 的结果，里面没有 heads。", returncode=2)
    return kept


def _year(year: int) -> int:
    if not 2000 <= year <= date.max.year - 1:
        raise CommandError(f"年份 {year} 不对，请写成四位数，如 2026。", returncode=2)
    return year
