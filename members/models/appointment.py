"""Which post a member holds where, and since when."""

from datetime import date

from django.contrib import admin
from django.db import models
from django.db.models import F, Q

from members.models.member import Member
from members.models.organization import Organization
from members.querysets import AppointmentQuerySet


class Post(models.TextChoices):
    """The posts a recommendation, an audience or a policy can name."""

    BRANCH_SECRETARY = "branch_secretary", "党支部书记"
    BRANCH_DEPUTY = "branch_deputy", "党支部副书记"
    ORGANIZATION_MEMBER = "organization_member", "组织委员"
    PUBLICITY_MEMBER = "publicity_member", "宣传委员"
    DISCIPLINE_MEMBER = "discipline_member", "纪检委员"
    GROUP_LEADER = "group_leader", "党小组组长"
    COMMITTEE_SECRETARY = "committee_secretary", "党委书记"
    COMMITTEE_MEMBER = "committee_member", "党委委员"
    LEADING_CADRE = "leading_cadre", "党员领导干部"
    CENTRAL_GROUP = "central_group", "理论学习中心组成员"


class Appointment(models.Model):
    """A post held by a member in an organisation from `since` until `until` (both days included)."""

    member = models.ForeignKey(
        Member, verbose_name="党员", on_delete=models.CASCADE, related_name="appointments"
    )
    post = models.CharField("职务", max_length=30, choices=Post)
    organization = models.ForeignKey(
        Organization, verbose_name="党组织", on_delete=models.CASCADE, related_name="appointments"
    )
    since = models.DateField("任职日期")
    until = models.DateField("免职日期", null=True, blank=True, help_text="在任的留空。")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="appointment_ends_after_it_starts",
                violation_error_message="免职日期不能早于任职日期。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} · {self.organization.label}{self.get_post_display()}"

    @admin.display(description="职务")
    def post_label(self) -> str:
        """Return the Chinese name of the post."""
        return Post(self.post).label

    def is_held_on(self, day: date) -> bool:
        """Tell whether the post is held on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)
