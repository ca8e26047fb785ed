"""Verbs of rules: draft, try on a past year, adopt, end."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max

from members.models import Member, Organization
from study.ledger.errors import (
    ContradictoryRule,
    EndsTooEarly,
    NotReplayed,
    NotYourLedger,
    RuleGone,
    RuleStands,
)
from study.ledger.policies import point_rule_policy
from study.ledger.reckoning import clause_faults
from study.ledger.verifying import rule_digest
from study.models import PointEntry, PointRule

FIELDS = ("title", "basis", "starts_on", "ends_on", "valid_months", "clauses")


@transaction.atomic
def save_draft(*, by: Member, rule: PointRule, values: dict[str, Any]) -> PointRule:
    """Store a draft with `values`; what was tried before no longer counts when the words changed.

    Raises:
        NotYourLedger: `by` does not answer for the organisation.
        RuleStands: the rule was adopted.
        RuleGone: it was thrown away meanwhile, here and in what follows.
        ContradictoryRule: the clauses contradict each other.
    """
    _require_maker(by, rule)
    if rule.is_adopted:
        raise RuleStands(rule.title)
    for name in FIELDS:
        setattr(rule, name, values[name])
    _refuse_own_contradictions(rule)
    if rule.pk is not None:
        _lock(rule)
    rule.save()
    return rule


@transaction.atomic
def try_on_last_year(*, by: Member, rule: PointRule, year: int) -> None:
    """Have the draft tried on `year`; in production a worker does it.

    Raises:
        NotYourLedger, RuleStands: as for a draft.
    """
    from study.ledger.tasks import try_rule

    _require_maker(by, rule)
    if rule.is_adopted:
        raise RuleStands(rule.title)
    _lock(rule)
    rule.trial = {"digest": rule_digest(rule), "year": year, "state": "waiting"}
    rule.save(update_fields=["trial"])
    transaction.on_commit(lambda: try_rule.enqueue(rule_id=rule.pk, year=year))


@transaction.atomic
def adopt_rule(*, by: Member, rule: PointRule, now: datetime) -> PointRule:
    """Let a draft stand from now on.

    Raises:
        NotYourLedger, RuleStands: as for a draft.
        NotReplayed: it was not tried since it was last changed.
        ContradictoryRule: it contradicts itself, another rule, or what is entered already.
    """
    _require_maker(by, rule)
    # Two who adopt for one organisation at once see each other.
    Organization.objects.select_for_update().get(pk=rule.organization_id)
    _lock(rule)
    rule = PointRule.objects.select_related("organization").get(pk=rule.pk)
    if rule.is_adopted:
        raise RuleStands(rule.title)
    _refuse_own_contradictions(rule)
    refuse_contradictions(rule)
    trial = rule.trial or {}
    if (trial.get("digest"), trial.get("state")) != (rule_digest(rule), "done"):
        raise NotReplayed(rule.title)
    rule.digest, rule.adopted_at, rule.adopted_by = rule_digest(rule), now, by
    rule.save()
    return rule


@transaction.atomic
def end_rule(*, by: Member, rule: PointRule, ends_on: date) -> PointRule:
    """Give an adopted rule its last day.

    Raises:
        NotYourLedger: `by` does not answer for the organisation.
        ContradictoryRule: the day lies before the first, or another rule is in force by then.
        EndsTooEarly: entries of later acts rest on the rule.
    """
    _require_maker(by, rule)
    if ends_on < rule.starts_on:
        raise ContradictoryRule(f"失效日期不能早于生效日期 {rule.starts_on:%Y-%m-%d}。")
    # As for adopting: who ends one while another adopts one sees it.
    Organization.objects.select_for_update().get(pk=rule.organization_id)
    last = rule.entries.aggregate(last=Max("happened_on"))["last"]
    if last and ends_on < last:
        raise EndsTooEarly(rule.title, f"{last:%Y-%m-%d}")
    rule.ends_on = ends_on
    if rule.is_adopted:
        _refuse_overlap(rule)
    rule.save(update_fields=["ends_on"])
    return rule


def refuse_contradictions(rule: PointRule) -> None:
    """Refuse a rule that another adopted rule, or an entry, contradicts.

    Raises:
        ContradictoryRule: with the first contradiction as one sentence.
    """
    _refuse_overlap(rule)
    mine = rule.as_rule()
    adopted = PointRule.objects.adopted().on_the_way_to(rule.organization)
    for other in adopted.exclude(organization=rule.organization_id).select_related("organization"):
        if not mine.overlaps(other.as_rule()):
            continue
        for clause in other.said:
            if clause.locked and mine.clause(clause.kind):
                raise ContradictoryRule(
                    f"{other.organization.label}的《{other.title}》规定“{clause.name}”下级不得另定，"
                    "请把这一项从这条规则里去掉。"
                )
    _refuse_backdating(rule)


def _refuse_overlap(rule: PointRule) -> None:
    mine = rule.as_rule()
    for other in PointRule.objects.adopted().filter(organization=rule.organization_id).exclude(pk=rule.pk):
        if mine.overlaps(other.as_rule()):
            until = f"到 {other.ends_on:%Y-%m-%d} 为止" if other.ends_on else "没有定失效日期"
            raise ContradictoryRule(
                f"《{other.title}》从 {other.starts_on:%Y-%m-%d} 起有效，{until}，与这条规则的日期重叠；"
                "请先给它定失效日期，或改这条的日期。"
            )


def _refuse_backdating(rule: PointRule) -> None:
    kinds = [one.kind for one in rule.said]
    booked = PointEntry.objects.filter(
        organization__path__startswith=rule.organization.path, kind__in=kinds, happened_on__gte=rule.starts_on
    )
    last = booked.aggregate(last=Max("happened_on"))["last"]
    if last:
        raise ContradictoryRule(
            f"{rule.starts_on:%Y-%m-%d} 以后的事已经按原来的规则入账，"
            f"生效日期请改到 {last + timedelta(1):%Y-%m-%d} 或更晚。"
        )


def _refuse_own_contradictions(rule: PointRule) -> None:
    faults = clause_faults(rule.said)
    if rule.ends_on and rule.ends_on < rule.starts_on:
        faults.insert(0, "失效日期不能早于生效日期。")
    if faults:
        raise ContradictoryRule(faults[0])


def _lock(rule: PointRule) -> None:
    if not PointRule.objects.select_for_update().filter(pk=rule.pk).exists():
        raise RuleGone


def _require_maker(by: Member, rule: PointRule) -> None:
    if not point_rule_policy.can_change(by, rule):
        raise NotYourLedger
