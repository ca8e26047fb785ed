from dataclasses import replace

import pytest

from study.ledger.reckoning import START, Sealed, check_chain, seal


def chain(*points: int) -> list[Sealed]:
    made: list[Sealed] = []
    previous, balance = START, 0
    for sequence, worth in enumerate(points, 1):
        balance += worth
        words = [sequence, worth, balance]
        sealed = seal(previous, words)
        made.append(Sealed(sequence, words, previous, sealed, (7, 2026), worth, balance))
        previous = sealed
    return made


def codes(entries: list[Sealed], whole: list[Sealed]) -> list[str]:
    return [fault.code for fault in check_chain(entries, count=len(whole), last=whole[-1].seal, balances={})]


def test_it_works() -> None:
    whole = chain(2, 3, -3)
    balances: dict[tuple[int, int], int] = {}
    assert list(check_chain(whole, count=3, last=whole[-1].seal, balances=balances)) == []
    assert balances == {(7, 2026): 2}


def test_an_edited_entry_is_found() -> None:
    whole = chain(2, 3, 4)
    edited = [whole[0], replace(whole[1], words=[2, 9, 5], points=9), whole[2]]
    assert codes(edited, whole) == ["seal", "balance", "balance"]


def test_an_edit_with_a_new_seal_breaks_the_next() -> None:
    whole = chain(2, 3, 4)
    words = [*whole[1].words, "改过"]
    edited = [whole[0], replace(whole[1], words=words, seal=seal(whole[0].seal, words)), whole[2]]
    assert codes(edited, whole) == ["seal"]


@pytest.mark.parametrize(("gone", "first"), [(0, "gap"), (1, "gap"), (2, "count")])
def test_a_deleted_entry_is_found(gone: int, first: str) -> None:
    whole = chain(2, 3, 4)
    assert codes(whole[:gone] + whole[gone + 1 :], whole)[0] == first


def test_an_exchanged_order_is_found() -> None:
    whole = chain(2, 3)
    assert "gap" in codes([whole[1], whole[0]], whole)


def test_a_rewritten_chain_does_not_end_in_the_kept_seal() -> None:
    assert codes(chain(2, 9, 4), chain(2, 3, 4)) == ["head"]


def test_an_empty_ledger_is_whole() -> None:
    assert list(check_chain([], count=0, last=START, balances={})) == []
