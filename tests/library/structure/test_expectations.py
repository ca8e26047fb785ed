"""A reader's judgment of real amendments, against which the comparison is held.

The rows of expectations/editions.json were labelled by reading both editions; they name files and eIds and hold no
words of the laws. Where a reader may doubt, the comparison may differ; hence a share and not every row.
"""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from library.structure import Comparison, compare, parse

EXPECTATIONS = json.loads((Path(__file__).parent / "expectations" / "editions.json").read_text())
pytestmark = pytest.mark.corpus


@cache
def compared(corpus: Path, title: str) -> Comparison:
    folder = corpus / "laws" / "editions" / title
    old, new = (parse((folder / EXPECTATIONS[title][side]).read_text()) for side in ("old", "new"))
    return compare(old, new)


def rows_of(comparison: Comparison) -> set[tuple[Any, ...]]:
    return {
        (str(row.change), tuple(n.eid for n in row.old), tuple(n.eid for n in row.new))
        for row in comparison.rows
    }


def judged() -> list[tuple[str, tuple[Any, ...]]]:
    return [
        (title, (row["class"], tuple(row["old"]), tuple(row["new"])))
        for title, expected in EXPECTATIONS.items()
        for row in expected["rows"]
    ]


def test_it_works(corpus: Path) -> None:
    found = {title: rows_of(compared(corpus, title)) for title in EXPECTATIONS}
    agreed = [row for title, row in judged() if row in found[title]]
    assert len(judged()) >= 200
    assert len(agreed) >= 0.93 * len(judged())


@pytest.mark.parametrize("kind", ["unchanged", "moved", "changed", "split", "merged", "inserted", "deleted"])
def test_no_class_is_far_behind_the_others(kind: str, corpus: Path) -> None:
    wanted = [(title, row) for title, row in judged() if row[0] == kind]
    found = {title: rows_of(compared(corpus, title)) for title, _row in wanted}
    assert sum(row in found[title] for title, row in wanted) >= 0.65 * len(wanted)


def test_every_article_of_every_edition_is_in_one_row(corpus: Path) -> None:
    for folder in sorted((corpus / "laws" / "editions").iterdir()):
        paths = sorted(folder.glob("*.md"))
        old, new = parse(paths[0].read_text()), parse(paths[-1].read_text())
        rows = compare(old, new).rows
        assert Counter(n.eid for row in rows for n in row.old) == Counter(a.eid for a in old.articles), folder
        assert Counter(n.eid for row in rows for n in row.new) == Counter(a.eid for a in new.articles), folder
