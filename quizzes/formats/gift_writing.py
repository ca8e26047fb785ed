"""Writing GIFT. What the format cannot say is refused with the reason, never bent."""

import json
import re
from dataclasses import replace
from itertools import product

from quizzes.errors import InvalidQuestion
from quizzes.formats.gift_blocks import escape
from quizzes.formats.model import Choice, Item, Number, Text
from quizzes.formats.rows import SEVERAL_BLANKS_SIGN

MAX_COMBINATIONS = 64
INDENT = "\n\t"


def write_gift(items: list[Item]) -> str:
    """Return the GIFT text of `items`.

    Raises:
        InvalidQuestion: one of them cannot be said in GIFT; `find_unwritable` tells beforehand.
    """
    blocks, category = [], ""
    for item in items:
        if item.category and item.category != category:
            category = item.category
            blocks.append(f"$CATEGORY: {escape(category)}")
        blocks.append(write_item(item))
    return "\n\n".join(blocks) + "\n"


def write_item(item: Item) -> str:
    """Return one question.

    Raises:
        InvalidQuestion: it cannot be said in GIFT.
    """
    name = f"::{escape(item.name)}::" if item.name else ""
    stem = f"{name}[{item.stem.format}]{escape(item.stem.text)}"
    if item.kind == "description":
        return f"{_comments(item)}{stem}"
    answer = _answer(item)
    if item.explanation:
        answer += f"{INDENT}####{_text(item.explanation, item.stem.format)}"
    return (
        f"{_comments(item)}{stem}{{{answer}\n}}" if "\n" in answer else f"{_comments(item)}{stem}{{{answer}}}"
    )


def _comments(item: Item) -> str:
    known = [f"[id:{_bracketed(item.id)}]"] if item.id else []
    known += [f"[tag:{_bracketed(tag)}]" for tag in item.tags]
    lines = [f"// {' '.join(known)}\n"] if known else []
    own: dict[str, object] = {}
    if item.difficulty is not None:
        own["difficulty"] = item.difficulty
    if item.cites:
        own["cites"] = list(item.cites)
    if item.model_answer:
        own["model"] = item.model_answer.text
    if item.rubric:
        own["rubric"] = [list(criterion) for criterion in item.rubric]
    if own:
        lines.append(f"// [zhixing] {json.dumps(own)}\n")
    return "".join(lines)


def _bracketed(text: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", " ".join(text.split()))


def _answer(item: Item) -> str:
    style = item.stem.format
    if item.kind == "essay":
        return ""
    if item.kind == "truefalse":
        return _true_false(item)
    if item.kind == "numerical":
        return "#" + "".join(INDENT + _number(_marked(choice), style) for choice in item.choices)
    if item.kind == "matching":
        return "".join(_pair(pair.question, pair.answer, style) for pair in item.pairs)
    if item.kind == "blank":
        return _blanks(item)
    if item.kind in ("single", "multiple"):
        return "".join(INDENT + _choice(_weighed(choice, item.kind), style) for choice in item.choices)
    raise InvalidQuestion(["GIFT 没有排序题，请改用 moodlexml 或 json 格式导出。"])


def _true_false(item: Item) -> str:
    style = item.stem.format
    answer = "TRUE" if item.is_true else "FALSE"
    if item.wrong_feedback or item.right_feedback:
        answer += f"#{_text(item.wrong_feedback, style)}"
    if item.right_feedback:
        answer += f"#{_text(item.right_feedback, style)}"
    return answer


def _marked(choice: Choice) -> Choice:
    """Return an accepted text with =, which is all that marks one; what it earns stands in its weight."""
    if choice.is_right or choice.text.text == "*":
        return choice
    return replace(choice, is_right=True, weight=choice.credit)


def _weighed(choice: Choice, kind: str) -> Choice:
    """Return an option of a multiple choice with its weight written: “=” would make the question a single choice."""
    return replace(choice, is_right=False, weight=choice.credit) if kind == "multiple" else choice


def _choice(choice: Choice, style: str, words: str | None = None) -> str:
    weight = choice.weight
    if weight is None and choice.text.text.startswith("%"):
        weight = choice.credit
    written = "" if weight is None else f"%{_numeral(weight)}%"
    feedback = f"#{_text(choice.feedback, style)}" if choice.feedback else ""
    return f"{'=' if choice.is_right else '~'}{written}{words or _text(choice.text, style)}{feedback}"


def _blanks(item: Item) -> str:
    style = item.stem.format
    if len(item.blanks) == 1:
        choices = item.blanks[0]
    else:
        choices = tuple(Choice(Text(text, style), True) for text in _joined(item.blanks))
    if all("->" in choice.text.text for choice in choices):
        raise InvalidQuestion(
            ["填空题的答案里都有“->”，在 GIFT 里会变成连线题，请改用 moodlexml 或 json 格式导出。"]
        )
    return "".join(INDENT + _choice(_marked(choice), style) for choice in choices)


def _joined(blanks: tuple[tuple[Choice, ...], ...]) -> list[str]:
    """Return answers to all blanks at once: every combination, or one for each variant when there are too many.

    GIFT has no question with several blanks; Moodle asks for the whole answer in one field.
    """
    columns = [[choice.text.text for choice in choices] for choices in blanks]
    if any(SEVERAL_BLANKS_SIGN in text for column in columns for text in column):
        raise InvalidQuestion(
            ["GIFT 里几个空的答案用“；”隔开，而有一个答案里就有“；”，请改用 moodlexml 或 json 格式导出。"]
        )
    total = 1
    for column in columns:
        total *= len(column)
    if total <= MAX_COMBINATIONS:
        return [SEVERAL_BLANKS_SIGN.join(texts) for texts in product(*columns)]
    longest = max(len(column) for column in columns)
    return [
        SEVERAL_BLANKS_SIGN.join(column[place] if place < len(column) else column[0] for column in columns)
        for place in range(longest)
    ]


def _pair(question: Text, answer: str, style: str) -> str:
    if "->" in question.text:
        raise InvalidQuestion(["连线题左边有“->”，GIFT 写不了，请改用 moodlexml 格式导出。"])
    return f"{INDENT}={_text(question, style)} -> {escape(answer)}"


def _number(choice: Choice, style: str) -> str:
    if choice.number is None:
        return _choice(choice, style, words="*")
    return _choice(choice, style, words=write_number(choice.number))


def write_number(number: Number) -> str:
    """Return a number as GIFT writes it; the inverse of `read_number`."""
    if number.value is None:
        return f"{_numeral(number.low)}..{_numeral(number.high)}"
    return _numeral(number.value) + ("" if number.tolerance is None else f":{_numeral(number.tolerance)}")


def _numeral(value: float | None) -> str:
    value = value or 0.0
    return str(int(value)) if value == int(value) else repr(value)


def _text(text: Text | None, style: str) -> str:
    if text is None:
        return ""
    # Words that begin with a bracket could be taken for a format.
    marked = f"[{text.format}]" if text.format != style or text.text.startswith("[") else ""
    return marked + escape(text.text)
