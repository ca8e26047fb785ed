"""Being told of a session opens no text, topic or bag: its pages name only what their reader may see."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import PageViewRestriction

from library.models import LibraryIndexPage, TopicPage
from study.holidays import FreeDays
from study.models import BookBag, MakeUpCohort, StudySession
from study.sessions.actions import pack_materials
from study.sessions.making_up import form_cohort, missed_at
from tests.people import People
from tests.quizzes.builders import QUOTE, newest_edition, publish_guide, publish_regulation
from tests.study.bookbags.builders import bag
from tests.study.builders import NOW
from tests.study.sessions.builders import TODAY, YESTERDAY, held, log_in

TOPIC, GUIDE, BAG = "限组的专题（示例）", "限组的导读（示例）", "没有印发的书袋（示例）"


def close(page: Any, kind: str = PageViewRestriction.GROUPS) -> None:
    restriction = PageViewRestriction.objects.create(page_id=page.pk, restriction_type=kind)
    restriction.groups.add(Group.objects.get_or_create(name="宣讲团")[0])


@pytest.fixture
def topic(people: People) -> TopicPage:
    made = TopicPage(title=TOPIC, slug="closed-topic")
    LibraryIndexPage.objects.get().add_child(instance=made)
    return made


@pytest.fixture
def hidden(people: People) -> BookBag:
    return bag(title=BAG, is_published=False)


@pytest.fixture
def session(people: People, topic: TopicPage, hidden: BookBag) -> StudySession:
    """Return a session on a topic, a text and a bag that were closed since."""
    guide = publish_guide(title=GUIDE, slug="closed-guide")
    made = held(people.secretary, people.branch, title="读原文", topic=topic, book_bag=hidden)
    pack_materials(session=made, materials=[guide])
    for page in (topic, guide):
        close(page)
    return made


@pytest.mark.parametrize("who", ["me", "secretary", "superior"])
def test_what_a_reader_may_not_see_is_not_named(people: People, session: StudySession, who: str) -> None:
    client = log_in(people.named(who))
    page = client.get(session.get_absolute_url()).content.decode()
    assert "限定了阅读范围" in page
    for words in (TOPIC, GUIDE, BAG, "closed-topic", "closed-guide"):
        assert words not in page


def test_whoever_may_see_it_does(people: People, session: StudySession) -> None:
    people.me.groups.add(Group.objects.get_or_create(name="宣讲团")[0])
    page = log_in(people.me).get(session.get_absolute_url()).content.decode()
    assert TOPIC in page and GUIDE in page
    assert BAG not in page


def test_the_page_of_materials_names_no_closed_topic(people: People, session: StudySession) -> None:
    page = log_in(people.secretary).get(f"{session.get_absolute_url()}pack/").content.decode()
    assert TOPIC not in page


def test_a_cohort_names_no_bag_its_reader_may_not_see(people: People, hidden: BookBag) -> None:
    cohort = MakeUpCohort.objects.create(
        organization=people.branch,
        title="补课",
        starts_on=YESTERDAY,
        ends_on=TODAY,
        book_bag=hidden,
        created_by=people.secretary,
        created_at=people.secretary.date_joined,
    )
    client = log_in(people.secretary)
    assert BAG not in client.get(cohort.get_absolute_url()).content.decode()
    BookBag.objects.update(is_published=True)
    assert BAG in client.get(cohort.get_absolute_url()).content.decode()


def test_a_closed_topic_lends_its_name_to_no_title(people: People, topic: TopicPage) -> None:
    close(topic)
    held(people.secretary, people.branch, topic=topic)
    page = log_in(people.me).get("/study/sessions/").content.decode()
    assert TOPIC not in page
    assert "2026年6月集中学习" in page


def test_a_topic_for_those_who_log_in_names_a_session(people: People, topic: TopicPage) -> None:
    close(topic, PageViewRestriction.LOGIN)
    assert held(people.secretary, people.branch, topic=topic).title == f"集中学习：{TOPIC}"


def test_a_session_stays_within_its_queries(
    people: People, session: StudySession, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        guide = publish_guide(slug=f"guide-{number}", title=f"导读{number}（示例）")
        session.pack.create(material_id=guide.pk, position=number)
        held(people.secretary, people.branch, title=f"第 {number} 次")
    client = log_in(people.me)
    for url in (session.get_absolute_url(), "/study/sessions/"):
        client.get(url)
    with django_assert_max_num_queries(21):
        client.get(session.get_absolute_url())
    with django_assert_max_num_queries(10):
        client.get("/study/sessions/")


def test_an_edition_that_is_closed_is_not_printed(people: People) -> None:
    regulation = publish_regulation()
    made = held(people.secretary, people.branch, {people.me.pk: "absent"}, title="读原文")
    pack_materials(session=made, materials=[regulation])
    rows = list(missed_at(people.branch, today=TODAY))
    window = FreeDays("周末", TODAY, TODAY, is_estimate=False)
    cohort = form_cohort(
        by=people.secretary,
        organization=people.branch,
        title="补课",
        window=window,
        rows=rows,
        book_bag=None,
        now=NOW,
    )
    address = f"/study/make-up/cohorts/{cohort.pk}/print/"
    assert QUOTE in log_in(people.secretary).get(address).content.decode()
    close(newest_edition(regulation))
    page = log_in(people.secretary).get(address)
    assert page.status_code == 200
    assert QUOTE not in page.content.decode()
