"""The catalogue of major decisions and the recording list: set as a whole, each time as a new version."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid, Refused, blocking
from mingjing.lawbook import access
from mingjing.lawbook.events import Event
from mingjing.lawbook.models import AVItem, Catalogue, MajorRow
from mingjing.lawbook.operations import entries
from mingjing.lawbook.operations.keeping import kept
from mingjing.lawbook.queries.guiding import catalogue_digest, guiding_rows, looser_than
from mingjing.lawbook.rules.comparing import unanswered
from mingjing.lawbook.terms import AVSpec, CatalogueFacts, MajorSpec
from mingjing.organs import queries as organs


@operation(Event.CATALOGUE_SET)
def set_catalogue(
    *, by: Actor, at: datetime, organ_id: UUID, title: str, document_number: str, valid_from: date,
    rows: Sequence[MajorSpec], fictional: bool = False, guiding: bool = False, reasons: Mapping[str, str] | None = None,
) -> CatalogueFacts:  # fmt: skip
    """Set 重大执法决定法制审核目录 (国办发〔2018〕118号（十二）); the version before ends where this one begins.

    `guiding`: subordinate organs follow it (L-07). Where a superior's guiding catalogue is in force on the day, rows that
    are looser than it need a reason each, by the keys of `queries.looser`. Raises Refused (LAW-07), Invalid, Forbidden.
    """
    access.change_catalogue.require(by, organ_id, doing="维护法制审核目录")
    errors = entries.listing(title, document_number, len(rows))
    entries.refuse(errors | {"rows": errors["rows"] or entries.major_rows(rows)})
    if guiding and not organs.guided(organ_id):
        raise Invalid({"guiding": ["本机关没有下级机关，不作为指导目录。"]})
    upper, origins = guiding_rows(organ_id, valid_from), _origins(organ_id, rows)
    found, given = looser_than(organ_id, upper, rows), reasons or {}
    if problems := blocking(tuple(unanswered(found, given))):
        raise Refused(*problems)
    answered = [asdict(replace(one, reason=entries.told("理由", given[one.key], f"reason-{one.key}"))) for one in found]
    made = _open(
        Catalogue.MAJOR, by, at, organ_id, title, document_number, valid_from, fictional, guiding=guiding,
        follows_id=upper.catalogue_id if upper else None, looser=answered,
    )  # fmt: skip
    MajorRow.objects.bulk_create(
        MajorRow(
            catalogue=made, position=place, category=row.category, item=row.item, basis=list(row.basis),
            conditions=[one.as_json() for one in row.conditions], materials=list(row.materials),
            points=list(row.points), levels=list(row.levels), domains=list(row.domains),
            origin_id=row.origin if row.origin in origins else None, origin_told=origins.get(row.origin, "") if row.origin else "",
        )
        for place, row in enumerate(rows, start=1)
    )  # fmt: skip
    facts = made.facts()
    kept(
        Event.CATALOGUE_SET, by=by, at=at, organ_id=organ_id, catalogue_id=str(made.pk), rows=len(rows),
        digest=catalogue_digest(facts), follows=str(made.follows_id or ""), looser=len(answered),
    )  # fmt: skip
    return facts


def _origins(organ_id: UUID, rows: Sequence[MajorSpec]) -> dict[UUID | None, str]:
    """Where the inherited rows come from, in words; a row that is none of a guiding catalogue above is no origin."""
    asked = MajorRow.objects.filter(
        pk__in=[row.origin for row in rows if row.origin], catalogue__organ_id__in=organs.above(organ_id), catalogue__guiding=True
    ) if any(row.origin for row in rows) else ()  # fmt: skip
    return {
        row.pk: f"{organs.organ(row.catalogue.organ_id).name}《{row.catalogue.title}》第{row.catalogue.version}版第{row.position}项"
        for row in (asked.select_related("catalogue") if asked else ())
    }


@operation(Event.RECORDING_LIST_SET)
def set_av_items(
    *, by: Actor, at: datetime, organ_id: UUID, title: str, document_number: str, valid_from: date,
    rows: Sequence[AVSpec], fictional: bool = False,
) -> CatalogueFacts:  # fmt: skip
    """Set 音像记录事项清单 (R-09); the version before ends where this one begins. Raises Invalid, Forbidden."""
    access.change_catalogue.require(by, organ_id, doing="维护音像记录事项清单")
    errors = entries.listing(title, document_number, len(rows))
    entries.refuse(errors | {"rows": errors["rows"] or entries.av_rows(rows)})
    made = _open(Catalogue.AV, by, at, organ_id, title, document_number, valid_from, fictional)
    AVItem.objects.bulk_create(
        AVItem(
            catalogue=made, position=place, **{name: getattr(row, name) for name in AVSpec.__dataclass_fields__}
        )
        for place, row in enumerate(rows, start=1)
    )  # fmt: skip
    kept(Event.RECORDING_LIST_SET, by=by, at=at, organ_id=organ_id, catalogue_id=str(made.pk), rows=len(rows))
    return made.facts()


def _open(
    kind: str, by: Actor, at: datetime, organ_id: UUID, title: str, number: str, valid_from: date, fictional: bool,
    **more: Any,
) -> Catalogue:  # fmt: skip
    last = Catalogue.objects.select_for_update().filter(organ_id=organ_id, kind=kind).order_by("-version").first()
    if last is not None:
        if valid_from <= last.valid_from:
            raise Invalid({"valid_from": [f"新版本应晚于现行版本的施行日期{last.valid_from.isoformat()}。"]})
        last.valid_to = valid_from
        last.save(update_fields=["valid_to"])
    try:
        with transaction.atomic():
            return Catalogue.objects.create(
                organ_id=organ_id, kind=kind, title=title, document_number=number, version=last.version + 1 if last else 1,
                valid_from=valid_from, fictional=fictional, set_at=at, set_by=by.person_id, **more,
            )  # fmt: skip
    except IntegrityError:
        raise Invalid({"valid_from": ["刚刚已由他人施行了一版，请刷新后查看。"]}) from None
