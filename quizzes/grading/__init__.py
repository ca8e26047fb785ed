"""Marking: what counts as right, and for how many points. Pure Python; knows no Django.

Kinds are `single`, `multiple`, `truefalse` and `blank`. The shapes of stored answers are those of
`QuestionVersion`: an index, a list of indexes, a boolean, and per blank a list of accepted texts. What a person gave
has the same shape, but for a blank it is one text per blank; `None` is “not answered”.
"""

from quizzes.grading.checking import answer_fault, blank_count, check_question, split_blanks
from quizzes.grading.fingerprint import fingerprint
from quizzes.grading.folding import fold
from quizzes.grading.marking import RULES, Mark, grade

__all__ = [
    "RULES",
    "Mark",
    "answer_fault",
    "blank_count",
    "check_question",
    "fingerprint",
    "fold",
    "grade",
    "split_blanks",
]
