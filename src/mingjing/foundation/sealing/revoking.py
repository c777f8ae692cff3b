"""Whether a certificate stood on a list of revoked ones when it sealed. Lists come by the settings; nothing is fetched."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm

from mingjing.foundation.sealing.ports import Check, State

NAME = "盖章时证书没有被吊销"


def not_revoked(
    one: asn1.Certificate, lists: Sequence[bytes], issuers: Iterable[asn1.Certificate], moment: datetime, chained: bool
) -> Check:
    """Unknown where no list of the issuer is there, where it is older than the seal, or where the chain is unknown."""
    if not lists:
        return Check(
            "revoked",
            NAME,
            State.UNKNOWN,
            "没有吊销清单，没有核对（MINGJING_SEAL_REVOKED，或者 mingjing seals revoked 导入）",
        )
    held = x509.load_der_x509_certificate(one.dump())
    keys = [x509.load_der_x509_certificate(each.dump()) for each in issuers if each.subject == one.issuer]
    known = [found for each in lists if (found := _of(each, held, keys)) is not None]
    if not known or not chained:
        told = "证书链没有核实，吊销清单不能用" if known else "设置的吊销清单不是这个发证机构签发的"
        return Check("revoked", NAME, State.UNKNOWN, told)
    for each in known:
        entry = each.get_revoked_certificate_by_serial_number(held.serial_number)
        if entry is not None and entry.revocation_date_utc <= moment:
            return Check(
                "revoked", NAME, State.BAD, f"证书已于 {entry.revocation_date_utc:%Y-%m-%d} 被吊销，在盖章以前"
            )
    newest = max(each.last_update_utc for each in known)
    if newest < moment:
        return Check("revoked", NAME, State.UNKNOWN, f"吊销清单是 {newest:%Y-%m-%d} 的，早于盖章，请换新的清单")
    return Check("revoked", NAME, State.GOOD, f"不在 {newest:%Y-%m-%d} 的吊销清单里")


def _of(
    content: bytes, held: x509.Certificate, keys: Sequence[x509.Certificate]
) -> x509.CertificateRevocationList | None:
    """The list, if one of these issuers of the certificate signed it."""
    try:
        found = x509.load_der_x509_crl(content)
        if found.issuer != held.issuer:
            return None
        return found if any(found.is_signature_valid(each.public_key()) for each in keys) else None  # type: ignore[arg-type]
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return None
