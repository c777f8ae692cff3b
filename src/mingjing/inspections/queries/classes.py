"""Reads of the register of classes."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from mingjing.foundation.people import Actor
from mingjing.inspections.models import ClassLot, EnterpriseClass, Plan, PoolParty
from mingjing.inspections.queries.seeing import seen
from mingjing.inspections.terms import CREDITS, READERS, RISKS
from mingjing.inspections.terms.classes import UNSET, ClassFacts, Difference, LotFacts, LotState
from mingjing.kernel.batches import in_batches
from mingjing.kernel.hashing import fingerprint

CHUNK = 400
Classes = Mapping[str, tuple[str, str]]


def class_lots(
    by: Actor, states: Collection[str], *, before: datetime | None = None, limit: int = 20
) -> tuple[LotFacts, ...]:
    """What was entered, newest first. Two queries at most."""
    rows = seen(ClassLot.objects.all(), by).filter(state__in=list(states))
    rows = rows.filter(made_at__lt=before) if before else rows
    return tuple(row.facts() for row in rows.order_by("-made_at")[:limit])


def lot_counts(by: Actor) -> Mapping[str, int]:
    """State → how many lots. Two queries at most."""
    return dict(seen(ClassLot.objects.all(), by).values_list("state").annotate(count=Count("pk")).order_by())


def class_lot(lot_id: UUID, by: Actor) -> LotFacts | None:
    """One lot; None for who may not see it."""
    row = seen(ClassLot.objects.all(), by).filter(pk=lot_id).first()
    return row.facts() if row else None


def lot_rows(lot_id: UUID, *, after: str = "", limit: int = 50) -> tuple[ClassFacts, ...]:
    """A page of what a lot says, by code. One query."""
    rows = EnterpriseClass.objects.select_related("lot").filter(lot_id=lot_id, code__gt=after)
    return tuple(row.facts() for row in rows.order_by("code")[:limit])


def class_history(code: str, by: Actor) -> tuple[ClassFacts, ...]:
    """Everything that was ever entered of an enterprise, newest first. Two queries at most."""
    rows = EnterpriseClass.objects.select_related("lot").filter(lot__in=seen(ClassLot.objects.all(), by), code=code)
    return tuple(row.facts() for row in rows.order_by("-since", "-pk"))


def classes_on(organ_id: UUID, on: date, codes: Collection[str] | None = None) -> Classes:
    """Credit code → (risk, credit) in force on a day; empty where a class was taken away or ran out. Every enterprise
    of the register without `codes`. One query per 400 codes.
    """
    rows = _standing(organ_id).filter(since__lte=on)
    columns = ("code", "risk", "credit", "until")
    told: dict[str, tuple[str, str]] = {}
    for some in [None] if codes is None else in_batches(list(codes), CHUNK):
        found = rows if some is None else rows.filter(code__in=some)
        for code, risk, credit, until in found.values_list(*columns):
            told[code] = ("", "") if until and until < on else (risk, credit)
    return told


def classes_then(organ_id: UUID, days: Mapping[str, date]) -> Classes:
    """Credit code → (risk, credit) in force on the day told of each. One query per 400 codes."""
    told: dict[str, tuple[str, str]] = {}
    columns = ("code", "risk", "credit", "since", "until")
    for some in in_batches(days, CHUNK):
        for code, risk, credit, since, until in _standing(organ_id).filter(code__in=some).values_list(*columns):
            if since <= days[code]:
                told[code] = ("", "") if until and until < days[code] else (risk, credit)
    return told


def _standing(organ_id: UUID) -> QuerySet[EnterpriseClass]:
    """What somebody checked, so that of several the last one holds."""
    rows = EnterpriseClass.objects.filter(organ_id=organ_id, lot__state=LotState.STANDING)
    return rows.order_by("since", "lot__checked_at", "pk")


def standing_classes(
    by: Actor, on: date, *, q: str = "", after: str = "", limit: int = 50
) -> tuple[tuple[str, str, str, str], ...]:
    """A page of the register on a day: code, name, risk and credit in Chinese, by code. Three queries at most."""
    rows = EnterpriseClass.objects.filter(
        organ_id=by.organ_id, lot__state=LotState.STANDING, since__lte=on, code__gt=after
    )
    if not by.has(*READERS):
        return ()
    if q and "\0" not in q:
        rows = rows.filter(name__icontains=q) | rows.filter(code__istartswith=q)
    codes = list(rows.order_by("code").values_list("code", flat=True).distinct()[:limit])
    names = dict(rows.filter(code__in=codes).order_by("since").values_list("code", "name"))
    classes = classes_on(by.organ_id, on, codes) if codes else {}
    return tuple((code, names[code], *class_names(classes.get(code, ("", "")))) for code in codes)


def class_names(told: tuple[str, str]) -> tuple[str, str]:
    """Risk and credit in Chinese."""
    return RISKS.get(told[0], UNSET), CREDITS.get(told[1], UNSET)


def class_differences(plan_id: UUID, on: date, limit: int = 200) -> tuple[Difference, ...]:
    """The enterprises of a draw's list whose class there is not the one in the register, by code."""
    plan = Plan.objects.filter(pk=plan_id).values_list("organ_id", flat=True).first()
    if plan is None:
        return ()
    classes = classes_on(plan, on)
    rows = PoolParty.objects.filter(plan_id=plan_id).order_by("code").values_list("code", "name", "risk", "credit")
    found = []
    for code, name, risk, credit in rows:
        registered = classes.get(code)
        if registered and any(one and one != mine for one, mine in zip(registered, (risk, credit), strict=True)):
            listed = "、".join(class_names((risk, credit)))
            found.append(Difference(code, name, listed, "、".join(class_names(registered))))
        if len(found) == limit:
            break
    return tuple(found)


def lot_digest(lot: ClassLot) -> str:
    """The digest of a lot and its rows."""
    rows = EnterpriseClass.objects.filter(lot=lot).order_by("code")
    columns = ("code", "name", "risk", "credit", "since", "until")
    told = [[str(one) if one is not None else "" for one in row] for row in rows.values_list(*columns)]
    return fingerprint([lot.source, lot.reason, told])
