"""What a browser reports of reading, and what of it is believed."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from library.models import Provision
from members.statements import Statement
from study.actions import open_material
from study.errors import ReportFromTheFuture, ReportTooOld
from study.models import Progress, ReadingClock
from study.reading import actions
from study.reading.actions import Beat, record_beat
from study.stretches import MOST_KEPT
from tests.people import People
from tests.quizzes.builders import publish_guide
from tests.study.builders import NOW

SECOND = timedelta(seconds=1)
PARAGRAPH = "读原文，联系自己的工作想一想，再同大家说一说。" * 10
BODY = "\n\n".join(f"{PARAGRAPH}（{number}）" for number in "甲乙丙丁戊己庚辛")


@pytest.fixture
def text(people: People) -> Any:
    """Return a text of eight paragraphs of 233 characters, each nine seconds of the quickest skim."""
    return publish_guide(body=BODY)


def addresses(text: Any) -> tuple[str, ...]:
    units = Provision.objects.filter(material_id=text.pk, is_unit=True).order_by("position")
    return tuple(units.values_list("address", flat=True))


def read(people: People, text: Any, *seen: str, after: float, visible: float = 15, **said: Any) -> Progress:
    now = NOW + after * SECOND
    beat = Beat(seen=seen, visible=visible, **said)
    return record_beat(member=people.me, material=text, beat=beat, now=now)


def counted() -> list[tuple[float, float]]:
    """Return the stretches that are accounted for, in seconds from NOW."""
    stored = ReadingClock.objects.get().counted
    return [(start - NOW.timestamp(), end - NOW.timestamp()) for start, end in stored]


def test_it_works(people: People, text: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    first = addresses(text)[0]
    progress = read(people, text, first, after=15, address=first)
    assert progress.seen == [first]
    assert progress.address == first
    assert progress.percent == 12


def test_what_nobody_can_have_read_yet_waits_and_counts_later(people: People, text: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    every = addresses(text)
    assert read(people, text, *every, after=15).seen == list(every[:1])
    assert read(people, text, *every, after=30).seen == list(every[:3])
    for number in range(3, 7):
        progress = read(people, text, *every, after=15 * number)
    assert progress.percent == 100
    assert progress.finished_at == NOW + 75 * SECOND


def test_time_in_which_the_tab_was_hidden_does_not_count(people: People, text: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    assert read(people, text, *addresses(text), after=3600, visible=0).seen == []
    assert read(people, text, *addresses(text), after=3700, visible=10).seen == list(addresses(text)[:1])


def test_two_tabs_at_once_are_one_reader(people: People, text: Any) -> None:
    other = publish_guide(body=BODY, slug="other", title="另一份（示例）")
    for one in (text, other):
        open_material(member=people.me, material=one, now=NOW)
    assert len(read(people, text, *addresses(text), after=15).seen) == 1
    assert read(people, other, *addresses(other), after=15).seen == []


def test_the_same_report_a_thousand_times_counts_once(people: People, text: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    beat = Beat(seen=addresses(text), visible=15, at=NOW + 15 * SECOND)
    for number in range(1000):
        record_beat(member=people.me, material=text, beat=beat, now=NOW + (15 + number) * SECOND)
    progress = Progress.objects.get()
    assert progress.seen == list(addresses(text)[:1])
    assert counted() == [(0, 15)]


def test_a_repeated_report_writes_nothing(people: People, text: Any, django_assert_num_queries: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    beat = Beat(address="sec_1", seen=addresses(text)[:1], visible=15, at=NOW + 15 * SECOND)
    record_beat(member=people.me, material=text, beat=beat, now=NOW + 15 * SECOND)
    # A savepoint and its release stand around the clock and the progress.
    with django_assert_num_queries(4):
        record_beat(member=people.me, material=text, beat=beat, now=NOW + 20 * SECOND)


def test_a_new_report_is_cheap(people: People, text: Any, django_assert_num_queries: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    first = addresses(text)[0]
    read(people, text, after=10)
    with django_assert_num_queries(6):
        read(people, text, first, after=30)


@pytest.mark.parametrize("ahead", [timedelta(minutes=2), timedelta(days=400)])
def test_a_report_from_the_future_is_refused_in_words(people: People, text: Any, ahead: timedelta) -> None:
    with pytest.raises(ReportFromTheFuture, match="请校准设备的日期和时间"):
        record_beat(member=people.me, material=text, beat=Beat(visible=15, at=NOW + ahead), now=NOW)
    assert not Progress.objects.exists()


def test_a_clock_that_is_a_little_ahead_is_believed_up_to_now(people: People, text: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    later = NOW + 15 * SECOND
    beat = Beat(seen=addresses(text), visible=15, at=later + 40 * SECOND)
    record_beat(member=people.me, material=text, beat=beat, now=later)
    assert counted() == [(0, 15)]


def test_reports_that_waited_for_the_network_count_when_they_happened(people: People, text: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    arrived = NOW + timedelta(hours=5)
    for number in range(1, 7):
        beat = Beat(seen=addresses(text), visible=15, at=NOW + 15 * number * SECOND)
        progress = record_beat(member=people.me, material=text, beat=beat, now=arrived)
    assert progress.finished_at == NOW + 75 * SECOND


def late(people: People, text: Any, at: float, now: float, visible: float = 15) -> Progress:
    beat = Beat(seen=addresses(text), visible=visible, at=NOW + at * SECOND)
    return record_beat(member=people.me, material=text, beat=beat, now=NOW + now * SECOND)


def test_what_was_read_without_a_line_counts_after_another_device_reported(people: People, text: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    other = publish_guide(body=BODY, slug="other", title="另一份（示例）")
    read(people, other, *addresses(other), after=3600)
    for number in range(1, 6):
        progress = late(people, text, at=15 * number, now=4000)
    assert (progress.percent, progress.finished_at) == (100, NOW + 75 * SECOND)


def test_reports_may_come_in_any_order(people: People, text: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    for number in (5, 2, 4, 1, 3):
        progress = late(people, text, at=15 * number, now=4000)
    assert progress.percent == 100


def test_a_late_report_of_time_that_was_counted_gives_nothing(people: People, text: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    other = publish_guide(body=BODY, slug="other", title="另一份（示例）")
    open_material(member=people.me, material=other, now=NOW)
    for number in range(1, 6):
        read(people, other, *addresses(other), after=15 * number)
    for _ in range(50):
        progress = late(people, text, at=75, now=4000, visible=75)
    assert progress.seen == []
    assert counted() == [(0, 75)]


def test_late_reports_together_are_no_longer_than_the_time(people: People, text: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    for number in range(100):
        progress = late(people, text, at=20 + number / 10, now=4000, visible=120)
    assert len(progress.seen) <= 30 // 9
    assert counted()[0][0] >= -1e-3
    assert counted()[-1][1] < 30


def test_a_copy_read_before_the_text_was_opened_here_counts(people: People, text: Any) -> None:
    open_material(member=people.me, material=text, now=NOW + 3600 * SECOND)
    progress = late(people, text, at=15, now=3700)
    assert len(progress.seen) == 1
    assert progress.started_at == NOW + 3600 * SECOND, "when one may press 读完了 is the server's to say"


def test_what_no_report_can_reach_any_more_is_forgotten(people: People, text: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    read(people, text, after=15)
    read(people, text, after=9 * 24 * 3600)
    assert len(counted()) == 1


def test_a_member_s_stretches_are_bounded(people: People, text: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    for number in range(1, 2 * MOST_KEPT):
        read(people, text, after=60 * number, visible=1)
    assert len(counted()) == MOST_KEPT


def test_clock_and_place_are_locked(people: People, text: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    open_material(member=people.me, material=text, now=NOW)
    locked, lock = [], QuerySet.select_for_update

    def noted(rows: Any, *args: Any, **kwargs: Any) -> Any:
        locked.append(rows.model)
        return lock(rows, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "select_for_update", noted)
    monkeypatch.setattr(actions, "_CLOCK", Statement(actions._locked_clock))
    monkeypatch.setattr(actions, "_PLACE", Statement(actions._locked_place))
    read(people, text, addresses(text)[0], after=15)
    assert {ReadingClock, Progress} <= set(locked)


def test_a_report_of_last_month_is_refused_in_words(people: People, text: Any) -> None:
    with pytest.raises(ReportTooOld, match="过了七天才送到"):
        record_beat(member=people.me, material=text, beat=Beat(at=NOW - timedelta(days=30)), now=NOW)


def test_the_place_is_that_of_the_device_read_on_last(people: People, text: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    read(people, text, after=100, address="sec_5")
    late = Beat(address="sec_1", visible=15, at=NOW + 50 * SECOND)
    progress = record_beat(member=people.me, material=text, beat=late, now=NOW + 200 * SECOND)
    assert progress.address == "sec_5"


def test_addresses_the_text_does_not_have_count_for_nothing(people: People, text: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    progress = read(people, text, "art_999", "../etc", after=60)
    assert (progress.seen, progress.percent) == ([], 0)


def test_a_paragraph_longer_than_the_reserve_can_be_read_all_the_same(people: People) -> None:
    text = publish_guide(body="一段很长的话，" * 1000)
    open_material(member=people.me, material=text, now=NOW)
    for number in range(1, 25):
        progress = read(people, text, *addresses(text), after=15 * number)
    assert progress.percent == 100


def test_reading_again_what_is_finished_keeps_the_day(people: People, text: Any) -> None:
    day = NOW - timedelta(days=3)
    Progress.objects.create(
        member=people.me, material_id=text.pk, started_at=day, last_read_at=day, finished_at=day, percent=100
    )
    progress = read(people, text, *addresses(text), after=15)
    assert (progress.percent, progress.finished_at) == (100, day)


def test_a_provision_that_reads_otherwise_now_stays_seen(people: People, text: Any) -> None:
    open_material(member=people.me, material=text, now=NOW)
    read(people, text, *addresses(text), after=15)
    text.body = f"{BODY}\n\n新的一段。"
    text.save_revision().publish()
    text.refresh_from_db()
    progress = read(people, text, *addresses(text), after=30)
    assert progress.seen[0] == addresses(text)[0]
    assert datetime.now(tz=NOW.tzinfo) > progress.last_read_at
