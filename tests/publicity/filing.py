"""Decisions with attachments, taken as far as a test needs them."""

from uuid import UUID

from tests.publicity import samples
from tests.redacting import papers

from mingjing.publicity import operations
from mingjing.publicity.terms import FileFacts, PublicationFacts

UPLOAD = f"{papers.NAME}身份证{papers.ID}.pdf"
FILES = {
    UPLOAD: papers.plain_pdf,
    "附表.docx": papers.laden_word,
    "名单.xlsx": papers.laden_workbook,
    "现场.jpg": papers.photo,
}
ASK = {"by": samples.PUBLICIST, "at": samples.NOW}


def attached(publication_id: UUID, name: str = UPLOAD) -> FileFacts:
    return operations.attach_file(publication_id=publication_id, name=name, content=FILES[name](), **ASK)  # type: ignore[arg-type]


def decided(file: FileFacts) -> FileFacts:
    if not file.marks:
        return file
    verdicts = {mark.id: ("accepted", "") for mark in file.marks}
    return operations.decide_marks(file_id=file.id, verdicts=verdicts, **ASK)  # type: ignore[arg-type]


def checked(file: FileFacts) -> FileFacts:
    """Everything removed, every page confirmed."""
    made = decided(file)
    for page in made.pages:
        made = operations.confirm_page(file_id=made.id, page=page.number, **ASK)  # type: ignore[arg-type]
    return made


def ready(*names: str) -> PublicationFacts:
    """A decision whose text is decided, with these files checked."""
    made = samples.proposed()
    samples.accept_all(made.id)
    for name in names or (UPLOAD,):
        checked(attached(made.id, name))
    return made


def confirmed(*names: str) -> PublicationFacts:
    return operations.confirm(publication_id=ready(*names).id, **ASK)  # type: ignore[arg-type]


def released(*names: str) -> PublicationFacts:
    return operations.release(publication_id=confirmed(*names).id, **ASK)  # type: ignore[arg-type]
