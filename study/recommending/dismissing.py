"""The verbs of “不再推荐”: a member puts a suggestion away with a reason, and takes that back."""

from datetime import datetime

from wagtail.models import Page

from members.models import Member
from study.errors import NotSuggested, RequiredStays
from study.models import Dismissal
from study.recommending.suggesting import advice_for


def dismiss_suggestion(*, member: Member, page_id: int, reason: str, words: str, now: datetime) -> Dismissal:
    """Record that `member` wants this page suggested no more; a second time changes the reason.

    Raises:
        RequiredStays: it is 必学 for the member.
        NotSuggested: it is not suggested to the member now, and was not dismissed before.
    """
    known = Dismissal.objects.filter(member=member, page=page_id).first()
    found = next((one for one in advice_for(member, now=now) if one.page.pk == page_id), None)
    if found is not None and found.is_required:
        raise RequiredStays(found.title, found.giver)
    if found is None and known is None:
        raise NotSuggested
    source = found.source if found else (known.source if known else "")
    said = {"source": source, "reason": reason, "words": words.strip()[:120], "dismissed_at": now}
    dismissal, _ = Dismissal.objects.update_or_create(member=member, page=Page(pk=page_id), defaults=said)
    dismissal.refresh_from_db()
    return dismissal


def restore_suggestion(*, member: Member, page_id: int) -> bool:
    """Take a dismissal back; return whether there was one."""
    gone, _ = Dismissal.objects.filter(member=member, page=page_id).delete()
    return bool(gone)
