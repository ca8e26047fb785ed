"""What a line is by its own looks: a chapter heading, an article, an item, a clause, a date, or plain text.

A line is judged here without its neighbours; ``layout`` decides afterwards which articles are only quoted,
where the contents table ends and where another regulation begins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from .cleaning import Line
from .numerals import CIRCLED, NUMERAL, NUMERAL_CLASS, chinese_to_int

__all__ = ["ENUMERATORS", "Tok", "Token", "is_note", "is_title", "tidy_heading", "tokenize"]


class Tok(IntEnum):
    """Kinds of line, ordered so that containers compare by rank."""

    PREFACE = 0
    ANNEX = 1
    PART = 2
    SUBPART = 3
    CHAPTER = 4
    SUPPLEMENT = 5  # 附则 without a number
    SECTION = 6
    SUBSECTION = 7
    HEADING = 8  # a Markdown heading without a number
    ARTICLE = 9
    CLAUSE = 10
    CN = 11  # 一、
    PAREN_CN = 12  # （一）
    ARABIC = 13  # 1.
    PAREN_ARABIC = 14  # （1） 1)
    CIRCLE = 15  # ①
    ALPHA = 16  # a)
    TOC = 20
    DATE = 21
    SOURCE = 22
    TABLE = 23


ENUMERATORS = frozenset({Tok.CN, Tok.PAREN_CN, Tok.ARABIC, Tok.PAREN_ARABIC, Tok.CIRCLE, Tok.ALPHA})

_UNIT_KIND = {
    "编": Tok.PART, "篇": Tok.PART, "卷": Tok.PART, "部分": Tok.PART, "分编": Tok.SUBPART,
    "章": Tok.CHAPTER, "节": Tok.SECTION, "目": Tok.SUBSECTION,
}  # fmt: skip

_ARTICLE = re.compile(
    rf"第[ \u3000]*(?P<n>{NUMERAL})[ \u3000]*(?:条(?:[ \u3000]*之[ \u3000]*(?P<sub>{NUMERAL_CLASS}+)(?![款项目、条]))?"
    rf"|之(?P<sub2>{NUMERAL_CLASS}+)条)(?P<space>[\s:：、.．]*)"
)
_UNIT = re.compile(
    rf"第[ \u3000]*(?P<n>{NUMERAL})[ \u3000]*(?P<unit>分编|部分|编|篇|卷|章|节|目)(?P<space>\s*)"
)
_CN = re.compile(
    r"(?P<n>[〇零一二三四五六七八九十百]+)[ \u3000]*[、．.][\s]*(?![一二三四五六七八九十]+[、级审等类])"
)
_PAREN = re.compile(rf"[（(][ \u3000]*(?P<n>{NUMERAL}|[a-z])[ \u3000]*[）)][\s、]*")
_ARABIC = re.compile(r"(?P<n>\d{1,3})[ \u3000]*(?P<mark>[.．、])[\s]*")
_HALF_PAREN = re.compile(r"(?P<n>\d{1,3}|[a-z])[ ]*[）)][\s]*")
_CIRCLE = re.compile(rf"(?P<n>[{CIRCLED}])[\s、.．]*")
_CLAUSE = re.compile(r"(?P<n>(?:\d{1,2}|[A-Z])(?:[.．]\d{1,3}){1,4})(?![\d%％.．])(?P<space>\s*)")
_ANNEX = re.compile(
    r"附(?:[ \u3000]*(?P<what>件|表|录|图))?"
    r"(?:[ \u3000]*(?P<n>\d+(?![年月日\d])|[A-Z]|[一二三四五六七八九十]+(?![\u4e00-\u9fff])))?"
    r"(?P<space>[\s:：.、]*)(?P<rest>.*)$",
    re.DOTALL,
)
_LISTS = re.compile(
    r"(?:表|图|清单|目录|名单|样式|图案)(?:[（(][^（）()]{1,20}[）)])?$"
)  # 附　资源税税目税率表
_TOP_CLAUSE = re.compile(r"(?P<n>\d{1,2})[ \u3000]+(?P<rest>[\u4e00-\u9fff]\S{0,29})$")
_WORDS = {
    "序言": Tok.PREFACE, "总纲": Tok.PREFACE, "前言": Tok.PREFACE, "引言": Tok.PREFACE, "序": Tok.PREFACE,
    "导言": Tok.PREFACE, "目录": Tok.TOC, "目次": Tok.TOC, "附则": Tok.SUPPLEMENT,
}  # fmt: skip
_DATE = re.compile(
    r"[（(]?[〇○Ｏ零一二三四五六七八九\d]{4}[ ]*年[ ]*[一二三四五六七八九十\d]{1,3}[ ]*月[ ]*[一二三四五六七八九十\d]{1,3}[ ]*日[）)]?$"
)
_SOURCE = re.compile(
    r"[（(]?(?:新华社|人民日报|本报|来源[:：]|责任编辑|编辑[:：]|《 ?人民日报 ?》)[^。]{0,60}$"
)
_STARTS = frozenset("第（(〇零一二三四五六七八九十百附目序总前引导新人本来责编《【" + CIRCLED)

_END = "。；：！？，、;:!?,"
_NOT_A_HEADING = "的规相所、，和与及中内至或以是"
_MAX_HEADING = 60
_MAX_ITEM = 200  # （2019） is a year, not an item
_SELF = "本(?:法|条例|规定|办法|解释|细则|章程|决定|准则|规则)"
_REFERENCE = re.compile(
    rf"(?:、?第{NUMERAL}[条款项]|[、，]?(?:和|或|或者|与|及|以及|至|到)(?:第{NUMERAL}[条款项]|前款|{_SELF}|《)|的|之规定|之[一二三四五六七八九十]"
    r"|中(?=[“，、的规所])|后增加|规定|所称|所列|所规|所指|所述|所定|修改为|改为|增加一|删去|作为|作了|相应改)"
)
_SPACED_REFERENCE = re.compile(
    rf"(?:、第{NUMERAL}[条款项]|[、，]?(?:和|或|或者|与|以及|至)(?:第{NUMERAL}[条款项]|{_SELF}第)|的|规定的|所称的|所列的|之规定)"
)
_NOTE = re.compile(
    r"通过|公布|发布|修订|修正|修改|施行|实施|印发|批准|颁布|生效|失效|废止|公告|[令号]$|起草|审议|表决|备案|签署|〕\d+号"
)
_YEAR = re.compile(
    r"\d{4}[ ]*年|[一二][〇○零九][〇○零一二三四五六七八九]{2}年|〔\d{4}〕|\[\d{4}\]|第[\d〇一二三四五六七八九十百]+号"
)
_TITLE_END = re.compile(
    r"(?:法|条例|办法|规定|细则|决定|决议|规则|章程|解释|通知|意见|方案|准则|规程|制度|纲要|计划|规划|要点|公约|条款|标准|规范"
    r"|报告|讲话|批复|公告|通告|指引|指南|守则|若干问题|说明|修正案|措施)(?:[（(][^（）()]{1,20}[）)])?$"
)


@dataclass(slots=True)
class Token:
    """A structural line: kind, number (n, sub), the number as written, the rest, and how sure its look is.

    ``strong`` is False when nothing separates the number from the text, as in 第十条规定的.
    ``path`` is the number of a clause (5.1.1 is (5, 1, 1)) or the letter of an item.
    """

    kind: Tok
    n: int
    number: str
    rest: str
    sub: int = 0
    strong: bool = True
    path: str = ""


def tidy_heading(text: str) -> str:
    """Close up a heading set with spaces: 总　　则 is 总则; a space between longer words stays."""
    parts = text.split()
    if len(parts) > 1 and all(len(part) == 1 for part in parts):
        return "".join(parts)
    return " ".join(parts)


def is_note(text: str) -> bool:
    """Tell whether a line is part of the 题注: who passed or changed the text, when, under which number."""
    if text[0] == "（" and text[-1] in "）)" and _YEAR.search(text):
        return True
    if text[-1] == "。" or "制定本" in text:
        return False
    return _YEAR.search(text) is not None and _NOTE.search(text) is not None


def is_title(text: str, *, sure: bool = False) -> bool:
    """Tell whether a line can be the title of a text; ``sure`` asks for a name such as …条例 or …办法."""
    if not 2 <= len(text) <= 90 or text[-1] in _END or "。" in text or is_note(text):
        return False
    return not sure or _TITLE_END.search(text) is not None


def _compact(number: str) -> str:
    return "".join(number.split())


def _heading_ok(rest: str, spaced: bool, depth: int) -> bool:
    """Tell a heading (第三章　总则) from a sentence that begins with one (第三章规定的…)."""
    if len(rest) > _MAX_HEADING or (rest and rest[-1] in _END and not depth):
        return False
    if depth or spaced or not rest:
        return True
    return rest[0] not in _NOT_A_HEADING and "，" not in rest and len(rest) <= _MAX_HEADING // 2


def _article(text: str, depth: int) -> Token | None:
    match = _ARTICLE.match(text)
    if match is None:
        return None
    space, rest = match["space"], text[match.end() :]
    number = _compact(text[: match.start("space")])
    mark = space.strip()
    strong = bool(depth or space or not rest)
    if mark:
        # 第三条、第五条所称 is a reference; 第三条、凡… is how some old rules write their articles.
        strong = rest[:1] not in ("第", "") and mark not in ".．"
        rest = mark + rest
    if rest and not depth and (_SPACED_REFERENCE if space and not mark else _REFERENCE).match(rest):
        return None
    sub = match["sub"] or match["sub2"]
    return Token(
        Tok.ARTICLE, chinese_to_int(match["n"]), number, rest, chinese_to_int(sub) if sub else 0, strong
    )


def _unit(text: str, depth: int) -> Token | None:
    match = _UNIT.match(text)
    if match is None:
        return None
    rest, spaced = text[match.end() :], bool(match["space"])
    if match["unit"] in ("目", "卷", "篇", "部分") and not (spaced or depth or not rest):
        return None
    if not _heading_ok(rest, spaced, depth):
        return None
    number = _compact(text[: match.start("space")])
    return Token(_UNIT_KIND[match["unit"]], chinese_to_int(match["n"]), number, tidy_heading(rest))


def _annex(text: str, depth: int) -> Token | None:
    match = _ANNEX.match(text)
    if match is None or len(text) > _MAX_HEADING + 20 or (text[-1] in _END and text[-1] not in "：:"):
        return None
    what, number, space, rest = match["what"], match["n"], match["space"], match["rest"]
    bare = not rest and (what or number or depth or ":" in space or "：" in space or len(text) == 1)
    titled = rest and space and (what or depth or _LISTS.search(rest)) and "。" not in rest
    if not (bare or titled or (what and number and is_title(rest, sure=True))):
        return None
    lead = _compact(text[: match.start("space")]) + space.strip()
    n = 0 if number is None or (number.isalpha() and number.isascii()) else chinese_to_int(number)
    return Token(Tok.ANNEX, n, lead, tidy_heading(rest), path=number if number and not n else "")


def _word(text: str, depth: int) -> Token | None:
    """Match 序言, 总纲, 目录, 附则: words that are headings without a number."""
    if len(text) > 12 and text[0] != "目":
        return None
    compact = "".join(text.split())
    kind = _WORDS.get(compact.rstrip("：:"))
    if kind is None and compact[:2] in ("目录", "目次") and "第" in compact:
        kind = Tok.TOC
    if kind is None or (kind == Tok.PREFACE and len(compact) == 1 and not depth):
        return None
    return Token(kind, 0, "", tidy_heading(text))


def _paren(text: str) -> Token | None:
    match = _PAREN.match(text)
    if match is None:
        return None
    number, rest = match["n"], text[match.end() :]
    if number.isascii() and number.isalpha():
        return Token(Tok.ALPHA, ord(number) - 96, _compact(match.group()), rest, path=number)
    kind = Tok.PAREN_ARABIC if _compact(number).isdecimal() else Tok.PAREN_CN
    n = chinese_to_int(number)
    return None if n > _MAX_ITEM else Token(kind, n, _compact(match.group()), rest)


def _cn(text: str) -> Token | None:
    match = _CN.match(text)
    if match is None:
        return None
    return Token(Tok.CN, chinese_to_int(match["n"]), _compact(match.group()), text[match.end() :])


def _digit(text: str, depth: int) -> Token | None:
    """Match 5.1.1, 1., 1、 and 1); a decimal number (1.5万) is not sure to be one."""
    clause = _CLAUSE.match(text)
    if clause is not None:
        rest, path = text[clause.end() :], clause["n"].replace("．", ".")
        strong = bool(depth or (clause["space"] and rest) or path.count(".") > 1)
        return Token(Tok.CLAUSE, 0, clause["n"], rest, strong=strong, path=path)
    match = _ARABIC.match(text)
    if match is not None:
        rest = text[match.end() :]
        return Token(Tok.ARABIC, int(match["n"]), match.group().rstrip(), rest, strong=not rest[:1].isdigit())
    match = _HALF_PAREN.match(text)
    if match is not None:
        kind = Tok.PAREN_ARABIC if match["n"].isdigit() else Tok.ALPHA
        n = int(match["n"]) if match["n"].isdigit() else ord(match["n"]) - 96
        return Token(kind, n, match.group().rstrip(), text[match.end() :], path=match["n"])
    match = _TOP_CLAUSE.match(text)
    return match and Token(Tok.CLAUSE, 0, match["n"], match["rest"], strong=False, path=match["n"])


def _circle(text: str) -> Token | None:
    match = _CIRCLE.match(text)
    return match and Token(
        Tok.CIRCLE, chinese_to_int(match["n"]), _compact(match.group()), text[match.end() :]
    )


def _by_first_character(text: str, depth: int) -> Token | None:
    first = text[0]
    if first == "第":
        return _article(text, depth) or _unit(text, depth)
    if first in "（(":
        return _paren(text)
    if first == "附":
        return _word(text, depth) or _annex(text, depth)
    if first in CIRCLED:
        return _circle(text)
    if first.isdigit() or (first.isascii() and first.isalpha()):
        return _digit(text, depth)
    return _cn(text) or _word(text, depth)


def tokenize(line: Line) -> Token | None:
    """Return what the line is by its own looks, None for plain text."""
    text = line.text
    if line.table:
        return Token(Tok.TABLE, 0, "", text)
    first = text[0]
    token = None
    if first in _STARTS or first.isdigit() or (first.isascii() and first.isalpha()):
        token = _by_first_character(text, line.depth)
        if token is None and len(text) <= 70:
            if len(text) <= 20 and _DATE.match(text):
                token = Token(Tok.DATE, 0, "", text)
            elif _SOURCE.match(text):
                token = Token(Tok.SOURCE, 0, "", text)
    if token is None and line.depth:
        token = Token(Tok.HEADING, 0, "", text)
    return token
