"""The 双公示 rows of a decision that was entered by form: what the sheet asks beside, party by party."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from mingjing.exchange import operations, queries
from mingjing.exchange.terms import ID_TYPES, PARTY_CLASSES, Column, Edition
from mingjing.foundation.pages import Field
from mingjing.publicity import queries as publications
from mingjing.sites.bureau.views.feeding import FEEDING
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page

CHOICES = {"party_class": PARTY_CLASSES, "rep_id_type": ID_TYPES, "id_type": ID_TYPES}
# What the decision itself tells of: nobody types it a second time.
KNOWN = frozenset(
    {"party_name", "number", "decided_on", "content", "organ", "organ_uscc", "source", "source_uscc", "cause", "basis"}
)
# Where a part of the form begins; the headings of a form with twenty fields.
PARTS = {
    "party_class": "当事人", "uscc": "当事人", "representative": "法定代表人和证件", "facts": "违法事实和处罚", "title": "许可的内容", "valid_from": "期限和备注",
    "valid_to": "期限和备注",
}  # fmt: skip
DAYS = frozenset({"valid_from", "valid_to", "publish_to"})
HELP = {
    "uscc": "没有信用代码的个体工商户填 17 个 0 加 X，并填工商注册号", "representative": "单位必填", "id_type": "自然人必填", "id_number": "自然人必填，不公开",
    "kinds": "只写这个当事人的；几种用分号隔开", "fine": "单位万元：2000 元写 0.2", "confiscation": "单位万元；处罚类别有没收的必填",
    "licence": "暂扣、吊销证照的必填", "valid_to": "没有期限的填 2099-12-31", "publish_to": "按处罚种类推算，以信用平台的认定为准", "rep_id_number": "许可表里，单位必填；不公开",
    "licence_kind": "普通、特许、认可、核准、登记，其他的写作“其他-说明”", "state": "1 有效，2 无效", "title": "例如 准予行政许可决定书",
}  # fmt: skip


@page(*FEEDING)
def sheet(request: BureauRequest, publication_id: UUID) -> HttpResponse:
    """The form, filled as far as the decision tells; once it is there, it is handed over like one that came by sheet."""
    found = publications.publication(publication_id)
    if found is None:
        raise Http404
    operations.feeds.require(request.actor, found.organ_id, doing="补填双公示数据")
    back = reverse("bureau:publication", args=[publication_id])
    asked = queries.rows_asked(publication_id)
    if asked is None:
        return HttpResponseRedirect(back)
    edition, rows = asked

    def act(typed: Typed) -> str:
        sent = [_coded(edition, row, typed, at) for at, row in enumerate(rows)]
        done = operations.complete_sheet(publication_id=publication_id, rows=sent, by=request.actor, at=timezone.now())
        return f"{found.number}：{done} 个当事人的双公示数据已登记，公开以后可以在“双公示报送”里导出。"

    fields = [field for at, row in enumerate(rows) for field in _fields(edition, row, at, alone=len(rows) == 1)]
    trail = (("外部登记", reverse("bureau:feeding")), (found.number, back), ("补填双公示数据", ""))
    note = "决定里已经有的（文号、日期、案由、依据、内容、机关）不用再填；证件号码只在报送的表格里，不公开。现在不填也可以，以后从“外部登记”进入。"
    return step(request, Step(f"补填双公示数据：{found.number}", trail, fields, act, "登记", back, note=note))


def _fields(edition: Edition, row: Mapping[str, str], at: int, *, alone: bool) -> list[Field]:
    columns = [one for one in edition.columns if one.key not in KNOWN or not row.get(one.key)]
    whose, last, made = "" if alone else f"第 {at + 1} 个当事人：{row['party_name']}", "", []
    for place, one in enumerate(columns):
        part = PARTS.get(one.key, last)
        heading = whose if whose and not place else part if part != last else ""
        made.append(_field(one, row.get(one.key, ""), at, heading))
        last = part
    return made


def _field(column: Column, value: str, at: int, part: str) -> Field:
    key = column.key
    choices = CHOICES.get(key, ())
    kind = "select" if choices else "date" if key in DAYS else "textarea" if key in {"facts", "remark"} else "text"
    usual = date(*map(int, value.split("/"))) if kind == "date" and value else value
    return Field(
        f"p{at}_{key}", column.label, kind, usual, required=column.required, help=HELP.get(key, ""), part=part,
        choices=[("", "请选择"), *((one, one) for one in choices)] if choices else (), attributes={} if choices or kind == "date" else {"maxlength": column.longest},
    )  # fmt: skip


def _coded(edition: Edition, row: Mapping[str, str], typed: Typed, at: int) -> dict[str, str]:
    """One row by the partner's codes."""
    values = {one.code: typed.get(f"p{at}_{one.key}", row.get(one.key, "")) for one in edition.columns}
    return {code: f"{one:%Y/%m/%d}" if isinstance(one, date) else str(one or "") for code, one in values.items()}
