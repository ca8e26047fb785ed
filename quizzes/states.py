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


def state_after_revision(state: str, *, may_publish: bool, is_reworded: bool) -> str:
    """Return the state of a question whose content was changed.

    Changed words or another key wait for a second pair of eyes, whoever changed them. Of a change to anything else (a
    citation, the explanation) a usable question stays usable when somebody who may publish made it, and a doubtful one
    is usable again.
    """
    if may_publish and not is_reworded:
        return State.READY if state == State.STALE else state
    return State.IN_REVIEW if state in (State.READY, State.STALE) else state
