from typing import Any

import pytest
from django.test import Client

from library import listing
from library.models import LibraryIndexPage
from tests.library import builders
from tests.library.builders import PLAIN
from tests.people import People

pytestmark = pytest.mark.django_db

LIST_QUERIES = 12
# Session, member, and two for what the menu may offer.
MEMBER_QUERIES = 2
NONE = "这里还没有符合条件的资料。"


@pytest.fixture(autouse=True)
def _site(library: LibraryIndexPage) -> None:
    """Every case here needs the library."""


def listed(client: Client, url: str = "/library/") -> list[str]:
    """Return the titles on the list, in order."""
    response = client.get(url)
    assert response.status_code == 200
    titles = [row.title for row in response.context["materials"]]
    page = response.content.decode()
    assert all(f">{title}</a>" in page for title in titles)
    return titles


@pytest.fixture
def three() -> None:
    builders.topic()
    builders.topic("组织生活", "zuzhi")
    builders.rules(topic="zuzhi", date="2024-06-20", status="in_force")
    builders.speech(topic="xuexi,zuzhi", date="2024-07-01")
    builders.bring_in(PLAIN, kind="guide", topic="xuexi", date="2023-01-01", status="repealed")


RULE, SPEECH, GUIDE = "学习管理规定（示例）", "在学习座谈会上的讲话（示例）", "一段没有结构的话（示例）"


def test_it_works(client: Client, three: None) -> None:
    assert listed(client) == [SPEECH, RULE, GUIDE]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("kind=speech", [SPEECH]),
        ("kind=regulation", [RULE]),
        ("topic=xuexi", [SPEECH, GUIDE]),
        ("topic=zuzhi", [SPEECH, RULE]),
        ("status=repealed", [GUIDE]),
        ("topic=zuzhi&kind=regulation&status=in_force", [RULE]),
        ("kind=&topic=&status=", [SPEECH, RULE, GUIDE]),
        ("topic=zuzhi&topic=xuexi", [SPEECH, GUIDE]),
    ],
)
def test_filters_narrow_the_list(client: Client, three: None, query: str, titles: list[str]) -> None:
    assert listed(client, f"/library/?{query}") == titles


@pytest.mark.parametrize(
    "query", ["topic=zz", "kind=edition", "kind=zz", "status=zz", "topic=%3Cb%3E", "kind=%00"]
)
def test_a_filter_nobody_offers_finds_nothing_and_says_so(client: Client, three: None, query: str) -> None:
    assert listed(client, f"/library/?{query}") == []
    assert NONE in client.get(f"/library/?{query}").content.decode()


@pytest.mark.parametrize("page", ["x", "", "0", "-1", "1.5", "%00", "99999999999999999999"])
def test_a_page_number_that_is_none_is_harmless(client: Client, three: None, page: str) -> None:
    assert len(listed(client, f"/library/?p={page}&page={page}")) == 3


def test_what_was_chosen_stays_chosen(client: Client, three: None) -> None:
    page = client.get("/library/?kind=speech&topic=xuexi").content.decode()
    assert '<option value="speech" selected>讲话</option>' in page
    assert '<option value="xuexi" selected>学习教育</option>' in page


def test_editions_are_no_rows_of_their_own(client: Client, three: None) -> None:
    builders.edition("2020-01-01")
    assert listed(client).count(RULE) == 1
    assert "法规版本" not in client.get("/library/").content.decode()


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show five at a time, so that a case needs few texts."""
    monkeypatch.setattr(listing, "MATERIALS_PER_PAGE", 5)


def test_a_list_is_shown_a_page_at_a_time(client: Client, short_pages: None) -> None:
    builders.guides(8)
    first, second = listed(client), listed(client, "/library/?p=2")
    assert (len(first), len(second)) == (5, 3)
    assert first[0] == "导读08（示例）"
    assert second[-1] == "导读01（示例）"
    assert not set(first) & set(second)


def test_turning_the_page_keeps_the_filters(client: Client, short_pages: None) -> None:
    builders.guides(6)
    page = client.get("/library/?kind=guide").content.decode()
    assert 'href="?kind=guide&amp;p=2" rel="next"' in page
    assert "第 1 页，共 2 页" in page
    assert 'rel="prev"' in client.get("/library/?kind=guide&p=2").content.decode()


def test_beyond_the_last_page_is_the_last_page(client: Client, short_pages: None) -> None:
    builders.guides(6)
    assert listed(client, "/library/?p=9") == ["导读01（示例）"]


def test_a_row_says_what_it_is(client: Client) -> None:
    builders.bring_in(PLAIN, kind="guide", summary="一句话。", issuer="知行编写组（示例）", date="2024-07-01")
    page = client.get("/library/").content.decode()
    for words in ("一句话。", "导读辅导", "知行编写组（示例）", "2024年7月1日", "约 1 分钟"):
        assert words in page


def test_drafts_are_not_listed(client: Client) -> None:
    builders.bring_in(PLAIN, kind="guide", publish=False)
    assert listed(client) == []


def test_a_topic_shows_its_own_texts_and_words(client: Client, three: None) -> None:
    assert listed(client, "/library/xuexi/") == [SPEECH, GUIDE]
    page = client.get("/library/xuexi/").content.decode()
    assert "<h1>学习教育</h1>" in page
    assert "学习教育的资料。" in page


def test_a_topic_is_not_left_through_a_filter(client: Client, three: None) -> None:
    assert listed(client, "/library/xuexi/?topic=zuzhi") == [SPEECH, GUIDE]
    assert listed(client, "/library/xuexi/?kind=guide") == [GUIDE]


def test_topics_are_offered_on_the_list(client: Client, three: None) -> None:
    page = client.get("/library/").content.decode()
    assert '<a href="/library/xuexi/">学习教育</a>' in page


def test_a_topics_introduction_quotes_a_text_with_its_place(client: Client, three: None) -> None:
    from library.models import MaterialPage, TopicPage

    topic = TopicPage.objects.get(slug="xuexi")
    rule = MaterialPage.objects.get(title=RULE, kind="regulation")
    quoted = {"text": "学习要管用。", "material": rule.pk, "place": "第二条"}
    topic.intro = [("passage", topic.intro.stream_block.child_blocks["passage"].to_python(quoted))]
    topic.save_revision().publish()
    page = client.get(topic.url).content.decode()
    assert "<blockquote>学习要管用。</blockquote>" in page
    assert f'<a href="{rule.url}">《{RULE}》</a>第二条' in page


@pytest.mark.parametrize("person", ["", "editor"])
@pytest.mark.parametrize("url", ["/library/?kind=guide&topic=xuexi", "/library/xuexi/"])
def test_a_list_takes_few_queries_however_long_it_is(
    client: Client, people: People, django_assert_max_num_queries: Any, person: str, url: str
) -> None:
    builders.topic()
    builders.guides(8)
    builders.restrict(builders.speech(), "login")
    if person:
        client.force_login(people.named(person))
    client.get(url)
    with django_assert_max_num_queries(LIST_QUERIES + (MEMBER_QUERIES if person else 0)):
        client.get(url)
