from datetime import timedelta

import pytest

from study.actions import finish_material, open_material
from study.errors import TooSoonToFinish
from study.models import Progress
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
