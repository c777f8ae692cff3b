"""A certificate signed by itself, for trying a pilot seal out. It proves no identity."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Trial:
    """Key and certificate as PEM, and what the register wants to know."""

    pem: bytes
    serial: str
    since: date
    until: date


def trial(organ: str, now: datetime, lasts: timedelta) -> Trial:
    """A P-256 key with its own certificate."""
    key, number = ec.generate_private_key(ec.SECP256R1()), x509.random_serial_number()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{organ}（试用）")])
    since, until = now - timedelta(minutes=5), now + lasts
    made = x509.CertificateBuilder(name, name, key.public_key(), number, since, until)
    made = made.add_extension(x509.BasicConstraints(False, None), True)
    made = made.add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), True)
    certificate = made.sign(key, hashes.SHA256())
    kind = serialization.PrivateFormat.PKCS8
    private = key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption())
    pem = private + certificate.public_bytes(serialization.Encoding.PEM)
    return Trial(pem, f"{number:X}", since.date(), until.date())
