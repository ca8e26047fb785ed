"""Marking: what counts as right, and for how many points. Pure Python; knows no Django.

The shapes of stored answers are those of `QuestionVersion`: `single` an index, `multiple` a list of indexes,
`truefalse` a boolean, `blank` per blank a list of accepted texts, `ordering` and `matching` an index for each place,
`essay` a model answer and a rubric. What a person gave has the same shape, but for a blank it is one text per blank and
for an essay one text; `None` is “not answered”, and in a list of places “not chosen yet”.
"""

from quizzes.grading.arranging import PLACED_KINDS, in_normal_order
from quizzes.grading.checking import answer_fault, blank_count, check_question, place_count, split_blanks
from quizzes.grading.essays import essay_score, marks_fault, rubric_of, unready_fault
from quizzes.grading.fingerprint import fingerprint
from quizzes.grading.folding import fold, fold_in_place
from quizzes.grading.marking import RULES, Mark, grade, needs_person

__all__ = [
    "PLACED_KINDS",
    "RULES",
    "Mark",
    "answer_fault",
    "blank_count",
    "check_question",
    "essay_score",
    "fingerprint",
    "fold",
    "fold_in_place",
    "grade",
    "in_normal_order",
    "marks_fault",
    "needs_person",
    "place_count",
    "rubric_of",
    "split_blanks",
    "unready_fault",
]
