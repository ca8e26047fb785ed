from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from library import indexing
from library.models import EditionPage, LibraryIndexPage, MaterialPage, Provision, RegulationPage
from library.publishing import fingerprint, rebuild_provisions, remove_provisions
from library.signals import provisions_rebuilt
from library.structure import parse
from tests.library import builders
from tests.library.builders import PLAIN, RULES, bring_in, long_rules

pytestmark = pytest.mark.django_db

Commits = Callable[..., Any]


@pytest.fixture(autouse=True)
def _site(library: LibraryIndexPage) -> None:
    """Every case here needs the library."""


class FakeIndex:
    """A search index that remembers what it was told."""

    def __init__(self, *, broken: bool = False) -> None:
        self.added: list[str] = []
        self.deleted: list[str] = []
        self.broken = broken

    def add_bulk(self, model: type, objects: list[Provision]) -> None:
        if self.broken:
            raise OSError("the disk is full")
        self.added += [provision.address for provision in objects]

    def delete(self, provision: Provision) -> None:
        self.deleted.append(provision.address)


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> FakeIndex:
    fake = FakeIndex()
    listed = [("default", fake)]
    monkeypatch.setattr(indexing, "get_search_backends_with_name", lambda **_: listed)
    return fake


def edited(page: Any, body: str) -> Any:
    page.body = body
    page.save_revision().publish()
    return page


def addresses(page: MaterialPage) -> list[str]:
    return list(page.provisions.order_by("position").values_list("address", flat=True))


def test_it_works() -> None:
    page = bring_in(RULES)
    assert addresses(page)[:5] == ["chp_1", "art_1", "art_1/para_1", "art_2", "art_2/para_1"]
    assert rebuild_provisions(material=page) == page.provisions.count() == 14


def test_each_row_says_where_it_stands() -> None:
    row = bring_in(RULES).provisions.get(address="art_2/para_1/item_2")
    assert row.eid == "chp_1__art_2__para_1__item_2"
    assert (row.kind, row.number, row.text, row.depth) == ("item", "（二）", "到人；", 4)
    assert row.parent.address == "art_2/para_1"
    assert row.context == "第一章 总则"


def test_the_rows_say_the_whole_text_and_nothing_else() -> None:
    page, document = bring_in(RULES), parse(RULES)
    rows = page.provisions.order_by("position").values_list("number", "heading", "text")
    said = document.title + document.note + "".join("".join(row) for row in rows)
    assert said == "".join(RULES.split())


def test_articles_are_what_a_search_answers_with() -> None:
    units = bring_in(RULES).provisions.filter(is_unit=True)
    assert [unit.number for unit in units] == ["第一条", "第二条", "第三条", "第四条"]
    assert "（三）管用。" in units.get(number="第二条").full_text


def test_without_articles_every_paragraph_is_one() -> None:
    units = bring_in(PLAIN, kind="guide").provisions.filter(is_unit=True)
    assert [unit.text[:5] for unit in units] == ["村里的图书", "读完的书放"]


def test_publishing_again_keeps_every_row() -> None:
    page = bring_in(RULES)
    before = list(page.provisions.values_list("pk", "address"))
    page.save_revision().publish()
    assert list(page.provisions.values_list("pk", "address")) == before


def test_an_article_more_keeps_the_rows_of_the_others() -> None:
    page = bring_in(RULES)
    before = dict(page.provisions.values_list("address", "pk"))
    edited(page, RULES + "\n第五条　新的一条。\n")
    after = dict(page.provisions.values_list("address", "pk"))
    assert {address: after[address] for address in before} == before
    assert set(after) - set(before) == {"art_5", "art_5/para_1"}


def test_an_article_less_takes_its_rows_away() -> None:
    page = edited(bring_in(RULES), RULES.partition("第四条")[0])
    assert not [address for address in addresses(page) if address.startswith("art_4")]


def test_a_save_without_publishing_changes_no_row() -> None:
    page = bring_in(RULES)
    before = list(page.provisions.values_list("pk", "text"))
    page.body = PLAIN
    page.save_revision()
    assert list(page.provisions.values_list("pk", "text")) == before


def test_a_text_that_was_emptied_has_no_rows() -> None:
    assert addresses(edited(bring_in(PLAIN, kind="guide"), "")) == []


def test_withdrawing_takes_the_rows_and_publishing_brings_them_back() -> None:
    page = bring_in(RULES)
    before = addresses(page)
    page.unpublish()
    assert addresses(page) == []
    page.get_latest_revision().publish()
    assert addresses(page) == before


def test_deleting_a_regulation_leaves_no_row() -> None:
    bring_in(RULES)
    RegulationPage.objects.get().delete()
    assert (MaterialPage.objects.count(), Provision.objects.count()) == (0, 0)


def test_the_rows_of_another_text_are_left_alone() -> None:
    other = builders.speech()
    before = addresses(other)
    remove_provisions(material=bring_in(RULES))
    assert addresses(other) == before


def test_whoever_listens_is_told(index: FakeIndex) -> None:
    told = []

    def listen(sender: type, material: MaterialPage, **kwargs: Any) -> None:
        told.append(material.pk)

    provisions_rebuilt.connect(listen)
    try:
        page = bring_in(PLAIN, kind="guide")
    finally:
        provisions_rebuilt.disconnect(listen)
    assert told == [page.pk]


def test_length_and_minutes_are_counted() -> None:
    page = bring_in(long_rules(60), slug="long", date="2024-01-01")
    characters = len("".join(page.body.split()))
    assert (page.char_count, page.reading_minutes) == (characters, round(characters / 400))


def test_a_short_text_takes_a_minute() -> None:
    assert bring_in(PLAIN, kind="guide").reading_minutes == 1


def test_a_regulation_is_as_long_as_its_newest_text() -> None:
    builders.edition("2024-01-01")
    newest = builders.edition("2025-01-01", RULES + "\n第五条　又加了一条，讲的是别的事。\n")
    assert RegulationPage.objects.get().char_count == newest.char_count
    assert EditionPage.objects.count() == 2


def test_the_index_is_told_only_after_the_save(
    index: FakeIndex, django_capture_on_commit_callbacks: Commits
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        bring_in(RULES)
        assert index.added == []
    assert index.added == ["art_1", "art_2", "art_3", "art_4"]


def test_what_is_gone_leaves_the_index(index: FakeIndex, django_capture_on_commit_callbacks: Commits) -> None:
    page = bring_in(RULES)
    with django_capture_on_commit_callbacks(execute=True):
        edited(page, RULES.partition("第四条")[0])
    assert index.deleted == ["art_4"]


def test_a_withdrawn_text_leaves_the_index(
    index: FakeIndex, django_capture_on_commit_callbacks: Commits
) -> None:
    page = bring_in(RULES)
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert sorted(index.deleted) == ["art_1", "art_2", "art_3", "art_4"]


def test_a_fault_of_the_index_never_loses_a_save(
    index: FakeIndex, django_capture_on_commit_callbacks: Commits, caplog: pytest.LogCaptureFixture
) -> None:
    index.broken = True
    with django_capture_on_commit_callbacks(execute=True):
        page = bring_in(RULES)
    assert page.live
    assert page.provisions.filter(kind="article").count() == 4
    assert "check_search_index --repair" in caplog.text


def test_a_long_text_is_written_in_few_statements(django_assert_max_num_queries: Any) -> None:
    page = bring_in(long_rules(300), slug="long", date="2024-01-01")
    with django_assert_max_num_queries(45):
        rebuild_provisions(material=page)
    assert page.provisions.filter(kind="article").count() == 300


def test_equal_words_have_one_fingerprint() -> None:
    assert fingerprint("第一条　学习。") == fingerprint("第一条 学习。\n")
    assert fingerprint("学习") != fingerprint("学 问")


@pytest.mark.parametrize(
    ("one", "other"),
    [("“学”", '"学"'), ("“学”", "「学」"), ("二〇〇〇", "二○○0"), ("：", "︰"), ("（学）", "(学)")],
)
def test_glyph_variants_have_one_fingerprint(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other)


def test_a_row_names_its_address_and_itself() -> None:
    page = bring_in(RULES)
    row = page.provisions.get(address="art_3/para_2")
    assert row.url == f"{page.url}art_3/para_2/"
    assert str(page.provisions.get(address="art_3")) == "学习管理规定（示例） 第三条"
    assert row.material_title == page.title


def test_a_chapter_says_everything_below_it() -> None:
    whole = bring_in(RULES).provisions.get(address="chp_2").whole_text()
    assert "第三条" in whole
    assert "补课由支部书记安排，一个月内完成。" in whole
    assert "第二条" not in whole


def test_an_article_says_its_paragraphs_and_items() -> None:
    whole = bring_in(RULES).provisions.get(address="art_2").whole_text()
    assert "".join(whole.split()) == "第二条学习坚持下列原则：（一）经常；（二）到人；（三）管用。"


def test_a_search_index_holds_units_only() -> None:
    bring_in(RULES)
    assert set(Provision.get_indexed_objects().values_list("kind", flat=True)) == {"article"}


def test_the_newest_edition_decides_the_length_whatever_is_published_last() -> None:
    newest = builders.edition("2025-01-01", RULES + "\n第五条　又加了一条，讲的是别的事。\n")
    older = builders.edition("2024-01-01")
    assert older.effective_from == date(2024, 1, 1)
    assert RegulationPage.objects.get().char_count == newest.char_count
