"""The account of one person."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from members.models.organization import Organization
from members.querysets import MemberManager


class Member(AbstractUser):
    """A person who logs in: a Party member, a probationary member or an activist (积极分子)."""

    class Category(models.TextChoices):
        FULL = "full", "正式党员"
        PROBATIONARY = "probationary", "预备党员"
        ACTIVIST = "activist", "积极分子"

    first_name = None  # type: ignore[assignment]  # a Chinese name is one field
    last_name = None  # type: ignore[assignment]  # a Chinese name is one field
    name = models.CharField("姓名", max_length=60)
    organization = models.ForeignKey(
        Organization,
        verbose_name="所在党组织",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
    )
    category = models.CharField("类别", max_length=20, choices=Category, default=Category.FULL)
    is_mobile = models.BooleanField("流动党员", default=False, help_text="长期在外务工经商或居住的党员。")
    has_smartphone = models.BooleanField(
        "会用智能手机",
        null=True,
        blank=True,
        help_text="由所在支部问过本人以后登记；不用的，资料用书袋、口袋书或打印件送到。没有问过的留空。",
    )
    smartphone_noted_on = models.DateField("手机情况登记日期", null=True, blank=True)

    objects: ClassVar[MemberManager] = MemberManager()

    _belonged_to: int | None = None

    class Meta:
        verbose_name = verbose_name_plural = "党员"

    def __str__(self) -> str:
        return self.name or self.username

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> "Member":
        """Remember where the member belonged when read, so that `save` notices a move."""
        member = super().from_db(*args, **kwargs)
        member._belonged_to = member.__dict__.get("organization_id")
        return member

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep a record of a move to another organisation, dated today."""
        before = self._belonged_to
        super().save(*args, **kwargs)
        after = self.__dict__.get("organization_id")
        if before is not None and after is not None and before != after:
            self.transfers.create(origin_id=before, destination_id=after, on=timezone.localdate())
        self._belonged_to = after

    def get_full_name(self) -> str:
        """Return the name; Wagtail and Django show it."""
        return self.name

    def get_short_name(self) -> str:
        """Return the name; Chinese names are short."""
        return self.name

    def posts_on(self, day: date) -> set[str]:
        """Return the codes of the posts held on `day`; one query unless appointments were prefetched."""
        return {appointment.post for appointment in self.appointments.all() if appointment.is_held_on(day)}
