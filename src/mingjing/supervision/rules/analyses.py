"""The analysis of weak links: what a signed one says, how its figures are put in order, what its digest covers."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

from mingjing.kernel.findings import Finding
from mingjing.kernel.hashing import canonical
from mingjing.kernel.rulebook import registered, rule
from mingjing.supervision.terms.analyses import Kind, WeakLink

_N118 = "国办发〔2018〕118号第三部分（十）、第五部分（十七）"
SHORTEST = 10


@rule("SUP-62", cites=_N118, acts=("sign_analysis",))
def analysis_says(state: str, looked: int, total: int, causes: str, measures: str, links: int) -> tuple[Finding, ...]:
    """薄弱环节分析在全部案件统计完以后定稿，只定稿一次；发现了问题的写明原因和改进措施。"""
    if state == "signed":
        return (analysis_says.finding("这次分析已经定稿", next_step="案件有变化的，重新发起一次"),)
    if state == "counting":
        return (analysis_says.finding(f"已统计 {looked} 件，共 {total} 件", next_step="请等统计完以后再定稿"),)
    found = []
    for field, name, text in (("causes", "原因分析", causes), ("measures", "改进措施", measures)):
        if links and len(text.strip()) < SHORTEST:
            found.append(
                analysis_says.finding(
                    f"规则发现了 {links} 类问题，没有写明{name}",
                    next_step=f"请填写（不少于 {SHORTEST} 个字）",
                    field=field,
                )
            )
    return tuple(found)


def sentence(number: str) -> str:
    """What a rule says; empty for a rule this version no longer has."""
    parts = registered().get(number, ())
    return parts[0].sentence if parts else ""


def links_of(found: Mapping[str, Any], before: Mapping[str, int] | None) -> tuple[WeakLink, ...]:
    """The rules that found something, those in most cases first; with those of the period before that found nothing now."""
    numbers = set(found) | set(before or {})
    made = [
        WeakLink(
            number, sentence(number), tuple(found.get(number, {}).get("acts", ())),
            tuple((UUID(key), no) for key, no in found.get(number, {}).get("cases", ())),
            None if before is None else before.get(number, 0),
        )
        for number in numbers
    ]  # fmt: skip
    return tuple(sorted(made, key=lambda one: (-one.count, one.rule)))


def kinds_of(kept: Sequence[Mapping[str, Any]]) -> tuple[Kind, ...]:
    """The kinds of violation, those that rose most first."""
    made = [
        Kind(one["code"], one["name"], tuple((UUID(key), no) for key, no in one["cases"]), one["before"])
        for one in kept
    ]
    return tuple(sorted(made, key=lambda one: (-one.change, -len(one.cases), one.code)))


def add(found: dict[str, Any], number: str, act: str, case_id: UUID, case_no: str) -> None:
    """Note one finding of a case under its rule; a case counts once per rule."""
    held = found.setdefault(number, {"acts": [], "cases": []})
    if act not in held["acts"]:
        held["acts"].append(act)
    if [str(case_id), case_no] not in held["cases"][-1:]:
        held["cases"].append([str(case_id), case_no])


def analysis_digest(told: Mapping[str, Any]) -> str:
    """SHA-256 over what a signed analysis says."""
    return sha256(canonical(dict(told))).hexdigest()
