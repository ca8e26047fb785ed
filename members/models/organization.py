"""The tree of Party organisations, from province to group."""

from typing import ClassVar

from django.contrib import admin
from django.db import models
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

    node_order_by: ClassVar[list[str]] = []
    objects = OrganizationManager()

    class Meta:
        verbose_name = verbose_name_plural = "党组织"

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """Return the short name where there is one."""
        return self.short_name or self.name

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

    def is_within(self, ancestor: "Organization") -> bool:
        """Tell whether this is `ancestor` or lies below it."""
        return self.path.startswith(ancestor.path)
