"""When a digest may go out."""

from datetime import date, datetime

import pytest

from study.nudges.timing import is_due, is_quiet

WEDNESDAY = datetime(2026, 7, 1, 9, 0)


@pytest.mark.parametrize(
    ("hour", "quiet_from", "quiet_until", "expected"),
    [
        (21, 20, 8, True),
        (7, 20, 8, True),
        (8, 20, 8, False),
        (19, 20, 8, False),
        (13, 12, 14, True),
        (14, 12, 14, False),
        (3, 0, 0, False),
    ],
)
def test_quiet_hours_may_go_over_midnight(
    hour: int, quiet_from: int, quiet_until: int, expected: bool
) -> None:
    assert is_quiet(hour, quiet_from=quiet_from, quiet_until=quiet_until) is expected


@pytest.mark.parametrize(
    ("rhythm", "sent_on", "expected"),
    [
        ("none", None, False),
        ("daily", None, True),
        ("daily", date(2026, 6, 30), True),
        ("daily", date(2026, 7, 1), False),
        ("weekly", None, True),
        ("weekly", date(2026, 6, 28), True),
        ("weekly", date(2026, 6, 29), False),
    ],
)
def test_a_week_begins_on_monday(rhythm: str, sent_on: date | None, expected: bool) -> None:
    assert is_due(rhythm, sent_on, now=WEDNESDAY) is expected
