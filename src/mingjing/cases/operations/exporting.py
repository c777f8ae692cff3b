"""Taking things out: a case file that anybody can check offline, the evidence bundle for a remedy, the published charts."""

from datetime import date, datetime
from functools import partial
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO
from uuid import UUID

from mingjing.archives import operations as archives
from mingjing.archives.terms import ArchivedFacts
from mingjing.cases.models import Act, Case
from mingjing.cases.operations.bundling import reconsideration_bundle
from mingjing.cases.operations.files import render_all
from mingjing.cases.operations.holdings import archive_items, catalogue_table
from mingjing.cases.operations.sealed_files import along
from mingjing.cases.queries.chart import chart_bpmn, chart_svg, chart_text, chart_title, review_chart
from mingjing.cases.queries.page import visible
from mingjing.cases.terms.facts import CHINA
from mingjing.cases.terms.procedure import FOLDERS, Procedure, procedure
from mingjing.foundation import storage
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Refused
from mingjing.ledger import queries as ledger
from mingjing.ledger.queries.exports import safe_name
from mingjing.ledger.terms import By, ExportFile
from mingjing.publicity import operations as publicity
from mingjing.publicity.terms import ChartFacts
from mingjing.records import operations as records
from mingjing.records import queries as held

__all__ = ["archive_items", "catalogue_table", "export_case", "publish_charts", "put_away", "reconsideration_bundle"]
SHORT, REVIEW = 8, "legal-review"


def export_case(*, case_id: UUID, by: Actor, now: datetime) -> tuple[str, IO[bytes]]:
    """The whole case file as a ZIP that `mingjing verify` checks offline: file name and an open file, at its beginning.

    Documents that wait are rendered first. The export is logged before anything is handed over (R-15), after the proofs
    were taken, so that a file sealed at archiving is exported as it was sealed. Must not be called inside a transaction
    that appends. Raises CaseNotFound for a person who may not see the case, storage.Missing, NotLogged.
    """
    case = visible(case_id, by)
    render_all(case_id=case_id, by=by, now=now)
    content: IO[bytes] = TemporaryFile()  # noqa: SIM115  whoever gets it closes it
    ledger.write_case(content, records.stream(case.dossier_id), _files(case))
    content.seek(0)
    name = f"{safe_name(case.number or case.lead_number)}-案卷.zip"
    records.log_view(
        dossier_id=case.dossier_id, what="export", object_id=case.id, name=name, purpose="导出案卷", at=now, by=by
    )
    return name, content


@operation("case:file:put-away")
def put_away(*, case_id: UUID, by: Actor, now: datetime) -> ArchivedFacts:
    """File the dossier of a case as its `archive` act says: in the transaction of that act, before the seal.

    Everything is rendered first, so that the seal covers every document. Raises Forbidden, Refused (ARCH-11 … ARCH-21, ARCH-49).
    行政处罚法第四十七条.
    """
    case = Case.objects.get(id=case_id)
    if waiting := held.unsettled_seals(case.dossier_id):
        raise Refused(*waiting)
    act = Act.objects.filter(case=case, code="archive").latest("seq")
    records.hold_open(case.dossier_id)
    render_all(case_id=case_id, by=by, now=now)
    opened, closed = _days(case)
    items = archive_items(case_id)
    archives.require_unmarked(dossier_id=case.dossier_id, items=items)
    return archives.file_away(
        dossier_id=case.dossier_id, organ_id=case.organ_id, title=f"{case.party_name}{case.cause}",
        catalogue_no=act.data["catalogue_no"], retention=act.data["retention"], items=items,
        paper_pages=act.data["paper_pages"], note=str(act.data.get("note", "")), by=by, at=act.at,
        opened_on=opened, closed_on=closed, kind=procedure(case.procedure, case.procedure_version).kind,
    )  # fmt: skip


def _days(case: Case) -> tuple[date, date]:
    """When the file was opened and when the case was closed."""
    closing = Act.objects.filter(case=case, code__in=("close", "not_file")).order_by("-seq").first()
    opened = case.opened_at.astimezone(CHINA).date()
    return opened, closing.at.astimezone(CHINA).date() if closing else opened


def _files(case: Case) -> list[ExportFile]:
    documents = [
        ExportFile(records.file_name(each), storage.read(each.pdf_sha256), "documents", "application/pdf")
        for each in held.documents(case.dossier_id)
    ]
    attachments = [
        ExportFile(each.name, storage.read(each.sha256), "evidence", each.media_type)
        for each in held.attachments(case.dossier_id)
    ]
    films = [
        ExportFile(
            each.name, folder="evidence", media_type=each.media_type, source=partial(storage.whole, each.held_sha256)
        )
        for each in held.recordings(case.dossier_id)
        if each.playable
    ]
    spoken = [
        ExportFile(each.name, storage.read(each.sha256), "evidence", each.media_type)
        for each in held.transcript_files(case.dossier_id)
    ]
    return documents + along(case.dossier_id) + attachments + films + spoken


def publish_charts(*, by: By, at: datetime) -> tuple[ChartFacts, ...]:
    """Publish the flow chart of every procedure and of the legality review, so that the portal shows it; the same again changes nothing.

    The version is the procedure's with a short digest of the drawing: a chart drawn better is a new version too.
    国办发〔2018〕118号第二部分（四）.
    """
    tables = {code.replace("_", "-"): procedure(code) for code in FOLDERS}
    return tuple(_published(key, table, by, at) for key, table in (tables | {REVIEW: review_chart()}).items())


def _published(key: str, table: Procedure, by: By, at: datetime) -> ChartFacts:
    drawn = {"svg": chart_svg(table), "bpmn": chart_bpmn(table), "text": "\n".join(chart_text(table))}
    digest = sha256("\0".join(drawn.values()).encode()).hexdigest()[:SHORT]
    return publicity.publish_chart(
        key=key, version=f"{table.version}-{digest}", title=chart_title(table), by=by, at=at, **drawn
    )
