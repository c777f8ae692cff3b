"""The public copies: made when the redaction is confirmed, searched for what was removed, published with a version."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from mingjing.foundation import redacting, storage
from mingjing.foundation.people import Actor
from mingjing.foundation.redacting import MEDIA_TYPES, Cover, Cut, Format
from mingjing.kernel.findings import Finding, Invalid, Refused
from mingjing.kernel.hashing import fingerprint
from mingjing.ledger.terms import ObjectRef
from mingjing.publicity.access import may_read_original
from mingjing.publicity.models import DecisionFile, FileCopy, Publication, Version
from mingjing.publicity.operations.drafting import Draft
from mingjing.publicity.rules.files import copy_clean, copy_unchanged, marks_decided, pages_confirmed
from mingjing.publicity.rules.folding import compact
from mingjing.publicity.terms import FileFacts, Ground, MarkFacts, PageView, Verdict, copy_name

MOST_INDEXED = 200_000
ENGINE = 1
"""Raised whenever copies are made differently, so that none made before is taken for one made now."""


def files_ready(publication: Publication) -> tuple[tuple[Finding, ...], ...]:
    """What confirmation, release and correction ask of the files: PUB-41, PUB-42."""
    files = [file.facts() for file in publication.files.prefetch_related("pages", "marks")]
    return marks_decided(files), pages_confirmed(files)


def make_copies(publication: Publication, draft: Draft) -> tuple[Finding, ...]:
    """Make and search the copy of every file that is not left out (PUB-43). Nothing is made anew that has not changed."""
    found: list[Finding] = []
    files = _live(publication)
    words = _words(draft, files)
    for file in files:
        facts = file.facts()
        state = _state(facts)
        if file.copied_marks != state:
            try:
                made = redacting.rebuild(
                    storage.read(file.sha256), Format(file.kind), *_places(facts, {Verdict.ACCEPTED})
                )
            except redacting.Unfit as problem:
                found += copy_unchanged(file.seq, "", "", str(problem))
                continue
            file.copied_sha256 = storage.put(made.content).sha256
            file.copied_marks, file.copied_pages = state, list(made.pages)
            file.copied_covers = [[one.page, one.left, one.top, one.right, one.bottom] for one in made.covers]
            file.save()
        found += _searched(file, draft, words)
    return tuple(found)


def copies_hold(publication: Publication, draft: Draft) -> tuple[Finding, ...]:
    """Before release: every copy is the one that was confirmed (PUB-44), and is searched once more (PUB-43)."""
    found: list[Finding] = []
    files = _live(publication)
    words = _words(draft, files)
    for file in files:
        changed = copy_unchanged(file.seq, file.copied_marks, _state(file.facts()))
        found += changed or _searched(file, draft, words)
    return tuple(found)


def _live(publication: Publication) -> list[DecisionFile]:
    return list(publication.files.filter(dropped="").prefetch_related("pages", "marks"))


def _state(file: FileFacts) -> str:
    marks = [
        [one.page, one.start, one.end, one.box, one.replacement]
        for one in file.marks
        if one.verdict == Verdict.ACCEPTED
    ]
    return fingerprint({"engine": ENGINE, "original": file.sha256, "marks": marks})


def _words(draft: Draft, files: Sequence[DecisionFile]) -> tuple[frozenset[str], frozenset[str]]:
    """Texts removed and texts kept, in the decision and in all its files."""
    marks = [mark for file in files for mark in file.marks.all() if mark.text]
    removed = draft.removed | {mark.text for mark in marks if mark.verdict == Verdict.ACCEPTED}
    kept = draft.kept | {mark.text for mark in marks if mark.verdict == Verdict.REJECTED}
    return frozenset(removed), frozenset(kept)


def _searched(file: DecisionFile, draft: Draft, words: tuple[frozenset[str], frozenset[str]]) -> tuple[Finding, ...]:
    removed, kept = words
    allowed = {compact(text) for text in kept}
    sought = [text for text in removed if compact(text) not in allowed]
    covers = [Cover(page, left, top, right, bottom, "") for page, left, top, right, bottom in file.copied_covers]
    told = dict(redacting.remains(storage.read(file.copied_sha256), Format(file.kind), sought, covers))
    told |= {f"第{at}页的文字": text for at, text in enumerate(file.copied_pages, 1)}
    whole = compact("".join(file.copied_pages))
    if any(compact(word) in whole for word in sought if len(compact(word)) > 2):
        told["!全文"] = "删去的内容还在文字里（可能跨页）"
    found: tuple[Finding, ...] = copy_clean(
        file.seq,
        told,
        removed=removed,
        kept=kept,
        natural=draft.decision.party_is_natural,
        on=draft.decision.decided_on,
    )
    return found


def refs(publication: Publication, version: int) -> list[ObjectRef]:
    """The copies as the ledger names them, by both digests, under their public names."""
    made = []
    for file in _live(publication):
        name = copy_name(publication.number, file.seq, version, file.kind)
        made.append(ObjectRef.of(name, storage.read(file.copied_sha256), MEDIA_TYPES[Format(file.kind)]))
    return made


def publish_copies(publication: Publication, version: Version, named: Iterable[ObjectRef]) -> None:
    """The rows that everybody may read, in the release's own transaction."""
    FileCopy.objects.bulk_create(
        FileCopy(
            version=version, seq=file.seq, name=one.name, kind=file.kind, media_type=one.media_type, size=one.size,
            sha256=one.sha256, sm3=one.sm3, pages=file.copied_pages,
        )
        for file, one in zip(_live(publication), named, strict=True)
    )  # fmt: skip


def changed_copies(publication: Publication) -> bool:
    """Whether the copies now made differ from those of the present version."""
    if publication.current is None:
        return False
    public = set(publication.current.copies.values_list("seq", "sha256"))
    return public != {(file.seq, file.copied_sha256) for file in _live(publication)}


def taken_back(publication: Publication, version: Version) -> bool:
    """Whether a copy of that version is none of those made now: something in it was marked, or it was left out."""
    made = {file.copied_sha256 for file in _live(publication)}
    return not set(version.copies.values_list("sha256", flat=True)) <= made


def copied_text(publication: Publication) -> str:
    """What the copies say, for the search index: of very long ones the beginning."""
    return "\n".join(text for file in _live(publication) for text in file.copied_pages if text)[:MOST_INDEXED]


def said_by_copies(version: Version) -> str:
    """The same of a version that is public."""
    return "\n".join(text for copy in version.copies.all() for text in copy.pages if text)[:MOST_INDEXED]


def _places(file: FileFacts, verdicts: set[Verdict]) -> tuple[list[Cut], list[Cover]]:
    cuts, covers = [], []
    for mark in file.marks:
        if mark.verdict in verdicts:
            label = Ground(mark.ground).value
            if mark.box:
                covers.append(Cover(mark.page - 1, *mark.box, mark.replacement, label))
            else:
                cuts.append(Cut(mark.page - 1, mark.start, mark.end, mark.replacement, label, mark.text))
    return cuts, covers


def _readable(file_id: UUID, by: Actor) -> DecisionFile:
    file = (
        DecisionFile.objects.select_related("publication").prefetch_related("pages", "marks").filter(pk=file_id).first()
    )
    if file is None:
        raise Invalid({"file": ["没有这个附件，请从公示事项重新进入"]})
    may_read_original.require(by, file.publication, doing="查看附件原件")
    return file


def read_files(publication_id: UUID, *, by: Actor) -> tuple[FileFacts, ...]:
    """Every file of a publication, with its marks. Raises Forbidden for anybody who may not read the original."""
    row = Publication.objects.filter(pk=publication_id).first()
    if row is None:
        raise Invalid({"publication": ["没有这件公示，请从公示台账重新进入"]})
    may_read_original.require(by, row, doing="查看附件原件")
    return tuple(file.facts() for file in row.files.prefetch_related("pages", "marks"))


def read_file(file_id: UUID, *, by: Actor) -> FileFacts:
    """One file with its marks, without opening it. Raises as `read_page`."""
    return _readable(file_id, by).facts()


def read_page(file_id: UUID, page: int, *, by: Actor) -> tuple[PageView, dict[UUID, list[tuple[int, int, int, int]]]]:
    """A page side by side, and where its marks stand on it. What is undecided is shown as if it were removed.

    Raises Forbidden for anybody who may not read the original, Invalid where there is no such file, LookupError where
    there is no such page, Refused (PUB-44) where the file is read otherwise than when it was marked.
    """
    file = _readable(file_id, by)
    row = next((one for one in file.pages.all() if one.number == page), None)
    if row is None:
        raise LookupError(page)
    facts, content, kind = file.facts(), storage.read(file.sha256), Format(file.kind)
    marks = tuple(mark for mark in facts.marks if mark.page == page)
    cuts, covers = _places(facts, {Verdict.ACCEPTED, Verdict.OPEN})
    try:
        public = redacting.left(content, kind, page - 1, row.text, cuts, covers) if row.text else ""
        return PageView(facts, page, row.text, public, marks), _boxes(content, kind, page, marks)
    except redacting.Unfit as problem:
        raise Refused(*copy_unchanged(facts.seq, "", "", str(problem))) from None


def _boxes(
    content: bytes, kind: Format, page: int, marks: tuple[MarkFacts, ...]
) -> dict[UUID, list[tuple[int, int, int, int]]]:
    written = [mark for mark in marks if not mark.box]
    cuts = [Cut(page - 1, mark.start, mark.end, "", expects=mark.text) for mark in written]
    found = {
        mark.id: [(one.left, one.top, one.right, one.bottom) for one in lines]
        for mark, lines in zip(written, redacting.places(content, kind, page - 1, cuts), strict=True)
    }
    return found | {mark.id: [mark.box] for mark in marks if mark.box}


def page_picture(file_id: UUID, page: int, *, by: Actor, public: bool) -> bytes:
    """A page as PNG: the original, or what would become public. Raises as `read_page`; LookupError for what has no pictures."""
    file = _readable(file_id, by)
    cuts, covers = _places(file.facts(), {Verdict.ACCEPTED, Verdict.OPEN}) if public else ([], [])
    here = [one for one in covers if one.page == page - 1]
    try:
        return redacting.preview(storage.read(file.sha256), Format(file.kind), page - 1, cuts, here)
    except redacting.Unfit as problem:
        raise Refused(*copy_unchanged(file.seq, "", "", str(problem))) from None
