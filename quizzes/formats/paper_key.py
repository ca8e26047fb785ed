"""The key at the end of a paper: 1-5 ABCDA, 1.A 2.BC 3.√, one a line with its 解析, or a table of 题号 and 答案."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from quizzes.formats.paper_lines import Line, split_fields
from quizzes.formats.paper_options import shadow
from quizzes.formats.vocabulary import TICKS

RANGE = re.compile(r"[(\[]?(\d{1,4})\s*(?:[-—–~～]+|至|到)\s*(\d{1,4})[)\]]?\s*(?:题)?\s*[.:、]?\s*")
ENTRY = re.compile(
    r"(?:第\s*(\d{1,4})\s*题\s*[:.、]?|[(\[]\s*(\d{1,4})\s*[)\]]\s*[.、:]?|(\d{1,4})\s*(?:[.、:)]|(?=\s*[A-Ja-j√×对错])))\s*"
)
NUMBERS_ROW = re.compile(r"^题\s*号\s*")
ANSWERS_ROW = re.compile(r"^(?:正确)?答\s*案\s*")
SIGN = re.compile(r"(?:[A-J]{1,10}|[√×对错]|正确|错误)(?=[\s,，;；。.\d]|$)")
SIGNS = re.compile(r"正确|错误|[A-Ja-jTF√×对错]")


@dataclass(frozen=True)
class Keyed:
    """What the key says of one question; `fault` instead of an answer when it cannot be told."""

    number: int
    answer: str = ""
    explanation: str = ""
    fault: str = ""


def read_key(lines: Sequence[Line]) -> list[Keyed]:
    """Return the entries of a key, or of one section of it, in the order they stand."""
    entries: list[Keyed] = []
    pending: list[str] = []
    rest: list[str] = []
    for line in lines:
        if NUMBERS_ROW.match(line.seen):
            pending = re.findall(r"\d{1,4}", line.seen)
        elif pending and ANSWERS_ROW.match(line.seen):
            said = ANSWERS_ROW.sub("", line.seen.translate(TICKS)).split()
            entries += _listed(int(pending[0]), int(pending[-1]), said, " ".join(said))
            pending = []
        else:
            rest.append(line.text)
    return entries + _written("\n".join(rest))


def _written(text: str) -> list[Keyed]:
    seen = shadow(text).translate(TICKS)
    entries, last = [], 0
    marks = []
    for match in sorted(
        [*RANGE.finditer(seen), *ENTRY.finditer(seen)], key=lambda one: (one.start(), -one.end())
    ):
        number = int(next(group for group in match.groups() if group))
        if _may_start(seen, match, number, last, marks):
            is_range = match.re is RANGE
            marks.append((match, number, is_range))
            last = int(match[2]) if is_range else number
    for place, (match, number, is_range) in enumerate(marks):
        end = marks[place + 1][0].start() if place + 1 < len(marks) else len(text)
        if is_range:
            words = seen[match.end() : end]
            entries += _listed(number, int(match[2]), [], words)
        else:
            entries.append(_entry(number, text[match.end() : end]))
    return entries


def _may_start(seen: str, match: re.Match[str], number: int, last: int, marks: list) -> bool:
    """Tell whether a number here is the next one of the key, and not part of an answer or an explanation."""
    if marks and match.start() < marks[-1][0].end():
        return False
    before = seen[: match.start()][-1:]
    if before.isdigit() or before == "." or before == "第":
        return False
    at_start = before in ("", "\n")
    if match.re is RANGE and int(match[2]) < number:
        return False
    # Numbers begin again in the next section; a numbered reason is no answer.
    if at_start and number == 1 and marks and (match.re is RANGE or SIGN.match(seen, match.end())):
        return True
    # After a space or at once after a letter (1.A2.B) only the very next number counts.
    return (at_start and number > last) or number == last + 1 or (not marks and number > 0)


def _entry(number: int, text: str) -> Keyed:
    body, fields = split_fields(text.strip())
    answer = fields.get("answer") or body.strip()
    explanation = fields.get("explanation", "")
    if not explanation and (
        match := re.match(r"([A-J]{1,10}|[√×对错])[。.,，;；\s]+(?=\S{4})(.*)$", answer, re.S)
    ):
        answer, explanation = match[1], match[2].strip()
    return Keyed(number, answer.strip().rstrip(";；,，"), explanation)


def _listed(first: int, last: int, parts: list[str], words: str) -> list[Keyed]:
    """Return the answers of a range: parted by spaces or signs, or a sign each."""
    count = last - first + 1
    parts = parts or [part for part in re.split(r"[\s,，、;；.。]+", words) if part]
    if len(parts) != count:
        parts = SIGNS.findall(words)
        if "".join(parts) != re.sub(r"[\s,，、;；.。]+", "", words):
            parts = []
    if len(parts) != count:
        said = " ".join(words.split())[:30]
        fault = f"参考答案“{first}-{last} {said}”里应有 {count} 个答案，请核对，多选题之间请用空格隔开。"
        return [Keyed(number, fault=fault) for number in range(first, last + 1)][:1000]
    return [Keyed(first + place, answer) for place, answer in enumerate(parts)]
