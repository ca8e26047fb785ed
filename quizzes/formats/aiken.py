"""Reading Aiken, Moodle's plainest format: a stem, options A. or A), and a line ANSWER: B.

Format: https://docs.moodle.org/en/Aiken_format. Several letters after ANSWER make a multiple choice, which Moodle has not.
"""

import re
from dataclasses import dataclass, field

from quizzes.errors import InvalidQuestion
from quizzes.formats.model import Choice, Fault, Item, Parsed, Text

OPTION = re.compile(r"\s*([A-Za-z])[.)．）、]\s*(.*)$")
ANSWER = re.compile(r"\s*(?:ANSWER|答案)\s*[:：]\s*(.*)$", re.I)
LETTERS = re.compile(r"[A-Z](?:[\s,，、]*[A-Z])*")


@dataclass
class _Draft:
    line: int = 0
    stem: list[str] = field(default_factory=list)
    options: list[list[str]] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)


def read_aiken(text: str) -> Parsed:
    """Return the items of an Aiken file; what cannot be read becomes a fault that names the line."""
    parsed, draft, asked = Parsed(), _Draft(), 0
    for number, line in enumerate(text.removeprefix("\ufeff").replace("\r", "\n").split("\n"), 1):
        if not line.strip():
            continue
        draft.line = draft.line or number
        if match := ANSWER.match(line):
            asked += 1
            _finish(draft, match[1].strip(), asked, parsed)
            draft = _Draft()
        elif (match := OPTION.match(line)) and _continues(draft, match[1]):
            draft.letters.append(match[1].upper())
            draft.options.append([match[2].strip()])
        elif draft.options:
            draft.options[-1].append(line.strip())
        else:
            draft.stem.append(line.strip())
    if draft.line:
        parsed.faults.append(
            Fault(asked + 1, f"题后没有“ANSWER: ”这一行，请补上正确选项的字母（第 {draft.line} 行起）。")
        )
    return parsed


def _continues(draft: _Draft, letter: str) -> bool:
    """Tell whether `letter` is the next option; so “A. Smith” in a stem's second line is none."""
    return bool(draft.stem) and ord(letter.upper()) - ord("A") == len(draft.options)


def _finish(draft: _Draft, said: str, row: int, parsed: Parsed) -> None:
    place = f"（第 {draft.line} 行起）"
    try:
        parsed.items.append(_item(draft, said, row, place))
    except InvalidQuestion as error:
        parsed.faults.append(Fault(row, f"{error}{place}"))


def _item(draft: _Draft, said: str, row: int, place: str) -> Item:
    if not LETTERS.fullmatch(said.upper()):
        raise InvalidQuestion([f"答案“{said[:20]}”不是选项的字母，请写成“ANSWER: B”。"])
    right = [letter for letter in said.upper() if letter.isalpha()]
    missing = [letter for letter in right if letter not in draft.letters]
    if missing:
        raise InvalidQuestion([f"答案是 {'、'.join(missing)}，但没有这个选项，请核对。"])
    share = round(100 / len(right), 5)
    choices = tuple(
        Choice(
            Text(" ".join(lines)),
            len(right) == 1 and letter in right,
            _weight(letter in right, share, len(right)),
        )
        for letter, lines in zip(draft.letters, draft.options, strict=True)
    )
    kind = "single" if len(right) == 1 else "multiple"
    return Item(kind=kind, stem=Text("\n".join(draft.stem)), choices=choices, row=row, place=place)


def _weight(is_right: bool, share: float, count: int) -> float | None:
    if count == 1:
        return None
    return share if is_right else -100.0
