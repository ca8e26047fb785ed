"""What is asked: banks, questions and their versions, quizzes, attempts, and what is remembered of them."""

from quizzes.models.attempt import Attempt, AttemptItem
from quizzes.models.question import Question, QuestionBank, QuestionCitation, QuestionTag, QuestionVersion
from quizzes.models.quiz import Quiz, QuizQuestion
from quizzes.models.review import ReviewCard, ReviewLog, ReviewPlan

__all__ = [
    "Attempt",
    "AttemptItem",
    "Question",
    "QuestionBank",
    "QuestionCitation",
    "QuestionTag",
    "QuestionVersion",
    "Quiz",
    "QuizQuestion",
    "ReviewCard",
    "ReviewLog",
    "ReviewPlan",
]
