"""A text as Akoma Ntoso 3 (OASIS LegalDocML), with the eIds it has on the site."""

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from library.exporting.imprint import Imprint, Reference
from library.structure import Document, Kind, Node

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
SITE = "zhixing"
ISSUER = "issuer"
# Hierarchical elements of the standard; what it has no element for is an hcontainer with a name.
ELEMENTS = {
    Kind.PART: "part",
    Kind.SUBPART: "subpart",
    Kind.CHAPTER: "chapter",
    Kind.SECTION: "section",
    Kind.SUBSECTION: "subsection",
    Kind.DIVISION: "division",
    Kind.ARTICLE: "article",
    Kind.PARAGRAPH: "paragraph",
    Kind.CLAUSE: "clause",
    Kind.ITEM: "point",
    Kind.SUBITEM: "indent",
    Kind.POINT: "point",
    Kind.SUBPOINT: "indent",
}
ENDINGS = {Kind.SIGNATURE, Kind.SOURCE}
# Regulations are acts; everything else is a document of its kind.
DOCUMENT_NAMES = {"speech": "speech", "guide": "guide"}
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

References = Mapping[str, Sequence[Reference]]


def akoma_ntoso(document: Document, imprint: Imprint, references: References | None = None) -> bytes:
    """Return `document` as Akoma Ntoso; `references` are its links by the address they stand at."""
    return _Writer(document, imprint, references or {}).written()


class _Writer:
    """Writes one document."""

    def __init__(self, document: Document, imprint: Imprint, references: References) -> None:
        self.document, self.imprint, self.references = document, imprint, references

    def written(self) -> bytes:
        """Return the file."""
        root = etree.Element(_tag("akomaNtoso"), nsmap={None: NAMESPACE})
        name = DOCUMENT_NAMES.get(self.imprint.kind, "")
        act = _add(root, "doc" if name else "act", name=name or "regulation", contains="singleVersion")
        self._meta(_add(act, "meta"))
        self._preface(_add(act, "preface"))
        roots = list(self.document.roots)
        endings = _endings(roots)
        body = _add(act, "mainBody" if name else "body")
        for node in roots:
            self._node(body, node)
        if not len(body):
            _add(_add(_add(body, "hcontainer", name="empty", eId="empty"), "content"), "p")
        if endings:
            conclusions = _add(act, "conclusions")
            for node in endings:
                self._text(_add(conclusions, "p", eId=node.eid), node)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=False)

    def _meta(self, meta: etree._Element) -> None:
        imprint = self.imprint
        kind = "doc" if imprint.kind in DOCUMENT_NAMES else "act"
        work = f"/akn/cn/{kind}/{imprint.work_date}/{imprint.slug}"
        expression = f"{work}/zho@{imprint.edition_date}"
        identification = _add(meta, "identification", source=f"#{SITE}")
        self._level(identification, "FRBRWork", work, imprint.work_date.isoformat(), "Generation")
        self._level(
            identification, "FRBRExpression", expression, imprint.edition_date.isoformat(), "Expression"
        )
        self._level(
            identification,
            "FRBRManifestation",
            f"{expression}.akn",
            imprint.edition_date.isoformat(),
            "XMLConversion",
        )
        if imprint.published_on:
            _add(
                meta,
                "publication",
                date=imprint.published_on.isoformat(),
                name="publication",
                showAs=imprint.issuer or imprint.title,
            )
        lifecycle = _add(meta, "lifecycle", source=f"#{SITE}")
        for number, (day, event) in enumerate(self._events(), 1):
            _add(lifecycle, "eventRef", eId=f"event_{number}", date=day, source="#original", type=event)
        references = _add(meta, "references", source=f"#{SITE}")
        _add(references, "original", eId="original", href=work, showAs=imprint.title)
        _add(references, "TLCOrganization", eId=SITE, href=imprint.url, showAs="知行")
        if imprint.issuer:
            _add(
                references,
                "TLCOrganization",
                eId=ISSUER,
                href="/ontology/organization/cn/issuer",
                showAs=imprint.issuer,
            )

    def _events(self) -> list[tuple[str, str]]:
        imprint = self.imprint
        days = [(imprint.adopted_on or imprint.work_date, "generation")]
        if imprint.effective_from and imprint.effective_from != days[0][0]:
            days.append(
                (
                    imprint.effective_from,
                    "amendment" if imprint.edition_date != imprint.work_date else "generation",
                )
            )
        return [(day.isoformat(), event) for day, event in days]

    def _level(self, parent: etree._Element, name: str, uri: str, day: str, event: str) -> None:
        """Add one of the three levels of identification, its parts in the order the schema wants."""
        imprint = self.imprint
        level = _add(parent, name)
        _add(level, "FRBRthis", value=f"{uri}/!main")
        _add(level, "FRBRuri", value=uri)
        if name == "FRBRWork":
            _add(level, "FRBRalias", value=imprint.title, name="title")
            if imprint.short_title:
                _add(level, "FRBRalias", value=imprint.short_title, name="shortTitle")
        _add(level, "FRBRdate", date=day, name=event)
        author = f"#{ISSUER}" if imprint.issuer and name != "FRBRManifestation" else f"#{SITE}"
        _add(level, "FRBRauthor", href=author)
        if name == "FRBRWork":
            _add(level, "FRBRcountry", value="cn")
            if imprint.document_number:
                _add(level, "FRBRnumber", value=imprint.document_number)
            _add(level, "FRBRname", value=imprint.title)
        elif name == "FRBRExpression":
            _add(level, "FRBRlanguage", language="zho")
        else:
            _add(level, "FRBRformat", value="application/akn+xml")

    def _preface(self, preface: etree._Element) -> None:
        title = _add(_add(preface, "longTitle"), "p")
        _add(title, "docTitle").text = _clean(self.imprint.title)
        for line in self.document.note.split("\n") if self.document.note else []:
            _add(preface, "p").text = _clean(line)

    def _node(self, parent: etree._Element, node: Node) -> None:
        name = ELEMENTS.get(Kind(node.kind))
        element = (
            _add(parent, name, eId=node.eid)
            if name
            else _add(parent, "hcontainer", eId=node.eid, name=str(node.kind))
        )
        if node.number:
            _add(element, "num").text = _clean(node.number)
        if node.heading:
            _add(element, "heading").text = _clean(node.heading)
        if not node.children:
            self._block(_add(element, "content"), node)
            return
        if node.text:
            self._block(_add(element, "intro"), node)
        for child in node.children:
            self._node(element, child)

    def _block(self, parent: etree._Element, node: Node) -> None:
        if node.kind == Kind.TABLE:
            table = _add(parent, "table")
            for row in node.text.split("\n"):
                line = _add(table, "tr")
                for cell in row.split("\t"):
                    _add(_add(line, "td"), "p").text = _clean(cell)
            return
        self._text(_add(parent, "p"), node)

    def _text(self, parent: etree._Element, node: Node) -> None:
        """Add the node's words, its references as `ref` elements."""
        last, before = 0, parent
        for found in self.references.get(node.address, ()):
            if found.start < last:
                continue
            _append(parent, before, node.text[last : found.start])
            before = _add(parent, "ref", href=self._href(found.href))
            before.text = _clean(node.text[found.start : found.end])
            last = found.end
        _append(parent, before, node.text[last:])

    def _href(self, href: str) -> str:
        if not href.startswith("#"):
            return href
        node = self.document.find(href[1:])
        return f"#{node.eid}" if node else href


def _endings(roots: list[Node]) -> list[Node]:
    """Take the signature and the source line off the end of a text."""
    endings: list[Node] = []
    while roots and roots[-1].kind in ENDINGS and not roots[-1].children:
        endings.insert(0, roots.pop())
    return endings


def _append(parent: etree._Element, before: etree._Element, text: str) -> None:
    if before is parent:
        parent.text = (parent.text or "") + _clean(text)
    else:
        before.tail = (before.tail or "") + _clean(text)


def _add(parent: etree._Element, element: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _tag(element), {key: _clean(value) for key, value in attributes.items()})


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _clean(text: str) -> str:
    return NOT_XML.sub("", text)
