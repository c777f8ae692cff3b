"""Drafts made in another system: the list, one with its versions and files, what may be reviewed and whether it passes."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from mingjing.lawbook.terms import CATEGORY_NAMES
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import Difference
from mingjing.organs.terms import DOMAIN_NAMES, Domain
from mingjing.records import queries as records
from mingjing.records.terms.dossiers import stream
from mingjing.review import events
from mingjing.review.models import OutsideDraft, OutsideFile, OutsideVersion, Submission
from mingjing.review.models.outside import told_of_content
from mingjing.review.queries.lists import material_list, minimum
from mingjing.review.rules import stage_of
from mingjing.review.terms import (
    OTHER,
    WAITING,
    Bundle,
    DecisionProfile,
    DraftFacts,
    DraftFileFacts,
    DraftStage,
    Material,
    VersionFacts,
)

ASKED_NAMES = {
    "kinds": "拟处罚种类", "fine": "拟罚款", "confiscation": "拟没收", "party_is_unit": "当事人是单位", "procedure": "程序",
    "after_hearing": "经过听证程序", "public_interest": "涉及重大公共利益", "social_risk": "可能造成重大社会影响或者引发社会风险",
    "major_rights": "直接关系当事人或者第三人重大权益", "complex": "疑难复杂、涉及多个法律关系",
}  # fmt: skip
"""What decides whether a draft is a major decision, in words."""
_SAID = {"yes": "是", "no": "否", "unknown": "不清楚", "ordinary": "普通程序", "summary": "简易程序", "": "—"}


def version_in_force(row: OutsideDraft) -> dict[str, Any]:
    """The text of a draft as it is now."""
    return dict(row.versions.values_list("content", flat=True).get(number=row.version))


def draft_facts(row: OutsideDraft, *, fresh: bool = False) -> DraftFacts:
    """A draft with its text."""
    return row.facts(version_in_force(row), fresh=fresh)


def _rows() -> QuerySet[OutsideDraft]:
    now = OutsideVersion.objects.filter(draft=OuterRef("pk"), number=OuterRef("version"))
    return OutsideDraft.objects.annotate(told=Subquery(now.values("content")[:1]))


def outside_draft(draft_id: UUID) -> DraftFacts | None:
    """One draft. One query."""
    row: Any = _rows().filter(id=draft_id).first()
    return row.facts(row.told) if row else None


def outside_by_ref(organ_id: UUID, source_ref: str) -> DraftFacts | None:
    """The organ's draft under the number of its own system. One query."""
    row: Any = _rows().filter(organ_id=organ_id, source_ref=source_ref).first()
    return row.facts(row.told) if row else None


def outside_by_dossier(dossier_ids: Collection[UUID]) -> dict[UUID, DraftFacts]:
    """The drafts among some dossiers. One query."""
    rows: Any = _rows().filter(dossier_id__in=list(dossier_ids))
    return {row.dossier_id: row.facts(row.told) for row in rows}


def outside_drafts(
    organ_ids: Collection[UUID] | None, *, q: str = "", category: str = "", stage: str = "",
    before: tuple[datetime, UUID] | None = None, limit: int = 50,
) -> tuple[DraftFacts, ...]:  # fmt: skip
    """Drafts of some organs (None: of every organ), newest first. `q`: title, party, number or system. One query."""
    rows: Any = _rows().order_by("-made_at", "-id")
    if organ_ids is not None:
        rows = rows.filter(organ_id__in=organ_ids)
    if word := q.strip():
        rows = rows.filter(
            Q(title__icontains=word) | Q(party__icontains=word) | Q(source_ref__icontains=word) | Q(source_system__icontains=word)
        )  # fmt: skip
    if category:
        rows = rows.filter(category=category)
    if stage:
        rows = rows.filter(stage=stage)
    if before is not None:
        rows = rows.filter(Q(made_at__lt=before[0]) | Q(made_at=before[0], id__lt=before[1]))
    return tuple(row.facts(row.told) for row in rows[:limit])


def drafts_waiting(organ_id: UUID) -> tuple[DraftFacts, ...]:
    """The organ's drafts that wait for somebody, the oldest first. One query."""
    rows: Any = _rows().filter(organ_id=organ_id, stage__in=WAITING).order_by("made_at", "id")
    return tuple(row.facts(row.told) for row in rows[:200])


def draft_files(draft_id: UUID) -> tuple[DraftFileFacts, ...]:
    """Every file of a draft, void ones too, as they came. One query."""
    return tuple(row.facts() for row in OutsideFile.objects.filter(draft_id=draft_id))


def draft_file(draft_id: UUID, file_id: UUID) -> DraftFileFacts | None:
    """One file of a draft."""
    row = OutsideFile.objects.filter(draft_id=draft_id, id=file_id).first()
    return row.facts() if row else None


def draft_versions(draft_id: UUID) -> tuple[VersionFacts, ...]:
    """Every version of the text, the first one first. One query."""
    return tuple(row.facts() for row in OutsideVersion.objects.filter(draft_id=draft_id).select_related("draft"))


def draft_kinds(profile: DecisionProfile, on: date) -> dict[str, str]:
    """Kind → name of every material that a file of a draft may be: the minimum, the organ's own list, other."""
    held = material_list(profile.organ_id, profile.category, on)
    own = {one.name: one.name for one in held.items} if held else {}
    return minimum(profile.category, profile.organ_id, on) | own | {OTHER: "其他材料"}


def draft_materials(draft: DraftFacts, files: Collection[DraftFileFacts], on: date) -> tuple[Material, ...]:
    """What of a draft is material for the review: the basis as it is written, and the files that stand."""
    names = draft_kinds(draft.content.profile, on)
    basis = draft.content.basis
    written = Material("basis", f"法律依据：{' '.join(basis.split())}"[:200], sha256(basis.encode()).hexdigest())
    return (written, *(
        Material(one.kind, f"{names.get(one.kind, one.kind)}：{one.name}"[:200], one.sha256, str(one.file_id))
        for one in files if not one.void_reason
    ))  # fmt: skip


def draft_summary(draft: DraftFacts) -> dict[str, Any]:
    """What two rounds are compared by, in the words of the form."""
    told = told_of_content(draft.content)
    return {
        "执法类别": CATEGORY_NAMES[draft.content.profile.category], "执法领域": DOMAIN_NAMES[Domain(draft.content.profile.domain)],
        "当事人": told["party"], "事实": told["facts"], "依据": told["basis"], "拟作决定": told["proposal"],
        "承办人": "、".join(one["name"] + (f"（{one['certificate']}）" if one["certificate"] else "") for one in told["handlers"]),
    } | {ASKED_NAMES[name]: _answer(value) for name, value in told["asked"].items()}  # fmt: skip


def _answer(value: Any) -> str:
    return "、".join(value) or "—" if isinstance(value, list) else _SAID.get(value, str(value))


def draft_bundle(draft: DraftFacts, files: Collection[DraftFileFacts], on: date) -> Bundle:
    """What is handed to the reviewer."""
    return Bundle(draft.content.title, draft.digest, draft_summary(draft), draft_materials(draft, files, on))


def draft_involved(draft_id: UUID) -> tuple[frozenset[UUID], frozenset[str]]:
    """Everybody who ever took part in a draft, by id and, for the handlers, by name: over every version, file and round."""
    persons: set[UUID] = set()
    names: set[str] = set()
    for version in draft_versions(draft_id):
        persons |= {version.written_by, *(one.person_id for one in version.content.handlers if one.person_id)}
        names |= {one.name for one in version.content.handlers}
    persons |= set(OutsideFile.objects.filter(draft_id=draft_id).values_list("added_by", flat=True))
    voided = OutsideFile.objects.filter(draft_id=draft_id, void_by__isnull=False)
    persons |= {one for one in voided.values_list("void_by", flat=True) if one}
    place = OutsideDraft.objects.filter(id=draft_id).values("dossier_id")
    rows = Submission.objects.filter(dossier_id__in=place)
    persons |= set(rows.values_list("submitted_by", flat=True))
    persons |= {one for one in rows.values_list("responded_by", flat=True) if one}
    return frozenset(persons), frozenset(names)


def drafts_unlike_the_ledger() -> Iterator[Difference]:
    """Drafts, their versions and files that differ from what was told, were never told, or are gone: for the audit."""
    made, written = ledger.told_by(events.DRAFT_MADE, "draft"), ledger.told_by(events.DRAFT_REVISED, "version")
    filed, voided = ledger.told_by(events.DRAFT_FILED, "file"), ledger.told_by(events.DRAFT_FILE_VOIDED, "file")
    gone = ledger.told_by(events.DRAFT_WITHDRAWN, "draft")
    for row in OutsideDraft.objects.prefetch_related("versions").iterator(chunk_size=200):
        key = str(row.pk)
        wrong = made.pop(key, None) != row.as_told() or gone.pop(key, {}).get("reason", "") != row.withdraw_reason
        now = next((one.content for one in row.versions.all() if one.number == row.version), None)
        shown = (row.category, row.title, row.party)
        if wrong or now is None or shown != (now["category"], now["title"], now["party"]) or not _stands(row):
            yield Difference(f"外部送审稿“{row.title}”", "与台账登记的不符")
        yield from (Difference(f"外部送审稿“{row.title}”", fault) for fault in _dossier_unlike(row.dossier_id))
    for one in OutsideVersion.objects.select_related("draft").iterator():
        if written.pop(str(one.pk), None) != one.as_told():
            yield Difference(f"外部送审稿“{one.draft.title}”第{one.number}稿", "与台账登记的不符")
    for file in OutsideFile.objects.select_related("draft").iterator():
        said, ended = filed.pop(str(file.pk), None), voided.get(str(file.pk), {}).get("reason", "")
        if said != file.as_told() or ended != file.void_reason:
            yield Difference(f"外部送审稿“{file.draft.title}”的文件“{file.name}”", "与台账登记的不符")
    for key in sorted((*made, *written, *filed)):
        yield Difference(f"外部送审稿 {key}", "台账记有，业务库里没有（被删除）")


def reviewed_streams() -> frozenset[str]:
    """The chains of files that drafts made elsewhere keep here, which have no case."""
    return frozenset(map(stream, OutsideDraft.objects.values_list("dossier_id", flat=True)))


def _dossier_unlike(dossier_id: UUID) -> Iterator[str]:
    """What of files, opinions and looks is not what the ledger says."""
    yield from records.unlike_the_ledger(dossier_id, ledger.whole(stream(dossier_id)))
    told = [one.payload for one in ledger.whole(f"review:{dossier_id}") if one.kind == events.OPINION_GIVEN]
    said = {one["round"]: (one["result"], one["digest"]) for one in told}
    rows = Submission.objects.filter(dossier_id=dossier_id, opinion__isnull=False).select_related("opinion")
    if said != {row.round: (row.opinion.result, row.digest) for row in rows}:
        yield "审核意见与台账登记的不符"


def _stands(row: OutsideDraft) -> bool:
    """Whether the stage of the row is the one its last round leads to."""
    if row.stage == DraftStage.WITHDRAWN:
        return row.withdrawn_at is not None
    rounds = Submission.objects.select_related("opinion", "dispute").prefetch_related("pauses")
    last = rounds.filter(dossier_id=row.dossier_id).order_by("-round").first()
    here = stage_of(last.facts() if last else None)
    if row.stage in {DraftStage.AGREED, DraftStage.STALE}:
        held = last is not None and str(here) == DraftStage.AGREED and row.cleared == last.digest
        return held and (row.stage == DraftStage.AGREED) == (row.cleared == row.digest)
    return row.stage == (str(here) if here else DraftStage.MADE)
