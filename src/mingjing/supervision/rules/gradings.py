"""案卷评查: the standard as data, the draw anyone can repeat, the score, who may grade, in which order files move."""

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
from mingjing.supervision.terms.gradings import (
    FILE_MOVE_NAMES,
    FILE_MOVES,
    FILE_NAMES,
    AutoFinding,
    BaseItem,
    FileMove,
    FileState,
    GradingDraft,
    ItemScore,
    Marks,
    Rubric,
    RubricItem,
    Veto,
)

_FILE = Path(__file__).parents[1] / "parameters" / "rubrics.yaml"
_N118 = "国办发〔2018〕118号第三部分（十）"
_MEE = "环执法发〔2024〕4号（生态环境领域，其他领域参照，未核实）"
_GD = "广东省行政执法案卷评查办法（省政府令第231号，地方做法）"
SHORTEST = 4
GENERAL = "general-2024"


@cache
def told() -> dict[str, Any]:
    """The file of the standards, as people read it."""
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


@cache
def rubric(name: str) -> Rubric:
    """A grading standard by its id. Raises LookupError."""
    found = next((one for one in told()["rubrics"] if one["id"] == name), None)
    if found is None:
        raise LookupError(f"没有评查标准 {name}")
    return Rubric(
        found["id"], found["title"], found["source"], bool(found["verified"]), Decimal(found["legality"]),
        Decimal(found["content"]), Decimal(found["base_most"]),
        tuple((one["name"], Decimal(one["least"])) for one in found["bands"]),
        tuple(Veto(one["number"], one["title"], one["mode"]) for one in found["vetoes"]),
        tuple(
            RubricItem(one["id"], one["title"], Decimal(str(one["full"])), frozenset(one["acts"]), one["missing"])
            for one in found["items"]
        ),
        tuple(BaseItem(one["id"], one["title"], Decimal(str(one["full"]))) for one in found["base"]),
    )  # fmt: skip


def item_of(standard: Rubric, code: str) -> str:
    """The item of the standard an act belongs to; empty where none."""
    return next((item.id for item in standard.items if code in item.acts), "")


def marks_of(kept: Mapping[str, Any]) -> Marks:
    """What a table keeps, as marks."""
    return Marks(
        {key: (Decimal(points), why) for key, (points, why) in kept.get("items", {}).items()},
        {int(no): why for no, why in kept.get("vetoes", {}).items()}, dict(kept.get("rejected", {})), kept.get("opinion", ""),
    )  # fmt: skip


def proposed(standard: Rubric, codes: Collection[str], auto: Sequence[AutoFinding]) -> Marks:
    """What the rules propose: points by item up to its full marks, every major problem they found, items that are missing."""
    items: dict[str, tuple[Decimal, str]] = {}
    for item in standard.items:
        if not item.acts & set(codes):
            if item.missing == "zero":
                items[item.id] = (item.full, f"案卷里没有{item.title}")
            continue
        found = [one for one in auto if one.item == item.id and not one.veto]
        lost = min(item.full, Decimal(sum(one.points for one in found)))
        if lost:
            items[item.id] = (lost, "；".join(dict.fromkeys(one.message for one in found))[:300])
    vetoes: dict[int, str] = {}
    for one in auto:
        if one.veto:
            vetoes[one.veto] = f"{vetoes[one.veto]}；{one.message}"[:300] if one.veto in vetoes else one.message[:300]
    return Marks(items, vetoes)


def item_scores(standard: Rubric, codes: Collection[str], marks: Marks) -> tuple[ItemScore, ...]:
    """Every item of the content part with what it lost; what does not apply loses nothing and counts for nothing."""
    made = []
    for item in standard.items:
        applicable = bool(item.acts & set(codes)) or item.missing == "zero"
        lost, why = marks.items.get(item.id, (Decimal(0), ""))
        made.append(ItemScore(item.title, item.full, applicable, lost if applicable else Decimal(0), why))
    return tuple(made)


@rule("SUP-50", cites=(_MEE, _GD), acts=("mark_file",))
def score_of(standard: Rubric, codes: Collection[str], marks: Marks) -> tuple[Decimal, str]:
    """案卷得分为合法性 50 分，加内容 50 分乘以各适用项目实得分与满分之比，减去形式缺陷（最多 20 分）；有重大问题的为 0 分。"""
    if marks.vetoes:
        return Decimal("0.0"), _band(standard, Decimal(0))
    scores = [one for one in item_scores(standard, codes, marks) if one.applicable]
    full, lost = sum((one.full for one in scores), Decimal(0)), sum((one.lost for one in scores), Decimal(0))
    content = standard.content * (full - lost) / full if full else standard.content
    base = sum((marks.items[one.id][0] for one in standard.base if one.id in marks.items), Decimal(0))
    total = standard.legality + content - min(base, standard.base_most)
    total = max(Decimal(0), total).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return total, _band(standard, total)


def _band(standard: Rubric, total: Decimal) -> str:
    return next(name for name, least in standard.bands if total >= least)


@rule("SUP-51", cites=_N118, acts=("plan_grading",))
def plan_says(draft: GradingDraft, today: date) -> tuple[Finding, ...]:
    """评查计划写明名称、被评查的机关、结案的起止日期和每个机关抽取的件数；期间已经过去，件数为 1 至 100。"""
    found = []
    if len(draft.title.strip()) < SHORTEST:
        found.append(("没有写明评查名称", f"请填写（不少于 {SHORTEST} 个字）", "title"))
    if not draft.organ_ids:
        found.append(("没有选择被评查的机关", "请至少选一个", "organ_ids"))
    if draft.since > draft.until:
        found.append(("结案的起始日期在截止日期以后", "请改日期", "since"))
    if draft.until >= today:
        found.append(("截止日期还没有过去", "请改为今天以前的一天", "until"))
    if not 1 <= draft.per_organ <= 100:
        found.append((f"抽取件数是 {draft.per_organ}", "请填写 1 至 100", "per_organ"))
    return tuple(plan_says.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("SUP-52", cites=_N118, acts=("plan_grading",))
def own_files_are_graded_by_others(organ_ids: Collection[UUID], issuer: UUID) -> tuple[Finding, ...]:
    """评查由司法行政部门组织，评查机关不评查自己的案卷。"""
    if issuer not in organ_ids:
        return ()
    return (own_files_are_graded_by_others.finding("被评查的机关里有本机关", next_step="请去掉", field="organ_ids"),)


@rule("SUP-53", cites=_N118, acts=("draw_files",))
def sample_is_drawn_once(state: str) -> tuple[Finding, ...]:
    """评查案卷按台账检查点生成的种子随机抽取，只抽一次；抽取的范围、种子和次序公开，任何人可以重算。"""
    if state == "planned":
        return ()
    return (sample_is_drawn_once.finding("这次评查已经抽取过案卷", next_step="需要另抽的，另立评查计划"),)


@rule("SUP-54", cites=(_GD, "行政处罚法第四十三条"), acts=("mark_file",))
def grader_has_no_part(persons: Collection[UUID], organ: UUID, grader: UUID, grader_organ: UUID) -> tuple[Finding, ...]:
    """评查人不是被评查机关的人员，没有参与过该案件；有关系的应当回避。"""
    if grader not in persons and grader_organ != organ:
        return ()
    return (grader_has_no_part.finding("您参与过这个案件，或者是被评查机关的人员", next_step="请由其他评查人评查"),)


@rule("SUP-55", cites=(_GD, _MEE), acts=("mark_file", "answer_objection"))
def marks_have_reasons(standard: Rubric, marks: Marks) -> tuple[Finding, ...]:
    """每一处扣分、每一个重大问题写明事实和理由；扣分不超过该项满分，以 0.5 分为单位。"""
    full = standard.parts
    found = []
    for key, (points, why) in marks.items.items():
        title, most = full[key]
        if not 0 <= points <= most or points % Decimal("0.5"):
            found.append((f"{title}扣 {points} 分", f"请填写 0 至 {most}，以 0.5 为单位", f"points_{key}"))
        elif points and len(why.strip()) < SHORTEST:
            found.append((f"{title}扣了分，没有写明事实和理由", f"请填写（不少于 {SHORTEST} 个字）", f"why_{key}"))
    for no, why in marks.vetoes.items():
        if len(why.strip()) < SHORTEST:
            found.append((f"重大问题第 {no} 项没有写明事实和理由", f"请填写（不少于 {SHORTEST} 个字）", f"veto_{no}"))
    return tuple(marks_have_reasons.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("SUP-56", cites=_N118, acts=("mark_file", "answer_objection"))
def no_finding_is_dropped_in_silence(auto: Sequence[AutoFinding], marks: Marks) -> tuple[Finding, ...]:
    """规则发现的每一个问题，评查人要么采纳、扣分，要么写明不采纳的理由。"""
    found = []
    for one in auto:
        why = marks.rejected.get(one.key)
        if why is None and not one.veto and not one.points:
            continue  # A remark costs nothing: there is nothing to adopt.
        if why is not None and len(why.strip()) >= SHORTEST:
            continue
        adopted = one.veto in marks.vetoes if one.veto else bool(marks.items.get(one.item, (0, ""))[0]) or not one.item
        if why is not None or not adopted:
            found.append((one, f"reject_{one.key}"))
    return tuple(
        no_finding_is_dropped_in_silence.finding(
            f"{one.rule}发现的问题（{one.act_name}）既没有采纳，也没有写明不采纳的理由",
            next_step=f"请在重大问题或者对应的项目里扣分，或者写明不采纳的理由（不少于 {SHORTEST} 个字）", field=field,
        )
        for one, field in found
    )  # fmt: skip


@rule("SUP-57", cites=_GD, acts=("mark_file", "object_grade", "accept_grade", "answer_objection"))
def file_move_allowed(state: str, move: FileMove, finished: bool) -> tuple[Finding, ...]:
    """被抽取的案卷按“评查、异议或者确认、答复”依次办理，每一步只办一次；评查完成以后不再变动。"""
    if finished:
        return (file_move_allowed.finding("这次评查已经完成", next_step="有新的情况另立评查计划"),)
    if state == FILE_MOVES[move][0]:
        return ()
    fact = f"案卷现在是“{FILE_NAMES[FileState(state)]}”，不能{FILE_MOVE_NAMES[move]}"
    return (file_move_allowed.finding(fact, next_step="刷新页面，看别人是否已经办过"),)


@rule("SUP-58", cites=_GD, acts=("object_grade",))
def objection_in_time(text: str, last: date, today: date) -> tuple[Finding, ...]:
    """被评查机关对结果有异议的，在收到结果之日起十个工作日内书面提出，写明理由。"""
    faults = objection_faults(text, last, today, to="评查机关")
    return tuple(objection_in_time.finding(fact, next_step=step, field=field) for fact, step, field in faults)


@rule("SUP-59", cites=_GD, acts=("answer_objection",))
def answer_says(text: str) -> tuple[Finding, ...]:
    """评查机关在收到异议之日起十个工作日内答复，写明维持或者调整的理由。"""
    return tuple(answer_says.finding(fact, next_step=step, field=field) for fact, step, field in answer_faults(text))


@rule("SUP-60", cites=_N118, acts=("finish_grading",))
def every_file_has_its_end(
    open_files: Sequence[str], failed_unordered: Sequence[str], summary: str
) -> tuple[Finding, ...]:
    """全部案卷有了结果、异议都已答复，不合格的都发了督办单要求整改，写明评查结论的，才能完成评查。"""
    found = []
    if open_files:
        found.append(
            (
                f"还有 {len(open_files)} 件没有结果：{'、'.join(open_files[:5])}",
                "请先评查、答复，或者等异议期限届满",
                "",
            )
        )
    if failed_unordered:
        told = "、".join(failed_unordered[:5])
        found.append((f"不合格的案卷没有发督办单：{told}", "请在案卷评查页点“发督办单”", ""))
    if len(summary.strip()) < SHORTEST:
        found.append(("没有写明评查结论", f"请填写（不少于 {SHORTEST} 个字）", "summary"))
    return tuple(every_file_has_its_end.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("SUP-61", cites=_GD, acts=("clock",))
def objection_answered_in_time(case_no: str, due: date, today: date) -> tuple[Finding, ...]:
    """评查机关逾期没有答复异议的，预警。"""
    if today <= due:
        return ()
    fact = f"{case_no}的评查异议应在 {due} 以前答复，还没有答复"
    return (objection_answered_in_time.finding(fact, next_step="评查机关马上答复").as_warning(),)


def days(name: str) -> int:
    """A period of the standards in working days."""
    return int(told()[name]["value"])


def due_after(start: date, name: str, calendar: Workdays) -> date:
    """The last day of a period of the standards."""
    return calendar.after(start, days(name))


def draw(population: Mapping[str, Sequence[str]], seed: str, many: int) -> dict[str, list[str]]:
    """Organ → the case numbers drawn, in the order of SHA-256(seed : organ : number); at most `many` of each.

    Not the sampler of the random inspections (mingjing-draw/1): here every closed file weighs the same, nobody is sent and
    nobody stands in, and the seed is the ledger's root. A draw is repeated with one line of any language; a round drawn
    before must go on giving the same files.
    """
    return {
        organ: sorted(numbers, key=lambda number: sha256(f"{seed}:{organ}:{number}".encode()).hexdigest())[:many]
        for organ, numbers in sorted(population.items())
    }


def seed_of(grading_id: UUID, root: str, size: int) -> str:
    """The seed of a draw: the ledger's root at that moment with the round's own id. Nobody chooses it."""
    return sha256(f"mingjing-grading:{grading_id}:{size}:{root}".encode()).hexdigest()


def plan_digest(number: str, draft: GradingDraft, standard: str) -> str:
    """SHA-256 over what a plan says."""
    told_ = {
        "number": number, "title": draft.title, "organs": sorted(map(str, draft.organ_ids)), "since": draft.since.isoformat(),
        "until": draft.until.isoformat(), "per_organ": draft.per_organ, "rubric": standard,
    }  # fmt: skip
    return sha256(canonical(told_)).hexdigest()


def result_digest(marks: Marks, score: Decimal, band: str) -> str:
    """SHA-256 over a result."""
    return sha256(canonical({**marks.as_json(), "score": str(score), "band": band})).hexdigest()


def draw_digest(seed: str, population: Mapping[str, Sequence[str]], drawn: Mapping[str, Sequence[str]]) -> str:
    """SHA-256 over a draw: the seed, the range, the sample."""
    kept = {organ: list(numbers) for organ, numbers in population.items()}
    return sha256(
        canonical({"seed": seed, "population": kept, "drawn": {k: list(v) for k, v in drawn.items()}})
    ).hexdigest()


def text_digest(text: str) -> str:
    """SHA-256 over an objection, an answer or a conclusion."""
    return sha256(text.encode()).hexdigest()
