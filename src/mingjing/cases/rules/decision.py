"""The decision: collective discussion, kinds, six contents, ninety days, one name, crime first."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from mingjing.cases.rules.limits import decision_deadline
from mingjing.cases.rules.notice import HEAVY, hearing_ends, heavier, money, statement_ends, waived
from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule

DECISIONS = ("decide", "decide_no_penalty", "decide_not_established")


def discussion_is_owed(case: CaseFacts, ctx: Context, act: Proposed) -> bool:
    """Whether the case is complex or serious, so that the heads must discuss it (行政处罚法第五十七条第二款)."""
    source = case.last("notify", "report")
    data = source.data if source else {}
    limit = Decimal(str(ctx.figure("collective.fine", act.on).value))
    report = case.last("report")
    complex_case = report is not None and report.data.get("complex") == "yes"
    return (
        complex_case
        or bool(set(data.get("kinds", ())) & HEAVY)
        or money(data, "fine") >= limit
        or case.has("hold_hearing")
    )


@rule("G-27", cites="行政处罚法第五十七条第二款", acts=["decide"], veto=17, ready=True)
def discussed_after_the_defence(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """情节复杂或者重大违法行为，由负责人集体讨论决定；讨论须在陈述申辩、听证之后，之前讨论过的须再次讨论。"""
    if not discussion_is_owed(case, ctx, act):
        return
    talk = case.last("discuss")
    if talk is None:
        yield discussed_after_the_defence.finding("本案应当集体讨论，没有集体讨论记录", next_step="请先组织集体讨论")
        return
    after = case.last("notify", "state_defence", "hold_hearing", "report_hearing", "recheck_defence")
    talked = date.fromisoformat(str(talk.data["discussed_at"])[:10])
    if after and (after.seq > talk.seq or talked < after.on or talked <= rights_end(case, ctx)):
        yield discussed_after_the_defence.finding(
            "集体讨论在陈述申辩、听证结束或者期限届满之前进行", next_step="请在陈述申辩、听证之后再次集体讨论"
        )
    opinions = case.all("give_opinion")
    if opinions and opinions[0].seq > talk.seq:
        yield discussed_after_the_defence.finding(
            "集体讨论之前没有法制审核意见", next_step="请在法制审核之后再次集体讨论"
        )


def rights_end(case: CaseFacts, ctx: Context) -> date:
    """The last day on which the party may still speak or ask for a hearing; long past where waived or heard."""
    notice = case.last("notify")
    if notice is None or any(held.seq > notice.seq for held in case.all("hold_hearing")):
        return date.min
    rights = (("statement", statement_ends(case, notice, ctx)), ("hearing", hearing_ends(case, notice, ctx)))
    return max((day for right, day in rights if day and not waived(case, right, notice)), default=date.min)


@rule("G-27", cites="行政处罚法第五十七条第二款", acts=["decide"], veto=17)
def decision_follows_the_discussion(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """决定的内容不得重于集体讨论的结论。"""
    talk = case.last("discuss")
    if talk is None:
        return
    if talk.data.get("outcome") != "penalty":
        yield decision_follows_the_discussion.finding("集体讨论的结论不是给予行政处罚", next_step="请按讨论结论办理")
    elif field := heavier(act.data, talk.data):
        yield decision_follows_the_discussion.finding(
            "处罚重于集体讨论的结论", next_step="请按讨论结论填写", field=field
        )


@rule("G-27", cites=("行政处罚法第五十七条第二款", "市场监督管理行政处罚程序规定第六十条"), acts=["discuss"], veto=18)
def handlers_do_not_vote(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """承办人列席集体讨论、汇报案情，不参加表决；每位参加人的意见都要记录。"""
    presider = act.data.get("presider")
    voters = {row["person"]["id"]: row for row in act.data.get("members", ()) if isinstance(row.get("person"), dict)}
    both = [
        row["person"]["name"] for key, row in voters.items() if key in {str(person) for person in case.handlers_ever}
    ]
    if both:
        yield handlers_do_not_vote.finding(
            f"承办人{'、'.join(both)}被列为表决人员", next_step="请改为列席人员", field="members"
        )
    if isinstance(presider, dict) and presider["id"] not in voters:
        yield handlers_do_not_vote.finding("主持人没有列为参加人员", next_step="请补上主持人的意见", field="members")
    if len(voters) != len(act.data.get("members", ())):
        yield handlers_do_not_vote.finding("同一人重复列为参加人员", field="members")
    agreed = sum(row.get("vote") == "yes" for row in voters.values())
    if agreed * 2 <= len(voters):
        yield handlers_do_not_vote.finding(
            "同意的人数没有过半，不能形成结论", next_step="请继续讨论或者如实记录", field="members"
        )


@rule("G-28", cites="行政处罚法第五十七条第一款", acts=DECISIONS)
def outcome_follows_the_findings(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """根据不同情况分别作出处罚、不予处罚、违法事实不成立、移送的决定，与调查结论或者集体讨论一致；一案一决定。"""
    if case.decision is not None:
        yield outcome_follows_the_findings.finding(
            f"本案已经作出决定（{case.decision.number}）", next_step="需要变更的，请办理变更、撤销决定"
        )
    report, talk = case.last("report"), case.last("discuss")
    later = talk if talk and report and talk.seq > report.seq else None
    wanted = {"decide": "penalty", "decide_no_penalty": "no_penalty", "decide_not_established": "not_established"}[
        act.code
    ]
    agreed = later.data.get("outcome") if later else report.data.get("conclusion") if report else None
    if agreed != wanted:
        yield outcome_follows_the_findings.finding(
            f"与{'集体讨论' if later else '调查终结报告'}的结论不一致",
            next_step="请先重新提交调查终结报告，或者集体讨论",
        )


REQUIRED = {
    "facts": "事实和证据",
    "basis": "处罚依据",
    "kinds": "处罚种类",
    "performance": "履行方式和期限",
    "remedies": "救济途径和期限",
}


@rule("G-29", cites="行政处罚法第五十九条", acts=["decide"], points=15)
def six_contents(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """决定书载明当事人、事实和证据、种类和依据、履行方式和期限、救济途径和期限、机关名称和日期六项内容。"""
    for field, name in REQUIRED.items():
        if not act.data.get(field):
            yield six_contents.finding(f"决定书缺少“{name}”", next_step="请补充", field=field)
    if not act.data.get("evidence_refs"):
        yield six_contents.finding("决定书没有列明采信的证据", next_step="请选择证据", field="evidence_refs")
    if not case.party.get("name"):
        yield six_contents.finding("当事人信息不全", next_step="请补全当事人登记")
    if act.data.get("fine") and "十五日" not in str(act.data.get("performance", "")):
        yield six_contents.finding(
            "履行期限没有写明十五日", next_step="请写明自收到决定书之日起十五日内缴纳", field="performance"
        )


@rule("G-29", cites="行政处罚法第五十九条第一款第（五）项", acts=DECISIONS, points=3)
def remedies_are_told(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """决定书写明不服决定时申请行政复议、提起行政诉讼的机关、法院和期限。"""
    text = str(act.data.get("remedies", ""))
    wanted = (case.organ.reconsideration_body, case.organ.court, "六十日", "六个月")
    if missing := [word for word in wanted if word and word not in text]:
        yield remedies_are_told.finding(
            f"救济途径没有写明：{'、'.join(missing)}", next_step="请写明机关、法院和期限", field="remedies"
        )


@rule("G-30", cites="行政处罚法第六十条", acts=DECISIONS, points=5)
def within_ninety_days(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """自立案之日起九十日内作出处罚决定，法律、法规、规章另有规定的除外。"""
    limit = decision_deadline(case, ctx)
    if limit and act.on > limit.due_on:
        yield within_ninety_days.finding(
            f"办案期限已于 {limit.due_on} 届满", weight=Weight.WARN, next_step="逾期已记入监督，请尽快决定"
        )


@rule("G-30", cites="行政处罚法第六十条", acts=["extend"])
def extended_before_expiry(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """延长办案期限须在期限届满之前批准；第一次不超过三十日，再次延长须集体讨论。"""
    limit = decision_deadline(case, ctx)
    if limit and act.on > limit.due_on:
        yield extended_before_expiry.finding(f"办案期限已于 {limit.due_on} 届满，不能再延长")
    first = not case.has("extend")
    if first and int(act.data.get("days", 0)) > int(ctx.figure("decision.extension", act.on).value):
        yield extended_before_expiry.finding("第一次延长不得超过三十日", field="days")
    if not first and act.data.get("collective") != "yes":
        yield extended_before_expiry.finding("再次延长须经集体讨论", field="collective")


@rule("DOC-02", cites="行政处罚法第五十九条第一款第（一）项", acts=["notify", *DECISIONS], veto=3)
def one_party_name(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """文书中的当事人名称与营业执照或者身份证件一字不差，全案一致。"""
    changed = case.last("change_party")
    for number, taken, counts in case.evidence:
        shown = taken.data.get("shown_name")
        if changed and taken.seq < changed.seq:
            continue
        if counts and shown and shown != case.party.get("name"):
            yield one_party_name.finding(
                f"当事人登记为“{case.party.get('name')}”，证据{number}“{taken.data['name']}”载明的是“{shown}”",
                next_step="请核对证照，更正证据登记；当事人确实不对的，请办理变更当事人",
            )


@rule(
    "G-41",
    cites=("行政处罚法第八条、第二十七条", "行政执法机关移送涉嫌犯罪案件的规定第五条"),
    acts=["notify", *DECISIONS, "withdraw_filing", "terminate"],
    veto=1,
    ready=True,
)
def crime_goes_first(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """违法行为涉嫌犯罪的，及时移送司法机关，不得以行政处罚代替刑事处罚，不得撤案、终止了事。"""
    report = case.last("report")
    if report and report.data.get("crime_suspected") == "yes":
        yield crime_goes_first.finding("调查终结报告认为涉嫌犯罪", next_step="请办理移送")


@rule("G-41", cites="行政执法机关移送涉嫌犯罪案件的规定第五条", acts=["transfer"])
def transfer_has_its_papers(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """移送须写明受移送机关、理由依据和材料清单；涉嫌犯罪的移送公安机关。"""
    if act.data.get("kind") == "crime" and "公安" not in act.data.get("receiver", ""):
        yield transfer_has_its_papers.finding(
            "涉嫌犯罪案件应移送公安机关", next_step="请核对受移送机关", field="receiver"
        )
    report = case.last("report")
    if act.data.get("kind") == "organ" and report and report.data.get("crime_suspected") == "yes":
        yield transfer_has_its_papers.finding(
            "调查终结报告认为涉嫌犯罪，不能只移送其他行政机关", next_step="请选择移送公安机关", field="kind"
        )
