"""Addresses of reminders."""

from django.urls import path

from study.nudges import views

urlpatterns = [
    path("nudges/", views.mine, name="nudges"),
    path("nudges/off/<str:token>/", views.off, name="nudges_off"),
]
