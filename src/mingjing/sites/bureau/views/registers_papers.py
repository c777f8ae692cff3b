"""Keeping certificates: issuing, renewing, withholding, giving back, revoking; and taking the list away as a table."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone

from mingjing.foundation.access import Forbidden
from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.organs import operations, queries
from mingjing.organs.terms import CertificateFacts
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.registers import listed
from mingjing.sites.bureau.views.registers_organs import REASON
from mingjing.sites.bureau.views.registers_people import home, kept_person, the_person, trail
from mingjing.sites.bureau.views.sheets import sheet

HEADINGS = (
    "执法机关",
    "姓名",
    "机构、职务",
    "执法证号",
    "发证机关",
    "执法类别",
    "执法区域",
    "有效期起",
    "有效期止",
    "现在",
    "说明",
)
# Act → (title, button, what follows, what was done).
MOVES: dict[str, tuple[str, str, str, str]] = {
    "renew": ("延续执法证", "延续", "延续只把有效期延长。中间断开的日子照旧算没有执法资格，不会因为补办而变成有效。", "已延续"),
    "suspend": ("暂扣执法证", "暂扣", "暂扣后立即不能执法，新办的步骤会被拒绝（行政处罚法第四十二条）；门户同时不再显示为有效。", "已暂扣"),
    "restore": ("恢复执法证", "恢复", "恢复后可以继续执法；暂扣期间仍算没有执法资格。", "已恢复"),
    "revoke": ("吊销、注销执法证", "吊销或注销", "吊销或者注销后不能恢复，只能重新登记新证（国办发〔2018〕118号（二十三））。", "已吊销或者注销"),
}  # fmt: skip


@page(Role.SYSTEM_ADMIN)
def certificate_new(request: BureauRequest, person_id: UUID) -> HttpResponse:
    """Register a certificate that was issued to the person."""
    person = kept_person(request, person_id)
    last = next(iter(queries.certificates([person_id])[person_id]), None)

    def act(typed: Typed) -> str:
        made = operations.issue_certificate(person_id=person.id, by=request.actor, at=timezone.now(), **typed)
        return f"已登记执法证 {made.number}，有效至 {made.valid_to}。"

    fields = (
        Field("number", "执法证号", "text", required=True, help="不能与已登记的重复"),
        Field("issuer", "发证机关", "text", last.issuer if last else "", required=True, example="示范县人民政府"),
        Field("category", "执法类别", "text", last.category if last else "", required=True, example="安全生产监管执法"),
        Field("area", "执法区域", "text", last.area if last else "", required=True, example="示范县"),
        Field("valid_from", "有效期起", "date", required=True),
        Field("valid_to", "有效期止", "date", required=True, help="最后一天仍有效"),
    )
    return step(request, Step(
        f"登记{person.name}的执法证", trail(person, "登记执法证"), fields, act, "登记", home(person),
        note="按证件原样登记。没有有效执法证的人员不能办案（行政处罚法第四十二条）。",
    ))  # fmt: skip


@page(Role.SYSTEM_ADMIN, Role.SUPERVISOR)
def certificate_move(request: BureauRequest, certificate_id: UUID, move: str) -> HttpResponse:
    """Renew, withhold, give back or revoke one certificate, with the reason."""
    facts = queries.certificate(certificate_id)
    if facts is None or move not in MOVES:
        raise Http404
    allowed = operations.may_keep if move == "renew" else operations.may_withhold
    if not allowed(request.actor, facts.organ_id):
        raise Forbidden(
            f"{request.actor.name}不能{MOVES[move][1]}{facts.organ_name}的执法证：须由该机关的系统管理员或者同级的执法监督员办理。"
        )
    title, button, note, done = MOVES[move]
    acts: dict[str, Callable[..., Any]] = {
        "renew": operations.renew_certificate, "suspend": operations.suspend_certificate,
        "restore": operations.lift_suspension, "revoke": operations.revoke_certificate,
    }  # fmt: skip

    def act(typed: Typed) -> str:
        acts[move](certificate_id=facts.id, by=request.actor, at=timezone.now(), **typed)
        return f"{done}执法证 {facts.number}，理由和时间记入台账。"

    person = the_person(facts.person_id)
    until = (Field("valid_to", "新的有效期止", "date", required=True, help=f"原来到 {facts.valid_to}"),)
    return step(request, Step(
        f"{title} {facts.number}", trail(person, title), (*(until if move == "renew" else ()), REASON), act, button, home(person),
        note=note, danger=move in {"suspend", "revoke"},
    ))  # fmt: skip


@page()
def officers_export(request: BureauRequest, kind: str) -> HttpResponseBase:
    """Exactly the officers that the address filters, as a table."""
    chosen, rows = listed(request)
    held = {one.number: one for row in queries.certificates(row["id"] for row in rows).values() for one in row}
    cells = [_cells(chosen.name if chosen else "", row, held.get(row["number"])) for row in rows]
    return sheet(kind, "officers", "执法人员", HEADINGS, cells)


def _cells(organ: str, row: dict[str, Any], one: CertificateFacts | None) -> list[str]:
    paper = (one.issuer, one.category, one.area, str(one.valid_from), str(one.valid_to)) if one else ("",) * 5
    return [organ, row["name"], row["unit"], row["number"], *paper, row["word"], row["problem"]]
