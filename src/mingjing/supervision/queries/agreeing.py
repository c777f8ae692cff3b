"""Whether signed reports, hand-fed figures, receipts and organs outside the platform, orders are still what the ledger says."""

from collections.abc import Iterator

from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference
from mingjing.supervision.events import ORDER_MOVED, Event
from mingjing.supervision.models import Order, Outsider, Receipt, Report, Sheet
from mingjing.supervision.rules.freezing import report_digest
from mingjing.supervision.rules.orders import order_digest, step_digest
from mingjing.supervision.terms import ORDER_MOVES, OrderDraft, OrderMove, OrderState, Scope

_SIGNED = (Event.ANNUAL_SIGNED, Event.QUARTER_SIGNED, Event.ROLLUP_SIGNED)
_SHEETS = (Event.SHEET_ENTERED, Event.SHEET_CHECKED, Event.SHEET_RETURNED)
Held = dict[str, dict[str, object]]


def reports_unlike_the_ledger() -> Iterator[Difference]:
    """What differs, stream by stream: reports, their receipts, sheets, orders, organs outside the platform."""
    held: Held = {}
    for report in Report.objects.iterator():
        stream = f"report:{report.organ_id}:{report.year}:{report.quarter}"
        held.setdefault(stream, {})[f"report {report.pk}"] = (report.seq, report.digest, report.ledger_index)
        if _digest(report) != report.digest:
            yield Difference(stream, f"第 {report.seq} 版报告的数字或者文字与定稿时的摘要不符")
    for receipt in Receipt.objects.select_related("report").iterator():
        stream = f"report:{receipt.report.organ_id}:{receipt.report.year}:{receipt.report.quarter}"
        told_receipt = (receipt.number, receipt.received_on.isoformat(), receipt.body)
        held.setdefault(stream, {})[f"receipt {receipt.report_id}"] = told_receipt
    yield from _compared("report:", held, "统计报告")
    sheets: Held = {}
    for sheet in Sheet.objects.iterator():
        stream = f"sheet:{sheet.subject_id}:{sheet.year}:{sheet.quarter}"
        sheets.setdefault(stream, {})[f"sheet {sheet.pk}"] = (sheet.seq, sheet.digest)
    yield from _compared("sheet:", sheets, "手工填报")
    orders: Held = {}
    for order in Order.objects.prefetch_related("steps").iterator(chunk_size=200):
        orders[f"order:{order.pk}"] = {"order": order.digest} | {
            f"step {one.seq}": (one.digest, str(ORDER_MOVED[OrderMove(one.move)])) for one in order.steps.all()
        }
        if not _order_is_whole(order):
            yield Difference(order.number, "督办单的内容与办理时的摘要不符")
    yield from _compared("order:", orders, "督办单")
    outside: Held = {f"outsider:{one.pk}": {f"outsider {one.pk}": one.region} for one in Outsider.objects.iterator()}
    yield from _compared("outsider:", outside, "平台外的机关")


def _order_is_whole(row: Order) -> bool:
    """Whether order and steps still have the digests they were made with, and the order stands where its steps led."""
    said = OrderDraft(row.organ_id, row.subject, row.asks, row.basis, row.first_due, row.case_id, row.letter_id)
    steps = list(row.steps.all())
    state = ORDER_MOVES[OrderMove(steps[-1].move)][1] if steps else OrderState.ISSUED
    due = next((one.due for one in reversed(steps) if one.due), row.first_due)
    whole = order_digest(said, row.number) == row.digest and (row.state, row.due) == (state, due)
    return whole and all(step_digest(one.move, one.text, one.due, one.wrong) == one.digest for one in steps)


def _digest(row: Report) -> str:
    name = row.region if row.scope == Scope.ROLLUP else row.organ_name
    children = [list(child) for child in row.children]
    return report_digest(row.scope, name, row.year, row.quarter, row.figures, row.text, children)


def _compared(room: str, held: Held, what: str) -> Iterator[Difference]:
    for stream in sorted(held.keys() | ledger.streams(room)):
        if held.get(stream, {}) != _as_logged(stream):
            yield Difference(stream, f"{what}与台账登记的不符（改动、多出或者缺少）")


def _as_logged(stream: str) -> dict[str, object]:
    told: dict[str, object] = {}
    for one in ledger.whole(stream):
        said = one.payload
        if one.kind in _SIGNED:
            told[f"report {said['report_id']}"] = (said["seq"], said["digest"], one.index)
        elif one.kind == Event.REPORT_RECEIVED:
            told[f"receipt {said['report_id']}"] = (said["number"], said["received_on"], said["body"])
        elif one.kind in _SHEETS:
            told[f"sheet {said['sheet_id']}"] = (said["seq"], said["digest"])
        elif one.kind == Event.ORDER_ISSUED:
            told["order"] = said["digest"]
        elif one.kind in ORDER_MOVED.values():
            told[f"step {said['seq']}"] = (said["digest"], one.kind)
        elif one.kind == Event.OUTSIDER_REGISTERED:
            told[f"outsider {said['outsider_id']}"] = said["region"]
    return told
