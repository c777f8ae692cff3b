"""Whether schemes of appraisal and their scores are still what the ledger says."""

from collections.abc import Iterator
from decimal import Decimal

from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference
from mingjing.supervision.events import Event
from mingjing.supervision.models import Appraisal, Scheme
from mingjing.supervision.rules import appraisals as rules
from mingjing.supervision.terms.appraisals import SchemeDraft

_SAID = {Event.SCHEME_DRAFTED, Event.SCHEME_CHANGED, Event.SCHEME_RELEASED}


def appraisals_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, scheme by scheme."""
    held: set[str] = set()
    for row in Scheme.objects.prefetch_related("appraisals").iterator(chunk_size=20):
        held.add(f"scheme:{row.pk}")
        if _unlike(row, list(row.appraisals.all())):
            yield Difference(f"{row.number} 第 {row.seq} 版", "评议考核的方案或者得分与台账登记的不符")
    for stream in sorted(ledger.streams("scheme:") - held):
        yield Difference(stream, "台账里有，业务库里没有（被删除）")


def _unlike(row: Scheme, scores: list[Appraisal]) -> bool:
    said, given, signed = "", {}, ""
    for event in ledger.whole(f"scheme:{row.pk}"):
        told = event.payload
        if event.kind in _SAID:
            said = told["digest"]
        elif event.kind == Event.SCORING_BEGUN:
            given = dict(told["digests"])
        elif event.kind == Event.SCHEME_FINISHED:
            signed = told["digest"]
        elif "digest" in told:
            given[told["organ_id"]] = told["digest"]
    draft = SchemeDraft(
        row.year, row.title, row.since, row.until, tuple(key for key, _ in row.organs), row.parts(), row.publish, row.note,
        row.reason,
    )  # fmt: skip
    lines = [(str(one.organ_id), str(one.total), one.rank) for one in sorted(scores, key=lambda one: str(one.organ_id))]
    return (
        rules.scheme_digest(row.number, row.seq, draft, row.counting) != said
        or row.digest != said
        or {str(one.organ_id): one.digest for one in scores} != given
        or any(_changed(one) for one in scores)
        or row.table_digest != signed
        or bool(signed and rules.table_digest(lines, row.conclusion) != signed)
    )


def _changed(one: Appraisal) -> bool:
    total = None if one.total is None else Decimal(one.total)
    return rules.score_digest(one.figures, one.given, total) != one.digest
