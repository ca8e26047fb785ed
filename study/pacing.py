"""How fast a person can read: the bound between a claim and an honest record. Pure.

Ordinary silent reading of Chinese prose is 300–500 characters a minute; 1,500 is a quick skim. What claims to be
faster than the skim is recorded only as far as the skim could have come.
"""

READING_CHARS_PER_MINUTE = 400
SKIMMING_CHARS_PER_MINUTE = 1500
FINISHED_PERCENT = 95


def plausible_percent(*, claimed: int, seconds: float, chars: int) -> int:
    """Return the percentage of a text of `chars` characters that `seconds` can account for, at most `claimed`.

    `claimed` is what the browser says, 0–100; anything outside is cut to that range.
    """
    claimed = max(0, min(100, claimed))
    if chars <= 0:
        return claimed
    reachable = seconds / 60 * SKIMMING_CHARS_PER_MINUTE / chars * 100
    return min(claimed, int(reachable))


def seconds_to_finish(chars: int) -> int:
    """Return after how many seconds “读完了” is believed for a text of `chars` characters."""
    return int(chars * FINISHED_PERCENT / 100 / SKIMMING_CHARS_PER_MINUTE * 60)
