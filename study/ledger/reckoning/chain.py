"""The chain of a ledger: every entry seals its own words and the seal before it. Pure.

An edit, a deletion or an insertion anywhere breaks every seal after it. Deleting the last entries is seen by the count
and the last seal that are kept beside the chain; rewriting the whole chain with all its seals, by comparing the last
seal with one printed on a year-end sheet or kept elsewhere.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

START = "0" * 64
_AS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(slots=True)
class Sealed:
    """An entry as it is stored: its place, what was sealed, and what its balance rests on."""

    sequence: int
    words: Sequence[Any]
    previous: str
    seal: str
    account: tuple[int, int]
    points: int
    balance: int


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was written; `sequence` is None where no entry is meant."""

    sequence: int | None
    code: str
    message: str


def seal(previous: str, words: Sequence[Any]) -> str:
    """Return the seal of an entry that says `words` after the seal `previous`."""
    return sha256(f"{previous}\n{_AS_JSON(words)}".encode()).hexdigest()


def check_chain(
    entries: Iterable[Sealed], *, count: int, last: str, balances: dict[tuple[int, int], int]
) -> Iterator[Fault]:
    """Yield what is wrong with a ledger whose head says `count` entries ending in seal `last`.

    Recomputes every balance into `balances`, by (member, year).
    """
    sums: dict[tuple[int, int], int] = defaultdict(int)
    expected, previous = 1, START
    for entry in entries:
        if entry.sequence != expected:
            yield _gap(expected, entry.sequence)
        if entry.previous != previous or seal(entry.previous, entry.words) != entry.seal:
            yield Fault(entry.sequence, "seal", f"第 {entry.sequence} 笔的内容与封条不符，入账以后被改过。")
        sums[entry.account] += entry.points
        if entry.balance != sums[entry.account]:
            message = (
                f"第 {entry.sequence} 笔的结余写着 {entry.balance}，按各笔重算是 {sums[entry.account]}。"
            )
            yield Fault(entry.sequence, "balance", message)
        expected, previous = entry.sequence + 1, entry.seal
    balances.update(sums)
    if expected - 1 != count:
        yield Fault(None, "count", f"账本应有 {count} 笔，最后一笔却是第 {expected - 1} 笔。")
    elif previous != last:
        yield Fault(None, "head", "账本最后一笔的封条与留存的不一致。")


def _gap(expected: int, found: int) -> Fault:
    missing = f"第 {expected} 笔" if found == expected + 1 else f"第 {expected} 至 {found - 1} 笔"
    message = f"缺少{missing}，入账以后被删过。" if found > expected else f"第 {found} 笔重复。"
    return Fault(expected, "gap", message)
