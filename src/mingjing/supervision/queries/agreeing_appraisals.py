"""Whether schemes of appraisal with their scores, and matters of public opinion, are still what the ledger says."""

from collections.abc import Iterator
from decimal import Decimal

from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference
from mingjing.supervision.events import Event
from mingjing.supervision.models import Appraisal, Concern, Scheme
from mingjing.supervision.rules import appraisals as rules
from mingjing.supervision.rules.concerns import concern_digest, concern_step_digest
from mingjing.supervision.terms.concerns import ConcernDraft

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
    return (
        rules.scheme_digest(row.number, row.seq, row.draft(), row.counting) != said
        or row.digest != said
        or {str(one.organ_id): one.digest for one in scores} != given
        or any(_changed(one) for one in scores)
        or row.table_digest != signed
        or bool(signed and row.table(scores) != signed)
    )


def _changed(one: Appraisal) -> bool:
    total = None if one.total is None else Decimal(one.total)
    return rules.score_digest(one.figures, one.given, total) != one.digest


def concerns_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, matter by matter."""
    held: set[str] = set()
    for row in Concern.objects.prefetch_related("steps").iterator(chunk_size=50):
        held.add(f"concern:{row.pk}")
        logged = [one.payload["digest"] for one in ledger.whole(f"concern:{row.pk}")]
        draft = ConcernDraft(
            row.organ_id, row.title, row.source, row.link, row.claim, row.heard_at, row.severity, tuple(number for _, number in row.cases)
        )  # fmt: skip
        steps = [
            (one.digest, concern_step_digest(one.move, one.text, one.why, one.records(), one.channel))
            for one in row.steps.all()
        ]
        kept = [concern_digest(row.number, draft, row.first_due), *(digest for _, digest in steps)]
        if kept != logged or row.digest != logged[0] or any(said != made for said, made in steps):
            yield Difference(row.number, "舆情的登记或者办理与台账登记的不符")
    for stream in sorted(ledger.streams("concern:") - held):
        yield Difference(stream, "台账里有，业务库里没有（被删除）")
