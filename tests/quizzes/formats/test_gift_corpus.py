"""The 51 files of GIFT-grammar-PEG, file by file against the parse beside each."""

import json
from pathlib import Path
from typing import Any

import pytest

from quizzes.errors import InvalidQuestion
from quizzes.formats import Choice, Item, Text, read_bytes
from quizzes.formats.gift import read_gift
from quizzes.formats.rows import to_row
from quizzes.grading import check_question

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "questions" / "gift" / "questions"
pytestmark = [
    pytest.mark.corpus,
]
FILES = sorted(path.stem for path in FOLDER.glob("*.gift")) if FOLDER.exists() else []
TYPES = {
    "single": "MC",
    "multiple": "MC",
    "truefalse": "TF",
    "blank": "Short",
    "numerical": "Numerical",
    "matching": "Matching",
    "essay": "Essay",
    "description": "Description",
}
NUMERICAL = "数值题"
PARTLY_CHOSEN, PARTLY_WRITTEN, SEVERAL = "有的选项只给一部分分", "有的写法只给一部分分", "个选项都给满分"
# Every file is read. These questions, by file and number, are read and then refused, for the bank cannot ask them.
REFUSED: dict[str, dict[int, str]] = {
    "escapeColon": {1: SEVERAL},
    "giftFormatPhpExamples": {5: NUMERICAL, 8: PARTLY_CHOSEN, 9: PARTLY_WRITTEN, 10: NUMERICAL},
    "numerical1": dict.fromkeys(range(1, 11), NUMERICAL),
    "options1": {1: NUMERICAL, 8: PARTLY_CHOSEN, 9: PARTLY_CHOSEN, 10: PARTLY_WRITTEN},
    "totara_moodle_numerical": {1: NUMERICAL},
    "totara_moodle_shortanswer": {1: PARTLY_WRITTEN},
    "totara_moodle_shortanswer_general_feedback": {1: PARTLY_WRITTEN},
}


def said(text: Text | None) -> dict[str, str] | None:
    return None if text is None else {"format": text.format, "text": text.text}


def choice(one: Choice) -> dict[str, Any]:
    facts = {"isCorrect": one.is_right, "weight": one.weight, "feedback": said(one.feedback)}
    if one.number is None:
        return facts | {"text": said(one.text)}
    number = one.number
    if number.value is None:
        return facts | {"text": {"type": "high-low", "numberHigh": number.high, "numberLow": number.low}}
    if number.tolerance is None:
        return facts | {"text": {"type": "simple", "number": number.value}}
    return facts | {"text": {"type": "range", "number": number.value, "range": number.tolerance}}


def parse(item: Item) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "id": item.id or None,
        "tags": list(item.tags) or None,
        "type": TYPES[item.kind],
        "title": item.name or None,
        "stem": said(item.stem),
        "hasEmbeddedAnswers": item.is_embedded,
    }
    if item.kind != "description":
        facts["globalFeedback"] = said(item.explanation)
    if item.kind in ("single", "multiple", "numerical"):
        facts["choices"] = [choice(one) for one in item.choices]
    elif item.kind == "blank":
        facts["choices"] = [choice(one) for one in item.blanks[0]]
    elif item.kind == "truefalse":
        facts |= {"isTrue": item.is_true}
        facts |= {"trueFeedback": said(item.wrong_feedback), "falseFeedback": said(item.right_feedback)}
    elif item.kind == "matching":
        facts["matchPairs"] = [
            {"subquestion": said(pair.question), "subanswer": pair.answer} for pair in item.pairs
        ]
    return facts


def expected(name: str) -> list[dict[str, Any]]:
    """Return the parse beside a file; a lone number is written as the list it means."""
    questions = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    for question in questions:
        if isinstance(question.get("choices"), dict):
            alone = {"isCorrect": True, "weight": None, "text": question["choices"], "feedback": None}
            question["choices"] = [alone]
    return questions


def test_it_works() -> None:
    assert len(FILES) == 51


@pytest.mark.parametrize("name", FILES)
def test_the_file_parses_as_the_parse_beside_it_says(name: str) -> None:
    parsed = read_gift((FOLDER / f"{name}.gift").read_text(encoding="utf-8"))
    wanted = expected(name)
    assert parsed.faults == []
    assert [parse(item) for item in parsed.items] == [one for one in wanted if one["type"] != "Category"]
    assert parsed.categories == [one["title"] for one in wanted if one["type"] == "Category"]


@pytest.mark.parametrize("name", FILES)
def test_what_the_bank_cannot_ask_is_refused_and_nothing_else(name: str) -> None:
    refused = {}
    for item in read_gift((FOLDER / f"{name}.gift").read_text(encoding="utf-8")).items:
        try:
            assert item.kind == "description" or to_row(item)["stem"]
        except InvalidQuestion as error:
            refused[item.row] = str(error)
    wanted = REFUSED.get(name, {})
    assert sorted(refused) == sorted(wanted)
    assert all(reason in refused[number] for number, reason in wanted.items())


@pytest.mark.parametrize("name", FILES)
def test_matchings_and_essays_are_sound_questions(name: str) -> None:
    for item in read_gift((FOLDER / f"{name}.gift").read_text(encoding="utf-8")).items:
        if item.kind in ("matching", "essay"):
            row = to_row(item)
            assert (
                check_question(item.kind, row["options"], row["answer"], row["stem"], row.get("prompts", []))
                == []
            )


@pytest.mark.parametrize("name", FILES)
def test_the_format_is_told_by_what_is_in_it(name: str) -> None:
    assert read_bytes((FOLDER / f"{name}.gift").read_bytes(), "题目.txt").format == "gift"
