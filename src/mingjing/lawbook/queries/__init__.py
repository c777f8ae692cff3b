"""What may be asked of the lawbook; answers are frozen facts."""

from mingjing.lawbook.queries.catalogues import (
    benchmark,
    benchmarks,
    catalogue,
    major_matches,
    matter,
    matter_by_code,
    matters,
    recording_list,
    stale_matters,
)
from mingjing.lawbook.queries.checking import check
from mingjing.lawbook.queries.library import (
    article,
    article_by_id,
    articles,
    departments,
    law,
    laws,
    resolve,
    search,
    totals,
)
from mingjing.lawbook.queries.standing import moved, standings

__all__ = [
    "article",
    "article_by_id",
    "articles",
    "benchmark",
    "benchmarks",
    "catalogue",
    "check",
    "departments",
    "law",
    "laws",
    "major_matches",
    "matter",
    "matter_by_code",
    "matters",
    "recording_list",
    "resolve",
    "search",
    "stale_matters",
    "moved",
    "standings",
    "totals",
]
