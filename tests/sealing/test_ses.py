"""GB/T 38540 with real SM2 signatures: what is whole passes, and every kind of change is named."""

from datetime import timedelta
from typing import Any

import pytest
from asn1crypto import x509
from tests.sealing.made import AT
from tests.sealing.ses_made import in_the_file, ses_signature, sm2_certificate

from mingjing.foundation.sealing import ses
from mingjing.foundation.sealing.examining import PdfValidator


def roots() -> list[x509.Certificate]:
    return [x509.Certificate.load(sm2_certificate("国密根"))]


def states(found: Any) -> dict[str, str]:
    [report] = found
    return {one.key: str(one.state) for one in report.checks}


def test_a_whole_seal_passes_and_what_nobody_can_know_is_unknown(pdf: bytes) -> None:
    [report] = PdfValidator(roots()).examine(in_the_file(pdf), now=AT, serial="ABC1")
    assert report.kind == "GB/T 38540" and "章（虚构）" in report.subject and report.serial == "ABC1"
    told = {one.key: str(one.state) for one in report.checks}
    assert told == dict.fromkeys(("intact", "signature", "whole", "maker", "member", "register", "validity", "chain"), "good") | {
        "revoked": "unknown", "stamp": "unknown",
    }  # fmt: skip
    assert report.state == "unknown"
    assert states(PdfValidator().examine(in_the_file(pdf), now=AT))["chain"] == "unknown"


def test_a_result_apart_from_the_file_covers_the_file(pdf: bytes) -> None:
    result = ses_signature(pdf)
    assert states(PdfValidator().examine(pdf, now=AT, result=result))["intact"] == "good"
    assert states(PdfValidator().examine(pdf + b" ", now=AT, result=result))["intact"] == "bad"
    assert states(PdfValidator().examine(pdf, now=AT, result=b"no result")) == {"intact": "bad"}


def test_every_byte_of_the_document_is_covered(pdf: bytes) -> None:
    sealed = in_the_file(pdf)
    for at in (20, len(pdf) // 2, len(pdf) - 30):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        [report] = PdfValidator().examine(changed, now=AT)
        assert report.state == "bad", at
    assert states(PdfValidator().examine(sealed + b"\n% more", now=AT))["whole"] == "bad"


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"signer": "别人"}, "signature"),
        ({"maker": "别人"}, "maker"),
        ({"listed": sm2_certificate("别人")}, "member"),
        ({"valid_end": AT - timedelta(days=1)}, "validity"),
        ({"valid_start": AT + timedelta(days=1)}, "validity"),
    ],
)
def test_what_is_not_as_it_should_be_is_named(pdf: bytes, changes: dict[str, Any], key: str) -> None:
    told = states(PdfValidator(roots()).examine(in_the_file(pdf, **changes), now=AT, serial="ABC1"))
    assert {name for name, state in told.items() if state == "bad"} == {key}


def test_a_swapped_certificate_is_caught_by_list_and_register(pdf: bytes) -> None:
    told = states(PdfValidator().examine(in_the_file(pdf, by="冒名"), now=AT, serial="ABC2"))
    assert {name for name, state in told.items() if state == "bad"} == {"member", "register"}


@pytest.mark.parametrize("junk", [b"", b"\x30\x03\x02\x01\x01", b"\x30\x80", b"\xff" * 40])
def test_junk_is_no_signature(junk: bytes) -> None:
    with pytest.raises(ValueError, match="38540"):
        ses.read(junk)


def test_a_key_that_is_not_sm2_signs_nothing() -> None:
    from tests.sealing.made import asn1_of, root

    assert not ses.holds(asn1_of(root()), b"x", b"y")
    assert not ses.holds(x509.Certificate.load(sm2_certificate("章")), b"x", b"no signature")
