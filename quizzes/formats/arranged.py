"""排序, 连线 and 简答 as people write them in a table or on a paper."""

import re
from typing import Any

from quizzes.answer_text import read_answer_text
from quizzes.errors import InvalidQuestion
from quizzes.formats.model import Pair, Text
from quizzes.pairing import read_pairs, read_rubric

__all__ = ["arranged", "is_link", "marked_out"]

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
# 1-C, 2—A, ①→B: which letter belongs to which number, where the two sides stand in two lists.
LINK = re.compile(rf"(\d{{1,2}}|[{CIRCLED}])\s*(?:[-—–→:：]+>?)\s*([A-Ja-jＡ-Ｊ])(?![A-Za-z])")
NUMBERED = re.compile(
    rf"(?:(?<=\s)|^)(?:[(（](\d{{1,2}})[)）]|(\d{{1,2}})[.．、](?!\d))\s*|([{CIRCLED}])\s*", re.M
)
EMPTY_END = re.compile(r"[(（]\s*[)）]\s*[。.]?\s*$")
# “……（4分）” at the end of a point of a model answer is what people mark by.
WORTH = re.compile(r"[（(]\s*\d{1,3}\s*分\s*[)）]\s*[。；;]?\s*$")
# Papers write one running text: “答出四项内容（4分）；……（3分）。”
AFTER_WORTH = re.compile(r"(?<=分[)）])\s*[。；;，,]?\s*")


def arranged(
    kind: str, stem: str, options: list[str], answer: str, rubric: str
) -> tuple[str, dict[str, Any]]:
    """Return the stem, and what an `Item` of one of these kinds holds besides it.

    Raises:
        InvalidQuestion: the answer is missing or cannot be read.
    """
    if kind == "ordering":
        stem, texts = _ordered(stem, options, answer)
        return stem, {"order": tuple(Text(text) for text in texts)}
    if kind == "matching":
        links = LINK.findall(answer)
        if links:
            return _linked(stem, options, links)
        return stem, {"pairs": tuple(_pairs(options))}
    criteria = tuple((one["text"], one["points"]) for one in read_rubric(rubric))
    return stem, {"model_answer": Text(answer) if answer else None, "rubric": criteria}


def is_link(text: str) -> bool:
    """Tell whether a line such as “答案：1-C，2-A” answers one matching, and is not the key of a paper."""
    return re.search(rf"[:：]\s*{LINK.pattern}", text) is not None


def marked_out(answer: str, rubric: str) -> tuple[str, str]:
    """Return (model answer, rubric) of an essay on a paper: what says its points is a rubric, all else is words."""
    worths = _worths(rubric) or _worths(answer)
    if rubric and not _worths(rubric):
        answer = f"{answer}\n评分标准：{rubric}".strip()
    return answer, worths


def _worths(text: str) -> str:
    parts = [part.strip() for part in AFTER_WORTH.split(text.replace("\n", " ")) if part.strip()]
    return "\n".join(parts) if parts and all(WORTH.search(part) for part in parts) else ""


def _ordered(stem: str, options: list[str], answer: str) -> tuple[str, list[str]]:
    """Return (stem, the items as they should stand); items are lettered options, or ①②③ within the stem."""
    if not answer:
        raise InvalidQuestion(["没有找到答案，排序题请按先后写字母，如“答案：CABD”。"])
    said = re.sub(r"[→>\-—–\s、，,]+", "", answer).rstrip("。.")
    if not options:
        stem, _numbers, options = _numbered(stem)
        said = "".join(chr(ord("A") + CIRCLED.index(sign)) if sign in CIRCLED else sign for sign in said)
    if not options:
        raise InvalidQuestion(["没有找到要排的各项，请一行写一个，用“A.”“B.”或“①”“②”开头。"])
    found: list[int] = read_answer_text("ordering", said)
    if sorted(found) != list(range(len(options))):
        raise InvalidQuestion([f"排序题的答案“{answer[:20]}”应把 {len(options)} 项各写一次，例如 BADC。"])
    return stem, [options[place] for place in found]


def _numbered(stem: str) -> tuple[str, list[str], list[str]]:
    """Return (stem, numbers, items) of a stem that goes on with numbered items."""
    found = list(NUMBERED.finditer(stem))
    if not found:
        return stem, [], []
    ends = [match.start() for match in found[1:]] + [len(stem)]
    items = [
        EMPTY_END.sub("", stem[match.end() : end]).strip(" \n；;。，,、")
        for match, end in zip(found, ends, strict=True)
    ]
    numbers = [next(group for group in match.groups() if group) for match in found]
    return stem[: found[0].start()].strip(), numbers, items


def _linked(stem: str, options: list[str], links: list[tuple[str, str]]) -> tuple[str, dict[str, Any]]:
    """Return stem and pairs of two lists: numbered lines in the stem, lettered options, and “1-C，2-A”."""
    stem, numbers, items = _numbered(stem)
    by_number = dict(zip(numbers, items, strict=True))
    pairs, used = [], set()
    for number, letter in links:
        place = ord(letter.translate(_HALF).upper()) - ord("A")
        if number not in by_number or place >= len(options):
            raise InvalidQuestion([f"答案里的“{number}-{letter}”找不到对应的项，请核对。"])
        used.add(place)
        pairs.append(Pair(Text(by_number.pop(number)), options[place]))
    if by_number:
        raise InvalidQuestion([f"左边的第 {'、'.join(by_number)} 项没有写连到哪里，请补上。"])
    pairs += [Pair(Text(), text) for place, text in enumerate(options) if place not in used]
    return stem, {"pairs": tuple(pairs)}


_HALF = {code: code - 0xFEE0 for code in range(0xFF21, 0xFF5B)}


def _pairs(lines: list[str]) -> list[Pair]:
    if not lines:
        raise InvalidQuestion(["连线题没有找到要连的各项，请一行写一对，如“左边 → 右边”。"])
    prompts, options, answer = read_pairs(lines)
    used = [Pair(Text(prompt), options[place]) for prompt, place in zip(prompts, answer, strict=True)]
    return [*used, *(Pair(Text(), text) for place, text in enumerate(options) if place not in answer)]
