"""Drafts of questions out of one provision: a number, a time limit, a term or a duty blanked out, or altered.

By rules, and always the same for the same words. A draft is material for an editor, never a question by itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from library.structure import chinese_to_int, int_to_chinese
from quizzes.binding.matching.passages import split_sentences

__all__ = ["Idea", "draft_from"]

BLANK = "____"
LONGEST, SHORTEST = 140, 12
MOST = 12

_NUMERAL = r"[一二三四五六七八九十百千万两\d]+"
# A number that somebody has to know: of days, people, parts; 第三条 and 一切 are none.
_LIMIT = re.compile(
    rf"(?<!第)(?P<number>{_NUMERAL})(?P<unit>个工作日|个月|周岁|小时|分钟|万元|日|天|年|周|次|人|名|倍|元|以上|以下|个)"
)
_SHARE = re.compile(rf"百分之(?P<number>{_NUMERAL})|(?P<below>[二三四五十])分之(?P<part>[一二三四])")
_QUOTED = re.compile(r"“(?P<term>[^“”]{2,16})”")
_WHO = re.compile(
    r"由(?P<term>[^，。；、的由]{2,16}?)(?=(?:讨论)?(?:决定|批准|负责|选举|规定|审批|审查|主持|制定|任命))"
)
_KEEP = re.compile(
    r"(?:坚持|实行|遵循|贯彻|履行)(?P<term>[\u4e00-\u9fff]{4,12}?)(?=[，。；、]|的原则|的方针|制度)"
)
_DUTIES = (("不得", "可以"), ("必须", "可以"), ("应当", "可以"), ("可以", "应当"), ("禁止", "允许"))
# Duties inside longer words that are no duty.
_NO_DUTY = re.compile(r"不可以|不应当|可以依法不|应当可以")
# A sentence that leans on the one before it cannot be asked alone.
_LEANS = re.compile(r"^(?:[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、]|前款|本款|前条|其中|其|但是|但|该)")
_NUMBER_LADDER = (1, 2, 3, 5, 7, 10, 15, 20, 30, 60, 90)
_SHARE_LADDER = (5, 10, 20, 30, 50, 60, 80)


@dataclass(frozen=True)
class Idea:
    """A draft: `about` says what it asks for (时限、数字、术语、职责); `quote` is the sentence; `note` what was altered."""

    kind: str
    about: str
    stem: str
    answer: Any
    quote: str
    note: str = ""


@dataclass(frozen=True)
class _Spot:
    """A piece of a sentence worth asking for, with what a false version says instead ("" when none is at hand)."""

    about: str
    start: int
    end: int
    false: str


def draft_from(title: str, number: str, text: str, *, most: int = MOST) -> list[Idea]:
    """Return drafts from the words of one provision of 《title》, fill-ins and true/false in turn."""
    ideas: list[Idea] = []
    for sentence in split_sentences(text):
        if not SHORTEST <= len(sentence) <= LONGEST or _LEANS.match(sentence) or "\n" in sentence:
            continue
        ideas += _ideas(title, number, sentence)
    return ideas[:most]


def _ideas(title: str, number: str, sentence: str) -> Iterator[Idea]:
    fill_lead, claim_lead = f"根据《{title}》{number}，", f"《{title}》{number}规定，"
    spots = list(_spots(sentence))
    for spot in spots:
        words = sentence[spot.start : spot.end]
        if spot.about != "职责":
            stem = sentence[: spot.start] + BLANK + sentence[spot.end :]
            yield Idea("blank", spot.about, fill_lead + stem, [[words]], sentence)
    altered = [spot for spot in spots if spot.false]
    if altered:
        yield Idea("truefalse", "原句", claim_lead + sentence, True, sentence)
    for spot in altered:
        words = sentence[spot.start : spot.end]
        stem = sentence[: spot.start] + spot.false + sentence[spot.end :]
        note = f"把“{words}”改成了“{spot.false}”。"
        yield Idea("truefalse", spot.about, claim_lead + stem, False, sentence, note)


def _spots(sentence: str) -> Iterator[_Spot]:
    taken: list[tuple[int, int]] = []
    for spot in (*_shares(sentence), *_limits(sentence), *_terms(sentence), *_duties(sentence)):
        if all(spot.end <= start or spot.start >= end for start, end in taken):
            taken.append((spot.start, spot.end))
            yield spot


def _limits(sentence: str) -> Iterator[_Spot]:
    for found in _LIMIT.finditer(sentence):
        unit = found["unit"]
        about = "数字" if unit in ("人", "名", "倍", "元", "万元", "次", "个", "以上", "以下") else "时限"
        other = _next_number(found["number"], _NUMBER_LADDER)
        if other and not (unit == "个" and found["number"] in ("一", "1")):
            yield _Spot(about, found.start(), found.end(), other + unit)


def _shares(sentence: str) -> Iterator[_Spot]:
    for found in _SHARE.finditer(sentence):
        if found["number"]:
            other = _next_number(found["number"], _SHARE_LADDER)
            false = f"百分之{other}" if other else ""
        else:
            false = "三分之二" if found.group() == "二分之一" else "二分之一"
        yield _Spot("数字", found.start(), found.end(), false)


def _terms(sentence: str) -> Iterator[_Spot]:
    for pattern in (_QUOTED, _WHO, _KEEP):
        for found in pattern.finditer(sentence):
            yield _Spot("术语", found.start("term"), found.end("term"), "")


def _duties(sentence: str) -> Iterator[_Spot]:
    if _NO_DUTY.search(sentence):
        return
    for duty, other in _DUTIES:
        place = sentence.find(duty)
        if place >= 0:
            yield _Spot("职责", place, place + len(duty), other)
            return


def _next_number(written: str, ladder: tuple[int, ...]) -> str:
    """Return a believable other number in the same writing, "" when this one cannot be read."""
    try:
        value = chinese_to_int(written)
    except ValueError:
        return ""
    if value <= 0:
        return ""
    other = next((step for step in ladder if step > value), 0) or value * 2
    if written.isdecimal():
        return str(other)
    return "两" if other == 2 and written in ("一", "两", "二") else int_to_chinese(other)
