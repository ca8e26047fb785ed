"""Reading Moodle XML. Format: https://docs.moodle.org/en/Moodle_XML_format.

The file comes from anywhere: entities are not resolved, a DTD is refused, nothing is fetched.
"""

from typing import Any

from lxml import etree

from quizzes.errors import InvalidQuestion, UnreadableQuestions
from quizzes.formats.cloze import read_cloze
from quizzes.formats.gift import read_number
from quizzes.formats.model import FULL, Choice, Fault, Item, Number, Pair, Parsed, Text

FORMATS = {
    "html": "html",
    "plain_text": "plain",
    "moodle_auto_format": "moodle",
    "markdown": "markdown",
}
KIND_NAMES = {
    "calculated": "计算题",
    "calculatedsimple": "计算题",
    "calculatedmulti": "计算题",
    "ddwtos": "拖字填空题",
    "ddimageortext": "拖图题",
    "ddmarker": "标图题",
    "gapselect": "选词填空题",
    "randomsamatch": "随机连线题",
}


def read_moodle(data: bytes, filename: str = "文件") -> Parsed:
    """Return the items of a Moodle XML file.

    Raises:
        UnreadableQuestions: it is not such a file.
    """
    root = _root(data, filename)
    parsed = Parsed()
    category, asked = "", 0
    for element in root.iterchildren("question"):
        kind = (element.get("type") or "").strip().lower()
        if kind == "category":
            category = _words(element.find("category/text"))
            parsed.categories.append(category)
            continue
        place = f"（第 {element.sourceline} 行起）"
        try:
            item = _item(element, kind, category, asked + 1, place)
        except InvalidQuestion as error:
            asked += 1
            parsed.faults.append(Fault(asked, f"{error}{place}"))
            continue
        asked += item.kind != "description"
        parsed.items.append(item)
    return parsed


def _root(data: bytes, filename: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f"第 {line} 行附近" if line else "文件开头"
        raise UnreadableQuestions(
            f"“{filename}”不是合格的 XML，错在{where}，请从 Moodle 重新导出后再试。"
        ) from error
    if root.getroottree().docinfo.doctype:
        raise UnreadableQuestions(f"“{filename}”里有 DOCTYPE 声明，Moodle 的文件没有它，请删去这一行后再试。")
    if root.tag != "quiz":
        raise UnreadableQuestions(f"“{filename}”不是 Moodle XML，最外面应为 <quiz>，请检查是不是选错了文件。")
    return root


def _item(element: etree._Element, kind: str, category: str, row: int, place: str) -> Item:
    stem = _text(element.find("questiontext")) or Text("", "html")
    own = element.find("zhixing")
    facts: dict[str, Any] = {
        "name": _words(element.find("name/text")),
        "id": _words(element.find("idnumber")),
        "explanation": _text(element.find("generalfeedback")),
        "tags": tuple(tag for tag in map(_words, element.findall("tags/tag/text")) if tag),
        "category": category,
        "row": row,
        "place": place,
        "difficulty": _difficulty(own),
        "cites": _cites(own),
    }
    readers = {
        "multichoice": _multichoice,
        "truefalse": _true_false,
        "shortanswer": _short_answer,
        "numerical": _numerical,
        "matching": _matching,
        "match": _matching,
        "ordering": _ordering,
        "essay": _essay,
    }
    if kind == "cloze":
        stem, blanks = read_cloze(stem)
        return Item(kind="blank", stem=stem, blanks=blanks, **facts)
    if kind == "description":
        return Item(kind=kind, stem=stem, **facts)
    if kind not in readers:
        name = KIND_NAMES.get(kind, "题型")
        raise InvalidQuestion([f"{name} {kind} 不能导入，请改成单选、多选、判断或填空题。"])
    return Item(stem=stem, **facts, **readers[kind](element, stem))


def _multichoice(element: etree._Element, stem: Text) -> dict[str, Any]:
    single = _words(element.find("single")).lower() in {"", "true", "1"}
    return {"kind": "single" if single else "multiple", "choices": _choices(element, stem)}


def _true_false(element: etree._Element, stem: Text) -> dict[str, Any]:
    said = {choice.text.text.lower(): choice for choice in _choices(element, stem)}
    if not {"true", "false"} <= set(said):
        raise InvalidQuestion(["判断题应有 true 和 false 两个答案，请补齐。"])
    truth = said["true"].credit > said["false"].credit
    right, wrong = said[str(truth).lower()], said[str(not truth).lower()]
    return {
        "kind": "truefalse",
        "is_true": truth,
        "wrong_feedback": wrong.feedback,
        "right_feedback": right.feedback,
    }


def _short_answer(element: etree._Element, stem: Text) -> dict[str, Any]:
    return {"kind": "blank", "blanks": (_choices(element, stem),)}


def _numerical(element: etree._Element, stem: Text) -> dict[str, Any]:
    numbers = []
    for answer, choice in zip(element.findall("answer"), _choices(element, stem), strict=True):
        if choice.text.text == "*":
            numbers.append(choice)
            continue
        tolerance = read_number(_words(answer.find("tolerance")) or "0").value
        number = Number(value=read_number(choice.text.text).value, tolerance=tolerance)
        numbers.append(Choice(choice.text, choice.is_right, choice.weight, choice.feedback, number))
    return {"kind": "numerical", "choices": tuple(numbers)}


def _matching(element: etree._Element, stem: Text) -> dict[str, Any]:
    pairs = [
        Pair(_text(line, stem) or Text("", stem.format), _words(line.find("answer/text")))
        for line in element.findall("subquestion")
    ]
    return {"kind": "matching", "pairs": tuple(pairs)}


def _ordering(element: etree._Element, stem: Text) -> dict[str, Any]:
    answers = sorted(element.findall("answer"), key=_fraction)
    return {
        "kind": "ordering",
        "order": tuple(_text(answer, stem) or Text("", stem.format) for answer in answers),
    }


def _essay(element: etree._Element, stem: Text) -> dict[str, Any]:
    rubric = tuple(
        (_words(one), int(one.get("points") or "0"))
        for one in element.findall("zhixing/criterion")
        if (one.get("points") or "").isdecimal() and len(one.get("points") or "") < 4
    )
    return {"kind": "essay", "model_answer": _text(element.find("graderinfo")), "rubric": rubric}


def _choices(element: etree._Element, stem: Text) -> tuple[Choice, ...]:
    return tuple(_choice(answer, stem) for answer in element.findall("answer"))


def _choice(answer: etree._Element, stem: Text) -> Choice:
    fraction = _fraction(answer)
    weight = None if fraction in {0, FULL} else fraction
    text = _text(answer, stem) or Text("", stem.format)
    return Choice(text, fraction == FULL, weight, _text(answer.find("feedback"), stem))


def _fraction(answer: etree._Element) -> float:
    written = (answer.get("fraction") or "0").strip()
    number = read_number(written)
    return number.value if number.value is not None else 0.0


def _text(element: etree._Element | None, stem: Text | None = None) -> Text | None:
    """Return the text of an element with its mark-up's name, None when it is empty."""
    words = _words(element.find("text")) if element is not None else ""
    if element is None or not words:
        return None
    inherited = stem.format if stem else "moodle"
    return Text(words, FORMATS.get(element.get("format") or "", inherited))


def _words(element: etree._Element | None) -> str:
    return "".join(element.itertext()).strip() if element is not None else ""


def _difficulty(own: etree._Element | None) -> int | None:
    written = (own.get("difficulty") or "") if own is not None else ""
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 3 else None


def _cites(own: etree._Element | None) -> tuple[dict[str, str], ...]:
    if own is None:
        return ()
    cites = []
    for element in own.findall("cite"):
        cite = {key: str(value) for key, value in element.attrib.items()}
        if element.text:
            cite["quote"] = element.text
        cites.append(cite)
    return tuple(cites)
