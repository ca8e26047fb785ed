"""Which column of a table is what: header cells as people name them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

HEADER_WORDS = {
    "kind": "题型 类型 题目类型 试题类型 题类 题目题型 试题题型 type kind questiontype",
    "stem": "题干 题目 试题 试题内容 题目内容 试题题目 试题题干 题目题干 问题 题面 内容 题干内容 stem question title",
    "options": "选项 备选项 候选项 全部选项 选项内容 备选答案 options choices",
    "answer": "答案 正确答案 参考答案 标准答案 正确选项 题目答案 试题答案 标答 answer key correctanswer",
    "rubric": "评分要点 评分标准 采分点 得分点 给分点 rubric",
    "explanation": "解析 答案解析 试题解析 题目解析 解释 说明 详解 解题思路 explanation analysis",
    "difficulty": "难度 难易 难易度 难易程度 难度等级 难度系数 difficulty level",
    "tags": "标签 知识点 关键词 考点 分类 类别 所属分类 章节 tags tag",
    "source": "出处 来源 依据 题目来源 试题来源 法条 法规依据 source",
}
FIELDS = {word: name for name, words in HEADER_WORDS.items() for word in words.split()}
NUMERALS = {sign: place for place, sign in enumerate("一二三四五六七八九十")}
# 选项A, A选项, A, A项, 选项1, 选项一, optiona
OPTION = re.compile(r"(?:选项|备选项|option|choice)?([a-j]|10|[1-9]|[一二三四五六七八九十])(?:选项|项)?$")
# 答案A, 正确答案A, A是否正确, A正确
MARK = re.compile(r"(?:(?:正确)?答案|正确|answer)([a-j])$|([a-j])(?:是否)?正确$")
# 答案1, 答案二: one blank a column
PART = re.compile(r"(?:(?:正确|参考|标准)?答案|填空|空|answer)(10|[1-9]|[一二三四五六七八九十])$")


# The name of a column with what is to be written in it; a text is no header.
MAX_HEADER_CHARS = 200


@dataclass
class Columns:
    """Where things stand; columns are counted from 0."""

    fields: dict[str, int] = field(default_factory=dict)
    options: dict[int, int] = field(default_factory=dict)
    marks: dict[int, int] = field(default_factory=dict)
    parts: dict[int, int] = field(default_factory=dict)

    def width(self) -> int:
        """Return how many columns have to be read; rows far below are padded to it, so it counts."""
        places = (self.fields, self.options, self.marks, self.parts)
        return max(place for named in places for place in named.values()) + 1

    def is_complete(self) -> bool:
        """Tell whether questions can be read from these columns at all."""
        answered = "answer" in self.fields or bool(self.marks or self.parts)
        return "stem" in self.fields and (answered or bool(self.options) or "options" in self.fields)


def read_header(cells: Sequence[str]) -> Columns | None:
    """Return the columns a header row names, None when it is no header."""
    columns = Columns()
    for place, cell in enumerate(cells):
        word = _bare(cell)
        if not word:
            continue
        if word in FIELDS:
            columns.fields.setdefault(FIELDS[word], place)
        elif match := MARK.match(word):
            columns.marks.setdefault(_ordinal(match[1] or match[2]), place)
        elif match := PART.match(word):
            columns.parts.setdefault(_ordinal(match[1]), place)
        elif match := OPTION.match(word):
            columns.options.setdefault(_ordinal(match[1]), place)
    return columns if columns.is_complete() else None


def _bare(cell: str) -> str:
    """Return a header cell without notes in brackets, stars, spaces and the case of letters."""
    if len(cell) > MAX_HEADER_CHARS:
        return ""
    word = unicodedata.normalize("NFKC", cell).lower()
    word = re.sub(r"\(.*?\)|【.*?】|\[.*?\]|[\s*:_\-★]", "", word)
    return word if len(word) <= 20 else ""


def _ordinal(sign: str) -> int:
    if sign in NUMERALS:
        return NUMERALS[sign]
    return int(sign) - 1 if sign.isdecimal() else ord(sign) - ord("a")
