"""What an author should look at, and why."""

from enum import StrEnum

__all__ = ["Flag"]


class Flag(StrEnum):
    """A reason to look at a question; the value is the sentence shown."""

    NEGATIVE = "区分度为负：总分高的人反而更多答错，很可能答案或题干有误，请核对。"
    MAYBE_NEGATIVE = "区分度为负，但区间跨过 0，可能只是偶然；请看一看题干有没有歧义。"
    NOBODY = "没有一个人得满分：请核对答案，或看看题目是不是太难、超出了所学。"
    EVERYBODY = "人人都得满分：这道题分不出学没学会。"
    DISTRACTOR = "选某个错误选项的人比选正确选项的还多：请核对答案，或在讲解里说清楚。"
