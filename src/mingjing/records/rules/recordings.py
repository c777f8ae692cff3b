"""Audio-video: what a recording must say of itself, when it must have come, whether it is what was committed."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from mingjing.kernel.days import local_day
from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.parameters import Parameters
from mingjing.kernel.rulebook import rule
from mingjing.records.rules.files import name_problem
from mingjing.records.terms.recordings import Coverage, Overlap, RecordingDraft, blank_marks

_N118 = "国办发〔2018〕118号第三部分（八）"
_KEPT = "国办发〔2018〕118号第三部分（九）"
_LOOKED = "国办发〔2018〕118号第三部分（十）"
_DIGEST = re.compile(r"[0-9a-f]{64}")
MEDIA = frozenset({"mp4", "mov", "m4a", "mp3", "wav", "webm", "avi", "jpg", "jpeg", "png"})
"""Endings of what recorders and phones make."""
SHORTEST = 4
"""How many characters a reason has at least."""
FIRST_YEAR = 2015
"""A device whose clock stands before this year has lost its time."""


NATIONAL = Path(__file__).resolve().parents[1] / "parameters" / "national"


@cache
def parameters() -> Parameters:
    """The room's dated figures."""
    return Parameters.load(NATIONAL)


@rule("REC-10", cites=(_N118, "行政处罚法第四十七条"), acts=("commit_recording",))
def recording_is_one(draft: RecordingDraft, now: datetime) -> tuple[Finding, ...]:
    """音像记录停止时登记文件名、长度、摘要和起止时间；空文件、起止颠倒、时钟明显错误的不能登记。"""
    found = []

    def wrong(message: str, field: str, step: str) -> None:
        found.append(recording_is_one.finding(message, field=field, next_step=step))

    if problem := name_problem(draft.name):
        wrong(problem.rstrip("。"), "name", "请改名后再登记")
    elif draft.name.rsplit(".", 1)[-1].lower() not in MEDIA or "." not in draft.name:
        wrong(
            f"“{draft.name}”不是音像文件", "name", f"可以登记 {'、'.join(sorted(MEDIA))} 文件，其他文件请到“文书”加入"
        )
    if draft.size <= 0:
        wrong("文件是空的，一个字节也没有", "size", "请检查设备存储，重新选择文件；确实没有录上的，写明没有记录的原因")
    if not _DIGEST.fullmatch(draft.sha256):
        wrong("没有文件的摘要", "sha256", "请重新选择文件，等页面算完摘要再登记")
    if draft.ended_at <= draft.started_at:
        wrong("采集结束不晚于采集开始", "ended_at", "请核对起止时间")
    if draft.started_at.year < FIRST_YEAR:
        wrong(
            f"采集时间是 {draft.started_at.year} 年，设备的时钟错了",
            "started_at",
            "请照当时的实际时间填写，并在“时钟误差”写明设备慢多少秒",
        )
    if draft.started_at > now + timedelta(minutes=5):
        wrong("采集时间还没有到", "started_at", "请核对设备时钟和填写的时间")
    return tuple(found)


@rule("REC-11", cites=(_N118, "宝坻区实施方案、承德县实施方案"), acts=("match_recording",))
def five_marks(draft: RecordingDraft) -> tuple[Finding, ...]:
    """音像记录著录案件编号、采集时间、采集地点、采集人、证明对象，五项齐全才能归入案卷。"""
    lacking = blank_marks(draft)
    if not lacking:
        return ()
    keys = {"案件编号": "case_number", "采集地点": "place", "证明对象": "proves", "采集时间": "started_at"}
    return tuple(five_marks.finding(f"没有写明{word}", field=keys[word], next_step=f"请补填{word}") for word in lacking)


@rule("REC-12", cites=_KEPT, acts=("receive",))
def is_what_was_committed(committed: str, size: int, held: str, held_size: int) -> tuple[Finding, ...]:
    """上传的内容与停止记录时登记的摘要、长度相同；不同的照收，标明“不一致”，不得代替登记的内容。"""
    if (committed, size) == (held, held_size):
        return ()
    how = "短了" if held_size < size else "长了" if held_size > size else "长度相同、内容不同"
    by = f" {abs(held_size - size):,} 字节" if held_size != size else ""
    message = f"收到的内容与登记的不一致（{how}{by}）"
    step = "请从设备重新导出原始文件；找不到原始文件的，由采集人说明原因"
    return (is_what_was_committed.finding(message, weight=Weight.WARN, next_step=step, field="file"),)


@rule("REC-13", cites=(_N118, _KEPT), acts=("commit_recording",))
def upload_by(ended_at: datetime, figures: Parameters | None = None) -> datetime:
    """音像记录停止后二十四小时内上传入库；逾期的预警，照常接收并标明逾期。"""
    return ended_at + timedelta(hours=int((figures or parameters()).at("upload", local_day(ended_at)).value))


@rule("REC-14", cites=_N118, acts=("commit_recording",))
def clock_is_right(offset: int, at: datetime, figures: Parameters | None = None) -> tuple[Finding, ...]:
    """记录设备的时钟与标准时间相差超过允许误差的，登记误差，提示校准。"""
    most = int((figures or parameters()).at("clock_drift", local_day(at)).value)
    if abs(offset) <= most:
        return ()
    way = "快" if offset > 0 else "慢"
    message = f"设备时钟{way} {abs(offset)} 秒，超过允许的 {most} 秒"
    return (
        clock_is_right.finding(
            message, weight=Weight.WARN, next_step="请校准设备时钟；时间已按误差换算", field="clock_offset"
        ),
    )


@rule("REC-15", cites=_LOOKED, acts=("play",))
def purpose_is_said(purpose: str) -> tuple[Finding, ...]:
    """调阅音像记录应当写明用途，谁在什么时候为什么看，记入台账。"""
    if len(purpose.strip()) >= 2:
        return ()
    return (purpose_is_said.finding("没有写明调阅用途", field="purpose", next_step="请选择或者填写用途后再播放"),)


@rule("REC-16", cites=_N118, acts=("excuse_recording",))
def absence_is_explained(reason: str, held: bool) -> tuple[Finding, ...]:
    """登记了音像记录而不能上传的，由采集人写明原因；已经入库的不能再说明没有。"""
    if held:
        return (absence_is_explained.finding("内容已经入库", next_step="刷新页面，看入库的内容"),)
    if len(reason.strip()) < 8:
        return (
            absence_is_explained.finding(
                "没有写明不能上传的原因", field="reason", next_step="写明设备、经过和补救（不少于 8 个字）"
            ),
        )
    return ()


@rule("REC-17", cites=(_KEPT, "行政处罚法第四十七条"), acts=("match_recording", "commit_recording"))
def dossier_is_open(sealed: bool) -> tuple[Finding, ...]:
    """案卷归档封存以后，音像记录不能再归入；确有遗漏的，留在待认领清单并说明。"""
    if not sealed:
        return ()
    return (
        dossier_is_open.finding(
            "案卷已经归档", field="case_number", next_step="先登记、上传，留在“待认领”，再由档案员按补充归档办理"
        ),
    )


@rule("REC-28", cites=(_KEPT, "行政处罚法第四十七条"), acts=("match_recording",))
def refiling_is_explained(filed: bool, same: bool, reason: str) -> tuple[Finding, ...]:
    """已经归入案卷的音像记录改归别处，应当写明理由，原案卷和新案卷都留痕。"""
    if not filed or len(reason.strip()) >= SHORTEST:
        return ()
    message = "这段记录已经归入这一步" if same else "这段记录已经归入案卷"
    step = f"要改归的，写明理由（不少于 {SHORTEST} 个字），原案卷同时留痕"
    return (refiling_is_explained.finding(message, field="reason", next_step=step),)


@rule("REC-18", cites=_N118)
def belongs_to_the_act(
    started_at: datetime, ended_at: datetime, collector: str, since: datetime, until: datetime, officers: Sequence[str]
) -> tuple[Finding, ...]:
    """音像记录的时间应当在所记录行为的起止时间以内，采集人应当是办理该行为的人员；不符的提示核对。"""
    found = []
    if ended_at < since or started_at > until:
        found.append(
            belongs_to_the_act.finding(
                "采集时间不在这一步的起止时间以内",
                weight=Weight.WARN,
                field="act_seq",
                next_step="请核对是不是归错了步骤",
            )
        )
    if officers and collector not in officers:
        found.append(
            belongs_to_the_act.finding(
                f"采集人{collector}不是这一步的办理人员", weight=Weight.WARN, field="act_seq", next_step="请核对采集人"
            )
        )
    return tuple(found)


def coverage(since: datetime, until: datetime, recorded: Sequence[tuple[datetime, datetime]]) -> Coverage:
    """Which stretches of the time between two moments are recorded; recordings may overlap or lie outside."""
    stretches: list[Overlap] = []
    here = since
    for begun, ended in sorted(recorded):
        begun, ended = max(begun, here), min(ended, until)
        if ended <= begun:
            continue
        if begun > here:
            stretches.append(Overlap(here, begun, recorded=False))
        if stretches and stretches[-1].recorded and stretches[-1].until == begun:
            begun = stretches.pop().since
        stretches.append(Overlap(begun, ended, recorded=True))
        here = ended
    if here < until:
        stretches.append(Overlap(here, until, recorded=False))
    return Coverage(tuple(stretches))


@rule("REC-19", cites=_N118)
def gaps_are_explained(
    found: Coverage, on: datetime, reason: str, figures: Parameters | None = None
) -> tuple[Finding, ...]:
    """应当全过程音像记录的行为，记录中断超过规定秒数的，应当说明理由。"""
    longest = int((figures or parameters()).at("gap", local_day(on)).value)
    gaps = [one for one in found.gaps if one.seconds > longest]
    if not gaps or reason.strip():
        return ()
    message = f"有 {len(gaps)} 段没有音像记录，最长 {max(one.seconds for one in gaps)} 秒"
    return (
        gaps_are_explained.finding(
            message, weight=Weight.WARN, field="reason", next_step="补传这一段的记录，或者说明中断的原因"
        ),
    )
