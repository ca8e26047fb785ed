"""Topic feeds, and the editor's page for other channels."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from library.models import LibraryIndexPage, TopicPage
from tests.quizzes.builders import newest_edition, publish_guide, publish_regulation

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def topic(people: Any) -> TopicPage:
    made: TopicPage = LibraryIndexPage.objects.get().add_child(
        instance=TopicPage(title="党费（示例）", slug="dues", summary="怎样交纳。")
    )
    return made


def test_a_feed_holds_the_newest_materials(client: Client, topic: TopicPage) -> None:
    guide = publish_guide(title="党费怎么交 & 谁来收（示例）")
    guide.topics = [topic]
    guide.save()
    answer = client.get(reverse("library_feeds:topic", args=["dues"]))
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = etree.fromstring(answer.content)
    assert [one.text for one in feed.iter(f"{ATOM}title")] == [topic.title, guide.title]
    assert guide.url in feed.find(f"{ATOM}entry/{ATOM}link").get("href")


def test_what_is_withdrawn_leaves_the_feed(client: Client, topic: TopicPage) -> None:
    guide = publish_guide()
    guide.topics = [topic]
    guide.save()
    guide.unpublish()
    answer = client.get(reverse("library_feeds:topic", args=["dues"]))
    assert b"<entry>" not in answer.content


def test_a_regulation_stands_in_the_feed_once(client: Client, topic: TopicPage) -> None:
    regulation = publish_regulation()
    for page in (regulation, newest_edition(regulation)):
        page.topics = [topic]
        page.save()
    answer = client.get(reverse("library_feeds:topic", args=["dues"]))
    assert answer.content.count(b"<entry>") == 1


def test_there_is_no_feed_of_a_topic_that_is_not_public(client: Client, topic: TopicPage) -> None:
    topic.view_restrictions.create(restriction_type="login")
    assert client.get(reverse("library_feeds:topic", args=["dues"])).status_code == 404


def test_an_editor_gets_both_texts(client: Client, people: Any) -> None:
    guide = publish_guide(title="怎样读<b>原文</b>（示例）")
    client.force_login(people.editor)
    answer = client.get(reverse("library_hand_out", args=[guide.pk]), {"limit": "120"})
    page = answer.content.decode()
    assert len(answer.context["phone"]) <= 120
    assert "公众号文章" in page
    assert "<b>原文</b>" not in page


def test_what_is_for_some_is_not_handed_out_without_a_word(client: Client, people: Any) -> None:
    guide = publish_guide()
    client.force_login(people.editor)
    address = reverse("library_hand_out", args=[guide.pk])
    assert "只给一部分人看" not in client.get(address).content.decode()
    guide.view_restrictions.create(restriction_type="login")
    assert "只给一部分人看" in client.get(address).content.decode()


def test_a_strange_length_is_not_believed(client: Client, people: Any) -> None:
    client.force_login(people.editor)
    answer = client.get(reverse("library_hand_out", args=[publish_guide().pk]), {"limit": "²9e9"})
    assert answer.status_code == 200
