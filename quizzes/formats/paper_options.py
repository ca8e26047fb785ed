"""Where a question's options begin and end, one a line or run together.

Works on a `shadow`: the text with full-width signs as half-width ones, sign for sign, so that places agree.
"""

import re
from itertools import islice

_SHADOW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_SHADOW |= {
    ord("　"): ord(" "),
    0xA0: ord(" "),
    ord("\t"): ord(" "),
    ord("．"): ord("."),
    ord("﹒"): ord("."),
}
_SHADOW |= dict.fromkeys(map(ord, "【〔［"), ord("[")) | dict.fromkeys(map(ord, "】〕］"), ord("]"))

DOTTED = re.compile(r"(?<![A-Za-z0-9(\[])(?<![(\[] )([A-Ja-j]) ?[.、:)。,·]")
BRACKETED = re.compile(r"[(\[] ?([A-Ja-j]) ?[)\]] ?[.、:]?")
SPACED = re.compile(r"(?:(?<=\n)|^) *([A-J])(?: +(?=\S)|(?=[\u4e00-\u9fff《“]))")
# Several on a line without a sign: A 半年 B 一年; words can be written so too, so one has to begin a line or there are three.
SPACED_ON = re.compile(r"(?:(?<=[\s，。？?！!：:,;；)\]])|^)([A-J])(?: +(?=\S)|(?=[\u4e00-\u9fff《“]))")
LEAST_ON_A_LINE = 3
# What may stand before an option that is not run together with the one before.
LOOSE_BEFORE = re.compile(r"[\s)\]。；;？?！!：:，,_|]$")
LEAST = 2
# A question has some options; a text with hundreds of letters has none, and would take for ever.
MAX_MARKERS = 300
MAX_BEGINNINGS = 12

Marker = tuple[int, int, int]


def shadow(text: str) -> str:
    """Return `text` as it is searched: as long as it was, full-width signs half-width."""
    return text.translate(_SHADOW)


def split_options(text: str) -> tuple[str, list[str]]:
    """Return (what stands before the options, the options without their letters); no options when there are none.

    The letters must run A, B, C …; the chain is looked for at line starts first, then after spaces and signs, then
    anywhere, so that “维生素A、B” in a stem is not taken for one.
    """
    seen = shadow(text)
    chains = [
        chain
        for pattern in (DOTTED, BRACKETED, SPACED)
        for chain in _chains(seen, pattern)
        if len(chain) >= LEAST
    ] or [chain for chain in _chains(seen, SPACED_ON) if _is_plain_list(seen, chain)]
    if not chains:
        return text, []
    best = max(chains, key=lambda chain: _likelihood(seen, chain))
    ends = [start for _letter, start, _end in best[1:]] + [len(text)]
    options = [
        " ".join(text[end:stop].split()) for (_letter, _start, end), stop in zip(best, ends, strict=True)
    ]
    return text[: best[0][1]].rstrip(), _without_stops(options)


def _chains(seen: str, pattern: re.Pattern[str]) -> list[list[Marker]]:
    markers = [
        (ord(match[1].upper()) - ord("A"), match.start(), match.end())
        for match in islice(pattern.finditer(seen), MAX_MARKERS)
    ]
    loose = [one for one in markers if _is_loose(seen, one)]
    at_start = [one for one in markers if _begins_line(seen, one)]
    firsts = [one for one in markers if one[0] == 0]
    if len(firsts) > MAX_BEGINNINGS:
        firsts = firsts[: MAX_BEGINNINGS // 2] + firsts[-MAX_BEGINNINGS // 2 :]
    # Options on their own lines; several on a line, parted; all run together.
    chains = [_chain(first, pool) for first in firsts for pool in (at_start, loose, markers)]
    return [_filled(chain, markers) for chain in chains if chain]


def _is_plain_list(seen: str, chain: list[Marker]) -> bool:
    return len(chain) >= LEAST_ON_A_LINE or (len(chain) >= LEAST and _begins_line(seen, chain[0]))


def _chain(first: Marker, pool: list[Marker]) -> list[Marker]:
    if first not in pool:
        return []
    chain = [first]
    for marker in pool:
        if marker[1] > chain[-1][1] and marker[0] == len(chain):
            chain.append(marker)
    return chain


def _filled(chain: list[Marker], markers: list[Marker]) -> list[Marker]:
    """Return the chain carried on through markers the stricter search left out: D run together with C."""
    while following := next((one for one in markers if one[1] > chain[-1][1] and one[0] == len(chain)), None):
        chain = [*chain, following]
    return chain


def _likelihood(seen: str, chain: list[Marker]) -> tuple[bool, bool, int, int, int]:
    """Return what makes a chain the options: words in each, lines of their own, how many, parted, the last one."""
    ends = [start for _letter, start, _end in chain[1:]] + [len(seen)]
    worded = all(seen[end:stop].strip() for (_letter, _start, end), stop in zip(chain, ends, strict=True))
    at_line_starts = sum(_begins_line(seen, marker) for marker in chain)
    parted = sum(_is_loose(seen, marker) for marker in chain)
    return worded, at_line_starts > 1, len(chain), parted, chain[0][1]


def _begins_line(seen: str, marker: Marker) -> bool:
    return not seen[seen.rfind("\n", 0, marker[1]) + 1 : marker[1]].strip()


def _is_loose(seen: str, marker: Marker) -> bool:
    return marker[1] == 0 or LOOSE_BEFORE.search(seen[marker[1] - 1]) is not None


def _without_stops(options: list[str]) -> list[str]:
    """Return the options without the semicolons that part them, and the full stop that ends such a list."""
    if options[0].endswith((";", "；")):
        options[-1] = options[-1].rstrip("。.")
    return [option.rstrip(";；") for option in options]
