"""What a document says of itself: title, kind, dates, issuer, from its header, its text or the person importing."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from anyascii import anyascii
from django.utils.text import slugify

from library.errors import BadDate, MissingTitle, NoBody
from library.extraction import Extracted
from library.models import MaterialPage
from library.structure import Document, Kind, parse

DATE_IN_TEXT = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
EFFECTIVE_IN_TEXT = re.compile(r"自\s*(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日起(?:施行|实施|执行)")
LINK_LINE = re.compile(r"^\s*(?:[-*]\s*)?\[[^\]]+\]\([^)]+\)\s*$")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SHORTEST_TEXT = 20
SHORTEST_NAME = 4
PARTS = (Kind.PART, Kind.CHAPTER, Kind.PREFACE)
INDEX_NAMES = ("README.md", "index.md")


@dataclass
class Particulars:
    """Everything an import knows besides the text; dates are days, lists may be empty."""

    title: str
    kind: str
    slug: str = ""
    short_title: str = ""
    topics: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    issuer: str = ""
    speaker: str = ""
    document_number: str = ""
    summary: str = ""
    source: str = ""
    status: str = ""
    published_on: date | None = None
    adopted_on: date | None = None
    effective_from: date | None = None


def gather(
    extracted: Extracted, document: Document, *, name: str, kind: str, topic: str = "", whole: str = ""
) -> Particulars:
    """Return the particulars of one document; the file's own header wins over what the text suggests.

    `whole` is the title of the work the file may be a part of: 第一编　总则 by itself could be any law's.

    Raises:
        MissingTitle, NoBody, BadDate: with the sentence to show.
    """
    header = extracted.metadata
    part = "" if header.get("title") else part_title(document)
    title = (header.get("title") or document.title or extracted.title_hint or title_in_name(name)).strip()
    if whole and part:
        title = f"{whole}　{part}"
    if not title:
        raise MissingTitle(name)
    if not has_body(extracted.text, document):
        raise NoBody(name)
    days = {
        key: _day(header[key], name)
        for key in ("date", "adopted_on", "effective_from", "edition")
        if header.get(key)
    }
    adopted = days.get("adopted_on") or first_date(document.note)
    effective = days.get("effective_from") or days.get("edition") or day_in_name(name)
    # An amended text still says when its first version took effect; its amendment came later.
    effective = effective or max(filter(None, (effective_date(document), adopted)), default=None)
    return Particulars(
        title=title[:255],
        kind=header["kind"] if is_known_kind(header.get("kind", "")) else kind,
        slug=slugify(header.get("slug", ""), allow_unicode=True)[:60],
        short_title=header.get("short_title", ""),
        topics=_split(header.get("topic", "")) or ([topic] if topic else []),
        tags=_split(header.get("tags", "")),
        issuer=header.get("issuer", ""),
        speaker=header.get("speaker", ""),
        document_number=header.get("document_number", ""),
        summary=header.get("summary", "")[:200],
        source=header.get("source", ""),
        status=header.get("status", ""),
        published_on=days.get("date") or adopted or first_date(document.signature),
        adopted_on=adopted,
        effective_from=effective,
    )


def part_title(document: Document) -> str:
    """Return what a text without a title of its own begins with (第一编　总则, 序言), "" when it has a title."""
    first = document.roots[0] if document.roots else None
    if document.title_line or first is None or first.kind not in PARTS:
        return ""
    return "　".join(words for words in (first.number, first.heading) if words)


def index_title(text: str) -> str:
    """Return the title of the page that stands in front of a folder's files, "" when it names none."""
    document = parse(text)
    return document.title if document.title_line else ""


def has_body(text: str, document: Document) -> bool:
    """Tell whether there is prose: not only a title, and not only a list of links."""
    lines = [line for line in text.splitlines() if line.strip() and not LINK_LINE.match(line)]
    prose = "".join(lines).replace(document.title, "", 1)
    return len("".join(prose.split())) >= SHORTEST_TEXT


def title_in_name(name: str) -> str:
    """Return a file's name as a title when it reads like one (“政府工作报告-1978.txt”), else nothing."""
    stem = Path(name).stem
    return stem if len(CHINESE.findall(stem)) >= SHORTEST_NAME else ""


def day_in_name(name: str) -> date | None:
    """Return the day a file is named after (`2024-11-28.md`, one edition of a law), or None."""
    try:
        return date.fromisoformat(Path(name).stem)
    except ValueError:
        return None


def first_date(text: str) -> date | None:
    """Return the last full date in `text` (a 题注 lists amendments in order), or None."""
    found = [day for year, month, number in DATE_IN_TEXT.findall(text) if (day := _safe(year, month, number))]
    return found[-1] if found else None


def effective_date(document: Document) -> date | None:
    """Return the day the text says it takes effect (“自…起施行”, most often its last article), or None."""
    for article in reversed(document.articles):
        found = EFFECTIVE_IN_TEXT.search(article.full_text())
        if found:
            return _safe(*found.groups())
    return None


def default_slug(particulars: Particulars, name: str) -> str:
    """Return an address name for a new page: the header's, or an ASCII file name, or one made of the title."""
    if particulars.slug:
        return particulars.slug
    stem = Path(name).stem
    if stem.lower() not in {"readme", "index"} and re.fullmatch(r"[A-Za-z0-9][\w-]{2,60}", stem, re.ASCII):
        return stem.lower().replace("_", "-")
    return re.sub(r"[^a-z0-9]+", "-", anyascii(particulars.title).lower())[:60].strip("-") or "material"


def is_known_kind(kind: str) -> bool:
    """Tell whether documents of `kind` can be imported."""
    return kind in {MaterialPage.Kind.REGULATION, MaterialPage.Kind.SPEECH, MaterialPage.Kind.GUIDE}


def _split(value: str) -> list[str]:
    return [part.strip() for part in re.split(r"[,，、]", value) if part.strip()]


def _day(value: str, name: str) -> date:
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise BadDate(name, value) from error


def _safe(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
