"""The other documents: each belongs to one thing and is made once for it, in time and with its marks."""

from collections.abc import Iterator
from datetime import date, datetime

from mingjing.cases.rules.days import Reckoned, due_of
from mingjing.cases.rules.execution import nothing_owed
from mingjing.cases.rules.limits import pay_deadline, remedy_expiry
from mingjing.cases.rules.lines import line
from mingjing.cases.rules.money import surcharge
from mingjing.cases.terms import CaseFacts, Context, Deadline, Proposed
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule

# What each paper is about, and how it is called where it is there already.
ABOUT = {
    "tell_inspection": ("inspected_at", "这次检查的结果已经告知过"),
    "record_assistance": ("request_seq", "这份协助调查函已经登记过答复"),
    "notify_appraisal": ("appraisal_seq", "这次鉴定的期间已经告知过当事人"),
    "describe_photos": ("evidence_no", "这份证据已经有影像证据说明"),
    "bag_media": ("evidence_no", "这份证据已经装入影像证物袋"),
}
MEETINGS = {"notify_interview": "interview_at", "notify_sampling": "sampling_at", "plan_inspection": "planned_at"}
MEDIA = ("audio_video", "electronic")
PICTURED = {"describe_photos": (*MEDIA, "physical", "record"), "bag_media": MEDIA}


@rule("PAP-01", cites="国办发〔2018〕118号第三部分（七）", acts=tuple(ABOUT))
def one_paper_for_one_thing(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """同一次检查只告知一次结果，同一份协助调查函只登记一次答复，同一次鉴定只告知一次期间，同一份证据只做一份影像证据说明、装一个影像证物袋。"""
    name, words = ABOUT[act.code]
    before = next((each for each in case.all(act.code) if each.data.get(name) == act.data.get(name)), None)
    if before is not None:
        yield one_paper_for_one_thing.finding(
            f"{words}（{before.number or before.on}）", next_step="请核对；有新情况的，选取对应的另一份", field=name
        )


@rule("PAP-02", cites="行政处罚法第五十五条", acts=tuple(MEETINGS))
def told_before_it_happens(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """询问通知书、检查方案写明的时间在作出之后；抽样取证通知书写明的时间不早于作出当日。"""
    name = MEETINGS[act.code]
    meeting = datetime.fromisoformat(act.data[name])
    early = meeting.date() < act.on if act.code == "notify_sampling" else meeting <= act.at
    if early:
        yield told_before_it_happens.finding(
            f"约定的时间 {meeting:%Y-%m-%d %H:%M} 已经过去",
            next_step="请填写以后的时间；已经做过的，直接制作笔录",
            field=name,
        )


@rule("PAP-03", cites=("行政处罚法第四十六条", "国办发〔2018〕118号第三部分（八）"), acts=tuple(PICTURED))
def pictures_keep_their_marks(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """影像证据说明、影像证物袋对应影像类证据，写明采集时间、地点、采集人和证明对象；拍摄在封装之前，有异议、拒签的写明。"""
    taken = next((each for no, each, _ in case.evidence if no == act.data.get("evidence_no")), None)
    if taken and taken.data["kind"] not in PICTURED[act.code]:
        yield pictures_keep_their_marks.finding(
            f"“{taken.data['name']}”不是{'视听资料、电子数据' if act.code == 'bag_media' else '影像、物证或者勘验笔录类证据'}",
            next_step="请选取影像类证据",
            field="evidence_no",
        )
    start, end, sealed = (act.data.get(name) for name in ("shot_from", "shot_to", "sealed_at"))
    if start and end and datetime.fromisoformat(end) < datetime.fromisoformat(start):
        yield pictures_keep_their_marks.finding("结束时间早于开始时间", next_step="请核对", field="shot_to")
    if end and sealed and datetime.fromisoformat(sealed) < datetime.fromisoformat(end):
        yield pictures_keep_their_marks.finding(
            "封装时间早于拍摄结束时间", next_step="请填写实际封装的时间", field="sealed_at"
        )
    if act.data.get("opinion") in {"objected", "refused"} and not act.data.get("opinion_note"):
        yield pictures_keep_their_marks.finding(
            "选了“有异议”或者“拒绝签名”，没有写明", next_step="请写明异议的内容或者拒签的情况", field="opinion_note"
        )


@rule("AST-01", cites=("行政处罚法第二十六条",), acts=["request_assistance", "record_assistance"])
def assistance_is_asked_once(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """协助请求向其他机关提出，写明事项和函复日期；对同一机关前一份函没有答复的，不重复发函；答复不早于发函。"""
    if act.code == "record_assistance":
        asked = case.act(act.data.get("request_seq", 0))
        if asked and date.fromisoformat(act.data["replied_on"]) < asked.on:
            yield assistance_is_asked_once.finding(
                f"答复日期早于发函日期 {asked.on}", next_step="请核对", field="replied_on"
            )
        return
    receiver = act.data.get("receiver", "")
    if receiver == case.organ.name:
        yield assistance_is_asked_once.finding("被请求机关是本机关", next_step="请填写其他机关", field="receiver")
    if date.fromisoformat(act.data["reply_by"]) <= act.on:
        yield assistance_is_asked_once.finding(
            "函复日期不晚于发函日期", next_step="请给对方留出调查的时间", field="reply_by"
        )
    answered = {each.data["request_seq"] for each in case.all("record_assistance")}
    for before in case.all("request_assistance"):
        if before.seq not in answered and before.data["receiver"] == receiver:
            yield assistance_is_asked_once.finding(
                f"{before.number}还没有登记答复", next_step="收到答复的请先登记；没有收到的请催办", field="receiver"
            )


@rule("AST-02", cites=("行政处罚法第二十六条", "市场监督管理行政处罚程序规定第四十五条"), acts=["reply_assistance"])
def assistance_is_given_once(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """外单位请求协助的，自收到来函之日起十五个工作日内答复（各领域另有规定的从其规定）；一份来函答复一次。"""
    asked = date.fromisoformat(act.data["asked_on"])
    limit = due_of(asked, "assist.answer", "agency_duty", ctx).due_on
    if act.on > limit:
        yield assistance_is_given_once.finding(
            f"应于 {limit} 前答复，已经逾期", weight=Weight.WARN, next_step="请在答复中说明", field="asked_on"
        )
    same = ("asker", "asked_no")
    if any(all(each.data[name] == act.data.get(name) for name in same) for each in case.all("reply_assistance")):
        yield assistance_is_given_once.finding(
            f"{act.data.get('asker')}的{act.data.get('asked_no')}已经答复过",
            next_step="请核对来函文号",
            field="asked_no",
        )


@rule("CRM-01", cites="行政执法机关移送涉嫌犯罪案件的规定第五条", acts=["approve_crime_transfer", "transfer"])
def crime_is_approved(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """移送涉嫌犯罪案件由负责人审批；不批准的写明理由，没有重新审批的不得移送。"""
    if act.code == "approve_crime_transfer":
        if "公安" not in act.data.get("receiver", ""):
            yield crime_is_approved.finding(
                "涉嫌犯罪案件应移送公安机关", next_step="请核对受移送机关", field="receiver"
            )
        return
    last = case.last("approve_crime_transfer")
    if act.data.get("kind") == "crime" and last and last.data["head_decision"] == "no":
        yield crime_is_approved.finding(
            f"{last.number}负责人没有批准移送", next_step="认为仍应移送的，请重新报批", field="kind"
        )


@rule("G-36", cites="行政处罚法第六十六条第二款", acts=["apply_instalments"])
def asked_before_the_last_day(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """当事人在缴款期限届满前申请延期、分期缴纳；没有欠缴罚款的不受理。"""
    limit = pay_deadline(case, ctx)
    if limit is None or nothing_owed(case, act.on, ctx):
        yield asked_before_the_last_day.finding("没有需要缴纳的罚款", next_step="请核对决定和缴款登记")
    elif date.fromisoformat(act.data["applied_on"]) > limit.due_on:
        yield asked_before_the_last_day.finding(
            f"缴款期限 {limit.due_on} 已过",
            weight=Weight.WARN,
            next_step="申请照收附卷，依法不能批准延期、分期",
            field="applied_on",
        )


@rule("PAY-01", cites=("行政处罚法第七十二条", "行政强制法第五十四条"), acts=["remind_payment"])
def reminded_of_what_is_owed(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """罚款没有缴清的可以催缴，数额与应缴一致；复议、诉讼期限届满的，依法用催告书催告。"""
    owed = surcharge(case, act.on, ctx)
    if owed is None or not owed.owed:
        yield reminded_of_what_is_owed.finding("没有欠缴的罚款", next_step="请核对缴款登记")
        return
    expiry = remedy_expiry(case, ctx)
    if expiry and act.on > expiry.due_on:
        yield reminded_of_what_is_owed.finding(
            f"复议、诉讼期限已于 {expiry.due_on} 届满", weight=Weight.WARN, next_step="申请强制执行前须办理“催告”"
        )


def assistance(case: CaseFacts, ctx: Context) -> Iterator[Deadline]:
    """Until when another organ was asked to answer."""
    answers = {each.data["request_seq"]: each for each in case.all("record_assistance")}
    for asked in case.all("request_assistance"):
        answer = answers.get(asked.seq)
        last = date.fromisoformat(asked.data["reply_by"])
        yield line(
            "assist", "协助调查答复期限", "AST-01", "other_organ", asked.on, f"{asked.number}（{asked.data['receiver']}）",
            Reckoned(last, False, (), "函中写明的日期", ("行政处罚法第二十六条",)), holder="handler", act="record_assistance",
            met=date.fromisoformat(answer.data["replied_on"]) if answer else None, ref=asked.seq,
        )  # fmt: skip
