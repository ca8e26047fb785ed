"""What a report of an organisation says: figures in sections, each with the address of its records. Pure."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from study.reports.periods import Period

# What is said instead of a figure about fewer than five people.
TOO_FEW = "不足 5 人，不列"
# What is said where the figure, taken from a total, would leave one about fewer than five people elsewhere.
COVERED = "单独列出会看出人数少的党组织，不列"


@dataclass(frozen=True)
class Figure:
    """One number; None where it would point at persons, with what is said `instead`.

    `records` is the site's address of the records behind it.
    """

    key: str
    label: str
    unit: str
    value: int | None
    records: str
    instead: str = TOO_FEW

    @property
    def text(self) -> str:
        """Return the figure as it is read."""
        return self.instead if self.value is None else f"{self.value} {self.unit}"


@dataclass(frozen=True)
class Section:
    """Figures that belong together, with a sentence that could stand in the report."""

    title: str
    figures: Sequence[Figure]

    @property
    def sentence(self) -> str:
        """Return the section as one sentence, e.g. “读完资料 12 份次，交卷 3 份。”"""
        return "，".join(f"{figure.label} {figure.text}" for figure in self.figures) + "。"


@dataclass(frozen=True)
class PlaceRow:
    """The figures of one organisation below, or of the small ones together (`organization` None)."""

    organization: int | None
    label: str
    people: int
    values: Sequence[int]


@dataclass(frozen=True)
class Report:
    """The report of an organisation on a period, as the records stand.

    `people` are all whose acts may stand in it, `activists` those of them who are no party members yet (积极分子).
    """

    organization: int
    name: str
    label: str
    period: Period
    people: int
    sections: Sequence[Section]
    places: Sequence[PlaceRow]
    activists: int = 0

    @property
    def roster(self) -> str:
        """Return how many party members there are, e.g. “现有党员 40 人，积极分子 5 人”."""
        others = f"，积极分子 {self.activists} 人" if self.activists else ""
        return f"现有党员 {self.people - self.activists} 人{others}"

    @property
    def title(self) -> str:
        """Return the report's title."""
        return f"{self.label} {self.period.label}学习情况报告"

    @property
    def figures(self) -> list[Figure]:
        """Return all figures in their order; a figure's number in the report is its place here, from 1."""
        return [figure for section in self.sections for figure in section.figures]

    @property
    def digest(self) -> str:
        """Return the fingerprint of the figures: the same records give the same."""
        said = [self.organization, self.period.code, [[f.key, f.value] for f in self.figures]]
        places = [[row.organization, row.people, list(row.values)] for row in self.places]
        return hashlib.sha256(json.dumps([said, places]).encode()).hexdigest()

    def as_json(self, *, base: str = "") -> dict[str, Any]:
        """Return the report as data; `base` is put before the addresses."""
        return {
            "title": self.title,
            "organization": {"id": self.organization, "name": self.name},
            "period": {
                "code": self.period.code,
                "label": self.period.label,
                "first": self.period.first.isoformat(),
                "last": self.period.last.isoformat(),
            },
            "people": self.people,
            "activists": self.activists,
            "sections": [
                {
                    "title": section.title,
                    "sentence": section.sentence,
                    "figures": [
                        {
                            "key": figure.key,
                            "label": figure.label,
                            "unit": figure.unit,
                            "value": figure.value,
                            "records": base + figure.records,
                        }
                        for figure in section.figures
                    ],
                }
                for section in self.sections
            ],
            "organizations": [
                {
                    "id": row.organization,
                    "label": row.label,
                    "people": row.people,
                    "values": {f.key: n for f, n in zip(self.figures, row.values, strict=True)},
                }
                for row in self.places
            ],
            "digest": self.digest,
        }
