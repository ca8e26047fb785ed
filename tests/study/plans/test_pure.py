"""The pure parts beside pacing: snapshots, differences, the picture."""

import json
from datetime import date
from typing import Any

import pytest

from study.plans.differing import Thing, compare
from study.plans.picture import Drawn, draw
from study.plans.sheets.rows import days_in_words
from study.plans.snapshot import canonical, changes, fingerprint

START, END = date(2026, 1, 1), date(2026, 3, 31)


def item(uid: str = "a", **fields: Any) -> dict[str, Any]:
    return {"uid": uid, "title": f"第{uid}项", "due_on": "2026-02-01", "starts_on": "2026-01-05"} | fields


def snapshot(*items: dict[str, Any], **fields: Any) -> dict[str, Any]:
    values = {"starts_on": "2026-01-01", "ends_on": "2026-03-31", "weekly_minutes": 60, "title": "计划"}
    return values | {"items": list(items)} | fields


class TestSnapshot:
    def test_it_works(self) -> None:
        assert canonical({"b": 1, "a": "学"}) == '{"a":"学","b":1,"version":1}'

    def test_the_order_of_keys_changes_nothing(self) -> None:
        assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})

    def test_the_fingerprint_is_of_the_bytes(self) -> None:
        assert fingerprint("学") == "8a6949a38384ceae41a21fb3cdfef2024d335d847a892ce0d476e9759173cb28"
        assert fingerprint("学") != fingerprint("习")

    def test_it_reads_back(self) -> None:
        assert json.loads(canonical(snapshot(item())))["items"][0]["title"] == "第a项"

    def test_nothing_changed_says_nothing(self) -> None:
        assert changes(snapshot(item()), snapshot(item())) == []

    @pytest.mark.parametrize(
        ("after", "said"),
        [
            (snapshot(item(), item("b")), "加上“第b项”"),
            (snapshot(), "去掉“第a项”"),
            (snapshot(item(due_on="2026-02-08")), "1 项改了日期"),
            (snapshot(item(minutes=5)), "1 项改了内容"),
            (snapshot(item(), weekly_minutes=90), "每周时间从 60 分钟改为 90 分钟"),
            (snapshot(item(), ends_on="2026-04-30"), "起止日期改为 2026-01-01 至 2026-04-30"),
            (snapshot(item(), title="新名称"), "改了计划的其他内容"),
        ],
    )
    def test_each_change_is_said(self, after: dict[str, Any], said: str) -> None:
        assert changes(snapshot(item()), after) == [said]

    def test_another_order_is_said(self) -> None:
        a, b = item("a"), item("b")
        assert changes(snapshot(a, b), snapshot(b, a)) == ["改了先后顺序"]


def thing(key: int, origin: int | None = None, *, required: bool = False, month: int = 3) -> Thing:
    return Thing(key, origin, f"第{origin or key}项", required, (("月份", month),))


class TestDifference:
    def test_it_works(self) -> None:
        above, below = [thing(1), thing(2, required=True)], [thing(11, 1, month=5), thing(12)]
        found = compare(above, below, goals_above=["甲"], goals_below=["甲", "乙"])
        assert found.words == "增加 1 项，删去 1 项（其中必学 1 项），改动 1 项，目标有 1 条不同"
        assert found.changed[0].rows == (("月份", "3", "5"),)

    def test_a_copy_without_changes_is_the_same(self) -> None:
        assert compare([thing(1)], [thing(11, 1)], goals_above=[], goals_below=[]).words == "与上级计划一致"

    def test_a_thing_whose_origin_is_gone_counts_as_added(self) -> None:
        found = compare([thing(1)], [thing(11, 1), thing(12, 7)], goals_above=[], goals_below=[])
        assert [one.key for one in found.added] == [12]


class TestPicture:
    def test_it_works(self) -> None:
        things = [
            Drawn(60, date(2026, 1, 31), date(2026, 1, 20)),
            Drawn(60, date(2026, 2, 28), None),
        ]
        picture = draw(things, start=START, end=END, today=date(2026, 3, 10))
        assert (picture.planned_percent, picture.done_percent) == (100, 50)
        assert [(row.planned, row.done) for row in picture.rows] == [(1, 1), (2, 1), (2, 1)]
        assert [mark.label for mark in picture.marks] == ["1月", "2月", "3月"]
        assert picture.today_x is not None

    def test_lines_stay_inside_and_only_rise(self) -> None:
        things = [Drawn(30, date(2025, 12, 1), date(2025, 12, 1)), Drawn(0, None, None)]
        picture = draw(things, start=START, end=END, today=date(2026, 2, 1))
        for line in (picture.planned, picture.done):
            points = [tuple(map(float, point.split(","))) for point in line.split()]
            assert all(picture.left <= x <= picture.right for x, _ in points)
            assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)

    def test_months_to_come_have_no_done(self) -> None:
        picture = draw([Drawn(60, END, None)], start=START, end=END, today=START)
        assert [row.done for row in picture.rows] == [0, None, None]

    def test_outside_the_plan_today_is_not_drawn(self) -> None:
        assert draw([], start=START, end=END, today=date(2027, 1, 1)).today_x is None

    def test_two_years_have_few_marks(self) -> None:
        picture = draw([], start=START, end=date(2027, 12, 31), today=START)
        assert len(picture.marks) <= 9

    def test_a_plan_of_one_day_can_be_drawn(self) -> None:
        assert draw([Drawn(10, START, START)], start=START, end=START, today=START).done_percent == 100


@pytest.mark.parametrize(
    ("days", "words"), [([0, 1, 2, 3, 4], "周一至周五"), ([5, 1], "周二、周六"), (list(range(7)), "每天")]
)
def test_days_are_said_as_people_say_them(days: list[int], words: str) -> None:
    assert days_in_words(days) == words
