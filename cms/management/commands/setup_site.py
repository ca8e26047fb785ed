"""manage.py setup_site: pages and groups of a new site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.setup import set_up_site


class Command(BaseCommand):
    """Create the home page, the library and the editors' group where they are missing."""

    help = "建立首页、资料库和编辑组（已有的不动）。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the host name readers use."""
        parser.add_argument("--host", default="localhost", help="读者访问用的主机名")
        parser.add_argument("--port", type=int, default=80, help="端口")

    def handle(self, *args: Any, **options: Any) -> None:
        """Set the site up."""
        home = set_up_site(host=options["host"], port=options["port"])
        self.stdout.write(f"站点已就绪：{home.title}，{options['host']}:{options['port']}")
