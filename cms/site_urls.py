"""Addresses of the site's own small pages."""

from django.urls import path

from cms import views

app_name = "cms"
urlpatterns = [
    path("display/", views.set_display, name="display"),
]
