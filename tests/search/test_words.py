"""What editors teach search takes effect at once, in every process."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client

from search import catalogue as keeping
from search.analysis import builtin_lexicon, index_tokens, lexicon, query_tokens
from search.catalogue import catalogue, forget_old_changes
from search.finding import find
from search.lexicon import builtin_synonyms
from search.models import Change, LexiconTerm, Synonym
from search.suggesting import suggest
from tests.people import People
from tests.search.site import Library

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture(autouse=True)
def _back_to_the_beginning() -> Any:
    yield
    from search.analysis import use_lexicon

    use_lexicon(builtin_lexicon())


def test_it_works() -> None:
    LexiconTerm.objects.create(word="稻香小课堂")
    assert "稻香小课堂" in catalogue().words.terms
    assert next(iter(query_tokens("稻香小课堂怎么报名"))) == "稻香小课堂"


def test_editors_read_yes_and_no(client: Client, people: People) -> None:
    LexiconTerm.objects.create(word="稻香小课堂")
    LexiconTerm.objects.create(word="三会一课", is_word=False)
    client.force_login(people.editor)
    html = client.get("/admin/snippets/search/lexiconterm/").text
    for word, said in (("稻香小课堂", "是"), ("三会一课", "否")):
        row = html[html.index(word, html.index("<tbody")) :].partition("</tr>")[0]
        assert re.search(rf">\s*{said}\s*<", row)
        assert not re.search("True|False", row)


def test_the_lexicon_is_large_and_each_word_in_it_once() -> None:
    assert len(builtin_lexicon()) >= 300
    assert len(set(builtin_lexicon())) == len(builtin_lexicon())


@pytest.mark.parametrize("word", builtin_lexicon())
def test_a_term_is_one_word_in_a_text_and_in_a_query(word: str) -> None:
    folded = index_tokens(word).folded
    assert folded in index_tokens(f"关于{word}的若干说明").words
    assert folded in query_tokens(word)


def test_a_built_in_word_can_be_taken_away() -> None:
    LexiconTerm.objects.create(word="三会一课", is_word=False)
    assert "三会一课" not in catalogue().words.terms
    assert "三会一课" not in lexicon()


def test_a_word_that_goes_again() -> None:
    term = LexiconTerm.objects.create(word="稻香小课堂")
    catalogue()
    term.delete()
    assert "稻香小课堂" not in catalogue().words.terms


def test_another_process_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = keeping._Memory()
    monkeypatch.setattr(keeping, "_memory", elsewhere)
    catalogue()
    Synonym.objects.create(word="大课堂", meaning="集中学习")
    assert catalogue().words.synonyms["大课堂"] == ("集中学习",)


def test_nothing_changed_is_one_query(django_assert_num_queries: Any) -> None:
    catalogue()
    with django_assert_num_queries(1):
        catalogue()


def test_a_short_name_finds_what_it_stands_for(shelf: Library) -> None:
    assert find("小灶课", user=NOBODY).exact == 0
    Synonym.objects.create(word="小灶课", meaning="送学上门")
    found = find("小灶课", user=NOBODY)
    assert "<mark>送学上门</mark>" in found.hits[0].snippet


def test_a_short_name_reads_one_way_a_synonym_both() -> None:
    Synonym.objects.create(word="小本本", meaning="学习笔记")
    Synonym.objects.create(word="补学习", meaning="补一课", kind=Synonym.Kind.SAME)
    known = catalogue().words.synonyms
    assert "小本本" not in known.get("学习笔记", ())
    assert known["补一课"] == ("补学习",)


def test_a_new_title_is_known_at_once(shelf: Library) -> None:
    suggest("凤", user=NOBODY)
    shelf.guide.title = "凤凰村的补课（示例）"
    shelf.guide.save_revision().publish()
    assert [one.text for one in suggest("fenghuang", user=NOBODY)] == ["凤凰村的补课（示例）"]


@pytest.mark.parametrize("word", ["学", "两 个", "学习，补课"])
def test_what_is_no_word_is_refused_in_chinese(word: str) -> None:
    with pytest.raises(ValidationError, match=word):
        LexiconTerm(word=word).full_clean()


def test_a_word_that_means_itself_is_refused() -> None:
    with pytest.raises(ValidationError, match="同一个词"):
        Synonym(word="补课", meaning="补课").full_clean()


def test_built_in_synonyms_are_well_formed() -> None:
    pairs = [(word, meaning) for word, meaning, _kind in builtin_synonyms()]
    assert ("党章", "中国共产党章程") in pairs
    assert len(set(pairs)) == len(pairs) >= 30


def test_old_changes_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "CHANGES_KEPT", 2)
    for _ in range(5):
        Change.objects.create(about="words")
    forget_old_changes()
    assert Change.objects.count() == 2
