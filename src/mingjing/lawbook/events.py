"""Names of what happens in the lawbook; payloads carry ids as strings."""

from enum import StrEnum


class Event(StrEnum):
    """`subject:object:verb`."""

    LIBRARY_IMPORTED = "lawbook:library:imported"
    LAW_ADDED = "lawbook:law:added"
    MATTER_ADDED = "lawbook:matter:added"
    MATTER_RETIRED = "lawbook:matter:retired"
    BENCHMARK_ADDED = "lawbook:benchmark:added"
    BENCHMARK_REVISED = "lawbook:benchmark:revised"
    BENCHMARK_DISCARDED = "lawbook:benchmark:discarded"
    BENCHMARK_PUBLISHED = "lawbook:benchmark:published"
    BENCHMARK_SET_ADDED = "lawbook:benchmark_set:added"
    BENCHMARK_SET_PUBLISHED = "lawbook:benchmark_set:published"
    CATALOGUE_SET = "lawbook:catalogue:set"
    RECORDING_LIST_SET = "lawbook:recording_list:set"
    GUIDANCE_GIVEN = "lawbook:guidance:given"
    GUIDANCE_ANSWERED = "lawbook:guidance:answered"
    GUIDING_CASE_WRITTEN = "lawbook:guiding_case:written"
    GUIDING_CASE_CHECKED = "lawbook:guiding_case:checked"
    GUIDING_CASE_RELEASED = "lawbook:guiding_case:released"
    GUIDING_CASE_ENDED = "lawbook:guiding_case:ended"
    GUIDING_CASES_INDEXED = "lawbook:guiding_cases:indexed"
    SEEDS_PLANTED = "lawbook:seeds:planted"
