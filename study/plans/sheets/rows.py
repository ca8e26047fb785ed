"""A plan as the words of its printed sheet; Word and PDF are made of the same."""

from dataclasses import dataclass
from datetime import date

from study.models import PlanFiling
from study.plans.errors import spoken
from study.plans.standing import PlanStanding

DAYS = "一二三四五六日"
HEADS = ("序号", "学习内容", "类型", "要求", "时长", "计划完成", "完成情况")


@dataclass(frozen=True)
class Sheet:
    """The title, lines under it, the rows of the table, and what stands below."""

    title: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]
    day: date


def sheet_of(standing: PlanStanding, filing: PlanFiling | None) -> Sheet:
    """Return the sheet of a plan as it stands; `filing` is the version handed in last."""
    plan = standing.plan
    done = len(standing.done)
    facts = (
        ("姓名", plan.member.name),
        ("所在党组织", plan.member.organization.name if plan.member.organization else "未登记"),
        ("起止", f"{spoken(plan.starts_on)}—{spoken(plan.ends_on)}"),
        ("每周安排", f"{plan.weekly_minutes} 分钟（{days_in_words(plan.study_days)}）"),
        ("依据", plan.annual_plan.title if plan.annual_plan else "本人自定"),
        ("进展", f"共 {len(standing.lines)} 项，已完成 {done} 项"),
    )
    rows = tuple(
        (
            str(number),
            line.item.title + (f"（{line.item.note}）" if line.item.note else ""),
            line.item.kind_label(),
            "必学" if line.item.is_required else "选学",
            f"{line.item.minutes} 分钟" if line.item.minutes else "—",
            _short(line.item.due_on) or "未排",
            f"{_short(line.standing.done_on)} {line.standing.how}" if line.is_done else "",
        )
        for number, line in enumerate(standing.lines, 1)
    )
    return Sheet(plan.title, facts, rows, _notes(standing, filing), standing.today)


def days_in_words(days: list[int]) -> str:
    """Return weekdays as people say them: 周一至周五, or 周二、周六."""
    if sorted(days) == [0, 1, 2, 3, 4]:
        return "周一至周五"
    if len(days) == len(DAYS):
        return "每天"
    return "、".join(f"周{DAYS[day]}" for day in sorted(days))


def _notes(standing: PlanStanding, filing: PlanFiling | None) -> tuple[str, ...]:
    notes = [f"打印日期：{spoken(standing.today)}。"]
    if filing is not None:
        notes.append(
            f"第 {filing.version} 版已报{filing.reviewed_by.label}，回执号 {filing.number}，SHA-256：{filing.sha256}。"
        )
    if standing.estimated_years:
        years = "、".join(map(str, standing.estimated_years))
        notes.append(f"{years}年的放假安排还没有公布，日期按双休日和元旦、五一、国庆估算。")
    return tuple(notes)


def _short(day: date | None) -> str:
    return f"{day.year}.{day.month}.{day.day}" if day else ""
