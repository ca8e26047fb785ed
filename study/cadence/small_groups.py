"""Figures about people that are shown above the branch. Pure.

A count of one to four people, or the same hidden in “all but”, could point at somebody: it is shown as “少于 5”, and
the other part as “多于”. One masked row in a table with an exact total could be found by subtraction, so the total is
given in fives when any row is masked.
"""

from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True)
class Share:
    """Some of a number of people; `text` and `rest_text` are what may be shown, `percent` is None where masked."""

    part: int
    whole: int
    is_masked: bool

    @property
    def text(self) -> str:
        """Return the part as it may be shown."""
        if not self.is_masked:
            return str(self.part)
        if self.whole < LEAST or self.part < LEAST:
            return f"少于 {LEAST}"
        return f"多于 {self.whole - LEAST}"

    @property
    def rest_text(self) -> str:
        """Return the others as they may be shown."""
        return Share(self.whole - self.part, self.whole, self.is_masked).text

    @property
    def whole_text(self) -> str:
        """Return the whole as it may be shown."""
        return f"少于 {LEAST}" if self.is_masked and self.whole < LEAST else str(self.whole)

    @property
    def percent(self) -> int | None:
        """Return the part in percent, rounded down so that 100 means everybody; None where masked or of nobody."""
        if self.is_masked or not self.whole:
            return None
        return self.part * 100 // self.whole


def share(part: int, whole: int, *, within_branch: bool) -> Share:
    """Return `part` of `whole` as a viewer may see it: exactly within the branch, masked above where it is small."""
    if within_branch:
        return Share(part, whole, is_masked=False)
    small = 0 < whole < LEAST or 0 < part < LEAST or 0 < whole - part < LEAST
    return Share(part, whole, is_masked=small)


def total(shares: list[Share]) -> Share:
    """Return the sum of a column; to the five below where a row is masked. One row alone is its own sum."""
    if len(shares) == 1:
        return shares[0]
    part, whole = sum(one.part for one in shares), sum(one.whole for one in shares)
    if any(one.is_masked for one in shares):
        whole_fives = whole // LEAST * LEAST
        return share(min(part // LEAST * LEAST, whole_fives), whole_fives, within_branch=False)
    return Share(part, whole, is_masked=False)
