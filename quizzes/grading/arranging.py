"""Questions whose answer puts options into places: 排序, a rank each, and 连线, one for each prompt on the left.

A key and an answer have the same shape, the option's index for every place; of an answer some may be `None`, not chosen
yet. An option of a matching may serve several prompts, or none.
"""

from collections.abc import Sequence
from typing import Any

__all__ = [
    "MAX_OPTIONS",
    "MIN_OPTIONS",
    "PLACED_KINDS",
    "check_matching",
    "check_ordering",
    "in_normal_order",
    "is_index",
    "placed_fault",
]

MIN_OPTIONS, MAX_OPTIONS = 2, 10
PLACED_KINDS = ("ordering", "matching")
# Parts the two sides of a pair where a person writes them in a line, so a left side cannot hold it.
ARROWS = ("→", "->")


def is_index(value: Any) -> bool:
    """Tell whether `value` could be an option's index."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def check_ordering(options: Sequence[str], answer: Any) -> list[str]:
    """Return what is wrong with an ordering whose options are sound."""
    if not _are_indexes(answer) or sorted(answer) != list(range(len(options))):
        return [f"排序题的答案应把 {len(options)} 项各写一次，例如 BADC。"]
    return []


def check_matching(prompts: Any, options: Sequence[str], answer: Any) -> list[str]:
    """Return what is wrong with a matching whose options are sound."""
    if not isinstance(prompts, list | tuple) or not all(isinstance(text, str) for text in prompts):
        return ["连线题的左边应为若干行文字。"]
    if not MIN_OPTIONS <= len(prompts) <= MAX_OPTIONS:
        return [f"连线题的左边有 {len(prompts)} 项，应为 {MIN_OPTIONS} 到 {MAX_OPTIONS} 项。"]
    faults = []
    seen: set[str] = set()
    for number, text in enumerate(prompts, 1):
        key = " ".join(text.split())
        if not key:
            faults.append(f"左边第 {number} 项是空的，请写上内容或删去。")
        elif key in seen:
            faults.append(f"左边第 {number} 项和前面的一样，请改掉一个。")
        elif any(arrow in text for arrow in ARROWS):
            faults.append(f"左边第 {number} 项里有箭头；箭头用来隔开左右两边，请换一种写法。")
        seen.add(key)
    if not _are_indexes(answer) or len(answer) != len(prompts):
        faults.append("连线题左边的每一项都要连到右边的一项。")
    elif any(one >= len(options) for one in answer):
        faults.append("连线题的答案指到了没有的右项，请核对。")
    return faults


def placed_fault(kind: str, options: Sequence[str], places: int, given: Any) -> str:
    """Return why `given` cannot be an answer; empty when it can. A rank chosen twice is only wrong, not refused."""
    if not isinstance(given, list | tuple) or not all(
        one is None or (is_index(one) and one < len(options)) for one in given
    ):
        return "请从列出的各项里选。"
    if len(given) != places:
        return f"这道题要选 {places} 处，收到了 {len(given)} 处，请刷新页面再答。"
    return ""


def in_normal_order(kind: str, options: Sequence[str], answer: Sequence[int]) -> tuple[list[str], list[int]]:
    """Return options and key in their one stored form: an ordering as it is right, a matching as its prompts use them."""
    wanted = list(dict.fromkeys(answer))
    wanted += [place for place in range(len(options)) if place not in wanted]
    new_place = {old: new for new, old in enumerate(wanted)}
    return [options[place] for place in wanted], [new_place[place] for place in answer]


def _are_indexes(answer: Any) -> bool:
    return isinstance(answer, list | tuple) and all(is_index(one) for one in answer)
