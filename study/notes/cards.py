"""What notes put on 今日学习: questions that wait for the secretary, answers that came, notes in doubt."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from members.models import Member
from members.statements import Statement
from study.desk_cards import DeskCard, register_card
from study.models import Note, NoteAnswer
from study.notes.policies import note_policy, question_policy

SHOWN = 3


@dataclass(frozen=True)
class NoteNews:
    """Answers nobody has read yet, and how many notes are in doubt."""

    answered: list[Note]
    doubts: int


def register_cards() -> None:
    """Put the two cards on the desk."""
    register_card(DeskCard("questions", 20, "study/notes/questions_card.html", waiting_questions, queries=2))
    register_card(DeskCard("notes", 25, "study/notes/news_card.html", news_of_notes, queries=2))


def waiting_questions(member: Member, now: datetime) -> list[Note] | None:
    """Return the oldest questions that wait for `member`'s answer, None when there are none."""
    branches = question_policy.branches_of(member)
    if not branches:
        return None
    waiting = question_policy.visible_to(member, branches=branches).unanswered()
    waiting = waiting.select_related("member", "material")
    return list(waiting.defer("material__body")[:SHOWN]) or None


def news_of_notes(member: Member, now: datetime) -> NoteNews | None:
    """Return what happened to `member`'s notes, None when nothing did."""
    answered, doubts = _ANSWERED(member=member.pk), sum(_DOUBTS(member=member.pk))
    return NoteNews(answered, doubts) if answered or doubts else None


def _answered(member: int) -> QuerySet:
    unseen = NoteAnswer.objects.filter(note__member=member, seen_at__isnull=True).values("note")
    own = note_policy.visible_to(Member(pk=member)).filter(pk__in=unseen)
    return own.select_related("material").defer("material__body")[:SHOWN]


def _doubts(member: int) -> QuerySet:
    """Return how many there are; no row when there are none."""
    doubtful = note_policy.visible_to(Member(pk=member)).in_doubt().order_by()
    return doubtful.values("member").annotate(count=Count("pk")).values_list("count", flat=True)


_ANSWERED, _DOUBTS = Statement(_answered), Statement(_doubts)
