"""Writing Moodle XML, as Moodle 4 exports it, with one element of our own (`zhixing`) that Moodle passes over."""

import re

from lxml import etree

from quizzes.errors import InvalidQuestion
from quizzes.formats.cloze import write_cloze
from quizzes.formats.model import Choice, Item, Number, Text

FORMATS = {
    "plain": "plain_text",
    "html": "html",
    "moodle": "moodle_auto_format",
    "markdown": "markdown",
}
TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "truefalse": "truefalse",
    "blank": "shortanswer",
    "numerical": "numerical",
    "matching": "matching",
    "ordering": "ordering",
    "essay": "essay",
    "description": "description",
}
NAME_CHARS = 40
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def write_moodle(items: list[Item]) -> bytes:
    """Return the file of `items`.

    Raises:
        InvalidQuestion: one of them cannot be said in Moodle XML.
    """
    root = etree.Element("quiz")
    category = ""
    for item in items:
        if item.category and item.category != category:
            category = item.category
            _words(_child(root, "question", type="category"), "category", category)
        root.append(write_question(item))
    etree.indent(root)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def write_question(item: Item) -> etree._Element:
    """Return one question's element.

    Raises:
        InvalidQuestion: it has no kind Moodle knows.
    """
    if item.kind not in TYPES:
        raise InvalidQuestion([f"Moodle 没有“{item.kind}”这种题型。"])
    is_cloze = item.kind == "blank" and len(item.blanks) != 1
    element = etree.Element("question", type="cloze" if is_cloze else TYPES[item.kind])
    _words(element, "name", item.name or " ".join(item.stem.text.split())[:NAME_CHARS])
    _text(element, "questiontext", write_cloze(item.stem, item.blanks) if is_cloze else item.stem)
    _text(element, "generalfeedback", item.explanation or Text("", item.stem.format))
    _plain(element, "defaultgrade", "1")
    _plain(element, "idnumber", item.id)
    if not is_cloze:
        _write_answer(element, item)
    if item.tags:
        tags = _child(element, "tags")
        for tag in item.tags:
            _words(tags, "tag", tag)
    _write_own(element, item)
    return element


def _write_answer(element: etree._Element, item: Item) -> None:
    if item.kind in ("single", "multiple"):
        _multichoice(element, item)
    elif item.kind == "truefalse":
        _true_false(element, item)
    elif item.kind in ("blank", "numerical"):
        _write_accepted(element, item)
    elif item.kind == "matching":
        for pair in item.pairs:
            line = _text(element, "subquestion", pair.question)
            _words(line, "answer", pair.answer)
    elif item.kind == "ordering":
        for place, text in enumerate(item.order, 1):
            _text(element, "answer", text).set("fraction", str(place))
    elif item.kind == "essay":
        _text(element, "graderinfo", item.model_answer or Text("", "html"))


def _multichoice(element: etree._Element, item: Item) -> None:
    _plain(element, "single", "true" if item.kind == "single" else "false")
    _plain(element, "shuffleanswers", "true")
    _plain(element, "answernumbering", "ABCD")
    for choice in item.choices:
        _choice(element, choice)


def _write_accepted(element: etree._Element, item: Item) -> None:
    if item.kind == "blank":
        _plain(element, "usecase", "0")
        for choice in item.blanks[0]:
            _choice(element, choice)
    for choice in item.choices:
        _numerical(element, choice)


def _true_false(element: etree._Element, item: Item) -> None:
    for said in (True, False):
        is_right = said == item.is_true
        feedback = item.right_feedback if is_right else item.wrong_feedback
        _choice(element, Choice(Text(str(said).lower(), "moodle"), is_right, feedback=feedback))


def _numerical(element: etree._Element, choice: Choice) -> None:
    value, tolerance = _middle(choice.number) if choice.number else ("*", 0.0)
    written = _choice(
        element, Choice(Text(str(value), choice.text.format), choice.is_right, choice.weight, choice.feedback)
    )
    _plain(written, "tolerance", repr(tolerance))


def _middle(number: Number) -> tuple[float, float]:
    """Return a number as Moodle XML has it, a value with a tolerance."""
    if number.value is not None:
        return number.value, number.tolerance or 0.0
    low, high = number.low or 0.0, number.high or 0.0
    return (low + high) / 2, (high - low) / 2


def _choice(parent: etree._Element, choice: Choice) -> etree._Element:
    element = _text(parent, "answer", choice.text)
    element.set("fraction", f"{choice.credit:.7g}")
    _text(element, "feedback", choice.feedback or Text("", choice.text.format))
    return element


def _write_own(element: etree._Element, item: Item) -> None:
    if item.difficulty is None and not item.cites and not item.rubric:
        return
    own = _child(element, "zhixing")
    if item.difficulty is not None:
        own.set("difficulty", str(item.difficulty))
    for text, points in item.rubric:
        _child(own, "criterion", points=str(points)).text = _clean(text)
    for cite in item.cites:
        written = _child(own, "cite")
        for key in ("material", "edition", "address"):
            if cite.get(key):
                written.set(key, _clean(cite[key]))
        written.text = _clean(cite.get("quote", ""))


def _text(parent: etree._Element, tag: str, text: Text) -> etree._Element:
    element = _child(parent, tag, format=FORMATS[text.format])
    _plain(element, "text", text.text)
    return element


def _words(parent: etree._Element, tag: str, words: str) -> None:
    _plain(_child(parent, tag), "text", words)


def _plain(parent: etree._Element, tag: str, words: str) -> None:
    etree.SubElement(parent, tag).text = _clean(words)


def _child(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, tag, attributes)


def _clean(words: str) -> str:
    """Return `words` without what XML cannot carry."""
    return NOT_XML.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
