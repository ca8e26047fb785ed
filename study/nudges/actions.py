"""Verbs of reminders."""

from collections.abc import Iterator
from datetime import datetime
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from members.models import Member
from study.models import NudgeSetting
from study.nudges.digest import compose
from study.nudges.timing import is_due, is_quiet

__all__ = ["SendError", "send_digest", "send_digests", "setting_of", "turn_off"]


class SendError(Exception):
    """A letter could not be handed to the mail server; the message is a sentence for the operator."""


def setting_of(member: Member) -> NudgeSetting:
    """Return the member's wish, that of somebody who never said anything included."""
    found = NudgeSetting.objects.filter(member=member).first()
    return found or NudgeSetting(member=member)


def turn_off(*, token: str) -> NudgeSetting | None:
    """Turn e-mail off for whoever holds `token`; None when there is no such address. Twice is once."""
    found = NudgeSetting.objects.filter(token=token).first()
    if found is not None and found.rhythm != NudgeSetting.Rhythm.NONE:
        found.rhythm = NudgeSetting.Rhythm.NONE
        found.save(update_fields=["rhythm"])
    return found


def send_digests(*, now: datetime) -> Iterator[tuple[NudgeSetting, bool | SendError]]:
    """Send what is due and not held back by quiet hours, one member after the other; may be stopped and run again.

    Yields each wish that was due with whether a letter went out (False: there was nothing to say), or why it could not.
    """
    wanted = NudgeSetting.objects.exclude(rhythm=NudgeSetting.Rhythm.NONE).exclude(member__email="")
    for setting in wanted.filter(member__is_active=True).order_by("pk").iterator():
        local = timezone.localtime(now)
        if not is_due(setting.rhythm, setting.sent_on, now=local):
            continue
        if is_quiet(local.hour, quiet_from=setting.quiet_from, quiet_until=setting.quiet_until):
            continue
        try:
            yield setting, send_digest(setting=setting, now=now)
        except SendError as error:
            yield setting, error


def send_digest(*, setting: NudgeSetting, now: datetime) -> bool:
    """Send one digest, once a day at most; tell whether there was anything to say.

    The day is noted before the letter leaves and taken back when the mail server refuses it: a crash in between costs
    one letter, never sends two.

    Raises:
        SendError: the mail server did not take it; the next run tries again.
    """
    today = timezone.localdate(now)
    before = setting.sent_on
    with transaction.atomic():
        rows = NudgeSetting.objects.select_for_update(of=("self",)).select_related("member")
        locked = rows.get(pk=setting.pk)
        if locked.sent_on == today:
            return False
        NudgeSetting.objects.filter(pk=locked.pk).update(sent_on=today)
    digest = compose(locked, now=now)
    if digest is None:
        return False
    letter = EmailMessage(
        subject=digest.subject,
        body=digest.text,
        to=[locked.member.email],
        # RFC 8058: mail programs show a button that turns the letters off.
        headers={
            "List-Unsubscribe": f"<{digest.off_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    try:
        letter.send()
    except (SMTPException, OSError) as error:
        NudgeSetting.objects.filter(pk=locked.pk).update(sent_on=before)
        raise SendError(f"发给 {locked.member.email} 的提要没有送出：{error}") from error
    return True
