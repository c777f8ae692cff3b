"""A document is sealed once and examined again; a failure leaves it waiting and says why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mingjing.foundation import storage, typesetting
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.foundation.sealing import Check, Order, SealReport, State, Unsealable, report_pdf, service_for, validator
from mingjing.kernel.days import CHINA, local_day
from mingjing.kernel.findings import Refused
from mingjing.kernel.hashing import Sums
from mingjing.ledger import operations as ledger
from mingjing.ledger.terms import By, NotLogged, ObjectRef
from mingjing.organs import queries as organs
from mingjing.organs.queries import seals as seal_register
from mingjing.organs.terms.seals import SealFacts
from mingjing.records.events import Event
from mingjing.records.operations.asking import locked, noted, own
from mingjing.records.operations.dossiers import file_name, render
from mingjing.records.operations.refusing import refuse
from mingjing.records.queries import seals as queries
from mingjing.records.queries.certificates import person_signings
from mingjing.records.queries.seals import seals_to_check, seals_to_put
from mingjing.records.rules import seals as rules
from mingjing.records.terms import DocumentFacts, NotFound
from mingjing.records.terms.dossiers import stream
from mingjing.records.terms.seals import SealingFacts, SealingStage

SYSTEM_NAME = "系统"


def put_seal(*, sealing_id: UUID, seal_id: UUID, by: By, at: datetime) -> SealingFacts:
    """盖章：claimed, asked of the service outside any transaction, kept with its ledger entry in one; nothing half-true.

    Not to be called inside a transaction, which would hold the only writer while the service answers. A service that
    fails leaves the document waiting, with the reason. Raises NotFound, Forbidden; Refused (REC-41, REC-45, ORG-33).
    """
    try:
        return _attempted(sealing_id, seal_id, by, at)
    except NotLogged:
        # The file was closed while this went on: its chain takes nothing more.
        raise Refused(*rules.seal_may_be_put(queries.sealing(sealing_id), at, at, True)) from None


def _attempted(sealing_id: UUID, seal_id: UUID, by: By, at: datetime) -> SealingFacts:
    claim = claim_seal(sealing_id=sealing_id, seal_id=seal_id, by=by, at=at)
    try:
        made = _made(claim, at)
    except (Unsealable, storage.Missing) as problem:
        note_failure(sealing_id=sealing_id, claimed_at=claim.at, told=str(problem), by=by, at=at)
        raise Refused(*rules.seal_came_back_whole(str(problem))) from problem
    return keep_sealed(claim=claim, made=made, by=by, at=at)


@dataclass(frozen=True, slots=True)
class Claim:
    """One attempt: what is to be sealed with what, and since when it is this attempt's."""

    sealing_id: UUID
    document: DocumentFacts
    seal: SealFacts
    organ: str
    at: datetime
    source: str
    source_sm3: str
    signed: int = 0
    """How many people signed the file that is sealed."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came back and passed."""

    pdf: bytes
    result: bytes
    report: SealReport
    told: bytes


@operation(Event.SEAL_CLAIMED)
def claim_seal(*, sealing_id: UUID, seal_id: UUID, by: By, at: datetime) -> Claim:
    row, seal = locked(sealing_id), seal_register.seal(seal_id)
    if seal is None or seal.organ_id != row.organ_id:
        raise NotFound("没有登记这枚印章。")
    if isinstance(by, Actor):
        own(row.organ_id, by, "盖章")
        refuse(seal_register.seal_use_findings(seal, by, local_day(at)))
    elif why := seal.problem_on(local_day(at)):
        raise Refused(*rules.seal_came_back_whole(why))
    refuse(rules.seal_may_be_put(row.facts(), row.claimed_at, at, row.dossier.sealed_at is not None))
    made = render(dossier_id=row.dossier_id, document_id=row.document_id, at=at, by=by)
    row.stage, row.claimed_at, row.seal_id = SealingStage.WORKING, at, seal_id
    row.save(update_fields=["stage", "claimed_at", "seal_id"])
    given = person_signings(row.document_id)
    source, sm3 = (given[-1].sha256, given[-1].sm3) if given else (made.pdf_sha256, made.pdf_sm3)
    return Claim(sealing_id, made, seal, organs.organ(row.organ_id).name, at, source, sm3, len(given))


def _made(claim: Claim, at: datetime) -> Made:
    """Ask the service, and take only what is the file we sent with a seal that passes. Raises Unsealable, Missing."""
    document, seal = claim.document, claim.seal
    pdf = storage.read(claim.source)
    title = f"{document.title}{document.number}"
    order = Order(str(seal.id), seal.number, claim.organ, seal.name, str(claim.sealing_id), title, at)
    sealed = service_for(seal.kind, str(seal.id)).seal(pdf, order)
    if not sealed.pdf.startswith(pdf):
        raise Unsealable("印章服务交回的不是送去的文书。请联系系统管理员。")
    reports = validator().examine(sealed.pdf, now=at, serial=seal.serial, result=sealed.result)
    if len(reports) != claim.signed + 1:
        raise Unsealable(f"印章服务交回的文书上有 {len(reports) - claim.signed} 个印章，应当是一个。请联系系统管理员。")
    if any(each.state == State.BAD for each in reports):
        wrong = "；".join(
            f"{one.name}：{one.told}" for each in reports for one in each.checks if one.state == State.BAD
        )
        raise Unsealable(f"盖章后的文书没有通过核验：{wrong}。请联系系统管理员。")
    return Made(sealed.pdf, sealed.result, reports[-1], _told(claim, sealed.pdf, reports[-1], at))


def _told(claim: Claim, pdf: bytes, report: SealReport, at: datetime) -> bytes:
    """The report at the time of sealing, as a PDF that goes with the file wherever it goes."""
    sums, moment = Sums.of([pdf]), f"{at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}"
    facts = [
        ("文书", f"{claim.document.title} {claim.document.number}".strip()), ("机关", claim.organ), ("印章", claim.seal.name),
        ("印章编码", claim.seal.number), ("证书", report.subject), ("证书序列号", report.serial), ("格式", report.kind),
        ("盖章、核验时间", moment), ("盖章前 SHA-256", claim.source), ("盖章后 SHA-256", sums.sha256),
        ("盖章后 SM3", sums.sm3), ("结论", "没有发现改动" if report.state != State.GOOD else "全部符合"),
    ]  # fmt: skip
    try:
        return report_pdf(report, facts, at)
    except typesetting.MissingGlyphs as problem:
        raise Unsealable(f"核验报告排不出来：{problem}。请核对证书和印章的名称。") from problem


@operation(Event.SEALED)
def keep_sealed(*, claim: Claim, made: Made, by: By, at: datetime) -> SealingFacts:
    row = locked(claim.sealing_id)
    if row.stage != SealingStage.WORKING or row.claimed_at != claim.at or row.dossier.sealed_at is not None:
        raise Refused(*rules.seal_may_be_put(row.facts(), row.claimed_at, at, row.dossier.sealed_at is not None))
    kept, result = storage.put(made.pdf), storage.put(made.result) if made.result else None
    row.stage, row.sealed_at, row.failure, row.tries = SealingStage.SEALED, at, "", row.tries + 1
    row.sealed_by, row.sealed_name = (by.person_id, by.name) if isinstance(by, Actor) else (None, SYSTEM_NAME)
    row.seal_name, row.kind, row.source_sha256 = claim.seal.name, claim.seal.kind, claim.source
    row.sha256, row.sm3, row.size = kept.sha256, kept.sm3, kept.size
    row.file_name = file_name(claim.document).removesuffix(".pdf") + "（已盖章）.pdf"
    row.result_sha256 = result.sha256 if result else ""
    row.report, row.checked_at = made.report.as_json(), at
    objects = [_object(row.file_name, kept, "application/pdf")]
    if result:
        objects.append(_object(row.file_name.removesuffix(".pdf") + ".ses", result, "application/octet-stream"))
    told, name = storage.put(made.told), row.file_name.removesuffix("（已盖章）.pdf") + "（印章核验报告）.pdf"
    objects.append(_object(name, told, "application/pdf"))
    pages = typesetting.page_count(made.told)
    row.report_file = {"name": name, "sha256": told.sha256, "sm3": told.sm3, "size": told.size, "pages": pages}
    row.save()
    ledger.append(
        kind=Event.SEALED, stream=stream(row.dossier_id), at=at, by=by, objects=objects,
        payload={
            "document": str(row.document_id), "sealing": str(row.pk), "seal": str(claim.seal.id), "number": claim.seal.number,
            "serial": made.report.serial, "kind": claim.seal.kind, "source_sha256": claim.source,
            "source_sm3": claim.source_sm3, "result_sha256": row.result_sha256, "state": str(made.report.state),
        },
    )  # fmt: skip
    return row.facts()


def _object(name: str, kept: storage.Stored, media_type: str) -> ObjectRef:
    return ObjectRef(name=name, sha256=kept.sha256, sm3=kept.sm3, size=kept.size, media_type=media_type)


@operation(Event.SEAL_FAILED)
def note_failure(*, sealing_id: UUID, claimed_at: datetime, told: str, by: By, at: datetime) -> None:
    row = locked(sealing_id)
    if row.stage != SealingStage.WORKING or row.claimed_at != claimed_at:
        return
    row.stage, row.claimed_at, row.failed_at = SealingStage.WAITING, None, at
    row.tries, row.failure = row.tries + 1, told[:400]
    row.save(update_fields=["stage", "claimed_at", "failed_at", "tries", "failure"])
    noted(Event.SEAL_FAILED, row, by, at, why=row.failure)


@operation(Event.SEAL_CHECKED)
def check_seal(*, sealing_id: UUID, by: By, at: datetime) -> SealingFacts:
    """重新核验一份已盖章的文书。A result unlike the last one is logged. Raises NotFound, Unsealable (a setting)."""
    row = locked(sealing_id)
    if row.stage != SealingStage.SEALED:
        raise NotFound("这份文书还没有盖章。")
    before, report = row.report, examined(row.facts(), at)
    row.report, row.checked_at = report.as_json(), at
    row.save(update_fields=["report", "checked_at"])
    if _lines(before) != _lines(row.report):
        noted(Event.SEAL_CHECKED, row, by, at, state=str(report.state), before=str(before.get("state", "")))
    return row.facts()


def examined(one: SealingFacts, at: datetime) -> SealReport:
    """What an examination of the stored file finds now; a file that is gone or altered in the store is bad."""
    seal = seal_register.seal(one.seal_id) if one.seal_id else None
    try:
        pdf = storage.read(one.sha256)
        result = storage.read(one.result_sha256) if one.result_sha256 else b""
    except storage.Missing as problem:
        return SealReport("", "", "", "", (Check("intact", "内容没有被改动", State.BAD, str(problem)),))
    reports = validator().examine(pdf, now=at, serial=seal.serial if seal else "", result=result)
    return next(
        iter(reversed(reports)),
        SealReport("", "", "", "", (Check("intact", "内容没有被改动", State.BAD, "文件上没有印章"),)),
    )


def _lines(report: object) -> list[tuple[str, str]]:
    checks = report.get("checks", []) if isinstance(report, dict) else []
    return [(one["key"], str(one["state"])) for one in checks]


def seal_waiting(*, at: datetime, by: By, limit: int) -> int:
    """The worker seals what is sealed by itself; what failed waits longer each time. Gives back how many were sealed."""
    due = [
        (key, seal) for key, seal, tries, failed in seals_to_put()
        if seal is not None and (failed is None or rules.try_again_at(failed, tries) <= at)
    ]  # fmt: skip
    return sum(_sealed(key, seal, at, by) for key, seal in due[:limit])


def _sealed(sealing_id: UUID, seal_id: UUID, at: datetime, by: By) -> int:
    try:
        put_seal(sealing_id=sealing_id, seal_id=seal_id, by=by, at=at)
    except (Refused, NotFound):
        return 0
    return 1


def recheck_seals(*, before: datetime, at: datetime, by: By, limit: int) -> int:
    """Examine again what was not examined since a moment; gives back how many."""
    due = seals_to_check(before, limit)
    for key in due:
        check_seal(sealing_id=key, by=by, at=at)
    return len(due)
