from datetime import date, timedelta

from study.plans.pacing import Pace, Task, advise

MONDAY = date(2026, 3, 2)


def pace(weeks: int, minutes: int = 60) -> Pace:
    return Pace(MONDAY, MONDAY + timedelta(days=7 * weeks - 1), minutes)


def test_it_works() -> None:
    options = advise([Task(1, 60), Task(2, 60)], pace=pace(4))
    assert [option.key for option in options] == ["respread"]
    assert options[0].words == "把没学完的 2 项从今天起重新排开，每周仍是 60 分钟，3月13日学完"


def test_too_much_for_the_time_left_gives_three_ways_that_all_fit() -> None:
    tasks = [Task(number, 60) for number in range(4)]
    options = advise(tasks, pace=pace(2), optional={1, 3})
    assert [option.key for option in options] == ["more", "later", "fewer"]
    assert all(option.proposal.fits for option in options)


def test_more_time_is_the_least_that_is_enough() -> None:
    more = advise([Task(number, 60) for number in range(4)], pace=pace(2))[0]
    assert more.pace.weekly_minutes == 120
    assert more.words == "每周从 60 分钟加到 120 分钟，3月15日前全部学完"


def test_later_ends_when_the_last_thing_is_due() -> None:
    later = advise([Task(number, 60) for number in range(4)], pace=pace(2))[1]
    assert later.pace.end == later.proposal.ends_on == date(2026, 3, 27)


def test_only_optional_things_are_put_off_and_the_last_first() -> None:
    tasks = [Task(number, 60) for number in range(4)]
    fewer = {option.key: option for option in advise(tasks, pace=pace(2), optional={0, 1, 3})}["fewer"]
    assert fewer.dropped == (3, 1)
    assert "fewer" not in {option.key for option in advise(tasks, pace=pace(2))}


def test_a_long_text_that_fits_nowhere_this_year_is_still_answered() -> None:
    options = advise([Task(1, 60 * 60)], pace=pace(1))
    assert [option.key for option in options] == []
    assert [option.key for option in advise([Task(1, 50 * 60)], pace=pace(1))] == ["later"]


def test_nothing_left_needs_no_advice() -> None:
    assert advise([], pace=pace(2)) == []
