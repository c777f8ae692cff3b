"""When an entry of a public list may be collected, checked, released; and until when it must follow the law."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from mingjing.kernel.findings import Finding
from mingjing.kernel.hashing import canonical
from mingjing.kernel.periods import Due, Kind, due
from mingjing.kernel.rulebook import rule
from mingjing.kernel.workdays import Workdays
from mingjing.publicity.rules.clocks import parameters
from mingjing.publicity.terms import (
    EDITION_NAMES,
    ENTRY_MOVE_NAMES,
    ENTRY_MOVES,
    Change,
    EditionState,
    EntryMove,
    FieldSpec,
    KindSpec,
    Values,
    as_text,
    readable,
)

_N118 = "国办发〔2018〕118号第二部分"
ACTS = ("collect_entry", "check_entry", "release_entry")
LONGEST = {
    "text": 200,
    "lines": 4000,
    "articles": 20_000,
    "citations": 4000,
    "workdays": 4,
    "date": 10,
    "table": 60_000,
}


@rule("PUB-21", cites=f"{_N118}（二）", acts=("check_entry", "release_entry"))
def different_people(collected_by: object, checked_by: object) -> tuple[Finding, ...]:
    """事前公示的内容，采集人不得审核自己采集的内容；没有经过另一人审核的，不得发布。"""
    if checked_by is None:
        return (different_people.finding("还没有人审核过", next_step="请有审核职责的人先审核"),)
    if collected_by != checked_by:
        return ()
    return (different_people.finding("采集和审核是同一个人", next_step="请另一名有审核职责的人办理"),)


@rule("PUB-22", cites=f"{_N118}（四）", acts=ACTS)
def complete(kind: KindSpec, values: Values) -> tuple[Finding, ...]:
    """事前公示的每一项内容应当完整，必填的项目不得空缺。"""
    return tuple(
        complete.finding(f"“{one.label}”没有填写", next_step=f"请补充{kind.title}的“{one.label}”", field=one.key)
        for one in kind.fields
        if one.required and not values.get(one.key)
    )


@rule("PUB-23", cites=f"{_N118}（四）", acts=ACTS)
def basis_in_force(missing: Sequence[str]) -> tuple[Finding, ...]:
    """事前公示所依据的条文，应当是法规库中当日有效的条文。"""
    return tuple(
        basis_in_force.finding(
            f"法规库中没有当日有效的{citation}", next_step="请核对法规名称和条号，或者先补充这部法规", field="basis"
        )
        for citation in missing
    )


@rule("PUB-24", cites=(f"{_N118}（四）", "行政许可法第四十二条"), acts=ACTS)
def promise_within_statute(values: Values) -> tuple[Finding, ...]:
    """服务指南承诺的办理时限不得超过法定时限。"""
    statutory, promised = _days(values, "statutory_days"), _days(values, "promised_days")
    if statutory is None or promised is None or promised <= statutory:
        return ()
    return (
        promise_within_statute.finding(
            f"承诺 {promised} 个工作日，超过法定 {statutory} 个工作日",
            next_step="请把承诺时限改到法定时限以内",
            field="promised_days",
        ),
    )


@rule("PUB-63", cites="行政处罚法第二十条", acts=("collect_entry", "revise_entry", "clock"))
def delegation_has_its_term(kind: KindSpec, values: Values, on: date | None = None) -> tuple[Finding, ...]:
    """委托书应当载明委托的事项、权限和期限，期限止不得早于期限起；期限届满的，应当停止公开或者公布新的委托书。"""
    if kind.key != "delegation":
        return ()
    since, until = str(values.get("since", "")), str(values.get("until", ""))
    if since and until and until < since:
        fact = f"委托期限止 {until} 早于期限起 {since}"
        return (delegation_has_its_term.finding(fact, next_step="请核对委托书", field="until"),)
    if on and until and until < on.isoformat():
        fact = f"委托期限已于 {until} 届满"
        return (delegation_has_its_term.finding(fact, next_step="请停止公开，或者公布新的委托书").as_warning(),)
    return ()


def _days(values: Values, key: str) -> int | None:
    text = values.get(key, "")
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() else None


@rule("PUB-25", cites=f"{_N118}（二）", acts=tuple(f"{move}_entry" for move in EntryMove))
def entry_move_allowed(state: str, move: EntryMove) -> tuple[Finding, ...]:
    """事前公示按“采集、审核、发布、停止公开”依次办理，不能跳步，也不能重复；公开过的版本不能改动。"""
    starts, _ = ENTRY_MOVES[move]
    if state in starts:
        return ()
    now = EDITION_NAMES[EditionState(state)]
    return (
        entry_move_allowed.finding(
            f"这一版现在是“{now}”，不能{ENTRY_MOVE_NAMES[move]}", next_step="刷新页面，看别人是否已经办过"
        ),
    )


@rule("PUB-26", cites=f"{_N118}（四）", acts=("clock",))
def follow_law_by(since: date, calendar: Workdays) -> Due:
    """依据的条文修改、废止，或者机构职能变化的，及时更新事前公示的内容。"""
    figure = parameters().at("register_update", since)
    return due(since, figure.period, Kind.AGENCY_DUTY, calendar)


@rule("PUB-62", cites=f"{_N118}（四）", acts=("release_entry", "bring_into_force"))
def in_force(valid_from: date, on: date) -> bool:
    """公开的内容自施行日期当日起施行；在此以前标明“尚未施行”，原来的版本仍是现行的。"""
    return valid_from <= on


@rule("PUB-120", cites=f"{_N118}（四）", acts=("mark_outdated",))
def is_outdated(changed_at: datetime | None, collected_at: datetime) -> bool:
    """公开的内容取自本平台登记的，登记变更以后、重新公开以前，标明内容正在更新。"""
    return changed_at is not None and changed_at > collected_at


@rule("PUB-27", cites=f"{_N118}（二）", acts=("retire_entry", "return_entry", "drop_entry", "collect_entry"))
def entry_reason(reason: str) -> tuple[Finding, ...]:
    """修改、退回、作废、停止公开事前公示的内容，要写明理由。"""
    if len(reason.strip()) >= 4:
        return ()
    return (entry_reason.finding("没有写明理由", next_step="写明依据什么、为什么（不少于 4 个字）", field="reason"),)


def shape(kind: KindSpec, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """What is wrong with the shape of typed values, by field; whether anything is missing is PUB-22's question."""
    errors: dict[str, list[str]] = {}
    for one in kind.fields:
        if found := _wrong(one, values.get(one.key)):
            errors[one.key] = [found]
    if unknown := sorted(set(values) - {one.key for one in kind.fields}):
        errors["values"] = [f"{kind.title}没有这些项目：{'、'.join(map(str, unknown))[:100]}"]
    return errors


def _wrong(one: FieldSpec, value: Any) -> str:
    size = len(value) if isinstance(value, str) else sum(len(str(part)) for part in value or ())
    if size > LONGEST[one.type]:
        return f"最多 {LONGEST[one.type]} 个字，现在是 {size} 个字，请删减"
    if one.type == "workdays" and value and not (str(value).isascii() and str(value).isdigit() and int(value) > 0):
        return "请写工作日的天数，例如 20"
    if one.type == "date" and value and not _is_day(str(value)):
        return "请写年月日，例如 2026-12-01"
    return ""


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def differences(kind: KindSpec, before: tuple[str, Values] | None, after: tuple[str, Values]) -> tuple[Change, ...]:
    """What an edition changes against the public one, field by field; nothing where there was none before."""
    if before is None:
        return ()
    was, now = readable(kind, before[1]), readable(kind, after[1])
    found = [Change("名称", before[0], after[0])] if before[0] != after[0] else []
    for one in kind.fields:
        old, new = as_text(one, was.get(one.key)), as_text(one, now.get(one.key))
        if old != new:
            found.append(Change(one.label, old, new))
    return tuple(found)


def content_digest(kind: str, code: str, name: str, values: Mapping[str, Any], valid_from: date) -> str:
    """SHA-256 over what the public reads of an edition."""
    told = {"kind": kind, "code": code, "name": name, "values": dict(values), "valid_from": valid_from.isoformat()}
    return sha256(canonical(told)).hexdigest()
