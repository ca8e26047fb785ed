"""When to study what: days that are free, dates proposed, how far behind, and what to do about it. Pure."""

from study.plans.pacing.advising import Option, advise
from study.plans.pacing.days import Free, estimated_years
from study.plans.pacing.lagging import Planned, behind_in_words, days_behind
from study.plans.pacing.scheduling import Pace, Proposal, Slot, Task, propose

__all__ = [
    "Free",
    "Option",
    "Pace",
    "Planned",
    "Proposal",
    "Slot",
    "Task",
    "advise",
    "behind_in_words",
    "days_behind",
    "estimated_years",
    "propose",
]
