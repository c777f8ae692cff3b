"""The stage matrix: which of the seven stages of a case are recorded, in text and in audio-video, and where a hole is."""

from decimal import Decimal

from mingjing.cases.rules.notice import money
from mingjing.cases.rules.recording import owed
from mingjing.cases.terms import CaseFacts
from mingjing.cases.terms.recording import Owed, StageRow, Stand, mapping

CLOSED = frozenset({"closed", "archived"})


def stages(case: CaseFacts) -> tuple[StageRow, ...]:
    """One row per stage (R-01), in order."""
    every = owed(case)
    return tuple(_row(case, told, every) for told in mapping()["stages"])


def _row(case: CaseFacts, told: dict[str, object], every: tuple[Owed, ...]) -> StageRow:
    codes = told["acts"]
    assert isinstance(codes, list)
    acts = case.all(*codes)
    items = tuple(one for one in every if one.code in codes)
    of = told.get("of", (case.procedure.id,))
    assert isinstance(of, list | tuple)
    needed = case.procedure.id in of and _needed(case, str(told["needed"]))
    said = sum(one.stand in {Stand.SAID, Stand.WITNESS} for one in items)
    return StageRow(
        key=str(told["key"]), name=str(told["name"]), acts=len(acts), documents=sum(act.document_id is not None for act in acts),
        owed=len(items), filmed=sum(bool(one.films) for one in items), said=said, hole=_hole(needed, bool(acts), items),
        needed=needed, items=items,
    )  # fmt: skip


def _hole(needed: bool, acts: bool, items: tuple[Owed, ...]) -> str:
    lacking = sum(one.stops for one in items)
    found = [
        "没有文字记录" if needed and not acts else "",
        f"{lacking} 步还欠音像" if lacking else "",
    ]
    return "，".join(filter(None, found))


def _needed(case: CaseFacts, word: str) -> bool:
    """Whether a case like this must have the stage by now."""
    decision, closed = case.decision, case.stage in CLOSED
    if word == "decision":
        return decision is not None
    if word == "closed":
        return decision is not None and closed
    if word == "paid":
        owes = decision is not None and money(decision.data, "fine") + money(decision.data, "confiscation") > Decimal(0)
        return closed and owes and not case.has("change_decision")
    return word == "lead" or case.stage == "archived"


def holes(case: CaseFacts) -> tuple[tuple[str, ...], int]:
    """The keys of the stages with a hole, and how many acts still owe audio-video: what a list is filtered by."""
    rows = stages(case)
    return tuple(row.key for row in rows if row.hole), sum(one.stops for row in rows for one in row.items)
