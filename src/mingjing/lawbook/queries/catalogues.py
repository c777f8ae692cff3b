"""What an organ enforces, weighs, reviews and records."""

from datetime import date
from uuid import UUID

from mingjing.lawbook.models import Benchmark, Catalogue, Matter
from mingjing.lawbook.queries.library import articles
from mingjing.lawbook.rules.citing import keys_of
from mingjing.lawbook.terms import BenchmarkFacts, CatalogueFacts, MatterFacts


def matters(organ_id: UUID, on: date | None = None) -> tuple[MatterFacts, ...]:
    """The organ's matters in force on a day (None: those not retired), by code. One query."""
    rows = Matter.objects.filter(organ_id=organ_id)
    rows = rows.valid(on) if on else rows.filter(valid_to=None)
    return tuple(row.facts() for row in rows.order_by("code"))


def matter(matter_id: UUID) -> MatterFacts | None:
    """One version of a matter; a case keeps the version it began with. One query."""
    row = Matter.objects.filter(pk=matter_id).first()
    return row.facts() if row else None


def matter_by_code(organ_id: UUID, code: str, on: date | None = None) -> MatterFacts | None:
    """The version of a matter in force on a day (None: the one not retired). One query."""
    rows = Matter.objects.filter(organ_id=organ_id, code=code)
    row = (rows.valid(on) if on else rows.filter(valid_to=None)).order_by("-version").first()
    return row.facts() if row else None


def stale_matters(organ_id: UUID, on: date) -> tuple[tuple[MatterFacts, tuple[str, ...]], ...]:
    """Matters whose articles changed or ceased since they were entered, with those citations. Three queries.

    Public lists must follow the law (国办发〔2018〕118号（四）).
    """
    held = matters(organ_id, on)
    cited = {citation: key for one in held for citation, _ in one.basis if (key := keys_of(citation))}
    found = articles(cited.values(), on)
    now = {citation: found[key].sha256 for citation, key in cited.items() if key in found}
    changed = ((one, tuple(name for name, digest in one.basis if now.get(name) != digest)) for one in held)
    return tuple((one, names) for one, names in changed if names)


def benchmark(organ_id: UUID, matter_code: str, on: date) -> BenchmarkFacts | None:
    """The published benchmark of a matter in force on a day. Two queries."""
    found = benchmarks(organ_id, on, matter_code=matter_code)
    return found[0] if found else None


def benchmarks(
    organ_id: UUID, on: date | None = None, *, matter_code: str = "", drafts: bool = False
) -> tuple[BenchmarkFacts, ...]:
    """Benchmarks of an organ, by matter: published and in force on a day, or with `drafts` all that ever were."""
    rows = Benchmark.objects.filter(organ_id=organ_id).prefetch_related("tiers")
    if matter_code:
        rows = rows.filter(matter_code=matter_code)
    if not drafts:
        rows = rows.exclude(published_on=None)
        rows = rows.valid(on).filter(published_on__lte=on) if on else rows.filter(valid_to=None)
    return tuple(row.facts() for row in rows.order_by("matter_code", "-valid_from"))


def catalogue(organ_id: UUID, on: date | None = None) -> CatalogueFacts | None:
    """重大执法决定法制审核目录 in force on a day (None: the newest). Two queries."""
    return _catalogue(organ_id, Catalogue.MAJOR, "major_rows", on)


def recording_list(organ_id: UUID, on: date | None = None) -> CatalogueFacts | None:
    """音像记录事项清单 in force on a day (None: the newest). Two queries."""
    return _catalogue(organ_id, Catalogue.AV, "av_items", on)


def _catalogue(organ_id: UUID, kind: str, rows: str, on: date | None) -> CatalogueFacts | None:
    found = Catalogue.objects.filter(organ_id=organ_id, kind=kind)
    if on:
        found = found.valid(on)
    row = found.order_by("-version").prefetch_related(rows).first()
    return row.facts() if row else None
