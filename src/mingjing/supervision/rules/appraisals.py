"""评议考核: what a scheme says, what it may never reward, how points come about, in which order scores move."""

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from mingjing.kernel.findings import Finding
from mingjing.kernel.hashing import canonical
from mingjing.kernel.rulebook import rule
from mingjing.kernel.workdays import Workdays
from mingjing.supervision.rules.objections import answer_faults, objection_faults
from mingjing.supervision.terms.appraisals import (
    APPRAISAL_MOVE_NAMES,
    APPRAISAL_MOVES,
    APPRAISAL_NAMES,
    PUBLISHING,
    AppraisalMove,
    AppraisalState,
    Figure,
    Given,
    Line,
    Metric,
    Ref,
    SchemeDraft,
    SchemeItem,
)

_FILE = Path(__file__).parents[1] / "parameters" / "appraisal.yaml"
_N118 = "国办发〔2018〕118号第六部分（二十一）"
_APL = "行政处罚法第七十四条"
_GD = "参照广东省行政执法案卷评查办法（省政府令第231号，地方做法，未核实）"
SHORTEST = 4
STEP = Decimal("0.5")
TENTH = Decimal("0.1")
MOST_ITEMS = 30
WHOLE = Decimal(100)
# What an item may not measure: sums that were fined or confiscated, how many were punished or how many cases there were.
_OF = r"(?:的)?(?:总|平均)?"
_REWARDS = re.compile(
    rf"罚款|罚没|罚金|创收|没收{_OF}(?:数|金|额|款|量)|处罚{_OF}(?:数(?!据)|件数|量|宗数|次数|指标|任务|金额|力度)"
    rf"|(?:办案|立案|结案|案件|办件|查处|查办|执法|处罚决定){_OF}(?:数(?!据)|件数|量|宗数|任务|指标|金额|收入|增长)"
)  # fmt: skip
# Words that are about keeping fines apart and goods safe, and measure nothing.
_HARMLESS = re.compile(r"罚款决定(?:与|和)罚款收缴分离|罚缴分离|罚没物品|罚没财物")


@cache
def told() -> dict[str, Any]:
    """The file of the figures, as people read it."""
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def counting() -> str:
    """The version of the counting rules in force."""
    return str(told()["counting"])


@cache
def metrics() -> dict[str, Metric]:
    """What the platform counts, by key."""
    return {
        one["key"]: Metric(one["key"], one["title"], one["counted"], one["source"], bool(one["verified"]))
        for one in told()["metrics"]
    }


def days(name: str) -> int:
    """A period of the appraisal in working days."""
    return int(told()[name]["value"])


def due_after(start: date, name: str, calendar: Workdays) -> date:
    """The last day of a period of the appraisal."""
    return calendar.after(start, days(name))


def band_of(total: Decimal) -> str:
    """The band of a total."""
    return next(str(one["name"]) for one in told()["bands"]["rows"] if total >= one["least"])


@rule("SUP-70", cites=_N118, acts=("draft_scheme", "change_scheme", "release_scheme"))
def scheme_says(draft: SchemeDraft) -> tuple[Finding, ...]:
    """考核方案写明名称、考核期间、被考核的机关、各项内容和分值；分值合计 100，由人评分的项目写明评分标准。"""
    found = []
    if len(draft.title.strip()) < SHORTEST:
        found.append(("没有写明方案名称", f"请填写（不少于 {SHORTEST} 个字）", "title"))
    if draft.since > draft.until or draft.until.year != draft.year or (draft.until - draft.since).days > 366:
        found.append(("考核期间不对", "截止日期应在考核年度内、起始日期以后，最长一年", "until"))
    if not draft.organ_ids:
        found.append(("没有选择被考核的机关", "请至少选一个", "organ_ids"))
    if draft.publish not in PUBLISHING:
        found.append(("没有写明结果怎样通报", "请选择", "publish"))
    return tuple(scheme_says.finding(fact, next_step=step, field=field) for fact, step, field in (*found, *_items(draft.items)))  # fmt: skip


def _items(items: Sequence[SchemeItem]) -> list[tuple[str, str, str]]:
    found = []
    if not 0 < len(items) <= MOST_ITEMS:
        found.append(("没有考核项目，或者太多", f"请写 1 至 {MOST_ITEMS} 项", "items"))
    if len({one.key for one in items}) != len(items) or len({one.title.strip() for one in items}) != len(items):
        found.append(("有两个项目名称相同", "请改名", "items"))
    for one in items:
        name = one.title.strip() or "没有名称的项目"
        if one.metric and one.metric not in metrics():
            found.append((f"{name}：平台不计算这个指标", "请刷新页面，从列表中选择", "items"))
        if not one.metric and (not one.title.strip() or len(one.standard.strip()) < SHORTEST):
            found.append((f"{name}：没有写明名称或者评分标准", f"请填写（不少于 {SHORTEST} 个字）", f"standard_{one.key}"))  # fmt: skip
        if not one.full.is_finite() or not 0 < one.full <= WHOLE or one.full % STEP:
            found.append((f"{name}的分值是 {one.full}", f"请填写大于 0 的数，以 {STEP} 为单位", f"full_{one.key}"))
    total = sum((one.full for one in items if one.full.is_finite()), Decimal(0))
    if items and total != WHOLE:
        found.append((f"各项分值合计 {total.normalize():f}，不是 100", "请调整分值", "items"))
    return found


@rule("SUP-71", cites=_APL, acts=("draft_scheme", "change_scheme", "release_scheme"))
def fines_are_never_rewarded(items: Sequence[SchemeItem]) -> tuple[Finding, ...]:
    """考核不得以罚款、罚没的数额或者处罚、办案的数量为内容，也不得变相挂钩。"""
    found = []
    for one in items:
        for field, text in ((f"title_{one.key}", one.title), (f"standard_{one.key}", one.standard)):
            plain = "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())
            if hit := _REWARDS.search(_HARMLESS.sub("", plain)):
                found.append((hit.group(), one.title.strip(), field))
    step = "请改为不涉及罚没数额和处罚、办案数量的内容；不得下达罚没指标一类的要求，写在方案说明里"
    return tuple(
        fines_are_never_rewarded.finding(f"“{title}”写到了“{word}”", next_step=step, field=field) for word, title, field in found
    )  # fmt: skip


@rule("SUP-72", cites=_N118, acts=("release_scheme",))
def scheme_comes_before_its_year_ends(until: date, today: date) -> tuple[Finding, ...]:
    """考核方案在考核期间届满以前印发，不能事后定标准。"""
    if today <= until:
        return ()
    fact = f"考核期间已于 {until} 届满"
    return (scheme_comes_before_its_year_ends.finding(fact, next_step="这一期间不能再印发方案，请用于下一期间"),)


@rule("SUP-73", cites=_N118, acts=("draft_scheme", "change_scheme", "release_scheme", "begin_scoring", "finish_scheme"))
def scheme_move_allowed(state: str, wanted: str, doing: str, reason: str = "given") -> tuple[Finding, ...]:
    """考核方案按“拟定、印发、评分、定稿”依次办理；印发以后要改的，在评分以前另出一版并写明理由；定稿以后不再变动。"""
    found = []
    if state != wanted:
        found.append((f"方案现在不能{doing}", "请刷新页面，看别人是否已经办过", ""))
    if len(reason.strip()) < SHORTEST:
        found.append(("没有写明另出一版的理由", f"请填写（不少于 {SHORTEST} 个字）", "reason"))
    return tuple(scheme_move_allowed.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("SUP-74", cites=_N118, acts=("draft_scheme", "change_scheme"))
def nobody_appraises_itself(organ_ids: Collection[UUID], issuer: UUID) -> tuple[Finding, ...]:
    """组织考核的机关不考核自己。"""
    if issuer not in organ_ids:
        return ()
    return (nobody_appraises_itself.finding("被考核的机关里有本机关", next_step="请去掉", field="organ_ids"),)


@rule("SUP-75", cites=_N118, acts=("begin_scoring",))
def period_is_over(until: date, today: date) -> tuple[Finding, ...]:
    """考核期间届满以后才能评分。"""
    if today > until:
        return ()
    return (period_is_over.finding(f"考核期间 {until} 届满", next_step="请在届满以后评分"),)


@rule("SUP-76", cites=_N118, acts=("enter_points", "answer_appraisal"))
def points_have_grounds(items: Sequence[SchemeItem], given: Mapping[str, Given]) -> tuple[Finding, ...]:
    """由人评的分不超过该项分值，以 0.5 分为单位，写明事实、理由和材料的出处；更正平台计算的得分也一样。"""
    found = []
    for one in items:
        if (each := given.get(one.key)) is None:
            continue
        if not each.points.is_finite() or not 0 <= each.points <= one.full or each.points % STEP:
            found.append((f"{one.title}评了 {each.points} 分", f"请填写 0 至 {one.full.normalize():f}，以 {STEP} 为单位", f"points_{one.key}"))  # fmt: skip
        if len(each.why.strip()) < SHORTEST:
            found.append((f"{one.title}没有写明事实和理由", f"请填写（不少于 {SHORTEST} 个字）", f"why_{one.key}"))
        if len(each.evidence.strip()) < SHORTEST:
            found.append((f"{one.title}没有写明材料的出处", "请写文号、案件编号或者台账名称", f"evidence_{one.key}"))
    return tuple(points_have_grounds.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("SUP-77", cites=_N118, acts=("tell_appraisal",))
def every_item_is_scored(lines: Sequence[Line]) -> tuple[Finding, ...]:
    """每一项都有得分，才能告知被考核的机关。"""
    missing = [one.item.title for one in lines if one.applicable and one.points is None]
    if not missing:
        return ()
    fact = f"还有 {len(missing)} 项没有得分：{'、'.join(missing[:5])}"
    return (every_item_is_scored.finding(fact, next_step="请先填写得分"),)


@rule(
    "SUP-78",
    cites=_GD,
    acts=("enter_points", "tell_appraisal", "object_appraisal", "accept_appraisal", "answer_appraisal"),
)
def appraisal_move_allowed(state: str, move: AppraisalMove) -> tuple[Finding, ...]:
    """每个机关的得分按“评分、告知、异议或者确认、答复”依次办理；定了以后不再变动。"""
    if state == APPRAISAL_MOVES[move][0]:
        return ()
    fact = f"得分现在是“{APPRAISAL_NAMES[AppraisalState(state)]}”，不能{APPRAISAL_MOVE_NAMES[move]}"
    return (appraisal_move_allowed.finding(fact, next_step="刷新页面，看别人是否已经办过"),)


@rule("SUP-79", cites=_GD, acts=("object_appraisal",))
def appraisal_objected_in_time(text: str, last: date, today: date) -> tuple[Finding, ...]:
    """被考核机关对得分有异议的，在收到告知之日起十个工作日内书面提出，写明理由。"""
    faults = objection_faults(text, last, today, to="考核机关")
    return tuple(appraisal_objected_in_time.finding(fact, next_step=step, field=field) for fact, step, field in faults)


@rule("SUP-80", cites=_GD, acts=("answer_appraisal",))
def appraisal_answer_says(text: str) -> tuple[Finding, ...]:
    """考核机关在收到异议之日起十个工作日内答复，写明维持或者更正的理由。"""
    return tuple(
        appraisal_answer_says.finding(fact, next_step=step, field=field) for fact, step, field in answer_faults(text)
    )


@rule("SUP-81", cites=_N118, acts=("finish_scheme",))
def every_organ_has_its_end(open_organs: Sequence[str], conclusion: str) -> tuple[Finding, ...]:
    """每个机关的得分都告知过、没有未答复的异议，写明考核结论的，才能定稿。"""
    found = []
    if open_organs:
        fact = f"还有 {len(open_organs)} 个机关没有定：{'、'.join(open_organs[:5])}"
        found.append((fact, "请先评分、告知、答复，或者等异议期限届满", ""))
    if len(conclusion.strip()) < SHORTEST:
        found.append(("没有写明考核结论", f"请填写（不少于 {SHORTEST} 个字）", "conclusion"))
    return tuple(every_organ_has_its_end.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("SUP-82", cites=_GD, acts=("clock",))
def appraisal_answered_in_time(organ: str, due: date, today: date) -> tuple[Finding, ...]:
    """考核机关逾期没有答复异议的，预警。"""
    if today <= due:
        return ()
    fact = f"{organ}对考核得分的异议应在 {due} 以前答复，还没有答复"
    return (appraisal_answered_in_time.finding(fact, next_step="马上答复").as_warning(),)


@rule("SUP-83", cites=_N118, acts=("begin_scoring",))
def line_of(item: SchemeItem, figure: Figure | None, given: Given | None) -> Line:
    """平台计算的项目，得分为分值乘以做到的件数与应做的件数之比；期间内没有发生的不计入；更正的以更正为准。"""
    if given is not None:
        return Line(item, True, given.points, figure, given)
    if not item.metric:
        return Line(item, True, None)
    if figure is None or not figure.every:
        return Line(item, False, None, figure)
    return Line(item, True, (item.full * figure.good / figure.every).quantize(TENTH, ROUND_HALF_UP), figure)


@rule("SUP-84", cites=_N118, acts=("begin_scoring",))
def total_of(lines: Sequence[Line]) -> Decimal | None:
    """总分为适用项目得分之和与分值之和之比乘以 100；还有项目没有得分的，没有总分。"""
    used = [one for one in lines if one.applicable]
    if not used or any(one.points is None for one in used):
        return None
    got = sum((one.points for one in used if one.points is not None), Decimal(0))
    return (WHOLE * got / sum((one.item.full for one in used), Decimal(0))).quantize(TENTH, ROUND_HALF_UP)


def ranked(totals: Mapping[str, Decimal]) -> dict[str, int]:
    """Name → place; equal totals share a place and the next is left out."""
    return {name: 1 + sum(other > total for other in totals.values()) for name, total in totals.items()}


def item_of(kept: Mapping[str, str]) -> SchemeItem:
    """What a table keeps, as an item."""
    return SchemeItem(kept["key"], kept["title"], Decimal(kept["full"]), kept["metric"], kept["standard"])


def figure_of(kept: Mapping[str, Any]) -> Figure:
    """What a table keeps, as a figure."""
    return Figure(Decimal(kept["good"]), Decimal(kept["every"]), tuple(Ref(*one) for one in kept["refs"]))


def given_of(kept: Mapping[str, str]) -> Given:
    """What a table keeps, as what a person gave."""
    return Given(Decimal(kept["points"]), kept["why"], kept["evidence"])


def scheme_digest(number: str, seq: int, draft: SchemeDraft, version: str) -> str:
    """SHA-256 over what a scheme says."""
    return sha256(canonical({
        "number": number, "seq": seq, "year": draft.year, "title": draft.title, "since": draft.since.isoformat(), "until": draft.until.isoformat(),
        "organs": sorted(map(str, draft.organ_ids)), "items": [one.as_json() for one in draft.items], "publish": draft.publish,
        "note": draft.note, "reason": draft.reason, "counting": version,
    })).hexdigest()  # fmt: skip


def score_digest(figures: Mapping[str, Any], given: Mapping[str, Any], total: Decimal | None) -> str:
    """SHA-256 over an organ's score: the figures, what people gave, the total."""
    told_ = {"figures": dict(figures), "given": dict(given), "total": "" if total is None else str(total)}
    return sha256(canonical(told_)).hexdigest()


def table_digest(rows: Sequence[tuple[str, str, int]], conclusion: str) -> str:
    """SHA-256 over a signed table: organ, total, place; and the conclusion."""
    return sha256(canonical({"rows": [list(one) for one in rows], "conclusion": conclusion})).hexdigest()
