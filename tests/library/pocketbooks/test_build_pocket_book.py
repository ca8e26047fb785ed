"""manage.py build_pocket_book."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from library.models import LibraryIndexPage
from library.pocketbooks.printing.form import Format
from tests.library import builders
from tests.library.pocketbooks import books

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(library: LibraryIndexPage) -> None:
    """Every case here needs the library."""


def build(capsys: pytest.CaptureFixture[str], form: str, output: Path, **options: Any) -> dict[str, Any]:
    capsys.readouterr()
    call_command("build_pocket_book", books.SLUG, format=form, output=str(output), json=True, **options)
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("form", [form.value for form in Format])
def test_it_works(capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str) -> None:
    books.issued(books.text(builders.rules()))
    output = tmp_path / "book"
    said = build(capsys, form, output)
    data = output.read_bytes()
    assert set(said) == {"pages", "bytes", "sha256", "seconds"}
    assert (said["bytes"], said["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
    assert data.startswith(b"PK" if form == "epub" else b"%PDF")
    assert said["pages"] > 0


def test_twice_is_the_same_bytes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    books.issued(books.text(builders.rules()))
    for form in Format:
        first = build(capsys, form.value, tmp_path / "one")
        assert build(capsys, form.value, tmp_path / "two")["sha256"] == first["sha256"]


def test_the_size_of_a_gathering(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    books.issued(books.text(builders.bring_in(builders.long_rules(60), slug="long")))
    one = build(capsys, "a5-booklet", tmp_path / "one")
    assert build(capsys, "a5-booklet", tmp_path / "two", leaves=2)["sha256"] != one["sha256"]


def test_a_book_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有地址名为“keine”的口袋书"):
        call_command("build_pocket_book", "keine", format="epub", output=str(tmp_path / "x"))


def test_an_empty_book(tmp_path: Path) -> None:
    books.published()
    with pytest.raises(CommandError, match="这本书还没有内容"):
        call_command("build_pocket_book", books.SLUG, format="epub", output=str(tmp_path / "x"))


def test_a_book_whose_source_was_deleted_is_still_built(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    speech = builders.speech()
    books.issued(books.text(speech))
    speech.delete()
    assert build(capsys, "epub", tmp_path / "x")["pages"] > 0


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    books.issued(books.note())
    with pytest.raises(CommandError, match="写不进"):
        call_command("build_pocket_book", books.SLUG, format="epub", output=str(tmp_path / "no" / "x"))


def test_what_lacks_a_glyph_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    books.issued(books.note(), title="𠮷（示例）")
    call_command("build_pocket_book", books.SLUG, format="pdf", output=str(tmp_path / "x"))
    said = capsys.readouterr()
    assert "U+20BB7" in said.err
    assert "写到" in said.out
