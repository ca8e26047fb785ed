"""Addresses of the site's own small pages."""

from django.urls import path

from cms import views
from cms.offline import views as offline

app_name = "cms"
urlpatterns = [
    path("display/", views.set_display, name="display"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("sw.js", offline.worker, name="worker"),
    path("offline/", offline.page, name="offline"),
    path("offline/who/", offline.who, name="offline_who"),
    path("offline/contents/<str:kind>/<int:pk>/", offline.contents, name="offline_contents"),
    path("offline/changes/", offline.changes, name="offline_changes"),
]
