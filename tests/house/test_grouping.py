"""Tests of one group run in one process."""

from pathlib import Path

from tests.grouping import ROOT, Grouped, group_of


def test_the_browser_tests_are_one_group() -> None:
    files = [str(path.relative_to(ROOT)) for path in Path(ROOT, "tests", "browser").glob("test_*.py")]
    assert {group_of(path) for path in files} == {"browser"}


def test_every_mark_is_found() -> None:
    for path in Path(ROOT, "tests").rglob("test_*.py"):
        if path != Path(__file__) and "xdist_group" in path.read_text(encoding="utf-8"):
            assert group_of(str(path.relative_to(ROOT))), path


def test_others_go_where_there_is_room() -> None:
    scope = Grouped._split_scope
    assert scope(object.__new__(Grouped), "tests/cms/test_demo.py::test_it[a]") == "demo"
    alone = "tests/cms/test_setup.py::test_it[a]"
    assert scope(object.__new__(Grouped), alone) == alone
