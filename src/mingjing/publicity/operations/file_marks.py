"""The marks in a file, decided by a person place by place, and its pages, confirmed one by one."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.foundation.redacting import SCALE
from mingjing.kernel.findings import Invalid
from mingjing.kernel.hashing import fingerprint
from mingjing.publicity.events import Event
from mingjing.publicity.models import DecisionFile, FileMark
from mingjing.publicity.operations.files import facts, touched, working
from mingjing.publicity.operations.moving import log, moved, plain, refuse
from mingjing.publicity.rules.files import marks_decided
from mingjing.publicity.rules.gates import verdict_allowed
from mingjing.publicity.rules.redaction import occurrences
from mingjing.publicity.terms import PICTURED, FileFacts, Ground, Move, Origin, Verdict
from mingjing.publicity.terms.redaction import mark as shown_as

_LEAST = 20
"""The least width and height of a box, in ten-thousandths of the page."""


@operation(Event.FILE_DECIDED)
def decide_mark(*, mark_id: UUID, verdict: str, by: Actor, at: datetime, reason: str = "") -> FileFacts:
    """Decide on one place: `accepted` removes it, `rejected` keeps it and needs a reason (PUB-14)."""
    file_id = FileMark.objects.filter(pk=mark_id).values_list("file_id", flat=True).first()
    if file_id is None:
        raise Invalid({"mark": ["没有这一处，可能已被重新查找；请刷新页面"]})
    return decide_marks(file_id=file_id, verdicts={mark_id: (verdict, reason)}, by=by, at=at)


@operation(Event.FILE_DECIDED)
def decide_marks(*, file_id: UUID, verdicts: Mapping[UUID, tuple[str, str]], by: Actor, at: datetime) -> FileFacts:
    """Decide on many places of a file at once: mark id → (verdict, reason). All or none. Raises Refused (PUB-14), Invalid."""
    file = working(file_id, by=by)
    marks = {mark.pk: mark for mark in file.marks.filter(pk__in=list(verdicts))}
    if len(marks) < len(verdicts):
        raise Invalid({"mark": ["有的地方已经不在附件的标记里，可能已被重新查找；请刷新页面"]})
    if unknown := {verdict for verdict, _ in verdicts.values()} - set(Verdict):
        raise Invalid({"verdict": [f"没有这种决定：{'、'.join(sorted(unknown))[:40]}"]})
    plain(reason="\n".join(reason for _, reason in verdicts.values()))
    refuse(*(verdict_allowed(verdict, reason, marks[pk].certain) for pk, (verdict, reason) in verdicts.items()))
    for pk, (verdict, reason) in verdicts.items():
        _decide(marks[pk], verdict, reason, by, at)
    touched(file, {mark.page for mark in marks.values()})
    chosen = [verdict for verdict, _ in verdicts.values()]
    tally = {str(one): chosen.count(one) for one in Verdict}
    entry = log(file.publication, Event.FILE_DECIDED, by=by, at=at, payload={"file": file.seq, **tally})
    note = f"附件{file.seq}决定 {len(verdicts)} 处"
    moved(file.publication, Move.FILES, Event.FILE_DECIDED, entry, by=by, at=at, note=note)
    return facts(file)


def _decide(mark: FileMark, verdict: str, reason: str, by: Actor, at: datetime) -> None:
    mark.verdict, mark.reason = verdict, reason.strip()[:200]
    mark.decided_by, mark.decided_by_id, mark.decided_at = by.name, by.person_id, at
    mark.save()


@operation(Event.FILE_MARKED)
def add_mark(*, file_id: UUID, text: str, ground: str, by: Actor, at: datetime, reason: str = "") -> FileFacts:
    """Mark a text for removal wherever it stands in the file, spelled with blanks or in full width too. Raises Invalid."""
    file = working(file_id, by=by)
    plain(text=text, reason=reason)
    pages = {f"p{page.number}": page.text for page in file.pages.all()}
    found = occurrences(pages, text.strip(), _ground(ground), reason.strip() or "公示员补划")
    if not found:
        raise Invalid({"text": ["附件的文字里没有这段（至少两个字）；扫描页请画框"]})
    for one in found:
        place = {"page": int(one.part[1:]), "start": one.start, "end": one.end}
        mark = file.marks.filter(**place).first() or FileMark(file=file, origin=Origin.PERSON, text=one.text, **place)
        mark.ground, mark.why, mark.replacement = one.ground, one.why[:200], shown_as(one.ground)
        _decide(mark, Verdict.ACCEPTED, reason, by, at)
    return _marked(file, {int(one.part[1:]) for one in found}, len(found), by, at)


@operation(Event.FILE_MARKED)
def add_box(
    *, file_id: UUID, page: int, box: tuple[int, int, int, int], ground: str, by: Actor, at: datetime, reason: str = ""
) -> FileFacts:
    """Mark a box on a page (left, top, right, bottom in ten-thousandths of it): pixels and words under it are removed.

    Raises Invalid for a page that is not a picture, and a box that is upside down, too small or outside the page.
    """
    file = working(file_id, by=by)
    plain(reason=reason)
    if file.kind not in PICTURED:
        raise Invalid({"box": ["这种附件按文字删去，不能画框；请用“补划文字”"]})
    if not file.pages.filter(number=page).exists():
        raise Invalid({"page": ["没有这一页"]})
    left, top, right, bottom = box
    if not (left >= 0 and top >= 0 and right <= SCALE and bottom <= SCALE):
        raise Invalid({"box": ["框超出了这一页：四边都在 0 到 100 之间"]})
    if right - left < _LEAST or bottom - top < _LEAST:
        raise Invalid({"box": ["框太小或者画反了：右边要大于左边，下边要大于上边，至少 0.2"]})
    why = reason.strip()[:200] or "公示员画框"
    mark = FileMark(
        file=file, page=page, box=[left, top, right, bottom], ground=_ground(ground), why=why, origin=Origin.PERSON,
        replacement=shown_as(ground),
    )  # fmt: skip
    _decide(mark, Verdict.ACCEPTED, reason, by, at)
    return _marked(file, {page}, 1, by, at)


def _ground(ground: str) -> Ground:
    if ground not in set(Ground):
        raise Invalid({"ground": ["请选择遮盖的理由"]})
    return Ground(ground)


def _marked(file: DecisionFile, pages: set[int], count: int, by: Actor, at: datetime) -> FileFacts:
    touched(file, pages)
    entry = log(file.publication, Event.FILE_MARKED, by=by, at=at, payload={"file": file.seq, "places": count})
    note = f"附件{file.seq}补划 {count} 处"
    moved(file.publication, Move.FILES, Event.FILE_MARKED, entry, by=by, at=at, note=note)
    return facts(file)


@operation(Event.FILE_CONFIRMED)
def confirm_page(*, file_id: UUID, page: int, by: Actor, at: datetime, seen: str = "") -> FileFacts:
    """A person has held the public copy of this page against the original. Raises Refused (PUB-41) while marks are open.

    `seen` is `page_state` of what was on the form: where somebody changed the page meanwhile, nothing is confirmed.
    """
    file = working(file_id, by=by)
    row = file.pages.filter(number=page).first()
    if row is None:
        raise Invalid({"page": ["没有这一页"]})
    now = facts(file)
    if seen and seen != page_state(now, page):
        raise Invalid({"page": ["您打开这一页以后，别人改动过标记，没有确认。请核对现在的样子后再确认"]})
    refuse(marks_decided([now], page))
    row.confirmed_by, row.confirmed_by_id, row.confirmed_at = by.name, by.person_id, at
    row.save()
    entry = log(file.publication, Event.FILE_CONFIRMED, by=by, at=at, payload={"file": file.seq, "page": page})
    note = f"附件{file.seq}第 {page} 页对照确认"
    moved(file.publication, Move.FILES, Event.FILE_CONFIRMED, entry, by=by, at=at, note=note)
    return facts(file)


def page_state(file: FileFacts, page: int) -> str:
    """What changes whenever a mark of the page does."""
    marks = [
        [str(mark.id), mark.verdict, mark.ground, mark.start, mark.end, mark.box]
        for mark in file.marks
        if mark.page == page
    ]
    return fingerprint({"file": file.sha256, "page": page, "marks": marks})[:32]
