"""Discretion by the table: facts rest on evidence; what is proposed is what the table says, or the reason for another is written."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any

from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.cases.terms.weighing import Stated, span_of
from mingjing.kernel.findings import Finding
from mingjing.kernel.money import show
from mingjing.kernel.rulebook import rule

CITES = ("行政处罚法第五条第二款", "行政处罚法第三十四条", "国办发〔2022〕27号")
LEAST = 10


@rule("DIS-01", cites=("行政处罚法第四十条", "行政处罚法第四十六条"))
def facts_rest_on_evidence(stated: Sequence[Stated], valid: Collection[int]) -> Iterator[Finding]:
    """查问裁量基准的每一项事实都应当有本案没有被排除的证据；没有证据的，当作没有查明。"""
    for place, one in enumerate(stated):
        if not one.text:
            continue
        if not one.evidence:
            yield facts_rest_on_evidence.finding(
                f"“{one.name}”没有选证据", next_step="请选择证明它的证据；没有证据的，先不填这一项", field=f"e{place}"
            )
        elif lost := [number for number in one.evidence if number not in valid]:
            yield facts_rest_on_evidence.finding(
                f"“{one.name}”的证据{lost[0]}不在本案采信的证据里", next_step="请改选证据", field=f"e{place}"
            )


@rule("DIS-02", cites="国办发〔2022〕27号")
def not_after_the_decision(*, decided: bool) -> Iterator[Finding]:
    """裁量查问在作出决定之前进行；决定作出以后不再查问，以前的记录不变。"""
    if decided:
        yield not_after_the_decision.finding("本案已经作出决定", next_step="需要改变决定的，办理变更或者撤销")


@rule("G-42", cites=CITES, acts=["report", "decide"])
def table_is_asked(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """引用的裁量基准能够按案情查出阶次的，应当用有证据的事实查问；查问所依据的证据被排除的，重新查问。"""
    cited, asked = act.data.get("benchmark"), act.data.get("weighed")
    if not cited or not cited.get("table_sha256"):
        return
    if not asked or asked["sha256"] != cited["table_sha256"]:
        yield table_is_asked.finding("没有用本案的事实查问所引用的裁量基准", next_step="请在“裁量”里逐项填写事实和证据，查出阶次和幅度", field="benchmark").as_warning()  # fmt: skip
        return
    valid = {number for number, _, counts in case.evidence if counts}
    if lost := [number for number in asked["evidence"] if number not in valid]:
        yield table_is_asked.finding(f"查问裁量基准所依据的证据{'、'.join(map(str, lost))}已经排除", next_step="请用采信的证据重新查问", field="benchmark").as_warning()  # fmt: skip
    if asked["missing"]:
        yield table_is_asked.finding(f"查问裁量基准还缺：{'、'.join(asked['missing'])}", next_step="请查明以后再查问一次", field="benchmark").as_warning()  # fmt: skip


@rule("G-42", cites=CITES, acts=["report", "decide"])
def proposal_follows_the_table(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """拟处罚的阶次和罚款应当与按裁量基准查出的一致；行为时的基准较轻的，可以适用行为时的；从轻、减轻、从重的，写明理由。"""
    cited, asked = act.data.get("benchmark"), act.data.get("weighed")
    if not cited or not asked or not asked["tier"] or asked["sha256"] != cited.get("table_sha256"):
        return
    if act.code == "report" and act.data.get("conclusion") != "penalty":
        return
    if asked.get("older") and not _departs(act, asked["older"]):
        return  # 行政处罚法第三十七条
    if told := _departs(act, asked):
        report = case.last("report")
        how = act.data.get("discretion") or (report.data.get("discretion") if report else "")
        if how in {"normal", "none", ""}:
            yield proposal_follows_the_table.finding(
                told, next_step="请改成查出的阶次和幅度；确需偏离的，裁量结果选从轻、减轻或者从重", field="tier"
            )
        elif len(str(act.data.get("discretion_reason", ""))) < LEAST:
            yield proposal_follows_the_table.finding(
                f"{told}，没有写明理由",
                next_step=f"请写明偏离裁量基准的情形和依据，不少于 {LEAST} 个字",
                field="discretion_reason",
            )


def _departs(act: Proposed, asked: dict[str, Any]) -> str:
    """How a proposal departs from what the table said; nothing where it does not."""
    tier, fine, span = str(act.data.get("tier", "")).strip(), act.data.get("fine"), span_of(asked)
    if tier != asked["tier"]:
        return f"按查明的事实查出的是“{asked['tier']}”（第 {asked['place'] + 1} 行），这里写的是“{tier or '没有'}”"
    if fine not in (None, "") and span is not None and not span.holds(Decimal(str(fine))):
        ends = f"{show(span.low or Decimal(0))}元至{show(span.high) if span.high is not None else '不限'}元"
        return f"罚款{show(Decimal(str(fine)))}元不在查出的“{asked['tier']}”幅度{ends}之内"
    return ""
