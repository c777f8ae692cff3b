"""Officers: two, qualified at that minute, certificate shown; recusal decided before the decision."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

PEOPLE = ("officers", "handlers", "signers")
NO_PART = {"recusal_person", "party", "former", "matter"}
ON_THE_SPOT = {"physical", "audio_video", "witness", "statement", "record"}


def moments(act: Proposed) -> tuple[datetime, ...]:
    """The minutes at which qualification counts: both ends of the act where it lasts, else when it happened."""
    spans = [act.data[name] for name in ("started_at", "ended_at", "served_at") if act.data.get(name)]
    return tuple(datetime.fromisoformat(text) for text in spans) or (act.at,)


@rule("G-04", cites="行政处罚法第四十二条、第五十五条", veto=2, points=3)
def two_qualified_officers(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """执法由不少于两名在行为当时具有有效行政执法证件的人员实施。"""
    if act.code == "collect_evidence" and act.data.get("kind") not in ON_THE_SPOT:
        return
    named = next((act.data[key] for key in PEOPLE if act.data.get(key)), None)
    if named is None:
        return
    valid, reasons = [], []
    for person in named:
        certificates = case.certificates.get(UUID(person["id"]), ())
        if all(any(c.valid_at(moment, case.organ.id) for c in certificates) for moment in moments(act)):
            valid.append(person)
        else:
            reasons.append(str(person["name"]))
    if len(valid) < 2:
        who = (
            f"；{'、'.join(reasons)}的执法证件在 {moments(act)[0]:%Y-%m-%d %H:%M} 无效（未持证、已过期、被暂扣或不属本机关）"
            if reasons
            else ""
        )
        yield two_qualified_officers.finding(
            f"具有有效执法证件的人员只有 {len(valid)} 名{who}",
            next_step="请增加在行为当时持有效证件的执法人员；事后换证不能补正",
            field="officers" if act.data.get("officers") else "handlers",
        )


@rule("G-04", cites="行政处罚法第五十五条第一款", acts=["report"], points=3)
def handlers_sign_their_report(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """调查终结报告由两名以上本案承办人签名。"""
    strangers = [str(one["name"]) for one in act.data.get("signers", ()) if UUID(one["id"]) not in case.handlers]
    if case.handlers and len(act.data.get("signers", ())) - len(strangers) < 2:
        yield handlers_sign_their_report.finding(
            f"{'、'.join(strangers) or '签名的人'}不是本案承办人，承办人签名不足两人",
            next_step="请由承办人签名，或者先变更承办人",
            field="signers",
        )


@rule("G-04", cites="行政处罚法第五十五条第一款", points=2)
def certificate_was_shown(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """执法人员主动出示执法证件，直接和留置送达也不例外。"""
    if act.code == "serve" and act.data.get("mode") in {"direct", "left"} and not act.data.get("certificate_shown"):
        yield certificate_was_shown.finding(
            "直接、留置送达没有记录出示执法证件", next_step="请确认已出示证件", field="certificate_shown"
        )


@rule(
    "G-05",
    cites="行政处罚法第四十三条",
    acts=["file_case", "not_file", "report", "decide", "decide_no_penalty", "decide_not_established"],
    veto=15,
    ready=True,
)
def recusal_is_decided(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当事人申请回避的，由行政机关负责人决定；决定之前不停止调查，但不得立案、终结调查或者作出决定。"""
    answered = {each.data.get("request_seq") for each in case.all("decide_recusal")}
    for request in case.all("request_recusal"):
        if request.seq not in answered:
            yield recusal_is_decided.finding(
                f"{request.data['applicant']}对{request.data['person']['name']}的回避申请尚未决定",
                next_step="请负责人先作出回避决定",
            )


@rule("G-05", cites="行政处罚法第四十三条", acts=["inspect"], veto=15)
def recusal_asked_on_the_spot_is_kept(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """现场检查时申请回避的，写明被申请回避的人员和理由，即时登记为回避申请。"""
    if act.data.get("recusal_asked") != "yes":
        return
    for field, label in (("recusal_person", "被申请回避的人员"), ("recusal_reason", "申请回避的理由")):
        if not act.data.get(field):
            yield recusal_asked_on_the_spot_is_kept.finding(
                f"在场人员申请回避，没有填写{label}", next_step="请补充，登记后由负责人决定", field=field
            )


@rule("G-05", cites="行政处罚法第四十三条", veto=15)
def recused_person_stays_out(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """已决定回避的人员不得再以任何身份参与本案，包括记录、主持听证和集体讨论；负责人不得决定自己的回避。"""
    out = recused(case)
    named = {} if act.code == "request_recusal" else dict(_named(act))
    if both := [name for person, name in named.items() if person in out]:
        yield recused_person_stays_out.finding(
            f"{'、'.join(both)}已被决定回避", next_step="请换由其他人员办理", field="officers"
        )
    if act.by in out or (act.drafted_by and act.drafted_by in out):
        yield recused_person_stays_out.finding("办理人已被决定回避", next_step="请换由其他人员办理")
    if act.code == "decide_recusal":
        request = case.act(act.data["request_seq"])
        if request and UUID(request.data["person"]["id"]) == act.by:
            yield recused_person_stays_out.finding(
                "不能由本人决定自己的回避", next_step="负责人的回避请提交集体讨论决定"
            )


def _named(act: Proposed) -> Iterator[tuple[UUID, str]]:
    """Everybody whom the form gives a part in the case: officers, recorders, chair, members of a discussion."""
    for name, value in act.data.items():
        if name in NO_PART:
            continue
        for row in value if isinstance(value, list | tuple) else (value,):
            person = row.get("person", row) if isinstance(row, dict) else None
            if isinstance(person, dict) and "id" in person and "name" in person:
                yield UUID(person["id"]), str(person["name"])


def recused(case: CaseFacts) -> frozenset[UUID]:
    """Who was ordered to withdraw."""
    granted = {each.data["request_seq"] for each in case.all("decide_recusal") if each.data["granted"] == "yes"}
    return frozenset(UUID(each.data["person"]["id"]) for each in case.all("request_recusal") if each.seq in granted)
