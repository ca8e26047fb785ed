"""What every test of binding starts from: a library nobody has read yet."""

import pytest

from quizzes.binding import library_texts


@pytest.fixture(autouse=True)
def unread_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_texts, "_kept", {})
