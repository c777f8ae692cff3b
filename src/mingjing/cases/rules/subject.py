"""Who may enforce: power, entrustment, concurrent jurisdiction, one act one fine, separation of persons."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from uuid import UUID

from mingjing.cases.terms import CaseFacts, Context, Proposed, RelatedCase
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule

OPENING = ("register_lead", "register_spot", "register_check")
LEVELS = {"state", "province", "city", "county"}
DECISIONS = ("decide", "decide_no_penalty", "decide_not_established")


@rule("G-01", cites="行政处罚法第二十二条至第二十四条", acts=[*OPENING, "file_case", "decide"], veto=1, ready=True)
def organ_has_power(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """实施处罚的机关在行为之日具有执法主体资格，由违法行为发生地县级以上机关管辖。"""
    if not case.organ.effective_on(act.on):
        yield organ_has_power.finding(
            f"{case.organ.name}在 {act.on} 不具有执法主体资格", next_step="请先核对执法主体名录的有效期"
        )
    if case.organ.level not in LEVELS and "乡镇" not in case.organ.basis:
        yield organ_has_power.finding(
            f"{case.organ.name}不是县级以上机关，也没有省级决定赋权", next_step="请移送有管辖权的机关"
        )


@rule("G-01", cites="行政处罚法第二十二条", acts=[*OPENING, "file_case"], veto=1)
def matter_is_ours(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """案件所涉事项在本机关的权责清单之内。"""
    matter = act.data.get("matter") or case.matter
    if matter and str(matter.get("organ_id")) != str(case.organ.id):
        yield matter_is_ours.finding(
            f"“{matter.get('name')}”不在{case.organ.name}的执法事项清单内",
            next_step="请移送有管辖权的机关",
            field="matter",
        )
    if act.code == "file_case" and not act.data.get("has_jurisdiction"):
        yield matter_is_ours.finding(
            "没有确认本机关有管辖权", next_step="没有管辖权的，请办理移送", field="has_jurisdiction"
        )


@rule("G-01", cites=("行政处罚法第十七条", "国办发〔2018〕118号第二部分（四）"), acts=[*OPENING, "file_case"])
def matter_has_not_moved(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """机构职能调整生效后，划转、取消的事项不再由原机关登记案源、立案。"""
    moved = act.data.get("function_moved")
    if moved:
        matter = act.data.get("matter") or case.matter
        where = f"由{moved['receiver']}行使" if moved["receiver"] else "不再行使"
        yield matter_has_not_moved.finding(
            f"“{matter.get('name')}”自 {moved['since']} 起{where}{moved['document']}",
            next_step="请移送承接机关" if moved["receiver"] else "请核对职能调整的文件，依法不予立案或者移送",
            field="matter" if act.code in OPENING else "",
        )


@rule(
    "G-02",
    cites="行政处罚法第二十条、第二十一条",
    acts=[*OPENING, "file_case", "notify", *DECISIONS],
    veto=1,
    ready=True,
)
def entrusted_acts_in_principals_name(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """受委托组织以委托机关的名义实施处罚，不得以自己的名义编号发文，不得再委托。"""
    if case.organ.kind == "entrusted":
        yield entrusted_acts_in_principals_name.finding(
            f"{case.organ.name}是受委托组织，不能以自己的名义编发文书", next_step="请以委托机关的名义办理"
        )


@rule("G-03", cites="行政处罚法第二十五条", acts=["file_case"])
def first_to_file(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """两个以上机关都有管辖权的，由最先立案的机关管辖；先立案的已经撤案、终止或者移送的除外；有争议的协商，协商不成报请指定。"""
    for other in case.related:
        if other.organ_id == case.organ.id or other.given_up:
            continue
        if other.filed_on and same_act(case, act.data, other):
            yield first_to_file.finding(
                f"{other.organ_name}已于 {other.filed_on} 对同一违法行为立案（{other.number}）",
                next_step="请移送该机关，或者报请共同的上一级机关指定管辖",
            )


@rule("G-09", cites="行政处罚法第二十九条", acts=["decide"], ready=True)
def no_second_fine(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """对当事人的同一个违法行为，不得给予两次以上罚款；违反多个规范的，按罚款数额高的规定处罚。"""
    filing = case.last("file_case")
    if not Decimal(act.data.get("fine", 0)) and act.data:
        return
    for other in case.related:
        if (
            Decimal(other.fine or 0)
            and other.decided_on
            and other.punished
            and same_act(case, filing.data if filing else {}, other)
        ):
            yield no_second_fine.finding(
                f"{other.organ_name}已对同一违法行为罚款 {other.fine} 元（{other.number}）",
                next_step="只能给予罚款以外的处罚，或者撤案",
            )
        elif _fined_elsewhere(case, filing.data if filing else {}, other):
            yield no_second_fine.finding(
                f"{other.organ_name}已就同一时段的行为对当事人罚款 {other.fine} 元（{other.number}）",
                weight=Weight.WARN,
                next_step="请核对是否同一个违法行为；是的，只能按罚款数额高的规定处罚一次",
            )


def _fined_elsewhere(case: CaseFacts, data: Mapping[str, object], other: RelatedCase) -> bool:
    """Another organ fined the party under another norm for the same days: perhaps one act breaking several norms."""
    fined = bool(Decimal(other.fine or 0)) and other.decided_on is not None and other.punished
    return fined and other.organ_id != case.organ.id and other.id != case.previous and _overlaps(data, other)


def same_act(case: CaseFacts, data: Mapping[str, object], other: RelatedCase) -> bool:
    """Same party (already so), same matter, overlapping period of the violation."""
    if other.id == case.previous or str(case.matter.get("code", "")) != other.matter_code:
        return False
    return _overlaps(data, other)


def _overlaps(data: Mapping[str, object], other: RelatedCase) -> bool:
    start = str(data.get("violation_from", "")) or "9999"
    # A day that was left empty means one day (as the form says), except where the violation still goes on.
    end = str(data.get("violation_ended_on") or ("9999" if data.get("continuing") == "yes" else start))
    if other.violation_from is None:
        return False
    other_end = other.lasted_to.isoformat() if other.lasted_to else "9999"
    return start <= other_end and other.violation_from.isoformat() <= end


EXAMINED = {
    "jurisdiction": "管辖权", "facts_clear": "事实", "evidence_enough": "证据", "procedure_lawful": "程序", "in_time": "时效",
    "law_and_discretion": "法律适用和裁量",
}  # fmt: skip


@rule("EXA-01", cites="行政处罚法第五十七条第一款", acts=["examine"], points=4)
def examination_fits_its_answers(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """案件审查逐项回答；有否定回答的，不得同意调查终结报告。"""
    doubts = [name for key, name in EXAMINED.items() if act.data.get(key) == "no"]
    if doubts and act.data.get("result") == "agree":
        yield examination_fits_its_answers.finding(
            f"对{'、'.join(doubts)}作了否定回答，不能同意", next_step="请改选退回补充调查", field="result"
        )


ROLE_WORDS = {
    "investigator": "承办（调查）人",
    "examiner": "案件审查人",
    "reviewer": "法制审核人",
    "chair": "听证主持（记录）人",
    "decider": "作出决定的负责人",
}


@rule("X-01", cites=("行政处罚法第五十七条", "行政处罚法第五十八条", "行政处罚法第六十四条"), veto=21)
def persons_are_separate(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """承办人、案件审查人、法制审核人、听证主持人和记录员、作出决定的负责人，在一个案件的全过程中不得由同一人担任。"""
    history = {
        "investigator": case.handlers_ever,
        "examiner": case.examiners,
        "reviewer": case.reviewers,
        "chair": case.chairs,
    }
    for role, people in _claims(act, on_the_spot=case.procedure.acts[act.code].handed).items():
        for other, holders in history.items():
            if other != role and (both := people & holders):
                yield persons_are_separate.finding(
                    f"{'、'.join(_name(case, person) for person in both)}在本案中担任过{ROLE_WORDS[other]}，不能再担任{ROLE_WORDS[role]}",
                    next_step="请换由未参与本案其他环节的人员办理",
                )


def _claims(act: Proposed, *, on_the_spot: bool) -> dict[str, frozenset[UUID]]:
    """Which incompatible roles the act would give to whom. On the spot the officers decide (行政处罚法第五十二条)."""
    if act.code == "examine":
        return {"examiner": frozenset({act.by})}
    if act.code in {"give_opinion", "return_review"}:
        return {"reviewer": frozenset({act.by})}
    if act.code in {"hold_hearing", "report_hearing"}:
        return {"chair": frozenset({act.by})}
    if act.code == "arrange_hearing" and act.data:
        return {"chair": _people([act.data.get("chair"), act.data.get("recorder"), *act.data.get("members", ())])}
    if act.code in DECISIONS and not on_the_spot:
        return {"decider": frozenset({act.by})}
    return {
        "investigator": _people(
            [
                *act.data.get("handlers", ()),
                *act.data.get("officers", ()),
                *act.data.get("signers", ()),
                act.data.get("recorder"),
            ]
        )
    }


def _people(facts: list[object]) -> frozenset[UUID]:
    return frozenset(UUID(fact["id"]) for fact in facts if isinstance(fact, dict))


def _name(case: CaseFacts, person: UUID) -> str:
    for held in case.acts:
        if held.by == person:
            return held.by_name
        for fact in (
            *held.data.get("handlers", ()),
            *held.data.get("officers", ()),
            held.data.get("chair"),
            held.data.get("recorder"),
        ):
            if isinstance(fact, dict) and fact.get("id") == str(person):
                return str(fact["name"])
    return "该人员"


def warn(finding: Finding) -> Finding:
    """The same finding as advice."""
    return Finding(finding.rule, finding.message, finding.cites, Weight.WARN, finding.next_step, finding.field)
