"""Topics as filters beside the results."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.models import Page

from library.models import LibraryIndexPage, TopicPage
from search.filtering import Chosen
from search.finding import find
from tests.library import builders
from tests.people import People
from tests.search.site import Library

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


class TestTitles:
    """A filter names a topic only while everybody may see it."""

    @pytest.fixture
    def topic(self, shelf: Library) -> TopicPage:
        topic = shelf.work.topics.get()
        shelf.quiz.topic = topic
        shelf.quiz.save()
        assert topic.title in self.filters(shelf)
        return topic

    def filters(self, shelf: Library, user: Any = NOBODY) -> str:
        return str(find("补课", user=user, with_facets=True, chosen=Chosen(topic="0")).facets) + str(
            find("补课", user=user, with_facets=True).facets
        )

    @pytest.fixture(autouse=True)
    def another_topic(self, shelf: Library) -> None:
        """A filter with one value is not shown, so there are two."""
        other = builders.topic("组织生活", "zuzhi")
        shelf.guide.topics.add(other)
        shelf.guide.save_revision().publish()

    def test_taken_offline(self, shelf: Library, people: People, topic: TopicPage) -> None:
        topic.unpublish()
        for user in (NOBODY, people.me):
            assert topic.title not in self.filters(shelf, user)

    def test_restricted(self, shelf: Library, people: People, topic: TopicPage) -> None:
        builders.restrict(topic, "login")
        for user in (NOBODY, people.me):
            assert topic.title not in self.filters(shelf, user)

    @pytest.fixture
    def cupboard(self, shelf: Library) -> LibraryIndexPage:
        shelves = shelf.work.get_parent()
        closed = shelves.add_sibling(instance=LibraryIndexPage(title="内部资料", slug="cupboard"))
        builders.restrict(closed, "login")
        return closed

    def test_moved_where_not_everybody_may_look(
        self, shelf: Library, topic: TopicPage, cupboard: LibraryIndexPage
    ) -> None:
        assert topic.title in self.filters(shelf)
        topic.move(cupboard, pos="last-child")
        assert topic.title not in self.filters(shelf)

    def test_what_it_stands_in_is_moved(
        self, shelf: Library, topic: TopicPage, cupboard: LibraryIndexPage
    ) -> None:
        room = shelf.work.get_parent().add_sibling(instance=LibraryIndexPage(title="专题室", slug="room"))
        topic.move(room, pos="last-child")
        assert topic.title in self.filters(shelf)
        room.refresh_from_db()
        room.move(cupboard, pos="last-child")
        assert topic.title not in self.filters(shelf)

    def test_past_its_day(self, shelf: Library, people: People, topic: TopicPage) -> None:
        topic.expire_at = timezone.now() + timedelta(hours=1)
        topic.save()
        assert topic.title in self.filters(shelf)
        with time_machine.travel(topic.expire_at + timedelta(seconds=1)):
            assert topic.title not in self.filters(shelf, people.me)

    def test_taken_offline_by_the_clock(self, shelf: Library, topic: TopicPage) -> None:
        Page.objects.get(pk=topic.pk).unpublish(set_expired=True)
        assert topic.title not in self.filters(shelf)
