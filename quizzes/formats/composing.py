"""From what a person wrote in a table or on a paper to an `Item`: which kind it is, and which answer is meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from quizzes.answer_text import read_answer_text
from quizzes.errors import InvalidQuestion
from quizzes.formats import limits
from quizzes.formats.arranged import arranged
from quizzes.formats.model import FULL, Choice, Item, Text
from quizzes.formats.vocabulary import (
    TICKS,
    is_right_or_wrong,
    read_difficulty,
    read_source,
    read_tags,
)
from quizzes.grading import blank_count, fold
from quizzes.grading.checking import BETWEEN_VARIANTS

LETTERS = "A-Ja-jＡ-Ｊａ-ｊ"
# An answer in the stem's brackets: （ A ）, ( A、B ), 【AB】, （√）.
BRACKETED = re.compile(
    rf"(?P<open>[(（【\[])[\s_]*(?P<said>[{LETTERS}](?:[\s,，、]*[{LETTERS}])*|[√✓✔×✗✘✕]|对|错|正确|错误|[TF])"
    r"[\s_]*(?P<close>[)）】\]])"
)
EMPTY_BRACKETS = re.compile(r"[(（][\s_]*[)）]|【\s*】")
# Room for the tick before or behind a statement.
LEFT_FOR_A_TICK = re.compile(rf"^(?:{EMPTY_BRACKETS.pattern})\s*|\s*(?:{EMPTY_BRACKETS.pattern})\s*([。.]?)$")
BARE_TICK = re.compile(r"(?<=[\s。.？?！!；;，,])\s*([√✓✔×✗✘✕])\s*$")
GAP = re.compile(r"(?:[ \xa0]{4,}|[\u3000]{2,}|_|＿)(?=\S)|(?:[ \xa0]{4,}|\u3000{2,})$")
FILLED_BRACKETS = re.compile(r"[(（]([^()（）]{1,60})[)）]")
LETTERED = re.compile(rf"\s*[(（]?([{LETTERS}])[)）]?\s*[.．、:：)）]\s*")
BETWEEN_BLANKS = (r"[；;]+", r"[、，,]+", r"\s+")
NUMBERED_PART = re.compile(r"(?:^|(?<=[\s；;，,。]))(?:[(（]\d{1,2}[)）]|\d{1,2}[.．、)）](?!\d)|[①-⑳])\s*")
WRITTEN_BLANK = "____"
EMPTY = "（　）"
WIDE = re.compile(r"[^\S\n]{12,}")


@dataclass
class Written:
    """A question as it stands in a cell or on paper; every field is what was written.

    `kind` is one of the words of `vocabulary.KINDS`, "" when nobody said; `choice` is single or multiple.
    """

    stem: str = ""
    options: list[str] = field(default_factory=list)
    answer: str = ""
    kind: str = ""
    explanation: str = ""
    difficulty: str = ""
    tags: str = ""
    source: str = ""
    rubric: str = ""
    row: int = 0
    place: str = ""


def compose(written: Written) -> Item:
    """Return the item that was meant.

    Raises:
        InvalidQuestion: it has no answer, or one that cannot be read.
    """
    check_length("题干", written.stem, limits.MAX_STEM_CHARS)
    check_length("答案", written.answer, limits.MAX_STEM_CHARS)
    stem, answer = WIDE.sub(" " * 8, written.stem.strip()), written.answer.strip()
    options = _without_letters([option.strip() for option in written.options])
    stem, bracketed = take_answer(stem, answer, may_choose=bool(options) or written.kind != "blank")
    if bracketed and not options and not written.kind and not is_right_or_wrong(bracketed):
        raise InvalidQuestion([f"括号里的答案是“{bracketed}”，但没有找到选项，请用“A.”“B.”开头写出选项。"])
    answer = answer or bracketed
    kind = _kind(written.kind, stem, options, answer)
    cites, source = read_source(written.source)
    facts: dict[str, Any] = {
        "explanation": Text(written.explanation.strip()) if written.explanation.strip() else None,
        "difficulty": read_difficulty(written.difficulty),
        "tags": read_tags(written.tags),
        "cites": cites,
        "source": source,
        "row": written.row,
        "place": written.place,
    }
    if not stem:
        raise InvalidQuestion(["题干是空的，请写上题干。"])
    if kind in ("single", "multiple"):
        return Item(kind=kind, stem=Text(stem), choices=_choices(kind, options, answer), **facts)
    if kind == "truefalse":
        stem = LEFT_FOR_A_TICK.sub(r"\1", stem).strip() or stem
        return Item(kind=kind, stem=Text(stem), is_true=_truth(options, answer), **facts)
    if kind == "blank":
        stem, blanks = _blanks(stem, answer)
        return Item(kind=kind, stem=Text(stem), blanks=blanks, **facts)
    stem, answered = arranged(kind, stem, options, answer, written.rubric)
    return Item(kind=kind, stem=Text(stem), **answered, **facts)


def check_length(label: str, text: str, limit: int) -> None:
    """Refuse a text longer than anybody writes.

    Raises:
        InvalidQuestion: it is.
    """
    if len(text) > limit:
        raise InvalidQuestion([f"{label}有 {len(text)} 个字，最多 {limit} 个字，请删短。"])


def take_answer(stem: str, answer: str, *, may_choose: bool = True) -> tuple[str, str]:
    """Return (stem without the answer, answer) when brackets in the stem hold it; so that the stem never tells.

    Brackets with letters that are not the answer written elsewhere belong to the stem.
    """
    found = list(BRACKETED.finditer(stem)) if may_choose else []
    if answer:
        wanted = _signs(answer)
        found = [match for match in found if _signs(match["said"]) == wanted]
    elif len(found) > 1:
        # “（A）” can be part of what is asked; the answer stands at the end, or is the only one.
        found = [match for match in found if not stem[match.end() :].strip(" 。．.？?！!：:")] or found[-1:]
    if not found:
        tick = BARE_TICK.search(stem) if may_choose and not answer else None
        return (stem[: tick.start()].rstrip(), tick[1].translate(TICKS)) if tick else (stem, "")
    said = found[-1]["said"].translate(TICKS)
    for match in reversed(found):
        stem = f"{stem[: match.start()]}{EMPTY}{stem[match.end() :]}"
    # A tick at the end of a true/false statement leaves nothing to fill in.
    if is_right_or_wrong(said):
        stem = re.sub(rf"\s*{EMPTY}\s*([。.]?)$", r"\1", stem).strip()
    return stem, said


def _signs(said: str) -> str:
    said = said.translate(TICKS)
    letters = "".join(sorted(re.sub(r"[\s,，、；;.。]", "", fold(said)).upper()))
    return letters or said.strip()


def _kind(kind: str, stem: str, options: list[str], answer: str) -> str:
    if kind == "truefalse" and len(options) > 2:
        return _single_or_multiple(answer, options)
    if kind == "choice" or (not kind and options):
        if len(options) == 2 and all(is_right_or_wrong(option) for option in options) and not kind:
            return "truefalse"
        return _single_or_multiple(answer, options)
    if kind:
        return kind
    if is_right_or_wrong(answer) and not blank_count(stem):
        return "truefalse"
    if blank_count(stem) or (EMPTY_BRACKETS.search(stem) and answer):
        return "blank"
    if not answer:
        raise InvalidQuestion(["没有找到选项和答案，请写上选项（A. B. …），在题后写“答案：B”。"])
    return "essay"


def _single_or_multiple(answer: str, options: list[str]) -> str:
    letters = re.sub(r"[^A-Z]", "", fold(answer).upper())
    whole = fold(answer) in {fold(option) for option in options}
    return "multiple" if len(letters) > 1 and not whole else "single"


def _choices(kind: str, options: list[str], answer: str) -> tuple[Choice, ...]:
    if not options:
        raise InvalidQuestion(["没有找到选项，请一行写一个，用“A.”“B.”开头。"])
    if not answer:
        raise InvalidQuestion(["没有找到答案，请在题后写“答案：B”（多选写“答案：ABD”）。"])
    right = _indexes(kind, options, answer)
    beyond = [place for place in right if place >= len(options)]
    if beyond:
        letters = "、".join(chr(ord("A") + place) for place in beyond)
        raise InvalidQuestion(
            [f"正确选项是 {letters}，但选项只到 {chr(ord('A') + len(options) - 1)}，请核对。"]
        )
    if kind == "multiple" and len(right) < 2:
        raise InvalidQuestion(["多选题至少要有两个正确选项；只有一个时请把题型改成单选题。"])
    if len(set(right)) < len(right):
        raise InvalidQuestion([f"答案“{answer}”里有重复的字母，请删去重复的。"])
    if kind == "single":
        return tuple(Choice(Text(text), place in right) for place, text in enumerate(options))
    share = round(FULL / len(right), 5)
    return tuple(
        Choice(Text(text), weight=share if place in right else -FULL) for place, text in enumerate(options)
    )


def _indexes(kind: str, options: list[str], answer: str) -> list[int]:
    """Return the right options: named by letters, or written out in full."""
    folded = [fold(option) for option in options]
    is_letters = re.fullmatch(rf"[{LETTERS}]" if kind == "single" else rf"[{LETTERS}\s,，、]+", answer)
    if folded.count(fold(answer)) == 1 and not is_letters:
        return [folded.index(fold(answer))]
    parts = [fold(part) for part in re.split(r"[；;|｜\n]", answer) if fold(part)]
    if len(parts) > 1 and all(folded.count(part) == 1 for part in parts):
        return [folded.index(part) for part in parts]
    read = read_answer_text(kind, answer.rstrip("。.").strip("()（）【】[] "))
    return read if isinstance(read, list) else [read]


def _truth(options: list[str], answer: str) -> bool:
    if not answer:
        raise InvalidQuestion(["没有找到答案，判断题请在题后写“答案：对”或“答案：错”。"])
    letter = re.fullmatch(rf"\s*([{LETTERS}])[.。]?\s*", answer)
    if letter and options:
        place = ord(fold(letter[1]).upper()) - ord("A")
        if place < len(options):
            answer = options[place]
    return bool(read_answer_text("truefalse", answer.translate(TICKS).strip("()（）【】[]。. ")))


def _blanks(stem: str, answer: str) -> tuple[str, tuple[tuple[Choice, ...], ...]]:
    stem = mark_blanks(stem)
    if not blank_count(stem) and not answer:
        filled = FILLED_BRACKETS.findall(stem)
        stem, answer = FILLED_BRACKETS.sub(WRITTEN_BLANK, stem), "\n".join(filled)
    if not blank_count(stem):
        raise InvalidQuestion(["题干里没有空，请在要填的地方写四个下划线 ____。"])
    if not answer:
        raise InvalidQuestion(["没有找到答案，请在题后写“答案：…”，几个空用“；”隔开。"])
    texts = split_answers(answer, blank_count(stem))
    return stem, tuple(
        tuple(Choice(Text(part.strip()), True) for part in BETWEEN_VARIANTS.split(text)) for text in texts
    )


def mark_blanks(stem: str) -> str:
    """Return `stem` with its blanks as ____: lines already there, else empty brackets, else wide gaps."""
    for pattern in (EMPTY_BRACKETS, GAP):
        if blank_count(stem):
            return stem
        stem = pattern.sub(WRITTEN_BLANK, stem)
    return stem


def split_answers(answer: str, blanks: int) -> list[str]:
    """Return one text per blank, parted as people part them.

    Raises:
        InvalidQuestion: no way of parting gives as many as there are blanks.
    """
    if blanks == 1:
        return [" ".join(answer.split("\n")).strip()]
    for parts in _partings(answer):
        if len(parts) == blanks:
            return parts
    raise InvalidQuestion(
        [f"题干里有 {blanks} 个空，答案“{answer[:40]}”分不成 {blanks} 个，请用“；”隔开，一个空一个。"]
    )


def _partings(answer: str) -> Iterator[list[str]]:
    """Yield the ways to part an answer, the surest first: lines, numbers, then signs and spaces."""
    yield _without_numbers([line.strip() for line in answer.split("\n") if line.strip()])
    numbered = NUMBERED_PART.split(answer)
    if not numbered[0].strip():
        yield [part.strip(" ；;，,。\n") for part in numbered if part.strip(" ；;，,。\n")]
    for sign in BETWEEN_BLANKS:
        yield [part.strip() for part in re.split(sign, answer) if part.strip()]


def _without_numbers(parts: list[str]) -> list[str]:
    bare = [NUMBERED_PART.sub("", part, count=1).strip() for part in parts]
    numbered = all(match and match.start() == 0 for match in map(NUMBERED_PART.search, parts))
    return bare if numbered and all(bare) else parts


def _without_letters(options: list[str]) -> list[str]:
    """Return the options without “A.” before each, when every one has its own letter."""
    while options and not options[-1]:
        options = options[:-1]
    matches = [LETTERED.match(option) for option in options]
    own = [
        match is not None and ord(fold(match[1]).upper()) - ord("A") == place
        for place, match in enumerate(matches)
    ]
    if not options or not all(own):
        return options
    return [option[match.end() :] for option, match in zip(options, matches, strict=True) if match]
