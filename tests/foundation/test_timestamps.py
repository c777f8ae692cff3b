"""Time stamps of a real authority (OpenSSL ts): what holds, and everything that must not."""

import hashlib

import pytest
from asn1crypto import cms, tsp
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.authority import Authority, needed

from mingjing.foundation import timestamps
from mingjing.foundation.timestamps import NotStamped

CONTENT = "检查点".encode()
pytestmark = needed


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture(scope="module")
def token(authority) -> bytes:
    return token_from(authority)


def token_from(authority: Authority, algorithm: str = "sha256", nonce: int = 12345) -> bytes:
    return timestamps.token_of(authority.answer(timestamps.request(CONTENT, algorithm, nonce)))


def check(
    authority: Authority, token: bytes, content: bytes = CONTENT, nonce: int | None = 12345
) -> timestamps.Stamped:
    return timestamps.verify(token, content, trusted=timestamps.certificates(authority.root), nonce=nonce)


@pytest.mark.parametrize("algorithm", ["sha256", "sha512", "sm3"])
def test_a_stamp_holds(authority: Authority, algorithm: str) -> None:
    stamped = check(authority, token_from(authority, algorithm))
    assert (stamped.algorithm, stamped.at.tzinfo is not None) == (algorithm, True)
    assert "Test Authority one" in stamped.authority


@pytest.mark.parametrize("curve", ["P-256", "P-384"])
def test_an_authority_with_an_elliptic_curve(tmp_path, curve: str) -> None:
    other = Authority(tmp_path / "ec", key=curve)
    assert check(other, token_from(other, "sm3")).algorithm == "sm3"


def test_another_content_is_refused(authority: Authority, token: bytes) -> None:
    with pytest.raises(NotStamped, match="摘要不符"):
        check(authority, token, CONTENT + b".")


def test_the_answer_to_another_request_is_refused(authority: Authority, token: bytes) -> None:
    with pytest.raises(NotStamped, match="随机数不符"):
        check(authority, token, nonce=54321)
    assert check(authority, token, nonce=None).serial > 0


def test_an_authority_that_we_do_not_trust_is_refused(authority: Authority, token: bytes, tmp_path) -> None:
    other = Authority(tmp_path / "other")
    with pytest.raises(NotStamped, match="不是所配置的时间戳机构"):
        check(other, token)
    with pytest.raises(NotStamped, match="不是所配置的时间戳机构"):
        timestamps.verify(token, CONTENT, trusted=())


def test_a_root_of_the_same_name_with_another_key_is_refused(authority: Authority, token: bytes, tmp_path) -> None:
    (tmp_path / "x").mkdir()
    twin = Authority(tmp_path / "x" / "one")
    with pytest.raises(NotStamped, match="签名与内容不符"):
        check(twin, token)


@pytest.mark.parametrize("purpose", ["", "timeStamping", "critical,timeStamping,codeSigning", "critical,codeSigning"])
def test_a_certificate_that_is_not_for_stamping_alone_is_refused(tmp_path, purpose: str, authority: Authority) -> None:
    """OpenSSL itself refuses to stamp with such a certificate, so the certificate in a good token is exchanged for it."""
    bad = Authority(tmp_path / "bad", purpose=purpose)
    made = cms.ContentInfo.load(token_from(authority))
    from asn1crypto import pem, x509

    own = x509.Certificate.load(pem.unarmor((bad.folder / "tsa.pem").read_bytes())[2])
    with pytest.raises(NotStamped, match="timeStamping"):
        timestamps._purpose(own)
    made["content"]["certificates"] = [cms.CertificateChoices("certificate", own)]
    with pytest.raises(NotStamped):
        check(bad, made.dump(force=True))


def test_a_certificate_out_of_its_time_is_refused(authority: Authority, token: bytes) -> None:
    from datetime import UTC, datetime

    (root,) = timestamps.certificates(authority.root)
    own = next(c.chosen for c in cms.ContentInfo.load(token)["content"]["certificates"] if c.chosen != root)
    with pytest.raises(NotStamped, match="有效期"):
        timestamps._chain(own, [], (root,), datetime(2000, 1, 1, tzinfo=UTC), None)
    with pytest.raises(NotStamped, match="有效期"):
        timestamps._chain(own, [], (root,), datetime(2300, 1, 1, tzinfo=UTC), None)


def test_a_refusal_says_what_the_authority_said(tmp_path) -> None:
    strict = Authority(tmp_path / "strict", digests="sha256")
    with pytest.raises(NotStamped, match="bad_alg"):
        token_from(strict, "sm3")


@pytest.mark.parametrize("answer", [b"", b"nonsense", b"\x30\x00", b"\x30\x80" * 100, bytes(70_000), b"<html>"])
def test_an_answer_that_is_none_is_told(answer: bytes) -> None:
    with pytest.raises(NotStamped):
        timestamps.token_of(answer)
    with pytest.raises(NotStamped):
        timestamps.verify(answer, CONTENT, trusted=())
    with pytest.raises(NotStamped):
        timestamps.nonce_of(answer)


def test_every_changed_byte_of_a_token_is_refused_or_changes_nothing(authority: Authority, token: bytes) -> None:
    """What is not signed (the order of certificates, unused ones) may change; time and imprint may not."""
    good = check(authority, token)
    for place in range(0, len(token), 7):
        spoilt = bytearray(token)
        spoilt[place] ^= 1
        try:
            assert check(authority, bytes(spoilt)) == good
        except NotStamped:
            continue


def test_requests_are_what_openssl_makes(authority: Authority) -> None:
    (authority.folder / "content").write_bytes(CONTENT)
    authority.run("ts", "-query", "-data", "content", "-sha256", "-cert", "-no_nonce", "-out", "theirs.tsq")
    theirs = tsp.TimeStampReq.load((authority.folder / "theirs.tsq").read_bytes()).native
    ours = tsp.TimeStampReq.load(timestamps.request(CONTENT, "sha256", 9)).native
    assert {**ours, "nonce": None} == theirs
    assert timestamps.nonce_of(timestamps.request(CONTENT, "sm3", 2**63)) == 2**63


def test_certificates_that_are_none_are_told() -> None:
    for text in (b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
        with pytest.raises(NotStamped, match="证书"):
            timestamps.certificates(text)


@given(st.binary(max_size=200))
def test_digests_agree_with_openssl(content: bytes) -> None:
    assert timestamps.digest("sm3", content) == hashlib.new("sm3", content).digest()


@pytest.mark.parametrize("url", ["", "ftp://x", "file:///etc/passwd", "http://127.0.0.1:1/", "http://"])
def test_an_address_that_answers_nothing_is_told(url: str) -> None:
    with pytest.raises(NotStamped):
        timestamps.posted(url, b"")
