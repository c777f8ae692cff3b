"""How the log is kept, line by line: what is in order, what is missing, and what to do about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.db import connection

from mingjing.ledger import guards, keys, notes
from mingjing.ledger.models import Entry, Stamp
from mingjing.ledger.queries.reading import standing
from mingjing.ledger.terms import Event, KeyMissing
from mingjing.ledger.verifier.policies import key_text
from mingjing.ledger.verifier.sm2 import SM2_TYPE

Tone = Literal["good", "warn", "bad", "info"]
SILENT, UNSTAMPED, REMEMBERED = timedelta(hours=2), timedelta(days=2), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class HealthLine:
    """One thing: its name, how it stands in a word, the facts, and the next step where there is one."""

    title: str
    tone: Tone
    state: str
    words: str
    step: str = ""
    at: datetime | None = None


def health(now: datetime) -> tuple[HealthLine, ...]:
    """Checkpoint, time stamp, heartbeat, clock, keys, guards of the database."""
    return (_checkpoint(), _stamp(now), _heart(now), _clock(now), *_keys(), *_guards())


def _checkpoint() -> HealthLine:
    found = standing()
    words = f"共 {found.size} 条，其中 {found.waiting} 条还没有签入检查点"
    if found.waiting:
        return HealthLine(
            "检查点", "info", "待签入", words, "后台进程几秒后会签入；一直不签入时请看后台进程的日志", found.last
        )
    return HealthLine("检查点", "good", "已签入", words, at=found.last)


def _stamp(now: datetime) -> HealthLine:
    last = Stamp.objects.order_by("-at").first()
    how = "设置 MINGJING_TSA_URL 和 MINGJING_TSA_CERTIFICATES 后每天自动盖；没有网络时用 mingjing stamp give 和 take"
    if last is None:
        return HealthLine(
            "时间戳", "warn", "没有", "还没有请独立机构证明过时间，时钟被拨动、历史被改写时少一个证人", how
        )
    words = f"{last.authority} 证明了 {last.size} 条的检查点"
    if now - last.at > UNSTAMPED:
        step = "请核对网址和网络，运行 mingjing stamp now 看原因" if settings.MINGJING_TSA_URL else how
        return HealthLine("时间戳", "bad", "中断", words, step, last.at)
    return HealthLine("时间戳", "good", "正常", words, at=last.at)


def _heart(now: datetime) -> HealthLine:
    last = _newest(Event.BEATEN, "ledger:heart")
    step = "请系统管理员确认后台进程（mingjing work）在运行"
    if last is None:
        return HealthLine("心跳", "warn", "没有", "后台进程每小时写一条，还没有写过", step)
    if now - last > SILENT:
        return HealthLine("心跳", "bad", "停了", "已超过两小时没有心跳，停顿期间的沉默无法与删除区分", step, last)
    return HealthLine("心跳", "good", "正常", "每小时一条", at=last)


def _clock(now: datetime) -> HealthLine:
    last = _newest(Event.FAULTED, "ledger:clock")
    if last is not None and now - last < REMEMBERED:
        step = "请核对服务器的对时服务；不是对时造成的，按异常情况报告"
        return HealthLine("时钟", "warn", "拨动过", "三十天内发现过时钟倒退，或与时间戳机构相差过大", step, last)
    return HealthLine(
        "时钟", "good", "正常", f"三十天内没有发现相差 {settings.MINGJING_CLOCK_TOLERANCE} 秒以上", at=last
    )


def _newest(kind: str, stream: str) -> datetime | None:
    rows = Entry.objects.filter(stream=stream, kind=kind).order_by("-stream_seq")
    return rows.values_list("at", flat=True).first()


def _keys() -> tuple[HealthLine, ...]:
    try:
        ring = keys.ring()
    except KeyMissing as problem:
        return (HealthLine("签名密钥", "bad", "不见了", str(problem), "从备份恢复密钥文件夹，恢复前不要停用本系统"),)
    own, changed = ring.ed25519[-1], len(ring.ed25519) - 1
    words = notes.verifier_key(notes.origin(), own.public) + (f"，更换过 {changed} 次" if changed else "")
    lines = [HealthLine("签名密钥（Ed25519）", "good", "在", words, at=own.at)]
    if ring.sm2:
        words = key_text(notes.origin("sm3"), SM2_TYPE + ring.sm2[-1].public)
        return (*lines, HealthLine("国密密钥（SM2）", "good", "在", words, at=ring.sm2[-1].at))
    step = "后台进程运行后自动生成；仍没有时运行 mingjing keys change sm2 看原因"
    return (*lines, HealthLine("国密密钥（SM2）", "warn", "没有", "SM3 检查点还没有 SM2 签名", step))


def _guards() -> tuple[HealthLine, ...]:
    gone = guards.missing(connection)
    if gone:
        words = f"少了 {len(gone)} 个触发器：{'、'.join(gone[:6])}"
        return (
            HealthLine("数据库防改", "bad", "被撤掉", words, "有人撤掉了防改触发器：请立即逐条核对，保全数据库并报告"),
        )
    rights = guards.too_many_rights(connection)
    if rights:
        words = f"触发器都在；但应用账号对 {len(rights)} 张台账表仍有修改或删除的权限"
        return (HealthLine("数据库防改", "warn", "权限偏大", words, "请数据库管理员按使用手册“用 PostgreSQL”收回"),)
    return (HealthLine("数据库防改", "good", "在", "修改、删除、清空台账表的操作会被数据库拒绝"),)
