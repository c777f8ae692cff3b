"""Words and numbers drawn from what the case has recorded: offered in a form, changed at will, never a judgement."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from mingjing.cases.rules.limits import effective_fine
from mingjing.cases.rules.money import surcharge
from mingjing.cases.rules.notice import money
from mingjing.cases.terms import ActFacts, CaseFacts, Context
from mingjing.cases.terms.display import chinese_date, display


@dataclass(frozen=True, slots=True)
class Told:
    """What a form may offer besides the case: the day, who opens it, the organ's heads, inspections of this year, the
    benchmarks that are public and in force, and the tier and the paragraph that the table of one of them gave."""

    ctx: Context
    me: Mapping[str, Any] | None = None
    heads: tuple[Mapping[str, Any], ...] = ()
    inspections: int | None = None
    benchmarks: tuple[Mapping[str, Any], ...] = ()
    weighed: tuple[str, str] = ("", "")


Draw = Callable[[CaseFacts, Told], Any]
_drawn: dict[str, tuple[str, Draw]] = {}


def drawn(name: str) -> tuple[str, Draw]:
    """Where a drawn value comes from, in Chinese, and the function that draws it. Raises KeyError."""
    return _drawn[name]


def draws(source: str) -> Callable[[Draw], Draw]:
    """Register a function as what a form may offer, with where its value comes from."""

    def keep(function: Draw) -> Draw:
        _drawn[function.__name__] = (source, function)
        return function

    return keep


@draws("当事人登记")
def signer(case: CaseFacts, _: Told) -> str:
    """Who signs for the party: its representative, or the person."""
    return str(case.party.get("representative") or case.party["name"])


@draws("当事人登记")
def signer_relation(case: CaseFacts, _: Told) -> str:
    """How that person stands to the party; unknown where the party named another receiver."""
    named = case.last("confirm_address")
    if named and case.of_present_party(named) and named.data.get("receiver") != signer(case, _):
        return ""
    return str(case.party.get("representative_label") or "本人")


@draws("当事人登记")
def citizen_name(case: CaseFacts, _: Told) -> str:
    """The party, where it is a natural person not yet heard."""
    return str(case.party["name"]) if _citizen_unheard(case) else ""


@draws("当事人登记")
def citizen_id_no(case: CaseFacts, _: Told) -> str:
    """Its identity number."""
    return case.party_id_no if _citizen_unheard(case) else ""


def _citizen_unheard(case: CaseFacts) -> bool:
    return case.party.get("kind") == "citizen" and not case.has("interview")


@draws("案源登记")
def task_source(case: CaseFacts, _: Told) -> str:
    """Complaint and assignment stay what they were registered as; a plan or a special campaign is to be chosen."""
    lead = case.lead
    return str(lead.data["source"]) if lead and lead.data.get("source") in {"complaint", "assigned"} else ""


@draws("本系统记录的本年度检查")
def inspections(_: CaseFacts, told: Told) -> int | None:
    """How often this organ inspected the party this year."""
    return told.inspections


@draws("执法事项")
def consequence(case: CaseFacts, _: Told) -> str:
    """What follows where the order is not obeyed."""
    return (
        f"逾期不改正的，依照{'、'.join(case.matter['penalises'])}的规定处理。" if case.matter.get("penalises") else ""
    )


@draws("整改复查、调查终结报告")
def corrected(case: CaseFacts, _: Told) -> str:
    """Whether the violation was corrected, as the later of re-check and report found; a part is not said to be all."""
    last = case.last("recheck", "report")
    return {"corrected": "yes", "not": "no", "partly": ""}.get(found := last.data["corrected"], found) if last else ""


COURSE = (
    "inspect", "order_correction", "recheck", "file_case", "interview", "survey", "collect_evidence", "sample", "preserve",
    "request_assistance", "record_assistance", "handle_preserved", "seize", "extend_measure", "release_measure", "return_goods",
    "entrust_appraisal", "tell_appraisal", "suspend", "resume", "extend",
)  # fmt: skip
DETAILS = {
    "request_assistance": "receiver",
    "interview": "person_name",
    "collect_evidence": "name",
    "entrust_appraisal": "institution",
}


@draws("办理记录")
def course(case: CaseFacts, _: Told) -> str:
    """What was done day by day."""
    days = [
        f"{chinese_date(day.isoformat())}，{'、'.join(dict.fromkeys(_step(case, act) for act in acts))}"
        for day, acts in groupby(case.all(*COURSE), key=lambda act: act.on)
    ]
    return f"{'；'.join(days)}。" if days else ""


def _step(case: CaseFacts, act: ActFacts) -> str:
    words = act.data.get(DETAILS.get(act.code, ""), "") or act.number
    return f"{case.procedure.acts[act.code].name}（{words}）" if words else case.procedure.acts[act.code].name


@draws("证据清单")
def evidence_list(case: CaseFacts, _: Told) -> str:
    """The evidence that counts, numbered."""
    return "；".join(f"{number}．{act.data['name']}" for number, act, counts in case.evidence if counts)


@draws("证据清单")
def evidence_refs(case: CaseFacts, _: Told) -> list[int]:
    """The numbers of the evidence that counts."""
    return [number for number, _act, counts in case.evidence if counts]


@draws("承办人和本机关信息")
def contact(case: CaseFacts, _: Told) -> str:
    """Whom the party may ask."""
    latest = case.naming_handlers
    names = "、".join(str(person["name"]) for person in (latest.data["handlers"] if latest else ()))
    return "，".join(filter(None, (names, case.organ.phone)))


@draws("本机关信息")
def remedies(case: CaseFacts, _: Told) -> str:
    """Where and how long the party may seek remedies."""
    return (
        f"如不服本决定，可以自收到本决定书之日起六十日内向{case.organ.reconsideration_body}申请行政复议，"
        f"也可以在六个月内向{case.organ.court}提起行政诉讼。"
    )


@draws("本机关信息")
def performance(_: CaseFacts, __: Told) -> str:
    """How a fine is paid."""
    return "自收到本决定书之日起十五日内，到指定银行或者通过电子支付系统缴纳罚款。"


@draws("本机关信息")
def payment_mode(case: CaseFacts, _: Told) -> str:
    """Where the money goes."""
    organ = case.organ
    return f"缴至{organ.bank}（户名：{organ.bank_account_name}，账号：{organ.bank_account}）。" if organ.bank else ""


@draws("已经公布的裁量基准")
def benchmark(case: CaseFacts, told: Told) -> Mapping[str, Any] | None:
    """The benchmark cited before while it is in force, else the one that fits the matter, where it is the only one."""
    before = case.last("notify", "report")
    cited = before.data.get("benchmark", {}).get("id") if before else None
    fitting = [one for one in told.benchmarks if one["code"] == case.matter.get("code")]
    same = next((one for one in told.benchmarks if one["id"] == cited), None)
    return same or (fitting[0] if len(fitting) == 1 else None)


@draws("按裁量基准查问的结果")
def weighed_tier(_: CaseFacts, told: Told) -> str:
    """The tier that the table gave."""
    return told.weighed[0]


@draws("按裁量基准查问的结果")
def weighing(_: CaseFacts, told: Told) -> str:
    """The reason for the discretion, from facts, evidence and row."""
    return told.weighed[1]


def penalty_words(case: CaseFacts, data: Mapping[str, Any]) -> str:
    """The kinds and amounts of a proposal or decision as they read in a document."""
    table = case.procedure.acts
    fields = {spec.name: spec for spec in table["report" if "report" in table else "decide"].fields}
    amounts = {name: display(fields[name], data.get(name)) for name in AMOUNTS if name in fields}
    told = {kind for name, (_, kinds) in AMOUNTS.items() if amounts.get(name) for kind in kinds}
    plain = display(fields["kinds"], [kind for kind in data.get("kinds", ()) if kind not in told])
    words = (str(plain), *(f"{AMOUNTS[name][0]}{text}" for name, text in amounts.items() if text))
    return "；".join(filter(None, words))


AMOUNTS = {"fine": ("罚款", ("fine",)), "confiscation": ("没收", ("confiscate_gains", "confiscate_goods"))}


def _proposal(case: CaseFacts) -> ActFacts | None:
    return case.last("notify") or case.last("report")


@draws("事先告知（调查终结报告）")
def proposal(case: CaseFacts, _: Told) -> str:
    """The facts held so far and what was proposed."""
    return "\n".join(_lines(case, _proposal(case)))


def _lines(case: CaseFacts, act: ActFacts | None, *, evidence: str = "") -> Iterable[str]:
    if act is None:
        return ()
    data = act.data
    return filter(None, (
        f"认定的事实：{data['facts']}",
        evidence and f"证据：{evidence}。",
        f"处罚依据：{'、'.join(data['basis'])}。" if data.get("basis") else "",
        f"裁量：{'，'.join(filter(None, (data.get('tier'), data.get('discretion_reason'))))}" if data.get("discretion_reason") else "",
        f"拟处罚：{words}。" if (words := penalty_words(case, data)) else "",
    ))  # fmt: skip


@draws("事先告知和证据清单")
def hearing_case(case: CaseFacts, told: Told) -> str:
    """What the investigators put forward at the hearing."""
    return "\n".join(_lines(case, case.last("notify"), evidence=evidence_list(case, told)))


@draws("陈述申辩和听证笔录")
def party_words(case: CaseFacts, _: Told) -> str:
    """What the party said."""
    said = [str(each.data["content"]) for each in case.all("state_defence")]
    held = case.last("hold_hearing")
    return "\n".join(filter(None, (*said, str(held.data["party_case"]) if held else "")))


@draws("案件办理记录")
def discussed(case: CaseFacts, told: Told) -> str:
    """What is reported to the discussion: proposal, evidence, hearing, legal review."""
    opinion, hearing = case.last("give_opinion"), case.last("report_hearing")
    review = display_of(case, opinion, "result") if opinion else ""
    return "\n".join(filter(None, (
        *_lines(case, _proposal(case), evidence=evidence_list(case, told)),
        f"听证报告：{hearing.data['found']}{hearing.data['advice']}" if hearing else "",
        f"法制审核（{opinion.number}）：{review}。{opinion.data.get('problems', '')}" if opinion else "",
    )))  # fmt: skip


def display_of(case: CaseFacts, act: ActFacts, name: str) -> str:
    """A recorded value as it reads."""
    spec = case.procedure.acts[act.code].field(name)
    return str(display(spec, act.data.get(name))) if spec else ""


@draws("本机关负责人名录")
def heads(_: CaseFacts, told: Told) -> list[dict[str, Any]]:
    """The organ's heads, each without a word or a vote."""
    return [{"person": dict(each), "post": each.get("post", "")} for each in told.heads]


@draws("陈述申辩笔录")
def points(case: CaseFacts, _: Told) -> list[dict[str, Any]]:
    """The statements not yet examined, each without an answer."""
    before = case.last("recheck_defence")
    return [{"point": act.data["content"]} for act in case.all("state_defence") if not before or act.seq > before.seq]


@draws("陈述申辩、听证的记录")
def defence(case: CaseFacts, _: Told) -> str:
    """What the party said and what became of it, as recorded; silent where nothing is."""
    notice = case.last("notify")
    since = [act for act in case.acts if notice and act.seq > notice.seq]
    return "\n".join(filter(None, (_answered(case, act) for act in since)))


def _answered(case: CaseFacts, act: ActFacts) -> str:
    data = act.data
    if act.code == "recheck_defence":
        columns = {c.name: c for field in case.procedure.acts[act.code].fields for c in field.columns}
        said = [
            f"当事人提出：{row['point'].rstrip('。')}。本机关{display(columns['adopted'], row['adopted'])}：{row['reason']}"
            for row in data["points"]
        ]
        return "".join((*said, data["conclusion"]))
    if act.code == "report_hearing":
        return f"经听证，当事人提出：{data['defence']}听证认定：{data['found']}{data['advice']}"
    if act.code == "waive_rights":
        return f"{chinese_date(data['signed_on'])}，当事人书面放弃{display_of(case, act, 'waived')}。"
    return ""


def newest_open(found: Iterable[ActFacts], answered: Iterable[object]) -> int | None:
    """The newest of these acts that none of the answers names."""
    gone = set(answered)
    return next((act.seq for act in sorted(found, key=lambda each: -each.seq) if act.seq not in gone), None)


@draws("等待送达的文书")
def unserved(case: CaseFacts, _: Told) -> int | None:
    """The newest document that waits for service."""
    servable = [act for act in case.acts if case.procedure.acts[act.code].servable]
    return newest_open(servable, (each.data.get("document_seq") for each in case.all("serve")))


@draws("先行登记保存")
def unhandled(case: CaseFacts, _: Told) -> int | None:
    """The newest preservation not yet dealt with."""
    return newest_open(case.all("preserve"), (a.data.get("preserve_seq") for a in case.all("handle_preserved")))


@draws("回避申请")
def unanswered(case: CaseFacts, _: Told) -> int | None:
    """The newest recusal request not yet decided."""
    return newest_open(case.all("request_recusal"), (a.data["request_seq"] for a in case.all("decide_recusal")))


@draws("复议（诉讼）登记")
def pending(case: CaseFacts, _: Told) -> int | None:
    """The newest reconsideration or lawsuit that has not ended."""
    return newest_open(case.all("receive_remedy"), (a.data["remedy_seq"] for a in case.all("end_remedy")))


@draws("决定和缴款登记")
def fine_due(case: CaseFacts, _: Told) -> str:
    """The fine still owed."""
    left = effective_fine(case) - sum(
        (money(each.data, "fine_paid") for each in case.all("record_payment")), Decimal(0)
    )
    return f"{left:.2f}" if left > 0 else ""


@draws("决定和缴款登记")
def payable(case: CaseFacts, told: Told) -> str:
    """The fine to be paid at once; under a plan of instalments the amount paid is to be entered."""
    return "" if case.has("grant_instalments") else fine_due(case, told)


@draws("加处罚款计算")
def surcharge_due(case: CaseFacts, told: Told) -> str:
    """The late surcharge up to today."""
    owed = surcharge(case, told.ctx.now.date(), told.ctx)
    return f"{owed.amount:.2f}" if owed and owed.amount else ""


@draws("决定书")
def court_request(case: CaseFacts, told: Told) -> str:
    """What the court is asked for."""
    decision, fine, more = case.last("decide"), fine_due(case, told), surcharge_due(case, told)
    if decision is None or not fine:
        return ""
    return f"申请强制执行{decision.number}确定的罚款{fine}元{f'和加处罚款{more}元' if more else ''}。"


@draws("决定书")
def outcome(case: CaseFacts, _: Told) -> str:
    """The facts and what was decided."""
    decision = case.decision
    if decision is None:
        return ""
    words = penalty_words(case, decision.data) or case.procedure.acts[decision.code].name
    return f"{decision.data['facts']}\n{chinese_date(decision.on.isoformat())}，{decision.number}：{words}。"


@draws("缴款和执行登记")
def performed(case: CaseFacts, _: Told) -> str:
    """What was paid and carried out, entry by entry."""
    return "\n".join(_performed(act) for act in case.all("record_payment", "record_execution"))


def _performed(act: ActFacts) -> str:
    data = act.data
    if act.code == "record_execution":
        return f"{chinese_date(data['done_on'])}，{data['content']}"
    names = {"fine_paid": "缴纳罚款", "surcharge_paid": "缴纳加处罚款", "confiscation_paid": "上缴没收款"}
    sums = "、".join(f"{word}{data[name].removesuffix('.00')}元" for name, word in names.items() if data.get(name))
    return f"{chinese_date(data['paid_on'])}，{sums}（票据号码 {data['receipt_no']}）。"


@draws("复议（诉讼）登记")
def remedies_used(case: CaseFacts, _: Told) -> str:
    """Reconsideration and lawsuits with their results."""
    ends = {act.data["remedy_seq"]: act for act in case.all("end_remedy")}
    return "；".join(
        f"{display_of(case, act, 'kind')}：{display_of(case, ends[act.seq], 'result') if act.seq in ends else '尚未办结'}"
        for act in case.all("receive_remedy")
    )
