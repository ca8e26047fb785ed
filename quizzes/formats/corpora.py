"""Two question banks in JSON that many people have, each by a small mapping.

autoxue: a list of objects.

| theirs | ours |
|---|---|
| `content` | stem; eight spaces are a blank and become `____`; a closing “（出题单位：…）” goes to the explanation |
| `options` | options |
| `answer` | the letter of the right option |
| `category` | a tag |
| `notes` | explanation |
| `excludes` | not used (it helped their program to guess) |

dundunnp: one object.

| theirs | ours |
|---|---|
| key `stem|option|option…` | stem and options; eight spaces are a blank, a closing “来源：…” goes to the explanation |
| value | the right option's text; the whole key is a fault when no option says so |

The number of a question is its place in the file.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from quizzes.errors import InvalidQuestion
from quizzes.formats.composing import LETTERS
from quizzes.formats.model import Choice, Fault, Item, Parsed, Text

BLANK = re.compile(r"[ \xa0]{4,}|\u3000{3,}")
SETTER = re.compile(r"\s*[(（]\s*(出题单位[:：].*?)[)）]?\s*$")
SOURCE = re.compile(r"\s+(来源[:：].*)$")


def is_autoxue(content: Any) -> bool:
    """Tell whether this is a list as autoxue keeps it."""
    return (
        isinstance(content, list)
        and bool(content)
        and isinstance(content[0], Mapping)
        and {"content", "options", "answer"} <= set(content[0])
    )


def is_dundunnp(content: Any) -> bool:
    """Tell whether this is an object as dundunnp keeps it."""
    return (
        isinstance(content, Mapping)
        and bool(content)
        and all(isinstance(value, str) for value in content.values())
        and any("|" in key for key in list(content)[:20])
    )


def read_autoxue(content: Sequence[Any]) -> Parsed:
    """Return the items of autoxue's list."""
    parsed = Parsed()
    for row, entry in enumerate(content, 1):
        try:
            parsed.items.append(_from_entry(entry, row))
        except InvalidQuestion as error:
            parsed.faults.append(Fault(row, str(error)))
    return parsed


def read_dundunnp(content: Mapping[str, Any]) -> Parsed:
    """Return the items of dundunnp's object."""
    parsed = Parsed()
    for row, (key, answer) in enumerate(content.items(), 1):
        try:
            parsed.items.append(_from_key(key, answer, row))
        except InvalidQuestion as error:
            parsed.faults.append(Fault(row, str(error)))
    return parsed


def _from_entry(entry: Any, row: int) -> Item:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("options"), list):
        raise InvalidQuestion(["这一项不是一道题，应有 content、options 和 answer。"])
    answer = str(entry.get("answer") or "").strip()
    options = [str(option).strip() for option in entry["options"]]
    if not re.fullmatch(f"[{LETTERS}]", answer):
        raise InvalidQuestion([f"答案“{answer[:20]}”不是一个选项的字母，请改 answer 这一项。"])
    right = ord(answer.upper()) - ord("A")
    if right >= len(options):
        raise InvalidQuestion(
            [f"正确选项是 {answer}，但选项只有 {len(options)} 个，请核对 options 和 answer。"]
        )
    category = str(entry.get("category") or "").strip()
    notes = str(entry.get("notes") or "").strip()
    return _item(str(entry.get("content") or ""), options, right, row, notes, (category,) if category else ())


def _from_key(key: str, answer: Any, row: int) -> Item:
    stem, *options = (part.strip() for part in BLANK.sub("____", key).split("|"))
    said = str(answer).strip()
    if not said or not stem:
        raise InvalidQuestion([f"“{stem[:20]}…”没有答案，请补上选项和答案。"])
    if said not in options:
        raise InvalidQuestion(
            [f"“{stem[:20]}…”的答案“{said[:30]}”不在选项里，题目可能被截断了，请对照原题补全选项。"]
        )
    return _item(stem, options, options.index(said), row)


def _item(
    stem: str, options: list[str], right: int, row: int, explanation: str = "", tags: tuple[str, ...] = ()
) -> Item:
    stem = " ".join(BLANK.sub("____", stem).split())
    said = [explanation] if explanation else []
    for pattern in (SETTER, SOURCE):
        if match := pattern.search(stem):
            said.append(match[1].strip())
            stem = stem[: match.start()]
    return Item(
        kind="single",
        stem=Text(stem),
        choices=tuple(Choice(Text(text), place == right) for place, text in enumerate(options)),
        explanation=Text("\n".join(said)) if said else None,
        tags=tags,
        row=row,
    )
