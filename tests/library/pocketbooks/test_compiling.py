"""From what an editor chose to what is printed, and the sentences for what cannot be."""

from datetime import date
from typing import Any

import pytest

from library.models import LibraryIndexPage
from library.pocketbooks.compiling import compile_book
from library.pocketbooks.errors import BookError
from library.pocketbooks.printing.model import BlockKind, Book
from tests.library import builders
from tests.library.pocketbooks import books

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(library: LibraryIndexPage) -> None:
    """Every case here needs the library."""


def compiled(*items: dict[str, Any], **fields: Any) -> Book:
    book, _ = compile_book(books.draft(*items, **fields), number=1, printed_on=date(2024, 9, 10))
    return book


def refusal(*items: dict[str, Any]) -> str:
    slug = f"refused-{LibraryIndexPage.objects.get().numchild}"
    with pytest.raises(BookError) as refused:
        compiled(*items, slug=slug)
    return str(refused.value)


def numbers(book: Book) -> list[str]:
    return [block.number for block in book.chapters[0].blocks if block.kind == BlockKind.ARTICLE]


def test_it_works() -> None:
    book = compiled(books.text(builders.rules()), books.questions(), books.note(), preface="编者的话。")
    assert [chapter.title for chapter in book.chapters] == [
        "学习管理规定（示例）",
        "学习问答",
        "怎样用这本书",
    ]
    assert numbers(book) == ["第一条", "第二条", "第三条", "第四条"]
    assert book.preface == ("编者的话。",)
    assert book.organization == "测试区委（示例）"


def test_a_regulation_stands_for_its_edition_in_force() -> None:
    work = builders.rules(edition="2024-09-01")
    builders.edition("2099-01-01", builders.RULES.replace("经常", "天天"))
    chapter = compiled(books.text(work)).chapters[0]
    assert "经常" in "".join(block.words for block in chapter.blocks)
    assert chapter.url.endswith("/2024-09-01/")
    assert "2024年9月1日起施行" in chapter.facts


@pytest.mark.parametrize(
    ("places", "wanted"),
    [
        ("第三条", ["第三条"]),
        ("第一条至第三条", ["第一条", "第二条", "第三条"]),
        ("第四条，第二条", ["第四条", "第二条"]),
        ("第二章", ["第三条", "第四条"]),
        ("art_2", ["第二条"]),
        ("第三条\n第三条", ["第三条"]),
    ],
)
def test_places_are_written_as_people_write_them(places: str, wanted: list[str]) -> None:
    assert numbers(compiled(books.text(builders.rules(), places))) == wanted


def test_a_section_of_a_speech() -> None:
    chapter = compiled(books.text(builders.speech(), "二、")).chapters[0]
    assert "怎样学习" in "".join(block.words for block in chapter.blocks)
    assert "学习为了什么" not in "".join(block.words for block in chapter.blocks)


def test_an_excerpt_must_stand_in_its_source() -> None:
    speech = builders.speech()
    chapter = compiled(books.excerpt(speech, "一是读原文，一字一句地读。")).chapters[0]
    assert (str(chapter.kind), chapter.blocks[0].text) == ("excerpt", "一是读原文，一字一句地读。")
    assert "对不上：“一是不读原文。”" in refusal(books.excerpt(speech, "一是不读原文。"))


def test_a_guide_is_marked_as_no_source() -> None:
    (guide,) = builders.guides(1)
    assert str(compiled(books.text(guide)).chapters[0].kind) == "guide"


def test_a_footnote_stands_at_its_article() -> None:
    book = compiled(books.text(builders.rules(), notes=(("第三条", "旧版没有。"),)))
    assert [block.number for block in book.chapters[0].blocks if block.notes] == ["第三条"]


def test_every_chapter_of_a_source_has_a_code_and_articles_when_asked() -> None:
    rules = builders.rules()
    book = compiled(books.note(), books.text(rules))
    assert [chapter.scan.rpartition("/q/")[2] for chapter in book.chapters] == ["", "1/2/"]
    assert {block.qr for block in book.chapters[1].blocks} == {""}
    each = compiled(books.text(rules), slug="each", code_each_article=True).chapters[0]
    assert [block.kind for block in each.blocks if block.qr][:2] == ["article", "item"]
    assert [block.qr.rpartition("/q/")[2] for block in each.blocks if block.qr][:2] == [
        "1/1/art_1/",
        "1/1/art_2/",
    ]


def test_an_empty_book_is_refused() -> None:
    assert refusal() == "这本书还没有内容，请至少选一份资料、一段摘录或者一组问答。"


def test_a_deleted_source_is_refused() -> None:
    speech = builders.speech()
    item = books.text(speech)
    speech.delete()
    assert refusal(books.note(), item).startswith("第 2 项选的资料已经从资料库删除")


def test_a_draft_source_is_refused() -> None:
    draft = builders.bring_in(builders.SPEECH, kind="speech", slug="draft", publish=False)
    assert "还没有发布或者已经撤下" in refusal(books.text(draft))


def test_a_place_that_is_not_there_is_named() -> None:
    assert "里没有“第二百条”" in refusal(books.text(builders.rules(), "第二百条"))
    assert "里没有“随便写的”" in refusal(books.text(builders.rules(), "随便写的"))


def test_a_note_at_a_place_that_is_not_there_is_refused() -> None:
    assert "里没有“第九十条”" in refusal(books.text(builders.rules(), notes=(("第九十条", "说明。"),)))


def test_odd_characters_reach_the_book_as_words() -> None:
    odd = '<script>#read("x")</script>𠮷😀'
    book = compiled(books.note(), title=odd)
    assert book.title == odd
