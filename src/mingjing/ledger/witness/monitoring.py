"""A monitor: anybody who reads the log again and again and says when it forked, went back or fell silent."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

from mingjing.ledger.verifier.merkle_paths import consistent, note_parts, opened, told
from mingjing.ledger.verifier.policies import ED25519_TYPE, Policy, cosigners, key_text
from mingjing.ledger.verifier.reading import key_bytes
from mingjing.ledger.verifier.saying import Bad
from mingjing.ledger.witness.tiles import TILE_WIDTH, Fetch, NotThere, Reader, widths

GREENWICH = timezone(timedelta(0))
"""Python has a name for it since 3.11; this runs on older ones."""

NOTE_LIMIT = 65536
UNWITNESSED = 48
"""Hours after which a log whose witnesses fell silent is an alarm."""


class Watch(NamedTuple):
    """How to look: the key (empty: the one kept from the first look), silence in hours, whom to expect, all or the new."""

    key: str = ""
    silence: float = 3.0
    policy: Policy | None = None
    whole: bool = False


class Found(NamedTuple):
    """What a look found: lines to print, and 0 (in order), 1 (alarm) or 2 (cannot be read)."""

    lines: list[str]
    code: int


def look(fetch: Fetch, state: Path, now: int, watch: Watch) -> Found:
    """Look once; the checkpoint found is kept in `state` only where all is in order."""
    try:
        kept = _kept(state)
        note = fetch("checkpoint")[:NOTE_LIMIT].decode("utf-8", "replace")
        origin, size, _ = told(note_parts(note)[0])
        public = key_bytes(watch.key) if watch.key else bytes.fromhex(kept.get("public", ""))
    except (Bad, NotThere, ValueError) as failure:
        return Found([f"读不了台账：{failure}"], 2)
    if not public:
        return Found(["第一次监测请用 --key 给出机关公布的台账公钥。"], 2)
    lines, alarms = [f"台账 {origin}，{size} 条。"], list[str]()
    try:
        _grown(fetch, note, public, kept, lines)
        alarms += _silent(fetch, size, now, watch.silence, lines)
        if watch.policy:
            alarms += _witnessed(fetch, size, public, now, watch.policy, lines)
        _read_again(fetch, size, 0 if watch.whole else int(kept.get("size", 0)), watch.whole, lines)
    except Bad as failure:
        alarms.append(str(failure))
    except NotThere as failure:
        return Found([*lines, f"读不全：{failure}"], 2)
    if alarms:
        return Found([*lines, *(f"警报：{alarm}" for alarm in alarms)], 1)
    told_now = {"origin": origin, "size": size, "public": public.hex(), "note": note, "looked": now}
    draft = state.with_name(f".{state.name}")
    draft.write_text(json.dumps(told_now, ensure_ascii=False, indent=1), encoding="utf-8")
    draft.replace(state)
    return Found([*lines, "没有发现异常。"], 0)


def _kept(state: Path) -> dict[str, str]:
    try:
        found = json.loads(state.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise Bad(f"上次的记录 {state} 读不懂，请换一个文件或从备份恢复") from None
    return found if isinstance(found, dict) else {}


def _grown(fetch: Fetch, note: str, public: bytes, kept: dict[str, str], lines: list[str]) -> None:
    """Whether the checkpoint is signed and continues the one seen before. Raises Bad."""
    origin = told(note_parts(note)[0])[0]
    size, root = opened(note, origin, public)
    lines.append(f"检查点签名有效，公钥 {key_text(origin, ED25519_TYPE + public)}。")
    if not kept:
        lines.append("这是第一次监测，没有以前的检查点可比。")
        return
    before, old, old_root = told(note_parts(kept["note"])[0])
    if before != origin:
        raise Bad(f"上次监测的是另一本台账“{before[:100]}”")
    if size < old:
        raise Bad(f"上次有 {old} 条，现在只有 {size} 条：台账被退回或截断")
    if size == old and root != old_root:
        raise Bad(f"都是 {size} 条而根不同：台账有两个版本（分叉）")
    if 0 < old < size and not consistent(
        "sha256", old, size, old_root, root, Reader(fetch, "sha256", size).growth(old)
    ):
        raise Bad(f"现在的 {size} 条不是上次 {old} 条的延续：历史被改写（分叉）")
    lines.append(f"与上次看到的 {old} 条一致，新增 {size - old} 条。")


def _silent(fetch: Fetch, size: int, now: int, hours: float, lines: list[str]) -> list[str]:
    if not size:
        return ["台账是空的"] if hours else []
    try:
        last = json.loads(Reader(fetch, "sha256", size).entries((size - 1) // TILE_WIDTH)[-1])
        at = datetime.strptime(last["time"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=GREENWICH)
    except (ValueError, KeyError, TypeError, IndexError):
        raise Bad("最后一条公开条目读不懂") from None
    quiet = (now - at.timestamp()) / 3600
    lines.append(f"最后一条的时间 {at:%Y-%m-%d %H:%M:%S}（UTC）。")
    if hours and quiet > hours:
        return [f"已有 {quiet:.1f} 小时没有新记录（正常时每小时至少一条心跳）"]
    return ["最后一条的时间在将来，机关的时钟不准"] if quiet < -1 else []


def _witnessed(fetch: Fetch, size: int, public: bytes, now: int, policy: Policy, lines: list[str]) -> list[str]:
    """The newest checkpoint with enough witnesses: part of the log as it is now, and not too old. Raises Bad."""
    try:
        note = fetch("cosigned")[:NOTE_LIMIT].decode("utf-8", "replace")
    except NotThere:
        return [f"没有见证足够的检查点：{policy.words()}"]
    origin, old, root = told(note_parts(note)[0])
    opened(note, origin, public)
    if old > size or Reader(fetch, "sha256", size).span(0, old) != root:
        raise Bad(f"见证过的 {old} 条不是现在 {size} 条的前一部分：历史被改写（分叉）或退回")
    found = cosigners(note, policy)
    for alias, at in found.items():
        lines.append(f"{alias} 见证 {old} 条于 {datetime.fromtimestamp(at, GREENWICH):%Y-%m-%d %H:%M:%S}（UTC）。")
    if not policy.satisfied(set(found)):
        return [f"见证不足：{policy.words()}，现有 {'、'.join(found) or '无'}"]
    quiet = (now - max(found.values(), default=now)) / 3600
    return [f"最近一次见证在 {quiet:.0f} 小时以前"] if quiet > UNWITNESSED else []


def _read_again(fetch: Fetch, size: int, since: int, whole: bool, lines: list[str]) -> None:
    """Hold the entries from `since` against their leaves; and with `whole`, every tile against the tiles below. Raises Bad."""
    reader = Reader(fetch, "sha256", size)
    first, last = since // TILE_WIDTH, (size + TILE_WIDTH - 1) // TILE_WIDTH
    for number in range(first, last):
        reader.entries(number)
    lines.append(f"重读第 {first * TILE_WIDTH} 条以后的条目，都在树中。")
    if not whole:
        return
    for tree in ("sha256", "sm3"):
        seen = check_tiles(Reader(fetch, tree, size))
        lines.append(f"{tree} 树的 {seen} 个瓦片逐块重算相符。")
        note = fetch("checkpoint" if tree == "sha256" else "sm3/checkpoint").decode("utf-8", "replace")
        _, told_size, root = told(note_parts(note)[0])
        if told_size == size and Reader(fetch, tree, size).span(0, size) != root:
            raise Bad(f"{tree} 树的根与检查点不符")


def check_tiles(reader: Reader) -> int:
    """Hold every tile against the level below, and entries against leaves (fsck). Gives back how many. Raises Bad."""
    seen = 0
    for level, (full, rest) in widths(reader.size).items():
        for number in range(full + bool(rest)):
            hashes = reader.hashes(level, number)
            seen += 1
            if not level:
                reader.entries(number)
                continue
            for place, found in enumerate(hashes):
                below = reader.hashes(level - 1, number * TILE_WIDTH + place)
                if reader.folded(below) != found:
                    raise Bad(f"{reader.tree} 树的瓦片 {level}/{number} 与下一层不符")
    return seen
