import json
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from library.models import EditionPage, GuidePage, LibraryIndexPage, RegulationPage
from library.reading import is_address
from library.signals import material_opened
from library.structure import parse
from tests.library import builders
from tests.library.builders import PLAIN, RULES, long_rules
from tests.people import People

pytestmark = pytest.mark.django_db

RULES_URL = "/library/study-rules/"
EDITION_URL = f"{RULES_URL}2024-09-01/"
WARM_QUERIES = 12
# Session, member, their progress, and their notes; noting when it was opened is one more, once a minute.
MEMBER_QUERIES = 4


@pytest.fixture(autouse=True)
def _site(library: LibraryIndexPage) -> None:
    """Every case here needs the library."""


def shown(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def three_editions() -> None:
    for year, word in (("2019", "旧规矩"), ("2022", "中规矩"), ("2024", "新规矩")):
        builders.edition(f"{year}-01-01", RULES.replace("管用", word))


def test_a_day_before_the_first_edition_is_said_to_have_none(client: Client) -> None:
    three_editions()
    page = shown(client, f"{RULES_URL}?at=1990-01-01")
    assert "1990年1月1日还没有施行中的版本，下面是最早的一版。" in page
    assert "旧规矩" in page


@pytest.mark.parametrize("below", ["", "art_2/", "art_2/para_1/"])
def test_the_day_of_an_edition_that_is_not_there_is_answered_with_those_that_are(
    client: Client, below: str
) -> None:
    three_editions()
    page = shown(client, f"{RULES_URL}2020-05-01/{below}", status=404)
    assert "没有 2020-05-01 这一版，现有版本：2019-01-01、2022-01-01、2024-01-01。" in page


def test_it_works(client: Client) -> None:
    builders.rules()
    page = shown(client, RULES_URL)
    assert "<h1>学习管理规定（示例）</h1>" in page
    assert "（2024年6月20日通过）" in page
    assert "缺席的应当补课" in page
    assert "共 4 条" in page


@pytest.mark.parametrize("text", [RULES, long_rules(120)])
def test_each_part_stands_at_its_address(client: Client, text: str) -> None:
    page = shown(client, builders.bring_in(text, slug="x", edition="2024-01-01").url)
    for node in parse(text).walk():
        assert page.count(f'id="{node.address}"') == 1


def test_the_contents_lead_to_the_chapters(client: Client) -> None:
    builders.rules()
    page = shown(client, RULES_URL)
    assert '<a href="#chp_2">第二章　组织</a>' in page
    assert '<nav class="toc" aria-label="目录">' in page


def test_a_text_without_chapters_has_no_contents(client: Client) -> None:
    page = shown(client, builders.bring_in(PLAIN, kind="guide").url)
    assert 'aria-label="目录"' not in page


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("art_3/", "art_3"),
        ("art_3/para_2/", "art_3/para_2"),
        ("chp_2/", "chp_2"),
        ("art_2/para_1/item_3/", "art_2/para_1/item_3"),
        ("art_2/item_3/", "art_2/para_1/item_3"),
    ],
)
def test_an_address_one_can_share_goes_to_its_place(client: Client, address: str, place: str) -> None:
    builders.rules()
    for base in (RULES_URL, EDITION_URL):
        response = client.get(base + address)
        assert response.status_code == 302
        assert response.url == f"{base}#{place}"


def test_an_address_without_its_slash_arrives_too(client: Client) -> None:
    builders.rules()
    response = client.get(f"{RULES_URL}art_3", follow=True)
    assert response.redirect_chain[-1][0] == f"{RULES_URL}#art_3"


def test_twelve_goes_to_twelve(client: Client) -> None:
    builders.bring_in(long_rules(20), slug="long", edition="2024-01-01")
    assert client.get("/library/long/art_12/").url == "/library/long/#art_12"


def test_a_provision_is_there_for_programs(client: Client) -> None:
    builders.rules()
    response = client.get(f"{RULES_URL}art_2.json")
    assert response["Content-Type"] == "application/json"
    assert "第二条" in response.content.decode()
    assert json.loads(response.content) == {
        "title": "学习管理规定（示例）",
        "edition": "2024-09-01",
        "eid": "chp_1__art_2",
        "address": "art_2",
        "kind": "article",
        "number": "第二条",
        "heading": "",
        "text": "第二条\n学习坚持下列原则：\n（一）经常；\n（二）到人；\n（三）管用。",
        "url": f"http://testserver{EDITION_URL}art_2/",
    }


def test_a_paragraph_of_a_speech_is_there_for_programs(client: Client) -> None:
    speech = builders.speech()
    data = client.get(f"{speech.url}sec_1/para_1.json").json()
    assert data["edition"] == ""
    assert data["text"].startswith("学习是为了把事情办好")
    assert client.get(data["url"]).url == f"{speech.url}#sec_1/para_1"


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("art_200/", "本版没有第二百条，共 4 条。"),
        ("art_0/", "本版没有第零条，共 4 条。"),
        ("art_3_1/", "本版没有第三条之一，共 4 条。"),
        ("art_3/para_9/", "本版的第三条里没有这一款或这一项。"),
        ("art_999999999/", "本版没有第 999999999 条，共 4 条。"),
        ("chp_9/", "这份资料里没有这个地址，可能文字已经改过。"),
        ("nonsense/", "这份资料里没有这个地址，可能文字已经改过。"),
        ("art_200.json", "本版没有第二百条，共 4 条。"),
    ],
)
def test_what_is_not_there_is_said_helpfully(client: Client, address: str, sentence: str) -> None:
    builders.rules()
    page = shown(client, RULES_URL + address, 404)
    assert sentence in page
    assert "打开《学习管理规定（示例）》" in page


def test_a_text_without_articles_is_not_asked_for_them(client: Client) -> None:
    page = shown(client, f"{builders.bring_in(PLAIN, kind='guide').url}art_1/", 404)
    assert "这份资料里没有这个地址，可能文字已经改过。" in page


@pytest.mark.parametrize("address", ["9art/", "_/", "-/", "第一条/", "art_1.xml", "art_1.json/", "../"])
def test_what_cannot_be_an_address_is_not_found(client: Client, address: str) -> None:
    builders.rules()
    assert client.get(RULES_URL + address).status_code == 404


@pytest.mark.parametrize(
    ("components", "may"),
    [
        (["art_12"], True),
        (["art_12", "para_3"], True),
        (["annex_1", "art_2-2"], True),
        (["art_12.json"], True),
        ([], False),
        (["12"], False),
        (["art 12"], False),
        (["<b>"], False),
    ],
)
def test_what_can_be_an_address(components: list[str], may: bool) -> None:
    assert is_address(components) is may


@pytest.mark.parametrize(
    ("day", "word"),
    [
        ("2019-01-01", "旧规矩"),
        ("2021-12-31", "旧规矩"),
        ("2022-01-01", "中规矩"),
        ("2099-01-01", "新规矩"),
        ("2018-12-31", "旧规矩"),
    ],
)
def test_a_day_picks_the_edition_in_force(client: Client, day: str, word: str) -> None:
    three_editions()
    page = shown(client, f"{RULES_URL}?at={day}")
    assert {old: old in page for old in ("旧规矩", "中规矩", "新规矩")} == {
        old: old == word for old in ("旧规矩", "中规矩", "新规矩")
    }


@pytest.mark.parametrize("day", ["", "x", "2022-13-45", "昨天", "<script>"])
def test_a_day_that_is_none_is_today(client: Client, day: str) -> None:
    three_editions()
    assert "新规矩" in shown(client, f"{RULES_URL}?at={day}")


def test_an_edition_not_yet_in_force_waits_for_its_day(client: Client) -> None:
    builders.edition("2024-01-01")
    builders.edition("2030-01-01", RULES.replace("管用", "新规矩"))
    with time_machine.travel(date(2029, 12, 31), tick=False):
        assert "新规矩" not in shown(client, RULES_URL)
    with time_machine.travel(date(2030, 1, 2), tick=False):
        assert "新规矩" in shown(client, RULES_URL)


def test_the_day_stays_when_an_address_is_opened(client: Client) -> None:
    three_editions()
    assert client.get(f"{RULES_URL}art_3/?at=2020-01-01").url == f"{RULES_URL}?at=2020-01-01#art_3"
    assert client.get(f"{RULES_URL}art_2.json?at=2020-01-01").json()["edition"] == "2019-01-01"
    assert client.get(f"{RULES_URL}art_3/?at=%0d%0aX: y").url == f"{RULES_URL}#art_3"


def test_every_edition_can_be_read_and_knows_the_others(client: Client) -> None:
    three_editions()
    page = shown(client, f"{RULES_URL}2022-01-01/")
    assert "中规矩" in page
    assert "2022年1月1日（本版）" in page
    assert f'<a href="{RULES_URL}2019-01-01/">2019年1月1日</a>' in page


def test_one_address_is_the_one_to_keep(client: Client) -> None:
    builders.rules()
    link = f'<link rel="canonical" href="http://testserver{EDITION_URL}">'
    assert link in shown(client, RULES_URL)
    assert link in shown(client, f"{RULES_URL}?at=2025-01-01")
    assert link in shown(client, EDITION_URL)


def test_status_and_source_are_said(client: Client) -> None:
    builders.rules(
        status="amended",
        issuer="示例省委（示例）",
        source="单行本（示例）",
        document_number="示发〔2024〕1号",
    )
    page = shown(client, RULES_URL)
    for words in (
        "已修改",
        "示例省委（示例）",
        "单行本（示例）",
        "示发〔2024〕1号",
        "2024年9月1日起施行",
        "已存档",
    ):
        assert words in page


def test_a_speech_names_who_spoke(client: Client) -> None:
    page = shown(client, builders.speech(speaker="李示例（示例）").url)
    assert "<dt>讲话人</dt><dd>李示例（示例）</dd>" in page


def test_a_guide_is_marked_as_no_original(client: Client) -> None:
    page = shown(client, builders.bring_in(PLAIN, kind="guide").url)
    assert "这是辅导材料，不是原文；引用时请以原文为准。" in page
    assert "不是原文" not in shown(client, builders.speech().url)


def test_what_comes_next_is_of_the_same_topic(client: Client) -> None:
    builders.topic()
    builders.rules(topic="xuexi")
    other = builders.bring_in(PLAIN, kind="guide", topic="xuexi")
    builders.speech()
    page = shown(client, RULES_URL)
    assert "同专题的资料" in page
    assert f'href="{other.url}"' in page
    assert "讲话（示例）" not in page


@pytest.mark.parametrize("url", [RULES_URL, EDITION_URL, f"{RULES_URL}art_3/", f"{RULES_URL}art_3.json"])
def test_a_draft_is_not_found(client: Client, url: str) -> None:
    builders.edition("2024-09-01", publish=False)
    page = shown(client, url, 404)
    assert "补课" not in page


def test_a_regulation_without_a_published_text_is_not_found(client: Client) -> None:
    builders.rules()
    EditionPage.objects.get().unpublish()
    assert RegulationPage.objects.get().live
    shown(client, RULES_URL, 404)


def test_a_withdrawn_text_is_not_found(client: Client) -> None:
    page = builders.bring_in(PLAIN, kind="guide")
    page.unpublish()
    shown(client, page.url, 404)


def test_a_draft_of_a_published_text_is_not_shown(client: Client) -> None:
    page = builders.bring_in(PLAIN, kind="guide")
    page.body = PLAIN.replace("每天晚上", "每天早上")
    page.save_revision()
    assert "每天晚上" in shown(client, page.url)
    page.get_latest_revision().publish()
    assert "每天早上" in shown(client, page.url)


def test_large_type_is_switched_on_and_off_without_scripts(client: Client) -> None:
    builders.rules()
    assert "is-large" not in shown(client, RULES_URL)
    response = client.post("/display/", {"next": RULES_URL, "large_type": "1"})
    assert response.url == RULES_URL
    page = shown(client, RULES_URL)
    assert ' class="is-large">' in page
    assert 'name="large_type" value="0"' in page
    client.post("/display/", {"next": RULES_URL, "large_type": "0"})
    assert "is-large" not in shown(client, RULES_URL)


def test_nothing_on_the_page_needs_a_script(client: Client) -> None:
    builders.rules()
    page = shown(client, RULES_URL)
    assert page.count("<script") == page.count('<script type="module" src=')
    assert " style=" not in page


def test_who_opens_a_text_is_told_to_whoever_listens(client: Client, people: People) -> None:
    builders.rules()
    opened = []

    def listen(sender: type, material: Any, member: Any, **kwargs: Any) -> None:
        opened.append((material.slug, member.username))

    material_opened.connect(listen)
    try:
        shown(client, RULES_URL)
        client.force_login(people.me)
        shown(client, RULES_URL)
        client.get(f"{RULES_URL}art_3/")
    finally:
        material_opened.disconnect(listen)
    assert opened == [("2024-09-01", "me")]


def test_only_an_editor_is_offered_the_original(client: Client, people: People) -> None:
    builders.rules()
    client.force_login(people.me)
    assert "下载原件" not in shown(client, RULES_URL)
    client.force_login(people.editor)
    assert "下载原件" in shown(client, RULES_URL)


@pytest.mark.parametrize(("person", "articles"), [("", 300), ("me", 60), ("editor", 5)])
def test_a_reading_page_takes_few_queries_however_long_it_is(
    client: Client, people: People, django_assert_max_num_queries: Any, person: str, articles: int
) -> None:
    builders.topic()
    builders.guides(3)
    for year in (2020, 2022, 2024):
        builders.bring_in(
            long_rules(articles, word=f"第{year}版"), slug="x", edition=f"{year}-01-01", topic="xuexi"
        )
    if person:
        client.force_login(people.named(person))
    shown(client, "/library/x/")
    with django_assert_max_num_queries(WARM_QUERIES + (MEMBER_QUERIES if person else 0)):
        shown(client, "/library/x/")


def test_a_long_text_stays_light(client: Client) -> None:
    builders.bring_in(long_rules(300), slug="long", edition="2024-01-01")
    assert len(client.get("/library/long/").content) < 150_000


def test_only_get_is_needed_to_read(client: Client) -> None:
    page = builders.bring_in(PLAIN, kind="guide")
    assert GuidePage.objects.get().url == page.url
    assert client.head(page.url).status_code == 200
