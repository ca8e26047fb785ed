"""The tree of Party organisations, from province to group."""

from datetime import date
from typing import ClassVar

from django.contrib import admin
from django.db import models
from django.db.models import F, Q
from treebeard.mp_tree import MP_Node

from members.querysets import OrganizationManager


class Organization(MP_Node):
    """A Party organisation; its place in the tree is treebeard's materialised path."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", "党委（党组、工委）"
        GENERAL_BRANCH = "general_branch", "党总支"
        BRANCH = "branch", "党支部"
        GROUP = "group", "党小组"

    class Level(models.TextChoices):
        PROVINCE = "province", "省级"
        CITY = "city", "市级"
        COUNTY = "county", "县级"
        TOWNSHIP = "township", "乡镇（街道）级"
        GRASSROOTS = "grassroots", "基层"

    class Field(models.TextChoices):
        RURAL = "rural", "农村"
        COMMUNITY = "community", "社区"
        GOVERNMENT = "government", "机关"
        INSTITUTION = "institution", "事业单位"
        STATE_ENTERPRISE = "state_enterprise", "国企"
        PRIVATE = "private", "非公企业和社会组织"
        SCHOOL = "school", "学校"
        SERVICE_WINDOW = "service_window", "窗口行业"
        KEY_PROJECT = "key_project", "重点工程"

    name = models.CharField("名称", max_length=120)
    short_name = models.CharField("简称", max_length=40, blank=True)
    kind = models.CharField("类型", max_length=20, choices=Kind)
    level = models.CharField("层级", max_length=20, choices=Level, default=Level.GRASSROOTS)
    field = models.CharField("领域", max_length=20, choices=Field)
    founded_on = models.DateField(
        "成立日期", null=True, blank=True, help_text="早就有的留空；只影响学习要求从哪一期算起。"
    )
    closed_on = models.DateField(
        "撤销日期",
        null=True,
        blank=True,
        help_text="没有撤销的留空；撤销以后不再要求它开展学习，记录都保留。",
    )

    node_order_by: ClassVar[list[str]] = []
    objects = OrganizationManager()

    class Meta:
        verbose_name = verbose_name_plural = "党组织"
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(founded_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(closed_on__gte=F("founded_on")),
                name="organization_closes_after_it_is_founded",
                violation_error_message="撤销日期不能早于成立日期。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """Return the short name where there is one."""
        return self.short_name or self.name

    @property
    def lineage(self) -> list[str]:
        """Return the tree paths of everything above it and its own, from the top down; no query."""
        return [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]

    @admin.display(description="名称")
    def indented_name(self) -> str:
        """Return the name indented by its depth in the tree, for lists."""
        return "　" * (self.depth - 1) + self.name

    @admin.display(description="类型")
    def kind_label(self) -> str:
        """Return the Chinese name of the kind."""
        return self.Kind(self.kind).label

    @admin.display(description="层级")
    def level_label(self) -> str:
        """Return the Chinese name of the level."""
        return self.Level(self.level).label

    @admin.display(description="领域")
    def field_label(self) -> str:
        """Return the Chinese name of the field of work."""
        return self.Field(self.field).label

    def exists_on(self, day: date) -> bool:
        """Tell whether the organisation is at work on `day`; the day it closes is its last."""
        return (self.founded_on is None or self.founded_on <= day) and (
            self.closed_on is None or day <= self.closed_on
        )

    def is_within(self, ancestor: "Organization") -> bool:
        """Tell whether this is `ancestor` or lies below it."""
        return self.path.startswith(ancestor.path)
