"""A stretch of a text as it stands comes first, wherever it was cut."""

import pytest

from library.models import MaterialPage, Provision
from search.backend import SearchBackend
from search.questions import understand
from tests.search.conftest import add_article

pytestmark = pytest.mark.django_db


def store(backend: SearchBackend, material: MaterialPage, *texts: str) -> None:
    rows = [
        add_article(material, f"art_{50 + at}", f"第{50 + at}条", text, 50 + at)
        for at, text in enumerate(texts)
    ]
    backend.add_bulk(Provision, rows)


def texts_of(backend: SearchBackend, piece: str) -> list[str]:
    found = backend.search(understand(piece, {}).verbatim, Provision, fields=["full_text"])
    return [one.full_text for one in found]


@pytest.mark.parametrize("piece", ["年6", "年6月", "自2", "8年"])
def test_words_beside_a_number(backend: SearchBackend, material: MaterialPage, piece: str) -> None:
    right = "本办法自2018年6月1日起施行。"
    store(backend, material, "每年1月开会，各自学习，年年如此。", right, "今年，自己学。")
    assert texts_of(backend, piece) == [right]


def test_a_mark_counts_more_than_the_same_words_again_and_again(
    backend: SearchBackend, material: MaterialPage
) -> None:
    right = "寄件人、收件人、承办人各执一份，" + "其余的话写得很长，说明情况并且逐项登记，" * 30
    store(backend, material, "承办承担承诺承接承包承认承受承揽继承秉承承袭", right)
    assert texts_of(backend, "、承")[0] == right
