"""Addresses of discretion benchmarks and of keeping matters, to be included in those of the bureau."""

from django.urls import path

from mingjing.sites.bureau.views import benchmark_sets, benchmark_writing, benchmarks, matter_writing

urlpatterns = [
    path("matters/new/", matter_writing.matter_new, name="matter_new"),
    path("matters/<uuid:matter_id>/revise/", matter_writing.matter_revise, name="matter_revise"),
    path("matters/<uuid:matter_id>/retire/", matter_writing.matter_retire, name="matter_retire"),
    path("benchmarks/", benchmarks.benchmarks, name="benchmarks"),
    path("benchmarks/blank.xlsx", benchmarks.benchmark_blank, name="benchmark_blank"),
    path("benchmarks/sets/new/", benchmark_sets.benchmark_set_new, name="benchmark_set_new"),
    path("benchmarks/sets/blank.xlsx", benchmark_sets.benchmark_set_blank, name="benchmark_set_blank"),
    path("benchmarks/sets/<uuid:benchmark_id>/", benchmark_sets.benchmark_set, name="benchmark_set"),
    path(
        "benchmarks/sets/<uuid:benchmark_id>/publish/",
        benchmark_sets.benchmark_set_publish,
        name="benchmark_set_publish",
    ),
    path(
        "benchmarks/sets/<uuid:benchmark_id>/export.xlsx", benchmark_sets.benchmark_set_file, name="benchmark_set_file"
    ),
    path("benchmarks/new/<str:matter_code>/", benchmark_writing.benchmark_new, name="benchmark_new"),
    path("benchmarks/<uuid:benchmark_id>/", benchmarks.benchmark, name="benchmark"),
    path("benchmarks/<uuid:benchmark_id>/edit/", benchmark_writing.benchmark_edit, name="benchmark_edit"),
    path("benchmarks/<uuid:benchmark_id>/publish/", benchmarks.benchmark_publish, name="benchmark_publish"),
    path("benchmarks/<uuid:benchmark_id>/discard/", benchmarks.benchmark_discard, name="benchmark_discard"),
    path("benchmarks/<uuid:benchmark_id>/replay/", benchmark_writing.benchmark_replay, name="benchmark_replay"),
    path("benchmarks/<uuid:benchmark_id>/export.<slug:kind>", benchmarks.benchmark_file, name="benchmark_file"),
]
