"""The government took a report in: its receipt is an act with a number and a day."""

from datetime import date, datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.people import Actor
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.kernel.text import clean
from mingjing.ledger.operations import append
from mingjing.organs import queries as organs
from mingjing.supervision.access import keeps_report
from mingjing.supervision.events import Event
from mingjing.supervision.models import Receipt, Report
from mingjing.supervision.operations.freezing import alone, refuse
from mingjing.supervision.rules.rollups import receipt_fits, received_once
from mingjing.supervision.terms import ReceiptFacts


@operation(Event.REPORT_RECEIVED)
def record_receipt(
    *, report_id: UUID, number: str, received_on: date, body: str = "", by: Actor, at: datetime
) -> ReceiptFacts:
    """Record the receipt of a signed report (报送本级政府的回执); without `body` the organ's own government.

    Raises Invalid, Refused (SUP-23, SUP-24), Forbidden.
    """
    report = Report.objects.select_for_update().filter(pk=report_id).first()
    if report is None:
        raise Invalid({"report": ["没有这份报告，请从统计年报重新进入"]})
    keeps_report.require(by, report, doing="登记报告回执")
    errors = {name: found for name, text in (("number", number), ("body", body)) if (found := clean(text)[1])}
    if len(number) > 60 or len(body) > 100:
        errors["number"] = ["编号最多 60 个字，接收单位最多 100 个字"]
    if errors:
        raise Invalid(errors)
    known = Receipt.objects.filter(report=report).first()
    refuse(
        received_once(known.facts() if known else None),
        receipt_fits(number, received_on, local_day(report.signed_at), local_day(at)),
    )
    receiver = body.strip() or organs.organ(report.organ_id).government
    row = Receipt(
        report=report, body=receiver, number=number.strip(), received_on=received_on, recorded_by=by.person_id,
        recorded_name=by.name, recorded_at=at,
    )  # fmt: skip
    alone(lambda: row.save(force_insert=True), "number", "这份报告刚刚登记过回执，请刷新后再看")
    told = {"report_id": str(report.pk), "number": row.number, "received_on": received_on.isoformat(), "body": receiver}
    stream = f"report:{report.organ_id}:{report.year}:{report.quarter}"
    append(kind=Event.REPORT_RECEIVED, stream=stream, at=at, by=by, payload=told)
    emit(Event.REPORT_RECEIVED, at=at, **told)
    return row.facts()
