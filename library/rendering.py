"""A parsed text as HTML: made in one pass, every provision at its address, everything escaped. Pure but for escaping."""

import hashlib
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from library.structure import Document, Kind, Node

HEADINGS = {
    Kind.PART: 2,
    Kind.COMPONENT: 2,
    Kind.SUBPART: 2,
    Kind.CHAPTER: 2,
    Kind.ANNEX: 2,
    Kind.PREFACE: 2,
    Kind.TITLE_BLOCK: 2,
    Kind.DIVISION: 2,
    Kind.SECTION: 3,
    Kind.SUBSECTION: 4,
}
INDENTED = {Kind.ITEM: "t-item", Kind.SUBITEM: "t-subitem", Kind.SUBPOINT: "t-subitem"}
CITED = "cited"
ASIDE = {Kind.SIGNATURE: "t-signature", Kind.SOURCE: "t-source"}


@dataclass(frozen=True, order=True)
class Link:
    """Characters `start` to `end` of a node's text, which read `text`, lead to `href`."""

    start: int
    end: int
    text: str
    href: str


@dataclass(frozen=True, order=True)
class Spoken:
    """A lecture that speaks of an article: what the link says and where it leads."""

    label: str
    href: str


@dataclass(frozen=True)
class Links:
    """The links of one text by the address they stand at, how often each article is referred to, and who speaks of it."""

    leading: dict[str, list[Link]] = field(default_factory=dict)
    cited: dict[str, int] = field(default_factory=dict)
    lectures: dict[str, list[Spoken]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Return a fingerprint: equal links make equal pages."""
        said = repr((sorted(self.leading.items()), sorted(self.cited.items()), sorted(self.lectures.items())))
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Entry:
    """One line of the contents: its address, words and depth (1 is the outermost)."""

    address: str
    label: str
    depth: int


@dataclass(frozen=True)
class RenderedText:
    """A text ready for a page; `html` is safe."""

    title: str
    note: str
    html: SafeString
    contents: tuple[Entry, ...]
    articles: int


@dataclass(frozen=True)
class _Place:
    """The address of the text, ending in a slash, and where its words lead."""

    base: str
    links: Links


def render(document: Document, *, base: str, links: Links | None = None) -> RenderedText:
    """Return the HTML of `document`; `base` is the address of the text, ending in a slash."""
    pieces: list[str] = []
    contents: list[Entry] = []
    place = _Place(base, links or Links())
    # Plans and speeches have no chapters, so their 一、 is a second-level heading there.
    has_chapters = any(root.kind in {Kind.PART, Kind.CHAPTER} for root in document.walk())
    for root in document.roots:
        _render(root, place, 1, pieces, contents, 0 if has_chapters else 1)
    return RenderedText(
        title=document.title,
        note=document.note,
        html=mark_safe("".join(pieces)),  # noqa: S308 - every piece below is escaped
        contents=tuple(contents),
        articles=document.counts.get(Kind.ARTICLE, 0),
    )


def _render(
    node: Node, place: _Place, depth: int, pieces: list[str], contents: list[Entry], lift: int
) -> None:
    if node.kind == Kind.ARTICLE:
        _article(node, place, pieces)
        return
    if node.kind in HEADINGS:
        _heading(node, place, depth, pieces, contents, lift)
    elif node.kind == Kind.TABLE:
        pieces.append(_table(node, place.links))
    elif node.kind == Kind.POINT and node.heading and not node.text:
        pieces.append(
            f'<h4 class="t-h" id="{node.address}">{escape(node.number)}　{escape(node.heading)}</h4>'
        )
    else:
        pieces.append(_paragraph(node, place.links))
    for child in node.children:
        _render(child, place, depth + 1, pieces, contents, lift)


def _heading(
    node: Node, place: _Place, depth: int, pieces: list[str], contents: list[Entry], lift: int
) -> None:
    label = "　".join(part for part in (node.number, node.heading) if part)
    if label:
        level = max(2, HEADINGS[Kind(node.kind)] - lift)
        pieces.append(f'<h{level} class="t-h" id="{node.address}">{escape(label)}</h{level}>')
        contents.append(Entry(node.address, label, min(depth, 3)))
        if node.text:
            pieces.append(f'<p class="t-p">{linked(node, place.links)}</p>')
    elif node.text:
        pieces.append(_paragraph(node, place.links))


def _article(node: Node, place: _Place, pieces: list[str]) -> None:
    number = f'<a class="t-no" href="{escape(place.base)}{node.address}/">{escape(node.number)}</a>'
    if node.heading:
        number += f'<b class="t-name">{escape(node.heading)}</b>'
    pieces.append(f'<section class="t-art" id="{node.address}">')
    below = list(node.children)
    if node.text:
        pieces.append(f'<p class="t-p">{number}{linked(node, place.links)}</p>')
    elif below and below[0].kind == Kind.PARAGRAPH:
        first = below.pop(0)
        pieces.append(f'<p class="t-p" id="{first.address}">{number}{linked(first, place.links)}</p>')
        below = [*first.children, *below]
    else:
        pieces.append(f'<p class="t-p">{number}</p>')
    for child in below:
        for part in child.walk():
            pieces.append(
                _table(part, place.links) if part.kind == Kind.TABLE else _paragraph(part, place.links)
            )
    count = place.links.cited.get(node.address)
    if count:
        href = f"{escape(place.base)}{node.address}/{CITED}/"
        pieces.append(f'<p class="t-cited"><a href="{href}">被引用 {count} 处</a></p>')
    pieces.append(_lectures(place.links.lectures.get(node.address, [])))
    pieces.append("</section>")


def _lectures(lectures: list[Spoken]) -> str:
    if not lectures:
        return ""
    links = "".join(f'<a href="{escape(lecture.href)}">{escape(lecture.label)}</a>' for lecture in lectures)
    return f'<p class="t-lectures"><span>讲到本条的课程</span>{links}</p>'


def _paragraph(node: Node, links: Links) -> str:
    style = ASIDE.get(Kind(node.kind)) or INDENTED.get(Kind(node.kind)) or "t-p"
    lead = str(escape(node.number))
    if node.heading:
        lead += f"<b>{escape(node.heading)}</b>"
    text = linked(node, links).replace("\n", "<br>")
    return f'<p class="{style}" id="{node.address}">{lead}{text}</p>'


def linked(node: Node, links: Links) -> str:
    """Return the escaped text of a node with its references as links."""
    return _linked_part(node, links, 0, len(node.text))


def _linked_part(node: Node, links: Links, start: int, end: int) -> str:
    """Return characters `start` to `end` of a node; a reference that does not stand in them whole is no link."""
    text, last = node.text, start
    pieces: list[str] = []
    for link in links.leading.get(node.address, ()):
        # A draft may say something else by now at that place.
        if link.start < last or link.end > end or text[link.start : link.end][: len(link.text)] != link.text:
            continue
        pieces.append(escape(text[last : link.start]))
        pieces.append(
            f'<a class="t-cite" href="{escape(link.href)}">{escape(text[link.start : link.end])}</a>'
        )
        last = link.end
    return "".join([*pieces, escape(text[last:end])])


def _table(node: Node, links: Links) -> str:
    pieces, at = [], 0
    for row in node.text.split("\n"):
        pieces.append("<tr>")
        for cell in row.split("\t"):
            pieces.append(f"<td>{_linked_part(node, links, at, at + len(cell))}</td>")
            at += len(cell) + 1
        pieces.append("</tr>")
    rows = "".join(pieces)
    return f'<div class="t-table" id="{node.address}" tabindex="0"><table>{rows}</table></div>'
