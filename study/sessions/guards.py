"""Guards of views: what is asked for, or 404 for a stranger and 403 for a reader who may not write."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404

from members.models import Member, Organization
from members.requests import is_number
from study.cadence.policies import board_policy
from study.models import MakeUpCohort, SessionFile, StudySession
from study.sessions.policies import cohort_policy, session_file_policy, session_policy

SESSION_PARTS = ("organization", "topic", "host", "speaker", "book_bag", "screening", "roll_saved_by")


def readable_session(user: Member, pk: int) -> StudySession:
    """Return a session `user` may see."""
    found = session_policy.visible_to(user).select_related(*SESSION_PARTS).filter(pk=pk).first()
    if found is None:
        raise Http404("没有这次学习，或者您看不到它。")
    return found


def writable_session(user: Member, pk: int) -> StudySession:
    """Return a session `user` records."""
    session = readable_session(user, pk)
    if not session_policy.can_change(user, session):
        raise PermissionDenied("这次学习由它的党组织登记，您可以看，不能改。")
    return session


def writable_place(user: Member, pk: int | str) -> Organization:
    """Return an organisation `user` records for."""
    found = session_policy.organizations_of(user).filter(pk=pk).first() if is_number(str(pk)) else None
    if found is not None:
        return found
    if is_number(str(pk)) and board_policy.visible_to(user).filter(pk=pk).exists():
        raise PermissionDenied("这个党组织的学习由它自己登记，您可以看，不能改。")
    raise Http404("没有这个党组织，或者不由您登记。")


def first_place(user: Member, today: date) -> Organization:
    """Return the organisation `user` most likely records for: the highest that is at work."""
    places = list(session_policy.organizations_of(user))
    if not places:
        raise Http404("您还没有负责的党组织；支部书记、支委、党小组组长和党委委员可以登记集中学习。")
    return next((place for place in places if place.exists_on(today)), places[0])


def readable_file(user: Member, pk: int) -> SessionFile:
    """Return a file of a session `user` may see."""
    found = session_file_policy.visible_to(user).select_related("session__organization").filter(pk=pk).first()
    if found is None:
        raise Http404("没有这个附件，或者您看不到它。")
    return found


def own_cohort(user: Member, pk: int) -> MakeUpCohort:
    """Return a make-up cohort `user` runs."""
    found = cohort_policy.visible_to(user).select_related("organization", "book_bag").filter(pk=pk).first()
    if found is None:
        raise Http404("没有这个补课班次，或者不由您负责。")
    return found
