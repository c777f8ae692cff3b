"""Tables of the lawbook."""

from mingjing.lawbook.models.catalogues import AVItem, Benchmark, BenchmarkTier, Catalogue, MajorRow, Matter
from mingjing.lawbook.models.guidance import Guidance
from mingjing.lawbook.models.guiding_cases import GuidingCase, LawUse
from mingjing.lawbook.models.library import Article, Law, LawVersion, LibraryImport

__all__ = [
    "AVItem",
    "Article",
    "Benchmark",
    "BenchmarkTier",
    "Catalogue",
    "Guidance",
    "GuidingCase",
    "Law",
    "LawUse",
    "LawVersion",
    "LibraryImport",
    "MajorRow",
    "Matter",
]
