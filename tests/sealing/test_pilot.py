"""The pilot seal: PAdES with a face of ours; whole it passes, and every kind of change or doubt is named."""

import asyncio
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.timestamps import DummyTimeStamper
from tests.sealing.authority import authority
from tests.sealing.made import AT, ORGAN, asn1_of, certificate, key, pem, private, revoking, root, seal_file

from mingjing.foundation.sealing import Order, Unsealable
from mingjing.foundation.sealing.examining import PdfValidator
from mingjing.foundation.sealing.faces import place_on
from mingjing.foundation.sealing.null import NullSeal, warned
from mingjing.foundation.sealing.pilot import LocalSigner, PilotSeal, read_p12
from mingjing.foundation.sealing.stamping import HttpTimeStamper
from mingjing.foundation.typesetting import preview, text_of

ORDER = Order("1", "SD-1", ORGAN, "应急局试点章", "使用一", "责令限期改正通知书", AT)
ROOTS = [asn1_of(root())]


def sealed(pdf: bytes, one: Any = None, stamper: Any = None) -> bytes:
    return PilotSeal(LocalSigner.load(seal_file(one), stamper)).seal(pdf, ORDER).pdf


def told(found: Any) -> dict[str, str]:
    [report] = found
    return {one.key: str(one.state) for one in report.checks}


def bad(found: Any) -> set[str]:
    return {name for name, state in told(found).items() if state == "bad"}


def dated(at: Any) -> Any:
    """The stamper of pyHanko, with a clock of ours."""
    from asn1crypto import keys
    from cryptography.hazmat.primitives import serialization

    plain = serialization.NoEncryption()
    der = key("时间戳机构").private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, plain)
    one = asn1_of(certificate("时间戳机构", stamps=True, number=0x757A))
    return DummyTimeStamper(one, keys.PrivateKeyInfo.load(der), fixed_dt=at)


def test_it_is_added_to_the_document_with_a_red_face_over_the_organ(pdf: bytes) -> None:
    made = sealed(pdf)
    assert made.startswith(pdf)
    place = place_on(pdf, ORGAN)
    assert place.page == 0 and place.x > 300
    before, after = preview(pdf, 0), preview(made, 0)
    assert before != after
    from PIL import Image

    colours = Image.open(io.BytesIO(after)).convert("RGB").getcolors(10**6) or []
    assert any(r > 180 and g < 60 and b < 70 for _, (r, g, b) in colours)
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.Root.AcroForm.Fields[0].V.SubFilter == "/ETSI.CAdES.detached"


def test_without_roots_a_stamp_and_a_list_those_lines_are_unknown(pdf: bytes) -> None:
    found = told(PdfValidator().examine(sealed(pdf), now=AT, serial="5EA1"))
    assert found == {
        "intact": "good", "signature": "good", "whole": "good", "register": "good", "validity": "good", "chain": "unknown", "revoked": "unknown",
        "stamp": "unknown",
    }  # fmt: skip


def test_with_roots_a_stamp_and_a_list_everything_is_good(pdf: bytes) -> None:
    check = PdfValidator(ROOTS, [revoking(0xDEAD, AT, AT + timedelta(days=1))], ROOTS)
    made = sealed(pdf, stamper=dated(AT))
    later = AT + timedelta(days=5)
    [report] = check.examine(made, now=later, serial="5EA1")
    assert set(told([report]).values()) == {"good"} and report.state == "good"
    assert "2026-10-13 08:20:00" in report.check("stamp").told
    assert told(PdfValidator(ROOTS).examine(made, now=later))["stamp"] == "unknown", "of an authority nobody trusts"


def test_openssl_ts_is_the_authority_over_http(pdf: bytes) -> None:
    with authority() as url:
        made = sealed(pdf, stamper=HttpTimeStamper(url))
    [report] = PdfValidator(ROOTS, (), ROOTS).examine(made, now=AT + timedelta(days=100))
    assert report.check("stamp").state == "good"
    with pytest.raises(Unsealable, match="没有应答"):
        sealed(pdf, stamper=HttpTimeStamper(url))
    with pytest.raises(Unsealable, match="MINGJING_TSA_URL"):
        HttpTimeStamper("ftp://x")


def test_a_flipped_byte_anywhere_is_caught(pdf: bytes) -> None:
    made = sealed(pdf)
    for at in range(15, len(pdf), max(1, len(pdf) // 12)):
        changed = made[:at] + bytes([made[at] ^ 1]) + made[at + 1 :]
        [report] = PdfValidator(ROOTS).examine(changed, now=AT)
        assert report.state == "bad", at


def test_an_update_after_the_seal_is_caught(pdf: bytes) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed(pdf)))
    page = writer.root["/Pages"]["/Kids"][0]
    writer.add_object(generic.pdf_string("另一份决定"))
    page["/Rotate"] = generic.NumberObject(90)
    writer.mark_update(page.container_ref)
    changed = io.BytesIO()
    writer.write(changed)
    assert "whole" in bad(PdfValidator(ROOTS).examine(changed.getvalue(), now=AT))
    assert "whole" in bad(PdfValidator(ROOTS).examine(sealed(pdf) + b"\n%%more\n", now=AT))


def test_a_swapped_certificate_is_caught(pdf: bytes) -> None:
    other = certificate("冒名机关", number=0x666)
    made = PilotSeal(LocalSigner.load(private("冒名机关") + pem(other))).seal(pdf, ORDER).pdf
    assert bad(PdfValidator(ROOTS).examine(made, now=AT, serial="5EA1")) == {"register"}
    one = certificate(ORGAN)
    mine, same = asn1_of(one).dump().hex().upper().encode(), sealed(pdf, one)
    assert mine in same, "the certificate stands in the signature in hex"
    theirs = mine.replace(b"5EA1", b"5EA2", 1)
    [report] = PdfValidator(ROOTS).examine(same.replace(mine, theirs), now=AT, serial="5EA1")
    assert report.state == "bad"


def test_a_certificate_out_of_time_is_told_apart_from_one_that_ran_out_later(pdf: bytes) -> None:
    short = certificate(ORGAN, until=AT + timedelta(days=10))
    check, later = PdfValidator(ROOTS, (), ROOTS), AT + timedelta(days=20)
    stamped = sealed(pdf, short, dated(AT))
    assert told(check.examine(stamped, now=later))["validity"] == "good", "the stamp proves it was in time"
    assert told(check.examine(stamped, now=later))["chain"] == "good"
    late = sealed(pdf, short, dated(AT + timedelta(days=11)))
    assert told(check.examine(late, now=later))["validity"] == "bad"
    gone = certificate(ORGAN, since=AT - timedelta(days=30), until=AT - timedelta(days=1))
    assert told(PdfValidator(ROOTS).examine(sealed(pdf, gone), now=later))["validity"] == "bad"


def test_a_certificate_that_ran_out_without_a_stamp_is_unknown(pdf: bytes) -> None:
    # The signer writes the machine's own clock into the file; the certificate holds on every day that this may run.
    [first] = PdfValidator(ROOTS).examine(sealed(pdf), now=AT)
    after = asn1_of(certificate(ORGAN)).not_valid_after + timedelta(days=1)
    if first.check("validity").state == "good":
        assert told(PdfValidator(ROOTS).examine(sealed(pdf), now=after))["validity"] == "unknown"


def test_a_certificate_on_the_list_is_caught_if_it_was_on_it_in_time(pdf: bytes) -> None:
    made = sealed(pdf, stamper=dated(AT))
    before = PdfValidator(ROOTS, [revoking(0x5EA1, AT - timedelta(hours=1))], ROOTS).examine(made, now=AT)
    assert bad(before) == {"revoked"}
    after = PdfValidator(ROOTS, [revoking(0x5EA1, AT + timedelta(hours=1), AT + timedelta(hours=2))], ROOTS).examine(
        made, now=AT + timedelta(days=1)
    )
    assert told(after)["revoked"] == "good"
    older = PdfValidator(ROOTS, [revoking(0xDEAD, AT - timedelta(hours=9))], ROOTS).examine(made, now=AT)
    assert told(older)["revoked"] == "unknown", "a list from before the seal knows nothing of it"
    assert told(PdfValidator(ROOTS, [b"no list"], ROOTS).examine(made, now=AT))["revoked"] == "unknown"
    alone = PdfValidator((), [revoking(0x5EA1, AT - timedelta(hours=1))], ROOTS).examine(made, now=AT)
    assert told(alone)["revoked"] == "unknown", "without a root nobody knows whose list it is"


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7", b"junk" * 50])
def test_what_is_no_pdf_is_one_bad_report(junk: bytes) -> None:
    assert bad(PdfValidator().examine(junk, now=AT)) == {"intact"}


def test_an_unsealed_file_has_no_report(pdf: bytes) -> None:
    assert PdfValidator().examine(pdf, now=AT) == ()


@pytest.mark.parametrize(
    "content",
    [b"", b"no pem", pem(certificate(ORGAN)), private(ORGAN), private("别人") + pem(certificate(ORGAN))],
)
def test_a_file_that_does_not_sign_is_refused(content: bytes) -> None:
    with pytest.raises(Unsealable):
        LocalSigner.load(content)


def test_a_p12_file_opens_with_its_password_only() -> None:
    from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12

    p12 = pkcs12.serialize_key_and_certificates(
        b"x", key(ORGAN), certificate(ORGAN), [root()], BestAvailableEncryption(b"mima")
    )
    assert LocalSigner.load(read_p12(p12, "mima")).serial == "5EA1"
    for content, password in ((p12, "wrong"), (b"junk", ""), (b"", "")):
        with pytest.raises(Unsealable):
            read_p12(content, password)


def test_without_a_service_nothing_is_sealed_and_every_page_says_so(pdf: bytes) -> None:
    with pytest.raises(Unsealable, match="没有设置印章服务"):
        NullSeal().seal(pdf, ORDER)
    note = warned(pdf, AT)
    assert all("未盖电子印章" in page for page in text_of(note))


def test_it_works_where_an_event_loop_runs_already(pdf: bytes) -> None:
    async def inside() -> str:
        [report] = PdfValidator(ROOTS).examine(sealed(pdf), now=AT)
        return str(report.check("intact").state)

    # A thread of its own: a browser test of the same worker may have left a loop running in this one.
    with ThreadPoolExecutor(1) as alone:
        assert alone.submit(asyncio.run, inside()).result() == "good"
