"""Word's automatic numbers: what `numbering.xml` and the styles say a paragraph's number is.

ECMA-376 part 1: 17.9.15 numPr, 17.9.6 lvl, 17.9.11 lvlText, 17.9.17 numFmt, 17.9.8 lvlOverride, 17.9.10 lvlRestart,
17.9.4 isLgl, 17.9.21 numStyleLink, 17.9.23 pStyle.
"""

from dataclasses import dataclass, field

from lxml import etree

from library.extraction.counting import write_number
from library.extraction.word_styles import Styles, W, value

LEVELS = 9
SPACED_ENDINGS = ("条", "章", "节", "编", "篇", "部分", "款", "目")
LARGEST_START = 32_767  # Word's own limit; a larger one is a forged file
IDEOGRAPHIC_SPACE = "　"


@dataclass
class _Level:
    text: str = ""
    format: str = "decimal"
    start: int = 1
    restart: int | None = None
    suffix: str = "tab"
    is_legal: bool = False
    style: str = ""


@dataclass
class _List:
    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)

    def start(self, depth: int) -> int:
        """Return the number a level begins with; an override of this list wins."""
        return self.starts.get(depth, self.levels[depth].start if depth in self.levels else 1)

    def depth_of(self, style: str) -> int | None:
        """Return the level that is linked to a paragraph style."""
        return next((depth for depth, level in self.levels.items() if level.style == style), None)


class Numbering:
    """The numbers of one document, counted as its paragraphs come by in order."""

    def __init__(self, part: etree._Element | None, styles: Styles) -> None:
        self.written = 0
        self._styles = styles
        self._lists = _lists(part, styles) if part is not None else {}
        # Lists that share an abstract definition go on counting each other.
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[str] = set()

    def label(self, properties: etree._Element | None, style: str) -> str:
        """Return the number Word shows before the paragraph, with what separates it; "" when it has none."""
        found = self._place(properties, style)
        if found is None:
            return ""
        key, depth = found
        chosen = self._lists[key]
        level = chosen.levels.get(depth)
        if level is None:
            return ""
        counters = self._advance(key, chosen, depth)
        if level.format in {"none", "bullet"} and "%" not in level.text:
            return ""
        label = _fill(level, chosen, counters)
        if level.format == "bullet" or not label.strip():
            return ""
        self.written += 1
        spaced = level.suffix != "nothing" and label.endswith(SPACED_ENDINGS)
        return label + (IDEOGRAPHIC_SPACE if spaced or label[-1].isdecimal() else "")

    def _place(self, properties: etree._Element | None, style: str) -> tuple[str, int] | None:
        key, depth = _numbering_of(properties)
        linked = ""
        for name, inherited in self._styles.chain(style):
            if key is not None and depth is not None:
                break
            found_key, found_depth = _numbering_of(inherited.find(f"{W}pPr"))
            if key is None and found_key is not None:
                key, linked = found_key, name
            depth = found_depth if depth is None else depth
        if key is None or key == "0" or key not in self._lists:
            return None
        if depth is None and linked:
            depth = self._lists[key].depth_of(linked)
        return key, depth or 0

    def _advance(self, key: str, chosen: _List, depth: int) -> dict[int, int]:
        counters = self._counters.setdefault(chosen.abstract, {})
        if key not in self._started:
            self._started.add(key)
            for overridden in chosen.starts:
                counters.pop(overridden, None)
        counters[depth] = counters.get(depth, chosen.start(depth) - 1) + 1
        for below in range(depth + 1, LEVELS):
            restart = chosen.levels[below].restart if below in chosen.levels else None
            if restart is None or (restart > 0 and depth < restart):
                counters.pop(below, None)
        return counters


def _fill(level: _Level, chosen: _List, counters: dict[int, int]) -> str:
    label = level.text
    for depth in range(LEVELS):
        token = f"%{depth + 1}"
        if token in label:
            kind = "decimal" if level.is_legal else chosen.levels.get(depth, _Level()).format
            # A level above that has not come yet shows its start and has not been counted.
            label = label.replace(token, write_number(counters.get(depth, chosen.start(depth)), kind))
    return label


def _numbering_of(properties: etree._Element | None) -> tuple[str | None, int | None]:
    numbering = properties.find(f"{W}numPr") if properties is not None else None
    if numbering is None:
        return None, None
    key, depth = value(numbering, "numId"), value(numbering, "ilvl")
    return key or None, int(depth) if depth.isdecimal() and int(depth) < LEVELS else None


def _lists(part: etree._Element, styles: Styles) -> dict[str, _List]:
    abstracts = {item.get(f"{W}abstractNumId") or "": item for item in part.iterchildren(f"{W}abstractNum")}
    lists: dict[str, _List] = {}
    for number in part.iterchildren(f"{W}num"):
        abstract = value(number, "abstractNumId")
        definition = abstracts.get(abstract)
        if definition is None:
            continue
        abstract, definition = _linked(abstract, definition, styles, abstracts, part)
        made = _List(abstract, {_depth(item): _level(item) for item in definition.iterchildren(f"{W}lvl")})
        for override in number.iterchildren(f"{W}lvlOverride"):
            depth = _depth(override)
            replaced = override.find(f"{W}lvl")
            if replaced is not None:
                made.levels[depth] = _level(replaced)
            start = _number(value(override, "startOverride"))
            if start is not None:
                made.starts[depth] = start
        lists[number.get(f"{W}numId") or ""] = made
    return lists


def _linked(
    abstract: str,
    definition: etree._Element,
    styles: Styles,
    abstracts: dict[str, etree._Element],
    part: etree._Element,
) -> tuple[str, etree._Element]:
    """Return the definition that holds the levels; one that only names a numbering style takes that style's."""
    linked = value(definition, "numStyleLink")
    key = next((_numbering_of(style.find(f"{W}pPr"))[0] for _id, style in styles.chain(linked)), None)
    if not linked or not key:
        return abstract, definition
    for number in part.iterchildren(f"{W}num"):
        target = value(number, "abstractNumId")
        if number.get(f"{W}numId") == key and target in abstracts:
            return target, abstracts[target]
    return abstract, definition


def _level(element: etree._Element) -> _Level:
    return _Level(
        text=value(element, "lvlText"),
        format=value(element, "numFmt") or "decimal",
        start=_number(value(element, "start")) or 0 if value(element, "start") else 1,
        restart=_number(value(element, "lvlRestart")),
        suffix=value(element, "suff") or "tab",
        is_legal=element.find(f"{W}isLgl") is not None,
        style=value(element, "pStyle"),
    )


def _depth(element: etree._Element) -> int:
    return _number(element.get(f"{W}ilvl") or "") or 0


def _number(written: str) -> int | None:
    return int(written) if written.isdecimal() and int(written) <= LARGEST_START else None
