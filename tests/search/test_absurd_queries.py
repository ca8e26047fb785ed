"""Queries made to cost much or to break something: they are bounded, and answered."""

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from search.backend.asking import MOST_CHUNKS, MOST_LONE, chunks_of
from search.questions import MOST_PHRASES, understand
from tests.search.site import Library

MANY = [chr(code) for code in range(ord("丁"), ord("丁") + 60)]


def test_a_phrase_said_often_is_looked_for_once() -> None:
    assert understand("“补课”" * 60, {}).phrases == ("补课",)


def test_of_many_phrases_the_first_are_looked_for() -> None:
    assert len(understand("".join(f"“{one}”" for one in MANY), {}).phrases) == MOST_PHRASES


@pytest.mark.parametrize("between", [" ", "，", "。 "])
def test_of_many_single_characters_the_first_are_looked_up(between: str) -> None:
    assert len(chunks_of(between.join(MANY))) == MOST_LONE
    assert len(chunks_of(between.join(f"{one}学习" for one in MANY))) == MOST_CHUNKS
    assert "补课" in [chunk.text for chunk in chunks_of(between.join([*MANY, "补课"]))]


@pytest.mark.parametrize("query", ["补课\0", "\0", "补课\ud800", "“补\0课”"])
def test_what_no_database_keeps_is_left_out(query: str) -> None:
    question = understand(query, {})
    assert "\0" not in question.text + question.rest + "".join(question.phrases)
    assert question.text.encode() is not None


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["补课\0", "\0", " ".join(MANY), "“补”" * 60])
def test_the_page_answers(client: Client, shelf: Library, query: str, caplog: Any) -> None:
    assert client.get(f"/search/?q={quote(query)}").status_code == 200
    assert caplog.records == []
