"""Addresses of uploads."""

from django.urls import path

from media import views

app_name = "media"
urlpatterns = [
    path("", views.begin, name="begin"),
    path("<uuid:upload_id>/", views.piece, name="piece"),
    path("<uuid:upload_id>/check/", views.check, name="check"),
]
