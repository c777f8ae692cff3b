"""What others ask. `desk` questions are for the bureau, `public` ones can only ever reach redacted columns."""

from mingjing.publicity.queries.charts import chart, charts
from mingjing.publicity.queries.desk import (
    by_source,
    counts,
    history,
    late_findings,
    listing,
    owed,
    publication,
    spans,
    waiting,
)
from mingjing.publicity.queries.public import (
    addresses,
    decision,
    latest,
    month_count,
    organs_in_public,
    page,
    proof_file,
    rows,
    stamp,
    version,
)

__all__ = [
    "addresses",
    "by_source",
    "chart",
    "charts",
    "counts",
    "decision",
    "history",
    "late_findings",
    "latest",
    "listing",
    "month_count",
    "organs_in_public",
    "owed",
    "page",
    "proof_file",
    "publication",
    "rows",
    "spans",
    "stamp",
    "version",
    "waiting",
]
