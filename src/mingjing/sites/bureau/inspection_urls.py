"""Addresses of classes, caps and annual inspection plans, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import classes, frequencies, year_plans

_PLAN = "year-plans/<uuid:year_plan_id>/"

urlpatterns = [
    path("classes/", classes.classes, name="classes"),
    path("classes/new/", classes.class_new, name="class_new"),
    path("classes/import/", classes.class_import, name="class_import"),
    path("classes/template.<slug:kind>", classes.class_template, name="class_template"),
    path("classes/classes.<slug:kind>", classes.class_sheet, name="class_sheet"),
    path("classes/lots/<uuid:lot_id>/", classes.class_lot, name="class_lot"),
    path("classes/lots/<uuid:lot_id>/check/", classes.class_check, name="class_check"),
    path("classes/<slug:uscc>/", classes.class_history, name="class_history"),
    path("draws/<uuid:plan_id>/differences/", classes.draw_differences, name="draw_differences"),
    path("caps/", frequencies.caps, name="caps"),
    path("caps/new/", frequencies.cap_new, name="cap_new"),
    path("caps/<uuid:cap_id>/<slug:verdict>/", frequencies.cap_settle, name="cap_settle"),
    path("frequencies/", frequencies.frequencies, name="frequencies"),
    path("frequencies/frequencies.<slug:kind>", frequencies.frequency_sheet, name="frequency_sheet"),
    path("year-plans/", year_plans.year_plans, name="year_plans"),
    path("year-plans/new/", year_plans.year_plan_new, name="year_plan_new"),
    path(_PLAN, year_plans.year_plan, name="year_plan"),
    path(f"{_PLAN}lines/new/", year_plans.year_line_new, name="year_line_new"),
    path(f"{_PLAN}lines/<int:line_key>/", year_plans.year_line, name="year_line"),
    path(f"{_PLAN}lines/<int:line_key>/drop/", year_plans.year_line_drop, name="year_line_drop"),
    path(f"{_PLAN}amend/", year_plans.year_plan_amend, name="year_plan_amend"),
    path(f"{_PLAN}approve/", year_plans.year_plan_approve, name="year_plan_approve"),
    path(f"{_PLAN}give-up/", year_plans.year_draft_drop, name="year_draft_drop"),
    path(f"{_PLAN}report/", year_plans.year_report, name="year_report"),
    path(f"{_PLAN}report.<slug:kind>", year_plans.year_report_sheet, name="year_report_sheet"),
]
