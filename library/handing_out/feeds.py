"""Atom feeds of topics: what everybody may read, the newest first."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.utils.feedgenerator import Atom1Feed

from library.models import MaterialPage, TopicPage
from library.policies import material_policy, topic_policy

MOST = 30


class TopicFeed(Feed):
    """The newest materials of one topic. A reader logs in nowhere, so only what is open to everybody stands in it."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> TopicPage:
        """Return the topic, or 404 for one that is not open to everybody."""
        found: TopicPage | None = topic_policy.visible_to(AnonymousUser()).filter(slug=slug).first()
        if found is None:
            raise Http404("没有这个专题，或者它不公开。")
        return found

    def title(self, topic: TopicPage) -> str:
        """Return the topic's title."""
        return str(topic.title)

    def subtitle(self, topic: TopicPage) -> str:
        """Return what the topic is about."""
        return topic.summary

    def link(self, topic: TopicPage) -> str:
        """Return the topic's page."""
        return str(topic.url or "/")

    def items(self, topic: TopicPage) -> Any:
        """Return the newest materials."""
        materials = material_policy.visible_to(AnonymousUser()).listed().on_topic(topic.pk)
        return materials.defer("body").order_by("-first_published_at", "-pk")[:MOST]

    def item_title(self, item: MaterialPage) -> str:
        """Return the title."""
        return str(item.title)

    def item_description(self, item: MaterialPage) -> str:
        """Return the one line of what it is, the issuer first."""
        return "　".join(part for part in (item.issuer, item.summary) if part)

    def item_link(self, item: MaterialPage) -> str:
        """Return the page."""
        return str(item.url or "/")

    def item_pubdate(self, item: MaterialPage) -> datetime | None:
        """Return when it was published here."""
        published: datetime | None = item.first_published_at
        return published

    def item_updateddate(self, item: MaterialPage) -> datetime | None:
        """Return when it was last changed here."""
        changed: datetime | None = item.last_published_at
        return changed
