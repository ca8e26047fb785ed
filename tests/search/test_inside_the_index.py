"""What modelsearch's contract cannot see: a backend without boosts, deletion, replacement or emptying passes it."""

from typing import Any

import pytest

from library.models import Provision, RegulationPage
from search.backend import SearchBackend
from search.backend.postings import PAIRS, WORDS
from search.backend.preparing import prepare

pytestmark = pytest.mark.django_db


def stored(backend: SearchBackend, model: Any = Provision) -> list[str]:
    """Return the key of every living document, one for each time it is stored."""
    snapshot = backend.get_index_for_model(model).snapshot()
    return [segment.keys[number] for segment in snapshot.segments for number in segment.living()]


def weights(backend: SearchBackend, model: Any, field: str, term: str) -> list[float]:
    """Return the weights of `term` in `field`, as they lie in the files."""
    snapshot = backend.get_index_for_model(model).snapshot()
    return [
        float(weight) for segment in snapshot.segments for weight in segment.postings(field, term).weights
    ]


def test_it_works(backend: SearchBackend, articles: list[Provision]) -> None:
    assert sorted(stored(backend)) == sorted(str(article.pk) for article in articles)


def test_boosts_are_in_the_weights(backend: SearchBackend, material: Any) -> None:
    page = RegulationPage.objects.get()
    page.title = page.summary = page.issuer = "彩虹"
    backend.add(page)
    (plain,) = weights(backend, RegulationPage, f"{WORDS}issuer", "彩虹")
    (summary,) = weights(backend, RegulationPage, f"{WORDS}summary", "彩虹")
    (title,) = weights(backend, RegulationPage, f"{WORDS}title", "彩虹")
    boosts = prepare(page).boosts
    assert summary / plain == pytest.approx(boosts["summary"], rel=0.05)
    assert title / plain == pytest.approx(boosts["title"], rel=0.05)


def test_deleting_removes_the_document(backend: SearchBackend, articles: list[Provision]) -> None:
    backend.delete(articles[0])
    assert str(articles[0].pk) not in stored(backend)
    assert len(stored(backend)) == 5


def test_adding_again_replaces(backend: SearchBackend, articles: list[Provision]) -> None:
    articles[0].full_text = "飞机按时起飞。"
    backend.add(articles[0])
    assert stored(backend).count(str(articles[0].pk)) == 1
    snapshot = backend.get_index_for_model(Provision).snapshot()
    texts = [
        segment.folded(number, f"{PAIRS}full_text")
        for segment in snapshot.segments
        for number in segment.living()
        if segment.keys[number] == str(articles[0].pk)
    ]
    assert texts == ["飞机按时起飞。"]


def test_resetting_leaves_no_document_and_no_term(backend: SearchBackend, articles: list[Provision]) -> None:
    backend.reset_indexes()
    assert stored(backend) == []
    assert weights(backend, Provision, f"{WORDS}full_text", "党员") == []
    assert stored(backend, RegulationPage) == []
