"""Items to the loader's rows and back. What the product cannot ask yet is refused here, with the reason."""

from collections.abc import Iterable, Mapping
from typing import Any

from quizzes.errors import InvalidQuestion
from quizzes.formats import limits
from quizzes.formats.cleaning import has_picture, to_plain
from quizzes.formats.model import FULL, Choice, Fault, Item, Pair, Parsed, Reading, Text
from quizzes.grading import blank_count

NOT_YET = {
    "numerical": "数值题（答案带误差范围）还不能导入，请改成填空题，把能算对的写法逐个列出。",
}
WHOLE = 0.01  # weights are written with five decimals, so thirds do not add up to 100
SEVERAL_BLANKS_SIGN = "；"


def to_reading(parsed: Parsed, *, format: str, by_line: bool = False) -> Reading:
    """Return what the loader needs of `parsed`; descriptions are left out with a note, for nothing is asked in them."""
    reading = Reading(format=format, faults=list(parsed.faults), notes=list(parsed.notes), by_line=by_line)
    for item in parsed.items:
        if item.kind == "description":
            reading.notes.append(
                Fault(item.row, f"“{to_plain(item.stem)[:30]}”是说明文字，不是题目，没有导入。")
            )
            continue
        try:
            row = to_row(item)
        except InvalidQuestion as error:
            reading.faults.append(Fault(item.row, f"{error}{item.place}"))
            continue
        reading.rows.append(row)
        reading.numbers.append(item.row)
    return reading


def to_row(item: Item) -> dict[str, Any]:
    """Return the loader's row of `item`.

    Raises:
        InvalidQuestion: the product cannot ask it.
    """
    if item.kind in NOT_YET:
        raise InvalidQuestion([NOT_YET[item.kind]])
    texts = [item.stem, *(choice.text for choice in item.choices), *item.order]
    if any(has_picture(text) for text in [*texts, *(pair.question for pair in item.pairs)]):
        raise InvalidQuestion(["题干或选项里有图片，还不能导入，请改成文字或去掉这一题。"])
    row: dict[str, Any] = {"kind": item.kind, "stem": to_plain(item.stem), "options": []}
    if item.kind == "truefalse":
        row["answer"] = item.is_true
    elif item.kind == "blank":
        row["stem"], row["answer"] = _blanks(row["stem"], item)
    elif item.kind == "ordering":
        row["options"] = [to_plain(text) for text in item.order]
        row["answer"] = list(range(len(item.order)))
    elif item.kind == "matching":
        row["prompts"], row["options"], row["answer"] = _pairs(item)
    elif item.kind == "essay":
        rubric = [{"text": text, "points": points} for text, points in item.rubric]
        row["answer"] = {"model": to_plain(item.model_answer), "rubric": rubric}
    else:
        row["options"] = [to_plain(choice.text) for choice in item.choices]
        row["answer"] = _chosen(item)
    row["explanation"] = _explanation(item)
    row["difficulty"] = item.difficulty
    row["tags"] = list(item.tags) + _category_tag(item)
    row["cites"] = [dict(cite) for cite in item.cites]
    _check_size(row)
    return row


def from_row(row: Mapping[str, Any]) -> Item:
    """Return the item a sound row says; the way back of `to_row`."""
    kind, answer = row["kind"], row["answer"]
    options = [Text(text) for text in row.get("options") or []]
    item: dict[str, Any] = {"is_true": answer} if kind == "truefalse" else {}
    if kind == "blank":
        item["blanks"] = tuple(tuple(Choice(Text(text), True) for text in accepted) for accepted in answer)
    elif kind == "single":
        item["choices"] = tuple(Choice(text, place == answer) for place, text in enumerate(options))
    elif kind == "multiple":
        share = round(FULL / max(len(answer), 1), 5)
        item["choices"] = tuple(
            Choice(text, weight=share if place in answer else -FULL) for place, text in enumerate(options)
        )
    elif kind == "ordering":
        item["order"] = tuple(options[place] for place in answer)
    elif kind == "matching":
        item["pairs"] = _as_pairs(row)
    elif kind == "essay":
        item["model_answer"] = Text(answer["model"]) if answer.get("model") else None
        item["rubric"] = tuple((one["text"], one["points"]) for one in answer.get("rubric", []))
    return Item(
        kind=kind,
        stem=Text(row["stem"]),
        explanation=Text(row["explanation"]) if row.get("explanation") else None,
        difficulty=row.get("difficulty"),
        tags=tuple(row.get("tags") or ()),
        cites=tuple(dict(cite) for cite in row.get("cites") or ()),
        **item,
    )


def _pairs(item: Item) -> tuple[list[str], list[str], list[int]]:
    """Return (prompts, options, answer); equal right sides are one option, and a pair without a left adds a wrong one."""
    options = list(dict.fromkeys(" ".join(pair.answer.split()) for pair in item.pairs))
    asked = [pair for pair in item.pairs if to_plain(pair.question)]
    answer = [options.index(" ".join(pair.answer.split())) for pair in asked]
    return [to_plain(pair.question) for pair in asked], options, answer


def _as_pairs(row: Mapping[str, Any]) -> tuple[Pair, ...]:
    answer, options = row["answer"], row["options"]
    used = [Pair(Text(prompt), options[place]) for prompt, place in zip(row["prompts"], answer, strict=True)]
    return (*used, *(Pair(Text(), text) for place, text in enumerate(options) if place not in answer))


def _chosen(item: Item) -> Any:
    right = [place for place, choice in enumerate(item.choices) if choice.credit > 0]
    credits = [item.choices[place].credit for place in right]
    if not right:
        raise InvalidQuestion(["没有标出正确选项，请标上。"])
    if item.kind == "multiple":
        if max(credits) - min(credits) > WHOLE:
            raise InvalidQuestion(["正确选项的分值不一样，题库里多选题各项同分，请改成一样的百分数。"])
        return right
    if min(credits) < FULL - WHOLE:
        raise InvalidQuestion(
            ["有的选项只给一部分分，题库里单选题只有对错，请把它改成不给分，或改成多选题。"]
        )
    if len(right) > 1:
        raise InvalidQuestion(
            [
                f"有 {len(right)} 个选项都给满分，分不清是单选还是多选；要全选才对时请改成多选题，否则只留一个。"
            ]
        )
    return right[0]


def _blanks(stem: str, item: Item) -> tuple[str, list[list[str]]]:
    accepted = []
    for choices in item.blanks:
        if any(WHOLE < choice.credit < FULL - WHOLE for choice in choices):
            raise InvalidQuestion(["有的写法只给一部分分，题库里填空题每空只有对错，请把它改成满分或删去。"])
        accepted.append([to_plain(choice.text) for choice in choices if choice.credit > WHOLE])
    if not blank_count(stem) and len(accepted) == 1:
        # A short answer asks without a blank; here the blank is where the answer is written.
        stem = f"{stem} ____"
    return stem, accepted


def _explanation(item: Item) -> str:
    lines = [to_plain(item.explanation)]
    for place, choice in enumerate(item.choices):
        lines.append(_said(chr(ord("A") + place), choice.feedback))
    for choices in item.blanks:
        lines += [_said(f"“{to_plain(choice.text)}”", choice.feedback) for choice in choices]
    lines.append(_said("答错时", item.wrong_feedback))
    lines.append(_said("答对时", item.right_feedback))
    if item.source:
        lines.append(f"出处：{item.source}")
    return "\n".join(line for line in lines if line)


def _said(about: str, feedback: Text | None) -> str:
    words = to_plain(feedback)
    return f"{about}：{words}" if words else ""


def _category_tag(item: Item) -> list[str]:
    """Return the last name of a category path as a tag; names Moodle makes up itself say nothing."""
    leaf = item.category.replace("//", "\x00").split("/")[-1].replace("\x00", "/").strip()
    made_up = not leaf or leaf == "top" or leaf.startswith(("$", "Default for", "默认"))
    return [] if made_up or leaf in item.tags else [leaf[:100]]


def _check_size(row: Mapping[str, Any]) -> None:
    faults = _too_long("题干", [row["stem"]], limits.MAX_STEM_CHARS)
    faults += _too_long("选项", [*row["options"], *row.get("prompts", [])], limits.MAX_OPTION_CHARS)
    faults += _too_long("解析", [row["explanation"]], limits.MAX_EXPLANATION_CHARS)
    if faults:
        raise InvalidQuestion(faults)


def _too_long(label: str, texts: Iterable[str], limit: int) -> list[str]:
    longest = max((len(text) for text in texts), default=0)
    return [f"{label}有 {longest} 个字，最多 {limit} 个字，请删短。"] if longest > limit else []
