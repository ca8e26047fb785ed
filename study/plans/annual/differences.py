"""An annual plan beside the one it was copied from."""

from collections.abc import Iterable

from study.models import AnnualItem, AnnualPlan
from study.plans.differing import Difference, Thing, compare


def difference_of(plan: AnnualPlan) -> Difference | None:
    """Return how `plan` differs from its source; None when it was not copied. Three queries at most."""
    if plan.source is None:
        return None
    return _compare(plan.source, plan, list(plan.source.items.all()))


def differences_below(plan: AnnualPlan) -> list[tuple[AnnualPlan, Difference]]:
    """Return the published adaptations of `plan` with how each differs; three queries whatever their number."""
    below = plan.adaptations.filter(published_at__isnull=False).select_related("organization")
    items = list(plan.items.all())
    copies = below.prefetch_related("items").order_by("organization__path")
    return [(copy, _compare(plan, copy, items)) for copy in copies]


def _compare(above: AnnualPlan, below: AnnualPlan, items: list[AnnualItem]) -> Difference:
    return compare(
        _things(items),
        _things(below.items.all()),
        goals_above=above.goal_lines,
        goals_below=below.goal_lines,
    )


def _things(items: Iterable[AnnualItem]) -> list[Thing]:
    return [
        Thing(
            item.pk,
            item.origin_id,
            item.title,
            item.is_required,
            (
                ("内容", item.title),
                ("要求", "必学" if item.is_required else "选学"),
                ("月份", f"{item.month} 月" if item.month else "全年"),
                ("时长", f"{item.minutes} 分钟"),
                ("说明", item.note),
            ),
        )
        for item in items
    ]
