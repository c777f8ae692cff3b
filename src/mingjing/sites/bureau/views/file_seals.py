"""The seals in a file that was handed in (PDF, OFD): a report on the page, as JSON, as PDF."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.sealing import STATE_NAMES, SealReport, State, Unsealable, reports_pdf
from mingjing.foundation.typesetting import MissingGlyphs
from mingjing.records import queries
from mingjing.records.terms import AttachmentFacts, NotFound
from mingjing.records.terms.certificates import OWN_CERTIFICATE
from mingjing.sites.bureau.terms import CASE_ROLES
from mingjing.sites.bureau.views.cases_page import seen
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.seals_register import FOUND


def _file(request: BureauRequest, case_id: UUID, file_id: UUID) -> tuple[Any, AttachmentFacts]:
    found = seen(request, case_id, "timeline")
    try:
        return found, queries.attachment(found.dossier_id, file_id)
    except NotFound as problem:
        raise Http404(str(problem)) from None


def _reports(one: AttachmentFacts, now: datetime) -> tuple[tuple[SealReport, ...], str]:
    """The reports, and why there are none where a setting does not read."""
    try:
        return queries.seals_in(one, now) if queries.may_bear_seals(one) else (), ""
    except Unsealable as problem:
        return (), str(problem)


def about(one: AttachmentFacts, reports: tuple[SealReport, ...], now: datetime) -> list[tuple[str, str]]:
    """What the report is about, as pairs."""
    facts = [("文件", one.name), ("大小", f"{one.size:,} 字节"), ("SHA-256", one.sha256), ("SM3", one.sm3)]
    return facts + of_reports(reports, now)


def of_reports(reports: tuple[SealReport, ...], now: datetime) -> list[tuple[str, str]]:
    """What reports say of the certificates, as pairs."""
    facts = [
        ("核验时间", f"{timezone.localtime(now):%Y-%m-%d %H:%M:%S}"), ("印章、签名", f"{len(reports)} 个"),
    ]  # fmt: skip
    for number, each in enumerate(reports, 1):
        before = f"第 {number} 个" if len(reports) > 1 else ""
        facts += [
            (f"{before}证书", each.subject), (f"{before}证书序列号", each.serial), (f"{before}格式", each.kind),
            (f"{before}签章时间（文件里写的）", when(each)), (f"{before}结论", FOUND[str(each.state)]),
        ]  # fmt: skip
    return facts


def when(one: SealReport) -> str:
    """The moment of sealing as the file says it, on our clock where it can be read."""
    try:
        return f"{timezone.localtime(datetime.fromisoformat(one.signed_at)):%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return one.signed_at


def verdict(one: SealReport) -> tuple[str, str]:
    """What to tell first of a seal or a person's signature: the worst thing found, in words, and the kind of message."""
    known = {each.key: each for each in one.checks}
    if one.state == State.BAD:
        wrong = "；".join(each.told for each in one.checks if each.state == State.BAD)
        return f"核验不符合：{wrong}。不要使用这份文件，请向出具单位核实", "warning"
    intact = known.get("intact")
    if intact is None or intact.state != State.GOOD or known.get("signature", intact).state != State.GOOD:
        return "内容或者签名没有能够核对，不能判断", "warning"
    if one.state == State.GOOD:
        return "全部符合", "success"
    person = "register" in known and known["register"].name == OWN_CERTIFICATE
    told = ["签名以后没有发现改动" if person else "盖章后没有发现改动"]
    if (validity := known.get("validity")) and validity.state == State.UNKNOWN:
        told.append("证书已经到期" if person else "印章或者证书已经到期")
    if (chain := known.get("chain")) and chain.state == State.UNKNOWN:
        whose = "发证机构没有核实" if person else "是不是该机关的印章不能判断"
        told.append(f"{whose}（证书链链不到信任的根证书）")
    return "；".join(told), "info"


@page(*CASE_ROLES)
def file_seals(request: BureauRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """Every seal in the file, line by line. Nothing of the content is shown, so it is no look at the file."""
    found, one = _file(request, case_id, file_id)
    now = timezone.now()
    reports, problem = _reports(one, now)
    facts = {
        "case": found, "number": found.row["number"] or found.row["lead_number"], "file": one, "problem": problem,
        "reports": [(each, when(each), *verdict(each)) for each in reports], "state_names": STATE_NAMES, "at": now,
        "fits": queries.may_bear_seals(one), "back": reverse("bureau:case_file", args=[case_id, file_id]),
        "saved": {kind: reverse("bureau:file_seals_file", args=[case_id, file_id, kind]) for kind in ("pdf", "json")},
    }  # fmt: skip
    return render(request, "bureau/seals/file.html", facts)


@page(*CASE_ROLES)
def file_seals_file(request: BureauRequest, case_id: UUID, file_id: UUID, kind: str) -> HttpResponse:
    """The report as JSON or PDF."""
    _, one = _file(request, case_id, file_id)
    now = timezone.now()
    reports, problem = _reports(one, now)
    back = reverse("bureau:file_seals", args=[case_id, file_id])
    if problem:
        messages.error(request, problem)
        return HttpResponseRedirect(back)
    return report_sent(request, f"file-seals-{one.id}", kind, reports, about(one, reports, now), now, back)


def report_sent(
    request: BureauRequest, name: str, kind: str, reports: tuple[SealReport, ...], told: list[tuple[str, str]], now: datetime,
    back: str,
) -> HttpResponse:  # fmt: skip
    """Reports as a file. Raises Http404 for another kind of file."""
    if kind == "json":
        whole = {"facts": dict(told), "reports": [each.as_json() for each in reports]}
        content, media = (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode(), "application/json"
    elif kind == "pdf":
        try:
            content, media = reports_pdf(reports, told, now), "application/pdf"
        except MissingGlyphs as missing:
            messages.error(request, f"报告排不出来：{missing}。请先用 JSON。")
            return HttpResponseRedirect(back)
    else:
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.{kind}"', "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
    return HttpResponse(content, content_type=media, headers=headers)
