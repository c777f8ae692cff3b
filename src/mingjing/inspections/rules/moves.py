"""The public number, the substitutions, and visits that name a draw or a cause."""

from collections.abc import Collection
from datetime import date

from mingjing.inspections.terms import CAUSE_NAMES, SWAP_NAMES, SWAPS, Cause, DrawnFacts, Source
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

_G58 = "国办发〔2015〕58号"
_I54 = "国办发〔2024〕54号"
_N118 = "国办发〔2018〕118号第二部分（四）"


@rule("DRW-20", cites=_G58, acts=("freeze",))
def source_is_named(source: Source, today: date) -> tuple[Finding, ...]:
    """冻结名单时指定以后公布的公开随机数：是什么、在哪里公布、哪一天的；那一天在冻结之日以后。"""
    found = [
        source_is_named.finding(f"没有写明{label}", next_step="请填写", field=field)
        for field, label, text in (("what", "用什么公开随机数", source.what), ("where", "在哪里公布", source.where))
        if len(text.strip()) < 2
    ]
    if source.on <= today:
        step = f"写 {today.isoformat()} 以后的日期：冻结时谁也不知道的数，谁也挑不了"
        found.append(source_is_named.finding("随机数的日期不在今天以后", next_step=step, field="on"))
    return tuple(found)


@rule("DRW-21", cites=_G58, acts=("tell_entropy",))
def number_is_that_of_the_source(source: Source, value: str, again: str, on: date, today: date) -> tuple[Finding, ...]:
    """公开随机数是冻结时指定的那一天公布的，晚于冻结之日，公布以后才录入，照原样录两遍。"""
    say = number_is_that_of_the_source.finding
    if on != source.on:
        step = f"录入 {source.on.isoformat()} 的；那一天没有公布的，重新冻结并写明理由"
        return (say(f"冻结时指定的是 {source.on.isoformat()} 的随机数", next_step=step, field="on"),)
    if today < source.on:
        return (say(f"{source.on.isoformat()} 还没有到", next_step="公布以后再录入", field="on"),)
    if not value.strip():
        return (say("没有录入随机数", next_step="照公布的原样录入", field="value"),)
    if " ".join(value.split()) != " ".join(again.split()):
        return (say("两遍录入的不一样", next_step="对照公布的原样重新录入：录入以后不能再改", field="again"),)
    return ()


@rule("DRW-22", cites=(_G58, "行政处罚法第四十三条"), acts=("replace",))
def replaced_for_a_reason(kind: str, reason: str, visited: bool, come: str) -> tuple[Finding, ...]:
    """抽中的对象、人员只因规定的原因替换，由候补次序里的下一个顶上，不得指定；检查开始以后不再替换。"""
    say = replaced_for_a_reason.finding
    if visited:
        return (say("已经到企业检查，不能再替换", next_step="需要回避的，在检查记录里写明，另行安排"),)
    if reason not in {one.value for one in SWAPS[kind]}:
        return (
            say(
                "没有选替换的原因",
                next_step=f"从{'、'.join(SWAP_NAMES[one] for one in SWAPS[kind])}里选",
                field="reason",
            ),
        )
    if not come:
        return (say("候补次序里没有下一个了", next_step="这一家不再替换；需要检查的另行抽取"),)
    return ()


@rule("DRW-23", cites=(_G58, _I54, _N118), acts=("begin_visit",))
def visit_is_of_the_draw(
    drawn: DrawnFacts | None, ours: bool, outside: bool, code: str, officers: Collection[str]
) -> tuple[Finding, ...]:
    """随机抽查写的抽取记录是真的：企业是这次抽中的，到场的人是这次选派的；在其他系统抽取的写明在其他系统。"""
    say = visit_is_of_the_draw.finding
    if outside and not ours:
        return ()
    if not ours:
        step = "照本平台的抽取记录填写；在其他系统抽取的，选“在其他系统抽取”"
        return (say("本平台没有这份抽取记录", next_step=step, field="draw"),)
    if drawn is None:
        step = "检查抽中的企业；不是抽中的，按专项检查、触发式检查登记并写明起因"
        return (say(f"{code} 不是这次抽取抽中的", next_step=step, field="enterprise_code"),)
    if drawn.visit_id is not None:
        return (say("抽中的这一家已经登记过检查", next_step="从入企检查列表进入", field="draw"),)
    missing = [one["name"] for one in drawn.officers if one["id"] not in officers]
    if missing:
        step = "由抽中的人员检查；来不了的，先由负责人按候补次序替换"
        return (say(f"抽中的 {'、'.join(missing)} 没有到场", next_step=step, field="officers"),)
    return ()


@rule("DRW-24", cites=_I54, acts=("begin_visit",))
def undrawn_says_why(cause: str, source: str) -> tuple[Finding, ...]:
    """不是随机抽取的检查写明起因：投诉举报、上级部署、移送转办、复查、监测预警、事故等，和来源编号。"""
    if cause not in set(Cause):
        step = f"从{'、'.join(CAUSE_NAMES.values())}里选"
        return (undrawn_says_why.finding("没有写明起因", next_step=step, field="cause"),)
    if cause in {Cause.COMPLAINT, Cause.ORDER, Cause.TRANSFER} and not source.strip():
        fact = f"起因是{CAUSE_NAMES[Cause(cause)]}，没有写来源编号"
        return (undrawn_says_why.finding(fact, next_step="写投诉、部署文件或者移送函的编号", field="cause_source"),)
    return ()
