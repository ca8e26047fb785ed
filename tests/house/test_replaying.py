"""Fixtures that share their work stand on what they would have built themselves."""

from typing import Any

import pytest
from django.db import connection, transaction
from django.forms import model_to_dict

from members.models import Member, Organization
from tests.people import settle_people
from tests.replaying import fixtures_of_a_test, once_in_fixtures, stop

pytestmark = pytest.mark.django_db
BUILT: list[str] = []


@pytest.fixture(autouse=True)
def _on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("elsewhere everything is built anew")


@once_in_fixtures
def place(name: str) -> Organization:
    BUILT.append(name)
    transaction.on_commit(lambda: BUILT.append(f"{name}, committed"))
    return Organization.add_root(name=name, kind="committee", level="county")


def taken_back(build: Any) -> Any:
    """Return what a test's fixtures built, after the database forgot it."""
    with transaction.atomic(), fixtures_of_a_test():
        made = build()
        transaction.set_rollback(True)
    return made


def test_the_same_rows_come_again(django_capture_on_commit_callbacks: Any) -> None:
    first = taken_back(lambda: place("甲"))
    with django_capture_on_commit_callbacks(execute=True), fixtures_of_a_test():
        second = place("甲")
    assert second is not first
    assert model_to_dict(second) == model_to_dict(Organization.objects.get(pk=first.pk))
    assert BUILT == ["甲", "甲, committed"]


def test_the_people_are_the_same() -> None:
    def build() -> dict[str, Any]:
        people = settle_people()
        return {"people": people, "rows": list(Member.objects.order_by("pk").values())}

    first, second = taken_back(build), taken_back(build)
    assert first["rows"] == second["rows"]
    assert first["people"] == second["people"]


def test_where_something_else_is_stored_it_is_built_anew() -> None:
    BUILT.clear()
    taken_back(lambda: place("乙"))
    taken_back(lambda: (Organization.add_root(name="丙", kind="committee", level="county"), place("乙")))
    taken_back(lambda: (place("丁"), place("乙")))
    assert BUILT == ["乙", "乙", "丁", "乙"]


def test_after_a_patch_and_in_tests_it_is_built_anew() -> None:
    BUILT.clear()
    taken_back(lambda: place("戊"))
    taken_back(lambda: (stop(), place("戊")))
    place("戊")
    assert BUILT == ["戊"] * 3
