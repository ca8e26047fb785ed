"""Which characters a face lacks, and what stands in for them."""

from pathlib import Path

from library.pocketbooks.printing.charmap import characters_of
from library.pocketbooks.printing.fonts import GETA, Missing, covered, font_folders, missing_in, printable
from tests.library.pocketbooks.samples import book, plain


def test_it_works() -> None:
    assert missing_in(book()) == ()


def test_the_faces_come_with_the_site_not_from_the_machine() -> None:
    folders = font_folders()
    assert folders
    assert all("site-packages" in folder for folder in folders)
    assert {"镕", "喆", "—", "…", "①"} <= covered(folders[0])


def test_rare_characters_are_lent_and_emoji_are_not() -> None:
    found = {one.character: one.lent for one in missing_in(book(plain("𠮷😀")))}
    assert found == {"𠮷": True, "😀": False}


def test_an_editor_is_told_which_and_what_was_done() -> None:
    assert Missing("😀", lent=False).label == "“😀”（U+1F600）没有字体可用，印作“〓”"


def test_marks_that_only_join_are_not_missing() -> None:
    assert missing_in(book(plain("党\u200b员\u2060学\ufe0f习"))) == ()


def test_what_cannot_be_printed_is_marked() -> None:
    assert printable("好😀\u200b！", frozenset("😀")) == f"好{GETA}！"


def test_a_folder_that_is_not_there_is_passed_over() -> None:
    assert font_folders("/nowhere") == font_folders()


def test_a_file_that_is_no_font_has_no_characters(tmp_path: Path) -> None:
    for name, data in (
        ("leer.otf", b""),
        ("text.otf", b"no font at all, only words"),
        ("kurz.ttc", b"ttcf\x00\x01"),
    ):
        (tmp_path / name).write_bytes(data)
        assert characters_of(tmp_path / name) == frozenset()


def test_an_operators_folder_of_fonts_lends_its_characters(tmp_path: Path) -> None:
    lender = Path(font_folders()[0]) / "NotoSansSC-Regular.otf"
    (tmp_path / "own.otf").write_bytes(lender.read_bytes())
    assert font_folders(str(tmp_path))[-1] == str(tmp_path)
    assert "学" in covered(str(tmp_path))
