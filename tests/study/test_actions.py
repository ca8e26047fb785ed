from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from study.actions import finish_material, open_material
from study.errors import StudyError, TimeCountedElsewhere, TooSoonToFinish
from study.models import Progress, ReadingClock
from study.reading.actions import Beat, record_beat
from tests.people import People
from tests.study.builders import NOW, long_guide

MINUTE = timedelta(minutes=1)


def test_it_works(people: People) -> None:
    text = long_guide()
    open_material(member=people.me, material=text, now=NOW)
    progress = finish_material(member=people.me, material=text, now=NOW + 9 * MINUTE)
    assert (progress.percent, progress.finished_at) == (100, NOW + 9 * MINUTE)


def test_opening_again_keeps_the_start_and_moves_the_last_time(people: People) -> None:
    text = long_guide()
    open_material(member=people.me, material=text, now=NOW)
    open_material(member=people.me, material=text, now=NOW + MINUTE)
    progress = Progress.objects.get()
    assert (progress.started_at, progress.last_read_at) == (NOW, NOW + MINUTE)


def test_saying_read_at_once_is_refused_in_words(people: People) -> None:
    with pytest.raises(TooSoonToFinish, match="大约要读 9 分钟"):
        finish_material(member=people.me, material=long_guide(), now=NOW)


def test_saying_read_later_is_believed_once(people: People) -> None:
    text = long_guide()
    open_material(member=people.me, material=text, now=NOW)
    first = finish_material(member=people.me, material=text, now=NOW + 5 * MINUTE)
    second = finish_material(member=people.me, material=text, now=NOW + 9 * MINUTE)
    assert first.finished_at == second.finished_at == NOW + 5 * MINUTE
    assert Progress.objects.count() == 1


def texts(number: int) -> list[Any]:
    return [long_guide(slug=f"guide-{one}", title=f"导读{one}（示例）") for one in range(number)]


def tried(people: People, text: Any, *, minute: float) -> bool:
    """Tell whether “读完了” is believed at `minute`."""
    try:
        finish_material(member=people.me, material=text, now=NOW + minute * MINUTE)
    except StudyError:
        return False
    return True


def test_ten_texts_opened_at_once_are_finished_one_after_the_other(people: People) -> None:
    many = texts(10)
    for one in many:
        open_material(member=people.me, material=one, now=NOW)
    # Each takes two minutes and a quarter of the quickest skim.
    believed = [sum(tried(people, one, minute=minute) for one in many) for minute in (1, 3, 3.1, 5, 10, 23)]
    assert believed == [0, 1, 1, 2, 4, 10]


def test_time_read_elsewhere_is_said_in_words(people: People) -> None:
    first, second = texts(2)
    for one in (first, second):
        open_material(member=people.me, material=one, now=NOW)
    finish_material(member=people.me, material=first, now=NOW + 3 * MINUTE)
    with pytest.raises(TimeCountedElsewhere, match=r"已经记在别的资料上.*大约再读 6 分钟"):
        finish_material(member=people.me, material=second, now=NOW + 3 * MINUTE)
    assert tried(people, second, minute=9), "and after as many minutes it is believed"


def test_without_a_script_texts_are_finished_one_after_the_other(people: People) -> None:
    for number, one in enumerate(texts(5)):
        open_material(member=people.me, material=one, now=NOW + 4 * number * MINUTE)
        assert tried(people, one, minute=4 * number + 3)


def test_a_text_opened_last_month_and_read_on_paper_is_believed(people: People) -> None:
    one, other = texts(2)
    for text in (one, other):
        open_material(member=people.me, material=text, now=NOW - timedelta(days=30))
        assert tried(people, text, minute=0)


def beaten(people: People, text: Any, *, seconds: float, seen: tuple[str, ...] = ()) -> None:
    beat = Beat(seen=seen, visible=120)
    record_beat(member=people.me, material=text, beat=beat, now=NOW + timedelta(seconds=seconds))


def test_time_reported_of_another_text_does_not_pay(people: People) -> None:
    one, other = texts(2)
    for text in (one, other):
        open_material(member=people.me, material=text, now=NOW)
    for number in range(1, 3):
        beaten(people, other, seconds=120 * number)
    assert not tried(people, one, minute=4)
    assert not tried(people, one, minute=6)
    assert tried(people, one, minute=6.5)


def test_what_the_own_reports_left_over_pays(people: People) -> None:
    text = long_guide()
    open_material(member=people.me, material=text, now=NOW)
    for number in range(1, 3):
        beaten(people, text, seconds=120 * number)
    progress = finish_material(member=people.me, material=text, now=NOW + 4.5 * MINUTE)
    assert (progress.percent, progress.spare) == (100, 0)


def test_time_a_button_took_pays_for_no_report_that_comes_later(people: People) -> None:
    one, other = texts(2)
    for text in (one, other):
        open_material(member=people.me, material=text, now=NOW)
    finish_material(member=people.me, material=one, now=NOW + 2.5 * MINUTE)
    late = Beat(seen=("sec_1",), visible=120, at=NOW + 2.5 * MINUTE)
    progress = record_beat(member=people.me, material=other, beat=late, now=NOW + 60 * MINUTE)
    assert progress.spare == 0


def test_the_clock_is_locked_before_the_place_as_for_a_report(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = long_guide()
    open_material(member=people.me, material=text, now=NOW)
    locked, lock = [], QuerySet.select_for_update

    def noted(rows: Any, *args: Any, **kwargs: Any) -> Any:
        locked.append(rows.model)
        return lock(rows, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "select_for_update", noted)
    finish_material(member=people.me, material=text, now=NOW + 9 * MINUTE)
    assert [one for one in locked if one in (ReadingClock, Progress)] == [ReadingClock, Progress]
