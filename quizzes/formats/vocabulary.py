"""The words people use for kinds, difficulty and right or wrong, and how they are read."""

import re
import unicodedata

from quizzes.answer_text import RIGHT, WRONG
from quizzes.errors import InvalidQuestion
from quizzes.grading import fold

# “choice” is a single or a multiple choice, as its answer shows.
KIND_WORDS = {
    "single": "单项选择 单选 单项 单项选择题 单选题 单选题目 单项题 single",
    "multiple": "多项选择 多选 多项 多项选择题 多选题 多选题目 多项题 multiple",
    "choice": "选择 选择题 不定项 不定项选择 不定项选择题 不定向选择题 任选题 choice",
    "truefalse": "判断 判断题 判断正误 判断正误题 判断对错 判断对错题 判断改错题 正误判断 正误判断题 是非 是非题 对错题 truefalse",
    "blank": "填空 填空题 补全题 blank",
    "ordering": "排序 排序题 ordering",
    "matching": "连线 连线题 匹配 匹配题 配对题 matching",
    "essay": "简答 简答题 问答 问答题 论述 论述题 名词解释 名词解释题 案例分析 案例分析题 材料分析题 材料题 辨析题 综合题 主观题 计算题 作文题 essay",
}
KINDS = {word: kind for kind, words in KIND_WORDS.items() for word in words.split()}
KIND_NAMES = {
    "single": "单选题",
    "multiple": "多选题",
    "truefalse": "判断题",
    "blank": "填空题",
    "ordering": "排序题",
    "matching": "连线题",
    "essay": "简答题",
}
_CHINESE = sorted((word for word in KINDS if not word.isascii()), key=len, reverse=True)
KIND_PATTERN = "|".join(_CHINESE)

DIFFICULTY_WORDS = {
    1: "很易 很容易 非常容易 非常简单 极易 入门",
    2: "易 容易 较易 较容易 简单 较简单 低 基础",
    3: "中 中等 一般 适中 普通 较中",
    4: "难 较难 困难 高 偏难",
    5: "很难 非常难 极难 困难极大",
}
DIFFICULTIES = {word: level for level, words in DIFFICULTY_WORDS.items() for word in words.split()}

TICKS = str.maketrans(dict.fromkeys("✓✔☑√", "√") | dict.fromkeys("✗✘✕✖╳☒×", "×"))
TAG_COMMAS = re.compile(r"[，,、]")
CITE = re.compile(
    r"(?P<material>[-\w]+)(?:@(?P<edition>[-\w]+))?#(?P<address>[\w/.-]+)(?:\s+(?P<quote>\S.*))?$"
)


def read_kind(said: str) -> str:
    """Return the kind a cell or a tag names, "" for an empty one.

    Raises:
        InvalidQuestion: nobody calls a kind so.
    """
    word = re.sub(r"[\s【】\[\]()（）]", "", unicodedata.normalize("NFKC", said)).lower()
    if not word:
        return ""
    if word not in KINDS:
        raise InvalidQuestion(
            [f"不认识题型“{said.strip()[:20]}”，请写单选题、多选题、判断题、填空题、排序题、连线题或简答题。"]
        )
    return KINDS[word]


def read_difficulty(said: str) -> int | None:
    """Return 1 to 5 for a number, stars or a word; None for nothing.

    Raises:
        InvalidQuestion: it is none of these.
    """
    word = re.sub(r"[\s级度星]", "", unicodedata.normalize("NFKC", said))
    if not word:
        return None
    if set(word) <= {"★", "☆", "*"}:
        word = str(len(word) - word.count("☆"))
    level = int(word) if word.isascii() and word.isdecimal() and len(word) < 3 else DIFFICULTIES.get(word, 0)
    if not 1 <= level <= 5:
        raise InvalidQuestion([f"难度“{said.strip()[:20]}”认不出来，请写 1 到 5（1 最容易）。"])
    return level


def read_tags(said: str) -> tuple[str, ...]:
    """Return the tags of a cell: a line each, or parted by semicolons, or where there are none by commas."""
    tags = next((said.split(sign) for sign in "\n；;" if sign in said.strip("\n")), None) or TAG_COMMAS.split(
        said
    )
    return tuple(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))


def write_tags(tags: tuple[str, ...]) -> str:
    """Return the inverse of `read_tags`."""
    return "；".join(tags) + ("；" if len(tags) == 1 and TAG_COMMAS.search(tags[0]) else "")


def read_source(said: str) -> tuple[tuple[dict[str, str], ...], str]:
    """Return (cites, words): lines like `dangzhang@2022-10-22#art_3 原句` are cites, all else is words."""
    cites, words = [], []
    for line in said.splitlines():
        match = CITE.match(line.strip())
        if match:
            cites.append({key: value for key, value in match.groupdict().items() if value})
        elif line.strip():
            words.append(line.strip())
    return tuple(cites), "；".join(words)


def write_source(cites: tuple[dict[str, str], ...]) -> str:
    """Return the inverse of `read_source`; a quote's own line ends become spaces."""
    lines = []
    for cite in cites:
        edition = f"@{cite['edition']}" if cite.get("edition") else ""
        quote = " ".join(cite.get("quote", "").split())
        lines.append(f"{cite['material']}{edition}#{cite['address']}{' ' if quote else ''}{quote}")
    return "\n".join(lines)


def is_right_or_wrong(said: str) -> bool:
    """Tell whether `said` answers a true/false question in words or signs, not in letters of options."""
    word = fold(said.translate(TICKS)) or said.translate(TICKS).strip()
    return word in (RIGHT | WRONG) - {"a", "b", "0", "1"}
