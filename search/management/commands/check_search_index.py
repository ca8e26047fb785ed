"""`manage.py check_search_index [--repair] [--json]`: does the index say what the database says?"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from modelsearch.backends import get_search_backends

from search import remembering
from search.backend import SearchBackend
from search.backend.checking import Difference, differences, repair
from search.catalogue import forget_old_changes
from search.catching_up import catch_up


class Command(BaseCommand):
    """Compare every index with the database; with --repair, bring it after, and forget what was searched for long ago."""

    help = "核对检索索引与数据库：缺少、过期、多余的文档各有多少；--repair 修复。有未修复的问题时以 1 退出。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --repair and --json."""
        parser.add_argument("--repair", action="store_true", help="补上缺少和过期的，删去多余的")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *, repair: bool, json: bool, **options: Any) -> None:
        """Print the counts as they were found; leave with 1 when something is still wrong."""
        if repair:
            catch_up()
            forget_old_changes()
            remembering.forget_old()
        found = _differences()
        self._show(found, as_json=json)
        if repair and any(found):
            _repair(found)
            found = _differences()
        if any(found):
            raise SystemExit(1)

    def _show(self, found: list[Difference], *, as_json: bool) -> None:
        counts = {
            "documents": sum(difference.documents for difference in found),
            "missing": sum(len(difference.missing) for difference in found),
            "stale": sum(len(difference.stale) for difference in found),
            "orphaned": sum(len(difference.orphaned) for difference in found),
        }
        if as_json:
            self.stdout.write(json.dumps(counts))
            return
        self.stdout.write(
            "索引中有 {documents} 个文档；缺少 {missing} 个，过期 {stale} 个，多余 {orphaned} 个。".format(
                **counts
            )
        )


def _differences() -> list[Difference]:
    ours = [backend for backend in get_search_backends() if isinstance(backend, SearchBackend)]
    if not ours:
        raise CommandError("当前的检索后端不是 search.backend，没有可核对的索引文件；请用该后端自己的工具。")
    return [difference for backend in ours for difference in differences(backend)]


def _repair(found: list[Difference]) -> None:
    for difference in found:
        if difference:
            repair(difference)
