"""manage.py setup_demo: a living site on an empty machine; on a second run it only looks."""

import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from cms.demo.load import is_loaded, load_demo
from cms.demo.people import LOG_INS

STEPS_EXPECTED = 36
BAR_WIDTH = 30


class Command(BaseCommand):
    """Migrate, load the demonstration once, and say how to log in. For development only."""

    help = "准备演示站点：迁移、示例内容、检索；再次运行不改动数据。只用于开发环境。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Let `make run` go on to the server without starting Python anew."""
        parser.add_argument("--serve", action="store_true", help="随后在本机的 PORT 端口打开网站。")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is still to be done."""
        password = getattr(settings, "DEMO_PASSWORD", "")
        if not password:
            raise CommandError("演示内容只能在开发环境装入：DEMO_PASSWORD 没有设置。")
        port = getattr(settings, "PORT", 8000)
        self._migrate()
        if not is_loaded():
            self._load(password, port)
        self._say_log_ins(password, port)
        if options["serve"]:
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("建立数据库……")
            call_command("migrate", verbosity=0, interactive=False)

    def _load(self, password: str, port: int) -> None:
        steps = load_demo(host="127.0.0.1", port=port, password=password, now=timezone.now())
        for number, step in enumerate(steps, 1):
            self._bar(number, step)

    def _bar(self, number: int, step: str) -> None:
        if not sys.stdout.isatty():
            self.stdout.write(f"  {step}")
            return
        done = min(BAR_WIDTH, BAR_WIDTH * number // STEPS_EXPECTED)
        self.stdout.write(f"\r\033[K[{'█' * done}{'·' * (BAR_WIDTH - done)}] {step}", ending="")
        self.stdout.flush()

    def _say_log_ins(self, password: str, port: int) -> None:
        self.stdout.write(
            f"\n知行（演示）：http://127.0.0.1:{port}/　编辑后台：http://127.0.0.1:{port}/admin/"
        )
        self.stdout.write(f"示例账号，密码都是 {password}：")
        for entry in LOG_INS:
            self.stdout.write(f"  {entry.username:<10}{entry.role}，{entry.name}，{entry.place}")
        self.stdout.write("")
