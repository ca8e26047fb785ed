"""Work for the task queue."""

from django_tasks import task

from study.models import PointRule


@task()
def try_rule(rule_id: int, year: int) -> None:
    """Try a draft on a past year and store what came out."""
    from study.ledger.replaying import replay

    draft = PointRule.objects.select_related("organization").filter(pk=rule_id, adopted_at=None).first()
    if draft is None:
        return
    trial = {"year": year, "state": "failed"}
    try:
        trial = replay(draft, year=year)
    finally:
        # Whatever happens, nobody waits for ever.
        PointRule.objects.filter(pk=rule_id, adopted_at=None).update(trial=trial)
