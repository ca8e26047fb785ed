import pytest

from quizzes.models import Question
from quizzes.states import STEPS, next_states, state_after_revision


def test_it_works() -> None:
    assert next_states("draft", may_publish=True) == ["in_review", "ready", "retired"]
    assert next_states("draft", may_publish=False) == ["in_review", "retired"]


def test_every_state_has_its_steps() -> None:
    assert set(STEPS) == set(Question.State)
    assert {step for steps in STEPS.values() for step in steps} <= set(Question.State)


@pytest.mark.parametrize("state", Question.State.values)
def test_only_who_may_publish_makes_it_usable(state: str) -> None:
    assert "ready" not in next_states(state, may_publish=False)


def test_a_withdrawn_question_starts_again_as_a_draft() -> None:
    assert next_states("retired", may_publish=True) == ["draft"]


@pytest.mark.parametrize(
    ("state", "by_publisher", "by_writer"),
    [
        ("draft", "draft", "draft"),
        ("in_review", "in_review", "in_review"),
        ("ready", "ready", "in_review"),
        ("stale", "ready", "in_review"),
        ("retired", "retired", "retired"),
    ],
)
def test_the_state_after_a_change_of_content(state: str, by_publisher: str, by_writer: str) -> None:
    said = {"is_reworded": False}
    assert state_after_revision(state, may_publish=True, **said) == by_publisher
    assert state_after_revision(state, may_publish=True, is_reworded=True) == by_writer
    assert state_after_revision(state, may_publish=False, **said) == by_writer
