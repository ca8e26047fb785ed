"""A plan as text that never changes: canonical JSON, and its SHA-256. Pure.

Shape 1: `{version, title, member, organization, starts_on, ends_on, weekly_minutes, study_days, annual_plan, breaks:
[{starts_on, ends_on, reason}], items: [{uid, kind, title, material, first_address, last_address, quiz, session,
minutes, is_required, note, from_annual_plan, starts_on, due_on, fixed_at}]}`. Days are ISO 8601, `study_days` weekdays with 0 for
Monday; `material` and `quiz` are page ids. Keys are sorted and there is no white space, so that the same plan always has
the same bytes.
"""

import hashlib
import json
from typing import Any

SHAPE = 1

__all__ = ["SHAPE", "canonical", "changes", "fingerprint"]


def canonical(plan: dict[str, Any]) -> str:
    """Return `plan` as text whose bytes depend on its content alone."""
    return json.dumps(
        {"version": SHAPE, **plan}, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def fingerprint(content: str) -> str:
    """Return the SHA-256 of `content` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(content.encode()).hexdigest()


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return what is different between two snapshots, a short Chinese line each; empty when nothing is."""
    said = []
    if (before["starts_on"], before["ends_on"]) != (after["starts_on"], after["ends_on"]):
        said.append(f"起止日期改为 {after['starts_on']} 至 {after['ends_on']}")
    if before["weekly_minutes"] != after["weekly_minutes"]:
        said.append(f"每周时间从 {before['weekly_minutes']} 分钟改为 {after['weekly_minutes']} 分钟")
    known = {item["uid"]: item for item in before["items"]}
    kept = {item["uid"]: item for item in after["items"]}
    said += [f"加上“{item['title']}”" for uid, item in kept.items() if uid not in known]
    said += [f"去掉“{item['title']}”" for uid, item in known.items() if uid not in kept]
    moved = sum(known[uid]["due_on"] != item["due_on"] for uid, item in kept.items() if uid in known)
    if moved:
        said.append(f"{moved} 项改了日期")
    same = [uid for uid in known if uid in kept]
    edited = sum(_content(known[uid]) != _content(kept[uid]) for uid in same)
    if edited:
        said.append(f"{edited} 项改了内容")
    if not moved and [uid for uid in kept if uid in known] != same:
        said.append("改了先后顺序")
    if not said and before != after:
        said.append("改了计划的其他内容")
    return said


def _content(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if key not in {"starts_on", "due_on"}}
