"""Seals in OFD: what is whole passes, every kind of change names the part, and a hostile file is a sentence, not a crash."""

import io
import random
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from asn1crypto import x509
from tests.sealing.made import AT
from tests.sealing.ofd_made import SIGNS, element, packed, page, plain, sealed, sealed_parts
from tests.sealing.ses_made import NUMBER, sm2_certificate, the_seal

from mingjing.foundation.ofd import BrokenOfd, looks_like_ofd, opened, words
from mingjing.foundation.sealing import SealReport, examine_file
from mingjing.foundation.sealing.examining_ofd import OfdValidator

ROOTS = [x509.Certificate.load(sm2_certificate("国密根"))]
PAGE = "Doc_0/Pages/Page_1/Content.xml"


def look(content: bytes, **more: Any) -> list[SealReport]:
    return list(OfdValidator(ROOTS).examine(content, now=more.pop("now", AT), **more))


def bad(content: bytes, **more: Any) -> dict[str, str]:
    [one] = look(content, **more)
    return {each.key: each.told for each in one.checks if each.state == "bad"}


def test_a_whole_file_passes_and_its_words_are_read() -> None:
    content = sealed()
    [one] = look(content, serial=f"{NUMBER:X}")
    states = {each.key: str(each.state) for each in one.checks}
    assert states == dict.fromkeys(
        ("intact", "whole", "face", "signature", "maker", "member", "register", "validity", "chain"), "good"
    ) | {"revoked": "unknown", "stamp": "unknown"}
    assert (
        one.kind == "OFD，GB/T 38540" and "章（虚构）" in one.subject and one.signed_at.startswith("2026-10-13T08:20")
    )
    assert words(opened(content)) == ("责令限期改正通知书", "第二页")
    assert looks_like_ofd(content) and not looks_like_ofd(b"%PDF-1.7") and not looks_like_ofd(b"PK\x03\x04junk")


@pytest.mark.parametrize("method", ["SM3", "1.2.156.10197.1.401", "SHA256", "2.16.840.1.101.3.4.2.1"])
def test_both_digests_are_read_by_name_and_by_number(method: str) -> None:
    assert not bad(sealed(method=method))


@pytest.mark.parametrize("method", ["MD5", "SHA1", "1.3.14.3.2.26", "", "x" * 500])
def test_a_weak_or_unknown_digest_proves_nothing(method: str) -> None:
    [one] = look(sealed(method=method))
    assert one.check("intact").state == "unknown" and len(one.check("intact").told) < 200


def test_the_changed_part_is_named() -> None:
    parts = sealed_parts(plain())
    told = bad(packed(parts | {PAGE: page("第二页，罚款减半")}))
    assert told == {"intact": f"盖章后被改动：第 2 页的内容（{PAGE}）"}
    del parts[PAGE]
    assert bad(packed(parts)) == {"intact": f"盖章后被删去：“/{PAGE}”"}


def test_every_protected_part_is_protected() -> None:
    parts = sealed_parts(plain())
    for path in plain():
        changed = parts[path].replace(b"ofd:", b"ofd:", 1) + b"\n"
        assert set(bad(packed(parts | {path: changed}))) == {"intact"}, path
    assert set(bad(packed(parts | {f"{SIGNS}/Sign_0/Seal.esl": the_seal().dump()}))) == {"intact", "face"}


def test_what_is_added_or_was_left_out_is_named() -> None:
    parts = sealed_parts(plain())
    added = bad(packed(parts | {"Doc_0/Pages/Page_2/Content.xml": page("第三页")}))
    assert set(added) == {"whole"} and "Page_2" in added["whole"]
    out = bad(sealed(leave_out=(PAGE,)))
    assert set(out) == {"whole"} and "第 2 页的内容" in out["whole"]
    [one] = look(sealed(leave_out=("OFD.xml",)))
    assert one.check("whole").state == "unknown"
    many = {f"Doc_0/Res/{at}.png": b"x" for at in range(9)}
    assert "等 9 个部分" in bad(packed(parts | many))["whole"]


def test_a_list_of_digests_written_anew_is_caught() -> None:
    """Whoever changes a page and writes its new digest down has not the key to sign that list."""
    other = sealed_parts(plain("责令限期改正通知书", "罚款减半"))
    parts = sealed_parts(plain())
    forged = other | {f"{SIGNS}/Sign_0/SignedValue.dat": parts[f"{SIGNS}/Sign_0/SignedValue.dat"]}
    told = bad(packed(forged))
    assert "保护范围被改动过" in told["intact"]
    assert "intact" in bad(sealed(spoil=lambda xml: xml.replace(b"80 80 42 42", b"10 10 42 42")))


def test_a_signature_that_protects_nothing_is_bad() -> None:
    told = bad(sealed(leave_out=tuple(plain()), beside=False))
    assert "没有保护任何文件" in told["intact"]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"signer": "别人"}, "signature"), ({"maker": "别人"}, "maker"), ({"listed": sm2_certificate("别人")}, "member"),
        ({"valid_end": AT - timedelta(days=1)}, "validity"), ({"valid_start": AT + timedelta(days=1)}, "validity"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_seal_is_named(changes: dict[str, Any], key: str) -> None:
    assert set(bad(sealed(**changes))) == {key}


def test_a_seal_that_ran_out_since_and_one_of_an_unknown_root_cannot_be_told() -> None:
    [later] = look(sealed(), now=AT + timedelta(days=301))
    assert later.check("validity").state == "unknown" and "已经过了" in later.check("validity").told
    [last] = look(sealed(), now=AT + timedelta(days=300))
    assert last.check("validity").state == "good", "the last day of the term"
    [nobody] = OfdValidator().examine(sealed(), now=AT)
    assert nobody.check("chain").state == "unknown" and nobody.check("intact").state == "good"
    assert "register" in bad(sealed(), serial="5EA1")


def test_two_seals_have_two_reports_and_the_later_does_not_harm_the_earlier() -> None:
    twice = sealed_parts(sealed_parts(plain()), number=1)
    first, second = look(packed(twice))
    assert first.check("intact").state == second.check("intact").state == "good"
    assert first.check("whole").state == second.check("whole").state == "good"
    both = look(packed(twice | {PAGE: page("改")}))
    assert [one.check("intact").state for one in both] == ["bad", "bad"]


def test_a_file_without_a_seal_has_no_report() -> None:
    assert look(packed(plain(signed=False))) == []


def test_another_kind_of_signature_is_told_and_its_digests_are_still_checked() -> None:
    parts = sealed_parts(plain()) | {f"{SIGNS}/Sign_0/SignedValue.dat": b"\x30\x03\x02\x01\x01"}
    [one] = look(packed(parts))
    assert one.check("signature").state == "unknown" and one.check("intact").state == "good" and one.state == "unknown"
    assert bad(packed(parts | {PAGE: page("改")})).keys() == {"intact"}


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("OFD.xml", b" " * (80 << 20))
    return held.getvalue()


def doubled() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return packed(sealed_parts(plain()), (PAGE, page("罚款减半")))


ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><OFD>&b;</OFD>'
HOSTILE: dict[str, tuple[Any, str]] = {
    "cut": (lambda: sealed()[:900], "损坏"),
    "no entry": (lambda: packed({"word/document.xml": b"<x/>"}), "不是 OFD"),
    "bomb": (bomb, "大得不正常"),
    "doubled": (doubled, "重名"),
    "case": (lambda: packed(sealed_parts(plain()), (PAGE.upper(), b"x")), "重名"),
    "climbs": (lambda: packed(plain(), ("../../etc/passwd", b"x")), "路径"),
    "absolute": (lambda: packed(plain(), ("/etc/passwd", b"x")), "路径"),
    "backslash": (lambda: packed(plain(), ("Doc_0\\x", b"x")), "路径"),
    "entities": (lambda: packed(plain() | {"OFD.xml": ENTITY}), "文档类型"),
    "no xml": (lambda: packed(plain() | {"OFD.xml": b"\xff\xfe\x00junk"}), "读不出来"),
    "list gone": (lambda: packed(plain()), "不在文件包里"),
    "list outside": (
        lambda: packed(
            plain(signed=False)
            | {"OFD.xml": element("OFD", "<ofd:DocBody><ofd:Signatures>/../../x</ofd:Signatures></ofd:DocBody>").encode()}
        ),
        "不在文件包里",
    ),
    "no info": (lambda: packed(sealed_parts(plain()) | {f"{SIGNS}/Sign_0/Signature.xml": element("Signature", "").encode()}), "不完整"),
    "value gone": (lambda: packed({k: v for k, v in sealed_parts(plain()).items() if "SignedValue" not in k}), "不在文件包里"),
    "many": (
        lambda: packed(
            sealed_parts(plain())
            | {f"{SIGNS}/Signatures.xml": element("Signatures", f'<ofd:Signature ID="1" BaseLoc="/{SIGNS}/Sign_0/Signature.xml"/>' * 101).encode()}
        ),
        "多得不正常",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_one_sentence(name: str) -> None:
    make, why = HOSTILE[name]
    [one] = look(make())
    assert one.state == "bad" and why in one.checks[0].told


def test_a_flipped_byte_anywhere_never_passes_and_never_crashes() -> None:
    """In the stored file: whatever a byte breaks, it is said, or the change has no part in what is protected."""
    parts, draw = sealed_parts(plain()), random.Random(33190)
    for path, content in parts.items():
        for _ in range(6):
            at = draw.randrange(len(content))
            changed = content[:at] + bytes([content[at] ^ (1 << draw.randrange(8))]) + content[at + 1 :]
            found = look(packed(parts | {path: changed}))
            whole = not found or all(one.state == "bad" or one.check("signature").state == "unknown" for one in found)
            assert whole or path.endswith("Signatures.xml"), (path, at)


def test_random_bytes_never_crash() -> None:
    draw = random.Random(38540)
    for size in (0, 1, 10, 1000):
        for start in (b"", b"PK\x03\x04", b"%PDF-"):
            [one] = examine_file(start + draw.randbytes(size), AT)
            assert one.state == "bad"


def test_the_words_of_a_broken_file_are_refused() -> None:
    with pytest.raises(BrokenOfd, match="读不出来"):
        words(opened(packed(plain() | {PAGE: b"<"})))


def test_the_settings_choose_the_reader_by_content(pdf: bytes, settings: Any) -> None:
    assert examine_file(pdf, AT) == ()
    [one] = examine_file(sealed(), AT)
    assert one.check("chain").state == "unknown"
