"""A question as a statement: the blank filled with the right answer, and what the stem says about its source."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

__all__ = ["Asked", "Statement", "statements"]

# A blank as people write it: underscores, empty brackets, a run of spaces.
_BLANK = re.compile(r"_{2,}|[（(【]\s*[_　 ]*\s*[）)】]|[ \u00a0]{2,}|\u3000+")
# Where a bank lost its run of spaces, one is left between two characters that need none.
_LOST_BLANK = re.compile(r"(?<=[\u4e00-\u9fff，。、；：》”）])\s(?=[\u4e00-\u9fff，。、；：《“（])|^\s|\s$")
_TITLE = re.compile(r"《([^《》]{2,80})》")
_ARTICLE = re.compile(r"(第[〇零一二三四五六七八九十百千两\d]+条(?:之[一二三四五六七八九十]+)?)")
# What stands in front of the words of the law, and what is asked behind them.
_LEAD = re.compile(
    r"^\s*(?:(?:根据|依据|按照|依照)[^，。《]{0,12})?《[^《》]{2,80}》(?:（[^（）]{1,20}）)?"
    r"(?:(?:的)?第[^，。：]{1,16}[条款项])*(?:的)?(?:有关|相关)?(?:规定|明确|指出|要求|强调)?(?:的)?[，,：:]?(?:规定[，,：:]?)?"
)
_ASKING = re.compile(
    r"(?:以下|下列)?(?:哪[一些个项]?\S{0,6}|什么|多少|多久|多长时间|几\S)?[？?]\s*$|(?:是|为|包括|有)\s*[:：]?\s*$"
)
# Between the answers one option has for several blanks.
_BETWEEN = re.compile(r"[、；;，,\s]+")
_NEGATED = re.compile(
    r"(?:下列|以下|哪)[^。]*?(?:不属于|不包括|不正确|错误|不是|不符合|不应|不得|不可以|不能|除外)"
    r"|(?:不属于|不包括|不正确|错误|不符合)[^，。]{0,20}(?:的是|的有)"
)


@dataclass(frozen=True)
class Asked:
    """A question's content in the shapes of `QuestionVersion`."""

    kind: str
    stem: str
    options: Sequence[str]
    answer: Any


@dataclass(frozen=True)
class Statement:
    """What the question says when it is answered rightly, in parts: given, answer, given, answer, given.

    `titles` are the works the stem names and `article` the number it names; `is_sure` tells that filling was plain:
    there was a blank, and nothing was denied.
    """

    given: tuple[str, ...]
    answers: tuple[str, ...]
    titles: tuple[str, ...] = ()
    article: str = ""
    is_sure: bool = True

    @property
    def text(self) -> str:
        """Return the whole statement."""
        return "".join(part for pair in zip(self.given, (*self.answers, ""), strict=True) for part in pair)


def statements(asked: Asked) -> list[Statement]:
    """Return the ways to read an answered question as a statement, the likeliest first."""
    answers = _answers(asked)
    titles = tuple(dict.fromkeys(_TITLE.findall(asked.stem)))
    stem = _LEAD.sub("", asked.stem, count=1) if titles else asked.stem
    named = _ARTICLE.search(asked.stem[: len(asked.stem) - len(stem)])
    about = Statement((stem,), (), titles, named[1] if named else "", is_sure=not _NEGATED.search(stem))
    if asked.kind == "truefalse":
        return [replace(about, is_sure=bool(asked.answer))]
    answers = _shared_out(answers, len(_BLANK.findall(stem)))
    made = [_filled(about, cut, answers) for cut in _cuts(stem, len(answers))]
    return made or [
        replace(about, given=(_ASKING.sub("", stem), ""), answers=("、".join(answers),), is_sure=False)
    ]


def _shared_out(answers: list[str], blanks: int) -> list[str]:
    """Return one answer for each blank where one option fills several: “三十日；书面”."""
    parts = [part for part in _BETWEEN.split(answers[0]) if part] if len(answers) == 1 else answers
    return parts if len(parts) == blanks else answers


def _answers(asked: Asked) -> list[str]:
    """Return the right answer in words, one for each blank; of several options, all of them."""
    if asked.kind == "truefalse":
        return []
    if asked.kind == "blank":
        return [str(one[0] if isinstance(one, list | tuple) else one) for one in asked.answer]
    if asked.kind not in ("single", "multiple"):
        return ["、".join([*asked.options, *_strings(asked.answer)])]
    chosen = asked.answer if isinstance(asked.answer, list | tuple) else [asked.answer]
    said = [asked.options[place] for place in chosen if isinstance(place, int) and place < len(asked.options)]
    return ["、".join(said)]


def _strings(answer: Any) -> list[str]:
    """Return the words in an answer of whatever shape."""
    if isinstance(answer, str):
        return [answer]
    parts = (
        answer.values() if isinstance(answer, dict) else answer if isinstance(answer, list | tuple) else ()
    )
    return [text for part in parts for text in _strings(part)]


def _cuts(stem: str, wanted: int) -> list[list[tuple[int, int]]]:
    """Return the places of the blanks, as several guesses where only single spaces are left of them."""
    found = [match.span() for match in _BLANK.finditer(stem)]
    if found:
        return [found[:wanted]] if len(found) >= wanted else [found]
    lost = [match.span() for match in _LOST_BLANK.finditer(stem)]
    if len(lost) == wanted:
        return [lost]
    return [[one] for one in lost[:4]] if wanted == 1 else []


def _filled(about: Statement, cut: list[tuple[int, int]], answers: list[str]) -> Statement:
    stem = about.given[0]
    edges = [(0, 0), *cut, (len(stem), len(stem))]
    given = tuple(stem[before[1] : after[0]] for before, after in pairwise(edges))
    return replace(about, given=given, answers=tuple(answers[: len(cut)]))
