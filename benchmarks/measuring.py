"""What the benchmarks have in common: one line of their tables, and the tables."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One line of a table: the figure's name, what it must be, what it was, and whether that is enough."""

    figure: str
    must: str
    measured: str
    ok: bool


def print_rows(rows: Iterable[Row]) -> int:
    """Print the lines as they come, as Markdown; return how many miss what they must."""
    print("| figure | must | measured | |\n|---|---|---|---|", flush=True)
    missed = 0
    for row in rows:
        print(f"| {row.figure} | {row.must} | {row.measured} | {'✓' if row.ok else '✗'} |", flush=True)
        missed += not row.ok
    print(f"\n{missed} missed", flush=True)
    return missed
