"""Questions as hypothesis draws them: rows of the loader and items with all a format may say."""

from typing import Any

from hypothesis import strategies as st

from quizzes.formats import Choice, Item, Number, Pair, Text
from quizzes.grading import fold, in_normal_order
from quizzes.pairing import ARROW

SIGNS = "党章第一条的学习和组织生活三会ABab01 ，。：；“”、《》~=#{}\\:%[]<>&\"'/$*!?+-"
PLAIN_SIGNS = "党章第一条的学习和组织生活三会ab01 ，。：；“”《》=#{}%<>&'/$!?+-"


def _stripped(alphabet: str, most: int = 20) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=1, max_size=most).map(lambda text: " ".join(text.split())).filter(bool)


words = _stripped(SIGNS)
plain_words = _stripped(PLAIN_SIGNS).filter(lambda text: not text.startswith(("【", "-", "+")))
paragraphs = st.lists(words, min_size=1, max_size=3).map("\n".join)
tags = st.lists(_stripped("党章学习abc 1-"), max_size=3, unique=True).map(sorted)
accepted = _stripped("三会一课abc01 “”=#~{}\\%").filter(lambda text: bool(fold(text)))
cites = st.lists(
    st.fixed_dictionaries(
        {"material": st.sampled_from(["dangzhang", "study-rules"]), "address": st.just("art_3/para_1")},
        optional={"edition": st.just("2022-10-22"), "quote": _stripped("党员是先锋队员，。")},
    ),
    max_size=2,
)


ROW_KINDS = ("single", "multiple", "truefalse", "blank", "matching", "essay")
ALL_KINDS = (*ROW_KINDS, "ordering")
# A left side holds no arrow, and the rubric's own way of writing points would be read as such.
prompts = words.filter(lambda text: not ARROW.search(text))
criteria = st.fixed_dictionaries(
    {"text": _stripped("写出三种会和党课 1-（分）"), "points": st.integers(1, 100)}
)


@st.composite
def rows(
    draw: st.DrawFn, text: st.SearchStrategy[str] = words, kinds: tuple[str, ...] = ROW_KINDS
) -> dict[str, Any]:
    """A sound row of the loader, arranged as it is stored."""
    kind = draw(st.sampled_from(kinds))
    row: dict[str, Any] = {"kind": kind, "stem": draw(text), "options": []}
    if kind == "truefalse":
        row["answer"] = draw(st.booleans())
    elif kind == "ordering":
        row["options"] = draw(st.lists(text, min_size=2, max_size=6, unique_by=fold))
        row["answer"] = list(range(len(row["options"])))
    elif kind == "matching":
        row |= draw(_matchings(text))
    elif kind == "essay":
        rubric = draw(st.lists(criteria, max_size=3))
        row["answer"] = {"model": draw(st.just("") | text), "rubric": rubric}
    elif kind == "blank":
        blanks = draw(st.integers(1, 3))
        row["stem"] = "____".join(draw(text) for _ in range(blanks + 1))
        row["answer"] = [draw(st.lists(accepted, min_size=1, max_size=3, unique=True)) for _ in range(blanks)]
    else:
        row["options"] = draw(st.lists(text, min_size=2, max_size=6, unique_by=fold))
        places = range(len(row["options"]))
        chosen = sorted(draw(st.sets(st.sampled_from(places), min_size=2)))
        row["answer"] = chosen if kind == "multiple" else chosen[0]
    row["explanation"] = draw(st.just("") | text)
    row["difficulty"] = draw(st.integers(1, 5))
    row["tags"] = draw(tags)
    row["cites"] = draw(cites)
    return row


@st.composite
def _matchings(draw: st.DrawFn, text: st.SearchStrategy[str]) -> dict[str, Any]:
    """Both sides and the key of a matching, options in the order the prompts use them, wrong ones last."""
    left = draw(st.lists(prompts, min_size=2, max_size=4, unique_by=fold))
    right = draw(st.lists(text, min_size=2, max_size=5, unique_by=fold))
    used = draw(st.lists(st.sampled_from(range(len(right))), min_size=len(left), max_size=len(left)))
    options, answer = in_normal_order("matching", right, used)
    return {"prompts": left, "options": options, "answer": answer}


marked_up = st.builds(Text, words, st.sampled_from(["plain", "html", "moodle", "markdown"]))
maybe = st.none() | marked_up
weights = st.sampled_from([25.0, 33.33333, 50.0, -50.0, -100.0])


def _choices(text: st.SearchStrategy[Text]) -> st.SearchStrategy[tuple[Choice, ...]]:
    wrong = st.builds(Choice, text, st.just(False), st.none() | weights, maybe)
    right = st.builds(Choice, text, st.just(True), st.none(), maybe)
    return st.builds(lambda one, others: (one, *others), right, st.lists(wrong, min_size=1, max_size=4))


_numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: round(number, 4) + 0.0)
_numerical = st.builds(
    lambda value, tolerance, weight, feedback: Choice(
        Text(), weight is None, weight, feedback, Number(value, tolerance)
    ),
    _numbers,
    _numbers.map(abs),
    st.none() | st.just(50.0),
    maybe,
)
_ANSWERS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "single": {"choices": _choices(marked_up.filter(lambda text: not text.text.startswith("%")))},
    "blank": {
        "blanks": st.tuples(
            _choices(
                st.builds(Text, accepted.filter(lambda text: not text.startswith("%")), st.just("plain"))
            )
        )
    },
    "truefalse": {"is_true": st.booleans(), "wrong_feedback": maybe, "right_feedback": maybe},
    "numerical": {"choices": st.lists(_numerical, min_size=1, max_size=3).map(tuple)},
    "matching": {
        "pairs": st.lists(
            st.builds(Pair, marked_up.filter(lambda text: "->" not in text.text), words),
            min_size=2,
            max_size=4,
        ).map(tuple)
    },
    "essay": {
        "model_answer": st.none() | st.builds(Text, words, st.just("plain")),
        "rubric": st.lists(st.tuples(words, st.integers(1, 100)), max_size=3).map(tuple),
    },
    "description": {},
}


@st.composite
def items(draw: st.DrawFn) -> Item:
    """An item of any kind both GIFT and Moodle XML have."""
    kind = draw(st.sampled_from(sorted(_ANSWERS)))
    facts = {name: draw(strategy) for name, strategy in _ANSWERS[kind].items()}
    return Item(
        kind=kind,
        stem=draw(marked_up),
        name=draw(words),
        explanation=draw(maybe) if kind != "description" else None,
        id=draw(st.sampled_from(["", "12", "a-1"])),
        tags=tuple(draw(tags)),
        category=draw(st.sampled_from(["", "$course$/top/党章: 第一章"])),
        difficulty=draw(st.none() | st.integers(1, 5)),
        cites=tuple(draw(cites)),
        **facts,
    )
