"""A book is data: the same through JSON and back."""

import json
from dataclasses import replace
from datetime import date

from library.pocketbooks.printing.model import Book, clean, shortened
from tests.library.pocketbooks.samples import book, chapter


def test_it_works() -> None:
    one = book(chapter(), preface=("前言一句。",))
    assert Book.from_json(json.loads(json.dumps(one.to_json()))) == one


def test_what_is_stored_says_its_shape() -> None:
    assert book().to_json()["shape"] == 1


def test_the_identifier_is_of_the_edition() -> None:
    assert book().identifier == book().identifier
    assert book().identifier != book(edition=2).identifier


def test_equal_books_have_equal_digests() -> None:
    assert book().digest == book().digest
    assert book().digest != book(title="另一本（示例）").digest


def test_a_new_edition_of_the_same_words_has_the_same_content() -> None:
    again = book(
        replace(chapter(), scan="https://zhixing.example/q/2/1/"), edition=2, printed_on=date(2025, 1, 1)
    )
    assert again.content_digest == book().content_digest
    assert again.digest != book().digest


def test_the_preface_comes_first_as_the_editors() -> None:
    first = book(preface=("编者的话。",)).all_chapters()[0]
    assert (first.title, str(first.kind)) == ("前言", "editor")


def test_a_long_title_is_shortened_for_heads() -> None:
    assert len(shortened("学" * 4000)) == 60
    assert shortened("学习").endswith("学习")


def test_what_no_page_can_hold_is_left_out() -> None:
    assert clean("学\x00习\ud800\uffff\t\n") == "学习\t\n"
