"""Files of a text: Akoma Ntoso, Markdown and Word, each true to the text and open to whom the text is."""

import io
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pytest
from django.test import Client
from lxml import etree

from library.exporting import Imprint, akoma_ntoso, markdown, word
from library.extraction import extract
from library.models import LibraryIndexPage
from library.structure import Document, Kind, Node, parse
from tests.library import builders
from tests.library.builders import PLAIN, RULES, SPEECH
from tests.people import People

AKN = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"
URL = "/library/study-rules/2024-09-01/download/"
DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
BRANCHED = """议事规定（示例）

（2024年1月1日通过）

序言

议事是为了把事情办好。

第一编　总则

第一章　目的

第一条　为了议事，制定本规定。

第一条之一　议事遵守下列规矩：

（一）先看材料；

1.看原文；

2.看数字；

（二）再发言。

议事应当记录。

第二编　附则

第二条　本规定自2024年1月1日起施行。

示例镇党委

2024年1月1日
"""


@pytest.fixture
def site(library: LibraryIndexPage) -> LibraryIndexPage:
    return library


def imprint(**changes: Any) -> Imprint:
    from datetime import date

    known = {
        "title": "学习管理规定（示例）",
        "kind": "regulation",
        "slug": "study-rules",
        "edition_date": date(2024, 9, 1),
        "work_date": date(2018, 7, 1),
        "url": "https://example.org/library/study-rules/2024-09-01/",
        "issuer": "示例省委（示例）",
        "document_number": "示发〔2024〕1号",
    }
    return Imprint(**(known | changes))


def shape(document: Document) -> list[tuple[str, str, str, str]]:
    return [(node.kind, node.number, node.heading, node.text) for node in document.walk()]


def tree(text: str, **changes: Any) -> etree._Element:
    return etree.fromstring(akoma_ntoso(parse(text), imprint(**changes)))


def eids(root: etree._Element) -> list[str]:
    return [element.get("eId") for element in root.iter() if element.get("eId")]


@pytest.mark.django_db
def test_it_works(site: Any, client: Client) -> None:
    builders.rules()
    for name, start in (("akn.xml", b"<?xml"), ("text.md", b"---\n"), ("text.docx", b"PK")):
        response = client.get(f"{URL}{name}")
        assert response.status_code == 200
        assert response.content.startswith(start)


@pytest.mark.parametrize("text", [RULES, SPEECH, PLAIN, BRANCHED])
def test_every_provision_keeps_its_eid(text: str) -> None:
    found = eids(tree(text))
    assert {node.eid for node in parse(text).walk()} <= set(found)
    assert [eid for eid, count in Counter(found).items() if count > 1] == []


@pytest.mark.parametrize("text", [RULES, SPEECH, PLAIN, BRANCHED])
def test_every_word_is_in_the_xml(text: str) -> None:
    said = "".join("".join(tree(text).itertext()).split())
    for node in parse(text).walk():
        for words in (node.number, node.heading, node.text):
            assert "".join(words.split()) in said


def test_articles_stand_in_their_chapters() -> None:
    root = tree(RULES)
    article = root.find(f".//{AKN}chapter[@eId='chp_2']/{AKN}article[@eId='chp_2__art_3']")
    assert article is not None
    assert article.findtext(f"{AKN}num") == "第三条"
    assert article.find(f"{AKN}paragraph[@eId='chp_2__art_3__para_2']/{AKN}content/{AKN}p").text.startswith(
        "补课由"
    )


def test_work_expression_and_manifestation_are_told_apart() -> None:
    root = tree(RULES)
    levels = {
        name: root.find(f".//{AKN}{name}/{AKN}FRBRuri").get("value")
        for name in ("FRBRWork", "FRBRExpression", "FRBRManifestation")
    }
    assert levels == {
        "FRBRWork": "/akn/cn/act/2018-07-01/study-rules",
        "FRBRExpression": "/akn/cn/act/2018-07-01/study-rules/zho@2024-09-01",
        "FRBRManifestation": "/akn/cn/act/2018-07-01/study-rules/zho@2024-09-01.akn",
    }
    assert root.find(f".//{AKN}FRBRnumber").get("value") == "示发〔2024〕1号"
    assert root.find(f".//{AKN}FRBRcountry").get("value") == "cn"
    assert root.find(f".//{AKN}FRBRlanguage").get("language") == "zho"


def test_what_the_metadata_points_at_is_there() -> None:
    root = tree(RULES)
    pointed = {
        element.get(name) for element in root.iter() for name in ("source", "href") if element.get(name)
    }
    assert {target[1:] for target in pointed if target.startswith("#")} <= set(eids(root))


def test_speeches_are_documents_not_acts() -> None:
    root = tree(SPEECH, kind="speech")
    assert root.find(f"{AKN}doc").get("name") == "speech"
    assert root.find(f".//{AKN}mainBody/{AKN}section") is not None


def test_a_signature_is_a_conclusion() -> None:
    assert "示例镇党委" in "".join(tree(BRANCHED).find(f".//{AKN}conclusions").itertext())


def test_signs_xml_does_not_know_are_left_out() -> None:
    assert "管用" in "".join(tree(RULES.replace("经常", "经\x0b常\ufffe")).itertext())


def test_an_empty_text_is_still_a_document() -> None:
    assert tree("").find(f".//{AKN}body") is not None


@pytest.mark.parametrize("text", [RULES, BRANCHED, SPEECH, PLAIN])
def test_markdown_is_read_back_to_the_same_tree(text: str) -> None:
    document = parse(text)
    made = markdown(document, imprint(title=document.title or "无题"))
    read = extract(made.encode(), "text.md")
    assert shape(parse(read.text)) == shape(document)
    assert read.metadata["issuer"] == "示例省委（示例）"


@pytest.mark.parametrize("text", [RULES, BRANCHED])
def test_word_is_read_back_to_the_same_articles(text: str) -> None:
    document = parse(text)
    read = parse(extract(word(document, imprint(title=document.title)), "text.docx").text)
    assert [(node.number, node.full_text()) for node in read.articles] == [
        (node.number, node.full_text()) for node in document.articles
    ]


def test_a_table_stays_a_table_in_word() -> None:
    table = Node("table_1", "table_1", Kind.TABLE, "", "", "项目\t金额\n书报\t300", 1)
    file = docx.Document(io.BytesIO(word(Document(title="表", roots=[table]), imprint())))
    assert [cell.text for row in file.tables[0].rows for cell in row.cells] == ["项目", "金额", "书报", "300"]


@pytest.mark.django_db
def test_the_file_is_named_after_the_text(site: Any, client: Client) -> None:
    builders.rules()
    response = client.get(f"{URL}text.docx")
    assert "filename*=utf-8''%E5%AD%A6%E4%B9%A0" in response["Content-Disposition"]
    assert response["Content-Disposition"].endswith(".docx")


@pytest.mark.django_db
def test_the_reading_page_offers_the_files(site: Any, client: Client) -> None:
    builders.rules()
    page = client.get("/library/study-rules/").content.decode()
    for name in ("akn.xml", "text.md", "text.docx"):
        assert f'href="{URL}{name}"' in page


@pytest.mark.django_db
def test_a_regulation_hands_out_the_edition_in_force(site: Any, client: Client) -> None:
    builders.edition("2018-07-01", RULES.replace("管用", "旧规矩"))
    builders.edition("2024-09-01")
    assert "旧规矩" not in client.get("/library/study-rules/download/text.md").content.decode()
    assert "旧规矩" in client.get("/library/study-rules/2018-07-01/download/text.md").content.decode()


@pytest.mark.django_db
def test_references_are_kept_in_the_xml(site: Any, client: Client) -> None:
    builders.rules()
    page = builders.bring_in(
        "通知（示例）\n\n第一条　按照《学习管理规定（示例）》第三条办理。\n\n第二条　本办法第一条除外。\n",
        slug="notice",
        edition="2024-10-01",
    )
    root = etree.fromstring(client.get(f"{page.url}download/akn.xml").content)
    assert [(ref.text, ref.get("href")) for ref in root.iter(f"{AKN}ref")] == [
        ("《学习管理规定（示例）》第三条", "http://testserver/library/study-rules/art_3/"),
        ("本办法第一条", "#art_1"),
    ]


@pytest.mark.django_db
def test_a_text_published_anew_has_new_files(site: Any, client: Client) -> None:
    page = builders.speech()
    assert "常常读" not in client.get(f"{page.url}download/text.md").content.decode()
    page.body = page.body.replace("一字一句", "常常读，一字一句")
    page.save_revision().publish()
    assert "常常读" in client.get(f"{page.url}download/text.md").content.decode()


@pytest.mark.django_db
def test_a_closed_text_has_no_files_for_a_stranger(site: Any, client: Client, people: People) -> None:
    page = builders.speech()
    builders.restrict(page, "login")
    assert client.get(f"{page.url}download/akn.xml").status_code == 302
    client.force_login(people.me)
    assert client.get(f"{page.url}download/akn.xml").status_code == 200


@pytest.mark.django_db
def test_a_closed_edition_has_no_files_at_the_regulations_address(site: Any, client: Client) -> None:
    builders.restrict(builders.edition("2024-09-01"), "login")
    response = client.get("/library/study-rules/download/text.md")
    assert (response.status_code, response.url) == (302, f"{URL}text.md")
    assert client.get(f"{URL}text.md").status_code == 302


@pytest.mark.django_db
def test_there_is_no_file_of_another_kind(site: Any, client: Client) -> None:
    builders.rules()
    assert client.get(f"{URL}text.pdf").status_code == 404


@pytest.mark.corpus
@pytest.mark.parametrize("path", sorted((DATA / "laws" / "hard").glob("*.md")), ids=lambda path: path.stem)
def test_hard_texts_have_one_eid_a_provision(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    document = parse(text)
    found = eids(etree.fromstring(akoma_ntoso(document, imprint(title=document.title))))
    assert len(found) == len(set(found))
    assert {node.eid for node in document.walk()} <= set(found)
