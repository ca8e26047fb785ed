"""What one can do when a plan is behind: spread the rest anew, take more time a week, end later, or put something off.

Every way is a whole proposal from today on, so that a person sees before and after, and takes one or none.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from study.plans.pacing.scheduling import Pace, Proposal, Task, propose

STEP_MINUTES = 15
MOST_MINUTES = 20 * 60
LONGEST_DELAY = timedelta(days=366)


@dataclass(frozen=True)
class Option:
    """One way: its key, what it says, the pace it asks for, its dates, and what it puts off."""

    key: str
    words: str
    pace: Pace
    proposal: Proposal
    dropped: tuple[int, ...] = ()


def advise(tasks: Sequence[Task], *, pace: Pace, optional: Collection[int] = ()) -> list[Option]:
    """Return the ways to do what is left; `pace` begins today. Nothing when nothing is left.

    When the rest fits at the present pace, that is the one way; otherwise up to three, each of which fits.
    """
    if not tasks:
        return []
    same = propose(tasks, pace=pace)
    if same.fits:
        words = f"把没学完的 {len(tasks)} 项从今天起重新排开，每周仍是 {pace.weekly_minutes} 分钟，{_until(same)}学完"
        return [Option("respread", words, pace, same)]
    ways = [_more(tasks, pace), _later(tasks, pace), _fewer(tasks, pace, optional)]
    return [way for way in ways if way is not None]


def _more(tasks: Sequence[Task], pace: Pace) -> Option | None:
    for minutes in range(_above(pace.weekly_minutes), MOST_MINUTES + 1, STEP_MINUTES):
        faster = replace(pace, weekly_minutes=minutes)
        proposal = propose(tasks, pace=faster)
        if proposal.fits:
            words = f"每周从 {pace.weekly_minutes} 分钟加到 {minutes} 分钟，{_day(pace.end)}前全部学完"
            return Option("more", words, faster, proposal)
    return None


def _later(tasks: Sequence[Task], pace: Pace) -> Option | None:
    proposal = propose(tasks, pace=replace(pace, end=pace.end + LONGEST_DELAY))
    if not proposal.fits or proposal.ends_on is None:
        return None
    longer = replace(pace, end=max(pace.end, proposal.ends_on))
    # Goals are looked at on the new last day, not a year on.
    proposal = propose(tasks, pace=longer)
    words = f"每周仍是 {pace.weekly_minutes} 分钟，计划延长到{_day(longer.end)}"
    return Option("later", words, longer, proposal) if proposal.fits else None


def _fewer(tasks: Sequence[Task], pace: Pace, optional: Collection[int]) -> Option | None:
    """Put off optional things, the last ones first, until the rest fits."""
    kept, dropped = list(tasks), []
    for task in reversed(tasks):
        if task.key not in optional or task.minutes <= 0:
            continue
        kept.remove(task)
        dropped.append(task.key)
        proposal = propose(kept, pace=pace)
        if proposal.fits:
            words = f"先放下 {len(dropped)} 项选学内容，其余每周 {pace.weekly_minutes} 分钟，{_until(proposal)}学完"
            return Option("fewer", words, pace, proposal, tuple(dropped))
    return None


def _above(minutes: int) -> int:
    return (minutes // STEP_MINUTES + 1) * STEP_MINUTES


def _until(proposal: Proposal) -> str:
    return _day(proposal.ends_on) if proposal.ends_on else ""


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日"
