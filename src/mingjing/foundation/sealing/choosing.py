"""Which seal service answers here, and what is trusted, as the settings say.

What signs and examines is loaded when it is first asked for: most processes never are.
"""

from datetime import datetime
from pathlib import Path

from asn1crypto import pem, x509
from django.conf import settings

from mingjing.foundation.sealing.government import GovernmentSeal
from mingjing.foundation.sealing.null import NullSeal
from mingjing.foundation.sealing.ports import Kind, SealReport, SealService, Unsealable, Validator


def service_for(kind: str, seal_id: str) -> SealService:
    """The service of a seal; the one that refuses where none is set. Raises Unsealable for a setting that does not read."""
    if kind == Kind.GOVERNMENT and settings.MINGJING_SEAL_URL:
        token = (
            _read(settings.MINGJING_SEAL_TOKEN).decode("ascii", "replace").strip()
            if settings.MINGJING_SEAL_TOKEN
            else ""
        )
        return GovernmentSeal(settings.MINGJING_SEAL_URL, token, settings.MINGJING_SEAL_CA)
    from mingjing.foundation.sealing.pilot import LocalSigner, PilotSeal, certificate_path
    from mingjing.foundation.sealing.stamping import HttpTimeStamper

    path = certificate_path(Path(settings.MINGJING_KEYS), seal_id)
    if kind == Kind.PILOT and path.exists():
        stamper = HttpTimeStamper(settings.MINGJING_TSA_URL) if settings.MINGJING_TSA_URL else None
        return PilotSeal(LocalSigner.load(_read(str(path)), stamper))
    return NullSeal()


def validator() -> Validator:
    """What examines sealed files here. Raises Unsealable for a setting that does not read."""
    from mingjing.foundation.sealing.examining import PdfValidator

    return PdfValidator(
        roots(), _revoked(),
        _certificates(settings.MINGJING_TSA_CERTIFICATES),
    )  # fmt: skip


def examine_file(content: bytes, now: datetime) -> tuple[SealReport, ...]:
    """One report for each seal in a PDF or OFD that came from elsewhere; none where it has none. Raises Unsealable for a setting."""
    from mingjing.foundation.ofd import looks_like_ofd

    if not looks_like_ofd(content):
        return tuple(validator().examine(content, now=now))
    from mingjing.foundation.sealing.examining_ofd import OfdValidator

    return OfdValidator(roots(), _revoked()).examine(content, now=now)


def roots() -> list[x509.Certificate]:
    """The roots that are trusted here. Raises Unsealable."""
    return _certificates(settings.MINGJING_SEAL_ROOTS)


def lists_folder() -> Path:
    """Where lists of revoked certificates that were taken in lie."""
    return Path(settings.MINGJING_KEYS) / "revoked"


def _revoked() -> list[bytes]:
    from mingjing.foundation.sealing.fetching import kept

    return _lists(settings.MINGJING_SEAL_REVOKED) + kept(lists_folder())


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as problem:
        raise Unsealable(f"读不了设置里的文件 {path}（{problem.strerror}），请系统管理员核对。") from problem


def _parts(path: str, name: str) -> list[bytes]:
    if not path:
        return []
    content = _read(path)
    if not pem.detect(content):
        return [content]
    return [der for kind, _, der in pem.unarmor(content, multiple=True) if kind == name]


def _certificates(path: str) -> list[x509.Certificate]:
    try:
        return [x509.Certificate.load(der) for der in _parts(path, "CERTIFICATE")]
    except ValueError:
        raise Unsealable(f"设置里的证书文件 {path} 读不懂，请系统管理员核对。") from None


def _lists(path: str) -> list[bytes]:
    return _parts(path, "X509 CRL")
