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
from mingjing.lawbook.operations.library import add_law, import_library
from mingjing.lawbook.operations.matters import add_matter, retire_matter
from mingjing.lawbook.operations.seeds import laws_cited, plant_seeds

__all__ = [
    "add_benchmark",
    "add_law",
    "add_matter",
    "answer_guidance",
    "change_catalogue",
    "discard_benchmark",
    "give_guidance",
    "import_library",
    "laws_cited",
    "plant_seeds",
    "publish_benchmark",
    "retire_matter",
    "revise_benchmark",
    "set_av_items",
    "set_catalogue",
]
