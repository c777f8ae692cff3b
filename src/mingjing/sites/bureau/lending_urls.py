"""Addresses of the reading desk and of the nightly audit, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import case_unmarked, lending, lending_reads, lending_steps, patrols

_ONE = "archives/lending/<uuid:lending_id>/"

urlpatterns = [
    path("archives/lending/", lending.lendings, name="lendings"),
    path("archives/lending/register.<slug:kind>", lending.lendings_export, name="lendings_export"),
    path("archives/lending/reads/", lending_reads.lending_reads, name="lending_reads"),
    path("archives/lending/reads/reads.<slug:kind>", lending_reads.lending_reads_export, name="lending_reads_export"),
    path("archives/lending/elsewhere/", lending_steps.lending_elsewhere, name="lending_elsewhere"),
    path("archives/files/<uuid:archived_id>/lend/", lending_steps.lending_new, name="lending_new"),
    path("archives/files/<uuid:archived_id>/lend-outside/", lending_steps.lending_outside, name="lending_outside"),
    path(_ONE, lending.lending, name="lending"),
    path(f"{_ONE}items/<slug:key>/", lending_reads.lending_item, name="lending_item"),
    path(f"{_ONE}items/<slug:key>/<int:number>.png", lending_reads.lending_picture, name="lending_picture"),
    path(f"{_ONE}items/<slug:key>/film", lending_reads.lending_film, name="lending_film"),
    path("cases/<uuid:case_id>/unmarked/", case_unmarked.case_unmarked, name="case_unmarked"),
    path("patrols/", patrols.patrols, name="patrols"),
    path("patrols/<uuid:patrol_id>/", patrols.patrol, name="patrol"),
    path("patrols/<uuid:patrol_id>/differences.<slug:kind>", patrols.patrol_export, name="patrol_export"),
    path("patrols/<uuid:patrol_id>/settle/", patrols.patrol_settle, name="patrol_settle"),
    path(f"{_ONE}<slug:move>/", lending_steps.lending_move, name="lending_move"),
]
