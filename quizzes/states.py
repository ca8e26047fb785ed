"""The life of a question: which steps there are, and which take the right to publish. Pure data and reads of it."""

from quizzes.models import Question

State = Question.State

STEPS: dict[str, tuple[str, ...]] = {
    State.DRAFT: (State.IN_REVIEW, State.READY, State.RETIRED),
    State.IN_REVIEW: (State.DRAFT, State.READY, State.RETIRED),
    State.READY: (State.STALE, State.RETIRED),
    State.STALE: (State.READY, State.RETIRED),
    State.RETIRED: (State.DRAFT,),
}


def next_states(state: str, *, may_publish: bool) -> list[str]:
    """Return the states a question in `state` can be put into by somebody who may, or may not, publish."""
    return [step for step in STEPS[State(state)] if may_publish or step != State.READY]


def state_after_revision(state: str, *, may_publish: bool) -> str:
    """Return the state of a question whose content was changed.

    A usable question changed by somebody who may not publish waits for review; a doubtful one changed by somebody
    who may is usable again.
    """
    if may_publish:
        return State.READY if state == State.STALE else state
    return State.IN_REVIEW if state in (State.READY, State.STALE) else state
