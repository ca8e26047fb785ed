"""Addresses of reports, part of those of study."""

from django.urls import path

from study.reports import personal_views, views

urlpatterns = [
    path("reports/", views.listing, name="reports"),
    path("reports/mine/", personal_views.mine, name="personal_reports"),
    path("reports/mine/<str:code>/", personal_views.write, name="personal_report"),
    path("reports/mine/<str:code>/word/", personal_views.word, name="personal_report_word"),
    path("reports/handed-in/<int:report_id>/", views.handed_in, name="handed_in_report"),
    path("reports/<int:organization_id>/<str:code>/", views.show, name="report"),
    path("reports/<int:organization_id>/<str:code>/file/<slug:kind>/", views.download, name="report_file"),
    path("reports/<int:organization_id>/<str:code>/<slug:key>/", views.records, name="report_records"),
]
