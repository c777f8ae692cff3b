"""Files of a case: hand in, render, look at. Every look is logged."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from mingjing.archives import operations as archives
from mingjing.cases import access
from mingjing.cases.models import Case
from mingjing.cases.operations.sealed_files import sealed_or_warned, set_sheets
from mingjing.cases.terms.facts import CHINA
from mingjing.foundation import storage
from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.ledger.terms import By as SystemOr
from mingjing.records import operations as records
from mingjing.records import queries
from mingjing.records.terms import AttachmentFacts, DocumentFacts


def case_for(case_id: UUID, by: Actor) -> Case:
    """The case, if this person may see it. Raises Invalid, Forbidden."""
    case = Case.objects.filter(id=case_id).first()
    if case is None:
        raise Invalid({"case": ["没有这个案件，请从案件列表重新进入。"]})
    access.may_see.require(by, access.Seen(case.organ_id), doing="查阅本案")
    return case


def not_archived(case: Case, what: str) -> None:
    """Refuse to put something into a file that is archived (ARCH-02)."""
    if case.stage == "archived":
        raise Refused(
            Finding(
                "ARCH-02",
                f"案卷已经归档，不能加入{what}",
                ("行政处罚法第四十七条", "档案法第三十七条"),
                next_step="请另行立卷",
            )
        )


@operation("case:file:added")
def add_file(
    *, case_id: UUID, name: str, content: bytes, by: Actor, now: datetime, unmarked: bool = False
) -> AttachmentFacts:
    """Hand in a file before the form that names it. Raises Invalid, Forbidden; Refused once the file is archived.

    `unmarked`: the person has looked through it and says that it bears no mark of secrecy (ARCH-49).
    """
    case = case_for(case_id, by)
    if by.organ_id != case.organ_id:
        raise Forbidden("只有本机关人员可以向案卷加入文件。")
    not_archived(case, "文件")
    archives.refuse_secret(name=name, content=content)
    kept = records.add_file(
        dossier_id=case.dossier_id, name=name, content=content, at=now, by=by, limit=settings.MINGJING_UPLOAD_LIMIT
    )
    if unmarked:
        archives.state_unmarked(
            dossier_id=case.dossier_id,
            organ_id=case.organ_id,
            files=[(kept.sha256, kept.name)],
            later=False,
            by=by,
            at=now,
        )
    return kept


@operation("case:document:rendered")
def render_document(*, case_id: UUID, document_id: UUID, by: Actor, now: datetime) -> tuple[DocumentFacts, bytes]:
    """A document as PDF: rendered once, then the same bytes for ever. Raises NotFound, Forbidden."""
    case = case_for(case_id, by)
    facts = records.render(dossier_id=case.dossier_id, document_id=document_id, at=now, by=by)
    return facts, storage.read(facts.pdf_sha256)


@operation("case:document:viewed")
def view_document(
    *, case_id: UUID, document_id: UUID, purpose: str, by: Actor, now: datetime, glance: bool = False,
    original: bool = False, handed: bool = False,
) -> tuple[DocumentFacts, bytes]:  # fmt: skip
    """Open a document as PDF; who, when and why is logged (R-15). A sealed one is shown as its sealed file.

    `glance`: a picture on a page that shows many; of those one a day and person is logged for each document; `original`:
    the file as it was before the seal; `handed`: to be given to somebody, which in production a document that must bear
    a seal and does not is not (Refused, REC-46). Raises NotFound, Forbidden, storage.Missing.
    """
    facts, pdf = render_document(case_id=case_id, document_id=document_id, by=by, now=now)
    if not original:
        facts, pdf = sealed_or_warned(facts, pdf, handed=handed)
    if not (glance and queries.viewed_since(document_id, by.person_id, start_of_day(now))):
        name = f"{facts.title}{facts.number and f'（{facts.number}）'}"
        records.log_view(
            dossier_id=facts.dossier_id,
            what="document",
            object_id=document_id,
            name=name,
            purpose=purpose,
            at=now,
            by=by,
        )
    return facts, pdf


def start_of_day(moment: datetime) -> datetime:
    """Midnight in China before a moment."""
    return moment.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)


@operation("case:documents:rendered")
def render_all(*, case_id: UUID, by: Actor, now: datetime) -> tuple[DocumentFacts, ...]:
    """Render whatever of a case is not rendered yet: before closing, archiving and export."""
    case = case_for(case_id, by)
    set_sheets(case.dossier_id, by=by, now=now)
    return tuple(
        each if each.pdf_sha256 else records.render(dossier_id=case.dossier_id, document_id=each.id, at=now, by=by)
        for each in queries.documents(case.dossier_id)
    )


def render_ahead(*, case_id: UUID, by: Actor, now: datetime) -> None:
    """Render what is not rendered yet, each document in a transaction of its own.

    Asked for before an act that needs them all, so that it does not hold the only writer while thirty documents are
    set. Must not be called inside a transaction, or nothing is gained. Raises Invalid, Forbidden.
    """
    for each in queries.documents(case_for(case_id, by).dossier_id):
        if not each.pdf_sha256:
            render_document(case_id=case_id, document_id=each.id, by=by, now=now)


@operation("case:documents:caught-up")
def render_waiting(*, limit: int, now: datetime, by: SystemOr) -> int:
    """Render up to `limit` documents nobody has opened yet; the worker calls it. Gives back how many."""
    return sum(_caught_up(*one, now, by) for one in queries.unrendered(limit))


def _caught_up(dossier_id: UUID, document_id: UUID, now: datetime, by: SystemOr) -> int:
    """One that cannot be set does not hold up the rest; whoever opens it is told why."""
    try:
        records.render(dossier_id=dossier_id, document_id=document_id, at=now, by=by)
    except Invalid:
        return 0
    return 1


@operation("case:object:viewed")
def view_file(
    *, case_id: UUID, attachment_id: UUID, purpose: str, by: Actor, now: datetime
) -> tuple[AttachmentFacts, bytes]:
    """Open an attachment; who, when and why is logged (R-15). Raises NotFound, Forbidden, storage.Missing."""
    case = case_for(case_id, by)
    facts = queries.attachment(case.dossier_id, attachment_id)
    records.log_view(
        dossier_id=case.dossier_id,
        what="attachment",
        object_id=facts.id,
        name=facts.name,
        purpose=purpose,
        at=now,
        by=by,
    )
    return facts, storage.read(facts.sha256)
