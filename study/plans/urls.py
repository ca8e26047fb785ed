"""Addresses of plans, below /study/plans/."""

from django.urls import path

from study.plans import arrange_views as arranging
from study.plans import feed_views as feeds
from study.plans import views
from study.plans.annual import item_views as annual_items
from study.plans.annual import views as annual
from study.plans.filing import views as filing

urlpatterns = [
    path("", views.listing, name="plans"),
    path("new/", views.start, name="start_plan"),
    path("calendar/", feeds.manage, name="plan_calendar"),
    path("calendar/<str:secret>.ics", feeds.feed, name="plan_calendar_feed"),
    path("review/", filing.waiting, name="plans_to_review"),
    path("review/<int:filing_id>/", filing.review, name="plan_review"),
    path("annual/", annual.listing, name="annual_plans"),
    path("annual/new/", annual.new, name="annual_plan_new"),
    path("annual/<int:plan_id>/", annual.show, name="annual_plan"),
    path("annual/<int:plan_id>/edit/", annual.edit, name="annual_plan_edit"),
    path("annual/<int:plan_id>/copy/", annual.copy, name="annual_plan_copy"),
    path("annual/<int:plan_id>/publish/", annual.publish, name="annual_plan_publish"),
    path("annual/<int:plan_id>/hand-out/", annual.hand_out, name="annual_plan_hand_out"),
    path("annual/<int:plan_id>/add/", annual_items.add, name="annual_item_add"),
    path("annual/<int:plan_id>/items/<int:item_id>/", annual_items.item, name="annual_item"),
    path("annual/<int:plan_id>/items/<int:item_id>/move/", annual_items.move, name="annual_item_move"),
    path("annual/<int:plan_id>/items/<int:item_id>/remove/", annual_items.remove, name="annual_item_remove"),
    path("<int:plan_id>/", views.show, name="plan"),
    path("<int:plan_id>/ways/", views.ways, name="plan_ways"),
    path("<int:plan_id>/discard/", views.discard, name="plan_discard"),
    path("<int:plan_id>/sheet.<str:ending>", views.sheet, name="plan_sheet"),
    path("<int:plan_id>/file/", filing.file, name="plan_file"),
    path("<int:plan_id>/filings/<int:version>/", filing.receipt, name="plan_filing"),
    path("<int:plan_id>/arrange/", arranging.arrange, name="plan_arrange"),
    path("<int:plan_id>/order/", arranging.order, name="plan_order"),
    path("<int:plan_id>/pace/", arranging.pace, name="plan_pace"),
    path("<int:plan_id>/breaks/", arranging.add_break, name="plan_break"),
    path("<int:plan_id>/breaks/<int:break_id>/remove/", arranging.remove_break, name="plan_break_remove"),
    path("<int:plan_id>/add/", arranging.add, name="plan_add"),
    path("<int:plan_id>/add/own/", arranging.add_own, name="plan_add_own"),
    path("<int:plan_id>/items/<int:item_id>/", arranging.item, name="plan_item"),
    path("<int:plan_id>/items/<int:item_id>/move/", arranging.move, name="plan_item_move"),
    path("<int:plan_id>/items/<int:item_id>/remove/", arranging.remove, name="plan_item_remove"),
    path("<int:plan_id>/items/<int:item_id>/tick/", arranging.tick, name="plan_item_tick"),
]
