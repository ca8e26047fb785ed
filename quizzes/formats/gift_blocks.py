"""A GIFT file cut into questions: blank lines part them, comments may hold an id, tags and what we add ourselves."""

import json
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MAX_COMMENT = 2_000
COMMENT = re.compile(r"\s*//")
ID = re.compile(r"\[id:((?:\\.|[^\]\\])+)\]")
TAG = re.compile(r"\[tag:((?:\\.|[^\]\\])+)\]")
OWN = re.compile(r"\s*//\s*\[zhixing\]\s*(\{.*\})\s*$")
CATEGORY = re.compile(r"\s*\$CATEGORY:\s*(.*)$")

# Escaped signs stand aside as noncharacters while the structure is read, as Moodle does with its placeholders.
ESCAPED = "\\~=#{}:n"
PLAIN = "\\~=#{}:\n"
_ASIDE = {sign: chr(0xFDD0 + place) for place, sign in enumerate(ESCAPED)}
_BACK = {0xFDD0 + place: sign for place, sign in enumerate(PLAIN)}
_ESCAPE = re.compile(r"\\([\\~=#{}:n])")
_NONCHARACTERS = re.compile("[\ufdd0-\ufdd7]")


@dataclass
class Block:
    """One question's text with the comments above and inside it; `line` is where it starts."""

    line: int
    text: str = ""
    id: str = ""
    tags: list[str] = field(default_factory=list)
    own: dict[str, Any] = field(default_factory=dict)


def set_aside(text: str) -> str:
    """Return `text` with every escaped sign as a placeholder; a backslash before anything else is itself."""
    return _ESCAPE.sub(lambda match: _ASIDE[match[1]], text)


def put_back(text: str) -> str:
    """Return `text` with the placeholders as the signs they stand for."""
    return text.translate(_BACK)


def escape(text: str) -> str:
    """Return `text` as GIFT writes it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\\~=#{}:\n]", lambda match: "\\" + ("n" if match[0] == "\n" else match[0]), text)


def split_blocks(text: str) -> list[Block]:
    """Return the questions and category lines of a file, escapes set aside."""
    lines = (
        _NONCHARACTERS.sub("", text)
        .removeprefix("\ufeff")
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .split("\n")
    )
    pieces = deque(_pieces(lines))
    blocks: list[Block] = []
    while pieces:
        block = pieces.popleft()
        # A blank line inside braces is a slip of the writer as long as the closing brace comes first.
        while pieces and _is_open(block.text) and _closes(pieces[0].text):
            block.text += "\n" + pieces.popleft().text
        blocks.append(block)
    return blocks


def _pieces(lines: list[str]) -> Iterator[Block]:
    current, words = Block(line=0), []
    for number, line in enumerate([*lines, ""], 1):
        if COMMENT.match(line):
            _read_comment(line, current)
        elif line.strip():
            current.line = current.line or number
            words.append(set_aside(line))
        elif words:
            current.text = "\n".join(words)
            yield current
            current, words = Block(line=0), []


def _read_comment(line: str, block: Block) -> None:
    if match := OWN.match(line):
        try:
            block.own = json.loads(match[1])
        except ValueError:
            block.own = {}
        return
    line = line[:MAX_COMMENT]
    if match := ID.search(line):
        block.id = _unbracketed(match[1])
    block.tags += [_unbracketed(tag) for tag in TAG.findall(line)]


def _unbracketed(text: str) -> str:
    return re.sub(r"\\([\[\]\\])", r"\1", text)


def _is_open(text: str) -> bool:
    return text.rfind("{") > text.rfind("}")


def _closes(text: str) -> bool:
    closing, opening = text.find("}"), text.find("{")
    return closing >= 0 and (opening < 0 or closing < opening)
