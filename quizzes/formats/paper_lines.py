"""What a line of an exam paper is: a section's heading, the start of a question, a field such as 解析."""

import re
from dataclasses import dataclass, field

from quizzes.formats.paper_options import shadow
from quizzes.formats.vocabulary import KIND_PATTERN, KINDS

CHINESE_NUMBER = "[一二三四五六七八九十]{1,3}"
SECTION = re.compile(
    rf"^(?:第?{CHINESE_NUMBER}(?:部分|大题|章)?[、.:,\s]*|[(\[]{CHINESE_NUMBER}[)\]][、.\s]*|\d{{1,2}}[.、]\s*"
    rf"|[IVX]{{1,4}}[.、]\s*)?\[?(?P<kind>{KIND_PATTERN})\]?(?P<rest>.*)$"
)
# What may follow the kind in a heading: notes in brackets, how many points, what to do.
HEADING_NOTE = re.compile(
    r"\s*(?:部分|如下)?\s*[:.,。]?\s*(?:\(.*?\)?|\[.*\]|(?:本题|本大题|每|共|下列|请|以下|在|从|把|将|根据|答案|每题).*)?[:。.]?\s*$"
)
PLAIN_SECTION = re.compile(
    rf"^(?:第?{CHINESE_NUMBER}(?:部分|大题)?[、.]|第{CHINESE_NUMBER}部分)\s*\S{{1,30}}$"
)
QUESTION = re.compile(
    r"^\s*(?:第\s*(?P<ordinal>\d{1,4})\s*题\s*[:.、,]?|[(\[]\s*(?P<bracketed>\d{1,4})\s*[)\]]\s*[.、]?"
    r"|(?P<plain>\d{1,4})\s*(?:[、,)]|[:.](?!\d)|\.(?=(?:1[0-9]|20)\d\d\s*年)))\s*"
)
KIND_TAG = re.compile(rf"[(\[]\s*({KIND_PATTERN})\s*[)\]]\s*[:.、]?")
POINTS = re.compile(r"[(\[]\s*(?:本题|每题|每空|共)?\s*\d{1,3}(?:\.\d)?\s*分\s*[)\]]")
FIELD_WORDS = {
    "answer": "正确答案 参考答案 标准答案 本题答案 答案 Answer ANSWER",
    "explanation": "答案解析 试题解析 题目解析 参考解析 解析 详解 解答 Explanation",
    "difficulty": "难易程度 难易度 难度等级 难度",
    "tags": "知识点 考点 标签 关键词",
    "source": "答案出处 法规依据 法律依据 参考依据 出处 来源 依据",
    "kind": "题型",
    "rubric": "评分要点 评分标准 评分参考 采分点 得分要点",
    "points": "分值 分数 得分",
}
FIELDS = {word.lower(): name for name, words in FIELD_WORDS.items() for word in words.split()}
_WORDS = "|".join(
    sorted((word for words in FIELD_WORDS.values() for word in words.split()), key=len, reverse=True)
)
FIELDS["答"] = "answer"
FIELD_GROUPS = ("boxed", "bare", "joined", "short", "replied", "inside")
FIELD = re.compile(
    rf"\[\s*(?P<boxed>{_WORDS})\s*\]\s*[:.]?\s*"
    rf"|(?<![\u4e00-\u9fff(])(?P<bare>{_WORDS})\s*(?:为|是)?\s*:\s*"
    r"|(?P<joined>(?:正确|参考|标准)?答案)\s*:\s*(?=[A-Ja-j√×对错]|正确|错误)"
    r"|(?:^|(?<=\n))\s*(?P<short>(?:正确|参考)?答案)\s*(?:为|是)?\s*(?=[A-Ja-j√×对错正])"
    r"|(?:^|(?<=\n))\s*(?P<replied>答)\s*:\s*"
    r"|\(\s*(?P<inside>(?:正确)?答案)\s*:\s*(?P<said>[^)\]]*)\)",
    re.I,
)
KEY_HEADING = re.compile(
    r"^[^。?(]{0,40}?(?:参考|标准|正确)?答案(?:及|与|和)?(?:解析|详解|评分标准|说明)?(?:部分|如下)?\s*:?\s*$"
)
KEY_START = re.compile(
    r"^(?:(?:参考|标准|正确)?答案)(?:及解析|与解析)?\s*:?\s*(?=[(\[]?\d{1,4}\s*(?:[-—–~至到.、:)\]]|[A-J√×]))"
)
# In a key without names of kinds: 一、1.A 2.B
ORDINAL_KEY = re.compile(rf"^(?P<ordinal>{CHINESE_NUMBER})[、.:]\s*(?=[(\[]?\d)")
MARKED_BEFORE = re.compile(r"^(\([\s_]*(?:[√×✓✔✗✘对错TF]|[A-J]{1,6})?[\s_]*\))\s*(\d{1,4}\s*[、.](?!\d).*)$")
# A gap to fill in is eight spaces at the most; longer ones only cost time.
WIDE = re.compile(r"[^\S\n]{9,}")
MARKDOWN = re.compile(r"^(?:#{1,6}\s+|\\(?=[#|>*+-]))")


@dataclass
class Line:
    """A line with its number in the file and its shadow."""

    number: int
    text: str
    seen: str


@dataclass
class Section:
    """A part of the paper; `kind` "" when its heading names none."""

    kind: str = ""
    blocks: list["Block"] = field(default_factory=list)


@dataclass
class Block:
    """One question's lines."""

    number: int
    line: int
    section: Section
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All of its text."""
        return "\n".join(self.lines)


def to_lines(text: str) -> list[Line]:
    """Return the lines that say something: Markdown marks taken off, rows of a table as words."""
    lines = []
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        words = MARKDOWN.sub("", WIDE.sub(" " * 8, raw.replace("**", ""))).strip()
        if words.startswith("|") and words.endswith("|") and len(words) > 1:
            words = "" if set(words) <= set("|-: ") else "　".join(cells(words))
        if match := MARKED_BEFORE.match(shadow(words)):
            # （√）1、… is how true/false papers leave room for the mark; it reads on as 1、…（√）
            words = f"{words[match.start(2) :]}{words[: match.end(1)]}"
        if words:
            lines.append(Line(number, words, shadow(words)))
    return lines


def cells(row: str) -> list[str]:
    """Return the cells of a Markdown row."""
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]]


def section_kind(seen: str) -> tuple[str, str] | None:
    """Return (kind, what follows the heading) when a line is a section's heading, None when it is none."""
    match = SECTION.match(seen) if len(seen) <= 120 else None
    if match is None:
        return None
    kind = KINDS[match["kind"]]
    if HEADING_NOTE.match(match["rest"]):
        return kind, ""
    rest = match["rest"].lstrip(" :.、,")
    # In a key the answers may follow the heading at once: 一、单选题：1-5 ABCDA
    return (kind, rest) if re.match(r"[(\[]?\d{1,3}\s*(?:[-—–~至到.、:)]|[A-J√×])", rest) else None


def question_number(seen: str) -> tuple[int, int] | None:
    """Return (number, where the text begins) when a line starts a question."""
    match = QUESTION.match(seen)
    if match is None:
        return None
    number = int(match["ordinal"] or match["bracketed"] or match["plain"])
    return (number, match.end()) if 0 < number < 3000 else None


def split_fields(text: str) -> tuple[str, dict[str, str]]:
    """Return (the text before the first field, the fields by name); a field named twice keeps its first text."""
    seen = shadow(text)
    matches = list(FIELD.finditer(seen))
    body = text[: matches[0].start()] if matches else text
    fields: dict[str, str] = {}
    for place, match in enumerate(matches):
        end = matches[place + 1].start() if place + 1 < len(matches) else len(text)
        word = next(match[group] for group in FIELD_GROUPS if match[group])
        name = FIELDS[word.lower()]
        said = (
            text[match.start("said") : match.end("said")]
            if match["said"] is not None
            else text[match.end() : end]
        )
        if match["said"] is not None:
            body += text[match.end() : end]
        if name in fields:
            fields[name] += f"\n{text[match.start() : end].strip()}"
        else:
            fields[name] = said.strip()
    return body, fields
