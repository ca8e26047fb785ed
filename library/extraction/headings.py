"""Which blocks are headings: what the file declares, and what only looks like one (bold, centred, larger).

Numbered headings (第二章, 一、) are left to the structure parser, which knows them by their words; a mark is set where
words do not help: the title, headings without a number, and whatever the file itself calls a heading.
"""

import re
from collections import Counter

from library.extraction.blocks import Block

HEADER_BLOCKS = 12  # the title is among these, or there is none
MAX_HEADING = 60
MAX_FAKE_HEADING = 36
MAX_TITLE = 120
MAX_TITLE_LINES = 4
LARGER = 0.9  # points above the body's size that make a heading
PROSE = 15  # characters that make the next block text rather than another heading
UNUSUAL = 0.4  # a look shared by more of the text than this tells nothing
DEEPEST = 6

NUMERAL = "[〇○零一二三四五六七八九十百千两0-9０-９]+"
NUMBERED = re.compile(
    rf"[\s　]*(?:第\s*{NUMERAL}\s*(?:编|篇|卷|部分|分编|章|节|条|目|款|项)|{NUMERAL}[\s]*[、．.]|[（(]\s*{NUMERAL}\s*[)）]"
    r"|[①-⑳]|[A-Za-z]?\d+(?:\.\d+)+|\d+[)）\s]|[A-Za-z][).、．])"
)
WORDED = re.compile(
    r"(?:目录|目次|序言|序|前言|引言|导言|总纲|附则|附(?:件|表|录|图)?[\d一二三四五六七八九十]*[:：]?)$"
)
STRUCTURE = re.compile(
    rf"(?:第\s*{NUMERAL}\s*[编章节条]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|目\s*[录次]$|总\s*[纲则]$|序\s*言$)"
)
SENTENCE_END = re.compile(r"[。；：，、！？;:,!?…]$")
NOTE = re.compile(
    r"^[（(].*[)）]$|^[—－-].*|〔\d{4}〕|\[\d{4}\]\s*\d+\s*号|^第\s*[\d〇零一二三四五六七八九十百]+\s*号$|^(?:19|20)\d\d年\d{1,2}月"
    r"|[〇○零一二三四五六七八九\d]{4}\s*年.{1,4}月.{1,4}日"
)
SPEAKER = re.compile(r"^[\u4e00-\u9fff]{2,4}$|^[\u4e00-\u9fff]{1,2}[ 　]+[\u4e00-\u9fff]{1,2}$")
CAPTION = re.compile(r"^(?:表|图|续表|式)\s*[\dA-Z一二三四五六七八九十]")
COMPLETE = re.compile(
    r"(?:法|条例|办法|规定|细则|决定|决议|规则|章程|解释|通知|意见|方案|准则|规程|制度|纲要|要点|公约|条款|标准|规范|报告|讲话|批复"
    r"|公告|通告|指引|指南|守则|说明|修正案|措施|规划|计划|复函|函|答复|公报|通报|命令|令|纪要|致辞|发言|倡议书|宣言|问题)"
    r"(?:[（(][^（）()]{1,20}[）)])?$"
)


def to_lines(blocks: list[Block]) -> tuple[list[str], str]:
    """Return (lines, title): Markdown marks before title and headings, one line a paragraph."""
    blocks = [block for block in blocks if block.text.strip()]
    first, end = _title_span(blocks)
    title = ""
    if first >= 0:
        title = _joined([piece.text for block in blocks[first:end] for piece in block.pieces()])
        blocks[first:end] = [Block(title, 1, is_title=True)]
    depths = _depths(blocks, first)
    lines: list[str] = []
    for block, depth in zip(blocks, depths, strict=True):
        if block.is_table:
            lines.append("\n" + block.text + "\n")
        elif depth:
            lines.append("#" * depth + " " + _joined(block.text.split("\n")))
        else:
            indent = "　　" if block.indented else ""
            lines += [indent + _escaped(line) for line in block.text.split("\n") if line.strip()]
    return lines, title


def _escaped(line: str) -> str:
    """Keep signs at the start of a line from being read as Markdown."""
    return re.sub(r"^(\s*)([#|>]|[-*+](?=[ \t]))", r"\1\\\2", line)


def _joined(lines: list[str]) -> str:
    """Join the lines of one heading; words in Latin letters keep a space between them."""
    joined = ""
    for line in (line.strip() for line in lines if line.strip()):
        latin = joined[-1:].isascii() and joined[-1:].isalnum() and line[:1].isascii() and line[:1].isalnum()
        joined += " " + line if latin else line
    return joined


# -- the title -------------------------------------------------------------------------------------------


def _title_span(blocks: list[Block]) -> tuple[int, int]:
    """Return the blocks that are the title, (-1, -1) when none stands out."""
    header = _header_end(blocks)
    declared = next((n for n, block in enumerate(blocks[: HEADER_BLOCKS * 2]) if block.is_title), None)
    if declared is not None and _title_like(_joined(blocks[declared].text.split("\n"))):
        return declared, declared + 1
    body = _BodyLook(blocks)
    candidates = [
        n for n in range(header) if _stands_out(blocks[n], body) and _title_like(blocks[n].pieces()[0].text)
    ]
    if not candidates:
        return -1, -1
    first = max(candidates, key=lambda n: (blocks[n].level == 1, blocks[n].size, -n))
    if blocks[first].level:
        return first, first + 1
    _cut_soft_breaks(blocks, first)
    return first, _title_end(blocks, first)


def _header_end(blocks: list[Block]) -> int:
    """Return where the body begins: at prose, a numbered line or a table."""
    for index, block in enumerate(blocks[:HEADER_BLOCKS]):
        text = block.text.strip()
        prose = SENTENCE_END.search(text) or len(text) > MAX_TITLE
        if block.is_table or prose or STRUCTURE.match(text):
            return index
    return min(len(blocks), HEADER_BLOCKS)


def _cut_soft_breaks(blocks: list[Block], first: int) -> None:
    """Let a centred block of several lines be several blocks: a title and its 题注 are often set so."""
    blocks[first : first + 1] = blocks[first].pieces()


def _title_end(blocks: list[Block], first: int) -> int:
    """Return the end of a title that may be broken over lines; only lines that complete it are taken in."""
    text, look = "", _look(blocks[first])
    for end in range(first, min(first + MAX_TITLE_LINES, len(blocks))):
        block = blocks[end]
        # A line that fills the page cannot be told to be centred.
        if _look(block)[:2] != look[:2] or (end > first and not _title_like(block.text)):
            break
        text += block.text.strip()
        if text.count("《") <= text.count("》") and COMPLETE.search(text):
            return end + 1
    return first + 1


def _title_like(text: str) -> bool:
    text = text.strip()
    return 2 <= len(text) <= MAX_TITLE and not (
        SENTENCE_END.search(text) or NOTE.search(text) or NUMBERED.match(text) or "。" in text
    )


# -- other headings --------------------------------------------------------------------------------------


class _BodyLook:
    """What most of the text looks like."""

    def __init__(self, blocks: list[Block]) -> None:
        sizes: Counter[float] = Counter()
        weights = Counter[str]()
        for block in blocks:
            if block.is_table:
                continue
            weight = len(block.text)
            sizes[block.size] += weight
            weights["all"] += weight
            weights["bold"] += weight if block.bold else 0
            weights["centered"] += weight if block.centered else 0
        whole = max(weights["all"], 1)
        self.size = sizes.most_common(1)[0][0] if sizes else 0.0
        self.bold_tells = weights["bold"] < UNUSUAL * whole
        self.centered_tells = weights["centered"] < UNUSUAL * whole


def _look(block: Block) -> tuple[float, bool, bool]:
    return block.size, block.bold, block.centered


def _stands_out(block: Block, body: _BodyLook) -> bool:
    return bool(
        block.level
        or (block.centered and body.centered_tells)
        or (block.bold and body.bold_tells)
        or _is_larger(block, body)
    )


def _is_larger(block: Block, body: _BodyLook) -> bool:
    return body.size > 0 and block.size > body.size + LARGER


def _depths(blocks: list[Block], title: int) -> list[int]:
    """Return the Markdown depth of every block, 0 for text."""
    body = _BodyLook(blocks)
    declared = [_declared_level(block) if n != title else 0 for n, block in enumerate(blocks)]
    levels = sorted(set(declared) - {0})
    shift = 2 if title >= 0 else 1
    ranks = {level: min(rank + shift, DEEPEST) for rank, level in enumerate(levels)}
    header = title + 1 if title >= 0 else _header_end(blocks)
    fakes = {
        n: _look(blocks[n])
        for n in range(header, len(blocks) - 1)
        if not declared[n] and _is_fake_heading(blocks[n], blocks[n + 1], body)
    }
    fakes = _without_header(fakes, blocks, header)
    looks = sorted(set(fakes.values()), reverse=True)
    deepest = max(ranks.values(), default=shift - 1)
    depths = [ranks.get(level, 0) for level in declared]
    for n, look in fakes.items():
        depths[n] = min(deepest + 1 + looks.index(look), DEEPEST)
    if title >= 0:
        depths[title] = 1
    return depths


def _without_header(
    fakes: dict[int, tuple[float, bool, bool]], blocks: list[Block], start: int
) -> dict[int, tuple[float, bool, bool]]:
    """Leave out what stands between the title and the body: a subtitle, a speaker, the body that issued it."""
    body_starts = start
    for body_starts in range(start, min(start + HEADER_BLOCKS, len(blocks))):
        text = blocks[body_starts].text.strip()
        if SENTENCE_END.search(text) or STRUCTURE.match(text) or blocks[body_starts].is_table:
            break
    # The line right above the first prose can be its heading, if another of the same looks comes later.
    later = {look for n, look in fakes.items() if n > body_starts}
    return {
        n: look for n, look in fakes.items() if n > body_starts or (n == body_starts - 1 and look in later)
    }


def _declared_level(block: Block) -> int:
    """Return the level the file declares, 0 when the paragraph is too much of a text to be a heading."""
    text = block.text.strip()
    if not block.level or block.is_table or len(text) > MAX_HEADING or re.search(r"[。；，]$", text):
        return 0
    return block.level


def _is_fake_heading(block: Block, after: Block, body: _BodyLook) -> bool:
    text = block.text.strip()
    if block.is_table or after.is_table or "\n" in text or not 2 <= len(text) <= MAX_FAKE_HEADING:
        return False
    if any(pattern.search(text) for pattern in (SENTENCE_END, NOTE, CAPTION)) or NUMBERED.match(text):
        return False
    if WORDED.match("".join(text.split())) or "。" in text or not re.search(r"[\u4e00-\u9fffA-Za-z]", text):
        return False
    if (block.bold and body.bold_tells) or _is_larger(block, body):
        return not NOTE.search(after.text.strip())
    prose_follows = len(after.text.strip()) >= PROSE or SENTENCE_END.search(after.text.strip()) is not None
    return block.centered and body.centered_tells and prose_follows and not SPEAKER.match(text)
