"""Fictional certificates made here and now: a root, seals under it, a time-stamp authority, a list of revoked ones."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

ORGAN = "示范县应急管理局"
AT = datetime(2026, 10, 13, 8, 20, tzinfo=UTC)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def name(text: str) -> x509.Name:
    """A name that nobody bears."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{text}（虚构，仅供测试）")])


@cache
def key(of: str) -> Key:
    """A private key, the same for the same word; the time-stamp authority's is RSA, as pyHanko's own authority wants it."""
    if of == "时间戳机构":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP256R1())


def certificate(
    of: str, *, issuer: str = "根", since: datetime = AT - timedelta(days=30), until: datetime = AT + timedelta(days=700),
    stamps: bool = False, number: int = 0x5EA1,
) -> x509.Certificate:  # fmt: skip
    """A certificate of `of`; the root signs itself."""
    root = of == issuer
    made = x509.CertificateBuilder(name(issuer), name(of), key(of).public_key(), number, since, until)
    made = made.add_extension(x509.BasicConstraints(root, None), True)
    usage = [not root, not root, False, False, False, root, root, False, False]
    made = made.add_extension(x509.KeyUsage(*usage), True)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key(of).public_key()), False)
    if stamps:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
    return made.sign(key(issuer), hashes.SHA256())


@cache
def root() -> x509.Certificate:
    """The root of this test county, valid for ten years."""
    return certificate("根", since=AT - timedelta(days=400), until=AT + timedelta(days=3650), number=1)


def pem(one: x509.Certificate) -> bytes:
    """As a PEM file has it."""
    return one.public_bytes(serialization.Encoding.PEM)


def private(of: str) -> bytes:
    """The private key as a PEM file has it."""
    kind = serialization.PrivateFormat.PKCS8
    return key(of).private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption())


def seal_file(one: x509.Certificate | None = None, of: str = ORGAN) -> bytes:
    """What a pilot seal's file holds: key, certificate, root."""
    return private(of) + pem(one or certificate(of)) + pem(root())


def asn1_of(one: x509.Certificate) -> asn1.Certificate:
    """The same certificate for asn1crypto."""
    return asn1.Certificate.load(one.public_bytes(serialization.Encoding.DER))


def revoking(number: int, at: datetime, told: datetime = AT - timedelta(minutes=1)) -> bytes:
    """A list of the root on which that number was revoked at a moment."""
    gone = x509.RevokedCertificateBuilder().serial_number(number).revocation_date(at).build()
    made = x509.CertificateRevocationListBuilder().issuer_name(name("根")).last_update(told)
    made = made.next_update(AT + timedelta(days=3650)).add_revoked_certificate(gone)
    return made.sign(key("根"), hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def set_up(keys: Path, seal_id: object) -> None:
    """Put a pilot seal's certificate file where the settings look for it."""
    from mingjing.foundation.sealing.pilot import certificate_path, keep

    keep(certificate_path(keys, str(seal_id)), seal_file())
