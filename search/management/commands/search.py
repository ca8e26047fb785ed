"""manage.py search: ask the library from the command line."""

import json
import re
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.filtering import Chosen
from search.finding import Results, find
from search.suggesting import suggest

TAGS = re.compile(r"</?mark>")


class Command(BaseCommand):
    """Search materials and provisions as one person sees them."""

    help = "检索资料和条文。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the query, or a file of queries."""
        parser.add_argument("query", nargs="?", help="要找的话")
        parser.add_argument("--batch", type=Path, metavar="FILE", help="一行一个问题的文件，逐行输出 JSON")
        parser.add_argument("--limit", type=int, default=10, help="最多显示多少条")
        parser.add_argument("--as", dest="username", metavar="USER", help="按此用户能看到的范围检索")
        parser.add_argument("--in-force", action="store_true", help="只看现行版本")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Search and print."""
        if options["limit"] < 1:
            raise CommandError("--limit 要大于 0。", returncode=2)
        user = self._user(options["username"])
        chosen = Chosen(editions="current" if options["in_force"] else "all")
        for query in self._queries(options):
            results = find(query, user=user, limit=options["limit"], chosen=chosen)
            if options["json"] or options["batch"]:
                self.stdout.write(json.dumps(as_json(results, user=user), ensure_ascii=False))
            else:
                self._print(results)

    def _queries(self, options: dict[str, Any]) -> list[str]:
        if options["batch"]:
            try:
                lines = options["batch"].read_text(encoding="utf-8-sig").splitlines()
            except (OSError, UnicodeDecodeError) as error:
                raise CommandError(
                    f"读不了 {options['batch']}：请给一个 UTF-8 文本文件，一行一个问题。"
                ) from error
            return [line for line in lines if line.strip()]
        if not options["query"]:
            raise CommandError("请写要找的话，或用 --batch 给一个文件。", returncode=2)
        return [options["query"]]

    def _user(self, username: str | None) -> Any:
        if username is None:
            return AnonymousUser()
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"没有用户“{username}”，请检查用户名。")
        return user

    def _print(self, results: Results) -> None:
        self.stdout.write(f"“{results.query}”：{results.total} 条，{results.seconds * 1000:.0f} 毫秒")
        if results.suggestions:
            self.stdout.write(f"您是不是要找：{'、'.join(results.suggestions)}")
        for hit in results.hits:
            place = f"{hit.found.title} {hit.found.number}".strip()
            self.stdout.write(f"  {place}　{hit.found.url}\n    {TAGS.sub('', hit.snippet)}")


def as_json(results: Results, *, user: Any) -> dict[str, Any]:
    """Return the stable shape other programs read; `suggestions` are what was probably meant, then what it may become."""
    offered = [one.text for one in suggest(results.query, user=user)]
    return {
        "query": results.query,
        "total": results.total,
        "seconds": round(results.seconds, 4),
        "hits": [
            {
                "title": hit.found.title,
                "kind": hit.found.kind,
                "url": hit.found.url,
                "eid": hit.found.eid,
                "number": hit.found.number,
                "snippet": str(hit.snippet),
                "score": round(hit.score, 4),
            }
            for hit in results.hits
        ],
        "suggestions": list(dict.fromkeys([*results.suggestions, *offered])),
    }
