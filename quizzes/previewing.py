"""A question as an editor's preview shows it: the member's view, and the key below for the editor alone."""

from typing import Any

from quizzes.models import AttemptItem, Question, QuestionVersion
from quizzes.papers.ordering import option_order
from quizzes.review import said
from quizzes.sheet import line


def preview_context(question: Question) -> dict[str, Any]:
    """Return what `quizzes/preview.html` shows: the draft in the form, or else the current version."""
    draft, current = question.draft, question.current
    if draft is not None:
        version = QuestionVersion(
            question=question,
            stem=draft.stem,
            options=draft.stored_options(),
            prompts=draft.stored_prompts(),
            answer=draft.stored_answer(),
            explanation=draft.explanation,
        )
    elif current is not None:
        version = current
    else:
        return {"line": None}
    order = option_order(question.kind, version.options, seed="preview", shuffle=False)
    item = AttemptItem(version=version, position=1, points=1, option_order=order)
    return {"line": line(item), "right": said(item, version.answer), "explanation": version.explanation}
