"""重大执法决定备案: which local rule counts, until when, what the report says, who receives it, in which order it moves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from mingjing.kernel.days import plain
from mingjing.kernel.findings import Finding
from mingjing.kernel.hashing import canonical
from mingjing.kernel.rulebook import rule
from mingjing.kernel.workdays import Workdays
from mingjing.supervision.terms.lodgings import (
    LODGING_MOVE_NAMES,
    LODGING_MOVES,
    LODGING_NAMES,
    MADE,
    OWES_LODGING,
    LodgingDraft,
    LodgingMove,
    LodgingState,
    LodgingTerm,
)

_FILE = Path(__file__).parents[1] / "parameters" / "lodgings.yaml"
_LOCAL = "各地重大行政执法决定备案办法（条号未核实）"
_LAW = "行政处罚法第七十五条"
SHORTEST = 4
_WEIGHT = {"region": 4, "domain": 2, "level": 1}


@cache
def told() -> dict[str, Any]:
    """The file of the local rules, as people read it."""
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


@rule("SUP-130", cites=_LOCAL, acts=("open_lodging",))
def lodging_term(
    region: str, domain: str, level: str, on: date, rows: Iterable[Mapping[str, Any]] = ()
) -> LodgingTerm | None:
    """重大行政执法决定是否备案、期限、起算日和备案机关，按作出决定那一天的本地规定；本地没有要求的，不备案。"""
    place = {"region": region, "domain": domain, "level": level}
    fits = [
        one for one in rows or told()["rules"] if one["since"] <= on and all(one.get(key) in (None, place[key]) for key in place)
    ]  # fmt: skip
    if not fits:
        return None
    chosen = max(fits, key=lambda one: (sum(_WEIGHT[key] for key in _WEIGHT if one.get(key)), one["since"]))
    if not chosen["owed"]:
        return None
    term = chosen["term"]
    return LodgingTerm(
        int(term["value"]), term["unit"], chosen["begins"], chosen["to"], chosen["source"], bool(chosen["verified"]), chosen["since"]
    )  # fmt: skip


@rule("SUP-131", cites=_LOCAL, acts=("clock",))
def lodge_by(term: LodgingTerm, decided_on: date, served_on: date | None, calendar: Workdays) -> date | None:
    """备案的期限自作出或者送达决定的次日起算；按工作日计算的扣除休息日，按日计算的遇休息日不顺延；没有送达的还不起算。"""
    start = decided_on if term.begins == MADE else served_on
    if start is None:
        return None
    return calendar.after(start, term.days) if term.unit == "wd" else start + timedelta(days=term.days)


@rule("SUP-132", cites=_LOCAL, acts=("report_lodging", "register_lodging", "return_lodging", "find_problem", "waive_lodging", "note_change"))  # fmt: skip
def lodging_move_allowed(state: str, move: LodgingMove, *, changed: bool = False) -> tuple[Finding, ...]:
    """备案按“报送、登记或者退回补正”依次办理；登记以后不再报送，有变更的由平台告知备案机关。"""
    if state in LODGING_MOVES[move][0] and (move is not LodgingMove.NOTE or changed):
        return ()
    if move is LodgingMove.NOTE:
        fact = "这件决定没有等待知悉的变更、撤销"
    else:
        fact = f"这件备案现在是“{LODGING_NAMES[LodgingState(state)]}”，不能{LODGING_MOVE_NAMES[move]}"
    return (lodging_move_allowed.finding(fact, next_step="刷新页面，看别人是否已经办过"),)


@rule("SUP-133", cites=_LOCAL, acts=("report_lodging",))
def report_names_its_files(
    draft: LodgingDraft, decision_files: Collection[str], known: Collection[str]
) -> tuple[Finding, ...]:
    """备案报告写明备案机关，附决定书；所附的文书都在这件案件的案卷里。"""
    found = []
    if draft.to_id is None and len(draft.to_name.strip()) < SHORTEST:
        found.append(("没有写明备案机关", f"请选择；平台外的机关写明全称（不少于 {SHORTEST} 个字）", "to_name"))
    if set(draft.file_ids) - set(known):
        found.append(("有的文书不在这件案件的案卷里", "请刷新页面，从列表中选择", "file_ids"))
    elif not set(decision_files) & set(draft.file_ids):
        found.append(("没有附决定书", "请选上决定书；还没有生成的，稍候再报", "file_ids"))
    return tuple(report_names_its_files.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("SUP-134", cites=_LOCAL, acts=("report_lodging",))
def lodged_with_another(organ: UUID, to_id: UUID | None, offered: Collection[UUID]) -> tuple[Finding, ...]:
    """备案机关是本级司法行政机关或者上级机关，不是作出决定的机关自己。"""
    if to_id is None or (to_id != organ and to_id in offered):
        return ()
    fact = "备案机关就是本机关" if to_id == organ else "这个机关不是本级司法行政机关，也不是上级机关"
    return (lodged_with_another.finding(fact, next_step="请从列表中选择备案机关", field="to_id"),)


@rule("SUP-135", cites=_LOCAL, acts=("register_lodging", "return_lodging", "find_problem", "waive_lodging"))
def lodging_step_says(move: LodgingMove, text: str, *, outside: bool = False) -> tuple[Finding, ...]:
    """退回补正、认定不需要备案写明理由，发现问题写明问题；平台外的备案机关的回执，写明回执的文号或者日期。"""
    if len(text.strip()) >= SHORTEST or (move is LodgingMove.REGISTER and not outside):
        return ()
    what = {LodgingMove.FIND: "问题", LodgingMove.REGISTER: "回执的文号或者日期"}.get(move, "理由")
    return (lodging_step_says.finding(f"没有写明{what}", next_step=f"请填写（不少于 {SHORTEST} 个字）", field="text"),)


@rule("SUP-136", cites=_LOCAL, acts=("return_lodging",))
def correction_is_ahead(due: date | None, today: date) -> tuple[Finding, ...]:
    """退回补正写明补正的期限，期限在退回之日以后。"""
    if due is not None and due > today:
        return ()
    fact = f"补正期限 {due} 不在今天以后" if due else "没有写明补正的期限"
    return (correction_is_ahead.finding(fact, next_step="请改期限", field="due"),)


@rule("SUP-137", cites=_LOCAL, acts=("clock",))
def lodged_in_time(decision_no: str, state: str, due: date | None, today: date) -> tuple[Finding, ...]:
    """重大行政执法决定在期限以内报送备案；退回的在补正期限以内补报。"""
    if state not in OWES_LODGING or due is None or today <= due:
        return ()
    fact = f"{decision_no}应在 {plain(due)}以前报送备案，还没有报送"
    return (lodged_in_time.finding(fact, next_step="作出决定的机关马上报送；监督机关催办").as_warning(),)


@rule("SUP-138", cites=(_LOCAL, _LAW), acts=("open_lodging",))
def change_is_told(state: str) -> bool:
    """已经报送备案的决定被变更、撤销、确认违法或者无效的，告知备案机关，备案机关写明知悉。"""
    return state not in {LodgingState.OWED, LodgingState.WAIVED}


@rule("SUP-139", cites=_LOCAL, acts=("report_lodging",))
def served_before_lodged(served_on: date | None, note: str) -> tuple[Finding, ...]:
    """决定送达以后报送备案；还没有送达就报送的，写明没有送达的原因。"""
    if served_on is not None or len(note.strip()) >= SHORTEST:
        return ()
    step = f"请送达后再报；期限将满的，在说明里写明没有送达的原因（不少于 {SHORTEST} 个字）"
    return (served_before_lodged.finding("决定还没有送达", next_step=step, field="note"),)


def lodging_digest(
    case_id: UUID, organ_id: UUID, decision_no: str, decided_on: date, reasons: Sequence[str], term: Mapping[str, Any]
) -> str:
    """SHA-256 over what opened a lodging."""
    return sha256(canonical({
        "case": str(case_id), "organ": str(organ_id), "decision": decision_no, "decided": decided_on.isoformat(), "reasons": list(reasons), "term": dict(term),
    })).hexdigest()  # fmt: skip


def lodging_step_digest(move: str, text: str, told: Mapping[str, Any]) -> str:
    """SHA-256 over a step: the words, the files with their digests, the days."""
    return sha256(canonical({"move": move, "text": text, "told": dict(told)})).hexdigest()
