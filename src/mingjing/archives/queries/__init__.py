"""Reads of the archives."""

from mingjing.archives.queries.borrowing import (
    archivist_may_grant,
    away,
    every_item,
    file_lines,
    file_numbered,
    late_lendings,
    lending,
    lending_counts,
    lending_figure,
    lendings,
    lendings_by,
    lendings_due,
    lendings_of,
    lendings_waiting,
    lent_items,
    most_days,
    out_of,
    reads,
    reads_of,
)
from mingjing.archives.queries.files import archived, archived_file, contents, counted, kept_packages, listing, package
from mingjing.archives.queries.keeping import (
    apart,
    check_run,
    checks,
    disposal,
    disposals,
    disposals_of,
    handover,
    handovers,
    handovers_waiting,
    held,
    holds,
    imported,
    imported_file,
    retained_until,
    returned,
    supplements,
)
from mingjing.archives.queries.patrolling import (
    last_patrol,
    patrol,
    patrol_alerts,
    patrol_days,
    patrol_going,
    patrols,
)
from mingjing.archives.queries.unmarked import not_looked_through, unmarked

__all__ = [
    "apart", "archived", "archived_file", "check_run", "checks", "contents", "counted", "disposal", "disposals", "disposals_of",
    "handover", "handovers", "handovers_waiting", "held", "holds", "imported", "imported_file", "kept_packages", "listing", "package",
    "not_looked_through", "unmarked", "last_patrol", "patrol", "patrol_alerts", "patrol_days", "patrol_going", "patrols", "archivist_may_grant", "away", "every_item", "file_lines", "file_numbered", "late_lendings", "lending", "lending_counts", "lending_figure", "lendings", "lendings_by", "lendings_due", "lendings_of", "lendings_waiting", "lent_items", "most_days", "out_of", "reads", "reads_of",
    "retained_until", "returned", "supplements",
]  # fmt: skip
