"""What is done: where a member was in a material, and what is recommended to whom."""

from study.models.bookbag import BagDelivery, BagItem, BagPack, BookBag
from study.models.cadence import CadenceRule
from study.models.dismissal import Dismissal
from study.models.note import Note, NoteAnswer
from study.models.progress import Progress, ReadingClock
from study.models.recommendation import Recommendation
from study.models.screening import Attendance, Screening
from study.models.session import (
    MakeUpCohort,
    MakeUpPlace,
    SessionAttendance,
    SessionFile,
    SessionKind,
    SessionMaterial,
    SessionSubmission,
    StudySession,
)
from study.models.watching import Watched

__all__ = [
    "Attendance",
    "BagDelivery",
    "BagItem",
    "BagPack",
    "BookBag",
    "CadenceRule",
    "Dismissal",
    "MakeUpCohort",
    "MakeUpPlace",
    "Note",
    "NoteAnswer",
    "Progress",
    "ReadingClock",
    "Recommendation",
    "Screening",
    "SessionAttendance",
    "SessionFile",
    "SessionKind",
    "SessionMaterial",
    "SessionSubmission",
    "StudySession",
    "Watched",
]
