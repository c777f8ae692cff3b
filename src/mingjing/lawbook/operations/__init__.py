"""What may be done to the lawbook: one function per act."""

from mingjing.lawbook.access import change_catalogue
from mingjing.lawbook.operations.benchmarks import (
    add_benchmark,
    discard_benchmark,
    publish_benchmark,
    revise_benchmark,
)
from mingjing.lawbook.operations.catalogues import set_av_items, set_catalogue
from mingjing.lawbook.operations.guidance import answer_guidance, give_guidance
from mingjing.lawbook.operations.guiding_cases import (
    check_guiding_case,
    draft_guiding_case,
    end_guiding_case,
    release_guiding_case,
    revise_guiding_case,
)
from mingjing.lawbook.operations.indexing import index_guiding_cases_anew
from mingjing.lawbook.operations.library import add_law, import_library
from mingjing.lawbook.operations.matters import add_matter, retire_matter
from mingjing.lawbook.operations.seeds import laws_cited, plant_seeds
from mingjing.lawbook.operations.sets import add_benchmark_set, publish_benchmark_set

__all__ = [
    "add_benchmark",
    "add_benchmark_set",
    "add_law",
    "add_matter",
    "answer_guidance",
    "change_catalogue",
    "discard_benchmark",
    "check_guiding_case",
    "draft_guiding_case",
    "end_guiding_case",
    "give_guidance",
    "import_library",
    "index_guiding_cases_anew",
    "laws_cited",
    "plant_seeds",
    "publish_benchmark",
    "publish_benchmark_set",
    "release_guiding_case",
    "retire_matter",
    "revise_benchmark",
    "revise_guiding_case",
    "set_av_items",
    "set_catalogue",
]
