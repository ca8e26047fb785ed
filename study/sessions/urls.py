"""Addresses of sessions and of make-up study; they stand in the namespace of study."""

from django.urls import path

from study.sessions import make_up_views, pack_views, recording_views, views

urlpatterns = [
    path("sessions/", views.listing, name="sessions"),
    path("sessions/record/", recording_views.record, name="record_session"),
    path("sessions/plan/", recording_views.plan, name="plan_session"),
    path("sessions/<int:session_id>/", views.show, name="session"),
    path("sessions/<int:session_id>/edit/", views.edit, name="edit_session"),
    path("sessions/<int:session_id>/roll/", recording_views.roll, name="session_roll"),
    path("sessions/<int:session_id>/sheet/", views.sheet, name="session_sheet"),
    path("sessions/<int:session_id>/cancel/", views.cancel, name="cancel_session"),
    path("sessions/<int:session_id>/pack/", pack_views.pack, name="session_pack"),
    path("sessions/<int:session_id>/files/", pack_views.add_file, name="add_session_file"),
    path("sessions/files/<int:file_id>/", pack_views.file, name="session_file"),
    path("sessions/files/<int:file_id>/remove/", pack_views.drop_file, name="remove_session_file"),
    path("screenings/<int:screening_id>/session/", pack_views.from_screening, name="session_from_screening"),
    path("make-up/<int:organization_id>/", make_up_views.proposals, name="make_up"),
    path("make-up/cohorts/<int:cohort_id>/", make_up_views.cohort, name="make_up_cohort"),
    path("make-up/cohorts/<int:cohort_id>/print/", make_up_views.print_pack, name="make_up_print"),
    path("make-up/cohorts/<int:cohort_id>/delivered/", make_up_views.delivered, name="make_up_delivered"),
    path("make-up/cohorts/<int:cohort_id>/made-up/", make_up_views.made_up, name="make_up_done"),
    path("phones/<int:organization_id>/", make_up_views.smartphones, name="smartphones"),
]
