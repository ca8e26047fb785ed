"""manage.py propose_citations: look for the sources of a bank's questions."""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from quizzes.binding.actions import accept_proposals, best_above
from quizzes.binding.library_texts import sources
from quizzes.binding.matching import ACCEPT_ABOVE
from quizzes.binding.searching import forget_searches, progress_of, search_some
from quizzes.models import QuestionBank


class Command(BaseCommand):
    """Propose; with --accept-above, link what is sure enough."""

    help = (
        "给题库里没有出处的题找出处，只记下建议；加 --accept-above 才把握够大的连上。"
        "可以随时中断，再运行时接着找；--again 重新找。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the bank and the threshold."""
        parser.add_argument("--bank", required=True, help="题库名称")
        parser.add_argument(
            "--accept-above",
            type=float,
            metavar="0.9",
            help=f"把握不小于这个数的直接连上，建议 {ACCEPT_ABOVE}",
        )
        parser.add_argument("--again", action="store_true", help="忘掉以前的建议，全部重新找")
        parser.add_argument("--json", action="store_true", help="结果输出为 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Search on, tell how far it is, and report."""
        bank = QuestionBank.objects.filter(name=options["bank"].strip()).first()
        if bank is None:
            names = "、".join(QuestionBank.objects.values_list("name", flat=True)) or "还没有题库"
            raise CommandError(f"没有叫“{options['bank']}”的题库。现有：{names}。")
        threshold = options["accept_above"]
        if threshold is not None and not 0 < threshold <= 1:
            raise CommandError("--accept-above 应在 0 和 1 之间，例如 0.9。", returncode=2)
        started = time.perf_counter()
        if options["again"]:
            forget_searches(bank=bank)
        total, before = progress_of(bank).total, progress_of(bank).done

        def tell(done: int) -> None:
            self.stderr.write(f"已找 {before + done} / {total} 道")

        searched = search_some(bank=bank, known=sources(), tell=tell)
        sure = len(best_above(bank, threshold or ACCEPT_ABOVE))
        linked = accept_proposals(member=None, proposals=best_above(bank, threshold)) if threshold else 0
        self._report(
            {
                "bank": bank.name,
                "questions": total,
                "searched": searched,
                "sure": sure,
                "linked": linked,
                "seconds": round(time.perf_counter() - started, 2),
            },
            as_json=options["json"],
        )

    def _report(self, said: dict[str, Any], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(said, ensure_ascii=False))
            return
        self.stdout.write(
            f"缺出处的 {said['questions']} 道题，这次找了 {said['searched']} 道，把握大的 {said['sure']} 道，"
            f"连上 {said['linked']} 道，用时 {said['seconds']} 秒。"
        )
