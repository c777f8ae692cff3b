"""Lists of revoked SM2 certificates: signed ones count, others do not; what the list cannot know is not said to be good."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import algos, crl, x509
from tests.sealing.made import AT, asn1_of, revoking, root
from tests.sealing.ofd_made import sealed
from tests.sealing.ses_made import NUMBER, in_the_file, signed, sm2_certificate

from mingjing.foundation.sealing import Unsealable, ses
from mingjing.foundation.sealing.examining import PdfValidator
from mingjing.foundation.sealing.examining_ofd import OfdValidator
from mingjing.foundation.sealing.fetching import LARGEST, fetched, kept, take
from mingjing.foundation.sealing.revoking_sm import read_list

ROOT = x509.Certificate.load(sm2_certificate("国密根"))
DAY = timedelta(days=1)


def listing(
    *numbers: tuple[int, datetime], at: datetime = AT + DAY, by: str = "国密根", issuer: x509.Name = ROOT.subject,
    extensions: Any = None,
) -> bytes:  # fmt: skip
    """A list of the SM2 root, or of somebody who says so."""
    algorithm = algos.SignedDigestAlgorithm({"algorithm": ses.SM2_WITH_SM3})
    told: dict[str, Any] = {
        "version": "v2", "signature": algorithm, "issuer": issuer, "this_update": x509.Time({"utc_time": at}),
        "next_update": x509.Time({"utc_time": at + 30 * DAY}),
    }  # fmt: skip
    if numbers:
        told["revoked_certificates"] = [
            {"user_certificate": number, "revocation_date": x509.Time({"utc_time": gone})} for number, gone in numbers
        ]
    if extensions:
        told["crl_extensions"] = extensions
    body = crl.TbsCertList(told)
    made = {"tbs_cert_list": body, "signature_algorithm": algorithm, "signature": signed(by, body.dump())}
    return crl.CertificateList(made).dump()


def state(*lists: bytes, roots: Any = (ROOT,)) -> tuple[str, str]:
    [one] = OfdValidator(list(roots), lists).examine(sealed(), now=AT + 2 * DAY)
    return str(one.check("revoked").state), one.check("revoked").told


def test_what_is_on_no_list_is_good_as_of_the_day_of_the_list() -> None:
    told = state(listing())
    assert told == ("good", "截至 2026-10-14 的吊销清单，没有被吊销")
    assert state(listing((0xDEAD, AT - DAY)))[0] == "good"


def test_a_certificate_revoked_before_the_seal_is_bad_and_one_after_cannot_be_told() -> None:
    found, told = state(listing((NUMBER, AT - DAY)))
    assert found == "bad" and "签章证书已于 2026-10-12 被吊销" in told
    assert state(listing((NUMBER, AT)))[0] == "bad", "the very moment counts"
    later, why = state(listing((NUMBER, AT + timedelta(seconds=1))))
    assert later == "unknown" and "不能证明在吊销以前" in why
    assert "制章者证书" in state(listing((7, AT - DAY)))[1]


def test_an_old_list_a_forged_one_and_none_say_nothing() -> None:
    assert state(listing(at=AT - DAY))[0] == "unknown"
    assert state(listing(at=AT))[0] == "good"
    assert state()[0] == "unknown"
    assert state(listing(by="别人"))[0] == "unknown", "not signed by the root"
    assert state(listing(issuer=x509.Name.build({"common_name": "别的根"})))[0] == "unknown"
    assert state(listing(), roots=())[0] == "unknown"
    assert state(b"junk", revoking(NUMBER, AT - DAY))[0] == "unknown"
    flipped = bytearray(listing((0xDEAD, AT)))
    flipped[60] ^= 1
    assert state(bytes(flipped))[0] == "unknown"


def test_of_two_lists_the_newer_counts_and_a_revocation_on_either() -> None:
    assert state(listing(at=AT - DAY), listing(at=AT + DAY))[0] == "good"
    assert state(listing((NUMBER, AT - DAY), at=AT - DAY), listing(at=AT + DAY))[0] == "bad"


def test_a_seal_in_a_pdf_is_held_against_the_same_lists(pdf: bytes) -> None:
    [one] = PdfValidator([ROOT], [listing((NUMBER, AT - DAY))]).examine(in_the_file(pdf), now=AT + DAY)
    assert one.check("revoked").state == "bad"
    [one] = PdfValidator([ROOT], [listing()]).examine(in_the_file(pdf), now=AT + DAY)
    assert one.check("revoked").state == "good"


def test_a_list_of_changes_only_is_not_read() -> None:
    delta = [{"extn_id": "delta_crl_indicator", "critical": True, "extn_value": 1}]
    with pytest.raises(ValueError, match="part"):
        read_list(listing(extensions=delta))
    for junk in (b"", b"junk", b"\x30\x80", sm2_certificate("国密根"), listing() + b"x"):
        with pytest.raises(ValueError, match="no list"):
            read_list(junk)


CONFIG = """[ca]
default_ca = here
[here]
database = {folder}/index.txt
crlnumber = {folder}/crlnumber
certificate = {folder}/ca.pem
private_key = {folder}/ca.key
default_md = sm3
default_crl_days = 30
"""
SM2_ID = ("-sigopt", "distid:1234567812345678")


def openssl(*words: object) -> None:
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SM2 authority made by openssl, with a list on which ABC1 is revoked."""
    here = tmp_path_factory.mktemp("sm")
    openssl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2", "-out", here / "ca.key")
    openssl("req", "-x509", "-new", "-key", here / "ca.key", "-sm3", *SM2_ID, "-subj", "/CN=SM", "-days", 9000, "-out", here / "ca.pem")  # fmt: skip
    (here / "index.txt").write_text("R\t361013082000Z\t261010082000Z\tABC1\tunknown\t/CN=x\n")
    (here / "crlnumber").write_text("01")
    (here / "c.cnf").write_text(CONFIG.format(folder=here))
    openssl("ca", "-gencrl", "-config", here / "c.cnf", "-out", here / "l.pem", *SM2_ID)
    openssl("crl", "-in", here / "l.pem", "-outform", "DER", "-out", here / "l.crl")
    return here


def test_a_list_that_openssl_signed_with_sm2_is_read_and_verified(authority: Path) -> None:
    one = read_list((authority / "l.crl").read_bytes())
    from asn1crypto import pem

    mine = x509.Certificate.load(pem.unarmor((authority / "ca.pem").read_bytes())[2])
    assert one.name == "SM" and one.revoked == {0xABC1: datetime(2026, 10, 10, 8, 20, tzinfo=UTC)}
    assert one.signed_by(mine) and not one.signed_by(ROOT)
    changed = (authority / "l.crl").read_bytes().replace(bytes.fromhex("abc1"), bytes.fromhex("abc2"))
    assert not read_list(changed).signed_by(mine)


def test_a_list_is_taken_in_once_verified_and_never_goes_back(tmp_path: Path) -> None:
    now = AT + 10 * DAY
    done = take(listing(), tmp_path, [ROOT], now)
    assert done.replaced is None and kept(tmp_path) == [listing()] or len(kept(tmp_path)) == 1
    newer = listing((NUMBER, AT), at=AT + 5 * DAY)
    assert take(newer, tmp_path, [ROOT], now).replaced == AT + DAY
    for content, why in (
        (listing(), "更旧"), (listing(by="别人"), "签名"), (listing(at=now + DAY), "将来"), (b"junk", "不是完整的吊销清单"),
        (b"-----BEGIN X509 CRL-----\nAA==\n-----END X509 CRL-----\n", "不是完整的吊销清单"),
    ):  # fmt: skip
        with pytest.raises(Unsealable, match=why):
            take(content, tmp_path, [ROOT], now)
    assert kept(tmp_path) == [newer]
    assert take(revoking(1, AT), tmp_path, [asn1_of(root())], now).listed.revoked == {1: AT}
    assert len(kept(tmp_path)) == 2, "one file an issuer"


@contextmanager
def served(content: bytes, status: int = 200) -> Iterator[str]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Location", "file:///etc/passwd")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            """Nothing on the screen."""

    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/ca.crl"
    finally:
        server.shutdown()
        server.server_close()


def test_a_list_comes_from_a_file_or_an_address_and_no_further(tmp_path: Path) -> None:
    content = listing()
    (tmp_path / "a.crl").write_bytes(content)
    assert fetched(str(tmp_path / "a.crl")) == content
    with served(content) as where:
        assert fetched(where) == content
    for status in (302, 404):
        with served(b"", status) as where, pytest.raises(Unsealable, match="取不到"):
            fetched(where)
    for bad in (where, "file:///etc/passwd", "ftp://127.0.0.1/x", str(tmp_path / "none"), "\x00"):
        with pytest.raises(Unsealable, match="取不到"):
            fetched(bad)
    with served(b"x" * (LARGEST + 2)) as where, pytest.raises(Unsealable, match="MB"):
        fetched(where)
