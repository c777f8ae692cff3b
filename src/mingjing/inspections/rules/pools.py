"""What a list of enterprises or officers must be before it is frozen."""

from collections.abc import Collection, Mapping, Sequence

from mingjing.inspections.terms import (
    CREDITS,
    MOST_ROWS,
    OFFICER_OUT_NAMES,
    PARTY_OUT_NAMES,
    RISKS,
    OfficerOut,
    PartyOut,
    PartyRow,
)
from mingjing.kernel.findings import Finding
from mingjing.kernel.identifiers import uscc_problem
from mingjing.kernel.rulebook import rule
from mingjing.kernel.text import clean

_G58 = "国办发〔2015〕58号"
_G18 = "国发〔2019〕18号（九）"
_I54 = "国办发〔2024〕54号"
_APL = "行政处罚法第四十三条"
SHOWN = 20


@rule("DRW-10", cites=_G58, acts=("add_parties",))
def rows_are_good(rows: Sequence[PartyRow]) -> tuple[Finding, ...]:
    """检查对象名录库的每一家写明名称、统一社会信用代码、风险等级和信用等级，同一家只登记一次。"""
    say, seen = rows_are_good.finding, dict[str, int]()
    found: list[Finding] = []
    if not rows:
        return (say("没有一家企业", next_step="至少填写一家", field="file"),)
    if len(rows) > MOST_ROWS:
        return (say(f"有 {len(rows)} 行，一次最多 {MOST_ROWS} 行", next_step="请分成几份", field="file"),)
    for one in rows:
        where = f"第 {one.row} 行：" if one.row else ""
        problems = [text for text in (_name(one.name), uscc_problem(one.code).rstrip("。"), _classes(one)) if text]
        if one.code in seen and not problems:
            problems = [f"{one.code} 与第 {seen[one.code]} 行重复"]
        seen.setdefault(one.code, one.row)
        if problems and len(found) < SHOWN:
            field = "file" if one.row else "code"
            found.append(say(where + "；".join(problems), next_step="请改正后再登记，这次一行也没有登记", field=field))
    return tuple(found)


def _name(name: str) -> str:
    if clean(name)[1]:
        return "名称里有看不见的字符"
    return "" if 2 <= len(name.strip()) <= 120 else "名称不足 2 个字或者超过 120 个字"


def _classes(one: PartyRow) -> str:
    if one.risk not in RISKS:
        return f"没有风险等级“{one.risk[:20]}”，只写{'、'.join(RISKS.values())}"
    return "" if one.credit in CREDITS else f"没有信用等级“{one.credit[:20]}”，只写{'、'.join(CREDITS.values())}"


@rule("DRW-11", cites=(_G58, _I54), acts=("leave_party_out", "leave_officer_out"))
def left_out_for_a_reason(kind: str, reason: str) -> tuple[Finding, ...]:
    """不参加抽取的企业、人员逐个从规定的原因里选定原因。"""
    names = [*(PARTY_OUT_NAMES if kind == "party" else OFFICER_OUT_NAMES).values()]
    if not reason or reason in set(PartyOut if kind == "party" else OfficerOut):
        return ()
    return (left_out_for_a_reason.finding("没有选原因", next_step=f"从{'、'.join(names)}里选", field="reason"),)


@rule("DRW-12", cites=_APL, acts=("tell_avoidance",))
def avoidance_says(note: str) -> tuple[Finding, ...]:
    """执法人员与检查对象有利害关系的，登记回避并写明关系；关系不公开。"""
    if len(note.strip()) >= 2:
        return ()
    return (avoidance_says.finding("没有写明是什么关系", next_step="例如“配偶在该企业任职”，不公开", field="note"),)


@rule("DRW-13", cites=(_G58, _APL), acts=("freeze",))
def pools_suffice(
    wanted: int, parties: Sequence[str], officers: Sequence[str], avoid: Collection[tuple[str, str]], team: int
) -> tuple[Finding, ...]:
    """冻结以前，名单里的企业不少于抽取的数量，每一家去掉应当回避的人以后都选派得出规定的人数。"""
    say, found = pools_suffice.finding, []
    if not wanted or wanted > len(parties):
        found.append(
            say(f"要抽 {wanted} 家，名单里可以抽的只有 {len(parties)} 家", next_step="补充名单，或者减少抽取的数量")
        )
    if len(officers) < team:
        found.append(
            say(f"每家选派 {team} 人，可以选派的执法人员只有 {len(officers)} 人", next_step="补充证件有效的人员")
        )
        return tuple(found)
    known = set(officers)
    lost: dict[str, set[str]] = {}
    for officer, party in avoid:
        if officer in known:
            lost.setdefault(party, set()).add(officer)
    short = [code for code in parties if len(officers) - len(lost.get(code, ())) < team]
    if short:
        fact = f"{'、'.join(short[:5])} 等 {len(short)} 家去掉应当回避的人以后不足 {team} 人"
        found.append(say(fact, next_step="补充人员，或者商请其他机关人员参加"))
    return tuple(found)


@rule("DRW-14", cites=_I54, acts=("freeze",))
def within_the_cap(visits: Mapping[str, int], cap: int) -> tuple[str, ...]:
    """本年度检查次数已经到上限的企业不参加抽取，冻结时由平台自动排除。"""
    return tuple(sorted(code for code, count in visits.items() if count >= cap))
