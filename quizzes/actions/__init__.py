"""Verbs of quizzes: nothing else changes questions, attempts or answers."""

from quizzes.actions.answers import Sent, check_answer, save_answer, save_answers, save_given
from quizzes.actions.attempts import start_attempt, submit_attempt, submit_overdue_attempts
from quizzes.actions.loading import LoadReport, RowError, load_questions
from quizzes.actions.questions import (
    change_question_state,
    create_question,
    create_questions,
    revise_question,
)
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
    "learn_from_attempt",
    "learn_from_missed_attempts",
    "load_questions",
    "plan_review",
    "rate_card",
    "revise_question",
    "save_answer",
    "save_answers",
    "save_given",
    "start_attempt",
    "submit_attempt",
    "submit_overdue_attempts",
]
