"""Taking an application of a party in: who holds a paper of the matter, or asks for a published decision to be taken down early."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import PurePath
from uuid import UUID

from mingjing.foundation import redacting, storage
from mingjing.foundation.numbering import next_serial
from mingjing.foundation.operations import operation
from mingjing.foundation.outbox import emit
from mingjing.foundation.redacting import Unfit
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Invalid
from mingjing.kernel.text import clean
from mingjing.kernel.workdays import Workdays, national
from mingjing.ledger.operations import append
from mingjing.ledger.terms import By, ObjectRef
from mingjing.organs import queries as organs
from mingjing.publicity.events import Event
from mingjing.publicity.models import Application, ApplicationFile, ApplicationSender, Progress, Publication
from mingjing.publicity.operations.letters import code_digest, code_of
from mingjing.publicity.operations.moving import refuse
from mingjing.publicity.operations.progress import ask_progress
from mingjing.publicity.operations.releasing import term_facts
from mingjing.publicity.rules.applications import accept_by, in_time, may_be_applied_for
from mingjing.publicity.rules.terms import repair_is_due
from mingjing.publicity.terms import CONDITIONS, IN_PUBLIC, Category, RepairState
from mingjing.publicity.terms.applications import (
    FILE_BYTES,
    FILES_MOST,
    OPEN_APPLICATIONS,
    RELATIONS,
    TEXT_MOST,
    Applicable,
    ApplicationReceipt,
    ApplyKind,
)
from mingjing.publicity.terms.progress import ProgressFacts

SERIES = "网申"
MOST = {"applicant": 60, "phone": 40}
OPEN_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class ApplicationDraft:
    """What a person typed and attached, with number and code of the paper, or the published decision it is about."""

    kind: str
    text: str
    applicant: str
    relation: str
    phone: str
    confirmed: bool
    number: str = ""
    code: str = ""
    publication_id: UUID | None = None
    files: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """What an application is about, once it is known who may apply for what; `organ` is id, code and name."""

    source_ref: str
    about: str
    organ: tuple[UUID, str, str]
    publication_id: UUID | None
    allowed: tuple[Applicable, ...]


def ask_applicable(*, number: str, code: str, on: date) -> tuple[ProgressFacts, tuple[Applicable, ...]]:
    """Where a matter stands and what its party may apply for on a day. Raises Refused (PUB-57)."""
    found = ask_progress(number=number, code=code)
    return found, (*found.applicable, *_repair(found.source_ref, on)) if found.organ_id else ()


def may_be_taken_down(publication_id: UUID, on: date, calendar: Workdays | None = None) -> bool:
    """Whether an early end of publicity may be asked for: public, a penalty, allowed by its field, shown long enough."""
    publication = Publication.objects.select_related("source").filter(pk=publication_id, state__in=IN_PUBLIC).first()
    if publication is None or publication.released_at is None or publication.category != Category.PENALTY:
        return False
    if publication.repairs.filter(state=RepairState.OPEN).exists():
        return False
    facts = term_facts(publication, publication.source.decision())
    return not repair_is_due(facts, "performed", CONDITIONS, on, calendar or national())


def _repair(source_ref: str, on: date) -> tuple[Applicable, ...]:
    found = Publication.objects.filter(source_ref=source_ref, state__in=IN_PUBLIC).values_list("pk", flat=True).first()
    return (Applicable(ApplyKind.REPAIR),) if found and may_be_taken_down(found, on) else ()


@operation(Event.APPLICATION_RECEIVED)
def receive_application(
    *, draft: ApplicationDraft, once: str, by: By, at: datetime, calendar: Workdays | None = None
) -> ApplicationReceipt:
    """Take an application in, mark a late one as late, and start the clock (PUB-110 to PUB-112).

    `once` is the secret token of the form: the same form sent again gives the same receipt, and nothing is kept twice.
    Raises Invalid for what was typed, Refused for a wrong code (PUB-57) and what cannot be applied for now (PUB-110).
    """
    if not 16 <= len(once) <= 64:
        raise Invalid({"once": ["表单不完整，请重新打开页面再填写"]})
    mark, code, today = sha256(once.encode()).hexdigest(), code_of(once), local_day(at)
    matter = _matter(draft, today)
    if known := Application.objects.filter(once=mark, source_ref=matter.source_ref).first():
        return _receipt(known, code)
    _check(draft)
    allowed = {one.kind: one for one in matter.allowed}
    refuse(may_be_applied_for(draft.kind, allowed.keys()))
    if Application.objects.filter(source_ref=matter.source_ref, state__in=OPEN_APPLICATIONS).count() >= OPEN_AT_ONCE:
        raise Invalid({"kind": [f"这件事已经有 {OPEN_AT_ONCE} 件网上申请没有办结，请等待办理，或者到机关窗口提出"]})
    row = _kept(draft, matter, allowed[draft.kind], mark, code, at, calendar or national())
    documents = _files(row, draft.files)
    ApplicationSender.objects.create(
        application=row, name=draft.applicant.strip(), relation=draft.relation, phone=draft.phone.strip()
    )
    told(row, Event.APPLICATION_RECEIVED, by=by, at=at, objects=documents, late=row.late)
    return _receipt(row, code)


def _matter(draft: ApplicationDraft, today: date) -> Matter:
    """The matter, locked until commit, so that the same form sent twice at once is one application."""
    allowed: tuple[Applicable, ...]
    if draft.publication_id is not None:
        row = Publication.objects.select_for_update().filter(pk=draft.publication_id, state__in=IN_PUBLIC).first()
        if row is None:
            raise Invalid({"kind": ["这份决定现在没有公开，不用申请停止公示"]})
        allowed = (Applicable(ApplyKind.REPAIR),) if may_be_taken_down(row.pk, today) else ()
        organ = (row.organ_id, row.organ_code, row.organ_name)
        return Matter(row.source_ref, row.number, organ, row.pk, allowed)
    found, allowed = ask_applicable(number=draft.number, code=draft.code, on=today)
    Progress.objects.select_for_update().filter(source_ref=found.source_ref).first()
    shown = Publication.objects.filter(source_ref=found.source_ref, state__in=IN_PUBLIC).first()
    told_by = organs.organ(found.organ_id) if found.organ_id else None
    organ = (told_by.id, told_by.code, told_by.name) if told_by else (UUID(int=0), "", found.organ_name)
    return Matter(found.source_ref, draft.number.strip(), organ, shown.pk if shown else None, allowed)


def _check(draft: ApplicationDraft) -> None:
    errors: dict[str, list[str]] = {}
    for name, most in {**MOST, "text": TEXT_MOST}.items():
        typed = getattr(draft, name)
        if problems := clean(typed)[1]:
            errors[name] = problems
        elif len(typed) > most:
            errors[name] = [f"最多 {most} 个字，现在是 {len(typed)} 个字，请删减"]
    if len(draft.text.strip()) < 4:
        errors.setdefault("text", ["请写明申请的内容和理由（不少于 4 个字）"])
    if not draft.applicant.strip():
        errors.setdefault("applicant", ["请填写申请人的姓名或者名称"])
    if sum(sign.isdigit() for sign in draft.phone) < 7:
        errors.setdefault("phone", ["请填写能联系到您的电话号码"])
    if draft.relation not in RELATIONS:
        errors["relation"] = ["请选择您和当事人的关系"]
    if not draft.confirmed:
        errors["confirmed"] = ["请确认填写的内容真实"]
    if problems := file_problems(draft.files):
        errors["files"] = problems
    if errors:
        raise Invalid(errors)


def file_problems(files: Collection[tuple[str, bytes]]) -> list[str]:
    """What is wrong with the files: too many, too large, locked, of an unknown kind, or not what their name says."""
    if len(files) > FILES_MOST:
        return [f"最多 {FILES_MOST} 个文件，现在是 {len(files)} 个，请合并后再提交"]
    problems = []
    for name, content in files:
        if len(content) > FILE_BYTES:
            problems.append(f"“{name[-60:]}”超过 {FILE_BYTES // 1024 // 1024} MB，请压缩后再提交")
            continue
        try:
            redacting.recognise(name, content)
        except Unfit as unfit:
            problems.append(f"“{name[-60:]}”：{unfit}")
        problems += [f"文件名：{one}" for one in clean(name)[1]]
    return problems


def _kept(
    draft: ApplicationDraft, matter: Matter, right: Applicable, mark: str, code: str, at: datetime, calendar: Workdays
) -> Application:
    today = local_day(at)
    organ_id, organ_code, organ_name = matter.organ
    serial = next_serial(organ_id=organ_id, kind=SERIES, year=today.year)
    clock = accept_by(today, calendar)
    return Application.objects.create(
        number=f"{organ_code}{SERIES}〔{today.year}〕{serial}号", code=code_digest(code), once=mark, kind=draft.kind,
        source_ref=matter.source_ref, publication_id=matter.publication_id, about=matter.about[:80], organ_id=organ_id,
        organ_name=organ_name, text=draft.text.strip(), received_at=at, last_day=right.due,
        late=bool(in_time(right.due, today)), due=local_day(clock.due), due_provisional=clock.provisional,
        due_steps=list(clock.explain()),
    )  # fmt: skip


def _files(row: Application, files: Collection[tuple[str, bytes]]) -> list[ObjectRef]:
    """Keep what was attached. The ledger names them by place: a file's name may tell who somebody is."""
    documents = []
    for seq, (name, content) in enumerate(files, 1):
        kept = storage.put(content)
        title = PurePath(name.replace("\\", "/")).name[-200:]
        ApplicationFile.objects.create(
            application=row, seq=seq, name=title, size=kept.size, sha256=kept.sha256, sm3=kept.sm3
        )
        documents.append(ObjectRef(f"附件{seq}", kept.sha256, kept.sm3, kept.size))
    return documents


def _receipt(row: Application, code: str) -> ApplicationReceipt:
    name = row.public_facts().kind_name
    return ApplicationReceipt(row.number, code, row.organ_name, name, row.due, row.due_provisional, row.late)


def told(
    row: Application,
    event: Event,
    *,
    by: By,
    at: datetime,
    objects: Collection[ObjectRef] = (),
    **more: str | bool | int,
) -> None:
    """Ledger entry and event: numbers and digests only. What somebody asks of an organ is nobody else's business."""
    said = {
        "application_id": str(row.pk), "number": row.number, "kind": row.kind, "organ_id": str(row.organ_id),
        "text_sha256": sha256(row.text.encode()).hexdigest(),
        "answer_sha256": sha256(row.answer.encode()).hexdigest() if row.answer else "", **more,
    }  # fmt: skip
    append(kind=event, stream=f"application:{row.pk}", at=at, by=by, payload=said, objects=list(objects))
    emit(event, at=at, **said)
