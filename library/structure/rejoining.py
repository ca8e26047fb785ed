"""Sentences that a page break or a fixed line width has cut are joined again.

The rule was measured on real files: a block that is long, does not end in 。：；！？”》） and is followed by
something that does not begin like a heading, an item or an article goes on in the next block.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from .cleaning import Line, clean_lines, guarded
from .model import ParseWarning, WarningCode
from .numerals import NUMERAL
from .tokens import Tok, Token, is_note, is_title, tokenize

__all__ = ["join_lines", "rejoin_lines"]

_CLOSED = re.compile(r"[。：；！？”’》）」』】…:;!?.)\]>%％—][\ue000-\uf8ff]*$")
_LATIN_START = re.compile(r"[A-Za-z]{2,}")
_OPEN_END = re.compile(r"[，、,（“《〈]$")
_REFERENCE_START = re.compile(rf"第{NUMERAL}条")
_SUBTITLE = re.compile(r"[—－-]{1,3}.{0,50}\d[ ]*[日月].{0,60}$")  # ——2016年3月5日在…会议上
_STOPPED = re.compile(r"[。；！？：:;!?](?:[”’）)])?$")
_SELF_END = re.compile(r"[本该同][\u4e00-\u9fff]{1,4}$|》$")
_SENTENCES = frozenset({Tok.ARTICLE, Tok.CN, Tok.PAREN_CN, Tok.ARABIC, Tok.PAREN_ARABIC, Tok.CIRCLE})
_LONG = 30  # characters; shorter blocks without a full stop are list entries and names
_WIDTH_SAMPLE = 8  # lines needed before a fixed width can be told
_WIDTH_SLACK = 3  # characters a line may fall short because a mark may not start the next one
_MIN_WIDTH, _MAX_WIDTH = 16, 64
_FULL_SHARE = 0.45  # share of lines near the width in a text that was wrapped


def _unfinished(text: str) -> bool:
    """Tell whether a block stops in the middle of a sentence."""
    if text.count("《") > text.count("》") and len(text) > _LONG // 2:
        return True
    if _OPEN_END.search(text):
        return len(text) >= _LONG // 2
    return len(text) >= _LONG and not _CLOSED.search(text)


def _goes_on(line: Line, token: Token | None) -> bool:
    """Tell whether a line can be the rest of a cut sentence."""
    if line.depth or line.table:
        return False
    if token is None:
        return line.text[0] not in "“‘①"
    # 三分之一以上 and 1.5万 look like numbers of a list but are not sure to be.
    return not token.strong and token.kind in (Tok.ARABIC, Tok.CLAUSE)


def _same_list(before: Line, line: Line) -> bool:
    """Tell lines that are not joined by their looks: marked paragraphs of a speech, GB 18667 / GB/T 16180."""
    if line.indented and (before.no == line.no or before.indented):
        return True
    start = _LATIN_START.match(before.text)
    return start is not None and line.text.startswith(start.group())


def _is_cut(before: Line, token_before: Token | None, line: Line, token: Token | None) -> bool:
    """Tell whether ``line`` goes on with the sentence that ``before`` began."""
    if before.depth or before.table or not _goes_on(line, token) or _same_list(before, line):
        return False
    if token_before is not None and token_before.kind in (Tok.DATE, Tok.SOURCE, Tok.TOC, Tok.ANNEX):
        return False
    if line.indented and token_before is not None and token_before.kind in (Tok.CN, Tok.PAREN_CN):
        return False  # a long heading of a plan, and its first paragraph
    text = before.text
    if _SUBTITLE.match(line.text) or _SUBTITLE.match(text):
        return False
    if _is_reference_rest(before, token_before, line, token):
        return True
    if not _unfinished(text) or (text[0] == "（" and text[-1] == "）"):
        return False
    if text.count("《") > text.count("》"):
        return len(text) >= _LONG or not is_title(line.text)
    return not (
        is_note(text) or (is_note(line.text) and len(line.text) < 3 * _LONG) or is_title(text, sure=True)
    )


def _is_reference_rest(before: Line, token_before: Token | None, line: Line, token: Token | None) -> bool:
    """Tell 第五条第二款的规定… that goes on with a sentence, however short its first half is: it begins none itself."""
    if token is not None or _REFERENCE_START.match(line.text) is None:
        return False
    if _STOPPED.search(before.text) or (token_before is not None and token_before.kind not in _SENTENCES):
        return False
    return _SELF_END.search(before.text) is not None or not is_title(before.text, sure=True)


def _wrap_width(lines: list[Line]) -> int:
    """Return the width a text was wrapped at, 0 when its lines are whole paragraphs."""
    lengths = sorted(len(line.text) for line in lines if not line.table)
    if len(lengths) < _WIDTH_SAMPLE:
        return 0
    width = lengths[int(len(lengths) * 0.95) - 1]
    if not _MIN_WIDTH <= width <= _MAX_WIDTH or lengths[-1] > width + 2 * _WIDTH_SLACK:
        return 0
    full = sum(1 for length in lengths if length >= width - _WIDTH_SLACK)
    return width if full >= _FULL_SHARE * len(lengths) else 0


def _is_wrapped(before: Line, line: Line, token: Token | None, width: int, indents: bool) -> bool:
    """Tell whether ``line`` is the next screen line of the paragraph ``before`` belongs to."""
    if not _goes_on(line, token) or before.depth or before.table or (indents and line.indented):
        return False
    if len(before.text) < width - _WIDTH_SLACK:
        return False
    return indents or not re.search(r"[。！？]$", before.text)


def _cut_warning(before: str, line: Line) -> ParseWarning:
    message = f"这句话在“{before[-8:]}”与“{line.text[:8]}”之间被断开，已接成一段，请核对。"
    return ParseWarning(line.no, "", WarningCode.CUT_SENTENCE, message)


def join_lines(
    lines: list[Line], tokens: list[Token | None]
) -> tuple[list[Line], list[Token | None], list[ParseWarning]]:
    """Join cut lines; returns the lines and tokens that remain and a warning for every join."""
    width = _wrap_width(lines)
    indents = width > 0 and any(line.indented for line in lines)
    kept: list[Line] = []
    kept_tokens: list[Token | None] = []
    warnings: list[ParseWarning] = []
    last: Line | None = None  # the physical line before, of the width that was printed
    for line, token in zip(lines, tokens, strict=True):
        if kept and last is not None:
            wrapped = width and _is_wrapped(last, line, token, width, indents)
            if wrapped or _is_cut(kept[-1], kept_tokens[-1], line, token):
                if not wrapped or line.after_blank:
                    warnings.append(_cut_warning(kept[-1].text, line))
                kept[-1].text = _joined(kept[-1].text, line.text)
                kept_tokens[-1] = _retokenized(kept[-1], kept_tokens[-1])
                last = Line(line.text, line.no)
                continue
        kept.append(line)
        kept_tokens.append(token)
        last = Line(line.text, line.no, line.depth, line.table) if width else line
    return kept, kept_tokens, warnings


def _retokenized(line: Line, token: Token | None) -> Token | None:
    """Give the numbered line that was cut its whole text."""
    return token if token is None else tokenize(line)


def _joined(before: str, after: str) -> str:
    """Join two halves; words in Latin letters keep a space between them."""
    latin = before[-1].isascii() and before[-1].isalnum() and after[0].isascii() and after[0].isalpha()
    return f"{before} {after}" if latin else before + after


def _adjoins(before: Line, line: Line) -> bool:
    """Tell lines that stood one below the other; a table keeps its distance, or its neighbours would be its rows."""
    return before.no == line.no - 1 and not (line.after_blank or before.table or line.table)


def rejoin_lines(text: str) -> tuple[str, list[ParseWarning]]:
    """Return ``text`` with cut sentences joined, blank lines between paragraphs, and a warning for every join.

    What comes back reads as ``text`` did: headings and tables keep their marks, and a sign that was no mark is none.
    """
    lines = clean_lines(text).lines
    tokens = [tokenize(line) for line in lines]
    kept, _tokens, warnings = join_lines(lines, tokens)
    counts = Counter(line.no for line in kept)
    # Paragraphs that only an indent told apart keep it, or they would be taken for the halves of one.
    told = [False, *(_CLOSED.search(before.text) is None for before in kept[:-1])]
    indents = [
        "\u3000\u3000" * (line.indented and (counts[line.no] > 1 or open_above))
        for line, open_above in zip(kept, told, strict=False)
    ]
    pieces = [indent + guarded(line) for indent, line in zip(indents, kept, strict=True)]
    separators = ["\n" if _adjoins(a, b) else "\n\n" for a, b in pairwise(kept)]
    return "".join(
        p + s for p, s in zip(pieces, [*separators, "\n"], strict=True)
    ) if pieces else "", warnings
