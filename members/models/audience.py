"""A named set of people: posts × fields × categories × a part of the tree."""

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.html import format_html

from members.fitting import Conditions, Person, fits
from members.models.appointment import Post
from members.models.member import Member
from members.models.organization import Organization

if TYPE_CHECKING:
    from members.querysets import MemberQuerySet


class Audience(models.Model):
    """People who fit every condition that is filled in; an empty condition asks nothing.

    `posts`, `fields` and `categories` are JSON lists of choice codes (shape version 1: list of text);
    within one list any value fits, between lists all must.
    """

    name = models.CharField("名称", max_length=80, unique=True)
    posts = models.JSONField("职务", default=list, blank=True)
    fields = models.JSONField("领域", default=list, blank=True)
    categories = models.JSONField("类别", default=list, blank=True)
    mobile_only = models.BooleanField("仅流动党员", default=False)
    subtree = models.ForeignKey(
        Organization,
        verbose_name="范围",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="audiences",
        help_text="选定的党组织及其下级；留空为全部。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "受众"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse codes that are not choices, naming the condition."""
        for name, choices in (
            ("posts", Post),
            ("fields", Organization.Field),
            ("categories", Member.Category),
        ):
            unknown = [code for code in getattr(self, name) if code not in choices.values]
            if unknown:
                label = {"posts": "职务", "fields": "领域", "categories": "类别"}[name]
                raise ValidationError({name: f"{label}里有不认识的值：{'、'.join(map(str, unknown))}。"})

    def members(self, *, on: date) -> "MemberQuerySet":
        """Return who is in the audience on day `on`."""
        return Member.objects.in_audience(self, on=on)

    def includes(self, member: Member, *, posts: set[str]) -> bool:
        """Tell whether `member`, who holds `posts`, is in the audience; no query if `organization` is loaded.

        The same rule as `MemberQuerySet.in_audience`, for one person and many audiences.
        """
        organization = member.organization
        person = Person(
            posts=frozenset(posts),
            category=member.category,
            is_mobile=member.is_mobile,
            field=organization.field if organization else "",
            path=organization.path if organization else "",
        )
        return fits(self.conditions, person)

    @property
    def conditions(self) -> Conditions:
        """Return the conditions; no query if `subtree` is loaded."""
        return Conditions(
            posts=tuple(self.posts),
            fields=tuple(self.fields),
            categories=tuple(self.categories),
            mobile_only=self.mobile_only,
            subtree=self.subtree.path if self.subtree else "",
        )

    @admin.display(description="里面有谁")
    def preview_link(self) -> str:
        """Return a link to the list of who is in the audience, for the operator's list."""
        return format_html('<a href="{}">看名单</a>', reverse("audience_members", args=[self.pk]))

    @admin.display(description="条件")
    def describe(self) -> str:
        """Return the conditions as one Chinese line, e.g. “农村 · 党支部书记 · 示例区委范围内”."""
        parts = [
            "、".join(str(Organization.Field(code).label) for code in self.fields),
            "、".join(str(Member.Category(code).label) for code in self.categories),
            "、".join(str(Post(code).label) for code in self.posts),
            "流动党员" if self.mobile_only else "",
            f"{self.subtree.label}范围内" if self.subtree else "",
        ]
        return " · ".join(part for part in parts if part) or "全体"
