"""manage.py export_report: the report of an organisation on a quarter or a half-year, as a file or as data."""

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q

from members.models import Organization
from study.reports.exporting import report_file
from study.reports.gathering import gather
from study.reports.periods import Period, UnknownPeriod, parse_period
from study.reports.policies import PEOPLED


class Command(BaseCommand):
    """Export as the organisation's own people would: a branch's report names persons, one from above never does."""

    help = "导出一个党组织一个季度或半年的学习情况报告。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the organisation, the period and the format."""
        parser.add_argument("organization", metavar="ORG", help="党组织的编号、名称或简称")
        parser.add_argument("period", metavar="PERIOD", help="时段：季度如 2026Q3，半年如 2026H1")
        parser.add_argument("--format", choices=["docx", "xlsx", "json"], required=True, help="文件格式")
        parser.add_argument("--output", metavar="FILE", help="写到哪个文件；省略时写到标准输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Draft the report and write it."""
        try:
            period = parse_period(options["period"])
        except UnknownPeriod as error:
            raise CommandError(str(error), returncode=2) from error
        organization = _organization(options["organization"])
        made = _made(organization, period, options["format"])
        if options["output"]:
            _write(Path(options["output"]), made)
            self.stdout.write(f"已写入 {options['output']}，{len(made)} 字节。")
        elif options["format"] == "json":
            self.stdout.write(made.decode())
        elif sys.stdout.isatty():
            raise CommandError("docx 和 xlsx 不能打印在屏幕上，请加 --output 文件名。", returncode=2)
        else:
            sys.stdout.buffer.write(made)


def _made(organization: Organization, period: Period, kind: str) -> bytes:
    base = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    if kind == "json":
        report = gather(organization, period, above=None)
        return json.dumps(report.as_json(base=base), ensure_ascii=False).encode()
    names = organization.kind in PEOPLED
    return report_file(organization, period, kind=kind, base=base, names=names, above=None)


def _organization(given: str) -> Organization:
    named = Q(name=given) | Q(short_name=given)
    if given.isdecimal():
        named |= Q(pk=int(given))
    found = list(Organization.objects.filter(named)[:3])
    if not found:
        raise CommandError(f"没有名称、简称或编号为“{given}”的党组织。")
    if len(found) > 1:
        listed = "、".join(f"{one.name}（编号 {one.pk}）" for one in found)
        raise CommandError(f"叫“{given}”的党组织不止一个：{listed}；请用编号。")
    return found[0]


def _write(path: Path, made: bytes) -> None:
    try:
        path.write_bytes(made)
    except OSError as error:
        raise CommandError(f"写不了 {path}：文件夹不存在，或没有权限。") from error
