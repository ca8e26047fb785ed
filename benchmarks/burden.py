"""How many clicks and fields study costs: a member's week, a secretary's month, a cadre's plan.

Sets the demo up in a temporary folder, serves it as `make run` does, and drives Chromium at the width of a phone, every
task from the front page on, log-in included. Must: a secretary's month within 40 clicks and 15 fields. What counts as a
click and as a field stands in burden_hand.py.
"""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

from playwright.sync_api import Browser

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from benchmarks.burden_hand import Hand, Task, browsing, chromium, serving

MUST_CLICKS, MUST_FIELDS = 40, 15
REVIEWED = 5
ME = "a[href='/study/me/']"
MINUTES = "先读原文，再议本村的两件事。"
DECIDED = "村务公开栏按月更新"


def main() -> int:
    """Drive the tasks, print a table and one JSON object, return 1 when a secretary's month costs too much."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--site", help="the folder of a demo that is set up; else one is made and thrown away"
    )
    wanted = parser.parse_args()
    path = chromium()
    if path is None:
        print("Chromium is not installed; the tasks are driven in it.", file=sys.stderr)
        return 2
    with serving(wanted.site) as url, browsing(path) as browser:
        tasks = []
        for drive in TASKS:
            tasks.append(drive(browser, url))
            show(tasks[-1])
    print(json.dumps({task.name: {"clicks": task.clicks, "fields": task.fields} for task in tasks}))
    month = next(task for task in tasks if task.name == "secretary's month")
    return int(month.clicks > MUST_CLICKS or month.fields > MUST_FIELDS)


def show(task: Task) -> None:
    """Print the table of one task."""
    print(f"{task.name}: {task.clicks} clicks, {task.fields} fields", flush=True)
    for step in task.steps:
        print(f"  {step.clicks:3} {step.fields:3}  {step.name}")


def members_week(browser: Browser, url: str) -> Task:
    """Log in, read the first required thing, do the day's questions, go over what is due."""
    hand = Hand(browser, url, "member's week")
    hand.step("open and log in")
    hand.open()
    hand.log_in("member")
    hand.step("read what is required first")
    hand.follow(".today-first a.button")
    hand.scroll_through()
    hand.step("answer the day's five questions")
    hand.open()
    hand.follow("a[href='/quizzes/study-rules-practice/']")
    hand.follow("main .buttons button")
    for position in range(1, hand.count(".q[data-position]") + 1):
        hand.answer(f"#q{position}")
    hand.follow(".quiz-end button")
    hand.step("go over five questions that are due")
    hand.open()
    hand.follow(".today-review a")
    for _ in range(REVIEWED):
        if not hand.sees("form.ask"):
            break
        hand.answer("form.ask .q")
        hand.follow("form.ask .buttons button")
        hand.follow("a[data-next]")
    return hand.check()


def secretarys_month(browser: Browser, url: str) -> Task:
    """Log in, plan two meetings, record both, arrange what was missed, look at the board, take the report."""
    hand = Hand(browser, url, "secretary's month")
    hand.step("open and log in")
    hand.open()
    hand.log_in("secretary")
    _plan(hand)
    _record(hand, "主题党日", away=3)
    _record(hand, "集中学习", away=2)
    _make_up(hand)
    hand.step("look at the board")
    hand.open()
    hand.follow("main a[href='/study/board/']")
    hand.expect("要做的")
    _report(hand)
    return hand.check()


def _plan(hand: Hand) -> None:
    """Plan both meetings in one sitting; the first is a 主题党日, and what is offered for the second is a 集中学习."""
    hand.step("plan 主题党日: the day, what is read")
    hand.open()
    hand.follow("main a[href='/study/sessions/plan/']")
    hand.press(".kinds label:has([value=theme_day])")
    _day_and_pack(hand)
    hand.step("plan 集中学习: the day, what is read")
    hand.follow("main .buttons a[href^='/study/sessions/plan/']")
    _day_and_pack(hand)


def _day_and_pack(hand: Hand) -> None:
    if not hand.value("[name=place]"):
        raise AssertionError("the place of last time is not offered")
    hand.fill("[name=held_on]", date.today().isoformat())
    hand.follow("main .send button")
    hand.press(".choices .field--box label")
    hand.follow("main .send button")
    hand.expect("1 份")


def _record(hand: Hand, label: str, *, away: int) -> None:
    """Mark who was away, write minutes and a decision, on the one page the front page leads to."""
    hand.step(f"record {label}: {away} away, minutes, a decision")
    hand.open()
    hand.follow(f"li:has-text('{label}') a[href$='/roll/']")
    people = hand.count(".roll__line")
    hand.task.steps[-1].name += f", roll of {people}"
    for number in range(away):
        hand.press(f".roll__line:nth-child({number + 2}) label:has([value=leave])")
    hand.fill("[name=record]", MINUTES)
    hand.fill("[name=resolutions]", DECIDED)
    hand.follow("main .send button")
    hand.expect(MINUTES)


def _make_up(hand: Hand) -> None:
    """Take the cohort that is proposed, open what is printed, note one delivery, mark one who made up."""
    hand.step("make-up study: take the proposal, print, one delivery, one made up")
    hand.follow("a[href^='/study/make-up/']:has-text('安排补课')")
    hand.follow("section.offer button")
    hand.follow("a[href$='/print/']")
    hand.back()
    hand.choose("select[name^=delivery-]", "print")
    hand.follow("form[action$='/delivered/'] button")
    hand.press("form[action$='/made-up/'] .field--box label")
    hand.follow("form[action$='/made-up/'] button")
    hand.expect("已补")


def _report(hand: Hand) -> None:
    hand.step("take the quarter's report as Word, from the quarter's board")
    hand.follow("main .buttons a[href^='/study/reports/']")
    if hand.fetch("main .buttons a.button") < 1000:
        raise AssertionError("the report is empty")


def cadres_plan(browser: Browser, url: str) -> Task:
    """Begin a plan from the annual plan, move one item up, take one out, hand it in; of a cadre who has none yet."""
    hand = Hand(browser, url, "cadre's plan")
    hand.step("open and log in")
    hand.open()
    hand.log_in("superior")
    hand.step("begin from the annual plan")
    hand.follow(f"nav {ME}")
    hand.follow("a[href='/study/plans/']")
    hand.follow("a[href*='?annual=']")
    hand.follow("main form button")
    hand.step("adjust: one item up, one out, weekly minutes")
    hand.follow(".plan-line:nth-child(3) button[value=up]")
    hand.follow(".plan-line:nth-child(4) form[action$='/remove/'] button")
    hand.follow("a[href$='/pace/']")
    hand.fill("[name=weekly_minutes]", "60")
    hand.follow("main form button")
    hand.step("hand it in")
    hand.follow(".buttons a:has-text('看计划')")
    hand.follow("a[href$='/file/']")
    hand.follow("main form button")
    hand.expect("回执")
    return hand.check()


TASKS: tuple[Callable[[Browser, str], Task], ...] = (members_week, secretarys_month, cadres_plan)

if __name__ == "__main__":
    sys.exit(main())
