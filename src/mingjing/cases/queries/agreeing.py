"""Whether the cases are still what the ledger says: every act, document, file and look held against its event.

The audit of the ledger proves that the events are those of then. A change in the tables of the business does not touch
them; this finds it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from mingjing.cases.models import Act, Case
from mingjing.cases.queries.agreeing_similar import answers_unlike, asked_unlike, precedent_unlike
from mingjing.cases.queries.guiding_cases import notes_unlike
from mingjing.cases.terms import procedure
from mingjing.kernel.hashing import fingerprint
from mingjing.ledger import queries as ledger
from mingjing.ledger.queries import EventFacts
from mingjing.ledger.terms import Difference
from mingjing.records import operations as files
from mingjing.records import queries as records
from mingjing.review import queries as reviewed

_COLUMNS = (
    "id", "dossier_id", "number", "lead_number", "version", "stage", "procedure", "procedure_version", "party", "matter",
    "decision_number", "fine", "organ_id", "publication",
)  # fmt: skip
_NAMES = {
    "version": "步骤数", "stage": "阶段", "lead_number": "案源编号", "number": "案号", "party": "当事人", "matter": "事项",
    "decision_number": "决定文号", "fine": "罚款",
}  # fmt: skip


def unlike_the_ledger() -> Iterator[Difference]:
    """What differs, case by case; and the streams of cases that are gone."""
    for case in Case.objects.order_by("opened_at", "id").values(*_COLUMNS).iterator():
        yield from _told(case)
    yield from cases_gone()


def cases_unlike(after: UUID | None, limit: int) -> tuple[tuple[Difference, ...], UUID | None, int]:
    """The same for a few cases by id: what differs, the last one looked at (None: that was all), and how many."""
    rows = Case.objects.order_by("id").values(*_COLUMNS)
    found = list((rows.filter(id__gt=after) if after else rows)[:limit])
    unlike = tuple(one for case in found for one in _told(case))
    return unlike, found[-1]["id"] if len(found) == limit else None, len(found)


def _told(case: Mapping[str, Any]) -> Iterator[Difference]:
    try:
        faults = tuple(_case(case, ledger.whole(files.stream(case["dossier_id"]))))
    except (ValueError, TypeError, LookupError, AttributeError) as failure:
        faults = (f"记录读不出来，可能被改动（{failure}）",)
    yield from (Difference(f"案件 {case['number'] or case['lead_number']}", fault) for fault in faults)


def cases_gone() -> Iterator[Difference]:
    """The streams of cases that are gone."""
    known = {files.stream(one) for one in Case.objects.values_list("dossier_id", flat=True).iterator()}
    elsewhere = records.deposited_streams() | reviewed.reviewed_streams()
    for stream in sorted(ledger.streams("dossier:") - known - ledger.erased_streams() - elsewhere):
        yield Difference(stream, "台账记有这册案卷，业务库里没有它的案件（被删除）")


def _case(case: Mapping[str, Any], events: tuple[EventFacts, ...]) -> Iterator[str]:
    told = {one.payload["act"]: one for one in events if one.kind.startswith("case:") and "act" in one.payload}
    held = {row.seq: row for row in Act.objects.filter(case_id=case["id"])}
    for seq in sorted(told.keys() | held.keys()):
        if seq not in held:
            yield f"第 {seq} 步“{told[seq].payload['code']}”业务库里没有（被删除）"
        elif seq not in told:
            yield f"第 {seq} 步“{held[seq].code}”台账里没有（不是经系统办理的）"
        elif wrong := _wrong(case["id"], held[seq], told[seq]):
            yield f"第 {seq} 步“{told[seq].payload['code']}”的{'、'.join(wrong)}与台账登记的不符"
    if wrong := [_NAMES[name] for name, value in _made_of(case, held).items() if not _same(case[name], value)]:
        yield f"案件的{'、'.join(wrong)}与各步骤不符"
    yield from precedent_unlike(case, [held[seq] for seq in sorted(held)])
    yield from answers_unlike(case, events)
    yield from asked_unlike(case, events)
    yield from notes_unlike(case, events)
    yield from records.unlike_the_ledger(case["dossier_id"], events)


def _made_of(case: Mapping[str, Any], held: Mapping[int, Act]) -> dict[str, Any]:
    """The columns of a case that its acts decide, made again from them."""
    specs = procedure(case["procedure"], case["procedure_version"]).acts
    made: dict[str, Any] = {}
    for seq in sorted(held):
        row, spec = held[seq], specs.get(held[seq].code)
        made |= {"version": seq, "stage": row.stage_after}
        if spec and not spec.sources:
            made |= {"lead_number": row.number, "party": row.data["party"], "matter": row.data["matter"]}
        if row.code == "change_party":
            made["party"] = row.data["party"]
        if spec and spec.names_case:
            made["number"] = row.number
        if spec and spec.decision:
            made |= {"decision_number": row.number, "fine": Decimal(row.data["fine"]) if row.data.get("fine") else None}
    return made


def _same(held: Any, told: Any) -> bool:
    return bool(held == told) if isinstance(told, Decimal) else fingerprint(held) == fingerprint(told)


def _wrong(case_id: UUID, row: Act, event: EventFacts) -> list[str]:
    """The parts of an act that are not as its event tells them."""
    payload = event.payload
    pairs = {
        "案件": (str(case_id), payload["case"]),
        "步骤": (row.code, payload["code"]),
        "文号": (row.number, payload["number"]),
        "办理后的阶段": (row.stage_after, payload["stage"]),
        "办理时间": (_second(row.at), event.at),
        "登记时间": (_second(row.recorded_at), datetime.fromisoformat(payload["recorded_at"])),
        "办理人": (row.by_id, event.person_id),
        "内容": (fingerprint(row.data), fingerprint(payload["data"])),
        "台账序号": (row.ledger_index, event.index),
    }
    return [name for name, (held, told) in pairs.items() if held != told]


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)
