"""Age, leniency, no penalty, limitation, old and new law, basis, correction."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from mingjing.cases.rules.days import reckon
from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.kernel.citations import parse
from mingjing.kernel.findings import Finding, Invalid, Weight
from mingjing.kernel.periods import Period, Unit
from mingjing.kernel.rulebook import rule

LENIENT = {"lighter", "reduced", "none"}


def age_at(case: CaseFacts, day: date) -> int | None:
    """Full years (周岁) of a natural person on a day, counted from the day after the birthday; None for units and where
    the birth date is unknown."""
    born = case.party.get("birth_date")
    if not born:
        return None
    birth = date.fromisoformat(str(born))
    return day.year - birth.year - ((day.month, day.day) <= (birth.month, birth.day))


def violation_day(case: CaseFacts, act: Proposed) -> date | None:
    """When the violation happened, as the report (or the act asked for) says."""
    report = case.last("report")
    text = act.data.get("violation_on") or (report.data.get("violation_on") if report else None)
    return date.fromisoformat(text) if text else None


@rule("G-10", cites="行政处罚法第三十条、第三十一条", acts=["report", "decide"], veto=12)
def minors_are_spared(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """不满十四周岁的不予处罚；已满十四周岁不满十八周岁的，从轻或者减轻处罚。"""
    day = violation_day(case, act)
    age = age_at(case, day) if day else None
    if age is None:
        return
    punished = act.code == "decide" or act.data.get("conclusion") == "penalty"
    if age < 14 and punished:
        yield minors_are_spared.finding(
            f"当事人行为时 {age} 周岁，不满十四周岁", next_step="请作出不予行政处罚决定，责令监护人加以管教"
        )
        return
    report = case.last("report")
    found = act.data if act.code == "report" else report.data if report else {}
    spared = "minor" in found.get("leniency", ()) and found.get("discretion") in LENIENT
    if age < 18 and punished and not spared:
        yield minors_are_spared.finding(
            f"当事人行为时 {age} 周岁，没有从轻或者减轻",
            next_step="请在调查终结报告中选择未成年人情形并从轻或者减轻",
            field="leniency",
        )


@rule("G-11", cites="行政处罚法第三十二条", acts=["report"], veto=12)
def leniency_is_applied(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """有主动消除或者减轻危害后果、受胁迫诱骗、主动供述、立功等情形的，应当从轻或者减轻处罚；没有法定情形的不得减轻。"""
    if act.data.get("leniency") and act.data.get("discretion") not in LENIENT:
        yield leniency_is_applied.finding(
            "有法定从轻减轻情形，裁量结果却不是从轻或者减轻", next_step="请改选裁量结果", field="discretion"
        )
    if act.data.get("discretion") == "reduced" and not act.data.get("leniency"):
        yield leniency_is_applied.finding(
            "裁量结果是减轻，没有选择减轻的法定情形",
            next_step="请选择情形并写明证据，或者改选裁量结果",
            field="leniency",
        )


@rule("G-11", cites=("行政处罚法第三十二条", "国办发〔2022〕27号"), acts=["decide"], veto=12)
def stays_inside_the_range(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """罚款不得超过法定上限；低于法定下限的是减轻处罚，须有减轻的法定情形。"""
    fine, report = act.data.get("fine"), case.last("report")
    side = "unit" if case.party_is_unit else "person"
    low, high = _money(case.matter.get(f"fine_{side}_min")), _money(case.matter.get(f"fine_{side}_max"))
    if fine is None or report is None:
        return
    if high and _money(fine) > high:
        yield stays_inside_the_range.finding(
            f"罚款 {fine} 元超过法定上限 {high} 元", next_step="请核对处罚依据", field="fine"
        )
    if low and _money(fine) < low and report.data.get("discretion") != "reduced":
        yield stays_inside_the_range.finding(
            f"罚款 {fine} 元低于法定下限 {low} 元，却没有认定减轻情形",
            next_step="请在调查终结报告中写明减轻的情形和依据",
            field="fine",
        )


def _money(text: Any) -> Any:
    from decimal import Decimal

    return Decimal(str(text)) if text not in (None, "") else Decimal(0)


@rule("G-12", cites="行政处罚法第三十三条", acts=["decide_no_penalty"], veto=12)
def no_penalty_has_its_ground(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """轻微不罚须轻微、及时改正且没有危害后果；首违可不罚须初次、后果轻微且及时改正；都须有证据并对当事人进行教育。"""
    data, ground = act.data, act.data.get("ground")
    yield from _as_found(case, act)
    if len(data.get("education", "")) < 10:
        yield no_penalty_has_its_ground.finding("没有教育当事人的记录", next_step="请写明教育内容", field="education")
    day = violation_day(case, act)
    age = age_at(case, day) if day else None
    if ground == "child" and (age is None or age >= 14):
        yield no_penalty_has_its_ground.finding(
            f"当事人行为时{f' {age} 周岁' if age is not None else '的年龄没有登记'}，不能以不满十四周岁为由",
            next_step="请核对出生日期和行为日期",
            field="ground",
        )
    if ground == "minor" and (data.get("harm") != "none" or data.get("corrected") != "yes"):
        yield no_penalty_has_its_ground.finding(
            "轻微不罚须及时改正且没有造成危害后果", next_step="请核对危害后果和改正情况", field="ground"
        )
    if ground == "first" and (
        data.get("first_offence") != "yes"
        or data.get("harm") not in {"none", "slight"}
        or data.get("corrected") != "yes"
    ):
        yield no_penalty_has_its_ground.finding(
            "首违不罚须同时具备初次违法、危害后果轻微、及时改正三个条件", next_step="请逐项核对并附证据", field="ground"
        )
    earlier = [
        other
        for other in case.related
        if other.matter_code == case.matter.get("code")
        and (other.punished or (other.outcome.startswith("decide_no_penalty") and not other.undone))
    ]
    if ground == "first" and earlier:
        yield no_penalty_has_its_ground.finding(
            f"当事人曾因同类违法行为被处理（{earlier[0].number}），不是初次违法", field="first_offence"
        )


@rule("G-12", cites="行政处罚法第三十三条第一款", acts=["report"])
def slight_and_harmless_is_spared(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """违法行为轻微并及时改正，没有造成危害后果的，不予行政处罚；属于轻微阶次仍建议处罚的，须核对三个条件。"""
    data = act.data
    spared = data.get("harm") == "none" and data.get("corrected") == "yes" and "轻微" in str(data.get("tier", ""))
    if spared and data.get("conclusion") == "penalty":
        yield slight_and_harmless_is_spared.finding(
            "轻微阶次、已经改正、没有危害后果，却建议处罚",
            weight=Weight.WARN,
            next_step="三个条件都具备的，应当不予处罚；不具备的，请写明理由",
            field="conclusion",
        )


GUARDED = {"child": (30, "第三十条", "责令监护人加以管教"), "incapable": (31, "第三十一条", "责令监护人严加看管和治疗")}


@rule("G-10", cites="行政处罚法第三十条、第三十一条", acts=["decide_no_penalty"], veto=12)
def guardian_is_ordered(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """不满十四周岁的，责令监护人加以管教；不能辨认或者不能控制自己行为的，责令监护人严加看管和治疗。"""
    ground = str(act.data.get("ground", ""))
    if ground not in GUARDED:
        for field in ("guardian", "guardian_order"):
            if act.data.get(field):
                yield guardian_is_ordered.finding(
                    "不予处罚的理由不涉及监护人", next_step="请清空监护人的内容，或者核对理由", field=field
                )
        return
    article, written, words = GUARDED[ground]
    for field, label in (("guardian", "监护人姓名"), ("guardian_relation", "监护人与当事人的关系")):
        if not act.data.get(field):
            yield guardian_is_ordered.finding(f"没有填写{label}", next_step="请补充监护人", field=field)
    if len(act.data.get("guardian_order", "")) < 4:
        yield guardian_is_ordered.finding(f"没有{words}", next_step="请写明对监护人的要求", field="guardian_order")
    if not any(_rests_on(text, article) for text in act.data.get("basis", ())):
        yield guardian_is_ordered.finding(f"依据中没有行政处罚法{written}", next_step="请补上该条", field="basis")


def _rests_on(text: str, article: int) -> bool:
    try:
        place = parse(text)
    except Invalid:
        return False
    return place.law.endswith("行政处罚法") and place.article == article


def _as_found(case: CaseFacts, act: Proposed) -> Iterator[Finding]:
    """The circumstances of leniency are those the investigation found, or a later re-check."""
    report, data = case.last("report"), act.data
    if report is None:
        return
    checked = [each for each in case.all("recheck") if each.data.get("corrected") == "corrected"]
    if data.get("harm") != report.data.get("harm"):
        yield no_penalty_has_its_ground.finding(
            "危害后果与调查终结报告不一致", next_step="请按查明的情况填写", field="harm"
        )
    if data.get("corrected") == "yes" and report.data.get("corrected") != "yes" and not checked:
        yield no_penalty_has_its_ground.finding(
            "改正情况与调查终结报告不一致，也没有复查", next_step="请先办理整改复查", field="corrected"
        )


LONGER_SINCE = date(2021, 7, 15)
# Older acts are measured by the first figure there is: two years from them are over in any case.
FIRST_LAW = date(1996, 10, 1)


def violation_ended(data: Mapping[str, Any]) -> date | None:
    """The day the violation ended: as entered, else the day it happened; None only while it is said to go on."""
    if data.get("continuing") == "yes":
        return None
    text = data.get("violation_ended_on") or data.get("violation_on") or data.get("violation_from")
    return date.fromisoformat(str(text)) if text else None


@rule("G-13", cites="行政处罚法第三十六条", acts=["file_case", "report", "decide"], veto=20)
def within_limitation(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """违法行为二年内未被发现的不再处罚；涉及生命健康安全、金融安全且有危害后果的延长至五年；连续、继续状态从终了之日起算。"""
    lead, filing, report = case.lead, case.last("file_case"), case.last("report")
    kept = report.data if report else filing.data if filing else {}
    told = act.data if act.code in {"file_case", "report"} or act.data.get("violation_on") else kept
    begun, ended = str(told.get("violation_from") or told.get("violation_on") or ""), violation_ended(told)
    if ended and ended.isoformat() < begun:
        yield within_limitation.finding(
            f"违法行为终了日期 {ended} 早于开始日期 {begun}", next_step="请核对日期", field="violation_ended_on"
        )
    if ended is None or lead is None:
        return
    asked = act.data if act.code == "file_case" else (filing.data if filing else {})
    long = asked.get("five_years") == "yes" and ended >= LONGER_SINCE
    figure = ctx.figure("limitation.serious" if long else "limitation", max(ended, FIRST_LAW))
    last = reckon(ended, Period(int(figure.value), Unit(figure.unit)), "agency_duty", ctx).due_on
    if (
        date.fromisoformat(lead.data.get("found_on") or lead.on.isoformat()) > last
        and act.data.get("conclusion", "penalty") == "penalty"
    ):
        yield within_limitation.finding(
            f"违法行为 {ended} 终了，{lead.data['found_on']} 才发现，已过 {last} 的追责时效",
            next_step="请不予立案或者撤销立案",
        )
    if long and not asked.get("five_years_evidence"):
        yield within_limitation.finding(
            "适用五年时效没有证据",
            next_step="请写明涉及生命健康、金融安全且有危害后果的证据",
            field="five_years_evidence",
        )
    if long and told.get("harm") == "none":
        yield within_limitation.finding(
            "适用五年时效，查明的却是没有危害后果", next_step="没有危害后果的按二年计算，请核对", field="harm"
        )


@rule("G-14", cites="行政处罚法第三十七条", acts=["report"], veto=10)
def lighter_of_old_and_new_law(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """适用违法行为发生时的规定；作出决定时规定已修改或者废止，新规定处罚较轻或者不认为违法的，适用新规定。"""
    if act.data.get("law_changed") == "yes" and len(act.data.get("law_choice", "")) < 10:
        yield lighter_of_old_and_new_law.finding(
            "依据已修改，没有比较新旧规定", next_step="请写明新旧条文、选择和理由", field="law_choice"
        )


@rule("G-15", cites="行政处罚法第三十八条", acts=["report", "decide"], veto=9)
def penalty_has_a_basis(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """没有依据、不具有主体资格、违反法定程序构成重大且明显违法的，行政处罚无效。"""
    if not act.data.get("basis") or not act.data.get("breached"):
        yield penalty_has_a_basis.finding(
            "没有写明违反的条款和处罚依据", next_step="请补充法律名称和条款项", field="basis"
        )
    if (act.code == "decide" or act.data.get("conclusion") == "penalty") and not act.data.get("kinds"):
        yield penalty_has_a_basis.finding("没有选择处罚种类", next_step="请选择处罚种类", field="kinds")
    if "fine" in act.data.get("kinds", ()) and not _money(act.data.get("fine")):
        yield penalty_has_a_basis.finding("选择了罚款，没有填写数额", next_step="请填写罚款数额", field="fine")
    confiscates = {"confiscate_gains", "confiscate_goods"} & set(act.data.get("kinds", ()))
    if confiscates and not _money(act.data.get("confiscation")):
        yield penalty_has_a_basis.finding(
            "选择了没收，没有填写数额（非法财物按价值填写）", next_step="请填写没收数额", field="confiscation"
        )
    if _money(act.data.get("confiscation")) and not confiscates:
        yield penalty_has_a_basis.finding(
            "填写了没收数额，没有选择没收的种类", next_step="请核对处罚种类", field="kinds"
        )
    if _money(act.data.get("fine")) and "fine" not in act.data.get("kinds", ()):
        yield penalty_has_a_basis.finding("填写了罚款数额，没有选择“罚款”", next_step="请核对处罚种类", field="kinds")


KIND_WORDS = {
    "罚款": {"fine"}, "没收": {"confiscate_gains", "confiscate_goods"}, "暂扣": {"suspend_licence"}, "降低资质": {"downgrade"},
    "吊销": {"revoke_licence"}, "停产": {"stop"}, "停业": {"stop"}, "关闭": {"close"}, "限制从业": {"ban"}, "通报批评": {"criticism"},
    "限制开展": {"restrict"},
}  # fmt: skip


@rule(
    "G-21", cites=("行政处罚法第九条", "行政处罚法第六十三条"), acts=["report", "notify", "discuss", "decide"], veto=14
)
def no_kind_hides_in_words(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """处罚的其他内容只写所选种类的期限和范围；写有某种处罚的，须选择该种类，不得借文字避开听证和集体讨论。"""
    text, kinds = str(act.data.get("other_content") or ""), set(act.data.get("kinds", ()))
    for word, wanted in KIND_WORDS.items():
        if word in text and not wanted & kinds:
            yield no_kind_hides_in_words.finding(
                f"其他内容写有“{word}”，没有选择相应的处罚种类",
                next_step="请选择该种类，或者改写其他内容",
                field="kinds",
            )


@rule("G-19", cites="行政处罚法第二十八条", acts=["decide"], points=10)
def correction_is_ordered(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """实施行政处罚时，应当责令当事人改正或者限期改正违法行为。"""
    report = case.last("report")
    already = report is not None and report.data.get("corrected") in {"yes", "na"}
    already = already or act.data.get("correction") in {"done", "na"}
    if not already and not case.ever("order_correction"):
        yield correction_is_ordered.finding("没有责令改正，也没有记录已经改正", next_step="请先办理责令改正")


@rule("G-19", cites="行政处罚法第二十八条", acts=["order_correction"])
def correction_is_concrete(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """责令改正须写明具体的改正内容，期限不早于作出之日。"""
    if act.data.get("correct_by", "9999") < act.on.isoformat():
        yield correction_is_concrete.finding("改正期限早于责令之日", field="correct_by")


@rule("G-19", cites="行政处罚法第二十八条", acts=["recheck"])
def correction_is_checked_afterwards(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """整改复查在责令改正之后进行。"""
    ordered, begun = case.last("order_correction"), act.data.get("started_at", "")[:10]
    if ordered and begun and begun < ordered.on.isoformat():
        yield correction_is_checked_afterwards.finding(
            f"复查开始时间早于责令改正之日（{ordered.on}）", next_step="请核对复查时间", field="started_at"
        )
