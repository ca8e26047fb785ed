"""Addresses of 积分, part of those of study."""

from django.urls import path

from study.ledger import keeping_views, rule_views, views

urlpatterns = [
    path("points/", views.mine, name="my_points"),
    path("points/appeal/", views.appeal, name="appeal_points"),
    path("points/<int:member_id>/<int:year>/", views.sheet, name="points_sheet"),
    path("points/<int:member_id>/<int:year>/sheet.docx", views.sheet_word, name="points_sheet_word"),
    path("ledger/", keeping_views.ledgers, name="ledgers"),
    path("ledger/<int:home_id>/", keeping_views.branch, name="ledger_branch"),
    path("ledger/<int:home_id>/book/", keeping_views.book, name="book_points"),
    path("ledger/<int:home_id>/<int:member_id>/", keeping_views.member, name="ledger_member"),
    path("ledger/entries/<int:entry_id>/counter/", keeping_views.counter, name="counter_entry"),
    path("ledger/appeals/", keeping_views.appeals, name="ledger_appeals"),
    path("ledger/appeals/<int:appeal_id>/", keeping_views.answer, name="answer_appeal"),
    path("ledger/rules/", rule_views.rules, name="point_rules"),
    path("ledger/rules/new/", rule_views.edit, name="new_point_rule"),
    path("ledger/rules/<int:rule_id>/", rule_views.rule, name="point_rule"),
    path("ledger/rules/<int:rule_id>/edit/", rule_views.edit, name="edit_point_rule"),
    path("ledger/rules/<int:rule_id>/try/", rule_views.try_out, name="try_point_rule"),
    path("ledger/rules/<int:rule_id>/adopt/", rule_views.adopt, name="adopt_point_rule"),
    path("ledger/rules/<int:rule_id>/end/", rule_views.end, name="end_point_rule"),
    path("ledger/rules/<int:rule_id>/discard/", rule_views.discard, name="discard_point_rule"),
]
