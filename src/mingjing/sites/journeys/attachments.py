"""Attachments of the example county: one decision that shows them in public, one whose files wait at the publicist's desk."""

import io
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import xlsxwriter
from PIL import Image, ImageDraw

from mingjing.cases.queries import calendar
from mingjing.foundation import storage
from mingjing.foundation.people import Actor
from mingjing.organs import queries as organs
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import FileFacts
from mingjing.records import operations as papers
from mingjing.records import queries as records

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World

_HOME = "应急局"


def attach(world: "World", now: datetime) -> None:
    """A public decision gets its served paper and a table; the next one due has files nobody looked at yet."""
    bureau = organs.organ(world.organs[_HOME])
    by = world.actor(world.teams[_HOME]["publicist"], now)
    shown = [one for one in queries.latest(50, bureau.code) if one.state == "released"]
    if shown:
        oldest, at = shown[-1].id, now - timedelta(hours=4)
        for name, content in (("决定书.pdf", _paper(oldest, by, at)), ("罚款明细.xlsx", _table())):
            made = operations.attach_file(publication_id=oldest, name=name, content=content, by=by, at=at)
            _look_through(made, by, at)
        operations.correct(publication_id=oldest, reason="补充公开决定书和罚款明细", by=by, at=at)
    waiting = (one.publication for one in queries.waiting(bureau.id, now.date(), calendar()))
    due = next((one for one in waiting if not one.is_public and one.state != "confirmed"), None)
    if due is not None:
        for name, content in (("送达的决定书.pdf", _paper(due.id, by, now)), ("现场照片.jpg", _photo())):
            operations.attach_file(publication_id=due.id, name=name, content=content, by=by, at=now)


def _paper(publication_id: UUID, by: Actor, at: datetime) -> bytes:
    """The served decision as PDF. Raises LookupError where the file of the case has none."""
    found = queries.publication(publication_id)
    dossier = UUID(found.source_ref) if found else UUID(int=0)
    for document in records.documents(dossier):
        if document.title.endswith("决定书"):
            made = papers.render(dossier_id=dossier, document_id=document.id, at=at, by=by)
            return storage.read(made.pdf_sha256)
    raise LookupError(f"{publication_id} has no served paper")


def _look_through(file: FileFacts, by: Actor, at: datetime) -> None:
    """Remove what the rules found, confirm every page."""
    if file.marks:
        verdicts = {mark.id: ("accepted", "") for mark in file.marks}
        operations.decide_marks(file_id=file.id, verdicts=verdicts, by=by, at=at)
    for one in file.pages:
        operations.confirm_page(file_id=file.id, page=one.number, by=by, at=at)


def _table() -> bytes:
    """A small workbook with a telephone number in it, which the rules find."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet("罚款明细")
    rows = (("项目", "金额（元）", "联系电话"), ("罚款", 18000, "13900001234"), ("合计", 18000, ""))
    for at, row in enumerate(rows):
        sheet.write_row(at, 0, row)
    book.close()
    return held.getvalue()


def _photo() -> bytes:
    """A drawn workshop with a person in it: nothing that a rule could find, everything for a person to cover."""
    picture = Image.new("RGB", (1200, 900), (226, 232, 238))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 620, 1200, 900), fill=(176, 168, 152))
    pen.rectangle((90, 240, 520, 640), fill=(120, 134, 150), outline=(60, 70, 82), width=6)
    pen.rectangle((180, 330, 300, 460), fill=(70, 84, 98))
    pen.ellipse((760, 250, 880, 380), fill=(214, 176, 146))
    pen.rectangle((740, 380, 900, 700), fill=(40, 82, 140))
    pen.rectangle((960, 560, 1120, 600), fill=(250, 250, 250), outline=(20, 20, 20), width=4)
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=90)
    return held.getvalue()
