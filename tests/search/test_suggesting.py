from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from search import suggesting
from search.suggesting import suggest
from tests.people import People
from tests.search.site import Library

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def texts(typed: str, user: Any = NOBODY) -> list[str]:
    return [one.text for one in suggest(typed, user=user)]


def test_it_works(shelf: Library) -> None:
    first = suggest("支部", user=NOBODY)[0]
    assert (first.text, first.kind, first.url) == (
        "支部学习办法（示例）",
        "党章党规",
        "/library/branch-rules/",
    )


@pytest.mark.parametrize("typed", ["学习办", "習办法", "zhibuxue", "zbxx", "xxb", "ZHIBU"])
def test_by_the_middle_of_a_name_by_pinyin_and_by_initials(shelf: Library, typed: str) -> None:
    assert any("学习办法" in text for text in texts(typed))


@pytest.mark.parametrize(
    ("typed", "word"), [("三会", "三会一课"), ("sanhui", "三会一课"), ("lxyz", "两学一做")]
)
def test_words_of_the_field(shelf: Library, typed: str, word: str) -> None:
    assert word in texts(typed)


@pytest.mark.parametrize("typed", ["", "  ", "%", "qqqq"])
def test_nothing_to_suggest(shelf: Library, typed: str) -> None:
    assert texts(typed) == []


@pytest.mark.parametrize("typed", ["内部", "neibu", "nbxx"])
def test_a_restricted_title_is_told_to_those_who_may_read_it(
    shelf: Library, people: People, typed: str
) -> None:
    assert "内部学习材料（示例）" in texts(typed, people.editor)
    assert "内部学习材料（示例）" not in texts(typed, people.me)


def test_titles_one_may_not_know_of_leave_room_for_others(
    shelf: Library, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggesting, "LOOKED_UP", 1)
    assert "支部学习办法（示例）" in texts("学习", people.me)
    assert texts("学习", people.me)[0] != "内部学习材料（示例）"
    assert "内部学习材料（示例）" not in texts("学习", people.me)
    monkeypatch.setattr(suggesting, "MOST_LOOKS", 1)
    assert len(texts("示例", people.editor)) <= 1


@pytest.mark.parametrize("typed", ["xuexiban", "xuexib", "banfa"])
def test_by_pinyin_in_the_middle_of_a_name(shelf: Library, typed: str) -> None:
    assert "支部学习办法（示例）" in texts(typed)
    assert "支部学习办法（示例）" not in texts(typed[1:])


def test_quizzes_of_members(shelf: Library, people: People) -> None:
    assert "补课小测验（示例）" in texts("补课小", people.me)
    assert "补课小测验（示例）" not in texts("补课小")


def test_the_address(client: Client, shelf: Library) -> None:
    answer = client.get("/search/suggestions/?q=zbxx").json()
    assert answer["query"] == "zbxx"
    assert answer["suggestions"][0] == {
        "text": "支部学习办法（示例）",
        "kind": "党章党规",
        "url": "/library/branch-rules/",
    }


def test_few_queries(shelf: Library, django_assert_max_num_queries: Any) -> None:
    texts("支部")
    with django_assert_max_num_queries(8):
        texts("支部")
