"""Whether the visits, their results and ratings are still what the ledger says."""

from collections.abc import Iterator
from hashlib import sha256

from mingjing.ledger import queries as ledger
from mingjing.ledger.queries import EventFacts
from mingjing.ledger.terms import Difference
from mingjing.publicity.events import Event
from mingjing.publicity.models import Visit, VisitRating
from mingjing.publicity.queries.checks import checks_without_publication


def visits_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, visit by visit; and the streams of those that are gone."""
    known = set()
    ratings = VisitRating.objects.in_bulk()
    for visit in Visit.objects.order_by("pk").iterator():
        known.add(f"visit:{visit.pk}")
        if not _visit(visit, ratings.get(visit.pk), ledger.whole(f"visit:{visit.pk}")):
            yield Difference(f"入企检查 {visit.number}", "事项、人员、结果或者评价与台账登记的不符")
    for number in checks_without_publication().values_list("number", flat=True):
        yield Difference(f"入企检查 {number}", "随机抽查已经结束，没有登记公示")
    for stream in sorted(ledger.streams("visit:") - known):
        yield Difference(stream, "台账记有这次入企检查，业务库里没有（被删除）")


def _visit(visit: Visit, rating: VisitRating | None, events: tuple[EventFacts, ...]) -> bool:
    told = {one.kind: one.payload for one in events}
    opened, closed, rated = (told.get(kind) for kind in (Event.VISIT_OPENED, Event.VISIT_CLOSED, Event.VISIT_RATED))
    if opened is None:
        return False
    mine = {
        "number": visit.number, "item": visit.item.get("code"), "item_kind": visit.item.get("kind"),
        "basis": visit.item.get("basis"), "edition": str(visit.edition_id), "approval": visit.approval,
        "officers": [one.get("certificate") for one in visit.officers],
        "check": visit.kind, "task": visit.task, "draw": visit.draw, "dressed": visit.dressed, "undressed": visit.undressed,
        "enterprise_code_sha256": _digest(visit.enterprise_code),
    }  # fmt: skip
    ends = (visit.result, _digest(visit.note)) if visit.closed_at else None
    scored = (str(rating.score), _digest(rating.text)) if rating else None
    return (
        all(opened.get(key, "") == value for key, value in mine.items())  # absent before it was asked
        and ends == ((closed["result"], closed["note_sha256"]) if closed else None)
        and scored == ((rated["score"], rated["text_sha256"]) if rated else None)
        and (visit.confirmed_at is not None) == (Event.VISIT_CONFIRMED in told)
        and visit.rated == (rated is not None)
    )


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()
