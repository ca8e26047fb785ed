"""Addresses of the cadence board; they stand in the namespace of study."""

from django.urls import path

from study.cadence import views

urlpatterns = [
    path("board/", views.home, name="board_home"),
    path("board/<int:organization_id>/", views.board, name="board"),
    path("board/<int:organization_id>/unreached/", views.not_reached, name="unreached"),
    path("board/<int:organization_id>/lectures/", views.lectures, name="lecture_register"),
    path("cadence/", views.rules, name="cadence_rules"),
]
