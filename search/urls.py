"""Addresses of search."""

from django.urls import path

from search import views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("suggestions/", views.suggestions, name="suggestions"),
    path("suggestions/browser/", views.opensearch_suggestions, name="opensearch_suggestions"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
]
