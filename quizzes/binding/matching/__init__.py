"""Where a question's answer stands: the stem filled in, and held against sentences. Pure Python; knows no Django."""

from quizzes.binding.matching.drafting import Idea, draft_from
from quizzes.binding.matching.filling import Asked, Statement, statements
from quizzes.binding.matching.passages import Passage, PassageIndex, split_sentences
from quizzes.binding.matching.proposing import ACCEPT_ABOVE, Proposal, Proposer

__all__ = [
    "ACCEPT_ABOVE",
    "Asked",
    "Idea",
    "Passage",
    "PassageIndex",
    "Proposal",
    "Proposer",
    "Statement",
    "draft_from",
    "split_sentences",
    "statements",
]
