"""A seal of GB/T 38540 made here: SM2 keys and certificates of nobody, a signature over a PDF, and a service that gives both."""

import base64
import io
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from asn1crypto import algos, core, keys, x509
from gmssl_pyx.gmsslext import sm2_key_generate, sm2_sign
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers import cms_embedder
from pyhanko.sign.signers.pdf_byterange import PdfSignedData
from tests.sealing.made import AT

from mingjing.foundation.sealing import ses
from mingjing.kernel.hashing import sm3_hash

NUMBER = 0xABC1


@cache
def sm2(of: str) -> tuple[bytes, bytes]:
    """Public and private key, the same for the same word."""
    return sm2_key_generate()


def signed(of: str, message: bytes) -> bytes:
    """An SM2 signature over SM3, by this word's key."""
    public, private = sm2(of)
    return sm2_sign(private, public, message)


@cache
def sm2_certificate(of: str, issuer: str = "", number: int = NUMBER) -> bytes:
    """A certificate of an SM2 key, DER."""
    name = lambda text: x509.Name.build({"common_name": f"{text}（虚构）"})  # noqa: E731
    curve = keys.ECDomainParameters({"named": ses.SM2_CURVE})
    info = keys.PublicKeyInfo(
        {
            "algorithm": keys.PublicKeyAlgorithm({"algorithm": "ec", "parameters": curve}),
            "public_key": keys.ECPointBitString(b"\x04" + sm2(of)[0]),
        }
    )
    algorithm = algos.SignedDigestAlgorithm({"algorithm": ses.SM2_WITH_SM3})
    spans = x509.Validity(
        {
            "not_before": x509.Time({"utc_time": AT - timedelta(days=30)}),
            "not_after": x509.Time({"utc_time": AT + timedelta(days=700)}),
        }
    )
    told = x509.TbsCertificate(
        {
            "version": "v3", "serial_number": number, "signature": algorithm, "issuer": name(issuer or of), "validity": spans,
            "subject": name(of), "subject_public_key_info": info,
        }
    )  # fmt: skip
    made = {
        "tbs_certificate": told,
        "signature_algorithm": algorithm,
        "signature_value": signed(issuer or of, told.dump()),
    }
    return x509.Certificate(made).dump()


def bit(content: bytes) -> core.BitString:
    """Whole bytes as a bit string."""
    made = core.OctetBitString(content)
    return core.BitString.load(made.dump())


def the_seal(**changes: Any) -> ses.Seal:
    """A seal that lists 章's certificate, signed by 制章者."""
    listed = ses.Certificates([changes.get("listed", sm2_certificate("章", "国密根"))])
    info = ses.SealInfo(
        {
            "header": {"id": "ES", "version": 4, "vid": "TEST"}, "es_id": "13082100000001",
            "property": {
                "type": 1, "name": "示范县应急管理局（虚构）", "cert_list_type": 1, "cert_list": core.Any(listed), "created": AT - timedelta(days=20),
                "valid_start": changes.get("valid_start", AT - timedelta(days=10)), "valid_end": changes.get("valid_end", AT + timedelta(days=300)),
            },
            "picture": {"type": "png", "data": b"\x89PNG", "width": 42, "height": 42},
        }
    )  # fmt: skip
    made = {"info": info, "cert": sm2_certificate("制章者", "国密根", 7), "algorithm": ses.SM2_WITH_SM3}
    return ses.Seal(made | {"signature": bit(signed(changes.get("maker", "制章者"), info.dump()))})


def ses_signature(covered: bytes, at: datetime = AT, by: str = "章", **changes: Any) -> bytes:
    """SES_Signature over these bytes, DER."""
    told = ses.ToSign(
        {
            "version": 4, "seal": the_seal(**changes), "time": at, "data_hash": bit(sm3_hash(covered).digest()),
            "property_info": "ByteRange",
        }
    )  # fmt: skip
    made = {"to_sign": told, "cert": sm2_certificate(by, "国密根"), "algorithm": ses.SM2_WITH_SM3}
    return ses.Signature(made | {"signature": bit(signed(changes.get("signer", by), told.dump()))}).dump()


def in_the_file(pdf: bytes, at: datetime = AT, **changes: Any) -> bytes:
    """The PDF with such a signature in a signature field."""
    steps = cms_embedder.PdfCMSEmbedder().write_cms("Seal", IncrementalPdfFileWriter(io.BytesIO(pdf)))
    next(steps)
    held = PdfSignedData(generic.pdf_name("/Sig"), fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED, at, 16384)
    steps.send(cms_embedder.SigObjSetup(sig_placeholder=held))
    prepared, output = steps.send(cms_embedder.SigIOSetup(md_algorithm="sha256", in_place=True))
    whole = output.getvalue()
    covered = whole[: prepared.reserved_region_start] + whole[prepared.reserved_region_end :]
    steps.send(ses_signature(covered, at, **changes))
    return output.getvalue()


@contextmanager
def service(answer: Any) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A seal service on this machine: its address, and what it was asked. `answer(told)` gives status and JSON."""
    asked: list[dict[str, Any]] = []

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(told | {"authorization": self.headers["Authorization"]})
            status, body = answer(told)
            content = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            """Nothing on the screen."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/seal", asked
    finally:
        server.shutdown()
        server.server_close()


def sealing_well(told: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """The answer of a service that seals."""
    pdf = in_the_file(base64.b64decode(told["pdf"]))
    return 200, {"pdf": base64.b64encode(pdf).decode(), "signature": ""}
