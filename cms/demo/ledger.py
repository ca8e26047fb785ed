"""A year's ledger of some branches: the district's rule, a branch's variant, a correction, appeals, half-yearly reports."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from members.models import Member, Organization
from study.ledger.actions import answer_appeal, counter_entry, file_appeal
from study.ledger.booking import book_evidence
from study.ledger.homes import homes_within
from study.ledger.reckoning import Clause, Kind, clauses_json
from study.ledger.replaying import replay
from study.ledger.rule_actions import adopt_rule, save_draft
from study.models import PointEntry, PointRule
from study.reports.actions import hand_in_report, save_report
from study.reports.periods import half_of
from study.reports.personal import draft_report

DISTRICT = (
    Clause(Kind.MATERIAL, 2, 20),
    Clause(Kind.QUIZ, 1, 6),
    Clause(Kind.QUIZ_PASSED, 2, 12, locked=True),
    Clause(Kind.ATTENDANCE, 2, 24),
    Clause(Kind.REFLECTION, 3, 12),
)
VARIANT = (Clause(Kind.MATERIAL, 3, 30), Clause(Kind.ATTENDANCE, 3, 36))
NEXT_YEAR = (Clause(Kind.MATERIAL, 2, 16), Clause(Kind.ATTENDANCE, 4, 40))


def keep_ledgers(*, places: dict[str, Organization], now: datetime) -> str:
    """Adopt the rules, enter the year of the town's branches, and let some of it be contested; return what was done."""
    superior = Member.objects.get(username="superior")
    secretary = Member.objects.get(username="secretary")
    today = timezone.localdate(now)
    # The history reaches some weeks back, in winter into the year before.
    first = date((today - timedelta(weeks=9)).year, 1, 1)
    _adopt(superior, places["示例区委"], "学习积分办法（示例）", DISTRICT, first, now)
    _adopt(secretary, places["稻香村支部"], "稻香村支部学习积分细则（示例）", VARIANT, first, now)
    _draft_for_next_year(secretary, places["稻香村支部"], today)
    entries = [
        entry
        for home in homes_within(places["青禾镇党委"])
        for entry in book_evidence(home=home, now=now, today=today)
    ]
    _contest(secretary, places["稻香村支部"], now)
    _report(now, today)
    return f"{len(entries)} 笔积分"


def _adopt(
    by: Member, place: Organization, title: str, clauses: tuple[Clause, ...], first: date, now: datetime
) -> PointRule:
    rule = PointRule(organization=place)
    save_draft(by=by, rule=rule, values=_values(title, f"{place.label}会议通过（示例）", first, clauses))
    rule.trial = replay(rule, year=first.year - 1)
    rule.save(update_fields=["trial"])
    return adopt_rule(by=by, rule=rule, now=now)


def _draft_for_next_year(by: Member, place: Organization, today: date) -> None:
    rule = PointRule(organization=place)
    first = date(today.year + 1, 1, 1)
    save_draft(by=by, rule=rule, values=_values(f"{first.year} 年积分细则草稿（示例）", "", first, NEXT_YEAR))
    rule.trial = replay(rule, year=today.year)
    rule.save(update_fields=["trial"])


def _values(title: str, basis: str, first: date, clauses: tuple[Clause, ...]) -> dict[str, object]:
    return {
        "title": title,
        "basis": basis,
        "starts_on": first,
        "ends_on": None,
        "valid_months": None,
        "clauses": clauses_json(clauses),
    }


def _contest(secretary: Member, home: Organization, now: datetime) -> None:
    """Let one appeal wait, one be answered, and one entry be countered."""
    earned = PointEntry.objects.filter(organization=home).exclude(member=secretary).select_related("member")
    mine = earned.filter(member__username="member").order_by("-sequence").first()
    others = list(earned.exclude(member__username="member").order_by("sequence")[:2])
    if mine is not None:
        words = "这份资料我是和小组一起读的，请核对一下该不该单独记。"
        file_appeal(member=mine.member, home=home, entry=mine, words=words, now=now - timedelta(hours=20))
    if len(others) == 2:
        upheld, countered = others
        appeal = file_appeal(
            member=upheld.member,
            home=home,
            entry=upheld,
            words="那天手机借给家人用了，不是我读的，请去掉。",
            now=now - timedelta(days=2),
        )
        answer_appeal(by=secretary, appeal=appeal, is_upheld=True, answer="和本人核对过，属实。", now=now)
        counter_entry(by=secretary, entry=countered, reason="登记时认错了人，已向本人说明。", now=now)


def _report(now: datetime, today: date) -> None:
    """Leave a draft of the member's, and hand in one of another."""
    period = half_of(today)
    member = Member.objects.get(username="member")
    save_report(member=member, period=period, body=draft_report(member, period), now=now)
    other = (
        Member.objects.filter(organization=member.organization, username__startswith="demo")
        .order_by("pk")
        .first()
    )
    if other is not None:
        hand_in_report(member=other, period=period, body=draft_report(other, period), now=now)
