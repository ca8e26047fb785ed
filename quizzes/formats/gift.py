"""Reading GIFT, Moodle's plain-text format.

Grammar: https://docs.moodle.org/en/GIFT_format, and where it is silent `question/format/gift/format.php`.
"""

import re
from dataclasses import dataclass
from math import isfinite
from typing import Any

from quizzes.errors import InvalidQuestion, UnreadableQuestions
from quizzes.formats import limits
from quizzes.formats.gift_blocks import CATEGORY, Block, put_back, split_blocks
from quizzes.formats.model import TEXT_FORMATS, Choice, Fault, Item, Number, Pair, Parsed, Text
from quizzes.formats.rows import SEVERAL_BLANKS_SIGN
from quizzes.grading import blank_count

NAME = re.compile(r"\s*::(.*?)::", re.S)
FORMAT = re.compile(rf"\s*\[({'|'.join(TEXT_FORMATS)})\]")
WEIGHT = re.compile(r"\s*%(-?\d+(?:\.\d*)?)%")
MARKED = re.compile(r"([=~])")
FEEDBACK_FOR_ALL = "####"
BLANK = "_____"
TRUE_FALSE = {"T": True, "TRUE": True, "F": False, "FALSE": False}
NUMERAL = r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
NUMBER = re.compile(rf"{NUMERAL}(?:\s*(:|\.\.)\s*{NUMERAL})?$")


def read_gift(text: str) -> Parsed:
    """Return the items of a GIFT file; what cannot be read becomes a fault that names the line."""
    parsed = Parsed()
    category, asked = "", 0
    for block in split_blocks(text):
        if len(parsed.items) + len(parsed.faults) > limits.MAX_QUESTIONS:
            raise UnreadableQuestions(f"超过 {limits.MAX_QUESTIONS} 题，请分成几个文件。")
        category, block.text = _take_category(block.text, category, parsed)
        if not block.text.strip():
            continue
        try:
            item = _Question(block, category, asked + 1).item()
        except InvalidQuestion as error:
            asked += 1
            parsed.faults.append(Fault(asked, f"{error}{_place(block)}"))
            continue
        asked += item.kind != "description"
        parsed.items.append(item)
    return parsed


def _take_category(text: str, category: str, parsed: Parsed) -> tuple[str, str]:
    rest = []
    for line in text.split("\n"):
        if not rest and (match := CATEGORY.match(line)):
            category = put_back(match[1]).strip()
            parsed.categories.append(category)
        else:
            rest.append(line)
    return category, "\n".join(rest)


def _place(block: Block) -> str:
    return f"（第 {block.line} 行起）"


@dataclass
class _Parts:
    """A question's text taken apart; `answer` None: there are no braces."""

    name: str
    before: str
    answer: str | None
    after: str


class _Question:
    def __init__(self, block: Block, category: str, row: int) -> None:
        self._block, self._category, self._row = block, category, row
        self._format = "moodle"

    def item(self) -> Item:
        """Return the question.

        Raises:
            InvalidQuestion: it is not well written.
        """
        parts = _take_apart(self._block.text)
        stem = self._stem(parts)
        answer, general = _cut(parts.answer or "", FEEDBACK_FOR_ALL)
        own = self._block.own
        facts: dict[str, Any] = {
            "stem": stem,
            "name": parts.name,
            "is_embedded": bool(parts.after.strip()),
            "explanation": self._maybe(general),
            "id": self._block.id,
            "tags": tuple(self._block.tags),
            "category": self._category,
            "row": self._row,
            "place": _place(self._block),
            "difficulty": own.get("difficulty") if isinstance(own.get("difficulty"), int) else None,
            "cites": _cites(own),
        }
        if parts.answer is None:
            return Item(kind="description", **facts)
        return Item(**facts, **self._answered(answer.strip(), stem))

    def _answered(self, answer: str, stem: Text) -> dict[str, Any]:
        """Return kind and answer, told apart in the order Moodle does."""
        if not answer:
            return {"kind": "essay", **_essay(self._block.own)}
        if answer.startswith("#"):
            return {"kind": "numerical", "choices": tuple(self._numbers(answer[1:]))}
        if "~" in answer:
            choices = tuple(self._choices(answer))
            return {"kind": _kind_of(choices), "choices": choices}
        said, *feedback = answer.split("#")
        if (truth := _truth(said.strip())) is not None:
            wrong, right = (self._maybe(text) for text in [*feedback, "", ""][:2])
            return {"kind": "truefalse", "is_true": truth, "wrong_feedback": wrong, "right_feedback": right}
        pieces = [piece for piece in answer.split("=") if piece.strip()]
        if pieces and all("->" in piece for piece in pieces):
            return {"kind": "matching", "pairs": tuple(self._pair(piece) for piece in pieces)}
        texts = tuple(self._choice("=", piece) for piece in pieces)
        return {"kind": "blank", "blanks": _places(texts, blank_count(stem.text))}

    def _stem(self, parts: _Parts) -> Text:
        before = parts.before
        if match := FORMAT.match(before):
            self._format, before = match[1], before[match.end() :]
        if parts.after.strip():
            before = f"{before.rstrip()} {BLANK} {parts.after.lstrip()}"
        return _normal(before, self._format)

    def _text(self, source: str) -> Text:
        style = self._format
        if match := FORMAT.match(source):
            style, source = match[1], source[match.end() :]
        return _normal(source, style)

    def _maybe(self, source: str) -> Text | None:
        text = self._text(source)
        return text if text.text else None

    def _choices(self, answer: str) -> list[Choice]:
        first, *rest = MARKED.split(answer)
        if first.strip():
            raise InvalidQuestion([f"“{put_back(first).strip()[:20]}”前面缺 = 或 ~，请补上。"])
        return [self._choice(mark, source) for mark, source in zip(rest[::2], rest[1::2], strict=True)]

    def _choice(self, mark: str, source: str) -> Choice:
        weight = None
        if match := WEIGHT.match(source):
            weight, source = float(match[1]), source[match.end() :]
        words, feedback = _cut(source, "#")
        return Choice(self._text(words), mark == "=", weight, self._maybe(feedback))

    def _pair(self, source: str) -> Pair:
        question, answer = source.split("->", 1)
        return Pair(self._text(question), put_back(" ".join(answer.split())))

    def _numbers(self, answer: str) -> list[Choice]:
        first, *rest = MARKED.split(answer)
        if not rest:
            rest = ["=", first]
        elif first.strip():
            raise InvalidQuestion(["数值题有几个答案时，每个前面都要写 =，请补上。"])
        return [self._number(mark, source) for mark, source in zip(rest[::2], rest[1::2], strict=True)]

    def _number(self, mark: str, source: str) -> Choice:
        choice = self._choice(mark, source)
        if mark == "~" and choice.text.text in {"", "*"}:
            return Choice(Text("*", self._format), False, choice.weight, choice.feedback)
        number = read_number(choice.text.text)
        return Choice(choice.text, choice.is_right, choice.weight, choice.feedback, number)


def _normal(source: str, style: str) -> Text:
    """Return a text as its format has it: line ends of the file mean nothing in plain words, only written ones do."""
    source = source.strip()
    if style in {"moodle", "plain"}:
        source = " ".join(line.strip() for line in source.split("\n") if line.strip())
    if style == "moodle":
        source = re.sub(r"[ \t]{2,}", " ", source)
    return Text(put_back(source), style)


def read_number(source: str) -> Number:
    """Return what `3.14`, `3.14:0.01` or `3.1..3.2` accepts.

    Raises:
        InvalidQuestion: it is none of these.
    """
    match = NUMBER.match("".join(source.split()))
    if match is None:
        raise InvalidQuestion([f"“{source[:20]}”不是数，数值题的答案应写成 3.14、3.14:0.01 或 3.1..3.2。"])
    first, between, second = match[1], match[2], match[3]
    if not all(isfinite(float(one)) for one in (first, second) if one):
        raise InvalidQuestion([f"“{source[:20]}”太大了，请核对。"])
    if between == "..":
        return Number(low=float(first), high=float(second))
    return Number(value=float(first), tolerance=float(second) if second else None)


def _take_apart(text: str) -> _Parts:
    name = ""
    if match := NAME.match(text):
        name, text = put_back(" ".join(match[1].split())), text[match.end() :]
    start, end = text.find("{"), text.find("}")
    if start < 0 and end < 0:
        return _Parts(name, text, None, "")
    if start < 0 or 0 <= end < start:
        raise InvalidQuestion(["多了一个“}”；它不是括答案用的时候，请写成“\\}”。"])
    if end < 0:
        raise InvalidQuestion(["花括号没有闭合，请在答案后面补上“}”。"])
    after = text[end + 1 :]
    if "{" in after or "}" in after:
        raise InvalidQuestion(
            ["一道题只能有一对花括号；两道题之间请空一行，文字里的花括号请写成“\\{”“\\}”。"]
        )
    return _Parts(name, text[:start], text[start + 1 : end], after)


def _cut(text: str, sign: str) -> tuple[str, str]:
    before, _sign, after = text.partition(sign)
    return before, after


def _truth(said: str) -> bool | None:
    return TRUE_FALSE.get(said.upper() if len(said) > 1 else said)


def _kind_of(choices: tuple[Choice, ...]) -> str:
    """Return single when an option is marked = , or when just one earns everything, as Moodle does."""
    full = [choice for choice in choices if choice.credit > 0]
    if any(choice.is_right for choice in choices) or (len(full) == 1 and full[0].credit == 100):
        return "single"
    return "multiple"


def _places(texts: tuple[Choice, ...], blanks: int) -> tuple[tuple[Choice, ...], ...]:
    """Return the accepted texts blank by blank: “甲；乙” under a stem of two blanks answers both."""
    split = [choice.text.text.split(SEVERAL_BLANKS_SIGN) for choice in texts]
    if blanks < 2 or any(len(parts) != blanks or not all(parts) for parts in split):
        return (texts,)
    style = texts[0].text.format
    return tuple(
        tuple(Choice(Text(text.strip(), style), True) for text in dict.fromkeys(column))
        for column in zip(*split, strict=True)
    )


def _essay(own: dict[str, Any]) -> dict[str, Any]:
    """Return the model answer and the rubric we write beside an essay, of which GIFT says nothing."""
    model, rubric = own.get("model"), own.get("rubric")
    sound = [
        (str(one[0]), one[1])
        for one in (rubric if isinstance(rubric, list) else [])
        if isinstance(one, list) and len(one) == 2 and isinstance(one[1], int)
    ]
    return {"model_answer": Text(model) if isinstance(model, str) and model else None, "rubric": tuple(sound)}


def _cites(own: dict[str, Any]) -> tuple[dict[str, str], ...]:
    cites = own.get("cites")
    if not isinstance(cites, list):
        return ()
    return tuple(
        {str(key): str(value) for key, value in cite.items()} for cite in cites if isinstance(cite, dict)
    )
