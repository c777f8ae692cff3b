"""签名证书: the register of people's certificates. Certificates only: a private key is refused, and none is kept."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.foundation.people import Role
from mingjing.foundation.sealing.personal import LARGEST
from mingjing.kernel.findings import Invalid
from mingjing.organs import queries as organs
from mingjing.organs.terms.seals import SEAL_READERS
from mingjing.records import operations, queries
from mingjing.records.terms import NotFound
from mingjing.records.terms.certificates import CERTIFICATE_KINDS, SignerCertificate
from mingjing.sites.bureau.views.filling import Step, Typed, step
from mingjing.sites.bureau.views.gate import BureauRequest, page
from mingjing.sites.bureau.views.seals_register import asked_organ, keeps, offset_of, trail
from mingjing.sites.bureau.views.sheets import sheet

PAGE = 50
HEADINGS = ("持有人", "种类", "状态", "证书名称", "发证机构", "序列号", "有效期起", "有效期止", "登记人", "登记时间", "吊销时间", "吊销理由", "证书 SHA-256")  # fmt: skip


def state_of(one: SignerCertificate) -> str:
    """Whether it may sign now: good, revoked, expired, early."""
    now = timezone.now()
    if one.revoked_at is not None:
        return "revoked"
    return "expired" if now > one.until else "early" if now < one.since else "good"


STATES = {"good": "可以签名", "revoked": "已吊销", "expired": "已到期", "early": "还没有生效"}


@page(*SEAL_READERS)
def certificates(request: BureauRequest) -> HttpResponse:
    """Whose certificates may sign documents of the organ; a supervisor chooses the organ."""
    organ, word, offset = asked_organ(request), request.GET.get("q", "").strip()[:80], offset_of(request)
    rows = queries.certificates(organ.id, word=word, limit=PAGE + 1, offset=offset)
    fields = [Field("q", "姓名或序列号", "search", word)]
    if request.actor.has(Role.SUPERVISOR):
        fields.insert(
            0, Field("organ", "机关", "select", organ.slug, choices=[(one.slug, one.name) for one in organs.organs()])
        )
    facts = {
        "organ": organ, "rows": [(one, state_of(one)) for one in rows[:PAGE]], "filters": fields, "word": word,
        "kinds": CERTIFICATE_KINDS, "states": STATES, "keeps": keeps(request, organ.id), "me": request.actor.person_id,
        "next": str(offset + PAGE) if len(rows) > PAGE else "", "previous": str(max(0, offset - PAGE)) if offset else "",
    }  # fmt: skip
    return render(request, "bureau/seals/certificates.html", facts)


@page(*SEAL_READERS)
def certificates_export(request: BureauRequest, kind: str) -> HttpResponse:
    """The register as a table."""
    organ, word = asked_organ(request), request.GET.get("q", "").strip()[:80]
    rows = [
        [one.person, CERTIFICATE_KINDS[one.kind], STATES[state_of(one)], one.subject, one.issuer, one.serial,
         *(f"{timezone.localtime(at):%Y-%m-%d}" for at in (one.since, one.until)), one.registered_by,
         f"{timezone.localtime(one.registered_at):%Y-%m-%d %H:%M}",
         f"{timezone.localtime(one.revoked_at):%Y-%m-%d %H:%M}" if one.revoked_at else "", one.reason, one.sha256]
        for one in queries.certificates(organ.id, word=word, limit=5000)
    ]  # fmt: skip
    return sheet(kind, f"certificates-{organ.slug}", "签名证书", HEADINGS, rows)


def sent_file(request: BureauRequest, missing: str) -> bytes:
    """The certificate file that was sent, no more than one can be. Raises Invalid."""
    chosen: Any = request.FILES.get("file")
    if chosen is None:
        raise Invalid({"file": [missing]})
    content = bytes(chosen.read(LARGEST + 1))
    if len(content) > LARGEST:
        raise Invalid({"file": [f"文件超过 {LARGEST // 1024} KB，不是证书文件，请重新选择。"]})
    return content


@page(Role.HEAD)
def certificate_new(request: BureauRequest) -> HttpResponse:
    """Register a person's certificate."""
    people = operations.signers_of(request.actor.organ_id, timezone.now())
    here = reverse("bureau:certificates")

    def act(typed: Typed) -> str:
        content = sent_file(request, "请选择证书文件。")
        done = operations.register_certificate(
            person_id=UUID(typed["person"]), content=content, by=request.actor, at=timezone.now()
        )
        return f"{done.person}的证书 {done.serial} 已登记，有效期至 {done.until:%Y-%m-%d}。"

    choices = [("", "请选择"), *((str(key), name) for key, name in sorted(people.items(), key=lambda one: one[1]))]
    fields = (
        Field("person", "持有人", "select", required=True, choices=choices),
        Field("file", "证书文件", "file", help="从证书工具导出的 CER 或者 PEM 文件，只有证书，不带私钥"),
    )
    note = "登记以后，持有人用这张证书签的文书，核验报告写明他的姓名。私钥由本人保管，不要上传，也不要交给别人。"
    where = trail(("签名证书", here), ("登记", ""))
    return step(request, Step("登记签名证书", where, fields, act, "登记", here, note=note))


@page(*SEAL_READERS)
def certificate_revoke(request: BureauRequest, signer_id: UUID) -> HttpResponse:
    """Revoke a certificate: by the head, or by whom it belongs to."""
    try:
        found = queries.certificate_of(signer_id)
    except NotFound as problem:
        raise Http404(str(problem)) from None
    own = request.actor.person_id == found.person_id
    if found.organ_id != request.actor.organ_id or not (own or request.actor.has(Role.HEAD)):
        raise Http404
    here = reverse("bureau:certificates")

    def act(typed: Typed) -> str:
        done = operations.revoke_certificate(
            certificate_id=found.id, reason=typed["reason"], by=request.actor, at=timezone.now()
        )
        return f"{done.person}的证书 {done.serial} 已吊销，不能再签文书；以前的签名不变。"

    fields = (Field("reason", "为什么吊销", required=True, example="U 盾丢失", attributes={"maxlength": 200}),)
    note = f"吊销{found.person}的证书 {found.serial}。吊销以后不能恢复；同时请通知发证机构吊销。"
    where = trail(("签名证书", here), ("吊销", ""))
    return step(request, Step("吊销签名证书", where, fields, act, "吊销", here, note=note, danger=True))
