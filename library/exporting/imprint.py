"""What an exported text says of itself."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Reference:
    """Characters `start` to `end` of a node's text lead to `href`: `#` and an address of the text, or a web address."""

    start: int
    end: int
    href: str


@dataclass(frozen=True)
class Imprint:
    """Who issued a text, under which number, and which of its editions this is.

    `slug` names the work; `work_date` is the day of its first edition, `edition_date` that of this one.
    """

    title: str
    kind: str
    slug: str
    edition_date: date
    work_date: date
    url: str
    short_title: str = ""
    issuer: str = ""
    document_number: str = ""
    source: str = ""
    status: str = ""
    adopted_on: date | None = None
    effective_from: date | None = None
    published_on: date | None = None
