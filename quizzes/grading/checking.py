"""Is a question fit to be asked, and has an answer the shape its question asks for?"""

import re
from collections.abc import Sequence
from typing import Any

from quizzes.grading.arranging import (
    MAX_OPTIONS,
    MIN_OPTIONS,
    PLACED_KINDS,
    check_matching,
    check_ordering,
    is_index,
    placed_fault,
)
from quizzes.grading.essays import check_essay, essay_fault
from quizzes.grading.folding import fold

__all__ = ["KINDS", "answer_fault", "blank_count", "check_question", "place_count", "split_blanks"]

BLANK = re.compile(r"_{2,}|＿{2,}")
# Parts the accepted texts of one blank where a person writes them in a line.
BETWEEN_VARIANTS = re.compile(r"[|｜]")
MAX_BLANK_CHARS = 200
KINDS = ("single", "multiple", "truefalse", "blank", "ordering", "matching", "essay")
KIND_WORDS = "单选（single）、多选（multiple）、判断（truefalse）、填空（blank）、排序（ordering）、连线（matching）或简答（essay）"
WITHOUT_OPTIONS = {"truefalse": "判断题", "blank": "填空题", "essay": "简答题"}


def blank_count(stem: str) -> int:
    """Return how many blanks a stem has: runs of two or more underscores."""
    return len(BLANK.findall(stem))


def split_blanks(stem: str) -> list[str]:
    """Return the words around the blanks of a stem: one more piece than there are blanks."""
    return BLANK.split(stem)


def place_count(kind: str, stem: str, options: Sequence[str], prompts: Sequence[str]) -> int:
    """Return how many places a person fills in: blanks, ranks of an ordering, prompts of a matching; else none."""
    if kind == "blank":
        return blank_count(stem)
    if kind == "ordering":
        return len(options)
    return len(prompts) if kind == "matching" else 0


def check_question(
    kind: str, options: Any, answer: Any, stem: str | None = None, prompts: Any = ()
) -> list[str]:
    """Return what is wrong with a question, one Chinese sentence each; empty when it can be asked.

    With `stem` its emptiness and, for blanks, the number of `____` in it are checked too. `prompts` are what stands on
    the left of a matching.
    """
    if kind not in KINDS:
        return [f"不认识题型“{kind}”，应为{KIND_WORDS}。"]
    if stem is not None and not stem.strip():
        return ["题干是空的，请写上题干。"]
    if kind != "matching" and prompts:
        return ["只有连线题有左边一列，请把它清空。"]
    faults = _check_options(kind, options)
    if kind in PLACED_KINDS:
        return faults or (
            check_ordering(options, answer)
            if kind == "ordering"
            else check_matching(prompts, options, answer)
        )
    return faults or {
        "single": _check_single,
        "multiple": _check_multiple,
        "truefalse": _check_true_false,
        "blank": _check_blank,
        "essay": check_essay,
    }[kind](options, answer, stem)


def _check_options(kind: str, options: Any) -> list[str]:
    if not isinstance(options, list | tuple) or not all(isinstance(text, str) for text in options):
        return ["选项应为若干行文字。"]
    if kind in WITHOUT_OPTIONS:
        return [f"{WITHOUT_OPTIONS[kind]}不要选项，请把选项清空。"] if options else []
    if not MIN_OPTIONS <= len(options) <= MAX_OPTIONS:
        return [f"选项有 {len(options)} 个，应为 {MIN_OPTIONS} 到 {MAX_OPTIONS} 个。"]
    seen: dict[str, int] = {}
    faults = []
    for place, text in enumerate(options):
        key = " ".join(text.split())
        if not key:
            faults.append(f"选项 {_letter(place)} 是空的，请写上内容或删去。")
        elif key in seen:
            faults.append(f"选项 {_letter(seen[key])} 和 {_letter(place)} 一样，请改掉一个。")
        seen.setdefault(key, place)
    return faults


def _check_single(options: Sequence[str], answer: Any, stem: str | None) -> list[str]:
    if not is_index(answer):
        return ["单选题要有一个正确选项。"]
    if answer >= len(options):
        return [f"正确选项是 {_letter(answer)}，但选项只到 {_letter(len(options) - 1)}。"]
    return []


def _check_multiple(options: Sequence[str], answer: Any, stem: str | None) -> list[str]:
    if not isinstance(answer, list | tuple) or not all(is_index(one) for one in answer):
        return ["多选题的正确选项应为几个字母，例如 ABD。"]
    if len(set(answer)) < len(answer):
        return ["正确选项里有重复的字母，请删去重复的。"]
    if len(answer) < 2:
        return ["多选题至少要有两个正确选项；只有一个时请改用单选题。"]
    beyond = [_letter(one) for one in sorted(answer) if one >= len(options)]
    if beyond:
        return [f"正确选项里有 {'、'.join(beyond)}，但选项只到 {_letter(len(options) - 1)}。"]
    return []


def _check_true_false(options: Sequence[str], answer: Any, stem: str | None) -> list[str]:
    return [] if isinstance(answer, bool) else ["判断题的答案应为“对”或“错”。"]


def _check_blank(options: Sequence[str], answer: Any, stem: str | None) -> list[str]:
    if not isinstance(answer, list | tuple) or not answer:
        return ["填空题要有答案，一个空一行。"]
    faults = []
    for number, accepted in enumerate(answer, 1):
        if not isinstance(accepted, list | tuple) or not accepted:
            faults.append(f"第 {number} 空没有答案，请补上。")
        elif not all(isinstance(text, str) and fold(text) for text in accepted):
            faults.append(f"第 {number} 空有一个写法是空的，请补上或删去多余的“|”。")
        elif any(len(text) > MAX_BLANK_CHARS for text in accepted):
            faults.append(f"第 {number} 空有一个写法超过 {MAX_BLANK_CHARS} 个字，没有人填得进去，请改短。")
        elif any(BETWEEN_VARIANTS.search(text) for text in accepted):
            faults.append(f"第 {number} 空有一个写法里有“|”；它用来隔开几种写法，请分成几个。")
    blanks = blank_count(stem) if stem is not None else len(answer)
    if blanks == 0:
        faults.append("题干里没有空，请在要填的地方写四个下划线 ____。")
    elif blanks != len(answer):
        faults.append(f"题干里有 {blanks} 个空，答案有 {len(answer)} 行，请使两者一致。")
    return faults


def answer_fault(kind: str, options: Sequence[str], places: int, given: Any) -> str:
    """Return why `given` cannot be an answer to a question with these options or places; empty when it can.

    `places` is what `place_count` says. Looks at the shape only, so it needs no key. `None`, “not answered”, is always fine.
    """
    if given is None:
        return ""
    if kind == "single":
        fits = is_index(given) and given < len(options)
        return "" if fits else "单选题请选一个列出的选项。"
    if kind == "multiple":
        return _multiple_fault(options, given)
    if kind == "truefalse":
        return "" if isinstance(given, bool) else "判断题请选“对”或“错”。"
    if kind == "blank":
        return _blank_fault(places, given)
    if kind in PLACED_KINDS:
        return placed_fault(kind, options, places, given)
    if kind == "essay":
        return essay_fault(given)
    return "不认识这种题型。"


def _multiple_fault(options: Sequence[str], given: Any) -> str:
    fits = isinstance(given, list | tuple) and all(is_index(one) and one < len(options) for one in given)
    if not fits or len(set(given)) < len(given) or not given:
        return "多选题请从列出的选项里选，每项最多选一次。"
    return ""


def _blank_fault(blanks: int, given: Any) -> str:
    if not isinstance(given, list | tuple) or not all(isinstance(text, str) for text in given):
        return "填空题请填文字。"
    if len(given) != blanks:
        return f"这道题有 {blanks} 个空，收到了 {len(given)} 个答案，请刷新页面再填。"
    if any(len(text) > MAX_BLANK_CHARS for text in given):
        return f"一个空最多填 {MAX_BLANK_CHARS} 个字。"
    return ""


def _letter(place: int) -> str:
    return chr(ord("A") + place) if place < 26 else str(place + 1)
