"""What a query probably means where it does not say it: abbreviations, names that are near alike, letters, slips of the pen."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from search.finding import Results, find
from search.naming import abbreviated, works_called
from search.sounds import spelled
from tests.library import builders
from tests.people import People
from tests.search.site import Library
from tests.search.test_naming import KNOWN

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
RULES = "{0}（示例）\n\n第一条　{0}写明{1}。\n\n第二条　{0}自发布之日起施行。\n"


def first(results: Results) -> str:
    return results.hits[0].found.title if results.hits else ""


@pytest.fixture
def two_alike(shelf: Library) -> None:
    """Publish two rules with names of one length, of which another text speaks of the one that was published later."""
    builders.bring_in(RULES.format("海上交通安全规定", "船怎样走"), slug="sea", edition="2024-01-01")
    builders.bring_in(RULES.format("道路交通安全规定", "车怎样走"), slug="road", edition="2024-01-01")
    other = RULES.format("班车办法", "依照道路交通安全规定开班车")
    builders.bring_in(other, slug="bus", edition="2024-01-01")
    call_command("wagtail_update_index", verbosity=0)


@pytest.mark.parametrize("query", ["交通安全规定", "交通安全规定第二条"])
def test_of_two_names_as_near_the_one_that_texts_speak_of_comes_first(two_alike: None, query: str) -> None:
    assert first(find(query, user=NOBODY)) == "道路交通安全规定（示例）"


def test_an_address_in_either_of_two_leads_to_none_by_itself(two_alike: None) -> None:
    assert find("交通安全规定第二条", user=NOBODY).place == ""
    assert find("道路交通安全规定第二条", user=NOBODY).place == "/library/road/2024-01-01/#art_2"


@pytest.mark.parametrize(("short", "is_name", "meant"), [("消法", True, 1), ("消法", False, 0)])
def test_a_word_of_the_language_may_abbreviate_a_name(short: str, is_name: bool, meant: int) -> None:
    assert len(abbreviated(short, KNOWN, is_name=is_name)) == meant


def test_before_the_number_of_an_article_it_does() -> None:
    assert [entry.text for entry in works_called("消法", KNOWN)] == ["消费者权益保护法"]


def test_and_where_no_text_holds_it(shelf: Library) -> None:
    text = RULES.format("消费者权益保护法", "怎样保护")
    builders.bring_in(text, slug="consumers", edition="2024-01-01")
    call_command("wagtail_update_index", verbosity=0)
    assert first(find("消法", user=NOBODY)) == "消费者权益保护法（示例）"
    builders.bring_in(RULES.format("消法仪式", "怎样消法"), slug="magic", edition="2024-01-01")
    call_command("wagtail_update_index", verbosity=0)
    assert first(find("消法", user=NOBODY)) == "消法仪式（示例）"


class TestLetters:
    """Pinyin is read by the words of the names one may know of, in the middle of them too."""

    @pytest.mark.parametrize(
        ("text", "sounds", "part"),
        [
            ("劳动合同法", "hetong", "合同"),
            ("劳动合同法", "tongfa", "同法"),
            ("劳动合同法", "etong", ""),
            ("劳动合同法", "he", ""),
            ("劳动合同法", "hetongf", ""),
        ],
    )
    def test_what_is_spelled(self, text: str, sounds: str, part: str) -> None:
        assert spelled(text, sounds) == part

    def test_it_works(self, two_alike: None) -> None:
        found = find("jiaotong", user=NOBODY)
        assert found.read_as == "交通"
        assert first(found).endswith("交通安全规定（示例）")

    def test_not_by_names_one_may_not_know_of(self, shelf: Library, people: People) -> None:
        assert find("neibuxuexi", user=people.editor).read_as == "内部学习"
        for user in (people.me, NOBODY):
            assert find("neibuxuexi", user=user).read_as == ""


class TestSlips:
    """What sounds alike is asked back where it finds more, and is left alone where it is right as it stands."""

    @pytest.fixture
    def taught(self, shelf: Library) -> None:
        from search.models import LexiconTerm

        LexiconTerm.objects.create(word="公示")
        text = RULES.format("劳动合同规定", "公司怎样订立劳动合同，名单怎样公示")
        builders.bring_in(text, slug="work", edition="2024-01-01")
        call_command("wagtail_update_index", verbosity=0)

    def ask(self, query: str) -> list[str]:
        return find(query, user=NOBODY).suggestions

    def test_a_right_word_is_left_alone(self, taught: None) -> None:
        assert self.ask("被公司辞退了怎么赔偿") == []

    def test_a_wrong_one_is_asked_back(self, taught: None) -> None:
        assert self.ask("名单怎样公式") == ["名单怎样公示"]

    def test_a_name_is_asked_back_even_where_its_parts_are_found_often(
        self, taught: None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("search.finding.FEW", 0)
        assert self.ask("劳动和同规定") == ["劳动合同规定"]
        assert self.ask("劳动合同规定") == []


def test_few_questions_to_the_database(two_alike: None, django_assert_max_num_queries: Any) -> None:
    find("交通", user=NOBODY)
    with django_assert_max_num_queries(12):
        find("交通安全规定", user=NOBODY)
