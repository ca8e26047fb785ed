"""From what an editor chose to the chapters that are printed, and what each of them pins."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from library.models import EditionPage, MaterialPage, RegulationPage
from library.pocketbooks.errors import (
    EmptyBook,
    NoSuchPlace,
    NotInSource,
    SourceHasNoText,
    SourceIsGone,
    SourceIsNotPublic,
)
from library.pocketbooks.printing.composing import compose
from library.pocketbooks.printing.model import Block, BlockKind, Book, Chapter, ChapterKind, clean
from library.publishing import earlier_fingerprint, fingerprint
from library.structure import Document, find_in_text, normalise, parse

if TYPE_CHECKING:
    from library.models import PocketBookPage

SEPARATORS = str.maketrans({"，": "\n", ",": "\n", "；": "\n", ";": "\n"})
CODES = "q"
# What an article ends before.
ENDS = {BlockKind.ARTICLE, BlockKind.HEADING, BlockKind.SIGNATURE, BlockKind.SOURCE}


@dataclass(frozen=True)
class Pin:
    """What a chapter was taken from: the text, which parts of it, and the fingerprint of their words.

    `earlier` is the fingerprint by the rule of editions that were issued before (`publishing.earlier_fingerprint`).
    """

    material: MaterialPage
    digest: str
    earlier: str
    addresses: tuple[str, ...] = ()
    excerpt: str = ""


@dataclass(frozen=True)
class Compiled:
    """A chapter, and what it pins; `grounds` are the pins of its questions, by their numbers from 1."""

    chapter: Chapter
    pin: Pin | None = None
    grounds: Mapping[int, Pin] = field(default_factory=dict)

    @property
    def earlier(self) -> str:
        """Return the chapter's fingerprint by the rule of editions that were issued before."""
        if self.pin or not self.grounds:
            return self.pin.earlier if self.pin else ""
        return earlier_fingerprint(_together((pin.material, pin.earlier) for pin in self.grounds.values()))


def compile_book(page: "PocketBookPage", *, number: int, printed_on: date) -> tuple[Book, list[Compiled]]:
    """Return what edition `number` of a book prints, and its chapters with their pins.

    Raises:
        BookError: something in it cannot be printed.
    """
    url = page.full_url or f"{settings.WAGTAILADMIN_BASE_URL}/"
    compiled = compile_chapters(page.items)
    chapters = tuple(
        _coded(one, f"{url}{CODES}/{number}/{place}/", each=page.code_each_article)
        for place, one in enumerate(compiled, 1)
    )
    book = Book(
        title=clean(page.title),
        subtitle=clean(page.subtitle),
        organization=clean(page.issuer),
        printed_on=printed_on,
        edition=number,
        url=url,
        preface=tuple(_lines(page.preface)),
        chapters=chapters,
    )
    return book, compiled


def compile_chapters(items: Sequence[Any]) -> list[Compiled]:
    """Return the chapters of a book's contents.

    Raises:
        BookError: nothing was chosen, a source is gone, or does not have what was chosen of it.
    """
    makers = {"text": _text, "excerpt": _excerpt, "questions": _questions, "note": _note}
    compiled = [makers[item.block_type](place, item.value) for place, item in enumerate(items, 1)]
    if not compiled:
        raise EmptyBook
    return compiled


def words_at(document: Document, body: str, addresses: Sequence[str]) -> str:
    """Return the words at `addresses`, or the whole text; "" when an address is gone."""
    if not addresses:
        return body
    nodes = [document.find(address) for address in addresses]
    if None in nodes:
        return ""
    return "\n".join(node.full_text() for node in nodes if node is not None)


def is_of(digest: str, words: str) -> bool:
    """Tell whether a stored fingerprint is that of these words, glyph variants aside."""
    return bool(words) and digest in (fingerprint(words), earlier_fingerprint(words))


def as_issued_before(book: Book, compiled: Sequence[Compiled]) -> Book:
    """Return the book with the fingerprints an edition of the time before would carry."""
    chapters = zip(book.chapters, compiled, strict=True)
    return replace(
        book,
        chapters=tuple(
            replace(chapter, digest=one.earlier) if one.earlier else chapter for chapter, one in chapters
        ),
    )


def stands_in(line: str, body: str) -> bool:
    """Tell whether a line of an excerpt stands in a text, white space and glyph variants aside."""
    return normalise(line) in normalise(body)


def text_in_force(material: MaterialPage) -> MaterialPage:
    """Return the text a reader of `material` gets today: of a regulation, the edition in force."""
    if not isinstance(material, RegulationPage):
        return material
    editions = EditionPage.objects.child_of(material)
    in_force = editions.in_force_on(timezone.localdate()).first()
    return in_force or editions.live().order_by("effective_from").first() or material


def _source(place: int, page: Any) -> MaterialPage:
    if page is None:
        raise SourceIsGone(place)
    material = text_in_force(page.specific)
    if not material.live:
        raise SourceIsNotPublic(place, material.title)
    if not material.body.strip():
        raise SourceHasNoText(place, material.title)
    return material


def _text(place: int, value: Any) -> Compiled:
    material = _source(place, value["material"])
    document = parse(material.body)
    addresses = tuple(_addresses(place, material, document, value["places"]))
    notes = {
        address: note["text"]
        for note in value["notes"]
        for address in _addresses(place, material, document, note["place"])[:1]
    }
    blocks = compose(document, addresses, title=material.title, notes=notes)
    is_guide = material.kind == MaterialPage.Kind.GUIDE
    kind = ChapterKind.GUIDE if is_guide else ChapterKind.EXCERPT if addresses else ChapterKind.SOURCE
    words = words_at(document, material.body, addresses)
    pin = _pin(material, words, addresses=addresses)
    chapter = _chapter(material, kind, blocks, pin.digest, note="" if addresses else document.note)
    return Compiled(chapter, pin)


def _excerpt(place: int, value: Any) -> Compiled:
    material = _source(place, value["material"])
    lines = _lines(value["text"])
    for line in lines:
        if not stands_in(line, material.body):
            raise NotInSource(place, material.title, line)
    words = "\n".join(lines)
    pin = _pin(material, words, excerpt=words)
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in lines)
    return Compiled(_chapter(material, ChapterKind.EXCERPT, blocks, pin.digest), pin)


def _questions(place: int, value: Any) -> Compiled:
    blocks: list[Block] = []
    pins: dict[int, Pin] = {}
    for number, one in enumerate(value["questions"], 1):
        blocks.append(Block(BlockKind.QUESTION, clean(one["question"]), number=f"{number}．"))
        blocks.append(Block(BlockKind.ANSWER, clean(one["answer"]), number="答："))
        if one["material"] is not None:
            grounds = f"依据：《{clean(one['material'].title)}》{clean(one['place'])}"
            blocks.append(Block(BlockKind.SOURCE, grounds))
            pins[number] = _ground(place, one)
    # Nothing that is printed changes with the grounds, and an answer that was gone over is a new edition all the same.
    digest = fingerprint(_together((pin.material, pin.digest) for pin in pins.values()))
    chapter = Chapter(
        clean(value["title"]), ChapterKind.QUESTIONS, tuple(blocks), digest=digest if pins else ""
    )
    return Compiled(chapter, grounds=pins)


def _ground(place: int, one: Any) -> Pin:
    """Return what an answer rests on; words that name no part (总纲) mean the whole text."""
    material = text_in_force(one["material"].specific)
    if not material.live:
        raise SourceIsNotPublic(place, material.title)
    document = parse(material.body)
    try:
        addresses = tuple(_addresses(place, material, document, one["place"]))
    except NoSuchPlace:
        addresses = ()
    return _pin(material, words_at(document, material.body, addresses), addresses=addresses)


def _together(grounds: Iterable[tuple[MaterialPage, str]]) -> str:
    return "\n".join(f"{material.url_path} {digest}" for material, digest in grounds)


def _pin(material: MaterialPage, words: str, *, addresses: tuple[str, ...] = (), excerpt: str = "") -> Pin:
    if not words:
        return Pin(material, "", "", addresses, excerpt)
    return Pin(material, fingerprint(words), earlier_fingerprint(words), addresses, excerpt)


def _note(place: int, value: Any) -> Compiled:
    blocks = tuple(Block(BlockKind.PARAGRAPH, line) for line in _lines(value["text"]))
    return Compiled(Chapter(clean(value["title"]), ChapterKind.EDITOR, blocks))


def _chapter(
    material: MaterialPage, kind: ChapterKind, blocks: tuple[Block, ...], digest: str, *, note: str = ""
) -> Chapter:
    return Chapter(
        title=clean(material.title),
        kind=kind,
        blocks=blocks,
        note=clean(note),
        facts=tuple(clean(fact) for fact in _facts(material)),
        url=material.full_url or "",
        digest=digest,
    )


def _facts(material: MaterialPage) -> Iterator[str]:
    for name in ("issuer", "speaker", "author", "document_number"):
        said = getattr(material, name, "")
        if said:
            yield said
    effective = getattr(material, "effective_from", None)
    day = effective or material.published_on
    if day:
        yield f"{day.year}年{day.month}月{day.day}日{'起施行' if effective else ''}"


def _coded(one: Compiled, scan: str, *, each: bool) -> Chapter:
    """Return the chapter with its code, and its articles with theirs when each has one."""
    if one.pin is None:
        return one.chapter
    blocks = one.chapter.blocks
    if each:
        blocks = tuple(_with_codes(blocks, scan))
    return replace(one.chapter, scan=scan, blocks=blocks)


def _with_codes(blocks: Sequence[Block], scan: str) -> Iterator[Block]:
    """Yield the blocks, the last of every article with the article's code."""
    article = ""
    for block, following in zip_longest(blocks, blocks[1:]):
        if block.kind in ENDS:
            article = block.address if block.kind == BlockKind.ARTICLE else ""
        is_last = following is None or following.kind in ENDS
        yield replace(block, qr=f"{scan}{article}/") if article and is_last else block


def article_words(blocks: Iterable[Block], address: str) -> str:
    """Return what blocks say under the article at `address`, number included; "" when there is no such article."""
    words: list[str] = []
    for block in blocks:
        if block.kind == BlockKind.ARTICLE and block.address == address:
            words.append(block.words)
        elif words and block.kind in ENDS:
            break
        elif words:
            words.append(block.words)
    return "\n".join(words)


def _addresses(place: int, material: MaterialPage, document: Document, written: str) -> list[str]:
    """Return the addresses that `written` names, in the order named, each once.

    Raises:
        NoSuchPlace: the text has no such part.
    """
    found: dict[str, None] = {}
    for name in _lines((written or "").translate(SEPARATORS)):
        named = _named(document, name)
        if not named:
            raise NoSuchPlace(place, material.title, name)
        found.update(dict.fromkeys(named))
    return list(found)


def _named(document: Document, name: str) -> list[str]:
    """Return the addresses `name` means: an address, a number as written, or 第…条至第…条."""
    exact = document.find(name) if name.isascii() else None
    if exact is not None:
        return [exact.address]
    same = [node.address for node in document.walk() if node.number and node.number in (name, f"{name}、")]
    if same:
        return same[:1]
    cited = [address for citation in find_in_text(name) for address in citation.addresses]
    nodes = [document.find(address) for address in cited]
    return [node.address for node in nodes if node is not None] if None not in nodes else []


def _lines(text: str) -> list[str]:
    return [clean(line.strip()) for line in (text or "").splitlines() if line.strip()]
