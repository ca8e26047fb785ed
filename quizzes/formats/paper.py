"""Reading an exam paper as people write it in Word or paste it: numbered questions under section headings.

Answers stand after the question (答案：B), in the stem's brackets (（ B ）), or in a key (参考答案：1-5 ABCDA) at the end
of the paper or of a section. What cannot be told is a fault that names the line, never a guess.
"""

import re
from dataclasses import dataclass, field

from quizzes.errors import InvalidQuestion, UnreadableQuestions
from quizzes.formats import limits
from quizzes.formats.arranged import is_link, marked_out
from quizzes.formats.composing import BRACKETED, Written, compose, mark_blanks
from quizzes.formats.model import Fault, Parsed
from quizzes.formats.paper_key import Keyed, read_key
from quizzes.formats.paper_lines import (
    KEY_HEADING,
    KEY_START,
    KIND_TAG,
    ORDINAL_KEY,
    PLAIN_SECTION,
    POINTS,
    Block,
    Line,
    Section,
    question_number,
    section_kind,
    split_fields,
    to_lines,
)
from quizzes.formats.paper_options import shadow, split_options
from quizzes.formats.vocabulary import KINDS

LISTING = ("matching", "ordering")
LOOK_AHEAD = 8
LOOK_AHEAD_CHARS = 600
CHINESE_DIGITS = "一二三四五六七八九十"
SEVERAL_ON_A_LINE = re.compile(r"(?<=[\s。；;）)])(\d{1,4})\s*[、.](?!\d)")
NO_QUESTION = "“{name}”里没有找到题目，请检查是不是选错了文件；每道题请用“1、”“2、”编号，选项用“A.”“B.”，答案写“答案：B”。"


@dataclass
class _Key:
    """A part of the file that holds the answers of `sections`."""

    sections: list[Section]
    lines: list[Line] = field(default_factory=list)


def read_paper(text: str, filename: str = "文件") -> Parsed:
    """Return the items of a paper.

    Raises:
        UnreadableQuestions: there is no question in it.
    """
    lines = to_lines(text)
    walker = _Walker(lines)
    for place in range(len(lines)):
        walker.take(place)
    parsed = Parsed()
    _drop_preface(walker.sections, parsed)
    blocks = [block for section in walker.sections for block in section.blocks]
    if not blocks:
        raise UnreadableQuestions(NO_QUESTION.format(name=filename))
    if len(blocks) > limits.MAX_QUESTIONS:
        raise UnreadableQuestions(f"“{filename}”超过 {limits.MAX_QUESTIONS} 题，请分成几个文件。")
    keyed = _assign(walker.keys, parsed)
    for row, block in enumerate(blocks, 1):
        numbered = f"题号 {block.number}，" if block.number else ""
        where = f"（{numbered}第 {block.line} 行起）"
        try:
            parsed.items.append(compose(_written(block, keyed.get(id(block)), row, where)))
        except InvalidQuestion as error:
            parsed.faults.append(Fault(row, f"{error}{where}"))
    return parsed


class _Walker:
    """Takes the lines one by one and decides what each belongs to."""

    def __init__(self, lines: list[Line]) -> None:
        self.sections = [Section()]
        self.keys: list[_Key] = []
        self._lines = lines
        self._key: _Key | None = None
        self._block: Block | None = None
        self._inner = 0
        self._is_numbered = any(question_number(line.seen) for line in lines)

    def take(self, place: int) -> None:
        """Put a line where it belongs."""
        line = self._lines[place]
        following = self._lines[place + 1] if place + 1 < len(self._lines) else None
        heading = section_kind(line.seen)
        if heading is not None:
            self._take_heading(heading, place)
        elif self._starts_key(line, following):
            self._open_key(line)
        elif self._key is not None and (match := ORDINAL_KEY.match(line.seen)):
            self._open(_Key(self._sections_at(match["ordinal"])), line, match.end())
        elif self._key is not None and not self._asks(place):
            self._key.lines.append(line)
        elif self._is_plain_section(line, following):
            self._open_section("")
        else:
            self._key = None
            self._take_text(line)

    def _asks(self, place: int) -> bool:
        """Tell whether a line within a key starts a question after all: options follow it."""
        found = question_number(self._lines[place].seen)
        if found is None or re.match(
            r"\[?答案|[A-Ja-j√×对错]+(?![\u4e00-\u9fff])", self._lines[place].seen[found[1] :]
        ):
            return False
        text = "\n".join(line.text for line in self._lines[place : place + LOOK_AHEAD])
        options = split_options(split_fields(text)[0])[1]
        return sum(re.search(r"\w\w", option) is not None for option in options[:4]) > 1

    def _take_heading(self, heading: tuple[str, str], place: int) -> None:
        kind, rest = heading
        line = self._lines[place]
        known = [section for section in self.sections if section.kind == kind and section.blocks]
        used = [id(section) for key in self.keys if len(key.sections) == 1 for section in key.sections]
        section = next((one for one in known if id(one) not in used), None)
        asks = place + 1 < len(self._lines) and self._asks(place + 1)
        if self._key is None or section is None or asks:
            self._key = None
            self._open_section(kind)
            return
        self._open(_Key([section]), line, len(line.text) - len(rest))

    def _sections_at(self, ordinal: str) -> list[Section]:
        """Return the section a Chinese number means, all of them when there are not so many."""
        sections = [section for section in self.sections if section.blocks]
        place = CHINESE_DIGITS.find(ordinal) if len(ordinal) == 1 else -1
        return [sections[place]] if 0 <= place < len(sections) else sections

    def _open(self, key: _Key, line: Line, start: int) -> None:
        """Begin a key; what stands behind its heading is its first line."""
        self._key, self._block = key, None
        self.keys.append(key)
        if line.text[start:].strip():
            key.lines.append(Line(line.number, line.text[start:], line.seen[start:]))

    def _open_section(self, kind: str) -> None:
        self.sections.append(Section(kind))
        self._block, self._inner = None, 0

    def _is_plain_section(self, line: Line, following: Line | None) -> bool:
        """Tell whether a line such as “二、基础知识” parts the paper: the next question is number one again."""
        if not PLAIN_SECTION.match(line.seen) or following is None or BRACKETED.search(line.text):
            return False
        number = question_number(following.seen)
        return number is not None and number[0] == 1

    def _starts_key(self, line: Line, following: Line | None) -> bool:
        if self._block is None and not self._has_unanswered(1):
            return False
        if self._block is not None and self._block.section.kind == "matching" and is_link(line.seen):
            return False
        if KEY_START.match(line.seen):
            return self._has_unanswered(1)
        if not KEY_HEADING.match(line.seen) or question_number(line.seen) or following is None:
            return False
        begins = (
            section_kind(following.seen)
            or question_number(following.seen)
            or ORDINAL_KEY.match(following.seen)
            or re.match(r"\d{1,4}\s*[-—–~～至到]|题\s*号|\d{1,4}\s*[A-J√×]", following.seen)
        )
        # A bare “答案：” above numbered lines can belong to the question right before it.
        is_own = re.fullmatch(r"答案\s*:", line.seen) is not None
        return bool(begins) and self._has_unanswered(2 if is_own else 1)

    def _has_unanswered(self, count: int) -> bool:
        blocks = [block for section in self.sections for block in section.blocks]
        return sum(not _answers_itself(block) for block in blocks) >= count

    def _open_key(self, line: Line) -> None:
        match = KEY_START.match(line.seen)
        sections = [section for section in self.sections if section.blocks]
        self._open(_Key(sections), line, match.end() if match else len(line.text))

    def _take_text(self, line: Line) -> None:
        found = question_number(line.seen)
        if found and self._is_next(found[0], line):
            self._open_block(found[0], line.number, line.text[found[1] :])
        elif self._is_numbered:
            if self._block is not None:
                self._block.lines.append(line.text)
        elif self._block is not None and self._is_unnumbered_start(line):
            self._open_block(0, line.number, line.text)
        elif self._block is not None:
            self._block.lines.append(line.text)
        elif self._looks_like_a_stem(line):
            self._open_block(0, line.number, line.text)

    def _open_block(self, number: int, line: int, text: str) -> None:
        self._inner = 0
        while True:
            self._block = Block(number, line, self.sections[-1])
            self.sections[-1].blocks.append(self._block)
            cut = _next_on_line(text, number)
            self._block.lines.append(text[: cut[0]].strip() if cut else text)
            if cut is None:
                return
            number, text = number + 1, text[cut[1] :]

    def _is_next(self, number: int, line: Line) -> bool:
        """Tell whether a numbered line starts a question, or is one of several lines inside the last one."""
        if self._block is None:
            return True
        last = self._block.number
        inside = re.search(r"答案\s*[:】\]]?\s*$", shadow(self._block.lines[-1])) if number == 1 else None
        # The left side of a matching, or what is to be put in order, is numbered below its question.
        lists = number == 1 and self._block.section.kind in LISTING and not _answers_itself(self._block)
        if inside or lists or (self._inner and number == self._inner + 1):
            self._inner = number
            return False
        if number == last + 1:
            return True
        complete = _answers_itself(self._block) or bool(split_options(self._block.text)[1])
        return complete and (number > last or number == 1)

    def _is_unnumbered_start(self, line: Line) -> bool:
        """Tell whether a line without a number begins the next question: the one before is complete."""
        block = self._block
        if (
            block is None
            or split_fields(line.text)[0].strip() == ""
            or re.match(r"\s*[(\[]?[A-J]\s*[.、:)\]]", line.seen)
        ):
            return False
        body, fields = split_fields(block.text)
        has_options = len(split_options(body)[1]) > 1
        return (
            ("answer" in fields and "explanation" not in fields and "\n" not in fields["answer"])
            or (has_options and BRACKETED.search(body) is not None)
            or ("explanation" in fields and self._looks_like_a_stem(line))
        )

    def _looks_like_a_stem(self, line: Line) -> bool:
        """Tell whether an unnumbered line can be a question: it leaves something to fill in, or asks."""
        asks = re.search(r"[(（]\s*[A-J√×对错、,，\s]*\s*[)）]|_{2,}|[?？]\s*$", line.text)
        return asks is not None and KEY_HEADING.match(line.seen) is None


def _next_on_line(text: str, number: int) -> tuple[int, int] | None:
    """Return where the next question begins on the same line; its options must follow it."""
    if number == 0:
        return None
    for match in SEVERAL_ON_A_LINE.finditer(text):
        if (
            int(match[1]) == number + 1
            and len(split_options(text[match.end() : match.end() + LOOK_AHEAD_CHARS])[1]) > 1
        ):
            return match.start(), match.end()
    return None


def _answers_itself(block: Block) -> bool:
    if len(block.text) > limits.MAX_QUESTION_CHARS:
        return True
    body, fields = split_fields(block.text)
    return bool(fields.get("answer")) or BRACKETED.search(split_options(body)[0]) is not None


def _written(block: Block, keyed: Keyed | None, row: int, place: str) -> Written:
    if len(block.text) > limits.MAX_QUESTION_CHARS:
        raise InvalidQuestion([f"这一题有 {len(block.text)} 个字，后面的题可能缺了题号，请补上。"])
    body, fields = split_fields(block.text)
    kind, body = _take_kind(body, block.section.kind)
    options: list[str] = []
    if kind not in ("blank", "essay"):
        body, options = split_options(body)
    answer = fields.get("answer", "")
    explanation = fields.get("explanation", "")
    if keyed is not None and not answer:
        if keyed.fault:
            raise InvalidQuestion([keyed.fault])
        answer, explanation = keyed.answer, explanation or keyed.explanation
    if options and not answer:
        options, answer = _trailing_answer(options)
    rubric = ""
    if kind == "essay":
        answer, rubric = marked_out(answer, fields.get("rubric", ""))
    return Written(
        stem=_one_stem(body),
        options=options,
        answer=answer,
        kind=KINDS.get(fields.get("kind", "").strip(), kind),
        explanation=explanation,
        difficulty=fields.get("difficulty", ""),
        tags=fields.get("tags", ""),
        source=fields.get("source", ""),
        rubric=rubric,
        row=row,
        place=place,
    )


def _take_kind(body: str, kind: str) -> tuple[str, str]:
    """Return (kind, body) without a tag such as [多选题] and without notes on points such as （2分）."""
    for match in KIND_TAG.finditer(shadow(body)):
        # “（判断）” can be a word of the stem; at its start, or with 题 or 选, it is a tag.
        if match.start() > 1 and match[1][-1] not in "题选":
            continue
        kind = KINDS[match[1]]
        body = body[: match.start()] + body[match.end() :]
        break
    pieces, start = [], 0
    for points in POINTS.finditer(shadow(body)):
        pieces.append(body[start : points.start()])
        start = points.end()
    return kind, "".join(pieces) + body[start:]


def _trailing_answer(options: list[str]) -> tuple[list[str], str]:
    """Return (options, answer) when the answer stands in brackets after the last option."""
    match = re.search(r"[(（【\[]\s*([A-J](?:[\s,，、]*[A-J])*)\s*[)）】\]]\s*$", options[-1])
    if not match or match.start() == 0:
        return options, ""
    return [*options[:-1], options[-1][: match.start()].strip()], match[1]


def _one_stem(body: str) -> str:
    """Return the stem with the line ends of a narrow page taken out; lines that end a sentence stay lines."""
    lines = [line.strip() for line in body.split("\n") if line.strip()]
    stem = ""
    for line in lines:
        joins = (
            stem
            and not re.search(r"[。！？；：:;?!]$", stem)
            and not re.match(r"[①-⑳(（]?\d*[①-⑳.、)）]", line)
        )
        stem += ("" if joins or not stem else "\n") + line
    return stem


def _drop_preface(sections: list[Section], parsed: Parsed) -> None:
    """Leave out numbered notes above the first section (1. 本卷共三大题): nothing is asked or answered in them."""
    first, *others = sections
    if not any(section.kind and section.blocks for section in others):
        return
    notes = [
        block
        for block in first.blocks
        if not _answers_itself(block)
        and not split_options(block.text)[1]
        and not mark_blanks(block.text).count("__")
    ]
    for block in notes:
        first.blocks.remove(block)
        parsed.notes.append(
            Fault(0, f"第 {block.line} 行“{block.text[:20]}…”在第一个大题之前，当作说明，没有导入。")
        )


def _assign(keys: list[_Key], parsed: Parsed) -> dict[int, Keyed]:
    """Return the key's entry of each question, by the identity of its block."""
    assigned: dict[int, Keyed] = {}
    for key in keys:
        waiting = [
            block
            for section in key.sections
            for block in section.blocks
            if id(block) not in assigned and not _answers_itself(block)
        ]
        for entry in read_key(key.lines):
            place = next((place for place, one in enumerate(waiting) if one.number == entry.number), None)
            if place is not None:
                assigned[id(waiting[place])] = entry
                # Numbers that begin again belong to the next section.
                waiting = waiting[place + 1 :] + waiting[:place]
            else:
                parsed.notes.append(Fault(0, f"参考答案里的第 {entry.number} 题没有对应的题目，请核对题号。"))
    return assigned
