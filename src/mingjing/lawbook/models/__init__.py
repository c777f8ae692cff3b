"""Tables of the lawbook."""

from mingjing.lawbook.models.catalogues import AVItem, Benchmark, BenchmarkTier, Catalogue, MajorRow, Matter
from mingjing.lawbook.models.library import Article, Law, LawVersion, LibraryImport

__all__ = [
    "AVItem",
    "Article",
    "Benchmark",
    "BenchmarkTier",
    "Catalogue",
    "Law",
    "LawVersion",
    "LibraryImport",
    "MajorRow",
    "Matter",
]
