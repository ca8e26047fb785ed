"""How often study is asked of whom: dated rules with their source, never constants."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from members.models import Organization, Post
from study.cadence.rules import Asked, RuleConflict, refuse_conflicts
from study.models.session import SessionKind


class CadenceRule(models.Model):
    """A rule asks a kind of session of a kind of organisation, so many times a period, from one day until another.

    With `lecturer`, it asks of every holder of that post in such an organisation to give so many lectures. An empty
    condition asks nothing; the narrower of two rules wins (`study.cadence.rules`).
    """

    class Period(models.TextChoices):
        MONTH = "month", "每月"
        QUARTER = "quarter", "每季度"
        HALF = "half", "每半年"
        YEAR = "year", "每年"

    kind = models.CharField("形式", max_length=20, choices=SessionKind)
    organization_kind = models.CharField("对哪类党组织", max_length=20, choices=Organization.Kind)
    level = models.CharField(
        "层级", max_length=20, choices=Organization.Level, blank=True, help_text="留空为各级。"
    )
    field = models.CharField(
        "领域", max_length=20, choices=Organization.Field, blank=True, help_text="留空为各领域。"
    )
    scope = models.ForeignKey(
        Organization,
        verbose_name="范围",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="cadence_rules",
        help_text="本地规定只管选定的党组织和它的下级；留空为全部。",
    )
    lecturer = models.CharField(
        "讲课人职务",
        max_length=30,
        choices=Post,
        blank=True,
        help_text="只用于党课：要求担任这个职务的每个人讲；留空是要求党组织开展。",
    )
    times = models.PositiveSmallIntegerField("次数", default=1)
    period = models.CharField("周期", max_length=10, choices=Period)
    since = models.DateField("生效日期", help_text="从这一天以后开始的周期起算。")
    until = models.DateField("失效日期", null=True, blank=True, help_text="还在执行的留空。")
    source = models.CharField("依据", max_length=200, help_text="文件名称和条款，如《……》第五条。")
    source_url = models.URLField("依据的网址", blank=True, max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = "学习频次规定"
        ordering: ClassVar[list[str]] = ["kind", "organization_kind", "-since"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="cadence_rule_ends_after_it_starts",
                violation_error_message="失效日期不能早于生效日期。",
            ),
            models.CheckConstraint(
                condition=Q(times__gte=1, times__lte=31),
                name="cadence_rule_asks_once_at_least",
                violation_error_message="次数要在 1 到 31 之间。",
            ),
            models.CheckConstraint(
                condition=Q(lecturer="") | Q(kind="lecture"),
                name="only_lectures_have_a_lecturer",
                violation_error_message="只有党课能写讲课人职务，其他形式请留空。",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """Return what is asked as one line, e.g. “党支部 每月 主题党日 1 次”."""
        who = str(Organization.Kind(self.organization_kind).label)
        if self.level:
            who = f"{Organization.Level(self.level).label}{who}"
        if self.field:
            who = f"{Organization.Field(self.field).label}{who}"
        if self.lecturer:
            post = str(Post(self.lecturer).label)
            who = f"{who.removesuffix('党支部')}{post}" if post.startswith("党支部") else f"{who}的{post}"
        verb = "讲" if self.lecturer else ""
        asks = f"{who}{self.Period(self.period).label}{verb}{SessionKind(self.kind).label} {self.times} 次"
        return f"{asks}（{self.scope.label}）" if self.scope else asks

    def asked(self) -> Asked:
        """Return the rule as the pure value that periods and conflicts are computed from."""
        return Asked(
            pk=self.pk or 0,
            kind=self.kind,
            organization_kind=self.organization_kind,
            level=self.level,
            field=self.field,
            scope=self.scope.path if self.scope else "",
            lecturer=self.lecturer,
            times=self.times,
            period=self.period,
            since=self.since,
            until=self.until,
            says=self.sentence,
        )

    def clean(self) -> None:
        """Refuse a rule that another contradicts, naming that other one."""
        if not (self.since and self.period and self.times and self.kind and self.organization_kind):
            return  # the fields say so themselves
        others = CadenceRule.objects.exclude(pk=self.pk).filter(
            kind=self.kind, organization_kind=self.organization_kind, lecturer=self.lecturer
        )
        try:
            refuse_conflicts(self.asked(), [one.asked() for one in others.select_related("scope")])
        except RuleConflict as error:
            raise ValidationError(str(error)) from error
