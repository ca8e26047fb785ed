import pytest
from django.db import OperationalError, connection

from study import retrying
from study.retrying import TRIES, again_when_locked


class FakeStore:
    """A store that is locked for a while."""

    def __init__(self, locked: int, message: str = "database is locked") -> None:
        self.locked, self.message, self.asked = locked, message, 0

    def write(self) -> str:
        self.asked += 1
        if self.asked <= self.locked:
            raise OperationalError(self.message)
        return "written"


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retrying.time, "sleep", lambda seconds: None)


def test_it_works() -> None:
    store = FakeStore(locked=3)
    assert again_when_locked(store.write)() == "written"
    assert store.asked == 4


def test_it_gives_up_in_the_end() -> None:
    store = FakeStore(locked=100)
    with pytest.raises(OperationalError, match="locked"):
        again_when_locked(store.write)()
    assert store.asked == TRIES


def test_another_fault_is_not_tried_again() -> None:
    store = FakeStore(locked=1, message="no such table")
    with pytest.raises(OperationalError, match="no such table"):
        again_when_locked(store.write)()
    assert store.asked == 1


@pytest.mark.django_db
def test_within_a_transaction_nothing_is_tried_again() -> None:
    store = FakeStore(locked=1)
    assert connection.in_atomic_block
    with pytest.raises(OperationalError):
        again_when_locked(store.write)()
    assert store.asked == 1
