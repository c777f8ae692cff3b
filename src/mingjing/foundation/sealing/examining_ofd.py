"""Every seal in an OFD file, examined: which parts it protects, whether one was changed, left out or added, and whose it is."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import x509

from mingjing.foundation.ofd import BrokenOfd, Mark, Package, marks, opened, part_name
from mingjing.foundation.ofd.marks import lists
from mingjing.foundation.ofd.package import ROOT
from mingjing.foundation.sealing import ses
from mingjing.foundation.sealing.examining_ses import INTACT, WHOLE, Trust, covers, line, reported
from mingjing.foundation.sealing.ports import Check, SealReport, State
from mingjing.kernel.hashing import sm3_hash

KIND = "OFD，GB/T 38540"
MOST_NAMED = 5
_SM3: Callable[[bytes], Any] = sm3_hash
_SHA256: Callable[[bytes], Any] = hashlib.sha256
DIGESTS: Mapping[str, Callable[[bytes], Any]] = {
    "SM3": _SM3, "1.2.156.10197.1.401": _SM3, "1.2.156.10197.1.401.1": _SM3, "SHA256": _SHA256, "SHA-256": _SHA256, "2.16.840.1.101.3.4.2.1": _SHA256,
}  # fmt: skip
"""Digests that prove something; MD5 and SHA-1, which the standard of 2016 still names, prove nothing today."""


@dataclass(frozen=True, slots=True)
class OfdValidator:
    """Examines by what is trusted here: roots of seals, lists of revoked certificates."""

    roots: Sequence[x509.Certificate] = ()
    revoked: Sequence[bytes] = ()

    def examine(self, content: bytes, *, now: datetime, serial: str = "") -> tuple[SealReport, ...]:
        """One report for each seal, none where the file has none; a file that does not open is one bad report."""
        try:
            package = opened(content)
            found = marks(package)
            others = lists(package) | frozenset().union(*(one.own for one in found))
        except BrokenOfd as problem:
            return (SealReport("", "", "", "", (Check("intact", INTACT, State.BAD, str(problem)),)),)
        known: dict[tuple[str, str], bytes] = {}
        return tuple(self._one(package, one, others, now, serial, known) for one in found)

    def _one(
        self, package: Package, mark: Mark, others: frozenset[str], now: datetime, serial: str,
        known: dict[tuple[str, str], bytes],
    ) -> SealReport:  # fmt: skip
        intact, whole = _intact(package, mark, known), _whole(package, mark, others)
        try:
            one = ses.read(mark.value)
            lines = (_sealed_as_it_is(one, package, mark, intact), whole, *_beside(one, mark))
            return reported(one, lines, now, serial, Trust(self.roots, self.revoked), KIND)
        except ValueError:
            return SealReport("OFD", "", "", mark.at, (intact, whole, _unread(mark)))


def _intact(package: Package, mark: Mark, known: dict[tuple[str, str], bytes]) -> Check:
    """Every protected part has the digest that was written down when the seal was put on."""
    digest = DIGESTS.get(mark.method.upper())
    if digest is None:
        told = f"保护文件用的摘要算法是 {mark.method[:40]}，这里只认 SM3、SHA-256，没有核对"
        return Check("intact", INTACT, State.UNKNOWN, told)
    if not mark.references:
        return Check("intact", INTACT, State.BAD, "签章没有保护任何文件，什么也不能证明")
    gone = [f"“{one.told}”" for one in mark.references if not one.path]
    changed = []
    for one in mark.references:
        if one.path and (one.path, mark.method) not in known:
            known[one.path, mark.method] = digest(package.parts[one.path]).digest()
        if one.path and known[one.path, mark.method] != one.digest:
            changed.append(part_name(package, one.path))
    harm = [f"盖章后被改动：{_named(changed)}"] if changed else []
    harm += [f"盖章后被删去：{_named(gone)}"] if gone else []
    if harm:
        return Check("intact", INTACT, State.BAD, "；".join(harm))
    return Check("intact", INTACT, State.GOOD, f"受保护的 {len(mark.references)} 个部分和盖章时一致")


def _whole(package: Package, mark: Mark, others: frozenset[str]) -> Check:
    """Whatever a seal does not protect can be changed without a trace; only signatures are put on one after the other."""
    free = sorted(package.parts.keys() - {one.path for one in mark.references} - others)
    if free == [ROOT]:
        # Writers that put the seal into OFD.xml last leave it out: it holds no content but title, author and dates.
        return Check("whole", WHOLE, State.UNKNOWN, "内容都受保护；文件入口（OFD.xml，写标题、作者、日期）不受保护")
    if free:
        told = f"不在这个印章的保护范围里，改了也看不出来：{_named([part_name(package, path) for path in free])}"
        return Check("whole", WHOLE, State.BAD, told)
    return Check("whole", WHOLE, State.GOOD, f"文件包里 {len(package.parts)} 个部分，除签章自身外都受保护")


def _named(names: Sequence[str]) -> str:
    return "、".join(names[:MOST_NAMED]) + (f"等 {len(names)} 个部分" if len(names) > MOST_NAMED else "")


def _sealed_as_it_is(one: ses.Signature, package: Package, mark: Mark, intact: Check) -> Check:
    """The list of digests must itself be what was signed."""
    if covers(one, package.parts[mark.path]):
        return intact
    told = "签章说明（Signature.xml）和盖章时的不一致，保护范围被改动过"
    return Check("intact", INTACT, State.BAD, f"{told}；{intact.told}" if intact.state == State.BAD else told)


def _beside(one: ses.Signature, mark: Mark) -> tuple[Check, ...]:
    """The seal that lies beside the signature, where there is one, is what readers show: it must be the signed one."""
    if not mark.seal:
        return ()
    own = one["to_sign"]["seal"].dump()
    same = mark.seal.startswith(own) and not mark.seal[len(own) :].strip(b"\0")
    return (
        line("face", "显示的印章就是签名的印章", same, "两处的印章数据相同", "两处的印章数据不同，看到的印面不可信"),
    )


def _unread(mark: Mark) -> Check:
    what = "印章数据" if mark.kind == "Seal" else "数字签名"
    told = f"{what}不是 GB/T 38540—2020 的格式（可能是旧标准 GM/T 0031—2014 或者别的签名），签名和证书没有核对"
    return Check("signature", "签名有效", State.UNKNOWN, told)
