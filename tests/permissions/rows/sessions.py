"""Rows of 集中学习, 补课 and the board: a branch's own session, the committee's, a cohort, a file."""

from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from members.models import Appointment, Post
from study.holidays import FreeDays
from study.models import Screening
from study.sessions.actions import Details, plan_session, record_session
from study.sessions.files import keep_file
from study.sessions.making_up import form_cohort
from tests.library.lectures.builders import lecture
from tests.people import SINCE
from tests.permissions.row import MEMBERS, Row
from tests.permissions.site import World

PDF = b"%PDF-1.4\n%%EOF\n"


def furnish(world: World) -> None:
    """Put a session that took place, one to come, the county's own, a cohort and a screening into the world."""
    people, now = world.people, timezone.now()
    today = timezone.localdate()
    Appointment.objects.create(
        member=people.superior, post=Post.CENTRAL_GROUP, organization=people.county, since=SINCE
    )
    branch = {"by": people.secretary, "organization": people.branch, "now": now}
    roll = {people.me.pk: "absent"}
    held = record_session(
        details=Details(kind="collective", held_on=today), roll=roll, client_id=uuid4(), **branch
    )
    world.things["session"] = held
    world.things["planned"] = plan_session(details=Details(kind="lecture", held_on=today), **branch)
    world.things["central"] = record_session(
        by=people.superior,
        organization=people.county,
        details=Details(kind="central_group", held_on=today),
        roll={},
        now=now,
        client_id=uuid4(),
    )
    upload = SimpleUploadedFile("记录.pdf", PDF)
    world.things["session_file"] = keep_file(by=people.secretary, session=held, upload=upload, now=now)
    window = FreeDays("周末", today, today, is_estimate=False)
    world.things["cohort"] = form_cohort(
        title="补课", window=window, rows=held.attendances.filter(status="absent"), book_bag=None, **branch
    )
    world.things["session_screening"] = Screening.objects.create(
        lecture=lecture(slug="session-lecture"),
        organization=people.branch,
        host=people.secretary,
        code="246802",
        started_at=now,
        closes_at=now,
    )


def _id(name: str, thing: str) -> Any:
    return lambda world: {name: world.things[thing].pk}


def _place(name: str) -> Any:
    return lambda world: {"organization_id": getattr(world.people, name).pk}


_held = _id("session_id", "session")
_planned = _id("session_id", "planned")
_central = _id("session_id", "central")
_file = _id("file_id", "session_file")
_cohort = _id("cohort_id", "cohort")
_branch, _county, _other = _place("branch"), _place("county"), _place("other_branch")

# Members of the branch see; its secretary writes; the county sees; others find nothing.
SEEN = (200, 200, 200, 404, 404, 302)
WRITTEN = (403, 200, 403, 404, 404, 302)
CHANGED = (403, 302, 403, 404, 404, 302)
# Only who records for a branch or a committee has a desk there.
DESK = (404, 200, 403, 404, 404, 302)
DESK_CHANGED = (404, 302, 403, 404, 404, 302)
BRANCH_ONLY = (404, 200, 404, 404, 404, 302)
BRANCH_CHANGED = (404, 302, 404, 404, 404, 302)
BOARD = (404, 200, 200, 404, 404, 302)
RECORDERS = (404, 200, 200, 404, 404, 302)
ROWS = [
    Row("study:sessions", MEMBERS),
    Row("study:record_session", RECORDERS),
    Row("study:record_session", (404, 422, 422, 404, 404, 302), method="post", note="空表"),
    Row("study:plan_session", RECORDERS),
    Row("study:plan_session", (404, 422, 422, 404, 404, 302), method="post", note="空表"),
    Row("study:session", SEEN, _held),
    Row("study:session", (404, 404, 200, 404, 404, 302), _central, note="区委中心组"),
    Row("study:edit_session", WRITTEN, _held),
    Row("study:edit_session", (403, 422, 403, 404, 404, 302), _held, method="post", note="空表"),
    Row("study:session_roll", WRITTEN, _held),
    Row("study:session_roll", (403, 422, 403, 404, 404, 302), _held, method="post", note="空表"),
    Row("study:session_sheet", WRITTEN, _held),
    Row("study:session_pack", WRITTEN, _held),
    Row("study:session_pack", CHANGED, _held, method="post"),
    Row("study:cancel_session", CHANGED, _planned, method="post"),
    Row("study:add_session_file", CHANGED, _held, method="post"),
    Row("study:session_file", SEEN, _file),
    Row("study:remove_session_file", (403, 302, 404, 404, 404, 302), _file, method="post"),
    Row(
        "study:session_from_screening",
        BRANCH_CHANGED,
        _id("screening_id", "session_screening"),
        method="post",
    ),
    Row("study:make_up", DESK, _branch),
    Row("study:make_up", (404, 422, 403, 404, 404, 302), _branch, method="post", note="空表"),
    Row("study:make_up_cohort", BRANCH_ONLY, _cohort),
    Row("study:make_up_print", BRANCH_ONLY, _cohort),
    Row("study:make_up_delivered", BRANCH_CHANGED, _cohort, method="post"),
    Row("study:make_up_done", BRANCH_CHANGED, _cohort, method="post"),
    Row("study:smartphones", DESK, _branch),
    Row("study:smartphones", DESK_CHANGED, _branch, method="post"),
    Row("study:board_home", (404, 302, 302, 404, 404, 302)),
    Row("study:board", BOARD, _branch),
    Row("study:board", (404, 404, 200, 404, 404, 302), _county, note="区委"),
    Row("study:board", (404, 404, 200, 404, 404, 302), _other, note="别的支部"),
    Row("study:unreached", DESK, _branch),
    Row("study:lecture_register", BOARD, _branch),
    Row("study:cadence_rules", MEMBERS),
]
