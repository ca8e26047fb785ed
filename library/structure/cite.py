"""References in a text: 《…》第…条第…款第（…）项, 本条例第…条, 前款, 第…条至第…条, 本章.

A reference is read as a chain: a work, then units, each deeper (第十条第二款), beside (第十条、第十二条) or up to
(第十条至第十五条) the one before. What has no work of its own belongs to the text it stands in, or to the law
that an amending decision is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from .citepath import Path, Place, Step
from .model import Document, Kind, Node
from .naming import NameIndex, local_names
from .numerals import NUMERAL_CLASS, chinese_to_int

__all__ = ["Citation", "find_citations", "find_in_text", "how_follows", "reference_steps", "step_of"]

_N = rf"{NUMERAL_CLASS}+"
_SELF_WORDS = "实施细则|实施办法|章程|条例|规定|办法|解释|细则|准则|规则|决定|决议|意见|方案|通则|规程|标准|公约|守则|制度|纲要|法典|法"
_ATOM = re.compile(
    rf"《(?P<title>[^《》]{{2,80}})》(?:[（(][^（）()]{{1,20}}[）)](?=第))?"
    rf"|(?P<self>本(?:{_SELF_WORDS}))"
    rf"|(?P<that>(?:该|同)(?:{_SELF_WORDS}))(?=第)"
    rf"|第(?P<n>{_N})(?P<unit>条|款|项|目|编|章|节)(?:之(?P<sub>[一二三四五六七八九十]+)(?![款项目条]))?"
    r"|第?[（(](?P<pn>[一二三四五六七八九十]+)[）)](?:(?P<punit>[项目])|(?=(?:[、和或至]|或者|以及)?第?[（(]))"
    r"|(?P<here>本[编章节条款项])(?!例|程|件|目)"
    r"|前(?P<back>[一二两三四五六七八九十])?(?P<prev>[条款项])(?!件)"
)
_MAY_CITE = re.compile(r"[第前本《]")
_JOIN = re.compile(r"[\s]*(?:、|和|或者|或|及|以及|与|，(?=第))[\s]*$")
_RANGE = re.compile(r"[\s]*(?:至|到|—|－|-)[\s]*$")
_AMENDS = re.compile(r"修改[^《]*《(?P<title>[^《》]+)》|^(?P<name>.{2,40}?)修正案")
_HALF = re.compile(r"(?:总则|分则)$")  # 刑法分则第四章
_BARE = re.compile(  # codes that are cited without 《》 everywhere
    r"(?:宪法|民法典|民法通则|民法总则|刑法|立法法|监察法|公司法|合同法|物权法|担保法|行政处罚法|行政许可法|行政强制法|行政复议法"
    r"|国家赔偿法|公务员法|劳动合同法|治安管理处罚法|(?:民事|刑事|行政|海事)诉讼法)(?:总则|分则)?$"
)
_STOP = "。；！？\n"
_CONTEXT = 60  # characters kept on each side


@dataclass(slots=True)
class Citation:
    """One reference: where it stands, which work and which provisions it means.

    ``start`` and ``end`` count characters of the node's ``text`` (``eid`` names the node). ``work`` is the
    title as written, "" for the text itself; ``target`` what the name index knows it as. ``addresses`` are
    short addresses (art_10/para_2); empty when the whole work is meant. ``missing`` are addresses of the text
    itself that do not exist.
    """

    start: int
    end: int
    text: str
    work: str = ""
    relative: bool = False
    addresses: list[str] = field(default_factory=list)
    context: str = ""
    eid: str = ""
    target: str | None = None
    missing: list[str] = field(default_factory=list)

    @property
    def resolved(self) -> bool:
        """True when a link can be made: the work is known and, in the text itself, the provisions exist."""
        return not self.missing and (self.target is not None or not self.work)


def reference_steps(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Yield every atom with what stands between it and the one before."""
    last = 0
    for match in _ATOM.finditer(text):
        yield match, text[last : match.start()]
        last = match.end()


def how_follows(between: str) -> str:
    """Return how a unit follows the one before: deeper "", beside "," up to "-", not at all "x"."""
    if not between.strip() or between.strip() == "的":
        return ""
    if _JOIN.match(between):
        return ","
    return "-" if _RANGE.match(between) else "x"


def step_of(match: re.Match[str]) -> Step | None:
    """Return the unit an atom names, None for a work."""
    if match["unit"]:
        sub = chinese_to_int(match["sub"]) if match["sub"] else 0
        return Step(match["unit"], chinese_to_int(match["n"]), sub)
    if match["pn"]:
        return Step(match["punit"] or "项", chinese_to_int(match["pn"]))
    if match["here"]:
        return Step(match["here"][1], 0, here=True)
    if match["prev"]:
        return Step(match["prev"], chinese_to_int(match["back"]) if match["back"] else 1, back=True)
    return None


class _Chain:
    """Collects the atoms of one reference."""

    def __init__(self, start: int, place: Place) -> None:
        self.start = self.end = start
        self.place = place
        self.work, self.relative = "", False
        self.path = Path(place)

    def citation(self, text: str) -> Citation:
        """Return the finished reference."""
        left = max((text.rfind(stop, 0, self.start) for stop in _STOP), default=-1) + 1
        rights = [at for stop in _STOP if (at := text.find(stop, self.end)) >= 0]
        right = min(rights, default=len(text))
        context = text[max(left, self.start - _CONTEXT) : min(right + 1, self.end + _CONTEXT)].strip()
        return Citation(
            self.start,
            self.end,
            text[self.start : self.end],
            self.work,
            self.relative,
            self.path.addresses(),
            context,
        )


class _Finder:
    """Reads the atoms of one text and cuts them into chains."""

    def __init__(
        self, text: str, place: Place, names: NameIndex, local: Mapping[str, str], default: str
    ) -> None:
        self.text, self.place, self.names, self.local, self.default = text, place, names, local, default
        self.chain: _Chain | None = None
        self.mentioned = ""  # the work named last, for 该法第…条
        self.found: list[Citation] = []

    def run(self) -> list[Citation]:
        for match, between in reference_steps(self.text):
            how = how_follows(between) if self.chain is not None else "x"
            step = step_of(match)
            if step is None:
                self._work(match)
            elif self.chain is None or how == "x" or not self.chain.path.accepts(step, how):
                self._open(match, step)
            else:
                self.chain.path.add(step, how)
                self.chain.end = match.end()
        self._finish()
        return self.found

    def _finish(self) -> None:
        if self.chain is not None:
            self.found.append(self.chain.citation(self.text))
        self.chain = None

    def _work(self, match: re.Match[str]) -> None:
        """Begin a chain with a work: 《…》, 本法, 该法."""
        self._finish()
        self.chain = chain = _Chain(match.start(), self.place)
        chain.end = match.end()
        if match["title"]:
            chain.work = self.mentioned = match["title"]
            chain.path = Path(Place())
        elif match["that"]:
            chain.work, chain.path = self.mentioned, Path(Place())
        elif self.default and match["self"] not in ("本决定", "本决议"):
            chain.work, chain.path = self.default, Path(Place())
        else:
            chain.relative = True

    def _open(self, match: re.Match[str], step: Step) -> None:
        """Begin a chain with a unit; a known name right before it is its work (刑法第一百条)."""
        self._finish()
        start = match.start()
        own = step.here or step.back
        name = "" if own or step.unit not in "条编章" else self._name_before(start)
        self.chain = chain = _Chain(start - len(name), self.place)
        chain.end = match.end()
        if name:
            bare = _HALF.sub("", name)
            chain.work = self.mentioned = self.local.get(bare, bare)
            chain.path = Path(Place())
        elif self.default and step.unit == "条" and not own:
            chain.work, chain.path = self.default, Path(Place())
        else:
            chain.relative = True
        chain.path.add(step, "")

    def _name_before(self, start: int) -> str:
        before = self.text[max(0, start - 40) : start]
        if _HALF.search(before):
            name = self._name_before(start - 2)
            return name + before[-2:] if name else ""
        for short in sorted(self.local, key=len, reverse=True):
            if before.endswith(short):
                return short
        bare = _BARE.search(before)
        return self.names.longest_ending(before) or (bare.group() if bare else "")


def find_in_text(
    text: str,
    *,
    place: Place | None = None,
    names: NameIndex | None = None,
    local: Mapping[str, str] | None = None,
    default_work: str = "",
) -> list[Citation]:
    """Find the references in one piece of text; ``place`` says where it stands, for 前款 and 本章."""
    finder = _Finder(text, place or Place(), names or NameIndex(), local or {}, default_work)
    return finder.run()


def _amended_work(title: str) -> str:
    """Return the law an amending decision is about, "" for any other text."""
    match = _AMENDS.search(title)
    return (match["title"] or match["name"]) if match else ""


def _is_worth(citation: Citation, default: str) -> bool:
    """Tell a reference from a mere mention of the text itself (本法).

    前款 and 第一项 inside the new wording that an amending decision quotes mean the amended law's own.
    """
    if citation.relative:
        return bool(citation.addresses) and not default
    return True


def find_citations(document: Document, names: NameIndex | Mapping[str, str] | None = None) -> list[Citation]:
    """Find every reference in a document, in reading order, each with its target where it is known."""
    index = names if isinstance(names, NameIndex) else NameIndex(names or {})
    local = local_names(document.plain_text())
    found: list[Citation] = []
    default = _amended_work(document.title)
    for node, place in _places(document):
        if node.kind in (Kind.DIVISION, Kind.COMPONENT):
            default = _amended_work(node.heading)
        if not _MAY_CITE.search(node.text):
            continue
        for citation in find_in_text(node.text, place=place, names=index, local=local, default_work=default):
            if _is_worth(citation, default):
                found.append(_resolve(citation, node, document, index, local))
    return found


def _resolve(
    citation: Citation, node: Node, document: Document, index: NameIndex, local: Mapping[str, str]
) -> Citation:
    """Add what the whole document and the library know about a reference."""
    work = local.get(citation.work, citation.work)
    if work:
        return replace(citation, eid=node.eid, target=index.find(work) or index.find(citation.work))
    addresses, missing = [], []
    for address in citation.addresses:
        target = document.find(address) or _item_elsewhere(address, document)
        addresses.append(target.address if target else address)
        if target is None:
            missing.append(address)
    return replace(citation, eid=node.eid, addresses=addresses, missing=missing)


def _item_elsewhere(address: str, document: Document) -> Node | None:
    """Find 第三项 said in a later paragraph than the one that lists the items."""
    match = re.fullmatch(r"(.*art_[\d_]+)/para_\d+/(item_\d+)", address)
    return document.find(f"{match.group(1)}/{match.group(2)}") if match else None


def _places(document: Document) -> Iterator[tuple[Node, Place]]:
    """Yield every node with text, and where it stands."""
    before = ""
    stack: list[tuple[Node, Place]] = [(root, Place()) for root in reversed(document.roots)]
    while stack:
        node, place = stack.pop()
        place = place.inside(node, before)
        if node.kind == Kind.ARTICLE:
            before = node.address
        yield node, place
        stack.extend((child, place) for child in reversed(node.children))
