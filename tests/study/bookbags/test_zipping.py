"""A zip whose bytes depend on its files alone."""

import io
import zipfile

import time_machine

from study.bookbags.zipping import PIECE, Zip


def zipped(**files: str) -> bytes:
    target = io.BytesIO()
    made = Zip(target)
    for name, text in files.items():
        made.write(f"{name}.html", text)
    made.close()
    return target.getvalue()


def test_it_works() -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(index="书袋", text="原文"))) as opened:
        assert opened.namelist() == ["index.html", "text.html"]
        assert opened.read("text.html").decode() == "原文"


def test_another_day_gives_the_same_bytes() -> None:
    with time_machine.travel("2024-01-01"):
        before = zipped(index="书袋")
    with time_machine.travel("2026-07-01"):
        assert zipped(index="书袋") == before


def test_other_words_give_other_bytes() -> None:
    assert zipped(index="书袋") != zipped(index="口袋")


def test_a_large_file_passes_through_whole_and_not_compressed() -> None:
    sound = bytes(range(256)) * (PIECE // 128)
    target = io.BytesIO()
    made = Zip(target)
    made.copy("lectures/01.mp4", io.BytesIO(sound))
    made.close()
    with zipfile.ZipFile(target) as opened:
        assert opened.read("lectures/01.mp4") == sound
        assert opened.getinfo("lectures/01.mp4").compress_type == zipfile.ZIP_STORED
