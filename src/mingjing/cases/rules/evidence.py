"""Evidence: kinds, verification, monitoring devices, preservation, recordings."""

from collections.abc import Iterator
from datetime import timedelta

from mingjing.cases.rules.days import due_of, reckon, served_on
from mingjing.cases.rules.measures import begun
from mingjing.cases.terms import ActFacts, CaseFacts, Context, Proposed
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.periods import Period, Unit
from mingjing.kernel.rulebook import rule


@rule("G-06", cites="行政处罚法第四十条、第四十六条", acts=["report", "decide"], veto=6, points=8)
def facts_rest_on_evidence(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """认定事实必须有证据，证据须查证属实；以非法手段取得的证据不得作为认定事实的根据。"""
    good = {number for number, _, counts in case.evidence if counts}
    if not good:
        yield facts_rest_on_evidence.finding("案卷中没有可以采信的证据", next_step="请先收集并登记证据")
    used = set(act.data.get("evidence_refs", ()))
    if act.code == "decide" and (bad := used - good):
        numbers = "、".join(str(number) for number in sorted(bad))
        yield facts_rest_on_evidence.finding(
            f"采信了已被排除的证据（{numbers}）", next_step="请取消这些证据后再提交", field="evidence_refs"
        )


@rule("G-06", cites="行政处罚法第四十六条", acts=["exclude_evidence"])
def exclude_once(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """一份证据只排除一次，排除须写明理由。"""
    if any(number == act.data.get("evidence_no") and not counts for number, _, counts in case.evidence):
        yield exclude_once.finding("这份证据已经排除", field="evidence_no")


@rule(
    "G-06", cites="行政处罚法第四十六条", acts=["tell_appraisal", "entrust_appraisal", "report", "decide"], ready=True
)
def appraisal_in_turn(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """鉴定结果须告知当事人；前一次鉴定没有告知结果的，不重复委托。"""
    asked, told = len(case.all("entrust_appraisal")), len(case.all("tell_appraisal"))
    if act.code == "entrust_appraisal" and asked > told:
        yield appraisal_in_turn.finding("前一次委托鉴定的结果还没有告知当事人", next_step="请先告知鉴定结果")
    if act.code in {"report", "decide"} and asked > told:
        yield appraisal_in_turn.finding("鉴定结果还没有告知当事人", next_step="请先告知鉴定结果")
    if act.code == "tell_appraisal" and told >= asked:
        yield appraisal_in_turn.finding("没有尚未告知结果的鉴定", next_step="请先登记委托鉴定")


@rule("G-06", cites=("行政处罚法第四十四条", "行政处罚法第四十六条"), acts=["decide"], veto=14, ready=True)
def appraisal_reached_the_party(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """鉴定结果告知书须送达当事人，告知的异议期限届满之后才能据以处罚。"""
    for told in case.all("tell_appraisal"):
        served = served_on(case, told, ctx)
        if served is None:
            yield appraisal_reached_the_party.finding(f"{told.number}还没有送达", next_step="请先送达鉴定结果告知书")
            continue
        days = Period(int(told.data.get("objection_days") or 1), Unit.WORKDAY)
        last = reckon(served, days, "party_right", ctx).due_on
        if act.on <= last:
            yield appraisal_reached_the_party.finding(
                f"对鉴定结果提出异议的期限 {last} 届满", next_step=f"请在 {last} 之后办理"
            )


@rule("G-07", cites="行政处罚法第四十一条", acts=["collect_evidence"], veto=6)
def monitoring_is_checked(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """电子技术监控设备经法制和技术审核、标志明显、地点公布，记录经审核后才能作为证据。"""
    if act.data.get("monitoring") == "yes" and not act.data.get("monitoring_checked"):
        yield monitoring_is_checked.finding(
            "监控设备记录未经审核", next_step="请先完成设备和记录的审核", field="monitoring_checked"
        )


def open_preservations(case: CaseFacts) -> tuple[ActFacts, ...]:
    """Preservations nobody has dealt with."""
    done = {each.data.get("preserve_seq") for each in case.all("handle_preserved")}
    return tuple(each for each in case.all("preserve") if each.seq not in done)


@rule(
    "G-08",
    cites="行政处罚法第五十六条",
    acts=[
        "report",
        "not_file",
        "withdraw_filing",
        "terminate",
        "transfer",
        "decide",
        "decide_no_penalty",
        "decide_not_established",
    ],
    ready=True,
)
def preserved_evidence_is_dealt_with(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """先行登记保存的证据须在七个工作日内作出处理决定，没有处理的不得终结调查或者作出决定。"""
    for kept in open_preservations(case):
        yield preserved_evidence_is_dealt_with.finding(
            f"{kept.number or '先行登记保存'}的物品尚未处理（应于 {due_of(kept.on, 'preserve', 'agency_duty', ctx).due} 前处理）",
            next_step="请先办理先行登记保存处理",
        )


@rule("PAR-10", cites="行政处罚法第五十六条", acts=["preserve"])
def urgent_preservation_is_reported(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """情况紧急当场先行登记保存的，写明开始时间，在本领域规定的时间（二十四小时）内报告并补办批准。"""
    if act.data.get("urgent") != "yes":
        return
    if not act.data.get("started_at"):
        yield urgent_preservation_is_reported.finding(
            "情况紧急当场采取的，没有写明登记保存开始时间", next_step="请填写开始时间", field="started_at"
        )
        return
    started = begun(act)
    hours = int(ctx.figure("preserve.report", local_day(started)).value)
    if act.at > started + timedelta(hours=hours):
        yield urgent_preservation_is_reported.finding(
            f"{started:%m-%d %H:%M} 当场采取，已过 {hours} 小时才补办批准",
            weight=Weight.WARN,
            next_step="请在审批意见中写明原因；不应当采取的，立即解除",
            field="urgent",
        )


@rule("G-08", cites="行政处罚法第五十六条", acts=["handle_preserved"], veto=25)
def late_handling_only_releases(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """逾期未作处理的，先行登记保存自动解除，只能返还。"""
    kept = case.act(act.data.get("preserve_seq", 0))
    if kept is None or kept not in open_preservations(case):
        yield late_handling_only_releases.finding("这份先行登记保存已经处理", field="preserve_seq")
    elif act.on > due_of(kept.on, "preserve", "agency_duty", ctx).due_on and act.data.get("outcome") != "release":
        yield late_handling_only_releases.finding(
            "已超过七个工作日，保存自动解除", next_step="请选择“解除保存予以返还”", field="outcome"
        )


@rule(
    "AV-01",
    cites=("国办发〔2018〕118号第三部分", "民事诉讼法第八十九条"),
    acts=["inspect", "seize", "hold_hearing", "serve"],
    points=2,
)
def recording_or_reason(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """现场检查、查封扣押、听证应当音像记录，文字足以证明的写明理由；留置送达须有见证人或者音像记录，公告送达须有音像记录。"""
    mode = act.data.get("mode")
    if mode == "left" and act.data.get("av") != "recorded" and not act.data.get("witness"):
        yield recording_or_reason.finding(
            "留置送达既没有见证人，也没有音像记录", next_step="请补充见证人或者上传音像记录", field="witness"
        )
    if mode == "announcement" and act.data.get("av") != "recorded":
        yield recording_or_reason.finding("公告送达没有音像记录张贴过程", next_step="请上传音像记录", field="av")
    if act.code != "serve" and act.data.get("av") in {"text_only", "failed"} and len(act.data.get("av_reason", "")) < 8:
        why = "文字记录足以证明的理由" if act.data["av"] == "text_only" else "没有录上的原因"
        yield recording_or_reason.finding(
            f"没有音像记录，也没有写明{why}", next_step="请写明理由（不少于 8 字）", field="av_reason"
        )
    handed_in = act.data.get("files" if act.code == "serve" else "av_files") or _filmed(case)
    if act.data.get("av") == "recorded" and not handed_in:
        yield recording_or_reason.finding(
            "已音像记录，音像还没有登记",
            next_step="请在 24 小时内到案件的“音像”登记并上传",
            weight=Weight.WARN,
            field="files" if act.code == "serve" else "av_files",
        )


def _filmed(case: CaseFacts) -> bool:
    """Whether a recording is filed under the act that is asked about: the one after those of the case."""
    asked = case.acts[-1].seq + 1 if case.acts else 1
    return any(one.act_seq == asked and one.counts for one in case.films)
