"""Word's styles: what a paragraph or run inherits (ECMA-376 part 1, 17.7)."""

import re
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OFF = frozenset({"0", "false", "off", "none"})
HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
CONTENTS_NAME = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)$", re.IGNORECASE)
HALF_POINTS = 2
DEFAULT_SIZE = 10.0  # points; what Word takes when nobody says (17.3.2.38)
DEEPEST_CHAIN = 20


def value(parent: etree._Element | None, name: str) -> str:
    """Return the `w:val` of a child, "" when there is none."""
    child = parent.find(f"{W}{name}") if parent is not None else None
    return (child.get(f"{W}val") or "") if child is not None else ""


def switched_on(parent: etree._Element | None, name: str) -> bool | None:
    """Return an on/off property; None when nothing is said (17.17.4)."""
    child = parent.find(f"{W}{name}") if parent is not None else None
    return None if child is None else child.get(f"{W}val") not in OFF


class Styles:
    """The styles of one document."""

    def __init__(self, part: etree._Element | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        self._base: etree._Element | None = None
        self._looks: dict[str, tuple[bool, float]] = {}
        if part is None:
            return
        for style in part.iterchildren(f"{W}style"):
            key = style.get(f"{W}styleId") or ""
            self._styles[key] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") not in {None, *OFF}:
                self._default = key
        self._base = part.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")

    def name(self, key: str) -> str:
        """Return the style's name as its author sees it."""
        return value(self._styles.get(key), "name")

    def chain(self, key: str) -> Iterator[tuple[str, etree._Element]]:
        """Yield (id, style) from a style up to what it is based on."""
        for _step in range(DEEPEST_CHAIN):
            style = self._styles.get(key)
            if style is None:
                return
            yield key, style
            key = value(style, "basedOn")

    def is_title(self, key: str) -> bool:
        """Tell whether the style is the document's title style."""
        return self.name(key).lower() in {"title", "标题"} or key.lower() == "title"

    def is_contents(self, key: str) -> bool:
        """Tell whether the style is that of an entry of the table of contents."""
        return CONTENTS_NAME.match(self.name(key)) is not None

    def level(self, properties: etree._Element | None, key: str) -> int:
        """Return the heading level 1–9 of a paragraph, 0 for body text."""
        sources = [(properties, "")]
        sources += [(style.find(f"{W}pPr"), value(style, "name")) for _key, style in self.chain(key)]
        for source, name in sources:
            outline = value(source, "outlineLvl")
            if outline.isdecimal():
                return int(outline) + 1 if int(outline) < 9 else 0
            if named := HEADING_NAME.match(name):
                return int(named.group(1))
        return 0

    def is_centered(self, properties: etree._Element | None, key: str) -> bool:
        """Tell whether a paragraph is set in the middle."""
        sources = [properties, *(style.find(f"{W}pPr") for _key, style in self.chain(key or self._default))]
        said = next((found for source in sources if (found := value(source, "jc"))), "")
        return said == "center"

    def is_indented(self, properties: etree._Element | None, key: str) -> bool:
        """Tell whether the first line of a paragraph is moved in, which is how the paragraphs of a text are told apart."""
        sources = [properties, *(style.find(f"{W}pPr") for _key, style in self.chain(key or self._default))]
        for source in sources:
            indent = source.find(f"{W}ind") if source is not None else None
            if indent is not None:
                said = [indent.get(f"{W}{name}") for name in ("firstLineChars", "firstLine")]
                if any(amount is not None for amount in said):
                    return any((amount or "0") not in {"0", "0pt"} for amount in said)
        return False

    def run_look(self, run: etree._Element, paragraph_style: str) -> tuple[bool, float]:
        """Return (bold, size in points) of a run."""
        own = run.find(f"{W}rPr")
        character = value(own, "rStyle")
        bold, size = switched_on(own, "b"), value(own, "sz")
        if character:
            inherited = self._first(character)
            bold = inherited[0] if bold is None else bold
            size = size or inherited[1]
        from_paragraph = self._paragraph_look(paragraph_style)
        points = int(size) / HALF_POINTS if size.isdecimal() else from_paragraph[1]
        return (from_paragraph[0] if bold is None else bold), points

    def _paragraph_look(self, key: str) -> tuple[bool, float]:
        if key not in self._looks:
            bold, size = self._first(key or self._default)
            size = size or value(self._base, "sz")
            if bold is None:
                bold = switched_on(self._base, "b")
            points = int(size) / HALF_POINTS if size.isdecimal() else DEFAULT_SIZE
            self._looks[key] = bool(bold), points
        return self._looks[key]

    def _first(self, key: str) -> tuple[bool | None, str]:
        bold, size = None, ""
        for _key, style in self.chain(key):
            properties = style.find(f"{W}rPr")
            bold = switched_on(properties, "b") if bold is None else bold
            size = size or value(properties, "sz")
        return bold, size
