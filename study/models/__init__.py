"""What is done: where a member was in a material, and what is recommended to whom."""

from study.models.annual_plan import AnnualItem, AnnualPlan, PlanTemplate, TemplateItem
from study.models.bookbag import BagDelivery, BagItem, BagPack, BookBag
from study.models.cadence import CadenceRule
from study.models.dismissal import Dismissal
from study.models.ledger import LedgerHead, PointAppeal, PointEntry, PointRule
from study.models.note import Note, NoteAnswer
from study.models.nudge import NudgeSetting
from study.models.personal_report import PersonalReport
from study.models.plan import PlanBreak, PlanItem, StudyPlan
from study.models.plan_filing import CalendarFeed, PlanFiling, PlanInspection, PlanReview, Unchangeable
from study.models.planned import PlannedThing, thing_fields
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
from study.models.watching import Watched, WatchingClock

__all__ = [
    "AnnualItem",
    "AnnualPlan",
    "Attendance",
    "BagDelivery",
    "BagItem",
    "BagPack",
    "BookBag",
    "CadenceRule",
    "CalendarFeed",
    "Dismissal",
    "LedgerHead",
    "MakeUpCohort",
    "MakeUpPlace",
    "Note",
    "NoteAnswer",
    "NudgeSetting",
    "PersonalReport",
    "PlanBreak",
    "PlanFiling",
    "PlanInspection",
    "PlanItem",
    "PlanReview",
    "PlanTemplate",
    "PlannedThing",
    "PointAppeal",
    "PointEntry",
    "PointRule",
    "Progress",
    "ReadingClock",
    "Recommendation",
    "Screening",
    "SessionAttendance",
    "SessionFile",
    "SessionKind",
    "SessionMaterial",
    "SessionSubmission",
    "StudyPlan",
    "StudySession",
    "TemplateItem",
    "Unchangeable",
    "Watched",
    "WatchingClock",
    "thing_fields",
]
