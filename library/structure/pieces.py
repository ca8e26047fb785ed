"""Pure shaping of one line's text: spaces inside words, items within a line, headings of articles."""

from __future__ import annotations

import re

from .numerals import chinese_to_int

__all__ = [
    "INLINE_ITEM", "INLINE_POINT", "NUMBERED", "article_heading", "despaced", "inline_cuts", "is_heading_like",
    "is_signer", "number_value", "split_lead",
]  # fmt: skip

MAX_HEADING = 45
_MAX_LEAD = 40  # characters of a first sentence that serves as a heading
_LEAD = re.compile(r"([^。；：！？]{2,40}。)(?=.)")
_ARTICLE_HEADING = re.compile(r"(【[^【】]{1,40}】|〔[^〔〕]{2,40}〕|（[^（）]{2,30}）)[\s]*")
_NO_HEADING = ("（删去）", "（删除）", "（略）", "（废止）", "（已删除）", "（已废止）")
INLINE_ITEM = re.compile(r"(?:(?<=^)|(?<=[：；。]))[\s]*(?=[（(]([一二三四五六七八九十]{1,3})[）)])")
INLINE_POINT = re.compile(r"(?:(?<=^)|(?<=[。；：！]))[\s]*(?=([一二三四五六七八九十]{1,3})是)")
NUMBERED = re.compile(r"([（(][一二三四五六七八九十]{1,3}[）)]|[一二三四五六七八九十]{1,3}是)[\s]*")
_SPACE = re.compile(r"(?<=[\u4e00-\u9fff，、；：。！？”）》])[ \xa0]+(?=[\u4e00-\u9fff（“《])")
_SPACE_SHOWN = re.compile(r"[\u4e00-\u9fff，、；：”）》]{1,3}[ \xa0]+(?=([\u4e00-\u9fff（“《]{1,3}))")
_MIN_SPACED = 15  # characters; shorter lines are names and headings, whose spaces mean something


def despaced(text: str) -> tuple[str, list[str]]:
    """Take spaces out of words and sentences; a pasted PDF leaves one at every line end.

    Returns the text and the places that were closed up, as they were written. A space after a full stop goes
    too, but is not reported.
    """
    if (" " not in text and "\xa0" not in text) or len(text) < _MIN_SPACED:
        return text, []
    shown = [match.group() + match.group(1) for match in _SPACE_SHOWN.finditer(text)]
    return _SPACE.sub("", text), shown


def inline_cuts(pattern: re.Pattern[str], text: str, first: int = 0) -> list[int]:
    """Return where numbered pieces of one line begin: 一, 二, … in order, at least two, outside quotations.

    ``first`` is the number the line itself carries; then one more piece is enough.
    """
    cuts: list[int] = []
    due = first + 1
    for match in pattern.finditer(text):
        inside = text.count("“", 0, match.end()) > text.count("”", 0, match.end())
        if not inside and chinese_to_int(match.group(1)) == due:
            cuts.append(match.end())
            due += 1
    return cuts if len(cuts) > (0 if first else 1) else []


def number_value(number: str) -> int:
    """Return the value of an item's number (（六） is 6), 0 when it is a letter."""
    try:
        return chinese_to_int(re.sub(r"[^\w①-㊿]|是", "", number))
    except ValueError:
        return 0


def article_heading(rest: str, *, text_follows: bool) -> tuple[str, str]:
    """Split 【特殊防卫】 or （立法目的） off an article's text; （删去） is text."""
    match = _ARTICLE_HEADING.match(rest)
    if match is None or match.group(1) in _NO_HEADING:
        return "", rest
    if rest[0] in "【〔" or (match.end() == len(rest) and text_follows):
        return match.group(1), rest[match.end() :]
    return "", rest


def is_heading_like(text: str) -> bool:
    """Tell whether the words after a number are a heading rather than a sentence."""
    return len(text) <= MAX_HEADING and text[-1:] not in tuple("。；：，、！？;:")


def split_lead(text: str) -> tuple[str, str]:
    """Split 在“学”上深化拓展。坚持读原著… into its leading short sentence and the rest."""
    lead = _LEAD.match(text)
    if lead is None or len(lead.group(1)) > _MAX_LEAD:
        return "", text
    return lead.group(1), text[lead.end() :].strip()


def is_signer(text: str) -> bool:
    """Tell whether a short line above a date can be who signed."""
    return (
        2 <= len(text) <= 30
        and text[-1] not in "。；：，、！？.;:"
        and text[0] not in "附“（("
        and not text[0].isdigit()
    )
