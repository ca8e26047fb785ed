"""What became of a question: its versions, its steps and the corrections of marks, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from library.structure import Mark, mark_words
from quizzes.models import Question, QuestionStep, QuestionVersion, Regrade
from quizzes.wording import in_words

__all__ = ["Event", "history_of"]

SYSTEM = "系统"


@dataclass(frozen=True)
class Changed:
    """One part of a version that reads otherwise than in the version before."""

    label: str
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, by whom, what, and what changed in the words."""

    at: datetime
    by: str
    said: str
    note: str = ""
    changes: Sequence[Changed] = field(default_factory=tuple)


def history_of(question: Question) -> list[Event]:
    """Return the events of `question`, the newest first; six queries."""
    versions = list(
        question.versions.select_related("created_by")
        .prefetch_related("citations__material")
        .order_by("number")
    )
    earlier: list[QuestionVersion | None] = [None, *versions[:-1]]
    events = [_version(question.kind, one, before) for one, before in zip(versions, earlier, strict=True)]
    events += [_step(one) for one in question.steps.select_related("member")]
    regrades = question.regrades.select_related("made_by", "version").prefetch_related("items")
    events += [_regrade(one) for one in regrades]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _version(kind: str, version: QuestionVersion, before: QuestionVersion | None) -> Event:
    new = _parts(kind, version)
    old = _parts(kind, before) if before else {}
    changes = [
        Changed(label, mark_words(old.get(label, ""), text))
        for label, text in new.items()
        if before is not None and old.get(label, "") != text
    ]
    said = f"第 {version.number} 版" + ("" if before else "：出题")
    return Event(version.created_at, _name(version.created_by), said, changes=changes)


def _parts(kind: str, version: QuestionVersion) -> dict[str, str]:
    cited = sorted(version.citations.all(), key=lambda one: one.pk)
    return {
        "题干": version.stem,
        "选项": "\n".join([*version.prompts, *version.options]),
        "答案": in_words(kind, version.prompts, version.options, version.answer),
        "解析": version.explanation,
        "难度": str(version.difficulty),
        "出处": "\n".join(f"《{one.material.title}》{one.address} {one.quote}".strip() for one in cited),
    }


def _step(step: QuestionStep) -> Event:
    before = f"{Question.State(step.before).label} → " if step.before else ""
    return Event(step.taken_at, _name(step.member), f"{before}{step.get_after_display()}", step.note)


def _regrade(regrade: Regrade) -> Event:
    count = len(regrade.items.all())
    said = f"按第 {regrade.version.number} 版的答案重新评分，改了 {count} 份作答的得分"
    return Event(regrade.made_at, _name(regrade.made_by), said, regrade.reason)


def _name(member: object) -> str:
    return str(member) if member is not None else SYSTEM
