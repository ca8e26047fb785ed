"""What of a plan is done, read where it is recorded: progress, handed-in quizzes, attended screenings, one's own word.

The rule: a text counts when it was read to its end since the plan began, a part of it when every article of it was
seen; a lecture when it was watched or attended; a quiz when a paper was handed in; a session of the branch when the roll says one was there or made it up. What was finished before the plan
began does not tick by itself, and the member may say that they went over it again. Dates only: no minutes, no scores.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models.functions import Coalesce, Length
from django.utils import timezone

from library.models import MaterialPage, Provision
from members.models import Member
from quizzes.models import Attempt
from study.models import Attendance, PlanItem, Progress, SessionAttendance
from study.models.planned import PlannedThing
from study.pacing import percent_seen

Kind = PlannedThing.Kind


@dataclass(frozen=True)
class Aim:
    """What has to happen for a thing to be done; `said_on` is the day the member said it was."""

    kind: str
    material: int | None = None
    first_address: str = ""
    last_address: str = ""
    quiz: int | None = None
    session: int | None = None
    said_on: date | None = None

    @classmethod
    def of(cls, item: PlanItem) -> "Aim":
        """Return the aim of an item of a plan."""
        return cls(
            item.kind,
            item.material_id,
            item.first_address,
            item.last_address,
            item.quiz_id,
            item.session_id,
            item.done_on,
        )


@dataclass(frozen=True)
class Standing:
    """Whether a thing is done: on which day and how; or how far; `earlier_on` is when it was finished before the plan."""

    done_on: date | None = None
    how: str = ""
    percent: int = 0
    earlier_on: date | None = None

    @property
    def is_done(self) -> bool:
        """Tell whether it is done."""
        return self.done_on is not None


@dataclass
class _Read:
    """What one member's record says of one text."""

    percent: int = 0
    finished_on: date | None = None
    last_on: date | None = None
    material: int = 0
    seen: frozenset[str] = frozenset()


@dataclass
class _Record:
    """What one member's records say of everything a plan names."""

    texts: dict[int, _Read] = field(default_factory=dict)
    quizzes: dict[int, list[date]] = field(default_factory=dict)
    attended: dict[int, list[date]] = field(default_factory=dict)
    sessions: dict[int, date] = field(default_factory=dict)
    lengths: dict[int, list[tuple[str, int]]] = field(default_factory=dict)


def standings(member: Member, aims: Sequence[Aim], *, since: date) -> list[Standing]:
    """Return how each of `aims` stands for `member` whose plan began on `since`; at most six queries."""
    record = _record(member, aims)
    return [_stand(aim, record, since) for aim in aims]


def _stand(aim: Aim, record: _Record, since: date) -> Standing:
    if aim.said_on:
        return Standing(aim.said_on, "本人登记", 100)
    if aim.kind == Kind.QUIZ:
        return _first_since(record.quizzes.get(aim.quiz or 0, []), since, "已交卷")
    if aim.session in record.sessions:
        return Standing(record.sessions[aim.session], "已参加", 100)
    if aim.material is None:
        return Standing()
    read = record.texts.get(aim.material, _Read())
    if aim.kind == Kind.LECTURE:
        days = [*record.attended.get(aim.material, []), *([read.finished_on] if read.finished_on else [])]
        seen = _first_since(sorted(days), since, "已看完")
        return seen if seen.is_done or seen.earlier_on else Standing(percent=read.percent)
    if aim.kind == Kind.PART and not read.finished_on:
        return _stand_in_part(aim, read, record, since)
    finished = _first_since([read.finished_on] if read.finished_on else [], since, "已读完")
    return finished if finished.is_done or finished.earlier_on else Standing(percent=read.percent)


def _stand_in_part(aim: Aim, read: _Read, record: _Record, since: date) -> Standing:
    part = _between(record.lengths.get(read.material, []), aim.first_address, aim.last_address)
    percent = percent_seen(part, read.seen)
    if read.last_on is None or not part or any(address not in read.seen for address, _ in part):
        return Standing(percent=percent)
    return _first_since([read.last_on], since, "已读完")


def _between(lengths: list[tuple[str, int]], first: str, last: str) -> list[tuple[str, int]]:
    """Return the articles from `first` to `last`; none when the text of today lacks one of them."""
    places = {address: place for place, (address, _) in enumerate(lengths)}
    if first not in places or last not in places:
        return []
    return lengths[places[first] : places[last] + 1]


def _first_since(days: list[date], since: date, how: str) -> Standing:
    counted = [day for day in days if day >= since]
    if counted:
        return Standing(counted[0], how, 100)
    return Standing(earlier_on=days[-1] if days else None)


def _record(member: Member, aims: Sequence[Aim]) -> _Record:
    record = _Record()
    materials = {aim.material for aim in aims if aim.material}
    quizzes = {aim.quiz for aim in aims if aim.quiz}
    if materials:
        record.texts = _texts(member, materials)
    if quizzes:
        handed_in = Attempt.objects.submitted().filter(member=member, quiz__in=quizzes)
        record.quizzes = _days(handed_in.order_by("submitted_at").values_list("quiz_id", "submitted_at"))
    lectures = {aim.material for aim in aims if aim.kind == Kind.LECTURE and aim.material}
    if lectures:
        attended = Attendance.objects.filter(member=member, screening__lecture__in=lectures)
        record.attended = _days(attended.values_list("screening__lecture_id", "screening__started_at"))
    sessions = {aim.session for aim in aims if aim.session}
    if sessions:
        came = SessionAttendance.objects.reached().filter(member=member, session__in=sessions)
        days = came.values_list("session_id", Coalesce("made_up_on", "session__held_on"))
        record.sessions = dict(days)
    record.lengths = _lengths(aims, record.texts)
    return record


def _texts(member: Member, materials: set[int]) -> dict[int, _Read]:
    """Return the record of each material; reading any edition of a regulation counts for the regulation."""
    paths = dict(MaterialPage.objects.filter(pk__in=materials).values_list("path", "pk"))
    rows = Progress.objects.filter(member=member).values_list(
        "material_id", "material__path", "percent", "finished_at", "last_read_at", "seen"
    )
    found: dict[int, _Read] = {}
    for pk, path, percent, finished_at, last_read_at, seen in rows:
        known = paths.get(path) or paths.get(path[: -MaterialPage.steplen])
        if known is None:
            continue
        read = _Read(percent, _day(finished_at), _day(last_read_at), pk, frozenset(seen))
        found[known] = _better(found.get(known), read)
    return found


def _better(one: _Read | None, other: _Read) -> _Read:
    if one is None:
        return other
    return max(one, other, key=lambda read: (read.finished_on or date.min, read.percent))


def _lengths(aims: Sequence[Aim], texts: dict[int, _Read]) -> dict[int, list[tuple[str, int]]]:
    """Return the articles of texts of which a part is being read, with their lengths; one query, or none."""
    wanted = {
        texts[aim.material].material
        for aim in aims
        if aim.kind == Kind.PART and aim.material in texts and not texts[aim.material].finished_on
    }
    if not wanted:
        return {}
    found: dict[int, list[tuple[str, int]]] = {}
    units = Provision.objects.filter(material_id__in=wanted, is_unit=True).order_by("material_id", "position")
    for material, address, length in units.values_list("material_id", "address", Length("full_text")):
        found.setdefault(material, []).append((address, length))
    return found


def _days(rows: Iterable[tuple[int, Any]]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = {}
    for key, moment in rows:
        found.setdefault(key, []).append(timezone.localdate(moment))
    return {key: sorted(days) for key, days in found.items()}


def _day(moment: Any) -> date | None:
    return timezone.localdate(moment) if moment else None
