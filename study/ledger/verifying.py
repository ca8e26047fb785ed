"""Checking every ledger: the chain, every balance, every rule, and, where wished, the evidence behind it."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from members.models import Organization
from study.ledger.reckoning import START, Fault, Sealed, check_chain
from study.models import LedgerHead, PointEntry, PointRule
from study.models.ledger import SEALED, sealed_words

CHUNK = 5000
SEQUENCE, MEMBER, KIND, DAY, POINTS, BALANCE, RULE = map(
    SEALED.index, ("sequence", "member_id", "kind", "happened_on", "points", "balance", "rule_id")
)


@dataclass
class Verified:
    """What was found."""

    entries: int = 0
    balances: dict[tuple[int, int, int], int] = field(default_factory=dict)
    heads: list[dict[str, Any]] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return `{entries, balances, faults, heads}`; the first two are numbers."""
        return {
            "entries": self.entries,
            "balances": len(self.balances),
            "faults": self.faults,
            "heads": self.heads,
        }


def rule_digest(rule: PointRule) -> str:
    """Return the fingerprint of what a rule says, without the day it ends."""
    said = [
        rule.organization_id,
        rule.title,
        rule.basis,
        rule.starts_on.isoformat(),
        rule.valid_months,
        rule.clauses,
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def verify_ledgers(*, kept: Mapping[str, Any] | None = None) -> Verified:
    """Check every ledger; `kept` is an earlier result, whose seals must still stand where they stood."""
    found = Verified()
    found.faults += _rule_faults()
    heads = {head.organization_id: head for head in LedgerHead.objects.all()}
    owners = set(PointEntry.objects.order_by().values_list("organization_id", flat=True).distinct())
    places = Organization.objects.in_bulk(list(owners | set(heads)))
    anchors = _anchors(kept)
    worth = _worth()
    for home in sorted(owners | set(heads) | set(anchors)):
        _verify_one(found, home, places.get(home), heads.get(home), anchors.get(home, {}), worth)
    return found


def _verify_one(
    found: Verified,
    home: int,
    place: Organization | None,
    head: LedgerHead | None,
    anchors: Mapping[int, str],
    worth: Mapping[tuple[int, str], int],
) -> None:
    rows = PointEntry.objects.filter(organization=home).order_by("sequence")
    seals: dict[int, str] = {}
    wrong_points: list[Fault] = []

    def told() -> Iterator[Sealed]:
        for *values, previous, seal in rows.values_list(*SEALED, "previous", "seal").iterator(CHUNK):
            entry = _sealed(values, previous, seal)
            if entry.sequence in anchors:
                seals[entry.sequence] = seal
            rule, kind = values[RULE], values[KIND]
            if abs(entry.points) != worth.get((rule, kind)):
                wrong_points.append(_point_fault(entry))
            found.entries += 1
            yield entry

    count, last = (head.entries, head.seal) if head else (0, "")
    balances: dict[tuple[int, int], int] = {}
    faults = list(check_chain(told(), count=count, last=last or START, balances=balances))
    faults += wrong_points + list(_anchor_faults(anchors, seals))
    found.balances |= {(home, *account): total for account, total in balances.items()}
    label = place.label if place else f"编号 {home} 的党组织"
    if head:
        found.heads.append({"organization": home, "label": label, "entries": count, "seal": last})
    found.faults += [
        {"organization": home, "label": label, "sequence": f.sequence, "code": f.code, "message": f.message}
        for f in faults
    ]


def _sealed(values: Sequence[Any], previous: str, seal: str) -> Sealed:
    return Sealed(
        sequence=values[SEQUENCE],
        words=sealed_words(values),
        previous=previous,
        seal=seal,
        account=(values[MEMBER], values[DAY].year),
        points=values[POINTS],
        balance=values[BALANCE],
    )


def _worth() -> dict[tuple[int, str], int]:
    """Return what each rule gives for each kind, by (rule, kind)."""
    return {(rule.pk, one.kind): one.points for rule in PointRule.objects.all() for one in rule.said}


def _point_fault(entry: Sealed) -> Fault:
    """Return the fault of an entry whose points are not what its rule gives."""
    return Fault(
        entry.sequence, "points", f"第 {entry.sequence} 笔记了 {entry.points} 分，规则没有这样规定。"
    )


def _rule_faults() -> list[dict[str, Any]]:
    return [
        {
            "organization": rule.organization_id,
            "label": rule.organization.label,
            "sequence": None,
            "code": "rule",
            "message": f"规则《{rule.title}》通过以后被改过。",
        }
        for rule in PointRule.objects.adopted().select_related("organization")
        if rule.digest != rule_digest(rule)
    ]


def _anchors(kept: Mapping[str, Any] | None) -> dict[int, dict[int, str]]:
    return {row["organization"]: {row["entries"]: row["seal"]} for row in (kept or {}).get("heads", [])}


def _anchor_faults(anchors: Mapping[int, str], seals: Mapping[int, str]) -> Iterator[Fault]:
    for sequence, seal in anchors.items():
        if sequence and seals.get(sequence) != seal:
            yield Fault(sequence, "anchor", f"第 {sequence} 笔的封条与留存的核对文件不一致，账本被重写过。")
