"""Several blanks in one text, as Moodle's “cloze” writes them: 要落实{1:SHORTANSWER:=三会一课~=…}制度。

Syntax: https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type
"""

import re

from quizzes.errors import InvalidQuestion
from quizzes.formats import limits
from quizzes.formats.model import Choice, Text
from quizzes.grading.checking import BLANK

SHORT = {"SHORTANSWER", "SHORTANSWER_C", "SA", "SAC", "MW", "MWC"}
FIELD = re.compile(r"\{\d*:([A-Z_]+):((?:\\.|[^}\\])*)\}", re.S)
BETWEEN = re.compile(r"((?:\\.|[^~\\])*)(?:~|$)", re.S)
ANSWER = re.compile(r"(=|%(-?\d+(?:\.\d+)?)%)?((?:\\.|[^#\\])*)(?:#(.*))?$", re.S)
WRITTEN_BLANK = "____"


def read_cloze(stem: Text) -> tuple[Text, tuple[tuple[Choice, ...], ...]]:
    """Return the stem with blanks, and the accepted texts of each.

    Raises:
        InvalidQuestion: there is no field, or one that is not a short answer.
    """
    if len(stem.text) > limits.MAX_QUESTION_CHARS:
        raise InvalidQuestion([f"完形题有 {len(stem.text)} 个字，请删短。"])
    fields = list(FIELD.finditer(stem.text))
    if not fields:
        raise InvalidQuestion(["完形题里没有找到要填的空，请检查花括号。"])
    for match in fields:
        if match[1] not in SHORT:
            raise InvalidQuestion(
                [f"完形题里有 {match[1]} 型的空，题库只有填写型（SHORTANSWER），请改成填写型。"]
            )
    blanks = tuple(_accepted(match[2], stem.format) for match in fields)
    return Text(FIELD.sub(WRITTEN_BLANK, stem.text).strip(), stem.format), blanks


def write_cloze(stem: Text, blanks: tuple[tuple[Choice, ...], ...]) -> Text:
    """Return the stem with its blanks as fields; the inverse of `read_cloze`."""
    fields = iter(blanks)
    return Text(BLANK.sub(lambda match: _field(next(fields, ())), stem.text), stem.format)


def _accepted(body: str, style: str) -> tuple[Choice, ...]:
    sources = [match[1] for match in BETWEEN.finditer(body) if match[1].strip()]
    return tuple(_choice(source, style) for source in sources)


def _choice(source: str, style: str) -> Choice:
    match = ANSWER.match(source)
    if match is None:
        raise InvalidQuestion(["完形题里有一个答案写法不对，请检查 ~ 和 # 。"])
    weight = float(match[2]) if match[2] else None
    feedback = Text(_put_back(match[4]).strip(), style) if match[4] and match[4].strip() else None
    return Choice(Text(_put_back(match[3]).strip(), style), match[1] == "=", weight, feedback)


def _field(choices: tuple[Choice, ...]) -> str:
    return "{1:SHORTANSWER:" + "~".join(_written(choice) for choice in choices) + "}"


def _written(choice: Choice) -> str:
    weight = "=" if choice.is_right and choice.weight is None else f"%{choice.credit:g}%"
    feedback = f"#{_escape(choice.feedback.text)}" if choice.feedback else ""
    return f"{weight}{_escape(choice.text.text)}{feedback}"


def _escape(text: str) -> str:
    return re.sub(r"[\\~#}\"/]", lambda match: "\\" + match[0], text)


def _put_back(text: str) -> str:
    return re.sub(r"\\([\\~#}\"/])", r"\1", text)
