"""The faces books are set in, the same on every machine, and the characters no face has."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from .charmap import characters_of
from .model import Book

__all__ = ["GETA", "SANS", "SERIF", "Missing", "covered", "font_folders", "missing_in", "printable"]

# Packages of open fonts; the first has the face itself, the others stand in for characters it lacks.
PACKAGES = ("pylopdf_fonts_zh_cn", "pylopdf_fonts_jp", "pylopdf_fonts_zh_tw")
SERIF = ("Noto Serif SC", "Noto Serif JP", "Noto Serif TC")
SANS = ("Noto Sans SC", "Noto Sans JP", "Noto Sans TC")
# The mark Chinese and Japanese printers set where a character is lacking.
GETA = "〓"
FONT_FILES = (".otf", ".ttf", ".ttc")


@dataclass(frozen=True)
class Missing:
    """A character that the main face lacks; `lent` when another face has it, otherwise 〓 is printed."""

    character: str
    lent: bool

    @property
    def label(self) -> str:
        """Return the character with its code, and what was done."""
        done = "用后备字体排印" if self.lent else f"没有字体可用，印作“{GETA}”"
        return f"“{self.character}”（U+{ord(self.character):04X}）{done}"


def font_folders(extra: str = "") -> list[str]:
    """Return the folders fonts are taken from; `extra` is the operator's own."""
    folders = []
    for package in PACKAGES:
        spec = find_spec(package)
        if spec is not None and spec.submodule_search_locations:
            folders.append(str(Path(spec.submodule_search_locations[0])))
    return [*folders, extra] if extra and Path(extra).is_dir() else folders


def missing_in(book: Book, *, extra: str = "") -> tuple[Missing, ...]:
    """Return the characters of `book` that its face lacks, in the order of their codes."""
    used = {character for text in book.texts() for character in text if not _is_silent(character)}
    folders = font_folders(extra)
    lacking = sorted(used - covered(folders[0]))
    others = {character for folder in folders[1:] for character in lacking if character in lent_by(folder)}
    return tuple(Missing(character, character in others) for character in lacking)


def printable(text: str, missing: frozenset[str]) -> str:
    """Return `text` with 〓 for the characters of `missing`, and without those that are never seen."""
    return "".join(
        GETA if character in missing else character for character in text if not _is_joiner(character)
    )


@lru_cache(maxsize=8)
def covered(folder: str) -> frozenset[str]:
    """Return the characters that every face in `folder` has: text and headings are set in different ones."""
    sets = _faces(folder)
    return frozenset.intersection(*sets) if sets else frozenset()


@lru_cache(maxsize=8)
def lent_by(folder: str) -> frozenset[str]:
    """Return the characters that some face in `folder` has."""
    return frozenset().union(*_faces(folder))


def _faces(folder: str) -> list[frozenset[str]]:
    return [
        characters_of(path) for path in sorted(Path(folder).iterdir()) if path.suffix.lower() in FONT_FILES
    ]


def _is_silent(character: str) -> bool:
    return character in "\n\t\u3000" or _is_joiner(character)


def _is_joiner(character: str) -> bool:
    """Tell whether a character only joins or varies others: zero-width marks and variation selectors."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"
