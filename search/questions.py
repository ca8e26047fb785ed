"""What a person asks for: quoted phrases, an article's address, and the words that are left."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from modelsearch.query import And, Or, Phrase, PlainText, SearchQuery

from search.analysis import normalize
from search.numbers import NUMBER, spell_ordinals, to_int
from search.registry import ArticleAddress

LONGEST = 200
# Of quoted phrases; each is looked for in the texts themselves.
MOST_PHRASES = 8
QUOTED = re.compile(r"[“\"「『]([^”\"」』“「『]{1,100})[”\"」』]")
_ARTICLE = rf"(?P<ordinal>第?)\s*(?P<number>{NUMBER})\s*条(?P<sub>(?:之[一二三四五六七八九十]{{1,3}})*)"
# What may follow an address without asking for anything else.
_TAIL = r"(?:的?(?:规定|内容|原文|全文|条文)?(?:是什么|有哪些|讲什么|说什么|(?:规定|讲|说)了什么|什么意思)?)"
ADDRESS = re.compile(
    rf"^(?P<work>.*?)[\s的里中·,，]*{_ARTICLE}"
    rf"(?:第?\s*(?P<paragraph>{NUMBER})\s*款)?(?:第?\s*\(?{NUMBER}\)?\s*项)?{_TAIL}$"
)
# 第五十条 党章, and 党章50, which may also be a year or any other number.
TURNED = re.compile(rf"^(?P<sub>)(?P<paragraph>)第\s*(?P<number>{NUMBER})\s*条[\s,，的·]+(?P<work>[^\s第]+)$")
BARE = re.compile(r"^(?P<work>.*\D)(?P<number>\d{1,4})$")
# Other ways of saying a query that are tried beside it.
MOST_VARIANTS = 4


@dataclass(frozen=True)
class Question:
    """A query taken apart. `address` is set when it asks for an article and nothing else; `work` names the text.

    With `is_bare` the address is just a number after a name, and holds only if `work` is called exactly that.
    """

    text: str
    phrases: tuple[str, ...]
    rest: str
    address: ArticleAddress | None = None
    work: str = ""
    variants: tuple[str, ...] = ()
    is_bare: bool = False

    @cached_property
    def readings(self) -> tuple[str, ...]:
        """Return what to mark in a text, the first that is there."""
        asked = tuple(text for text in (*self.phrases, self.rest) if text)
        return (*asked, *self.variants)

    @property
    def is_one_piece(self) -> bool:
        """Tell whether the query may stand somewhere as it is; words with spaces between them are just words."""
        return bool(self.phrases) or " " not in self.rest

    @cached_property
    def verbatim(self) -> SearchQuery:
        """Return what finds texts that hold the query as it stands."""
        if self.phrases:
            return _all([Phrase(phrase) for phrase in self.phrases])
        return Phrase(self.rest)

    @cached_property
    def strict(self) -> SearchQuery:
        """Return what finds texts that hold every phrase and every word, or the same in other words."""
        return self._with_phrases([PlainText(text, operator="and") for text in (self.rest, *self.variants)])

    @cached_property
    def loose(self) -> SearchQuery:
        """Return what finds texts that hold every phrase and any word."""
        return self._with_phrases([PlainText(" ".join((self.rest, *self.variants)), operator="or")])

    def _with_phrases(self, readings: list[SearchQuery]) -> SearchQuery:
        phrases: list[SearchQuery] = [Phrase(phrase) for phrase in self.phrases]
        if not self.rest:
            return _all(phrases)
        return _all([*phrases, readings[0] if len(readings) == 1 else Or(readings)])


def _all(parts: list[SearchQuery]) -> SearchQuery:
    return parts[0] if len(parts) == 1 else And(parts)


def understand(query: str, synonyms: Mapping[str, tuple[str, ...]]) -> Question:
    """Take a query apart."""
    text = " ".join(_storable(query[:LONGEST]).split())
    said = dict.fromkeys(phrase.strip() for phrase in QUOTED.findall(text))
    phrases = tuple(filter(None, said))[:MOST_PHRASES]
    rest = spell_ordinals(" ".join(QUOTED.sub(" ", text).split())) if phrases else spell_ordinals(text)
    asked = None if phrases else _address(rest)
    address, work, is_bare = asked or (None, "", False)
    return Question(text, phrases, rest, address, work, tuple(_variants(rest, synonyms)), is_bare)


def _storable(text: str) -> str:
    """Return text without what no database keeps: NUL, and halves of characters."""
    return text.replace("\0", " ").encode(errors="ignore").decode()


def _address(text: str) -> tuple[ArticleAddress, str, bool] | None:
    folded = normalize(text).strip("《》 。？?")
    found = ADDRESS.match(folded) or TURNED.match(folded)
    if found is None:
        bare = BARE.match(folded)
        return (ArticleAddress((int(bare["number"]),)), _work(bare), True) if bare else None
    work = _work(found)
    if not work and not found["ordinal"]:
        return None
    further = [to_int(number) for number in re.findall(r"之([一二三四五六七八九十]+)", found["sub"])]
    paragraph = to_int(found["paragraph"]) if found["paragraph"] else 0
    return ArticleAddress((to_int(found["number"]), *further), paragraph), work, False


def _work(found: re.Match[str]) -> str:
    return found["work"].strip("《》 ,，的·")


def _variants(text: str, synonyms: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    folded = normalize(text)
    said = sorted((word for word in synonyms if word in folded), key=len, reverse=True)
    variants = (
        folded.replace(word, meaning) for word in said for meaning in synonyms[word] if meaning not in folded
    )
    yield from list(dict.fromkeys(variants))[:MOST_VARIANTS]
