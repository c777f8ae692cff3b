"""Words drawn into the forms of an inspection, and what the lead of a case handed over begins with."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from mingjing.cases.rules.inspecting import check_item, failed_points, points_of
from mingjing.cases.rules.inspecting_after import WITHOUT
from mingjing.cases.rules.wording import Told, draws
from mingjing.cases.terms import ActFacts, CaseFacts
from mingjing.cases.terms.display import chinese_date

PUBLIC = "公开的检查事项"


@draws(PUBLIC)
def check_item_name(case: CaseFacts, _: Told) -> str:
    """The published item."""
    return str(check_item(case).get("name", ""))


@draws(PUBLIC)
def check_basis(case: CaseFacts, _: Told) -> list[str]:
    """The law it rests on."""
    return [str(one) for one in check_item(case).get("basis", ())]


@draws(PUBLIC)
def check_content(case: CaseFacts, _: Told) -> str:
    """What will be looked at, a line each."""
    return "\n".join(points_of(case))


@draws(PUBLIC)
def check_points(case: CaseFacts, _: Told) -> list[dict[str, str]]:
    """A row for each point, to be answered."""
    return [{"point": one} for one in points_of(case)]


@draws("现场检查笔录")
def checked_on(case: CaseFacts, _: Told) -> str:
    """The day of the first visit, where there was one."""
    visits = case.all("inspect")
    return str(visits[0].data["started_at"])[:10] if visits else ""


@draws("逐项检查")
def check_outcome(case: CaseFacts, _: Told) -> str:
    """What the record comes to; whether it goes further is for the officer."""
    if not case.has("inspect"):
        return ""
    return "correct" if case.has("order_correction") else "" if failed_points(case) else "clear"


@draws("办理记录")
def check_conclusion(case: CaseFacts, _: Told) -> str:
    """How the check ended, as its acts say."""
    if ended := case.last("end_without_visit"):
        return WITHOUT[ended.data["ground"]]
    again = case.last("recheck")
    if again:
        return "corrected" if again.data.get("corrected") == "corrected" else "uncorrected"
    return "" if failed_points(case) else "clear"


@draws("办理记录")
def check_summary(case: CaseFacts, _: Told) -> str:
    """The check in a few sentences."""
    if ended := case.last("end_without_visit"):
        return str(ended.data["reason"])
    visit, told = case.last("inspect"), case.last("tell_result")
    if visit is None:
        return ""
    faults = failed_points(case)
    found = f"不符合 {len(faults)} 项：{'；'.join(faults)}。" if faults else "逐项检查没有发现问题。"
    again = case.last("recheck")
    after = f"{again.number}复查：{again.data['findings']}" if again else ""
    return f"{chinese_date(visit.on.isoformat())}对{case.party['name']}进行行政检查，{found}{f'{told.number}告知结果。' if told else ''}{after}"


def lead_of(case: CaseFacts, data: Mapping[str, Any]) -> dict[str, Any]:
    """The lead of the case that a check is handed over to: nothing is typed twice (行政处罚法第五十四条)."""
    return {
        "source": "inspection",
        "matter": (data.get("offence") or case.matter)["id"],
        "party": case.party["id"],
        "found_on": data["found_on"],
        "place": data["place"],
        "clue": f"{data['facts']}\n移送立案的理由：{data['reason']}",
    }


def evidence_of(case: CaseFacts, data: Mapping[str, Any], on: date) -> list[dict[str, Any]]:
    """What goes with the case as evidence: the record of each visit with its pictures, then the evidence that was chosen."""
    chosen = set(data.get("evidence_refs", ()))
    visits = [_visit_as_evidence(act, on) for act in case.all("inspect")]
    taken = [
        {name: value for name, value in act.data.items() if name in COLLECTED}
        | {"officers": [person["id"] for person in act.data["officers"]], "files": list(act.data.get("files", ()))}
        for number, act, counts in case.evidence
        if counts and number in chosen
    ]
    return [*visits, *taken]


COLLECTED = (
    "kind", "name", "source", "collected_on", "place", "proves", "original", "shown_name", "monitoring", "monitoring_checked",
)  # fmt: skip


def _visit_as_evidence(act: ActFacts, on: date) -> dict[str, Any]:
    return {
        "kind": "record", "name": f"现场检查笔录（{act.number}）", "source": "行政检查移送", "collected_on": on.isoformat(),
        "place": act.data["place"], "proves": "行政检查发现的涉嫌违法事实。", "original": "行政检查案卷", "monitoring": "no",
        "officers": [person["id"] for person in act.data["officers"]], "files": list(act.data.get("av_files", ())),
    }  # fmt: skip
