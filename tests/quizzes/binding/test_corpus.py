"""Proposing and drafting on real laws and real questions."""

import csv
from pathlib import Path

import pytest

from library.structure import NameIndex, parse
from quizzes.binding.matching import ACCEPT_ABOVE, Asked, Passage, PassageIndex, Proposer, draft_from

pytestmark = pytest.mark.corpus
ROWS = dict[str, str]


@pytest.fixture(scope="module")
def questions(corpus: Path) -> list[ROWS]:
    with (corpus / "relevance/exam-questions.tsv").open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


@pytest.fixture(scope="module")
def passages(corpus: Path, questions: list[ROWS]) -> list[Passage]:
    """Return the articles of the laws that are asked about."""
    found: list[Passage] = []
    for file in sorted({row["file"] for row in questions}):
        document = parse((corpus / "laws/just-laws" / file).read_text(encoding="utf-8"))
        articles = [node for node in document.walk() if node.kind == "article"]
        for node in articles:
            words = node.full_text().removeprefix(node.number).lstrip("\u3000 ")
            found.append(Passage(len(found), file, node.number, words))
    return found


def test_real_questions_find_their_articles(questions: list[ROWS], passages: list[Passage]) -> None:
    proposer = Proposer(
        PassageIndex(passages), NameIndex({row["title"]: row["file"] for row in questions}).find
    )
    right = wrong_and_sure = 0
    for row in questions:
        stem, *options = [
            part.rstrip("。 ") if place else part for place, part in enumerate(row["question"].split("|"))
        ]
        answer = row["answer"].rstrip("。 ")
        options = options if answer in options else [*options, answer]
        best = proposer.propose(Asked("single", stem, options, options.index(answer)))[0]
        is_right = (best.passage.work, best.passage.number) == (row["file"], row["article"])
        right += is_right
        wrong_and_sure += best.confidence >= ACCEPT_ABOVE and not is_right
    assert right / len(questions) >= 0.95
    assert wrong_and_sure / len(questions) <= 0.02


def test_every_draft_of_real_articles_can_be_asked(passages: list[Passage]) -> None:
    drafts = 0
    for passage in passages[:600]:
        for idea in draft_from("示例", passage.number, passage.text):
            drafts += 1
            assert idea.quote in passage.text
            if idea.kind == "blank":
                assert idea.stem.count("____") == 1
                assert idea.stem.replace("____", idea.answer[0][0]).endswith(idea.quote)
            elif not idea.answer:
                assert not idea.stem.endswith(idea.quote)
    assert drafts > 300
