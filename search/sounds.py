"""How Chinese sounds: pinyin without tones, initials, and a key under which words that sound alike meet."""

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from search.analysis import normalize

# Fifty megabytes of phrases in every process, for the few words of ours that are not read character by character.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

from pypinyin import Style, lazy_pinyin, load_phrases_dict

READINGS = Path(__file__).with_name("readings.txt")
LETTERS = re.compile(r"[a-z][a-z' ]*")
_NOT_SOUND = re.compile(r"[^a-z0-9]")
# What many speakers and input methods do not tell apart.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"))


@lru_cache(maxsize=1)
def _learn_readings() -> None:
    """Teach pypinyin the words that are read otherwise than their characters alone."""
    lines = (line.partition("#")[0].split() for line in READINGS.read_text(encoding="utf-8").splitlines())
    load_phrases_dict({word: [[sound] for sound in sounds] for word, *sounds in filter(None, lines)})


def _one_each(text: str) -> Any:
    return list(text)


@lru_cache(maxsize=20_000)
def syllables(text: str) -> tuple[str, ...]:
    """Return one sound for each character of `text`; punctuation has none."""
    _learn_readings()
    spoken = lazy_pinyin(normalize(text), style=Style.NORMAL, errors=_one_each)
    return tuple(_NOT_SOUND.sub("", sound.replace("ü", "v")) for sound in spoken)


def pinyin(text: str) -> str:
    """Return 党章 as dangzhang."""
    return "".join(syllables(text))


def initials(text: str) -> str:
    """Return 党章 as dz."""
    return "".join(sound[:1] for sound in syllables(text))


def spelled(text: str, sounds: str) -> str:
    """Return the stretch of `text` of two characters or more that is read exactly so; nothing where there is none."""
    each = syllables(text)
    for start in range(len(each)):
        read = ""
        for end in range(start, len(each)):
            read += each[end]
            if read == sounds and end > start:
                return text[start : end + 1]
            if not sounds.startswith(read):
                break
    return ""


def spells(text: str, sounds: str) -> bool:
    """Tell whether a syllable of `text` and those after it begin as `sounds` does, which may still be typed."""
    each = syllables(text)
    return any("".join(each[start:]).startswith(sounds) for start in range(len(each)))


def typed_sounds(query: str) -> str:
    """Return the letters of a query that may be pinyin or initials, or nothing if it holds anything else."""
    folded = normalize(query).strip()
    return _NOT_SOUND.sub("", folded) if LETTERS.fullmatch(folded) else ""


def alike(sounds: tuple[str, ...]) -> str:
    """Return a key that words sounding alike share."""
    return "-".join(_alike(sound) for sound in sounds)


@lru_cache(maxsize=2_000)
def _alike(sound: str) -> str:
    for heard, key in _ALIKE:
        sound = sound.replace(heard, key)
    return sound
