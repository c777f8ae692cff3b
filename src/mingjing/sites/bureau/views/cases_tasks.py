"""What can be done in a case, by whom, and what comes next."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from mingjing.cases.queries.page import CasePage, Move
from mingjing.cases.terms import ActSpec, sight
from mingjing.kernel.findings import Finding, Weight

# What usually comes next at each stage, in this order; the first that can be done is offered.
USUAL_WAY = {
    "lead": ("approve_inspection", "inspect", "file_case"),
    "filed": ("report",),
    "investigated": ("examine",),
    "examined": ("submit_review", "give_opinion", "notify"),
    "noticed": ("submit_review", "give_opinion", "hold_hearing", "report_hearing", "discuss", "decide"),
    "decided": ("serve",),
    "served": ("record_payment", "close"),
    "closed": ("archive",),
    "not_filed": ("archive",),
}  # fmt: skip
OPEN = frozenset({"todo", "draft"})
# Ends of a case that lead to no stage of their own: another way out unless the report asks for them.
OTHER_ENDS = frozenset({"decide_no_penalty", "decide_not_established"})


def next_step(found: CasePage) -> dict[str, Any] | None:
    """The one thing to do next as the guidance says, with its clock; `move` is None while one only waits."""
    told = found.advice
    submitted = next((move for move in found.moves if move.draft_state == "submitted"), None)
    if submitted is not None:
        return {
            "move": submitted,
            "who": turn(submitted.spec),
            "why": "已提交，等负责人审批",
            "until": None,
            "clock": None,
            "href": "" if submitted.drafting else _href(found, submitted),
        }
    if told is None:
        return None
    move = next((each for each in found.moves if each.spec.code == told.act and each.state in OPEN), None)
    running = sorted((each for each in found.clocks if each.met is None and each.holder), key=lambda each: each.due_on)
    clock = next((each for each in running if each.act == told.act), None)
    href = _href(found, move) if move and not _waits_for_draft(move) else ""
    return {
        "move": move,
        "who": turn(move.spec) if move else "",
        "why": told.why,
        "until": told.until,
        "clock": clock,
        "href": href,
    }


def _waits_for_draft(move: Move) -> bool:
    """Whether this head can only wait until a handler hands in a draft."""
    return move.mine and bool(move.spec.drafter) and not move.drafting and move.draft_state != "submitted"


def groups(found: CasePage) -> dict[str, list[dict[str, Any]]]:
    """Acts by what this person can do with them now."""
    found_in: dict[str, list[dict[str, Any]]] = {
        "onward": [], "record": [], "aside": [], "exit": [], "approval": [], "others": [], "refused": [], "elsewhere": [], "done": [],
    }  # fmt: skip
    for move in found.moves:
        found_in[_group(found, move)].append(_task(found, move))
    return found_in


def _group(found: CasePage, move: Move) -> str:
    if move.state == "done":
        return "done"
    if move.draft_state == "submitted":
        return "approval"
    if move.spec.aside and move.mine and not move.draft_id:
        return "aside"
    if move.state == "refused":
        return "refused" if move.mine else "elsewhere"
    if not move.mine:
        return "others"
    stages, way = found.facts.procedure.stages, USUAL_WAY.get(found.facts.stage, ())
    if move.draft_id or (found.advice and move.spec.code == found.advice.act):
        return "onward"
    if move.spec.code in OTHER_ENDS or (
        move.spec.targets() and all(stages[to].kind == "exit" for to in move.spec.targets())
    ):
        return "exit"
    return "onward" if move.spec.code in way else "record"


def _task(found: CasePage, move: Move) -> dict[str, Any]:
    head_waits = _waits_for_draft(move)
    states = {"todo": "again" if move.done else "todo", "draft": "partial", "refused": "refused", "done": "done"}
    return {
        "label": move.spec.name,
        "state": "waiting" if move.draft_state == "submitted" or head_waits else states[move.state],
        "href": "" if head_waits and move.state != "done" else _href(found, move),
        "hint": "；".join(filter(None, _hints(found, move, head_waits))),
        "why": why(move.findings) if move.state == "refused" else "",
    }


def _href(found: CasePage, move: Move) -> str:
    last = found.facts.last(move.spec.code)
    if move.state == "done" and last is not None:
        return reverse("bureau:case_record", args=[found.id, last.seq])
    if move.draft_state == "submitted" and move.mine and not move.drafting:
        return reverse("bureau:decision", args=[move.draft_id])
    return reverse("bureau:act", args=[found.id, move.spec.code]) if move.mine else ""


def turn(spec: ActSpec) -> str:
    """Whose turn an act is, as one says it."""
    by = sight.role_name(spec.by)
    if not spec.drafter or spec.drafter == spec.by:
        return f"由{by}办理"
    return f"{sight.role_name(spec.drafter)}拟稿，{by}批准"


def _hints(found: CasePage, move: Move, head_waits: bool) -> Iterable[str]:
    stages = found.facts.procedure.stages
    yield "等承办人拟稿提交，再由您批准" if head_waits else "" if move.mine else turn(move.spec)
    yield "已提交，等负责人审批" if move.draft_state == "submitted" else ""
    yield f"被退回：{move.draft_note}" if move.draft_state == "returned" else ""
    yield f"已办 {move.done} 次" if move.done > 1 or (move.done and move.state != "done") else ""
    ahead = [stages[to].name for to in move.spec.targets() if to != found.facts.stage]
    yield f"办理后进入“{'”或“'.join(ahead)}”" if ahead and move.state != "done" else ""


def why(findings: Iterable[Finding]) -> str:
    """Why not, with rule, article and next step."""
    return "；".join(str(finding).rstrip("。") for finding in findings if finding.weight is Weight.BLOCK) + "。"
