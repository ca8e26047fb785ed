"""Who may see notes: their member alone; a question is seen by the secretaries of the branch it was put to as well."""

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils import timezone

from members.models import Appointment, Member, Organization
from members.policies import BRANCH_OVERSEERS, User
from members.statements import Statement
from study.models import Note
from study.notes.querysets import NoteQuerySet


class NotePolicy:
    """May this user see this note? Only their own, whatever post anybody holds."""

    def visible_to(self, user: User) -> NoteQuerySet:
        """Return the user's own notes."""
        if not isinstance(user, Member):
            return Note.objects.none()
        return Note.objects.filter(member=user)

    def can_view(self, user: User, note: Note) -> bool:
        """Tell whether `note` is the user's own."""
        return isinstance(user, Member) and note.member_id == user.pk


class QuestionPolicy:
    """May this user answer this question? The secretary and deputy of the branch the member belonged to when asking."""

    def branches_of(self, user: User) -> list[Organization]:
        """Return the branches `user` answers for; one query."""
        if not isinstance(user, Member):
            return []
        mine = _OVERSEEN(member=user.pk, today=timezone.localdate())
        return [appointment.organization for appointment in mine]

    def visible_to(self, user: User, *, branches: list[Organization] | None = None) -> NoteQuerySet:
        """Return the questions put to branches `user` answers for, and to their groups; `branches` when they are known."""
        branches = self.branches_of(user) if branches is None else branches
        if not branches:
            return Note.objects.none()
        within = reduce(or_, (Q(organization__path__startswith=one.path) for one in branches))
        return Note.objects.questions().filter(within)

    def has_reader(self, note: Note) -> bool:
        """Tell whether anybody but the member who asked may answer `note` today; one query."""
        if note.organization is None:
            return False
        held = Appointment.objects.held_on(timezone.localdate()).of_posts(list(BRANCH_OVERSEERS))
        answering = held.filter(organization__path__in=note.organization.lineage, member__is_active=True)
        return answering.exclude(member=note.member_id).exists()

    def can_view(self, user: User, note: Note) -> bool:
        """Tell whether `user` may read and answer `note`."""
        return self.visible_to(user).filter(pk=note.pk).exists()


def _overseen(member: int, today: date) -> QuerySet:
    held = Appointment.objects.held_on(today).filter(member=member)
    return held.of_posts(list(BRANCH_OVERSEERS)).select_related("organization")


_OVERSEEN = Statement(_overseen)

note_policy = NotePolicy()
question_policy = QuestionPolicy()
