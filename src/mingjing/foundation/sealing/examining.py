"""Every seal in a PDF, examined: is it intact, whose is it, does it cover the whole file, was anything added later."""

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pikepdf
from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from mingjing.foundation.sealing import ses
from mingjing.foundation.sealing.apart import apart
from mingjing.foundation.sealing.examining_ses import Trust, examined
from mingjing.foundation.sealing.pilot import serial_of
from mingjing.foundation.sealing.ports import Check, SealReport, State
from mingjing.foundation.sealing.revoking import not_revoked

# A file that fails is told in the report; the library would write a trace of each to the log as well.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
PADES, GB38540 = "PAdES", "GB/T 38540"
GOOD, UNKNOWN, BAD = State.GOOD, State.UNKNOWN, State.BAD


@dataclass(frozen=True, slots=True)
class Slot:
    """A signature in a PDF: what it holds, the ranges it covers, the field's name."""

    contents: bytes
    ranges: tuple[int, ...]
    name: str


@dataclass(frozen=True, slots=True)
class PdfValidator:
    """Examines by what is trusted here: roots of seals, lists of revoked certificates, roots of time stamps."""

    roots: Sequence[x509.Certificate] = ()
    revoked: Sequence[bytes] = ()
    stamp_roots: Sequence[x509.Certificate] = field(default=())

    def examine(self, pdf: bytes, *, now: datetime, serial: str = "", result: bytes = b"") -> tuple[SealReport, ...]:
        """One report for each seal, none where the file has none; a file that does not open is one bad report."""
        try:
            slots = list(_slots(pdf))
        except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return (_broken("文件打不开，已经损坏"),)
        # The register's certificate is that of the seal, which comes last; before it people may have signed.
        found = [self._one(pdf, slot, now, serial if slot is slots[-1] else "", _last(slot, slots)) for slot in slots]
        if result and not any(one.kind == GB38540 for one in found):
            found.append(self._apart(pdf, result, now, serial))
        return tuple(found)

    @property
    def _seals(self) -> Trust:
        return Trust(self.roots, self.revoked)

    def _one(self, pdf: bytes, slot: Slot, now: datetime, serial: str, last: bool) -> SealReport:
        if wrong := _range_problem(pdf, slot):
            return _broken(wrong)
        covered = b"".join(
            pdf[at : at + length] for at, length in zip(slot.ranges[::2], slot.ranges[1::2], strict=True)
        )
        try:
            return examined(
                ses.read(slot.contents), covered, len(pdf) == slot.ranges[2] + slot.ranges[3], now, serial, self._seals
            )
        except ValueError:
            return apart(lambda: self._pades(pdf, slot, now, serial, last))

    def _apart(self, pdf: bytes, result: bytes, now: datetime, serial: str) -> SealReport:
        try:
            return examined(ses.read(result), pdf, True, now, serial, self._seals)
        except ValueError:
            return _broken("印章服务给出的签章数据不是 GB/T 38540 的格式")

    def _pades(self, pdf: bytes, slot: Slot, now: datetime, serial: str, last: bool) -> SealReport:
        try:
            reader = PdfFileReader(io.BytesIO(pdf), strict=False)
            held = next(one for one in reader.embedded_signatures if one.field_name == slot.name)
            claimed = held.self_reported_timestamp
            first = validate_pdf_signature(held, self._trust(now), self._stamp_trust(now))
            stamp = first.timestamp_validity
            proved = stamp.timestamp if stamp and stamp.intact and stamp.valid and stamp.trusted else None
            moment = proved or claimed or now
            status = validate_pdf_signature(held, self._trust(moment), self._stamp_trust(now))
        except (
            PdfError,
            SigningError,
            SignatureValidationError,
            ValueError,
            TypeError,
            KeyError,
            StopIteration,
            AttributeError,
        ) as problem:
            return _broken(f"签名读不出来（{type(problem).__name__}）")
        certificate = status.signing_cert
        told = claimed.astimezone(UTC).isoformat() if claimed else ""
        return SealReport(
            PADES, ses.subject_of(certificate), serial_of(certificate), told,
            (_intact(status), _signed(status), _covers(status, last), _registered(certificate, serial),
             _in_time(certificate, claimed, proved, now), _chain(status, bool(self.roots)), not_revoked(certificate, self.revoked, (*self.roots, *held.other_embedded_certs), moment, bool(status.trusted)), _stamp(status)),
        )  # fmt: skip

    def _trust(self, moment: datetime) -> ValidationContext:
        return ValidationContext(
            trust_roots=list(self.roots), moment=moment, allow_fetching=False,
            revocation_mode="soft-fail",
        )  # fmt: skip

    def _stamp_trust(self, moment: datetime) -> ValidationContext:
        return ValidationContext(trust_roots=list(self.stamp_roots), moment=moment, allow_fetching=False)


def _slots(pdf: bytes) -> Iterator[Slot]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        form: Any = opened.Root.get("/AcroForm", {})
        for one in form.get("/Fields", []):
            value = one.get("/V")
            if value is not None and one.get("/FT") == "/Sig" and "/ByteRange" in value:
                yield Slot(bytes(value.Contents), tuple(int(at) for at in value.ByteRange), str(one.get("/T", "")))


def _last(one: Slot, slots: Sequence[Slot]) -> bool:
    """Whether no signature came after this one: the last must cover the file to its end."""
    return all(sum(one.ranges[-2:]) >= sum(other.ranges[-2:]) for other in slots)


def _range_problem(pdf: bytes, slot: Slot) -> str:
    """The ranges cover everything up to their end but the signature itself; anything else can hide a change."""
    if len(slot.ranges) != 4:
        return "签名的范围写法不对"
    first, length, second, rest = slot.ranges
    gap = pdf[first + length : second]
    if first != 0 or length <= 0 or rest <= 0 or second + rest > len(pdf) or gap[:1] != b"<" or gap[-1:] != b">":
        return "签名的范围没有从头到尾覆盖文件"
    try:
        inside = bytes.fromhex(gap[1:-1].decode("ascii"))
    except ValueError:
        return "签名的范围没有从头到尾覆盖文件"
    return "" if inside.rstrip(b"\0") == slot.contents.rstrip(b"\0") else "签名的范围没有从头到尾覆盖文件"


def _broken(why: str) -> SealReport:
    return SealReport("", "", "", "", (Check("intact", "内容没有被改动", BAD, why),))


def _intact(status: PdfSignatureStatus) -> Check:
    told = "盖章时的内容和现在的一致" if status.intact else "内容和盖章时的不一致，文件被改动过"
    return Check("intact", "内容没有被改动", GOOD if status.intact else BAD, told)


def _signed(status: PdfSignatureStatus) -> Check:
    told = "签名由这张证书的私钥作出" if status.valid else "签名不是这张证书作出的"
    return Check("signature", "签名有效", GOOD if status.valid else BAD, told)


def _covers(status: PdfSignatureStatus, last: bool) -> Check:
    name = "覆盖整个文件，盖章后没有追加"
    if status.coverage is not None and status.coverage.name == "ENTIRE_FILE":
        return Check("whole", name, GOOD, "从头到尾都在签名范围里")
    # A later signature is a form field filled in; a page touched, text or pictures added is a modification of another kind.
    later = status.modification_level is not None and status.modification_level <= ModificationLevel.FORM_FILLING
    if status.coverage is not None and status.coverage.name == "ENTIRE_REVISION" and later and not last:
        return Check("whole", name, GOOD, "后面只追加了别的签名、印章，内容没有动")
    return Check("whole", name, BAD, "盖章以后，文件末尾又追加了内容")


def _registered(certificate: x509.Certificate, serial: str) -> Check:
    name = "证书与印章登记簿一致"
    if not serial:
        return Check("register", name, UNKNOWN, "没有说明应当是哪张证书")
    same = serial_of(certificate) == serial.upper().lstrip("0")
    return Check(
        "register",
        name,
        GOOD if same else BAD,
        f"证书序列号 {serial_of(certificate)}" + ("" if same else f"，登记的是 {serial}"),
    )


def _in_time(certificate: x509.Certificate, claimed: datetime | None, proved: datetime | None, now: datetime) -> Check:
    """A certificate that ran out later still proves a seal put on in time, if a trusted time stamp tells when that was."""
    name, since, until = "盖章时证书在有效期内", certificate.not_valid_before, certificate.not_valid_after
    moment = proved or claimed or now
    if not since <= moment <= until:
        return Check("validity", name, BAD, f"证书有效期 {since:%Y-%m-%d} 至 {until:%Y-%m-%d}，盖章不在其中")
    if proved is None and now > until:
        return Check(
            "validity", name, UNKNOWN, f"证书已于 {until:%Y-%m-%d} 到期，没有可信时间戳，不能证明盖章在到期以前"
        )
    return Check("validity", name, GOOD, f"证书有效期 {since:%Y-%m-%d} 至 {until:%Y-%m-%d}")


def _chain(status: PdfSignatureStatus, roots: bool) -> Check:
    name = "证书链到信任的根证书"
    if status.trusted:
        return Check("chain", name, GOOD, "链到设置里信任的根证书")
    return Check(
        "chain", name, UNKNOWN, "链不到设置里信任的根证书" if roots else "没有设置信任的根证书（MINGJING_SEAL_ROOTS）"
    )


def _stamp(status: PdfSignatureStatus) -> Check:
    name, stamp = "时间戳", status.timestamp_validity
    if stamp is None:
        return Check("stamp", name, UNKNOWN, "没有时间戳，盖章时间是盖章的机器自己写的")
    if not (stamp.intact and stamp.valid):
        return Check("stamp", name, BAD, "时间戳和签名对不上")
    told = f"{stamp.timestamp.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
    return (
        Check("stamp", name, GOOD, told)
        if stamp.trusted
        else Check("stamp", name, UNKNOWN, f"{told}，不是设置里信任的时间戳机构（MINGJING_TSA_CERTIFICATES）")
    )
