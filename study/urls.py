"""Addresses of study."""

from django.urls import include, path

from study import views
from study.bookbags import views as bags
from study.notes import urls as notes
from study.nudges import urls as nudges
from study.reading import views as reading
from study.recommending import views as recommending
from study.screenings import views as screenings
from study.watching import views as watching

app_name = "study"
urlpatterns = [
    path("me/", views.me, name="me"),
    path("progress/", reading.report, name="progress"),
    path("finished/", reading.finished, name="finished"),
    path("finished/<int:material_id>/", reading.finished, name="finished_by"),
    path("finish/<int:material_id>/", views.finish, name="finish"),
    path("watched/<int:lecture_id>/", watching.report, name="watched"),
    path("suggestions/", recommending.suggestions, name="suggestions"),
    path("suggestions/<int:page_id>/dismiss/", recommending.dismiss, name="dismiss"),
    path("suggestions/<int:page_id>/restore/", recommending.restore, name="restore_suggestion"),
    *notes.urlpatterns,
    *nudges.urlpatterns,
    path("screenings/", screenings.join, name="join_screening"),
    path("screenings/start/<int:lecture_id>/", screenings.start, name="start_screening"),
    path("screenings/<int:screening_id>/", screenings.host, name="screening"),
    path("screenings/<int:screening_id>/end/", screenings.end, name="end_screening"),
    path("plans/", include("study.plans.urls")),
    path("bags/", bags.listing, name="book_bags"),
    path("bags/<slug:slug>/", bags.show, name="book_bag"),
    path("bags/<slug:slug>/handout/", bags.handout, name="book_bag_handout"),
    path("bags/<slug:slug>/pack/", bags.pack, name="book_bag_pack"),
    path("bags/<slug:slug>/packing/", bags.packing, name="book_bag_packing"),
    path("bags/<slug:slug>/zip/", bags.download, name="book_bag_zip"),
    path("bags/<slug:slug>/code.svg", bags.code, name="book_bag_code"),
    path("bags/<slug:slug>/received/", bags.received, name="book_bag_received"),
    path("", include("study.sessions.urls")),
    path("", include("study.cadence.urls")),
    path("", include("study.ledger.urls")),
    path("", include("study.reports.urls")),
]
