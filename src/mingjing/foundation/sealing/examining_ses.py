"""A seal of GB/T 38540 examined as far as we can: digest, both signatures, dates, the certificate in the seal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import core, x509

from mingjing.foundation.sealing import ses
from mingjing.foundation.sealing.ports import Check, SealReport, State
from mingjing.foundation.sealing.revoking_sm import sm_not_revoked
from mingjing.kernel.hashing import sm3_hash

GOOD, UNKNOWN, BAD = State.GOOD, State.UNKNOWN, State.BAD


INTACT, WHOLE = "内容没有被改动", "覆盖整个文件，盖章后没有追加"
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)
"""What the parser raises for data that only looks like a seal."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What is trusted here: roots, and lists of revoked certificates as they came."""

    roots: Sequence[x509.Certificate] = ()
    lists: Sequence[bytes] = ()


def examined(one: ses.Signature, covered: bytes, whole: bool, now: datetime, serial: str, trust: Trust) -> SealReport:
    """The report on a signature over `covered`. Raises ValueError where a certificate in it does not read."""
    lines = (
        line("intact", INTACT, covers(one, covered), "原文的 SM3 摘要一致", "原文的 SM3 摘要不一致，文件被改动过"),
        line("whole", WHOLE, whole, "从头到尾都在签名范围里", "盖章以后，文件末尾又追加了内容"),
    )  # fmt: skip
    return reported(one, lines, now, serial, trust)


def covers(one: ses.Signature, covered: bytes) -> bool:
    """Whether these bytes are what was sealed."""
    return ses.bits(one["to_sign"]["data_hash"]) == sm3_hash(covered).digest()


def reported(
    one: ses.Signature, lines: Sequence[Check], now: datetime, serial: str, trust: Trust, kind: str = "GB/T 38540"
) -> SealReport:
    """The report with what was found of the content, and what the seal's own data say. Raises ValueError as above."""
    try:
        return _reported(one, lines, now, serial, trust, kind)
    except UNREADABLE as problem:
        raise ValueError(f"a certificate of the seal does not read: {problem}") from None


def _reported(
    one: ses.Signature, lines: Sequence[Check], now: datetime, serial: str, trust: Trust, kind: str
) -> SealReport:
    told, signer = one["to_sign"], ses.certificate(one["cert"].native)
    seal, maker = told["seal"], ses.certificate(told["seal"]["cert"].native)
    at: datetime = told["time"].native
    checks = (
        *lines,
        line("signature", "签名有效", _plain(one["algorithm"]) and ses.holds(signer, told.dump(), ses.bits(one["signature"])), "SM2 签名由签章证书作出", "签名不是签章证书作出的"),
        line("maker", "印章由制章者签名", _plain(seal["algorithm"]) and ses.holds(maker, seal["info"].dump(), ses.bits(seal["signature"])), "印章数据没有被改动", "印章数据被改动，或者不是制章者作出的"),
        line("member", "签章证书在印章的证书名单里", _listed(seal["info"]["property"], one["cert"].native), "在名单里", "不在名单里，证书被换过"),
        _registered(signer, serial),
        _in_time(seal["info"]["property"], signer, at, now),
        _chain((signer, maker), trust.roots),
        sm_not_revoked((("签章证书", signer), ("制章者证书", maker)), trust.lists, trust.roots, at),
        Check("stamp", "时间戳", UNKNOWN, "有国密时间戳，这里没有核对" if one["time_stamp"].native is not None else "没有时间戳"),
    )  # fmt: skip
    return SealReport(kind, ses.subject_of(signer), f"{signer.serial_number:X}", at.astimezone(UTC).isoformat(), checks)


def line(key: str, name: str, holds: bool, good: str, bad: str) -> Check:
    return Check(key, name, GOOD if holds else BAD, good if holds else bad)


def _plain(algorithm: core.ObjectIdentifier) -> bool:
    return bool(algorithm.dotted == ses.SM2_WITH_SM3)


def _listed(told: ses.Property, certificate: bytes) -> bool:
    """Whether the seal's own list names the certificate, by itself or by its SM3 digest."""
    try:
        if told["cert_list_type"].native == 1:
            return certificate in [each.native for each in told["cert_list"].parse(ses.Certificates)]
        digests = told["cert_list"].parse(ses.CertificateDigests)
        return sm3_hash(certificate).digest() in [each["value"].native for each in digests]
    except (ValueError, TypeError):
        return False


def _registered(signer: x509.Certificate, serial: str) -> Check:
    name, own = "证书与印章登记簿一致", f"{signer.serial_number:X}"
    if not serial:
        return Check("register", name, UNKNOWN, "没有说明应当是哪张证书")
    same = own == serial.upper().lstrip("0")
    return Check(
        "register", name, GOOD if same else BAD, f"证书序列号 {own}" + ("" if same else f"，登记的是 {serial}")
    )


def _in_time(told: ses.Property, signer: x509.Certificate, at: datetime, now: datetime) -> Check:
    """The moment of sealing is what the sealing machine wrote; after the end of the term that proves nothing any more."""
    name = "盖章时印章和证书在有效期内"
    since = max(told["valid_start"].native, signer.not_valid_before)
    until = min(told["valid_end"].native, signer.not_valid_after)
    fits = since <= at <= until
    if fits and now > until:
        words = (
            f"有效期到 {until:%Y-%m-%d}，已经过了；没有核实过的时间戳，不能证明盖章（写的是 {at:%Y-%m-%d}）在到期以前"
        )
        return Check("validity", name, UNKNOWN, words)
    return Check(
        "validity", name, GOOD if fits else BAD, f"有效期 {since:%Y-%m-%d} 至 {until:%Y-%m-%d}，盖章 {at:%Y-%m-%d}"
    )


def _chain(held: Sequence[x509.Certificate], roots: Sequence[x509.Certificate]) -> Check:
    """Both certificates signed directly by a trusted SM2 root, or trusted themselves; longer chains say unknown."""
    name = "证书链到信任的根证书"

    def trusted(one: x509.Certificate) -> bool:
        return any(
            root.dump() == one.dump()
            or (
                root.subject == one.issuer
                and ses.holds(root, one["tbs_certificate"].dump(), ses.bits(one["signature_value"]))
            )
            for root in roots
        )

    if all(trusted(one) for one in held):
        return Check("chain", name, GOOD, "签章者和制章者的证书都由信任的根证书签发")
    return Check(
        "chain",
        name,
        UNKNOWN,
        "没有设置信任的根证书（MINGJING_SEAL_ROOTS）" if not roots else "链不到设置里信任的根证书",
    )
