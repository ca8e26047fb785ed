"""Addresses of notes, below /study/."""

from django.urls import path

from study.notes import export_views, question_views, views

urlpatterns = [
    path("notes/", views.mine, name="notes"),
    path("notes/export/<slug:form>/", export_views.export, name="notes_export"),
    path("notes/on/<int:material_id>/", views.beside, name="notes_beside"),
    path("notes/new/<int:material_id>/", views.new, name="note_new"),
    path("notes/<int:note_id>/", views.show, name="note"),
    path("notes/<int:note_id>/delete/", views.delete, name="note_delete"),
    path("notes/<int:note_id>/place/", views.place, name="note_place"),
    path("notes/<int:note_id>/keep/", views.keep, name="note_keep"),
    path("questions/", question_views.inbox, name="questions"),
    path("questions/<int:note_id>/", question_views.question, name="question"),
]
