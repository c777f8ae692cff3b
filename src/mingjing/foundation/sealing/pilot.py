"""The pilot: PAdES B-B, or B-T where a time-stamp authority is set, with a certificate file of the organ's own.

For trials only. The face says 试点: a local certificate is no government seal (电子印章管理办法).
"""

import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from mingjing.foundation.sealing.apart import apart
from mingjing.foundation.sealing.faces import face, place_on
from mingjing.foundation.sealing.ports import Kind, Order, Place, Sealed, Unsealable

FIELD = "Seal"


def certificate_path(folder: Path, seal_id: str) -> Path:
    """Where the certificate and key of a pilot seal lie."""
    return folder / "seals" / f"{seal_id}.pem"


def read_p12(content: bytes, password: str) -> bytes:
    """A PKCS#12 file as PEM: key, certificate, chain. Raises Unsealable where it does not open or holds no RSA or EC key."""
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(content, password.encode() or None)
    except ValueError:
        raise Unsealable("证书文件打不开：不是 P12 文件，或者口令不对。") from None
    if key is None or certificate is None:
        raise Unsealable("证书文件里没有私钥或者没有证书，请向发证机构要带私钥的 P12 文件。")
    told = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return told + b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (certificate, *chain))


def keep(path: Path, pem: bytes) -> None:
    """Write a certificate file that only its owner reads, whole or not at all. Raises Unsealable for what does not sign."""
    LocalSigner.load(pem)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, draft = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as written:
        written.write(pem)
    Path(draft).replace(path)


@dataclass(frozen=True, slots=True)
class LocalSigner:
    """Signs PDF with a key held in memory; `stamper` makes it B-T."""

    inner: signers.SimpleSigner
    stamper: TimeStamper | None = None

    @classmethod
    def load(cls, pem: bytes, stamper: TimeStamper | None = None) -> "LocalSigner":
        """From PEM: key, its certificate first, then the chain. Raises Unsealable."""
        from asn1crypto import pem as armour

        parts = list(armour.unarmor(pem, multiple=True)) if armour.detect(pem) else []
        held = [der for name, _, der in parts if name == "PRIVATE KEY"]
        chain = [x509.Certificate.load(der) for name, _, der in parts if name == "CERTIFICATE"]
        if len(held) != 1 or not chain:
            raise Unsealable("证书文件不完整：要有一个私钥（PRIVATE KEY）和至少一张证书（CERTIFICATE）。")
        key = keys.PrivateKeyInfo.load(held[0])
        store = SimpleCertificateStore()
        store.register_multiple(chain)
        _require_pair(key, chain[0])
        return cls(signers.SimpleSigner(chain[0], key, store), stamper)

    @property
    def serial(self) -> str:
        """The certificate's serial number in hex."""
        return serial_of(self.certificate)

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate it signs with."""
        found = self.inner.signing_cert
        assert found is not None
        return found

    def sign(self, pdf: bytes, *, face: bytes, place: Place, reason: str) -> bytes:
        """An incremental update with the signature and its face. Raises Unsealable."""
        meta = PdfSignatureMetadata(
            field_name=FIELD, reason=reason, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
        )
        with tempfile.NamedTemporaryFile(suffix=".pdf") as drawn:
            drawn.write(face)
            drawn.flush()
            style = StaticStampStyle(border_width=0, background=ImportedPdfPage(drawn.name), background_opacity=1)
            spec = fields.SigFieldSpec(FIELD, on_page=place.page, box=place.box)
            signer = PdfSigner(meta, self.inner, timestamper=self.stamper, stamp_style=style, new_field_spec=spec)
            target = io.BytesIO()
            try:
                apart(lambda: signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=target))
            except (SigningError, PdfError, ValueError) as problem:
                raise Unsealable(f"文件不能签章：{problem}。请系统管理员核对证书文件。") from problem
        return target.getvalue()

    def sign_quietly(self, pdf: bytes, *, field: str, reason: str) -> bytes:
        """The same without a face: a signature that stands in the file and not on the paper. Raises Unsealable."""
        meta = PdfSignatureMetadata(
            field_name=field, reason=reason, subfilter=fields.SigSeedSubFilter.PADES, md_algorithm="sha256"
        )
        signer = PdfSigner(meta, self.inner, timestamper=self.stamper, new_field_spec=fields.SigFieldSpec(field))
        target = io.BytesIO()
        try:
            apart(lambda: signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=target))
        except (SigningError, PdfError, ValueError) as problem:
            raise Unsealable(f"文件不能签名：{problem}。请核对证书文件。") from problem
        return target.getvalue()


def _require_pair(key: keys.PrivateKeyInfo, certificate: x509.Certificate) -> None:
    try:
        loaded: Any = serialization.load_der_private_key(key.dump(), None)
        own = loaded.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    except (ValueError, TypeError, AttributeError) as problem:
        raise Unsealable("证书文件里的私钥读不了：试点印章用 RSA 或者 NIST 曲线的证书。") from problem
    if keys.PublicKeyInfo.load(own)["public_key"].native != certificate.public_key["public_key"].native:
        raise Unsealable("证书和私钥不是一对，请把印章自己的证书放在最前面。")


def serial_of(certificate: x509.Certificate) -> str:
    """A certificate's serial number as registers write it: hex, capital."""
    return f"{certificate.serial_number:X}"


@dataclass(frozen=True, slots=True)
class PilotSeal:
    """A seal service made of a local signer and a face drawn by us."""

    signer: LocalSigner

    def seal(self, pdf: bytes, order: Order) -> Sealed:
        """Sign over the organ's name on the last page. Raises Unsealable."""
        drawn = face(order.organ, Kind.PILOT, order.at)
        told = f"{order.name}（试点）：{order.title}"
        return Sealed(self.signer.sign(pdf, face=drawn, place=place_on(pdf, order.organ), reason=told))
