"""Addresses of study."""

from django.urls import path

from study import views

app_name = "study"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("progress/", views.record_position, name="progress"),
    path("finish/<int:material_id>/", views.finish, name="finish"),
]
