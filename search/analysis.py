"""How Chinese text becomes words: one folding of glyphs, words with the project's own lexicon, pairs as the net.

Pure functions on text. What is stored and what is asked go through the same folding, character for character, so a
match found in folded text can be shown in the original.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import rjieba

LEXICON = Path(__file__).with_name("lexicon.txt")
# The beginning of a text that says what it is about.
BEGINNING = 40
# A sentence of fewer characters says nothing by itself.
SHORTEST = 8

_HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_HAN_ONLY = re.compile(rf"[{_HAN}]+")
# Letters rjieba would take apart: it knows ASCII and Han.
_FOREIGN = re.compile(rf"[^\W\d_a-z{_HAN}]")
_SENTENCE = re.compile(r"[^。！？；!?;\n]*(?:[。！？；!?;\n]+[”’」』）)]*|$)")
_EDGES = "，。！？；：、“”‘’《》（）,.!?;:'\"() "
_INVISIBLE = dict.fromkeys((0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), "")

_STOP_WORDS = """
的 了 是 在 和 与 及 或 等 之 其 这 那 有 也 就 都 而 且 于 对 为 被 把 由 从 到 向 以 所 个 地 得 着 过 吗 呢 吧 啊
什么 怎么 怎样 怎么办 如何 哪 哪些 哪个 哪里 多少 几 为什么 是不是 是否 有没有 请问 以及 或者 并 并且
the a an of and or in on to is are
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())


class Token(NamedTuple):
    """A word and where it stands in the original text."""

    text: str
    start: int
    end: int


class Indexed(NamedTuple):
    """What a text is found by: its words, and every pair of neighbouring characters in the order of the text."""

    words: list[str]
    pairs: list[str]
    folded: str


class _Glyphs(dict[int, str]):
    """Fold of each character, worked out once: NFKC, case, simplified form; `uneven` are those that become none or several."""

    def __init__(self, known: dict[int, str]) -> None:
        super().__init__(known)
        self.uneven = {chr(code) for code, folded in known.items() if len(folded) != 1}

    def __missing__(self, code: int) -> str:
        simple = _simplified_characters()
        folded = unicodedata.normalize("NFKC", chr(code)).casefold()
        self[code] = "".join(simple.get(character, character) for character in folded)
        if len(self[code]) != 1:
            self.uneven.add(chr(code))
        return self[code]


_glyphs = _Glyphs(_INVISIBLE)


def _dictionary(name: str) -> dict[str, str]:
    text = files("opencc").joinpath("dictionary", name).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if "\t" in line)
    return {traditional: simplified.split(" ")[0] for traditional, simplified in rows}


@lru_cache(maxsize=1)
def _simplified_characters() -> dict[str, str]:
    return _dictionary("TSCharacters.txt")


@lru_cache(maxsize=1)
def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return phrases whose simplified form is not that of their characters: 瞭解 is 了解, but 瞭望 stays."""
    single = _simplified_characters()
    known = {
        phrase: simplified
        for phrase, simplified in _dictionary("TSPhrases.txt").items()
        if simplified != "".join(single.get(character, character) for character in phrase)
    }
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), known


class _Segmenter:
    """rjieba with a lexicon of ours, taught when first needed; another lexicon takes another one, as none can forget.

    The first is the one rjieba makes when it is imported, of 25 MB; nobody else here asks that one.
    """

    def __init__(self) -> None:
        self.words: tuple[str, ...] | None = None
        self._taught: Any = None
        self._is_first = True

    def use(self, words: tuple[str, ...]) -> None:
        self.words, self._taught = words, None

    def jieba(self) -> Any:
        if self._taught is None:
            taught = rjieba if self._is_first else rjieba.Jieba()
            self._is_first = False
            for word in lexicon():
                taught.add_word(normalize(word), None, None)
            self._taught = taught
        return self._taught


_segmenter = _Segmenter()


@lru_cache(maxsize=1)
def builtin_lexicon() -> tuple[str, ...]:
    """Return the words that come with the project."""
    lines = (line.partition("#")[0].strip() for line in LEXICON.read_text(encoding="utf-8").splitlines())
    return tuple(line for line in lines if line)


def lexicon() -> tuple[str, ...]:
    """Return the words added to the segmenter's own."""
    return builtin_lexicon() if _segmenter.words is None else _segmenter.words


def use_lexicon(words: tuple[str, ...]) -> None:
    """Segment with these words from now on."""
    if words != lexicon():
        _segmenter.use(words)
        query_tokens.cache_clear()
        _wanted.cache_clear()


def normalize(text: str) -> str:
    """Return `text` with one form for each character: width, case, and simplified for traditional."""
    return _simplify_phrases(unicodedata.normalize("NFC", text)).translate(_glyphs)


def _simplify_phrases(text: str) -> str:
    pattern, known = _phrases()
    return pattern.sub(lambda match: known[match.group()], text)


class _Folded(NamedTuple):
    """Folded text, and the span of the original that each of its characters came from; None where they are alike."""

    text: str
    spans: list[tuple[int, int]] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original under a span of the folded text."""
        if self.spans is None:
            return start, end
        return self.spans[start][0], self.spans[end - 1][1]


@lru_cache(maxsize=256)
def _fold(text: str) -> _Folded:
    simple = _simplify_phrases(text)
    if unicodedata.is_normalized("NFC", text):
        folded = simple.translate(_glyphs)
        # Known for every character now that all were translated.
        if _glyphs.uneven.isdisjoint(simple):
            return _Folded(folded, None)
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    for start, cluster in _clusters(simple):
        piece = unicodedata.normalize("NFC", cluster).translate(_glyphs)
        pieces.append(piece)
        spans.extend([(start, start + len(cluster))] * len(piece))
    return _Folded("".join(pieces), spans)


def _clusters(text: str) -> list[tuple[int, str]]:
    starts = [at for at, character in enumerate(text) if at == 0 or not unicodedata.combining(character)]
    return [(start, text[start:end]) for start, end in pairwise([*starts, len(text)])]


def _cut(folded: str, mode: str) -> list[tuple[str, int, int]]:
    """Segment folded text; punctuation and spaces are left out."""
    tokens = _segmenter.jieba().tokenize(folded, mode)
    if _FOREIGN.search(folded) is None:
        return [token for token in tokens if token[0][0].isalnum() or token[0][-1].isalnum()]
    letters = [(match.group(), match.start(), match.end()) for match in _RUN.finditer(folded)]
    foreign = [run for run in letters if not _HAN_ONLY.match(run[0])]
    return sorted([token for token in tokens if _HAN_ONLY.match(token[0])] + foreign, key=lambda run: run[1])


def words(text: str) -> list[Token]:
    """Return the words of `text`, long ones and the short ones inside them, with offsets in `text`."""
    folded = _fold(text)
    return [Token(word, *folded.original(start, end)) for word, start, end in _cut(folded.text, "search")]


def is_han(text: str) -> bool:
    """Tell whether `text` begins with a Han character."""
    return _HAN_ONLY.match(text) is not None


def runs(folded: str) -> list[str]:
    """Return the stretches of Han characters, and the words and numbers of other scripts, in folded text."""
    return _RUN.findall(folded)


def pairs(folded: str) -> list[str]:
    """Return what stands in folded text in order: each character with its right neighbour.

    The last character of a run stands alone, so every character begins exactly one of them.
    """
    return [run[at : at + 2] for run in runs(folded) for at in range(len(run))]


def edges(folded: str) -> list[str]:
    """Return the neighbours of which one at least is punctuation: where a stretch of the text begins or ends."""
    compact = "".join(folded.split())
    return [pair for pair in map("".join, pairwise(compact)) if not (pair[0].isalnum() and pair[1].isalnum())]


def beginnings(folded: str) -> list[str]:
    """Return what completion looks for: pairs of Han characters, and the words of other scripts whole."""
    return [piece for run in runs(folded) for piece in (pairs(run) if is_han(run) else [run])]


def index_tokens(text: str) -> Indexed:
    """Return what `text` is stored under."""
    folded = normalize(text)
    return Indexed([token[0] for token in _cut(folded, "search")], pairs(folded) + edges(folded), folded)


def word_joints(folded: str) -> frozenset[int]:
    """Return where words of folded text begin or end."""
    return frozenset(at for _word, start, end in _cut(folded, "default") for at in (start, end))


@lru_cache(maxsize=1024)
def query_tokens(query: str) -> tuple[str, ...]:
    """Return the words a query asks for, in order, each once; words that say nothing only if there are no others."""
    found = list(dict.fromkeys(token[0] for token in _cut(normalize(query), "default")))
    return tuple([word for word in found if word not in STOP_WORDS] or found)


def matches(text: str, query: str) -> list[tuple[int, int]]:
    """Return where `text` answers `query`, as merged spans of `text`: the whole phrase, and its words.

    Single characters count only when the query is one. Of a word that is not there its parts are shown. A text that
    answers only by its chapter or title has nothing to show, and stray characters are not shown instead.
    """
    folded = _fold(text)
    wanted = _wanted(query)
    spans = _occurrences(folded.text, [wanted.phrase, *wanted.words])
    spans += _occurrences(folded.text, _parts_of_absent(folded.text, wanted))
    return _merged([folded.original(start, end) for start, end in spans])


class _Wanted(NamedTuple):
    """A query as one phrase, its words worth showing, the words inside them, and its pairs of characters."""

    phrase: str
    words: list[str]
    parts: dict[str, list[str]]
    pairs: list[str]


@lru_cache(maxsize=256)
def _wanted(query: str) -> _Wanted:
    phrase = " ".join(normalize(query).split()).strip(_EDGES)
    asked = [word for word in query_tokens(query) if len(word) > 1 and word not in STOP_WORDS]
    parts = {
        word: [part for part, _, _ in _cut(word, "search") if 1 < len(part) < len(word)] for word in asked
    }
    return _Wanted(phrase, asked, parts, [pair for pair in pairs(phrase) if len(pair) > 1])


def _parts_of_absent(folded: str, wanted: _Wanted) -> list[str]:
    return [part for word, parts in wanted.parts.items() if word not in folded for part in parts]


def _occurrences(folded: str, terms: Iterable[str]) -> list[tuple[int, int]]:
    spans = []
    for term in terms:
        if term.isascii():
            found = re.finditer(rf"(?<!\w){re.escape(term)}(?!\w)", folded, re.ASCII) if term else ()
            spans += [match.span() for match in found]
            continue
        at = folded.find(term)
        while at >= 0:
            spans.append((at, at + len(term)))
            at = folded.find(term, at + 1)
    return spans


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def best_sentence(text: str, query: str) -> str:
    """Return the sentence of `text` that covers `query` best, or the beginning of the text where none does.

    One that is hardly more than a number (第三条 on a line of its own) goes on with those after it.
    """
    folded = _fold(text)
    wanted = _wanted(query)
    sentences: list[str] = []
    best, best_cover = 0, (0, 0, 0, 0)
    for match in _SENTENCE.finditer(text):
        sentence = match.group()
        if not sentence.strip():
            continue
        sentences.append(sentence)
        # Most texts are as long folded as they were, so that a sentence stands at the same place in both.
        is_alike = folded.spans is None
        cover = _coverage(folded.text[slice(*match.span())] if is_alike else normalize(sentence), wanted)
        if cover > best_cover:
            best, best_cover = len(sentences) - 1, cover
    found = sentences[best].strip() if any(best_cover) else ""
    return found if len(found) >= SHORTEST else _beginning(sentences[best:])


def _coverage(sentence: str, wanted: _Wanted) -> tuple[int, int, int, int]:
    """Return (whole phrase, characters of distinct words, of their parts, pairs): the larger, the better the fit."""
    if not wanted.phrase:
        return 0, 0, 0, 0
    found = sum(len(word) for word in wanted.words if word in sentence)
    parts = sum(len(part) for part in _parts_of_absent(sentence, wanted) if part in sentence)
    loose = sum(pair in sentence for pair in wanted.pairs)
    return int(wanted.phrase in sentence), found, parts, loose


def _beginning(sentences: list[str]) -> str:
    shown = ""
    for sentence in sentences:
        shown += sentence
        if len(shown.strip()) >= BEGINNING:
            break
    return shown.strip()
