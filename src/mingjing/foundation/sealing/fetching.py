"""Lists of revoked certificates taken in: from a file or an address, with limits; kept only if a trusted root signed them."""

import http.client
import tempfile
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.error import URLError
from urllib.parse import urlsplit

from asn1crypto import pem, x509
from cryptography import x509 as other
from cryptography.exceptions import UnsupportedAlgorithm

from mingjing.foundation.sealing.ports import Unsealable
from mingjing.foundation.sealing.revoking_sm import Listed, read_list

TIMEOUT: Final = 20
LARGEST: Final = 32 << 20


class _Straight(urllib.request.HTTPRedirectHandler):
    """Goes nowhere else than where it was sent."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """No."""


def fetched(where: str) -> bytes:
    """The content of a file or of an http(s) address, no more than a list can be. Raises Unsealable."""
    try:
        if urlsplit(where).scheme in {"http", "https"}:
            # No redirect and no proxy of the environment: the address is what the IT person typed.
            opener = urllib.request.build_opener(_Straight, urllib.request.ProxyHandler({}))
            with opener.open(where, timeout=TIMEOUT) as answer:
                content = bytes(answer.read(LARGEST + 1))
        else:
            with Path(where).open("rb") as held:
                content = held.read(LARGEST + 1)
    except (URLError, OSError, ValueError, http.client.HTTPException) as problem:
        raise Unsealable(
            f"吊销清单取不到（{type(problem).__name__}）：{where[:200]}。请核对文件或者地址。"
        ) from problem
    if len(content) > LARGEST:
        raise Unsealable(f"吊销清单超过 {LARGEST >> 20} MB，不像是吊销清单，没有导入。")
    return content


@dataclass(frozen=True, slots=True)
class Taken:
    """A list that was taken in, and whether the one before was there."""

    listed: Listed
    replaced: datetime | None
    path: Path


def take(content: bytes, folder: Path, roots: Sequence[x509.Certificate], now: datetime) -> Taken:
    """Keep the list of an issuer, over an older one. Raises Unsealable for one unsigned, older, or of the future."""
    try:
        if pem.detect(content):
            content = pem.unarmor(content)[2]
        one = read_list(content)
    except ValueError:
        told = "这个文件不是完整的吊销清单（CRL，DER 或者 PEM；增量、分片的清单不收），没有导入。"
        raise Unsealable(told) from None
    if not any(root.subject == one.issuer and signed(one, content, root) for root in roots):
        raise Unsealable(
            f"“{one.name}”的吊销清单，签名没有信任的根证书（MINGJING_SEAL_ROOTS）能够核实，没有导入。请核对清单和根证书。"
        )
    if one.at > now:
        raise Unsealable(f"吊销清单写的是将来的 {one.at:%Y-%m-%d %H:%M}，没有导入。请核对这台机器的时钟。")
    path = folder / f"{sha256(one.issuer.dump()).hexdigest()[:32]}.crl"
    before = read_list(path.read_bytes()).at if path.exists() else None
    if before is not None and one.at < before:
        raise Unsealable(f"已经有 {before:%Y-%m-%d %H:%M} 的清单，这份是 {one.at:%Y-%m-%d %H:%M} 的，更旧，没有导入。")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as draft:
        draft.write(content)
    Path(draft.name).replace(path)
    return Taken(one, before, path)


def signed(one: Listed, content: bytes, root: x509.Certificate) -> bool:
    """Whether a root signed a list, with SM2 or with what `cryptography` knows."""
    if one.signed_by(root):
        return True
    try:
        found = other.load_der_x509_crl(content)
        return bool(found.is_signature_valid(other.load_der_x509_certificate(root.dump()).public_key()))  # type: ignore[arg-type]
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False


def kept(folder: Path) -> list[bytes]:
    """Every list that was taken in."""
    return [path.read_bytes() for path in sorted(folder.glob("*.crl"))] if folder.is_dir() else []
