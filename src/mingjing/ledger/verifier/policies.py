"""Whom to trust, as text (C2SP tlog-policy): keys of the log, witnesses, and how many of them a checkpoint needs."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import NamedTuple

from mingjing.ledger.verifier.merkle_paths import key_number, note_parts
from mingjing.ledger.verifier.reading import decoded
from mingjing.ledger.verifier.saying import Bad, Unfit
from mingjing.ledger.verifier.signing import ed25519
from mingjing.ledger.verifier.sm2 import SM2_TYPE

ED25519_TYPE, COSIGNATURE_TYPE = b"\x01", b"\x04"
POLICY_LIMIT = 65536


class Witness(NamedTuple):
    """One witness: what the policy calls it, the name and key it signs with, where it is asked."""

    alias: str
    name: str
    public: bytes
    url: str = ""

    @property
    def key(self) -> str:
        """Name and key as C2SP text."""
        return key_text(self.name, COSIGNATURE_TYPE + self.public)


class Policy(NamedTuple):
    """Logs as (origin, type and key), witnesses and groups by their alias, and the alias that must have cosigned."""

    logs: list[tuple[str, bytes]]
    witnesses: dict[str, Witness]
    groups: dict[str, tuple[int, list[str]]]
    quorum: str

    def satisfied(self, aliases: set[str]) -> bool:
        """Whether these witnesses are enough."""
        return self.quorum == "none" or self._has(self.quorum, aliases)

    def _has(self, alias: str, aliases: set[str]) -> bool:
        if alias in self.witnesses:
            return alias in aliases
        needed, members = self.groups[alias]
        return sum(self._has(member, aliases) for member in members) >= needed

    def words(self) -> str:
        """The quorum in Chinese."""
        if self.quorum == "none":
            return "不要求见证"
        if self.quorum in self.witnesses:
            return f"须有 {self.quorum} 见证"
        needed, members = self.groups[self.quorum]
        return f"{'、'.join(members)} 中至少 {needed} 家见证"


NO_POLICY = Policy([], {}, {}, "none")


def key_text(name: str, public: bytes) -> str:
    """A key as C2SP text; `public` begins with the type of its signatures."""
    return f"{name}+{key_number(name, public).hex()}+{base64.b64encode(public).decode()}"


def read_key(text: str) -> tuple[str, bytes]:
    """Name, and type and key, out of C2SP text. Raises Bad."""
    parts = re.fullmatch(r"([^+\s]+)\+([0-9a-f]{8})\+(\S+)", text)
    if not parts:
        raise Bad("公钥应写成 名称+编号+Base64")
    name, number, raw = parts.group(1), parts.group(2), decoded(parts.group(3), "公钥")
    if key_number(name, raw).hex() != number:
        raise Bad(f"公钥“{name[:80]}”的编号与内容不符，可能抄错了")
    kind = next((k for k in (ED25519_TYPE, COSIGNATURE_TYPE, SM2_TYPE) if raw.startswith(k)), b"")
    if not kind or len(raw) - len(kind) != (65 if kind == SM2_TYPE else 32):
        raise Bad(f"公钥“{name[:80]}”不是 Ed25519 或 SM2 公钥")
    return name, raw


def read_policy(text: str) -> Policy:
    """A policy file. Raises Bad, naming the line."""
    logs: list[tuple[str, bytes]] = []
    witnesses: dict[str, Witness] = {}
    groups: dict[str, tuple[int, list[str]]] = {}
    quorums: list[str] = []
    if len(text) > POLICY_LIMIT or re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text):
        raise Bad("见证策略文件过长，或有控制字符")
    for number, line in enumerate(text.split("\n"), 1):
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        try:
            _take_line(words, logs, witnesses, groups, quorums)
        except Bad as failure:
            raise Bad(f"见证策略第 {number} 行：{failure}") from None
    if len(quorums) != 1:
        raise Bad("见证策略里应有一行 quorum（不要求见证时写 quorum none）")
    return Policy(logs, witnesses, groups, quorums[0])


def _take_line(
    words: list[str],
    logs: list[tuple[str, bytes]],
    witnesses: dict[str, Witness],
    groups: dict[str, tuple[int, list[str]]],
    quorums: list[str],
) -> None:
    kind, known = words[0], {*witnesses, *groups}
    if kind in {"witness", "group"} and len(words) > 1 and (words[1] in known or words[1] == "none"):
        raise Bad(f"名称“{words[1][:80]}”重复，或者用了 none")
    if kind == "log" and len(words) in {2, 3}:
        logs.append(read_key(words[1]))
    elif kind == "witness" and len(words) in {3, 4}:
        name, raw = read_key(words[2])
        if raw[:1] != COSIGNATURE_TYPE:
            raise Bad("见证单位的公钥应是见证签名用的（类型 0x04），请用 mingjing witness init 显示的那一行")
        if any(raw[1:] == other.public for other in witnesses.values()):
            raise Bad("两家见证单位用了同一把公钥")
        witnesses[words[1]] = Witness(words[1], name, raw[1:], words[3] if len(words) == 4 else "")
    elif kind == "group" and len(words) > 3:
        members = words[3:]
        used = {member for _, others in groups.values() for member in others}
        if not set(members) <= known or len(set(members)) != len(members) or used & set(members):
            raise Bad("组里的成员要先在前面写明，并且只能用一次")
        needed = {"all": str(len(members)), "any": "1"}.get(words[2], words[2])
        if not re.fullmatch("[1-9][0-9]{0,3}", needed) or int(needed) > len(members):
            raise Bad("组的家数应是 1 到成员数之间的整数，或 all、any")
        groups[words[1]] = int(needed), members
    elif kind == "quorum" and len(words) == 2 and (words[1] == "none" or words[1] in known):
        quorums.append(words[1])
    else:
        raise Bad("读不懂，每行应是 log、witness、group 或 quorum 开头")


def cosigned_at(text: str, witness: Witness, signature: bytes) -> int:
    """The second (POSIX) at which this witness cosigned this checkpoint text, or -1 where it did not."""
    if len(signature) != 76 or signature[:4] != key_number(witness.name, COSIGNATURE_TYPE + witness.public):
        return -1
    at = int.from_bytes(signature[4:12], "big")
    message = f"cosignature/v1\ntime {at}\n{text}".encode()
    return at if at < 1 << 40 and ed25519(witness.public, message, signature[12:]) else -1


def cosigners(note: str, policy: Policy) -> dict[str, int]:
    """The witnesses of a policy whose cosignatures a checkpoint carries, with the last second of each. Raises Bad."""
    text, lines = note_parts(note)
    found: dict[str, int] = {}
    for witness in policy.witnesses.values():
        times = [cosigned_at(text, witness, signature) for name, signature in lines if name == witness.name]
        if max(times, default=-1) >= 0:
            found[witness.alias] = max(times)
    return found


def given_policy(path: str) -> Policy:
    """The policy file of the command line. Raises Unfit."""
    try:
        return read_policy(Path(path).read_text(encoding="utf-8"))
    except (Bad, OSError, ValueError) as failure:
        raise Unfit(f"--policy 给出的见证策略读不懂（{failure}）") from None
