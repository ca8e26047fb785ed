"""What a device is told to keep, and what it is told about changes."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from library.models import EditionPage, LibraryIndexPage, TopicPage
from members.models import Member
from tests.library.builders import restrict
from tests.library.lectures.builders import lecture
from tests.library.pocketbooks import books
from tests.people import People
from tests.quizzes.builders import (
    REGULATION_BODY,
    cite,
    newest_edition,
    publish,
    publish_guide,
    publish_regulation,
    question,
)
from tests.study.bookbags.builders import bag, practice

pytestmark = pytest.mark.django_db


def contents(client: Client, kind: str, pk: int, *, by: Member | None = None) -> Any:
    if by is not None:
        client.force_login(by)
    response = client.get(reverse("cms:offline_contents", args=[kind, pk]))
    assert response.status_code == 200
    return response.json()


def changes(client: Client, *keys: str) -> Any:
    return client.get(reverse("cms:offline_changes"), {"key": keys}).json()


def topic() -> TopicPage:
    made = TopicPage(title="学习专题（示例）", slug="study-topic")
    LibraryIndexPage.objects.get().add_child(instance=made)
    made.save_revision().publish()
    return made


def urls(found: Any, what: str = "pages") -> list[str]:
    return [one["url"] for one in found[what]]


def test_it_works(client: Client, people: People) -> None:
    guide = publish_guide()
    found = contents(client, "material", guide.pk)
    assert (found["key"], found["title"], found["url"]) == (f"material-{guide.pk}", guide.title, guide.url)
    assert urls(found) == [guide.url]
    assert found["files"] == found["papers"] == found["left"] == []


def test_of_a_regulation_the_edition_in_force_is_kept_and_named(client: Client, people: People) -> None:
    work = publish_regulation()
    found = contents(client, "material", work.pk)
    assert found["pages"][0]["edition"] == "2024年9月1日起施行的版本"
    assert found["aliases"] == {f"{work.url}2024-09-01/": work.url}


def test_a_new_edition_changes_the_fingerprint_and_is_named(client: Client, people: People) -> None:
    work = publish_regulation()
    before = contents(client, "material", work.pk)
    edition = EditionPage(
        title=work.title,
        slug="2025-01-01",
        effective_from=date(2025, 1, 1),
        body=REGULATION_BODY.replace("应当补课", "都要补课"),
    )
    publish(edition, below=work)
    after = changes(client, before["key"])[before["key"]]
    assert after["fingerprint"] != before["fingerprint"]
    assert after["pages"][0]["edition"] == "2025年1月1日起施行的版本"


def test_nothing_changed_is_the_same_fingerprint(client: Client, people: People) -> None:
    work = publish_regulation()
    before = contents(client, "material", work.pk)
    work.save_revision().publish()
    assert changes(client, before["key"])[before["key"]]["fingerprint"] == before["fingerprint"]


def test_what_is_withdrawn_or_never_was_is_null(client: Client, people: People) -> None:
    guide = publish_guide()
    guide.unpublish()
    keys = (f"material-{guide.pk}", "material-999999", "attempt-1", "rubbish", "material-" + "9" * 30)
    assert changes(client, *keys) == dict.fromkeys(keys)


def test_what_is_closed_to_a_member_is_neither_kept_nor_named(client: Client, people: People) -> None:
    closed = publish_guide(title="内部导读（示例）", slug="inside")
    restrict(closed, "groups", Group.objects.get(name="编辑"))
    made = bag(publish_guide(), closed)
    assert "内部导读" not in str(contents(client, "bag", made.pk, by=people.me))
    assert closed.url in urls(contents(client, "bag", made.pk, by=people.editor))


def test_a_lecture_brings_captions_and_offers_film_or_sound(client: Client, people: People) -> None:
    page = lecture()
    found = contents(client, "material", page.pk)
    by_group = {file["group"]: file for file in found["files"]}
    assert by_group[""]["url"] == reverse("lectures:captions", args=[page.pk])
    assert by_group["film"]["bytes"] == page.recording.size
    assert by_group["sound"]["bytes"] == page.recording.sound_size
    assert f"{page.url}?sound=1" in urls(found)


def test_a_pocket_book_offers_its_files(client: Client, people: People) -> None:
    issue = books.issued(books.text(publish_regulation()), slug="pocket-book")
    ready = books.ready_file(issue)
    found = contents(client, "material", issue.book.pk)
    files = [file for file in found["files"] if file["group"] == "book"]
    assert [file["bytes"] for file in files] == [ready.bytes]
    assert client.get(files[0]["url"]).status_code == 200


def test_a_bag_brings_its_page_everything_in_it_and_its_practice_quiz(client: Client, people: People) -> None:
    guide, quiz = publish_guide(), practice(question())
    made = bag(guide, quiz)
    found = contents(client, "bag", made.pk, by=people.me)
    assert urls(found) == [made.get_absolute_url(), guide.url, reverse("quizzes:quiz", args=[quiz.slug])]
    assert found["papers"] == [{"start": reverse("quizzes:start", args=[quiz.slug]), "title": quiz.title}]


def test_a_text_brings_the_self_tests_that_ask_about_it(client: Client, people: People) -> None:
    work, guide = publish_regulation(), publish_guide()
    asked = question(citations=(cite(newest_edition(work)),))
    quiz = practice(asked)
    practice(asked, slug="timed", title="限时（示例）", time_limit_minutes=10)
    practice(question(), slug="other", title="别的（示例）")
    found = contents(client, "material", work.pk, by=people.me)
    assert urls(found) == [work.url, reverse("quizzes:quiz", args=[quiz.slug])]
    assert [one["title"] for one in found["papers"]] == [quiz.title]
    assert contents(client, "material", guide.pk)["papers"] == []
    client.logout()
    assert contents(client, "material", work.pk)["papers"] == []


def test_a_text_begins_two_papers_at_most(client: Client, people: People) -> None:
    work = publish_regulation()
    asked = question(citations=(cite(newest_edition(work)),))
    for number in range(3):
        practice(asked, slug=f"quiz-{number}", title=f"自测 {number}（示例）")
    assert len(contents(client, "material", work.pk, by=people.me)["papers"]) == 2


@pytest.mark.parametrize(
    ("kind", "said"),
    [("book", "文字和图片都会保存。"), ("text", "文字、图片、字幕和自测题都会保存。")],
)
def test_what_is_promised_is_kept(client: Client, people: People, kind: str, said: str) -> None:
    work = publish_regulation()
    issue = books.issued(books.text(work), slug="pocket-book")
    page = issue.book if kind == "book" else work
    assert said in client.get(page.url).content.decode()


def test_a_quiz_with_a_clock_is_answered_with_a_line(client: Client, people: People) -> None:
    made = bag(practice(question(), time_limit_minutes=10))
    found = contents(client, "bag", made.pk, by=people.me)
    assert found["papers"] == []
    assert "要联网答" in found["left"][0]


def test_no_key_is_in_what_is_kept_of_a_quiz(client: Client, people: People) -> None:
    asked = question()
    made = bag(practice(asked))
    found = contents(client, "bag", made.pk, by=people.me)
    kept = client.post(found["papers"][0]["start"], follow=True, headers={"X-Keep": "1"}).content.decode()
    assert asked.current.stem in kept
    assert asked.current.explanation not in kept
    assert "data-right" not in kept


def test_a_topic_brings_its_materials(client: Client, people: People) -> None:
    made, guide = topic(), publish_guide()
    guide.topics.add(made)
    guide.save_revision().publish()
    assert urls(contents(client, "topic", made.pk)) == [made.url, guide.url]


def test_a_new_text_of_a_topic_changes_its_fingerprint(client: Client, people: People) -> None:
    made = topic()
    before = contents(client, "topic", made.pk)
    guide = publish_guide()
    guide.topics.add(made)
    guide.save_revision().publish()
    assert changes(client, before["key"])[before["key"]]["fingerprint"] != before["fingerprint"]


def test_a_bag_of_twenty_texts_costs_a_bounded_number_of_queries(
    client: Client, people: People, django_assert_max_num_queries: Any
) -> None:
    guides = [publish_guide(slug=f"guide-{number}") for number in range(20)]
    made = bag(*guides)
    client.force_login(people.me)
    with django_assert_max_num_queries(20):
        assert len(contents(client, "bag", made.pk)["pages"]) == 21
