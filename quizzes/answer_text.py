"""Answers as a person writes them in a form or a table, to and from the stored shape. Pure."""

from typing import Any

from quizzes.errors import InvalidQuestion
from quizzes.grading import fold
from quizzes.grading.checking import BETWEEN_VARIANTS

RIGHT = {"对", "正确", "是", "√", "true", "t", "1", "a"}
WRONG = {"错", "错误", "否", "×", "x", "false", "f", "0", "b"}
BETWEEN = " ,，、;；/"


def read_answer_text(kind: str, text: str) -> Any:
    """Return the stored answer that `text` means: `B`, `ABD`, `对`, or a line per blank with `|` between variants.

    Of an ordering `CABD` says which option comes first, which second. A matching and an essay have no such text.

    Raises:
        InvalidQuestion: it cannot be one.
    """
    text = text.strip()
    if kind == "truefalse":
        return _read_true_false(text)
    if kind == "blank":
        return [
            [part.strip() for part in BETWEEN_VARIANTS.split(line)]
            for line in text.splitlines()
            if line.strip()
        ]
    letters = fold(text).upper().translate({ord(mark): None for mark in BETWEEN})
    if not letters or not all("A" <= letter <= "J" for letter in letters):
        raise InvalidQuestion([f"答案“{text}”不是选项的字母，单选写一个（如 B），多选写几个（如 ABD）。"])
    indexes = [ord(letter) - ord("A") for letter in letters]
    if kind == "single" and len(indexes) > 1:
        raise InvalidQuestion([f"单选题只有一个正确选项，答案却写了“{text}”；有几个时请用多选题。"])
    return indexes[0] if kind == "single" else indexes


def write_answer_text(kind: str, answer: Any) -> str:
    """Return how a person writes the stored `answer`; the inverse of `read_answer_text`.

    Of a matching it is empty, for pairs are written with their options (`pairing`); of an essay the model answer.
    """
    if kind == "essay":
        return str(answer.get("model", ""))
    if kind == "matching":
        return ""
    if kind == "truefalse":
        return "对" if answer else "错"
    if kind == "blank":
        return "\n".join("|".join(accepted) for accepted in answer)
    indexes = answer if isinstance(answer, list) else [answer]
    return "".join(chr(ord("A") + index) for index in indexes)


def _read_true_false(text: str) -> bool:
    said = fold(text) or text
    if said in RIGHT:
        return True
    if said in WRONG:
        return False
    raise InvalidQuestion([f"判断题的答案应写“对”或“错”，现在写的是“{text}”。"])
