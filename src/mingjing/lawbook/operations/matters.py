"""The organ's list of enforcement matters."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid, Refused
from mingjing.lawbook import access
from mingjing.lawbook.events import Event
from mingjing.lawbook.models import Matter
from mingjing.lawbook.operations import entries
from mingjing.lawbook.operations.guiding_cases import index_uses
from mingjing.lawbook.operations.keeping import kept
from mingjing.lawbook.queries import library
from mingjing.lawbook.rules.benchmarks import cites_law_in_force
from mingjing.lawbook.rules.citing import keys_of
from mingjing.lawbook.terms import MatterFacts, MatterSpec, Range

_EXAMPLE = "《安全生产法》第九十七条第（七）项"


@operation(Event.MATTER_ADDED)
def add_matter(*, by: Actor, at: datetime, organ_id: UUID, spec: MatterSpec, valid_from: date) -> MatterFacts:
    """Enter a matter, or a new version of one that has its code; the old version ends where the new one begins.

    Every cited article must be in the library and in force on `valid_from` (LAW-01); its digest is kept, so that a
    change of the law shows. Raises Invalid, Refused, Forbidden.
    """
    access.change_catalogue.require(by, organ_id, doing="维护执法事项清单")
    entries.refuse(entries.matter(spec))
    basis = _basis(spec, valid_from)
    last = Matter.objects.select_for_update().filter(organ_id=organ_id, code=spec.code).order_by("-version").first()
    if last is not None:
        _end(last, valid_from)
    made = Matter.objects.create(
        organ_id=organ_id, code=spec.code, version=last.version + 1 if last else 1, valid_from=valid_from,
        name=spec.name, domain=spec.domain, violates=list(spec.violates), penalises=list(spec.penalises),
        penalties=list(spec.penalties), unit_min=_low(spec.unit_fine), unit_max=_high(spec.unit_fine),
        person_min=_low(spec.person_fine), person_max=_high(spec.person_fine), multiple=spec.multiple, chart=spec.chart,
        correction_required=spec.correction_required, note=spec.note, basis=basis, added_at=at,
        added_by=by.person_id, act_kind=spec.act_kind, materials=[[one.name, one.required] for one in spec.materials],
    )  # fmt: skip
    index_uses((spec.name,), spec.violates, spec.penalises, matter=made)
    kept(Event.MATTER_ADDED, by=by, at=at, organ_id=organ_id, matter_id=str(made.pk), code=spec.code)
    return made.facts()


def _low(fine: Range | None) -> Decimal | None:
    return fine.low if fine else None


def _high(fine: Range | None) -> Decimal | None:
    return fine.high if fine else None


def _basis(spec: MatterSpec, on: date) -> list[list[str]]:
    cited = list(dict.fromkeys((*spec.violates, *spec.penalises)))
    keys = {citation: keys_of(citation) for citation in cited}
    unread = [f"读不懂“{text[:60]}”，请写成“{_EXAMPLE}”的样子。" for text, key in keys.items() if key is None]
    entries.refuse({"penalises": unread})
    held = library.articles([key for key in keys.values() if key], on)
    if missing := [citation for citation, key in keys.items() if key not in held]:
        raise Refused(*cites_law_in_force(missing))
    return [[citation, held[key].sha256] for citation, key in keys.items() if key]


def _end(last: Matter, on: date) -> None:
    if last.valid_to is not None and last.valid_to <= on:
        return
    if on <= last.valid_from:
        raise Invalid({"valid_from": [f"新版本应晚于现行版本的启用日期{last.valid_from.isoformat()}。"]})
    last.valid_to = on
    last.save(update_fields=["valid_to"])


@operation(Event.MATTER_RETIRED)
def retire_matter(*, by: Actor, at: datetime, matter_id: UUID, valid_to: date) -> MatterFacts:
    """Take a matter off the list from a day on; what was done under it stays. Raises Invalid, Forbidden."""
    row = Matter.objects.select_for_update().filter(pk=matter_id).first()
    if row is None:
        raise Invalid({"matter_id": ["没有这个执法事项。"]})
    access.change_catalogue.require(by, row.organ_id, doing="维护执法事项清单")
    if row.valid_to is not None:
        raise Invalid({"valid_to": [f"该版本已于{row.valid_to.isoformat()}停用。"]})
    if valid_to <= row.valid_from:
        raise Invalid({"valid_to": [f"停用日期应晚于启用日期{row.valid_from.isoformat()}。"]})
    row.valid_to = valid_to
    row.save(update_fields=["valid_to"])
    kept(Event.MATTER_RETIRED, by=by, at=at, organ_id=row.organ_id, matter_id=str(row.pk), code=row.code)
    return row.facts()
