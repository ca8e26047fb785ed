"""What is asked: banks, questions and their versions, quizzes, attempts, and what is remembered of them."""

from quizzes.models.approval import QuestionApproval, QuestionApprovalItem, SecondPairOfEyesTask
from quizzes.models.attempt import Attempt, AttemptItem
from quizzes.models.binding import (
    CitedText,
    QuestionUpload,
    SourceProposal,
    SourceSearch,
    StaleCitation,
)
from quizzes.models.marking import EssayMark, QuestionStep, Regrade, RegradedItem
from quizzes.models.paper import Accommodation, QuizDraw, QuizQuestion, QuizSection
from quizzes.models.question import Question, QuestionBank, QuestionCitation, QuestionTag, QuestionVersion
from quizzes.models.quiz import QuizIndexPage, QuizPage
from quizzes.models.review import ReviewCard, ReviewLog, ReviewPlan

__all__ = [
    "Accommodation",
    "Attempt",
    "AttemptItem",
    "CitedText",
    "EssayMark",
    "Question",
    "QuestionApproval",
    "QuestionApprovalItem",
    "QuestionBank",
    "QuestionCitation",
    "QuestionStep",
    "QuestionTag",
    "QuestionUpload",
    "QuestionVersion",
    "QuizDraw",
    "QuizIndexPage",
    "QuizPage",
    "QuizQuestion",
    "QuizSection",
    "Regrade",
    "RegradedItem",
    "ReviewCard",
    "ReviewLog",
    "ReviewPlan",
    "SecondPairOfEyesTask",
    "SourceProposal",
    "SourceSearch",
    "StaleCitation",
]
