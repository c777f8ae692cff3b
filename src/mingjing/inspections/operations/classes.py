"""The register of classes: one person enters a lot, another checks it; nothing is overwritten."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.inspections.access import checks_classes, keeps_draws
from mingjing.inspections.events import Event
from mingjing.inspections.models import ClassLot, EnterpriseClass
from mingjing.inspections.operations.moving import refuse, typed
from mingjing.inspections.queries.classes import classes_then, lot_digest
from mingjing.inspections.rules import classes as rules
from mingjing.inspections.terms.classes import ClassRow, LotFacts, LotState
from mingjing.kernel.findings import Invalid
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs

MOST = {"source": 200, "reason": 200, "answer": 200}
BATCH = 1000


@operation(Event.CLASSES_ENTERED)
def enter_classes(*, rows: Sequence[ClassRow], source: str, reason: str, by: Actor, at: datetime) -> LotFacts:
    """Enter classes of risk and credit; they are in force once somebody else has checked them.

    Raises Forbidden, Invalid, Refused (INS-40, INS-42): of a file with a faulty row nothing is taken.
    """
    keeps_draws.require(by, by.organ_id, doing="登记分级分类")
    typed(MOST, source=source, reason=reason)
    tidy = [
        ClassRow(one.code.strip().upper(), one.name.strip(), one.risk, one.credit, one.since, one.until, one.row)
        for one in rows
    ]
    refuse(rules.class_rows_are_good(tidy, source))
    refuse(rules.emptied_for_a_reason(_emptied(by.organ_id, tidy), reason))
    organ = organs.organ(by.organ_id)
    lot = ClassLot.objects.create(
        organ_id=organ.id, organ_name=organ.name, region=organ.region, source=source.strip(), reason=reason.strip(),
        count=len(tidy), digest="", made_by=by.person_id, made_name=by.name, made_at=at,
    )  # fmt: skip
    EnterpriseClass.objects.bulk_create(
        [
            EnterpriseClass(
                lot=lot, organ_id=organ.id, code=one.code, name=one.name, risk=one.risk, credit=one.credit, since=one.since,
                until=one.until,
            )
            for one in tidy
            if one.since is not None
        ],
        BATCH,
    )  # fmt: skip
    lot.digest = lot_digest(lot)
    lot.save(update_fields=["digest"])
    _log(lot, Event.CLASSES_ENTERED, by=by, at=at, count=lot.count, digest=lot.digest)
    return lot.facts()


def _emptied(organ_id: UUID, rows: Iterable[ClassRow | EnterpriseClass]) -> list[str]:
    """Whose class would be taken away: nothing is said of it, or less than stands on the day the row begins."""
    told = {one.code: one for one in rows}
    standing = classes_then(organ_id, {code: one.since for code, one in told.items() if one.since})
    return [one.name for code, one in told.items() if _loses(standing.get(code, ("", "")), one)]


def _loses(standing: tuple[str, str], row: ClassRow | EnterpriseClass) -> bool:
    kept = (row.risk, row.credit)
    return not any(kept) or any(was and not now for was, now in zip(standing, kept, strict=True))


@operation(Event.CLASSES_CHECKED)
def check_classes(*, lot_id: UUID, agrees: bool, answer: str, by: Actor, at: datetime) -> LotFacts:
    """Agree to a lot of classes, or send it back with a reason. Raises Forbidden, Invalid, Refused (INS-41 to INS-43)."""
    organ_id = ClassLot.objects.filter(pk=lot_id).values_list("organ_id", flat=True).first()
    if organ_id is None:
        raise Invalid({"lot": ["没有这一批等级，请从列表重新进入"]})
    # Every lot that waits is locked, in one order: of two that are checked at once the later one sees what the first set.
    waiting = ClassLot.objects.select_for_update().filter(organ_id=organ_id, state=LotState.WAITING).order_by("pk")
    list(waiting.values_list("pk"))
    lot = ClassLot.objects.select_for_update().get(pk=lot_id)
    checks_classes.require(by, lot.organ_id, doing="复核分级分类")
    typed(MOST, answer=answer)
    refuse(rules.checked_once(lot.state, agrees, answer), rules.another_checks(lot.made_by, by.person_id))
    if agrees:  # What stands may have changed since it was entered.
        refuse(rules.emptied_for_a_reason(_emptied(lot.organ_id, lot.rows.all()), lot.reason))
    lot.state = LotState.STANDING if agrees else LotState.TURNED_DOWN
    lot.checked_by, lot.checked_name, lot.checked_at, lot.answer = by.person_id, by.name, at, answer.strip()
    lot.save()
    _log(lot, Event.CLASSES_CHECKED, by=by, at=at, agrees=agrees)
    return lot.facts()


def _log(lot: ClassLot, event: Event, *, by: Actor, at: datetime, **more: object) -> None:
    told = {"lot_id": str(lot.pk), "organ_id": str(lot.organ_id), "state": str(lot.state), **more}
    append(kind=event, stream=f"classes:{lot.pk}", at=at, by=by, payload=told)
    emit(event, at=at, **told)
