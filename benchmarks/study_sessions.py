"""A year of sessions for `benchmarks/study_province.py`: once a month in every branch, most members being there."""

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from benchmarks.study_pouring import pour
from members.models import Member, Organization
from study.models import SessionAttendance, SessionKind, StudySession

STATUSES = ["present"] * 17 + ["leave", "absent", "made_up"]
KINDS = [SessionKind.COLLECTIVE, SessionKind.DISCUSSION, SessionKind.LECTURE, SessionKind.THEME_DAY]


def hold(chance: random.Random, now: datetime) -> str:
    """Hold them up to now; return what was made."""
    today = timezone.localdate(now)
    by = Member.objects.order_by("pk").values_list("pk", flat=True)[0]
    branches = list(Organization.objects.filter(kind=Organization.Kind.BRANCH).values_list("pk", flat=True))
    months = [
        date(today.year, month, 5)
        for month in range(1, today.month + 1)
        if date(today.year, month, 5) <= today
    ]
    StudySession.objects.bulk_create(
        (
            StudySession(
                organization_id=branch,
                kind=KINDS[(branch + place) % len(KINDS)],
                title="学习原文",
                held_on=day + timedelta(days=branch % 20) if day + timedelta(days=20) < today else day,
                state=StudySession.State.HELD,
                created_by_id=by,
                created_at=now,
            )
            for branch in branches
            for place, day in enumerate(months)
        ),
        batch_size=2000,
    )
    people: dict[int, list[int]] = defaultdict(list)
    for pk, branch in Member.objects.values_list("pk", "organization_id"):
        people[branch].append(pk)

    held = list(StudySession.objects.order_by("pk").values_list("pk", "organization_id", "held_on"))

    def rows() -> Iterator[dict[str, Any]]:
        for session, branch, day in held:
            for member in people[branch]:
                status = chance.choice(STATUSES)
                yield {
                    "session_id": session,
                    "member_id": member,
                    "branch_id": branch,
                    "status": status,
                    "made_up_on": day if status == "made_up" else None,
                    "recorded_by_id": by,
                    "recorded_at": now,
                }

    return f"{StudySession.objects.count()} with {pour(SessionAttendance, rows())} lines of rolls"
