"""Trusted time stamps (RFC 3161; GB/T 20520 is built alike): asking an authority, reading and verifying what it answers."""

# mypy: disallow-untyped-calls=False
# asn1crypto is not typed.

import hashlib
import urllib.request
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import algos, cms, core, pem, tsp, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key

from mingjing.kernel.hashing import sm3_hash

SM3_OID, SM2_SM3_OID = "1.2.156.10197.1.401", "1.2.156.10197.1.501"
LARGEST, TIMEOUT, DEEPEST = 64 * 1024, 10, 6
_HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512(), SM3_OID: hashes.SM3()}
Sm2 = Callable[[bytes, bytes, bytes], bool]
"""key (04, x, y), message, signature (r and s) → whether they fit; whoever takes tokens signed with SM2 brings it along."""


class _Answer(core.Sequence):
    """asn1crypto's own insists on a token, which a refusal does not have."""

    _fields = [("status", tsp.PKIStatusInfo), ("time_stamp_token", cms.ContentInfo, {"optional": True})]


class _Pair(core.Sequence):
    """A signature as DER."""

    _fields = [("r", core.Integer), ("s", core.Integer)]


class NotStamped(Exception):
    """The authority gave no stamp, or what it gave does not hold. The message is Chinese."""


@dataclass(frozen=True, slots=True)
class Stamped:
    """What a token says: when, by whom, under which number, over which kind of digest (`sha256`, `sm3` …)."""

    at: datetime
    authority: str
    serial: int
    algorithm: str


def digest(algorithm: str, content: bytes) -> bytes:
    """The digest by our name or by the name of the standard."""
    return sm3_hash(content).digest() if algorithm in {"sm3", SM3_OID} else hashlib.new(algorithm, content).digest()


def request(content: bytes, algorithm: str, nonce: int) -> bytes:
    """A request over the digest of a content, that asks for the authority's certificate too."""
    imprint = tsp.MessageImprint(
        {
            "hash_algorithm": algos.DigestAlgorithm({"algorithm": SM3_OID if algorithm == "sm3" else algorithm}),
            "hashed_message": digest(algorithm, content),
        }
    )
    asked = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "nonce": nonce, "cert_req": True})
    return bytes(asked.dump())


def nonce_of(asked: bytes) -> int:
    """The nonce of a request that was kept. Raises NotStamped."""
    try:
        return int(tsp.TimeStampReq.load(asked, strict=True)["nonce"].native)
    except (ValueError, TypeError) as failure:
        raise NotStamped("请求文件（.tsq）读不懂，请用当初写出的那一个") from failure


def posted(url: str, asked: bytes) -> bytes:
    """The authority's answer to a request, by HTTP. Raises NotStamped."""
    if not url.startswith(("http://", "https://")):
        raise NotStamped(f"时间戳服务的网址应以 http:// 或 https:// 开头，现在是：{url}")
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    query = urllib.request.Request(url, data=asked, headers=headers)  # noqa: S310 - http(s), checked above
    try:
        with urllib.request.urlopen(query, timeout=TIMEOUT) as answer:  # noqa: S310
            return bytes(answer.read(LARGEST + 1))
    except (OSError, ValueError) as failure:
        raise NotStamped(f"连不上时间戳服务 {url}：{getattr(failure, 'reason', failure)}") from None


def token_of(answer: bytes) -> bytes:
    """The token out of an authority's answer. Raises NotStamped, with what the authority says."""
    try:
        found = _Answer.load(answer if len(answer) <= LARGEST else b"", strict=True)
        status = found["status"]["status"].native
        if status not in {"granted", "granted_with_mods"}:
            said = "；".join(found["status"]["status_string"].native or ())
            failed = "、".join(sorted(found["status"]["fail_info"].native or ()))
            raise NotStamped(f"时间戳服务没有受理（{status} {failed} {said}）".replace("  ", " "))
        return bytes(found["time_stamp_token"].dump())
    except (ValueError, TypeError, KeyError) as failure:
        raise NotStamped("时间戳服务的答复读不懂") from failure


def certificates(text: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a PEM file. Raises NotStamped where there are none."""
    try:
        found = [x509.Certificate.load(der) for _, _, der in pem.unarmor(text, multiple=True)]
        for one in found:
            one.native  # noqa: B018 - parsed here, so that what is broken is told here
    except (ValueError, TypeError) as failure:
        raise NotStamped("时间戳服务的证书文件读不懂，应是 PEM 格式的证书") from failure
    return tuple(found)


def verify(
    token: bytes,
    content: bytes,
    *,
    trusted: Iterable[x509.Certificate],
    nonce: int | None = None,
    sm2: Sm2 | None = None,
) -> Stamped:
    """Whether a token stamps this content, by an authority that these certificates vouch for. Raises NotStamped.

    Checked: imprint, nonce, content type and digest, the certificate named in the signed attributes, its purpose
    (time stamping only), the signature, and the chain at the time of the stamp.
    """
    try:
        return _verified(token, content, tuple(trusted), nonce, sm2)
    except NotStamped:
        raise
    except (ValueError, TypeError, KeyError, IndexError, UnsupportedAlgorithm, AttributeError) as failure:
        raise NotStamped(f"时间戳读不懂（{type(failure).__name__}）") from failure


def _verified(
    token: bytes, content: bytes, trusted: tuple[x509.Certificate, ...], nonce: int | None, sm2: Sm2 | None
) -> Stamped:
    signed = cms.ContentInfo.load(token, strict=True)["content"]
    inner = signed["encap_content_info"]
    if inner["content_type"].native != "tst_info" or len(signed["signer_infos"]) != 1:
        raise NotStamped("不是时间戳：内容类型不对，或签名不止一个")
    told: Any = inner["content"].parsed
    _fits(told, content, nonce)
    signer = signed["signer_infos"][0]
    carried = [one.chosen for one in signed["certificates"] or () if one.name == "certificate"]
    own = _named(signer, [*carried, *trusted])
    _attributes(signer, own, inner["content"].contents)
    _purpose(own)
    at = told["gen_time"].native.astimezone(UTC)
    message = b"\x31" + signer["signed_attrs"].dump()[1:]
    _signature(
        own.public_key,
        signer["signature_algorithm"],
        signer["digest_algorithm"],
        message,
        signer["signature"].native,
        sm2,
    )
    _chain(own, carried, trusted, at, sm2)
    kind = told["message_imprint"]["hash_algorithm"]["algorithm"].native
    return Stamped(
        at, own.subject.human_friendly[:300], told["serial_number"].native, "sm3" if kind == SM3_OID else kind
    )


def _fits(told: Any, content: bytes, nonce: int | None) -> None:
    kind = told["message_imprint"]["hash_algorithm"]["algorithm"].native
    if kind not in _HASHES:
        raise NotStamped(f"时间戳用的摘要算法 {kind} 不受理")
    if told["message_imprint"]["hashed_message"].native != digest(kind, content):
        raise NotStamped("时间戳盖的不是这份内容：摘要不符")
    if nonce is not None and told["nonce"].native != nonce:
        raise NotStamped("时间戳不是对这次请求的答复：随机数不符（可能是旧的答复）")


def _named(signer: Any, held: list[x509.Certificate]) -> x509.Certificate:
    """The certificate that the signer names by issuer and number."""
    name = signer["sid"].chosen
    for one in held:
        if signer["sid"].name == "issuer_and_serial_number":
            if one.issuer == name["issuer"] and one.serial_number == name["serial_number"].native:
                return one
        elif one.key_identifier and one.key_identifier == name.native:
            return one
    raise NotStamped("时间戳里没有签名证书，配置的证书里也没有")


def _attributes(signer: Any, own: x509.Certificate, inner: bytes) -> None:
    """The signed attributes: what is signed, its digest, and the one certificate it is signed with (ESSCertID)."""
    held = {one["type"].native: one["values"][0] for one in signer["signed_attrs"]}
    if "content_type" not in held or held["content_type"].native != "tst_info":
        raise NotStamped("时间戳的签名属性里内容类型不对")
    if "message_digest" not in held:
        raise NotStamped("时间戳的签名属性里没有内容摘要")
    if held["message_digest"].native != digest(signer["digest_algorithm"]["algorithm"].native, inner):
        raise NotStamped("时间戳的内容在签名之后被改动：摘要不符")
    if "signing_certificate_v2" in held:
        named = held["signing_certificate_v2"]["certs"][0]
        right = digest(named["hash_algorithm"]["algorithm"].native, own.dump())
    elif "signing_certificate" in held:
        named = held["signing_certificate"]["certs"][0]
        right = hashlib.sha1(own.dump(), usedforsecurity=False).digest()
    else:
        raise NotStamped("时间戳没有写明签名证书（ESSCertID）")
    if named["cert_hash"].native != right:
        raise NotStamped("时间戳写明的签名证书不是它带的那一张")


def _purpose(own: x509.Certificate) -> None:
    """The signer may stamp times and nothing else (RFC 3161 §2.3)."""
    use = own.extended_key_usage_value
    critical = any(
        one["extn_id"].native == "extended_key_usage" and one["critical"].native
        for one in own["tbs_certificate"]["extensions"]
    )
    if use is None or use.native != ["time_stamping"] or not critical:
        raise NotStamped("签名证书不是时间戳专用证书（缺少关键的扩展用途 timeStamping）")


def _chain(
    own: x509.Certificate,
    carried: list[x509.Certificate],
    trusted: tuple[x509.Certificate, ...],
    at: datetime,
    sm2: Sm2 | None,
) -> None:
    """From the signer upwards to a certificate that we trust, each valid at the time of the stamp."""
    anchors = {one.sha256 for one in trusted}
    present = own
    for _ in range(DEEPEST):
        if not present.not_valid_before <= at <= present.not_valid_after:
            raise NotStamped(f"盖时间戳时证书不在有效期内：{present.subject.human_friendly}")
        if present.sha256 in anchors:
            return
        above = next(
            (one for one in (*trusted, *carried) if one.subject == present.issuer and one.ca and one != present), None
        )
        if above is None:
            break
        body = present["tbs_certificate"].dump()
        kind = present["signature_algorithm"]
        _signature(above.public_key, kind, kind, body, present["signature_value"].native, sm2)
        present = above
    raise NotStamped(f"签名证书不是所配置的时间戳机构签发的：{own.subject.human_friendly}")


def _signature(key: Any, kind: Any, digests: Any, message: bytes, signature: bytes, sm2: Sm2 | None) -> None:
    """Whether the signature fits. Raises NotStamped."""
    name = kind["algorithm"].native
    try:
        if name in {SM2_SM3_OID, "1.2.156.10197.1.301.1"}:
            if sm2 is None or not sm2(bytes(key["public_key"].native), message, _raw(signature)):
                raise NotStamped("时间戳或证书的 SM2 签名与内容不符")
            return
        hashed = _HASHES.get(_hash_name(kind, digests))
        if hashed is None:
            raise NotStamped(f"时间戳或证书的签名算法 {name} 不受理")
        public = load_der_public_key(key.dump())
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(signature, message, padding.PKCS1v15(), hashed)
        elif isinstance(public, ec.EllipticCurvePublicKey):
            public.verify(signature, message, ec.ECDSA(hashed))
        else:
            raise NotStamped(f"时间戳或证书的签名算法 {name} 不受理")
    except InvalidSignature:
        raise NotStamped("时间戳或证书的签名与内容不符") from None


def _hash_name(kind: Any, digests: Any) -> str:
    name = kind["algorithm"].native
    if name in {"rsassa_pkcs1v15", "ecdsa"} or name.endswith("_pss"):
        return "" if name.endswith("_pss") else str(digests["algorithm"].native)
    return str(kind.hash_algo)


def _raw(signature: bytes) -> bytes:
    """r and s out of DER."""
    pair = _Pair.load(signature)
    return b"".join(int(pair[part].native).to_bytes(32, "big") for part in ("r", "s"))
