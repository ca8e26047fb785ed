"""How long the board of a city with 300 branches takes: must 20 queries, 500 ms.

Makes the city in a database of its own (SQLite in a temporary folder, or DATABASE_URL): 20 committees, 300 branches, 25
members each, a year of two sessions a month with their attendance. The time is the whole view's, template included, the
best and the median of several; `cpu_ms` is the processor's, which another program on the machine does not lengthen.
"""

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MUST_QUERIES, MUST_MS = 20, 500
TODAY = date.today()


def main() -> int:
    """Measure, print one JSON object, and return 1 when a limit is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--branches", type=int, default=300)
    parser.add_argument("--members", type=int, default=25)
    parser.add_argument("--rounds", type=int, default=7)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-board-") as folder:
        set_up(folder)
        viewer, city = make_city(wanted.branches, wanted.members)
        found = measure(viewer, city, wanted.rounds)
    print(json.dumps(found, ensure_ascii=False))
    return int(found["queries"] > MUST_QUERIES or found["cpu_ms"] > MUST_MS)


def set_up(folder: str) -> None:
    """Point Django at an empty database and migrate it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.test")
    os.environ["VAR_DIR"] = folder
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def make_city(branches: int, size: int) -> tuple[Any, Any]:
    """Return somebody who may see the city's board, and the city."""
    from members.models import Appointment, Member, Organization, Post

    city = Organization.add_root(name="压测市委", kind="committee", level="city", field="government")
    committees = [
        city.add_child(name=f"第{number}党委", kind="committee", level="township", field="rural")
        for number in range(20)
    ]
    places = []
    for number in range(branches):
        above = Organization.objects.get(pk=committees[number % 20].pk)
        places.append(above.add_child(name=f"第{number}支部", kind="branch", field="rural"))
    Member.objects.bulk_create(
        Member(
            username=f"m{number}",
            name=f"党员{number}",
            organization=places[number % branches],
            has_smartphone=number % 9 != 0,
        )
        for number in range(branches * size)
    )
    viewer = Member.objects.create(username="viewer", name="看板人", organization=city)
    held = {"since": date(2020, 1, 1)}
    Appointment.objects.create(member=viewer, post=Post.COMMITTEE_SECRETARY, organization=city, **held)
    first = {member.organization_id: member for member in Member.objects.filter(username__startswith="m")}
    Appointment.objects.bulk_create(
        Appointment(member=first[place.pk], post=Post.BRANCH_SECRETARY, organization=place, **held)
        for place in places
    )
    make_rules()
    make_year(places, viewer)
    return viewer, Organization.objects.get(pk=city.pk)


def make_rules() -> None:
    """Write down five rules in force."""
    from study.models import CadenceRule

    asked = {"since": date(2020, 1, 1), "source": "压测"}
    for kind, of, period, lecturer in (
        ("collective", "branch", "month", ""),
        ("theme_day", "branch", "month", ""),
        ("lecture", "branch", "quarter", ""),
        ("lecture", "branch", "year", "branch_secretary"),
        ("central_group", "committee", "quarter", ""),
    ):
        CadenceRule.objects.create(kind=kind, organization_kind=of, period=period, lecturer=lecturer, **asked)


def make_year(places: list[Any], by: Any) -> None:
    """Record two sessions a month in most branches, with everybody's attendance."""
    from django.utils import timezone

    from members.models import Member
    from study.models import SessionAttendance, StudySession

    chance, now = random.Random(1), timezone.now()
    sessions = [
        StudySession(
            organization=place,
            kind=kind,
            title="压测",
            held_on=TODAY - timedelta(days=30 * back + chance.randint(0, 20)),
            state="held",
            created_by=by,
            created_at=now,
        )
        for place in places
        for back in range(12)
        for kind in ("collective", "theme_day")
        if chance.random() < 0.9
    ]
    StudySession.objects.bulk_create(sessions, batch_size=2000)
    people: dict[int, list[int]] = {}
    for pk, place in Member.objects.values_list("pk", "organization_id"):
        people.setdefault(place, []).append(pk)
    for start in range(0, len(sessions), 500):
        SessionAttendance.objects.bulk_create(
            SessionAttendance(
                session=session,
                member_id=member,
                branch_id=session.organization_id,
                status="present" if chance.random() < 0.85 else "leave",
                recorded_by=by,
                recorded_at=now,
            )
            for session in sessions[start : start + 500]
            for member in people[session.organization_id]
        )


def measure(viewer: Any, city: Any, rounds: int) -> dict[str, Any]:
    """Open the board of this quarter several times."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from study.models import SessionAttendance, StudySession

    client = Client()
    client.force_login(viewer)
    url = f"/study/board/{city.pk}/"
    client.get(url)
    walls, processors = [], []
    for _ in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        response = client.get(url)
        walls.append((time.perf_counter() - wall) * 1000)
        processors.append((time.process_time() - processor) * 1000)
    with CaptureQueriesContext(connection) as caught:
        client.get(url)
    return {
        "status": response.status_code,
        "sessions": StudySession.objects.count(),
        "attendances": SessionAttendance.objects.count(),
        "queries": len(caught),
        "cpu_ms": round(min(processors)),
        "best_ms": round(min(walls)),
        "median_ms": round(statistics.median(walls)),
        "bytes": len(response.content),
    }


if __name__ == "__main__":
    sys.exit(main())
