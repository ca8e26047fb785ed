"""Addresses of lectures' files, and of handing one in."""

from django.urls import path

from library.lectures import views

app_name = "lectures"
urlpatterns = [
    path("hand-in/", views.hand_in, name="hand_in"),
    path("<int:lecture_id>/play/", views.play, name="play"),
    path("<int:lecture_id>/sound/", views.sound, name="sound"),
    path("<int:lecture_id>/captions.vtt", views.captions, name="captions"),
]
