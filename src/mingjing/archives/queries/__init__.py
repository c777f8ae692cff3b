"""Reads of the archives."""

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

__all__ = [
    "apart", "archived", "archived_file", "check_run", "checks", "contents", "counted", "disposal", "disposals", "disposals_of",
    "handover", "handovers", "handovers_waiting", "held", "holds", "imported", "imported_file", "kept_packages", "listing", "package",
    "retained_until", "returned", "supplements",
]  # fmt: skip
