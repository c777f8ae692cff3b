"""Papers are set in type once: the digest of what they say leads to the stored file."""

from hashlib import sha256
from pathlib import Path
from threading import Lock

from mingjing.foundation import storage
from mingjing.foundation.typesetting import render
from mingjing.kernel.hashing import canonical
from mingjing.publicity.models import BoundPaper
from mingjing.publicity.terms import PaperData, SetPaper

_FOLDER = Path(__file__).parents[1] / "papers"
_one_at_a_time = Lock()


def set_paper(paper: PaperData) -> SetPaper:
    """The paper as PDF: from the store where it was set before, else set now, once however many ask.

    Raises MissingGlyphs where the fonts lack a character.
    """
    digest = paper_digest(paper)
    with _one_at_a_time:
        return _kept(digest) or _set(paper, digest)


def paper_digest(paper: PaperData) -> str:
    """SHA-256 over the data, the day written into the file, and the templates themselves."""
    templates = b"".join(path.read_bytes() for path in sorted(_FOLDER.glob("*.typ")))
    told = {"template": paper.template, "day": paper.day.isoformat(), "data": dict(paper.data)}
    return sha256(canonical(told) + sha256(templates).digest()).hexdigest()


def _kept(digest: str) -> SetPaper | None:
    row = BoundPaper.objects.filter(pk=digest).first()
    if row is None:
        return None
    try:
        return SetPaper(storage.read(row.sha256), row.sha256, row.pages)
    except storage.Missing:
        return None


def _set(paper: PaperData, digest: str) -> SetPaper:
    made = render(_FOLDER / f"{paper.template}.typ", paper.data, created=paper.day)
    storage.put(made.pdf)
    BoundPaper.objects.update_or_create(digest=digest, defaults={"sha256": made.sha256, "pages": made.pages})
    return SetPaper(made.pdf, made.sha256, made.pages)
