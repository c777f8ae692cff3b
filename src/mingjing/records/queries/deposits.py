"""Reads of deposits by other systems."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from mingjing.kernel.findings import Finding
from mingjing.records.models import Deposit, DepositItem, Recording
from mingjing.records.queries.recordings import facts_of
from mingjing.records.rules import deposits as rules
from mingjing.records.terms import NotFound, RecordingFacts
from mingjing.records.terms.deposits import STEPS, DepositFacts, ItemFacts, ItemState, StepFacts
from mingjing.records.terms.dossiers import stream


def deposit_by(organ_id: UUID, source_ref: str) -> DepositFacts:
    """The file of that number of the organ's. Raises NotFound."""
    row = None
    if "\0" not in source_ref:
        row = Deposit.objects.select_related("dossier").filter(organ_id=organ_id, source_ref=source_ref).first()
    if row is None:
        raise NotFound(f"本机关没有来源编号为“{source_ref[:80]}”的案卷，请先立卷。")
    return row.facts()


def deposit(dossier_id: UUID) -> DepositFacts | None:
    """The deposit behind a dossier, where another system opened it."""
    row = Deposit.objects.select_related("dossier").filter(dossier_id=dossier_id).first()
    return row.facts() if row else None


def deposited_streams() -> frozenset[str]:
    """The chains of files that other systems keep here, which have no case."""
    return frozenset(map(stream, Deposit.objects.values_list("dossier_id", flat=True)))


def deposits(
    organ_id: UUID, *, word: str = "", still_open: bool = False, after: tuple[datetime, UUID] | None = None, limit: int = 50
) -> tuple[DepositFacts, ...]:  # fmt: skip
    """The files of other systems in an organ, newest first, narrowed by number or title."""
    rows = Deposit.objects.select_related("dossier").filter(organ_id=organ_id)
    if word:
        rows = rows.filter(
            Q(source_ref__icontains=word) | Q(case_number__icontains=word) | Q(dossier__title__icontains=word)
        )
    if still_open:
        rows = rows.filter(dossier__sealed_at=None)
    if after is not None:
        rows = rows.filter(Q(dossier__opened_at__lt=after[0]) | Q(dossier__opened_at=after[0], dossier_id__lt=after[1]))
    return tuple(row.facts() for row in rows.order_by("-dossier__opened_at", "-dossier_id")[:limit])


def _items() -> QuerySet[DepositItem]:
    return DepositItem.objects.select_related("recording", "recording__upload", "attachment", "upload")


def deposit_items(dossier_id: UUID) -> tuple[ItemFacts, ...]:
    """The materials of a file in the order in which they were committed."""
    return tuple(item_facts(row) for row in _items().filter(deposit_id=dossier_id))


def deposit_item(dossier_id: UUID, source_ref: str) -> ItemFacts:
    """One material by its number. Raises NotFound."""
    row = None if "\0" in source_ref else _items().filter(deposit_id=dossier_id, source_ref=source_ref).first()
    if row is None:
        raise NotFound(f"案卷里没有编号为“{source_ref[:80]}”的材料。")
    return item_facts(row)


def item_facts(row: DepositItem, fresh: bool = False) -> ItemFacts:
    """A row as a fact; of a recording, what the recording says."""
    film, file, upload = row.recording, row.attachment, getattr(row, "upload", None)
    if film is not None:
        one = facts_of(film)
        state, held = one.state, (one.held_at, one.held_sha256, one.sm3, one.held_size, one.media_type)
        received, reason = one.received, one.reason
    else:
        state = ItemState.HELD if file else ItemState.ABSENT if row.reason else ItemState.COMMITTED
        held = (file.added_at, file.sha256, file.sm3, file.size, file.media_type) if file else (None, "", "", 0, "")
        received, reason = upload.offset if upload else 0, row.reason
    return ItemFacts(
        row.id, row.deposit_id, row.source_ref, row.name, row.step, row.sha256, row.size, row.made_on, row.committed_at, state, *held,
        reason, received, row.recording_id, row.attachment_id, fresh,
    )  # fmt: skip


def deposit_steps(items: Iterable[ItemFacts]) -> tuple[StepFacts, ...]:
    """Which links of the procedure a file records, in text and in sound and picture (R-01)."""
    every = tuple(items)
    return tuple(
        StepFacts(
            step,
            sum(one.step == step and not one.is_recording for one in every),
            sum(one.step == step and one.is_recording for one in every),
        )
        for step in STEPS
    )


def deposit_gaps(items: Iterable[ItemFacts]) -> tuple[Finding, ...]:
    """What is still owed before the file can be closed (REC-64)."""
    found: tuple[Finding, ...] = rules.deposit_is_complete(tuple(items))
    return found


def recording_by_digest(organ_id: UUID, sha256: str) -> RecordingFacts:
    """The recording of an organ with that committed digest. Raises NotFound."""
    row = Recording.objects.select_related("upload").filter(organ_id=organ_id, sha256=sha256[:64]).first()
    if row is None:
        raise NotFound("本机关没有登记过这个摘要的音像记录，请先登记。")
    return facts_of(row)
