"""Visits to enterprises: what may be inspected, by whom, how a visit ends, how long its code stands."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from mingjing.kernel.codes import normal
from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.rulebook import rule
from mingjing.publicity.rules.checks import results_of_the_table
from mingjing.publicity.rules.clocks import parameters
from mingjing.publicity.terms.checks import result_table

_N118 = "国办发〔2018〕118号第二部分"
_I54 = "国办发〔2024〕54号"
SHORTEST = 4


def visit_digest(code: str) -> str:
    """The digest under which a visit is found by its code."""
    return sha256(f"mingjing-visit:{normal(code)}".encode()).hexdigest()


@rule("PUB-50", cites=(_I54, f"{_N118}（四）"), acts=("open_visit",))
def item_is_published(name: str, in_public: bool, of_the_organ: bool) -> tuple[Finding, ...]:
    """没有列入本机关公开清单的检查事项，不得开展入企检查，企业可以拒绝。"""
    if in_public and of_the_organ:
        return ()
    fact = f"“{name}”不是本机关的检查事项" if in_public else f"“{name}”没有公开，或者已经停止公开"
    step = "请从本机关公开的抽查事项中选择；确需检查的，先在“事前公示”里公布这个事项"
    return (item_is_published.finding(fact, next_step=step, field="item"),)


@rule("PUB-51", cites=("行政处罚法第四十二条", _I54), acts=("open_visit",))
def two_officers(names: Sequence[str]) -> tuple[Finding, ...]:
    """入企检查的执法人员不得少于两人，每人都应当持有本机关的、当时有效的执法证件。"""
    if len(set(names)) >= 2:
        return ()
    return (
        two_officers.finding(
            f"现在只有 {len(set(names))} 名执法人员", next_step="请再选一名持有效执法证件的人员", field="officers"
        ),
    )


@rule("PUB-52", cites=_I54, acts=("open_visit",))
def one_visit_at_a_time(open_number: str) -> tuple[Finding, ...]:
    """同一机关对同一企业的入企检查没有结束的，不得另行登记，能合并的合并进行。"""
    if not open_number:
        return ()
    message = f"对这家企业的 {open_number} 还没有登记离开"
    return (
        one_visit_at_a_time.finding(message, next_step="请先登记离开，或者在这一次里一并检查", field="enterprise_code"),
    )


@rule("PUB-58", cites=_I54, acts=("open_visit",))
def approved_before(approval: str) -> tuple[Finding, ...]:
    """入企检查事前经机关负责人批准，写明批准文号；情况紧急来不及的，写明紧急的情况，事后补办批准。"""
    if len(approval.strip()) >= SHORTEST:
        return ()
    step = f"填写批准文号；来不及批准的写“紧急：”和情况（不少于 {SHORTEST} 个字），事后补办"
    return (approved_before.finding("没有写明这次检查的批准", next_step=step, field="approval"),)


def uniform_is_prescribed(domain: str, on: date) -> bool:
    """Whether the State prescribes a uniform for a domain on a day."""
    return bool(int(parameters(domain).at("uniform", on).value))


@rule("PUB-66", cites=(f"{_N118}（五）", "综合行政执法制式服装和标志管理办法"), acts=("open_visit",))
def dressed_as_prescribed(domain: str, on: date, dressed: str, reason: str) -> tuple[Finding, ...]:
    """国家规定统一着装的，执法时按规定着装、佩戴标识；没有的，写明理由。"""
    if not uniform_is_prescribed(domain, on) or dressed == "yes":
        return ()
    if dressed != "no":
        step = "请核对在场人员的着装、标识后选择"
        return (dressed_as_prescribed.finding("没有写明是否按规定着装、佩戴标识", next_step=step, field="dressed"),)
    if len(reason.strip()) >= SHORTEST:
        return ()
    step = f"写明为什么没有着装，例如暗访、制服损坏（不少于 {SHORTEST} 个字）"
    return (dressed_as_prescribed.finding("没有写明不着装的理由", next_step=step, field="undressed"),)


@rule("PUB-53", cites=(f"{_N118}（五）", _I54), acts=("close_visit",))
def departure_says(closed: bool, result: str, note: str, on: date) -> tuple[Finding, ...]:
    """入企检查结束，登记离开时间和结果；发现问题、不配合检查的写明内容。一次检查只结束一次。"""
    if closed:
        return (departure_says.finding("这次检查已经登记离开", next_step="刷新页面，看已经登记的结果"),)
    keys, table = [key for key in result.split(",") if key], result_table(on).results
    if not keys:
        return (departure_says.finding("没有选定检查结果", next_step="至少选一项", field="result"),)
    found = list(results_of_the_table(keys, on))
    if any(key in table and table[key].told for key in keys) and len(note.strip()) < SHORTEST:
        found.append(
            departure_says.finding(
                "没有写明要改正什么、怎样处理", next_step=f"写明内容和期限（不少于 {SHORTEST} 个字）", field="note"
            )
        )
    return tuple(found)


@rule("PUB-54", cites=f"{_N118}（五）", acts=("clock",))
def close_on_the_day(opened_at: datetime, now: datetime) -> tuple[Finding, ...]:
    """入企检查应当在到达当日登记离开。"""
    if local_day(opened_at) >= local_day(now):
        return ()
    message = f"{local_day(opened_at).isoformat()} 到达，没有登记离开"
    return (close_on_the_day.finding(message, weight=Weight.WARN, next_step="请补登记离开时间和结果"),)


@rule("PUB-55", cites=f"{_N118}（五）", acts=("clock",))
def code_until(closed_on: date) -> date:
    """入企检查的企业码在检查结束后规定的天数内有效，过期的码什么也查不到。"""
    figure = parameters().at("visit_code", closed_on)
    return closed_on + timedelta(days=int(figure.value))


@rule("PUB-56", cites=_I54, acts=("rate_visit",))
def rated_once(rated: bool) -> tuple[Finding, ...]:
    """企业对一次入企检查评价一次；评价的文字只有执法监督机关看得到。"""
    if not rated:
        return ()
    return (rated_once.finding("这次检查已经评价过", next_step="有新的情况，请用本页的“投诉举报”反映"),)


@rule("PUB-59", cites=_I54, acts=("confirm_visit", "rate_visit"))
def by_the_enterprise(holder: UUID | None, officers: Collection[UUID]) -> tuple[Finding, ...]:
    """入企检查由企业确认到场、作出评价：登录着办案系统的人不得代企业确认、评价，参加这次检查的人员更不得。"""
    if holder is None:
        return ()
    fact = (
        "您参加了这次检查，不能确认、评价自己的检查" if holder in officers else "您登录着办案系统，确认和评价由企业作出"
    )
    step = "请把二维码给企业的人，用他们自己的手机扫"
    return (by_the_enterprise.finding(fact, next_step=step),)


@rule("PUB-65", cites=_I54, acts=("rating_figures",))
def figures_are_few(count: int, on: date) -> bool:
    """企业评价满规定的份数，被评价的机关才能看到分数，以免从分数认出是谁评的。"""
    return count < int(parameters().at("rating_figures", on).value)
