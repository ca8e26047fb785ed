"""The year-end sheet of one member for 民主评议: what was entered, by kind, with its evidence; to read and to print."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from docx.shared import Mm

from library.exporting.paper import add_title, new_document
from members.models import Member, Organization
from study.ledger.reckoning import NAMES
from study.models import LedgerHead, PointAppeal, PointEntry
from study.models.ledger import kinds_in_order

# How much of a seal is printed: enough to compare by eye.
SEAL_CHARS = 16
COLUMNS = (("笔", 16), ("日期", 24), ("事由", 84), ("积分", 16), ("备注", 24))


@dataclass(frozen=True)
class KindPart:
    """The entries of one kind with their sum."""

    name: str
    entries: Sequence[PointEntry]
    points: int

    @property
    def counted(self) -> int:
        """Return how many acts still count."""
        return sum(entry.points > 0 for entry in self.entries) - sum(
            entry.points < 0 for entry in self.entries
        )


@dataclass(frozen=True)
class LedgerPart:
    """What one organisation's ledger says of the member, and how that ledger ends today."""

    organization: Organization
    kinds: Sequence[KindPart]
    points: int
    entries: int
    seal: str


@dataclass(frozen=True)
class YearSheet:
    """A member's year; somebody who moved has a part for each branch."""

    member: Member
    year: int
    parts: Sequence[LedgerPart]
    rules: Sequence[str]
    appeals: Sequence[PointAppeal]

    @property
    def points(self) -> int:
        """Return the year's sum."""
        return sum(part.points for part in self.parts)

    def valid_on(self, day: date) -> int:
        """Return the sum of the points that still count on `day`."""
        entries = (entry for part in self.parts for kind in part.kinds for entry in kind.entries)
        return sum(entry.points for entry in entries if entry.valid_until >= day)


def year_sheet(member: Member, *, year: int) -> YearSheet:
    """Return the sheet of `member` for `year`; four queries."""
    entries = list(
        PointEntry.objects.filter(member=member)
        .of_year(year)
        .select_related("organization", "rule", "corrected_by", "recorded_by", "corrects")
        .order_by("organization__path", "happened_on", "sequence")
    )
    homes = {entry.organization_id: entry.organization for entry in entries}
    heads = {head.organization_id: head for head in LedgerHead.objects.filter(organization__in=list(homes))}
    appeals = PointAppeal.objects.filter(member=member, filed_at__year=year).select_related("entry")
    return YearSheet(
        member=member,
        year=year,
        parts=[_part(home, entries, heads.get(pk)) for pk, home in homes.items()],
        rules=sorted({_rule_line(entry) for entry in entries}),
        appeals=list(appeals),
    )


def _part(home: Organization, entries: Sequence[PointEntry], head: LedgerHead | None) -> LedgerPart:
    own = [entry for entry in entries if entry.organization_id == home.pk]
    kinds = []
    for kind in kinds_in_order({entry.kind for entry in own}):
        rows = [entry for entry in own if entry.kind == kind]
        kinds.append(KindPart(NAMES[kind], rows, sum(entry.points for entry in rows)))
    return LedgerPart(
        organization=home,
        kinds=kinds,
        points=sum(entry.points for entry in own),
        entries=head.entries if head else 0,
        seal=head.seal[:SEAL_CHARS] if head else "",
    )


def _rule_line(entry: PointEntry) -> str:
    basis = f"（{entry.rule.basis}）" if entry.rule.basis else ""
    return f"《{entry.rule.title}》{basis}"


def sheet_docx(sheet: YearSheet) -> bytes:
    """Return the sheet as a Word file, with room for what is written by hand."""
    document = new_document(f"{sheet.member.name}{sheet.year}年度学习积分表")
    place = sheet.member.organization.name if sheet.member.organization else "还没有登记所在党组织"
    add_title(
        document, f"{sheet.year} 年度学习积分表", f"{sheet.member.name}　{place}", "供民主评议党员时参考"
    )
    for part in sheet.parts:
        document.add_heading(f"{part.organization.label}，合计 {part.points} 分", 2)
        _add_entries(document, part)
        document.add_paragraph(f"账本共 {part.entries} 笔，末笔封条 {part.seal}。")
    if not sheet.parts:
        document.add_paragraph("这一年没有入账的积分。")
    if sheet.rules:
        document.add_paragraph("计分依据：" + "；".join(sheet.rules) + "。")
    for appeal in sheet.appeals:
        document.add_paragraph(
            f"申诉（{appeal.state_label()}）：{appeal.words}　答复：{appeal.answer or '待答复'}"
        )
    _add_signatures(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_entries(document: Any, part: LedgerPart) -> None:
    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    for cell, (name, width) in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text, cell.width = name, Mm(width)
    for kind in part.kinds:
        for entry in kind.entries:
            said = (str(entry.sequence), f"{entry.happened_on:%Y-%m-%d}", entry.title, f"{entry.points:+d}")
            note = entry.reason if entry.is_counter else ""
            for cell, text in zip(table.add_row().cells, (*said, note), strict=True):
                cell.text = text
        cells = table.add_row().cells
        cells[2].text, cells[3].text = f"{kind.name}　小计", str(kind.points)


def _add_signatures(document: Any) -> None:
    for name in ("本人确认", "支部意见", "评议结果"):
        document.add_paragraph(f"{name}：" + "　" * 22)
    document.add_paragraph("　" * 20 + "年　　月　　日")
