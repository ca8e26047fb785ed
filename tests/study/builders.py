"""Makers of what study's tests stand on."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from members.models import Audience, Organization
from study.models import Recommendation
from tests.quizzes.builders import publish_guide

NOW = datetime(2026, 7, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
LONG = "一、怎样学\n\n" + "读原文，联系自己的工作想一想，再同大家说一说。" * 150


def long_guide(**fields: Any) -> Any:
    """Return a published guide of some 3,500 characters, about nine minutes."""
    return publish_guide(body=LONG, **fields)


def recommend(
    target: Any, *, by: Organization, audience: Audience | None = None, **fields: Any
) -> Recommendation:
    """Store a recommendation of a material or a quiz, to everybody unless told otherwise."""
    name = "quiz" if target._meta.model_name == "quizpage" else "material"
    everybody = audience or Audience.objects.get_or_create(name="全体党员")[0]
    values = {name: target, "audience": everybody, "organization": by} | fields
    if name == "material":
        values["material_id"] = values.pop("material").pk
    return Recommendation.objects.create(**values)
