"""Addresses of random draws, annual plans and caps; none where the room of inspections is not installed."""

from django.apps import apps
from django.urls import URLPattern, path

urlpatterns: list[URLPattern] = []
if apps.is_installed("mingjing.inspections"):
    from mingjing.sites.portal.views import draws, year_plans

    urlpatterns = [
        path("cq/", draws.draws, name="draws"),
        path("cq/mingjing_redraw.py", draws.script, name="redraw_script"),
        path("cq/check/", draws.recheck, name="redraw"),
        path("jh/", year_plans.year_plans, name="year_plans"),
        path("jh/<str:number>/", year_plans.year_plan, name="year_plan"),
        path("pc/", year_plans.caps, name="caps"),
        path("cq/<str:number>/", draws.draw, name="draw"),
        path("cq/<str:number>/draw.json", draws.draw_json, name="draw_json"),
    ]
