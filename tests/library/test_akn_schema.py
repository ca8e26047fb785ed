"""What is handed out as Akoma Ntoso 3 is valid by the schema of OASIS (its source: schemas/README.md)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from library.exporting import Imprint, Reference, akoma_ntoso
from library.structure import Document, parse
from tests.library.builders import PLAIN, SPEECH

SCHEMA = Path(__file__).parent / "schemas" / "akomantoso30.xsd"
REGULATION = """学习管理规定（示例）

（2024年6月20日示例省委通过）

序言

学习是一件要紧的事。

第一编　总则

第一章　目的和原则

第一节　目的

第一条　为了规范学习，制定本规定。

第一条之一　学习坚持下列原则：

（一）经常：

1.每天读一点；

2.每月谈一次。

（二）到人，依照第一条。

第二章　附则

第二条　本规定自2024年9月1日起施行。

附件

登记表

|姓名|日期|
|---|---|
|甲|乙|
"""


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMA))


def imprint(kind: str, *, bare: bool = False) -> Imprint:
    """Return what a text says of itself: everything, or no more than it must."""
    least = Imprint(
        title="学习管理规定（示例）",
        kind=kind,
        slug="study-rules",
        edition_date=date(2024, 9, 1),
        work_date=date(2024, 6, 20),
        url="https://zhixing.example/library/study-rules/",
    )
    if bare:
        return least
    return replace(
        least,
        short_title="学习规定",
        issuer="示例省委（示例）",
        document_number="示发〔2024〕1号",
        source="单行本（示例）",
        status="in_force",
        adopted_on=date(2024, 6, 20),
        effective_from=date(2024, 9, 1),
        published_on=date(2024, 6, 21),
    )


def faults(schema: etree.XMLSchema, document: Document, kind: str, *, bare: bool = False) -> list[str]:
    """Return what the schema has against a document, with a reference in it for good measure."""
    node = next((node for node in document.walk() if len(node.text) > 4), None)
    linked = {node.address: [Reference(1, 3, f"#{node.address}"), Reference(3, 4, "/x/")]} if node else {}
    schema.validate(etree.fromstring(akoma_ntoso(document, imprint(kind, bare=bare), linked)))
    return [f"{error.line}: {error.message}" for error in schema.error_log]


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("regulation", REGULATION),
        ("regulation", ""),
        ("speech", SPEECH),
        ("speech", f"{SPEECH}\n（来源：示例网）\n"),
        ("guide", PLAIN),
    ],
)
def test_it_is_valid(schema: etree.XMLSchema, kind: str, text: str, bare: bool) -> None:
    assert faults(schema, parse(text), kind, bare=bare) == []


def test_the_regulation_has_what_makes_it_hard() -> None:
    written = akoma_ntoso(parse(REGULATION), imprint("regulation")).decode()
    for part in ('eId="part_1__chp_1__sec_1__art_1_1"', "<table", 'name="annex"', "<point", "<indent"):
        assert part in written


def test_the_schema_does_refuse(schema: etree.XMLSchema) -> None:
    root = etree.fromstring(akoma_ntoso(parse(REGULATION), imprint("regulation")))
    root[0].remove(root[0][0])
    assert not schema.validate(root)


@pytest.mark.corpus
@pytest.mark.parametrize("part", ["laws/hard", "party", "speeches"])
def test_real_texts_are_valid(schema: etree.XMLSchema, part: str, corpus: Path) -> None:
    kind = "speech" if part == "speeches" else "regulation"
    wrong = {
        path.name: found[:2]
        for path in sorted((corpus / part).iterdir())
        if (found := faults(schema, parse(path.read_text()), kind))
    }
    assert wrong == {}
