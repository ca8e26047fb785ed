"""Verbs of quizzes: nothing else changes questions, attempts or answers."""

from quizzes.actions.answers import Sent, check_answer, save_answer, save_answers, save_given
from quizzes.actions.attempts import (
    start_attempt,
    submit_all_overdue_attempts,
    submit_attempt,
    submit_overdue_attempts,
)
from quizzes.actions.loading import LoadReport, RowError, load_questions
from quizzes.actions.marking import mark_essay
from quizzes.actions.questions import (
    change_question_state,
    create_question,
    create_questions,
    revise_question,
    send_for_review,
)
from quizzes.actions.regrading import find_changes, has_outdated_marks, regrade_question
from quizzes.actions.relearning import relearn_from_attempt
from quizzes.actions.review import (
    Given,
    correct_rating,
    learn_from_attempt,
    learn_from_missed_attempts,
    plan_review,
    rate_card,
)

__all__ = [
    "Given",
    "LoadReport",
    "RowError",
    "Sent",
    "change_question_state",
    "check_answer",
    "correct_rating",
    "create_question",
    "create_questions",
    "find_changes",
    "has_outdated_marks",
    "learn_from_attempt",
    "learn_from_missed_attempts",
    "load_questions",
    "mark_essay",
    "plan_review",
    "rate_card",
    "regrade_question",
    "relearn_from_attempt",
    "revise_question",
    "save_answer",
    "save_answers",
    "save_given",
    "send_for_review",
    "start_attempt",
    "submit_all_overdue_attempts",
    "submit_attempt",
    "submit_overdue_attempts",
]
