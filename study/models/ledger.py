"""积分: dated rules, append-only entries in a chain, and appeals."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.contrib import admin
from django.db import models
from django.db.models import F, Q

from members.models import Organization
from study.ledger.errors import EntriesStand, RuleStands
from study.ledger.reckoning import NAMES, Clause, Rule, clauses_from

# What may still be written on an adopted rule: the day it ends.
OPEN_AFTER_ADOPTION = {"ends_on"}


# What a seal covers, in this order (shape version 1).
SEALED = (
    "organization_id",
    "sequence",
    "member_id",
    "sort",
    "kind",
    "key",
    "evidence",
    "record",
    "title",
    "happened_on",
    "valid_until",
    "points",
    "balance",
    "rule_id",
    "corrects_id",
    "reason",
    "recorded_by_id",
    "recorded_at",
)
_DAYS = (SEALED.index("happened_on"), SEALED.index("valid_until"))


def sealed_words(values: Sequence[Any]) -> list[Any]:
    """Return the values of the fields `SEALED` as they are sealed: days as text, the moment in seconds since 1970."""
    words = [1, *values]
    for place in _DAYS:
        words[place + 1] = values[place].isoformat()
    words[-1] = values[-1].timestamp()
    return words


class PointRuleQuerySet(models.QuerySet):
    """Rules that chain."""

    def adopted(self) -> "PointRuleQuerySet":
        """Return rules that were adopted."""
        return self.filter(adopted_at__isnull=False)

    def on_the_way_to(self, organization: Organization) -> "PointRuleQuerySet":
        """Return the rules of `organization` and of those above it, from the top down, the older first."""
        return self.filter(organization__path__in=organization.lineage).order_by(
            "organization__path", "starts_on", "pk"
        )


class PointRule(models.Model):
    """What acts give points in an organisation and below it, from `starts_on` to `ends_on` (both included).

    `clauses` is a JSON list of {kind, points, cap, locked} (shape version 1, `study.ledger.reckoning.clauses`).
    `trial` is what came out when the draft was last tried on a past year (shape version 1, `study.ledger.replaying`); only
    what was tried may be adopted. `digest` is the fingerprint at adoption, which `verify_ledger` compares.
    """

    organization = models.ForeignKey(
        Organization, verbose_name="制定单位", on_delete=models.PROTECT, related_name="point_rules"
    )
    title = models.CharField("名称", max_length=80)
    basis = models.CharField(
        "依据", max_length=200, blank=True, help_text="哪次会议通过、根据哪份文件，印在评议表上。"
    )
    starts_on = models.DateField("生效日期")
    ends_on = models.DateField("失效日期", null=True, blank=True, help_text="到另有规定为止的留空。")
    valid_months = models.PositiveSmallIntegerField(
        "积分有效（月）", null=True, blank=True, help_text="从得分那天算起；留空为当年有效。"
    )
    clauses = models.JSONField("计分项目", default=list)
    trial = models.JSONField("试算结果", null=True, blank=True, editable=False)
    digest = models.CharField("通过时的内容", max_length=64, blank=True, editable=False)
    adopted_at = models.DateTimeField("通过时间", null=True, blank=True, editable=False)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登记通过的人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    objects = PointRuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "积分规则"
        ordering: ClassVar[list[str]] = ["-starts_on", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="point_rule_ends_after_it_starts",
                violation_error_message="失效日期不能早于生效日期。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the rule; of an adopted one only the day it ends may change."""
        stands = self.pk and type(self).objects.adopted().filter(pk=self.pk).exists()
        if stands and set(kwargs.get("update_fields") or ["*"]) - OPEN_AFTER_ADOPTION:
            raise RuleStands(self.title)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Remove a draft; an adopted rule stays, because entries rest on it."""
        if self.is_adopted:
            raise RuleStands(self.title)
        return super().delete(*args, **kwargs)

    @property
    def is_adopted(self) -> bool:
        """Tell whether the rule stands."""
        return self.adopted_at is not None

    @property
    def said(self) -> tuple[Clause, ...]:
        """Return the clauses."""
        return clauses_from(self.clauses)

    def as_rule(self) -> Rule:
        """Return the rule as the reckoning takes it."""
        return Rule(self.pk or 0, self.title, self.starts_on, self.ends_on, self.said, self.valid_months)


class PointEntryQuerySet(models.QuerySet):
    """Entries that chain, and that nobody changes or removes."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: entries are corrected by counter-entries."""
        raise EntriesStand

    def delete(self) -> NoReturn:
        """Refuse: entries are corrected by counter-entries."""
        raise EntriesStand

    def bulk_update(self, objs: Iterable[Any], fields: Any, batch_size: int | None = None) -> NoReturn:
        """Refuse: entries are corrected by counter-entries."""
        raise EntriesStand

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> Any:
        """Add entries; never over others."""
        if kwargs.get("update_conflicts") or kwargs.get("ignore_conflicts"):
            raise EntriesStand
        return super().bulk_create(objs, *args, **kwargs)

    def _raw_delete(self, using: str | None) -> NoReturn:
        raise EntriesStand

    def of_year(self, year: int) -> "PointEntryQuerySet":
        """Return entries of acts of that year."""
        return self.filter(happened_on__year=year)


class PointEntry(models.Model):
    """One line of a branch's ledger; it is never changed and never removed.

    `points` are whole points, negative for a counter-entry. `balance` is the member's sum in this ledger for the year
    of `happened_on`, after this entry. `evidence` is the key of the act (it counts once in all ledgers), `record` the row
    that shows it, such as `progress:12`. `seal` is `reckoning.chain.seal(previous, words)`.
    """

    class Sort(models.TextChoices):
        EARNED = "earned", "记入"
        COUNTER = "counter", "冲正"

    organization = models.ForeignKey(
        Organization, verbose_name="党组织", on_delete=models.PROTECT, related_name="point_entries"
    )
    sequence = models.PositiveIntegerField("第几笔")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="党员", on_delete=models.PROTECT, related_name="point_entries"
    )
    sort = models.CharField("性质", max_length=10, choices=Sort)
    kind = models.CharField("项目", max_length=20, choices=list(NAMES.items()))
    key = models.CharField("幂等键", max_length=120, unique=True)
    evidence = models.CharField("凭据", max_length=120)
    record = models.CharField("记录", max_length=60)
    title = models.CharField("事由", max_length=300)
    happened_on = models.DateField("发生日期")
    valid_until = models.DateField("有效到")
    points = models.SmallIntegerField("积分")
    balance = models.IntegerField("当年结余")
    rule = models.ForeignKey(
        PointRule, verbose_name="按哪条规则", on_delete=models.PROTECT, related_name="entries"
    )
    corrects = models.OneToOneField(
        "self",
        verbose_name="冲正哪一笔",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="corrected_by",
    )
    reason = models.CharField("理由", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="记账人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="由系统按记录入账的为空。",
    )
    recorded_at = models.DateTimeField("入账时间")
    previous = models.CharField("上一笔的封条", max_length=64)
    seal = models.CharField("封条", max_length=64)

    objects = PointEntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "积分账目"
        base_manager_name = "objects"
        ordering: ClassVar[list[str]] = ["organization", "sequence"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["member", "happened_on"], name="point_entry_of_member")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "sequence"], name="entry_has_one_place"),
            models.CheckConstraint(
                condition=Q(sort="earned", points__gt=0, corrects__isnull=True)
                | Q(sort="counter", corrects__isnull=False),
                name="entry_is_earned_or_counters_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization.label}第 {self.sequence} 笔"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the entry; refuse to change one."""
        if self.pk is not None:
            raise EntriesStand
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: entries are corrected by counter-entries."""
        raise EntriesStand

    @property
    def kind_name(self) -> str:
        """Return what the act is called."""
        return NAMES[self.kind]

    @property
    def is_counter(self) -> bool:
        """Tell whether the entry counters another."""
        return self.sort == self.Sort.COUNTER

    def words(self) -> list[Any]:
        """Return what is sealed: everything the entry says."""
        return sealed_words([getattr(self, name) for name in SEALED])


class LedgerHead(models.Model):
    """Where a branch's ledger ends: how many entries, and the last seal. Whoever enters holds it locked."""

    organization = models.OneToOneField(
        Organization, verbose_name="党组织", on_delete=models.PROTECT, related_name="ledger_head"
    )
    entries = models.PositiveIntegerField("共几笔", default=0)
    seal = models.CharField("最后的封条", max_length=64)
    booked_at = models.DateTimeField("最近入账", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "积分账本"

    def __str__(self) -> str:
        return f"{self.organization.label}积分账本"


class PointAppeal(models.Model):
    """A member's objection to an entry, or to something missing (`entry` empty); answered once, by somebody else."""

    class State(models.TextChoices):
        OPEN = "open", "等待答复"
        UPHELD = "upheld", "申诉成立"
        DECLINED = "declined", "维持原账"

    organization = models.ForeignKey(
        Organization, verbose_name="党组织", on_delete=models.PROTECT, related_name="point_appeals"
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="党员", on_delete=models.PROTECT, related_name="point_appeals"
    )
    entry = models.ForeignKey(
        PointEntry,
        verbose_name="哪一笔",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appeals",
    )
    words = models.TextField("理由", max_length=1000)
    filed_at = models.DateTimeField("提出时间")
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField("答复", max_length=1000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="答复人",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "积分申诉"
        ordering: ClassVar[list[str]] = ["-filed_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(state="open", entry__isnull=False),
                name="one_open_appeal_an_entry",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member}的申诉"

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer."""
        return self.state == self.State.OPEN

    @admin.display(description="状态")
    def state_label(self) -> str:
        """Return the Chinese name of the state."""
        return self.State(self.state).label


def kinds_in_order(kinds: Collection[str]) -> list[str]:
    """Return `kinds` in the order everybody lists them."""
    return [kind for kind in NAMES if kind in kinds]
