"""A decision as the publicity room needs it: the served text as paragraphs, and every name the file knows."""

from mingjing.cases.models import Case
from mingjing.cases.operations import publishing_licences as licences
from mingjing.cases.rules.discretion import age_at
from mingjing.cases.terms import SUMMARY, ActFacts, CaseFacts
from mingjing.cases.terms.display import benchmark_words, chinese_date, display
from mingjing.publicity.terms import EntityKind, KnownEntity, Policy, Publishable


def _short(text: str, most: int = 300) -> str:
    """The facts in short, ended at a sentence: a name or number cut in half would slip through the redaction."""
    if len(text) <= most:
        return text
    end = max(text.rfind(mark, 0, most) for mark in "。；\n")
    return text[: end + 1] if end > 0 else ""


ADULT = 18
TITLES = {"decide": "行政处罚决定书", "decide_no_penalty": "不予行政处罚决定书"}
OUTCOMES = {"decide": "给予行政处罚", "decide_no_penalty": "不予行政处罚", **licences.OUTCOMES}


def publishable(case: Case, facts: CaseFacts, decision: ActFacts) -> Publishable:
    """Everything the public page is made from; redaction happens there, by a person."""
    organ = facts.organ
    return Publishable(
        source_ref=str(case.dossier_id),
        organ_id=organ.id,
        organ_name=organ.name,
        organ_code=organ.code,
        number=decision.number,
        decided_on=decision.on,
        category=facts.procedure.kind,
        outcome=OUTCOMES[decision.code],
        party_name=case.party_name,
        party_kind=str(case.party["kind"]),
        party_id_no=str(case.party.get("id_no", "")),
        cause=case.cause,
        # What was found on examining an application is no violation, and is not published under that name.
        violation=_short(str(decision.data["facts"])) if facts.procedure.kind == "penalty" else "",
        result=result_of(facts, decision),
        basis=tuple(decision.data.get("basis", ())),
        full_text=paragraphs(facts, decision),
        known_entities=entities(facts),
        minor=_minor(facts, decision),
        remedies=str(decision.data.get("remedies", "")),
        ledger_index=decision.ledger_index,
        domain=organ.domain,
        matter=str(case.matter.get("code", "")),
        replaces=facts.replaced.number if facts.replaced else "",
        kinds=tuple(decision.data.get("kinds", ())) if decision.code == "decide" else (),
        fine=str(decision.data.get("fine") or ""),
    )


def result_of(facts: CaseFacts, decision: ActFacts) -> str:
    """The result in one line: 罚款80000元（人民币捌万元整）；没收违法所得…"""
    spec = facts.procedure.acts[decision.code]
    if decision.code in licences.OUTCOMES:
        return licences.result_of(decision)
    if decision.code != "decide":
        return "不予行政处罚"
    kinds, fine = (spec.field(name) for name in ("kinds", "fine"))
    assert kinds and fine
    lines = []
    for kind in decision.data.get("kinds", ()):
        amount = (
            decision.data.get("fine")
            if kind == "fine"
            else decision.data.get("confiscation")
            if kind.startswith("confiscate")
            else None
        )
        lines.append(kinds.options[kind] + (str(display(fine, amount)) if amount else ""))
    return "；".join([*lines, *filter(None, [decision.data.get("other_content")])])


def paragraphs(facts: CaseFacts, decision: ActFacts) -> tuple[str, ...]:
    """The text of the served document, paragraph by paragraph: the same words the template prints.

    A test renders the document and finds every one of these paragraphs in it (总局令第45号第七条: the published text is
    the served text, except what is lawfully removed).
    """
    if decision.code in licences.OUTCOMES:
        body, title = licences.body(facts, decision, _you(facts)), licences.TITLES[decision.code]
    elif decision.code != "decide":
        body, title = _no_penalty(facts, decision), TITLES[decision.code]
    elif facts.procedure.id == SUMMARY:
        body, title = _on_the_spot(facts, decision), "当场行政处罚决定书"
    else:
        body, title = _penalty(facts, decision), TITLES[decision.code]
    foot = [facts.organ.name, chinese_date(decision.on.isoformat())]
    blocks = [facts.organ.name, title, decision.number, *_party(facts), *body, *foot]
    return tuple(line.strip() for block in blocks for line in block.split("\n") if line.strip())


def _party(facts: CaseFacts) -> list[str]:
    party = facts.party
    pairs = (
        ("当事人", party["name"]),
        (party["id_label"], party["id_no"]),
        (party.get("representative_label"), party.get("representative")),
        ("住所（地址）", party.get("address")),
    )
    return [f"{label}：{value}" for label, value in pairs if value]


def _found(facts: CaseFacts, decision: ActFacts) -> list[str]:
    filing, case = facts.last("file_case"), facts.matter["name"]
    day = chinese_date(filing.on.isoformat()) if filing else ""
    number = f"（立案号：{filing.number}）" if filing else ""
    return [
        "一、违法事实和证据",
        f"本机关于{day}对{_you(facts)}{case}{number}立案调查，现已查明：",
        str(decision.data["facts"]),
    ]


def _evidence(facts: CaseFacts, decision: ActFacts) -> list[str]:
    used = set(decision.data.get("evidence_refs", ()))
    return [
        f"{no}　{act.data['name']}　{chinese_date(act.data['collected_on'])}　{act.data['source']}　{act.data['proves']}"
        for no, act, counts in facts.evidence
        if counts and (not used or no in used)
    ]


def _penalty(facts: CaseFacts, decision: ActFacts) -> list[str]:
    return [
        *_found(facts, decision),
        "上述事实有下列证据证明，各项证据均经查证属实：",
        *_evidence(facts, decision),
        "二、陈述、申辩（听证）及采纳情况",
        str(decision.data.get("defence_adopted", "")),
        *_punished(facts, decision, "决定给予"),
        STANDING,
    ]


def _on_the_spot(facts: CaseFacts, decision: ActFacts) -> list[str]:
    data = decision.data
    return [
        "一、违法事实和证据",
        str(data["facts"]),
        f"违法行为发生日期：{chinese_date(data['violation_on'])}。处罚地点：{data['place']}。",
        f"上述事实有下列证据证明：{data['evidence_said']}",
        "二、告知和陈述、申辩",
        "执法人员已出示执法证件，当场告知了拟作出处罚的内容及事实、理由、依据，以及依法享有的陈述、申辩的权利。",
        str(data["defence"]),
        *_punished(facts, decision, "决定当场给予"),
    ]


def _punished(facts: CaseFacts, decision: ActFacts, verb: str) -> list[str]:
    """Basis, kinds and discretion, how to perform, remedies: what a penalty says by whichever procedure."""
    data, you, organ = decision.data, _you(facts), facts.organ
    breached, basis = "、".join(data.get("breached", ())), "、".join(data.get("basis", ()))
    fined = bool(data.get("fine"))
    return [
        "三、处罚的依据、种类和裁量理由",
        f"{you}的上述行为违反了{breached}的规定。" if breached else "",
        _benchmark(facts, decision),
        str(data.get("benchmark_reason", "")),
        str(data.get("discretion_reason", "")),
        f"依据{basis}的规定，{verb}{you}如下行政处罚：",
        f"{result_of(facts, decision)}。",
        "四、履行方式和期限",
        str(data.get("performance", "")),
        f"罚款缴至：{organ.bank}，户名：{organ.bank_account_name}，账号：{organ.bank_account}。" if fined else "",
        LATE if fined else "",
        "五、救济途径和期限",
        str(data.get("remedies", "")),
    ]


def _benchmark(facts: CaseFacts, decision: ActFacts) -> str:
    """The published benchmark and its tier, as the document names them (P-08)."""
    cited, tier = decision.data.get("benchmark"), decision.data.get("tier")
    if not cited:
        return ""
    what = "裁量阶次" if decision.code == "decide" else "不予处罚的情形"
    return f"适用的裁量基准：{benchmark_words(cited)}{f'，{what}：{tier}' if tier else ''}。"


LATE = (
    "到期不缴纳罚款的，依据《中华人民共和国行政处罚法》第七十二条第一款第（一）项的规定，每日按罚款数额的百分之三加处罚款，"
    "加处罚款的数额不超过罚款的数额。"
)
STANDING = (
    "行政复议和行政诉讼期间，本决定不停止执行，法律另有规定的除外。逾期不申请行政复议、不提起行政诉讼，又不履行本决定的，"
    "本机关将依法申请人民法院强制执行。"
)


def _no_penalty(facts: CaseFacts, decision: ActFacts) -> list[str]:
    spec, data = facts.procedure.acts[decision.code], decision.data
    ground = spec.field("ground")
    assert ground is not None
    return [
        *_found(facts, decision),
        "上述事实有下列证据证明：",
        *_evidence(facts, decision),
        "二、不予行政处罚的理由和依据",
        f"经审查，{_you(facts)}的行为属于{ground.options[data['ground']]}的情形。",
        _benchmark(facts, decision),
        f"依据{'、'.join(data['basis'])}的规定，本机关决定对{_you(facts)}不予行政处罚。",
        _guardian(facts, decision),
        str(data.get("education", "")),
        str(data.get("remedies", "")),
    ]


def _guardian(facts: CaseFacts, decision: ActFacts) -> str:
    data = decision.data
    if not data.get("guardian"):
        return ""
    relation = f"（{data['guardian_relation']}）" if data.get("guardian_relation") else ""
    return f"本机关责令{_you(facts)}的监护人{data['guardian']}{relation}：{data.get('guardian_order', '')}"


def _you(facts: CaseFacts) -> str:
    return "你单位" if facts.party_is_unit else "你"


def _minor(facts: CaseFacts, decision: ActFacts) -> bool:
    """Whether the party was not eighteen yet when it was decided, reckoned as everywhere: docs/decisions/0007."""
    age = age_at(facts, decision.on)
    return age is not None and age < ADULT


def entities(facts: CaseFacts) -> tuple[KnownEntity, ...]:
    """Names and numbers the file knows: what is replaced everywhere, and what stays."""
    party, organ = facts.party, facts.organ
    natural = party["kind"] == "citizen"
    found: dict[str, KnownEntity] = {}

    def know(text: object, kind: str, policy: str = Policy.REMOVE, role: str = "") -> None:
        if text and len(str(text)) > 1:
            found.setdefault(str(text), KnownEntity(str(text), kind, policy, role))

    for text in (organ.phone, organ.bank_account, organ.address):
        know(text, EntityKind.OTHER, Policy.KEEP, "本机关")
    know(party.get("phone"), EntityKind.PHONE, role="当事人")
    know(party.get("address"), EntityKind.ADDRESS, Policy.REMOVE if natural else Policy.KEEP, "当事人")
    know(party.get("representative"), EntityKind.PERSON, Policy.SURNAME, str(party.get("representative_label", "")))
    for act in facts.acts:
        know(act.data.get("person_name"), EntityKind.PERSON, role="被询问人")
        know(act.data.get("person_id_no"), EntityKind.ID, role="被询问人")
        know(act.data.get("person_present"), EntityKind.PERSON, role="在场人员")
        know(act.data.get("speaker"), EntityKind.PERSON, role="陈述申辩人")
        know(act.data.get("guardian"), EntityKind.PERSON, role="监护人")
        know(act.data.get("phone"), EntityKind.PHONE, role="收件人")
        for agent in act.data.get("agents", ()):
            know(agent.get("name"), EntityKind.PERSON, role="委托代理人")
    found.pop(str(party["name"]), None)
    return tuple(found.values())
