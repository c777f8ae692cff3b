"""Whether an SM2 certificate stood on a list of revoked ones: lists read, their SM2 signatures checked, never trusted unsigned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import core, crl, x509

from mingjing.foundation.sealing import ses
from mingjing.foundation.sealing.ports import Check, State

NAME = "盖章时证书没有被吊销"
_FAULTS = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of revoked certificates as it says; `until`: when the next is due. Whose it is shows only the signature."""

    issuer: x509.Name
    at: datetime
    until: datetime | None
    revoked: Mapping[int, datetime]
    told: crl.CertificateList

    @property
    def name(self) -> str:
        """Who issued it, in words."""
        said = self.issuer.native
        name = said.get("common_name") if isinstance(said, dict) else None
        return str(name if isinstance(name, str) else self.issuer.human_friendly)[:200]

    @property
    def algorithm(self) -> str:
        """With what it is signed, as a number."""
        return dotted(self.told["signature_algorithm"])

    def signed_by(self, one: x509.Certificate) -> bool:
        """Whether this certificate's SM2 key signed the list. Never raises."""
        try:
            body = self.told["tbs_cert_list"]
            same = self.algorithm == dotted(body["signature"]) == ses.SM2_WITH_SM3
            return same and ses.holds(one, body.dump(), ses.bits(self.told["signature"]))
        except _FAULTS:
            return False


def dotted(algorithm: Any) -> str:
    """The number of an algorithm that asn1crypto may not know."""
    return str(core.ObjectIdentifier.load(algorithm["algorithm"].dump()).dotted)


def read_list(der: bytes) -> Listed:
    """A whole list. Raises ValueError for junk, and for a list that is not whole: of changes only, or of a part."""
    try:
        told = crl.CertificateList.load(der, strict=True)
        body = told["tbs_cert_list"]
        for one in body["crl_extensions"] or ():
            if one["critical"].native:
                raise ValueError("a list of a part or of changes only")
        entries = body["revoked_certificates"] or ()
        revoked = {one["user_certificate"].native: one["revocation_date"].native for one in entries}
        until = body["next_update"].native
        return Listed(body["issuer"], body["this_update"].native, until, revoked, told)
    except _FAULTS as problem:
        raise ValueError(f"no list of revoked certificates: {problem}") from None


def usable(lists: Iterable[bytes], roots: Sequence[x509.Certificate]) -> list[Listed]:
    """The lists that a trusted root signed with SM2."""
    found = []
    for each in lists:
        try:
            one = read_list(each)
        except ValueError:
            continue
        if any(root.subject == one.issuer and one.signed_by(root) for root in roots):
            found.append(one)
    return found


def sm_not_revoked(
    held: Sequence[tuple[str, x509.Certificate]],
    lists: Sequence[bytes],
    roots: Sequence[x509.Certificate],
    at: datetime,
) -> Check:
    """Of the certificates in a seal, each with what it is. `at`: when it sealed, as the file says; nobody vouches for it."""
    if not lists:
        return Check("revoked", NAME, State.UNKNOWN, "没有吊销清单，没有核对（mingjing seals revoked 导入）")
    good, fit = [], usable(lists, roots)
    for what, one in held:
        own = [each for each in fit if each.issuer == one.issuer]
        if not own:
            return Check("revoked", NAME, State.UNKNOWN, f"没有{what}发证机构签发、信任的根证书能够核实的吊销清单")
        gone = min((each.revoked[one.serial_number] for each in own if one.serial_number in each.revoked), default=None)
        if gone is not None and gone <= at:
            return Check("revoked", NAME, State.BAD, f"{what}已于 {gone:%Y-%m-%d} 被吊销，在盖章以前")
        if gone is not None:
            told = (
                f"{what}已于 {gone:%Y-%m-%d} 被吊销；盖章写的是 {at:%Y-%m-%d}，没有核实过的时间戳，不能证明在吊销以前"
            )
            return Check("revoked", NAME, State.UNKNOWN, told)
        newest = max(each.at for each in own)
        if newest < at:
            told = f"{what}的吊销清单是 {newest:%Y-%m-%d} 的，早于盖章，请导入新的清单"
            return Check("revoked", NAME, State.UNKNOWN, told)
        good.append(newest)
    return Check("revoked", NAME, State.GOOD, f"截至 {min(good):%Y-%m-%d} 的吊销清单，没有被吊销")
