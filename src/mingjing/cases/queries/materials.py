"""What of the material for a review a case has already, and what it still lacks by minimum and list (L-14)."""

from datetime import date
from uuid import UUID

from mingjing.cases.rules.majority import profile_of
from mingjing.cases.terms import CaseFacts, Context
from mingjing.cases.terms.procedure import Procedure
from mingjing.records import queries as records
from mingjing.review import queries as reviewed
from mingjing.review.terms import Demand, ListFacts, Material

CATEGORY = "penalty"
# Kind of the minimum → the act that makes it.
MADE_BY = {
    "report": "report",
    "draft": "notify",
    "basis": "report",
    "evidence": "collect_evidence",
    "hearing": "hold_hearing",
}


def materials_of(facts: CaseFacts, dossier_id: UUID, on: date) -> tuple[Material, ...]:
    """The bundle as the file has it: report, draft, basis, evidence, hearing record, and the documents the organ's list names."""
    if facts.procedure.kind != "penalty":
        return _of_application(facts, dossier_id, on)
    found = []
    report, notice, hearing = facts.last("report"), facts.last("notify", "report"), facts.last("hold_hearing")
    if report:
        found.append(Material("report", f"调查终结报告（{report.number}）", reference=str(report.seq)))
        found.append(Material("basis", f"法律依据：{'、'.join(report.data['basis'])}"[:200], reference=str(report.seq)))
    if notice:
        found.append(Material("draft", "拟作决定文稿", reference=str(notice.seq)))
    found += [
        Material("evidence", f"证据{no}：{act.data['name']}", reference=str(act.seq))
        for no, act, counts in facts.evidence
        if counts
    ]
    if hearing:
        found.append(Material("hearing", f"听证笔录（{hearing.number}）", reference=str(hearing.seq)))
    held = reviewed.material_list(facts.organ.id, CATEGORY, on)
    return (*found, *(_documents(held, dossier_id) if held else ()))


def _of_application(facts: CaseFacts, dossier_id: UUID, on: date) -> tuple[Material, ...]:
    """The bundle of an application: the examination with its conclusion, the basis, what was handed in, the hearing."""
    check, hearing = facts.last("check"), facts.last("hold_hearing")
    found = []
    if check:
        basis = "、".join(facts.matter.get("penalises", ()))
        found += [
            Material("report", f"审查表（{check.number}）", reference=str(check.seq)),
            Material("draft", "审查结论和拟作决定", reference=str(check.seq)),
            Material("basis", f"法律依据：{basis}"[:200], reference=str(check.seq)),
        ]
    for act in facts.all("apply", "receive_supplement"):
        named = "、".join(str(row["name"]) for row in act.data.get("materials", ()))
        found.append(Material("evidence", f"申请材料：{named}"[:200], reference=str(act.seq)))
    if hearing:
        found.append(Material("hearing", f"听证笔录（{hearing.number}）", reference=str(hearing.seq)))
    held = reviewed.material_list(facts.organ.id, facts.procedure.kind, on)
    return (*found, *(_documents(held, dossier_id) if held else ()))


def _documents(held: ListFacts, dossier_id: UUID) -> tuple[Material, ...]:
    """The newest document of each form that the list names, where there is one."""
    wanted = [one for one in held.items if one.form]
    if not wanted:
        return ()
    made = {one.form: one for one in records.documents(dossier_id) if not one.void_reason}
    return tuple(
        Material(each.name, f"{one.title}（{one.number}）" if one.number else one.title, one.data_sha256, str(one.act_seq))
        for each in wanted
        if (one := made.get(each.form))
    )  # fmt: skip


def demands_of(facts: CaseFacts, dossier_id: UUID, ctx: Context) -> tuple[Demand, ...]:
    """Every material of minimum and list for this case today, and what of it is there. Four queries at most."""
    on = ctx.now.date()
    materials = materials_of(facts, dossier_id, on)
    return reviewed.demands(profile_of(facts, ctx), on, materials, reviewed.handed_in(dossier_id))


def made_by(one: Demand, procedure: Procedure) -> str:
    """The code of the act that makes a material; empty where it is a file or a paper."""
    if one.form:
        return next((code for code, act in procedure.acts.items() if one.form in {act.form, *act.extra_forms}), "")
    if procedure.kind != "penalty":
        return "" if one.kind == "evidence" else "hold_hearing" if one.kind == "hearing" else "check"
    return MADE_BY.get(one.kind, "")


def missing(found: tuple[Demand, ...]) -> tuple[str, ...]:
    """The names of what is wanted and not there."""
    return tuple(one.name for one in found if one.missing)
