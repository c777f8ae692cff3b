"""The signature of an electronic seal as GB/T 38540-2020 writes it: SES_Signature with the whole SESeal in it.

Structure after the standard's ASN.1 as public implementations carry it; the standard's own text was not seen.
"""

from asn1crypto import core, x509
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from gmssl_fast import SM2, GmsslError

SM2_CURVE = "1.2.156.10197.1.301"
SM2_WITH_SM3 = "1.2.156.10197.1.501"


class Header(core.Sequence):
    """SES_Header."""

    _fields = [("id", core.IA5String), ("version", core.Integer), ("vid", core.IA5String)]


class Certificates(core.SequenceOf):
    """CertInfoList."""

    _child_spec = core.OctetString


class CertificateDigest(core.Sequence):
    """CertDigestObj."""

    _fields = [("type", core.PrintableString), ("value", core.OctetString)]


class CertificateDigests(core.SequenceOf):
    """CertDigestList."""

    _child_spec = CertificateDigest


class Property(core.Sequence):
    """SES_ESPropertyInfo. `cert_list_type`: 1 for certificates, 2 for digests of certificates."""

    _fields = [
        ("type", core.Integer), ("name", core.UTF8String), ("cert_list_type", core.Integer), ("cert_list", core.Any),
        ("created", core.GeneralizedTime), ("valid_start", core.GeneralizedTime), ("valid_end", core.GeneralizedTime),
    ]  # fmt: skip


class Picture(core.Sequence):
    """SES_ESPictrueInfo: the face, width and height in millimetres."""

    _fields = [
        ("type", core.IA5String), ("data", core.OctetString), ("width", core.Integer), ("height", core.Integer),
    ]  # fmt: skip


class Extension(core.Sequence):
    """ExtData."""

    _fields = [
        ("id", core.ObjectIdentifier), ("critical", core.Boolean, {"default": False}), ("value", core.OctetString),
    ]  # fmt: skip


class Extensions(core.SequenceOf):
    """ExtensionDatas."""

    _child_spec = Extension


class SealInfo(core.Sequence):
    """SES_SealInfo."""

    _fields = [
        ("header", Header), ("es_id", core.IA5String), ("property", Property), ("picture", Picture),
        ("extensions", Extensions, {"explicit": 0, "optional": True}),
    ]  # fmt: skip


class Seal(core.Sequence):
    """SESeal: what the seal's maker signed."""

    _fields = [
        ("info", SealInfo), ("cert", core.OctetString), ("algorithm", core.ObjectIdentifier),
        ("signature", core.BitString),
    ]  # fmt: skip


class ToSign(core.Sequence):
    """TBS_Sign."""

    _fields = [
        ("version", core.Integer), ("seal", Seal), ("time", core.GeneralizedTime), ("data_hash", core.BitString),
        ("property_info", core.IA5String), ("extensions", Extensions, {"explicit": 0, "optional": True}),
    ]  # fmt: skip


class Signature(core.Sequence):
    """SES_Signature."""

    _fields = [
        ("to_sign", ToSign), ("cert", core.OctetString), ("algorithm", core.ObjectIdentifier),
        ("signature", core.BitString), ("time_stamp", core.BitString, {"explicit": 0, "optional": True}),
    ]  # fmt: skip

    @property
    def whole(self) -> bytes:
        """Its own bytes."""
        return bytes(self.dump())


def read(der: bytes) -> Signature:
    """The signature in these bytes, which may be followed by zeros. Raises ValueError for anything else."""
    try:
        found: Signature = Signature.load(der)
        found["to_sign"]["seal"]["info"]["property"].native  # noqa: B018  reads the whole of it
        found["to_sign"]["data_hash"].native, found["signature"].native  # noqa: B018
    except (ValueError, TypeError, KeyError, OverflowError) as problem:
        raise ValueError(f"not a signature of GB/T 38540: {problem}") from None
    return found


def bits(value: core.BitString) -> bytes:
    """The bytes of a bit string."""
    return bytes(value.contents or b"")[1:]


def certificate(der: bytes) -> x509.Certificate:
    """A certificate. Raises ValueError."""
    found: x509.Certificate = x509.Certificate.load(der)
    found.serial_number, found.not_valid_before, found.not_valid_after, found.subject.native  # noqa: B018
    return found


def subject_of(one: x509.Certificate) -> str:
    """Who the certificate names: its common name, else everything it says."""
    told = one.subject.native
    name = told.get("common_name") if isinstance(told, dict) else None
    return str(name if isinstance(name, str) else one.subject.human_friendly)[:200]


def point(one: x509.Certificate) -> bytes:
    """The 64 bytes of an SM2 public key. Raises ValueError for any other key."""
    algorithm = one["tbs_certificate"]["subject_public_key_info"]["algorithm"]
    # asn1crypto knows no SM2: the parameters are read as they are written, an object identifier.
    curve = core.ObjectIdentifier.load(algorithm["parameters"].dump()).dotted
    raw = bits(one["tbs_certificate"]["subject_public_key_info"]["public_key"])
    if curve != SM2_CURVE or len(raw) != 65 or raw[0] != 4:
        raise ValueError("not an SM2 key")
    return raw[1:]


def holds(key: x509.Certificate, message: bytes, signature: bytes) -> bool:
    """Whether the SM2 signature over the message is this certificate's. Never raises."""
    try:
        r, s = decode_dss_signature(signature)
        return SM2(public_key=point(key).hex()).verify(message, r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    except (GmsslError, ValueError, TypeError, OverflowError):
        return False
