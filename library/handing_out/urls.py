"""Addresses of feeds."""

from django.urls import path

from library.handing_out.feeds import TopicFeed

app_name = "library_feeds"
urlpatterns = [path("topics/<slug:slug>.atom", TopicFeed(), name="topic")]
