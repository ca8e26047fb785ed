"""How fast a person can read: the bound between a claim and an honest record. Pure.

Ordinary silent reading of Chinese prose is 300–500 characters a minute; 1,500 is a quick skim. What claims to be
faster than the skim is recorded only as far as the skim could have come.

A browser says which provisions were before the reader's eyes, and for how long its tab was visible. Time counts once for
each member, whatever the number of tabs and devices: of a stretch that reaches back before the moment accounted for last,
only the rest counts. So a report sent a thousand times, or by ten tabs at once, is worth what it is worth once.
"""

from collections.abc import Collection, Iterable

READING_CHARS_PER_MINUTE = 400
SKIMMING_CHARS_PER_MINUTE = 1500
FINISHED_PERCENT = 95
# Between two reports of a visible tab lie 15 seconds; a longer stretch is a reader who fell asleep over a page.
MOST_SECONDS_A_REPORT = 120
# Reading ahead of the reports is bounded: what is left over of a stretch is kept up to so many characters.
MOST_SPARE_CHARS = 3000
# Clocks of phones are not quite right; what is further ahead is no report of something that happened.
FUTURE_SECONDS = 60
# A report that waited for the network longer than this says nothing one could still check.
OLDEST_SECONDS = 7 * 24 * 3600
# So far back it is known which time is accounted for.
KEPT_SECONDS = OLDEST_SECONDS + MOST_SECONDS_A_REPORT


def chars_to_finish(chars: int, *, percent: int = 0, spare: int = 0) -> int:
    """Return how many characters of a text of `chars` no time has paid for yet.

    `percent` of it were read by reports, and what they left over is worth `spare` characters.
    """
    return max(0, chars * (FINISHED_PERCENT - percent) // 100 - spare)


def seconds_to_finish(chars: int) -> int:
    """Return how many seconds of the quickest skim “读完了” takes where `chars` characters are left."""
    return int(chars / SKIMMING_CHARS_PER_MINUTE * 60)


def minutes_to_read(chars: int) -> int:
    """Return how many minutes an ordinary reader takes for `chars` characters, one at least."""
    return max(1, -(-chars // READING_CHARS_PER_MINUTE))


def seconds_counted(*, at: float, visible: float, since: float) -> float:
    """Return how many seconds of the stretch of `visible` seconds that ended at `at` are not accounted for yet.

    `at` and `since` are moments in seconds of one clock; everything up to `since` was accounted for before.
    """
    visible = min(max(0.0, visible), MOST_SECONDS_A_REPORT)
    return max(0.0, at - max(at - visible, since))


def chars_readable(seconds: float) -> int:
    """Return how many characters a quick skim takes in within `seconds`."""
    return int(seconds / 60 * SKIMMING_CHARS_PER_MINUTE)


def take_in(
    claimed: Iterable[tuple[str, int]], *, known: Collection[str], budget: int
) -> tuple[list[str], int]:
    """Return which claimed provisions `budget` characters can pay for, in the order of the text, and what is left.

    `claimed` are (address, characters). The first that is too dear stops the rest, so that nobody collects the short
    ones of a text; it can be claimed again when the budget has grown.
    """
    taken: list[str] = []
    for address, chars in claimed:
        if address in known:
            continue
        if chars > budget:
            break
        taken.append(address)
        budget -= chars
    return taken, budget


def percent_seen(lengths: Iterable[tuple[str, int]], seen: Collection[str]) -> int:
    """Return how many percent of a text's characters were seen, rounded down; a text without any is 0."""
    total = done = 0
    for address, chars in lengths:
        total += chars
        if address in seen:
            done += chars
    return done * 100 // total if total else 0
