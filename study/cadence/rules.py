"""Which rule asks what of which organisation, and which rules cannot stand side by side. Pure.

1. A rule reaches an organisation when every condition that is filled in fits it.
2. Of several that reach it for the same thing (kind, lecturer), the narrowest holds: the deepest scope, then the
   one that names the level, then the one that names the field. An unclear order cannot be stored (see 3).
3. Two rules for the same thing that can reach one organisation on one day are refused, unless one is narrower than
   the other; the narrower one must not ask less often than the wider one.
4. A rule asks for a period when it is in force on the period's first day, so that a change takes effect with the
   next period and never halfway.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

TIMES_A_YEAR = {"month": 12, "quarter": 4, "half": 2, "year": 1}


class RuleConflict(ValueError):
    """Two rules contradict each other; the text is one sentence for the person who enters the second."""


@dataclass(frozen=True)
class Asked:
    """One rule: `scope` is a tree path or "", empty conditions ask nothing, `until` is the last day or None."""

    pk: int
    kind: str
    organization_kind: str
    level: str
    field: str
    scope: str
    lecturer: str
    times: int
    period: str
    since: date
    until: date | None
    says: str

    @property
    def times_a_year(self) -> int:
        """Return how often a year it asks."""
        return self.times * TIMES_A_YEAR[self.period]

    def holds_on(self, day: date) -> bool:
        """Tell whether it is in force on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)

    def reaches(self, *, kind: str, level: str, field: str, path: str) -> bool:
        """Tell whether an organisation of this kind, level, field and place is asked."""
        return (
            kind == self.organization_kind
            and self.level in ("", level)
            and self.field in ("", field)
            and path.startswith(self.scope)
        )


def narrowest(rules: Iterable[Asked]) -> Asked:
    """Return of rules for the same thing the one that holds."""
    return max(rules, key=lambda rule: (len(rule.scope), bool(rule.level), bool(rule.field), rule.since))


def refuse_conflicts(new: Asked, others: Iterable[Asked]) -> None:
    """Refuse `new` where another rule for the same thing contradicts it.

    Raises:
        RuleConflict: they can reach one organisation on one day and none is narrower, or the narrower asks less.
    """
    for other in others:
        if not (_same_thing(new, other) and _meet_in_time(new, other) and _meet_in_place(new, other)):
            continue
        if not _is_narrower(new, other) and not _is_narrower(other, new):
            raise RuleConflict(
                f"和已有的“{other.says}”（{_span(other)}）重叠，同一时间对同一个党组织只能有一条规定，"
                "请先给旧的规定写上失效日期，或改这一条的日期。"
            )
        wider, narrower = (other, new) if _is_narrower(new, other) else (new, other)
        if narrower.times_a_year < wider.times_a_year:
            raise RuleConflict(
                f"“{narrower.says}”少于范围更大的“{wider.says}”，局部的规定不能低于总的要求，请改次数或日期。"
            )


def _same_thing(one: Asked, other: Asked) -> bool:
    return (one.kind, one.organization_kind, one.lecturer) == (
        other.kind,
        other.organization_kind,
        other.lecturer,
    )


def _meet_in_time(one: Asked, other: Asked) -> bool:
    return (one.until is None or other.since <= one.until) and (
        other.until is None or one.since <= other.until
    )


def _meet_in_place(one: Asked, other: Asked) -> bool:
    return (
        (one.scope.startswith(other.scope) or other.scope.startswith(one.scope))
        and (not one.level or not other.level or one.level == other.level)
        and (not one.field or not other.field or one.field == other.field)
    )


def _is_narrower(one: Asked, other: Asked) -> bool:
    """Tell whether `one` reaches only a part of what `other` reaches."""
    inside = (
        one.scope.startswith(other.scope)
        and other.level in ("", one.level)
        and other.field in ("", one.field)
    )
    return inside and (one.scope, one.level, one.field) != (other.scope, other.level, other.field)


def _span(rule: Asked) -> str:
    return f"{rule.since:%Y年%m月%d日}起" + (f"到{rule.until:%Y年%m月%d日}" if rule.until else "")
