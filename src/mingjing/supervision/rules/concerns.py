"""舆情应对: what is registered, until when it is answered, who checks, on what a response rests, in which order it moves."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml

from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Finding
from mingjing.kernel.hashing import canonical
from mingjing.kernel.rulebook import rule
from mingjing.supervision.terms.concerns import (
    CHANNELS,
    CONCERN_MOVE_NAMES,
    CONCERN_MOVES,
    CONCERN_NAMES,
    OUTSIDE,
    SEVERITIES,
    SOURCES,
    ConcernDraft,
    ConcernMove,
    ConcernState,
    RecordRef,
)

_FILE = Path(__file__).parents[1] / "parameters" / "concerns.yaml"
_N118 = "国办发〔2018〕118号第三部分（十）"
_OPINION = "国办发〔2016〕61号（原文未核对）"
SHORTEST, SHORTEST_TEXT = 4, 10
# What identifies a person and has no place in a public statement: identity numbers, mobile numbers, bank cards.
_PERSONAL = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9}|\d{16,19})(?![\dXx])", re.ASCII)
_BETWEEN = re.compile(r"(?<=\d)[\s\-]+(?=[\dXx])", re.ASCII)


@cache
def told() -> dict[str, Any]:
    """The file of the figures, as people read it."""
    found: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


def hours(severity: str) -> int:
    """How many hours there are to the first response."""
    return int(told()["first_response"][severity]["value"])


@rule("SUP-90", cites=_OPINION, acts=("register_concern",))
def concern_says(draft: ConcernDraft, now: datetime) -> tuple[Finding, ...]:
    """登记舆情写明事项、来源、反映的内容、发现时间和程度；发现时间不在将来。"""
    found = []
    if len(draft.title.strip()) < SHORTEST:
        found.append(("没有写明事项", f"请填写（不少于 {SHORTEST} 个字）", "title"))
    if len(draft.claim.strip()) < SHORTEST_TEXT:
        found.append(("没有写明反映的内容", f"请填写（不少于 {SHORTEST_TEXT} 个字）", "claim"))
    if draft.source not in SOURCES:
        found.append(("没有写明来源", "请选择", "source"))
    if draft.severity not in SEVERITIES:
        found.append(("没有写明程度", "请选择", "severity"))
    if draft.heard_at > now:
        found.append(("发现时间在将来", "请改时间", "heard_at"))
    if draft.heard_at < now - timedelta(days=366):
        found.append(("发现时间在一年以前", "请改时间；旧事重提的，写这一次发现的时间", "heard_at"))
    return tuple(concern_says.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("SUP-91", cites=_OPINION, acts=("register_concern",))
def first_response_by(heard_at: datetime, severity: str) -> datetime:
    """首次回应的时限自发现之时起按自然小时计算，遇休息日不顺延。"""
    return heard_at + timedelta(hours=hours(severity))


@rule("SUP-92", cites=_OPINION, acts=("draft_response", "return_response", "check_response", "release_response", "drop_concern", "close_concern"))  # fmt: skip
def concern_move_allowed(state: str, move: ConcernMove) -> tuple[Finding, ...]:
    """舆情按“登记、拟定回应、核对事实、作出回应、办结”依次办理；办结以后不再变动，有新的情况另行登记。"""
    if state in CONCERN_MOVES[move][0]:
        return ()
    fact = f"这件舆情现在是“{CONCERN_NAMES[ConcernState(state)]}”，不能{CONCERN_MOVE_NAMES[move]}"
    return (concern_move_allowed.finding(fact, next_step="刷新页面，看别人是否已经办过"),)


@rule("SUP-93", cites=_N118, acts=("draft_response",))
def response_rests_on_records(
    text: str, refs: Sequence[RecordRef], why: str, *, has_cases: bool
) -> tuple[Finding, ...]:
    """回应以案卷里的文书和音像记录为依据，写明用到哪些记录、查阅的目的；涉及案件而没有用到记录的，写明事实从哪里来。"""
    found = []
    if len(text.strip()) < SHORTEST_TEXT:
        found.append(("没有写明回应的内容", f"请填写（不少于 {SHORTEST_TEXT} 个字）", "text"))
    if len(why.strip()) < SHORTEST:
        what = "查阅记录的目的" if refs else "事实的来源"
        found.append((f"没有写明{what}", f"请填写（不少于 {SHORTEST} 个字）", "why"))
    if has_cases and not refs and len(why.strip()) < SHORTEST_TEXT:
        found.append(("涉及案件，没有选用案卷里的记录", f"请选择用到的记录，或者写明事实从哪里来（不少于 {SHORTEST_TEXT} 个字）", "why"))  # fmt: skip
    return tuple(response_rests_on_records.finding(fact, next_step=step, field=field) for fact, step, field in found)


@rule("SUP-94", cites=_OPINION, acts=("check_response",))
def another_checks_the_facts(drafter: UUID | None, checker: UUID) -> tuple[Finding, ...]:
    """回应里的事实由拟定人以外的另一人对照记录核对。"""
    if drafter != checker:
        return ()
    return (another_checks_the_facts.finding("这份回应是您拟定的", next_step="请由另一名法制审核人或者负责人核对"),)


@rule("SUP-95", cites=_OPINION, acts=("check_response", "return_response", "drop_concern", "close_concern"))
def concern_step_says(move: ConcernMove, text: str) -> tuple[Finding, ...]:
    """核对写明对照了什么，退回、不需要回应写明理由，办结写明处理结果。"""
    if len(text.strip()) >= SHORTEST:
        return ()
    what = {ConcernMove.CHECK: "对照了什么", ConcernMove.CLOSE: "处理结果"}.get(move, "理由")
    return (concern_step_says.finding(f"没有写明{what}", next_step=f"请填写（不少于 {SHORTEST} 个字）", field="text"),)


@rule("SUP-96", cites=("个人信息保护法第二十八条", _OPINION), acts=("release_response",))
def statement_names_no_private_figures(channel: str, texts: Mapping[str, str]) -> tuple[Finding, ...]:
    """作出回应写明方式；向社会公开的回应不得有身份证号码、手机号码、银行卡号。"""
    if channel not in CHANNELS:
        return (statement_names_no_private_figures.finding("没有选择回应的方式", next_step="请选择", field="channel"),)
    if channel != OUTSIDE:
        return ()
    hits = [hit for text in texts.values() for hit in private_figures(text)]
    step = "请退回重拟，删去个人信息"
    return tuple(
        statement_names_no_private_figures.finding(
            f"回应里有像个人号码的数字（{hit}……）", next_step=step, field="channel"
        )
        for hit in dict.fromkeys(hits)
    )


def private_figures(text: str) -> tuple[str, ...]:
    """How what looks like an identity, mobile or card number begins, wherever a text has one."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    return tuple(found.group()[:3] for found in _PERSONAL.finditer(plain))


@rule("SUP-97", cites=_OPINION, acts=("clock",))
def first_response_in_time(number: str, state: str, due: datetime, now: datetime) -> tuple[Finding, ...]:
    """首次回应逾期的，预警。"""
    if now <= due or state not in {ConcernState.OPEN, ConcernState.DRAFTED, ConcernState.CHECKED}:
        return ()
    fact = f"{number}应在 {due.astimezone(CHINA):%Y-%m-%d %H:%M} 以前首次回应，还没有回应"
    return (first_response_in_time.finding(fact, next_step="马上核对、回应").as_warning(),)


def concern_digest(number: str, draft: ConcernDraft, first_due: datetime) -> str:
    """SHA-256 over what was registered."""
    return sha256(canonical({
        "number": number, "organ": str(draft.organ_id), "title": draft.title, "source": draft.source, "link": draft.link, "claim": draft.claim,
        "heard": int(draft.heard_at.timestamp()), "severity": draft.severity, "cases": list(draft.case_numbers), "due": int(first_due.timestamp()),
    })).hexdigest()  # fmt: skip


def concern_step_digest(move: str, text: str, why: str, refs: Sequence[RecordRef], channel: str) -> str:
    """SHA-256 over a step: the words, and the digests of the records they rest on."""
    used = [[one.kind, one.id, one.digest] for one in refs]
    return sha256(canonical({"move": move, "text": text, "why": why, "refs": used, "channel": channel})).hexdigest()
