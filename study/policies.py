"""Who may see and record study.

Progress belongs to the member alone; the branch sees none of it here.
"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from members.models import Member
from study.models import Dismissal, Progress
from study.querysets import ProgressQuerySet


class ProgressPolicy:
    """May this user see this record of progress?"""

    def visible_to(self, user: Member | AnonymousUser) -> ProgressQuerySet:
        """Return the user's own progress."""
        if not isinstance(user, Member):
            return Progress.objects.none()
        return Progress.objects.filter(member=user)

    def can_view(self, user: Member | AnonymousUser, progress: Progress) -> bool:
        """Tell whether `progress` is the user's own."""
        return self.visible_to(user).filter(pk=progress.pk).exists()


class DismissalPolicy:
    """May this user see that this was put away? Only who put it away."""

    def visible_to(self, user: Member | AnonymousUser) -> QuerySet[Dismissal]:
        """Return what the user dismissed."""
        if not isinstance(user, Member):
            return Dismissal.objects.none()
        return Dismissal.objects.filter(member=user)

    def can_view(self, user: Member | AnonymousUser, dismissal: Dismissal) -> bool:
        """Tell whether `dismissal` is the user's own."""
        return isinstance(user, Member) and dismissal.member_id == user.pk


progress_policy = ProgressPolicy()
dismissal_policy = DismissalPolicy()
