"""A person's own certificate: read for the register, used once for a signature, issued for a trial. No key is ever kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from asn1crypto import pem, x509
from asn1crypto import pkcs12 as pkcs12_file
from cryptography import x509 as made
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

from mingjing.foundation.sealing import ses
from mingjing.foundation.sealing.pilot import LocalSigner, read_p12, serial_of
from mingjing.foundation.sealing.ports import Unsealable
from mingjing.foundation.sealing.stamping import HttpTimeStamper

LARGEST = 256 * 1024
"""A certificate file is a few kilobytes; more is not even read."""
MOST_ROUNDS = 5_000_000
"""More rounds of a password's stretching than any tool writes; a second or two."""
_CA_YEARS = 10
_USAGE: Mapping[str, bool] = dict.fromkeys(
    ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
)


@dataclass(frozen=True, slots=True)
class Own:
    """What a certificate says of itself."""

    subject: str
    issuer: str
    serial: str
    sha256: str
    since: datetime
    until: datetime

    @classmethod
    def of(cls, one: x509.Certificate) -> "Own":
        """Of a certificate that was read."""
        told = one.issuer.native
        issuer = told.get("common_name") if isinstance(told, dict) else None
        return cls(
            ses.subject_of(one), str(issuer if isinstance(issuer, str) else one.issuer.human_friendly)[:200], serial_of(one),
            sha256(one.dump()).hexdigest(), one.not_valid_before, one.not_valid_after,
        )  # fmt: skip


def read_certificate(content: bytes) -> Own:
    """The certificate in a CER or PEM file. Raises Unsealable for anything else, and for a file with a private key in it."""
    if b"PRIVATE KEY" in content:
        raise Unsealable("文件里有私钥。登记只要证书：请只导出证书（CER），私钥由本人保管，不要交给任何人。")
    try:
        parts = list(pem.unarmor(content, multiple=True)) if pem.detect(content) else [("CERTIFICATE", {}, content)]
        found = next(der for name, _, der in parts if name == "CERTIFICATE")
        return Own.of(ses.certificate(found))
    except (ValueError, TypeError, KeyError, StopIteration, AttributeError, OverflowError):
        raise Unsealable("这个文件不是证书（CER、PEM）。请从浏览器或者证书工具里导出证书，不带私钥。") from None


@dataclass(frozen=True, slots=True)
class Hand:
    """A signer for the length of one signature: the key lives in memory only."""

    signer: LocalSigner

    @classmethod
    def open(cls, p12: bytes, password: str) -> "Hand":
        """From a PKCS#12 file. Raises Unsealable."""
        if len(p12) > LARGEST or _costly(p12):
            raise Unsealable("证书文件打不开：不是 P12 文件，或者打开它要算得太久。请重新导出证书文件。")
        stamper = HttpTimeStamper(settings.MINGJING_TSA_URL) if settings.MINGJING_TSA_URL else None
        return cls(LocalSigner.load(read_p12(p12, password), stamper))

    @property
    def own(self) -> Own:
        """The certificate it signs with."""
        return Own.of(self.signer.certificate)

    def sign(self, pdf: bytes, *, number: int, reason: str) -> bytes:
        """The file with a signature more, without a face. Raises Unsealable."""
        return self.signer.sign_quietly(pdf, field=f"Person{number}", reason=reason)


def _costly(p12: bytes) -> bool:
    """Whether the file says that its password is to be stretched for minutes, or is no PKCS#12 at all."""
    try:
        held = pkcs12_file.Pfx.load(p12)
        rounds = [held["mac_data"]["iterations"].native or 0]
        for one in held.authenticated_safe:
            if one["content_type"].native == "encrypted_data":
                rounds.append(one["content"]["encrypted_content_info"]["content_encryption_algorithm"].kdf_iterations)
            else:
                bags = pkcs12_file.SafeContents.load(one["content"].native)
                rounds += [
                    each["bag_value"]["encryption_algorithm"].kdf_iterations
                    for each in bags
                    if each["bag_id"].native == "pkcs8_shrouded_key_bag"
                ]
        return max(rounds) > MOST_ROUNDS
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        return True


def issue(path: Path, organ: str, person: str, password: str, now: datetime, lasts: timedelta) -> tuple[bytes, Own]:
    """A pilot certificate of a person under the organ's pilot authority at `path`: PKCS#12 under the password, and what it says.

    The authority is made the first time. The person's key is nowhere but in the file that is given back.
    """
    authority, key = _authority(path, organ, now)
    own = ec.generate_private_key(ec.SECP256R1())
    name = made.Name(
        [
            made.NameAttribute(NameOID.ORGANIZATION_NAME, organ),
            made.NameAttribute(NameOID.COMMON_NAME, f"{person}（试点）"),
        ]
    )
    told = _certificate(name, authority.subject, own.public_key(), now, lasts, ca=False).sign(key, hashes.SHA256())
    secret = serialization.BestAvailableEncryption(password.encode())
    p12 = pkcs12.serialize_key_and_certificates(b"mingjing", own, told, [authority], secret)
    return p12, Own.of(x509.Certificate.load(told.public_bytes(serialization.Encoding.DER)))


def _authority(path: Path, organ: str, now: datetime) -> tuple[made.Certificate, ec.EllipticCurvePrivateKey]:
    if path.exists():
        content = path.read_bytes()
        held = serialization.load_pem_private_key(content, None)
        assert isinstance(held, ec.EllipticCurvePrivateKey)
        return made.load_pem_x509_certificate(content[content.index(b"-----BEGIN CERTIFICATE") :]), held
    key = ec.generate_private_key(ec.SECP256R1())
    name = made.Name([made.NameAttribute(NameOID.COMMON_NAME, f"{organ}试点证书签发（仅供试用）")])
    told = _certificate(name, name, key.public_key(), now, timedelta(days=365 * _CA_YEARS), ca=True)
    one = told.sign(key, hashes.SHA256())
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    path.write_bytes(private + one.public_bytes(serialization.Encoding.PEM))
    return one, key


def _certificate(
    subject: made.Name, issuer: made.Name, key: ec.EllipticCurvePublicKey, now: datetime, lasts: timedelta, *, ca: bool
) -> made.CertificateBuilder:
    since, until = now - timedelta(minutes=5), now + lasts
    told = made.CertificateBuilder(issuer, subject, key, made.random_serial_number(), since, until)
    told = told.add_extension(made.BasicConstraints(ca, 0 if ca else None), True)
    usage = made.KeyUsage(
        digital_signature=not ca, content_commitment=not ca, key_cert_sign=ca, crl_sign=ca, **_USAGE
    )  # fmt: skip
    return told.add_extension(usage, True).add_extension(made.SubjectKeyIdentifier.from_public_key(key), False)


def authority_path(folder: Path, organ_id: str) -> Path:
    """Where the pilot authority of an organ lies."""
    return folder / "signers" / f"{organ_id}.pem"
