"""What a member wants to be reminded of by e-mail, and how often: nothing unless they ask for it."""

import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models


def new_token() -> str:
    """Return a secret for the address that turns e-mail off with one click."""
    return secrets.token_urlsafe(24)


class NudgeSetting(models.Model):
    """A member's wish for a digest.

    `quiet_from` and `quiet_until` are hours of the day (0–23) on the site's clock between which nothing is sent; the
    same hour twice means no quiet hours. `sent_on` is the day of the last digest, so that a day never brings two.
    """

    class Rhythm(models.TextChoices):
        NONE = "none", "不发"
        DAILY = "daily", "每天一封"
        WEEKLY = "weekly", "每周一封（周一）"

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name="党员", on_delete=models.CASCADE, related_name="nudges"
    )
    rhythm = models.CharField("学习提要", max_length=10, choices=Rhythm, default=Rhythm.NONE)
    quiet_from = models.PositiveSmallIntegerField(
        "不打扰时段从几点起", default=20, validators=[MaxValueValidator(23)]
    )
    quiet_until = models.PositiveSmallIntegerField("到几点止", default=8, validators=[MaxValueValidator(23)])
    token = models.CharField("退订口令", max_length=40, unique=True, default=new_token, editable=False)
    sent_on = models.DateField("上次发送", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "学习提要"

    def __str__(self) -> str:
        return f"{self.member} · {self.get_rhythm_display()}"

    def clean(self) -> None:
        """Refuse a digest that could go nowhere."""
        if self.rhythm != self.Rhythm.NONE and not self.member.email:
            raise ValidationError({"rhythm": "您还没有登记邮箱，请先请支部书记或管理员登记，再选择发送。"})
