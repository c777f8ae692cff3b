"""A person signs with a certificate of his own: in his name only, before the seal, once; a lost certificate signs no more."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto.pkcs12 import Pfx
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from tests.records.films import AT, dossier
from tests.records.sealed import document, registered, sealed
from tests.sealing.made import seal_file

from mingjing.foundation import storage
from mingjing.foundation.access import Forbidden
from mingjing.foundation.sealing import Unsealable, validator
from mingjing.foundation.sealing.personal import LARGEST, Hand, issue, read_certificate
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.records import operations, queries
from mingjing.records.models import Dossier, PersonCertificate, PersonSigning
from mingjing.records.queries.certificates import certificates_unlike_the_ledger, signings_unlike

pytestmark = pytest.mark.django_db
WORD = "口令-2026"
LASTS = timedelta(days=9000)
"""The signing library writes the machine's own clock: the certificates hold on every day that this may run."""


def issued(folder: Path, name: str, lasts: timedelta = LASTS) -> tuple[bytes, Any]:
    """A P12 of nobody and what its certificate says."""
    return issue(folder / "ca.pem", "示范县应急管理局", name, WORD, AT, lasts)


def public(p12: bytes) -> bytes:
    """The certificate alone, as a person exports it."""
    _, one, _ = pkcs12.load_key_and_certificates(p12, WORD.encode())
    assert one is not None
    return one.public_bytes(Encoding.DER)


def known(shifan: Any, folder: Path, key: str = "己", pilot: bool = True) -> tuple[bytes, Any]:
    """A P12 and its certificate in the register."""
    p12, own = issued(folder, shifan.actor(key, AT).name)
    if pilot:
        organ = shifan.organs["应急局"]
        row = operations.register_pilot(
            organ_id=organ, person_id=shifan.people[key], own=own, by=shifan.actor("己", AT), at=AT
        )
    else:
        row = operations.register_certificate(
            person_id=shifan.people[key], content=public(p12), by=shifan.actor("己", AT), at=AT
        )
    return p12, row


def signed(shifan: Any, one: Any, p12: bytes, key: str = "己", **more: Any) -> Any:
    facts = {"password": WORD, "at": AT} | more
    return operations.sign_with_certificate(
        dossier_id=one.dossier_id, document_id=one.id, p12=p12, by=shifan.actor(key, facts["at"]), **facts
    )


def test_the_signed_file_names_the_person_and_the_document_stays(shifan: Any, tmp_path: Path) -> None:
    p12, row = known(shifan, tmp_path)
    one = document(shifan)
    done = signed(shifan, one, p12)
    before, after = storage.read(done.source_sha256), storage.read(done.sha256)
    assert after.startswith(before) and len(after) > len(before)
    [report] = validator().examine(after, now=AT, serial=row.serial)
    name = shifan.actor("己", AT).name
    assert name in report.subject and report.check("register").state == "good" and report.state != "bad"
    assert (done.person, done.serial) == (name, row.serial)
    events = ledger.whole(operations.stream(one.dossier_id))
    told = next(each for each in events if each.kind == "record:signing:made")
    assert told.objects[0]["sha256"] == done.sha256 and told.payload["source_sha256"] == done.source_sha256
    assert not list(signings_unlike(one.dossier_id, events))
    PersonSigning.objects.update(sha256="0" * 64)
    assert "不符" in next(signings_unlike(one.dossier_id, events))
    assert [each.what for each in queries.held_files(one.dossier_id)] == ["person"]


def test_no_key_and_no_password_is_kept_anywhere(shifan: Any, tmp_path: Path, settings: Any) -> None:
    p12, _ = known(shifan, tmp_path)
    one = document(shifan)
    signed(shifan, one, p12)
    kept = [path.read_bytes() for path in Path(settings.MINGJING_STORE).rglob("*") if path.is_file()]
    assert kept and not any(p12[:200] in content or WORD.encode() in content for content in kept)
    assert "key" not in {field.name for field in PersonCertificate._meta.get_fields()}


def test_two_people_and_then_the_seal_all_hold(shifan: Any, tmp_path: Path) -> None:
    head, _ = known(shifan, tmp_path)
    officer, _ = known(shifan, tmp_path, "甲")
    seal, one = registered(shifan), document(shifan)
    first = signed(shifan, one, officer, "甲")
    second = signed(shifan, one, head)
    assert second.source_sha256 == first.sha256 and (first.number, second.number) == (1, 2)
    done = sealed(shifan, one, seal)
    assert done.source_sha256 == second.sha256 and done.state != "bad"
    reports = validator().examine(storage.read(done.sha256), now=AT, serial="5EA1")
    assert len(reports) == 3 and all(each.state != "bad" for each in reports)
    assert reports[0].check("whole").told.startswith("后面只追加了") and reports[2].check("register").state == "good"
    assert operations.check_seal(sealing_id=done.id, by="system", at=AT).state == done.state
    assert {each.what for each in queries.held_files(one.dossier_id)} >= {"person", "sealed", "report"}


def test_a_change_between_two_signatures_is_caught(shifan: Any, tmp_path: Path) -> None:
    head, _ = known(shifan, tmp_path)
    one = document(shifan)
    content = storage.read(signed(shifan, one, head).sha256)
    at = len(storage.read(queries.person_signings(one.id)[0].source_sha256)) // 2
    changed = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
    [report] = validator().examine(changed, now=AT)
    assert report.state == "bad"


def test_a_person_signs_once_and_not_after_the_seal_or_the_closing(shifan: Any, tmp_path: Path) -> None:
    head, _ = known(shifan, tmp_path)
    officer, _ = known(shifan, tmp_path, "甲")
    seal, one = registered(shifan), document(shifan)
    signed(shifan, one, head)
    with pytest.raises(Refused, match="已经签过.*REC-93"):
        signed(shifan, one, head)
    sealed(shifan, one, seal)
    with pytest.raises(Refused, match="盖章以后不再签名.*REC-93"):
        signed(shifan, one, officer, "甲")
    other = document(shifan, dossier_id=dossier(shifan))
    operations.render(dossier_id=other.dossier_id, document_id=other.id, at=AT, by=shifan.actor("甲", AT))
    Dossier.objects.filter(id=other.dossier_id).update(sealed_at=AT)
    with pytest.raises(Refused, match="已经归档"):
        signed(shifan, other, officer, "甲")
    assert PersonSigning.objects.count() == 1


def test_a_certificate_of_somebody_else_of_nobody_and_a_wrong_password_sign_nothing(
    shifan: Any, tmp_path: Path
) -> None:
    head, _ = known(shifan, tmp_path)
    one = document(shifan)
    with pytest.raises(Refused, match="REC-92"):
        signed(shifan, one, head, "甲")
    stray, _ = issued(tmp_path, "路人")
    with pytest.raises(Refused, match="没有登记"):
        signed(shifan, one, stray)
    for content, word in ((head, "wrong"), (b"", ""), (b"junk", WORD), (head[:300], WORD)):
        with pytest.raises(Refused, match="REC-94"):
            signed(shifan, one, content, password=word)
    with pytest.raises(Forbidden):
        signed(shifan, one, head, "市己")
    assert not PersonSigning.objects.exists()


def test_a_revoked_and_an_expired_certificate_refuse_with_the_way_out(shifan: Any, tmp_path: Path) -> None:
    head, row = known(shifan, tmp_path)
    one, second = document(shifan), document(shifan)
    done = signed(shifan, one, head)
    with pytest.raises(Refused, match="有效期.*REC-92.*换发"):
        signed(shifan, second, head, at=AT + LASTS + timedelta(days=1))
    with pytest.raises(Refused, match="REC-91"):
        operations.revoke_certificate(certificate_id=row.id, reason="无", by=shifan.actor("己", AT), at=AT)
    gone = operations.revoke_certificate(certificate_id=row.id, reason="U 盾丢失", by=shifan.actor("己", AT), at=AT)
    assert gone.revoked_at == AT
    with pytest.raises(Refused, match="已于 .* 吊销（U 盾丢失）"):
        signed(shifan, second, head)
    with pytest.raises(Refused, match="已于.*REC-91"):
        operations.revoke_certificate(certificate_id=row.id, reason="再吊销一次", by=shifan.actor("己", AT), at=AT)
    assert [each.id for each in queries.person_signings(one.id)] == [done.id], "what was signed before stays signed"


def test_production_signs_with_no_pilot(shifan: Any, tmp_path: Path, settings: Any) -> None:
    pilot, _ = known(shifan, tmp_path)
    own, _ = known(shifan, tmp_path, "甲", pilot=False)
    one, settings.PRODUCTION = document(shifan), True
    with pytest.raises(Refused, match="正式运行.*REC-92"):
        signed(shifan, one, pilot)
    assert signed(shifan, one, own, "甲").kind == "own"


def test_who_registers_and_revokes(shifan: Any, tmp_path: Path) -> None:
    p12, _ = issued(tmp_path, "甲")
    content, head = public(p12), shifan.actor("己", AT)
    with pytest.raises(Forbidden):
        operations.register_certificate(
            person_id=shifan.people["甲"], content=content, by=shifan.actor("甲", AT), at=AT
        )
    for person in (shifan.people["系小管"], shifan.people["市甲"]):
        with pytest.raises(Refused, match="REC-90"):
            operations.register_certificate(person_id=person, content=content, by=head, at=AT)
    for junk in (b"", b"junk", b"-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n", p12):
        with pytest.raises(Invalid):
            operations.register_certificate(person_id=shifan.people["甲"], content=junk, by=head, at=AT)
    row = operations.register_certificate(person_id=shifan.people["甲"], content=content, by=head, at=AT)
    with pytest.raises(Refused, match="已经登记"):
        operations.register_certificate(person_id=shifan.people["乙"], content=content, by=head, at=AT)
    late, _ = issued(tmp_path, "乙", timedelta(days=1))
    with pytest.raises(Refused, match="到期"):
        operations.register_certificate(
            person_id=shifan.people["乙"], content=public(late), by=head, at=AT + timedelta(days=2)
        )
    with pytest.raises(Forbidden):
        operations.revoke_certificate(certificate_id=row.id, reason="不是我的", by=shifan.actor("乙", AT), at=AT)
    mine = operations.revoke_certificate(certificate_id=row.id, reason="我丢了 U 盾", by=shifan.actor("甲", AT), at=AT)
    assert mine.revoked_by == shifan.actor("甲", AT).name


def test_openssl_reads_what_the_pilot_authority_issued(tmp_path: Path) -> None:
    import subprocess

    p12, own = issued(tmp_path, "甲")
    (tmp_path / "one.p12").write_bytes(p12)
    (tmp_path / "one.cer").write_bytes(public(p12))
    words = ["openssl", "pkcs12", "-in", tmp_path / "one.p12", "-passin", f"pass:{WORD}", "-nokeys", "-info"]
    assert b"PBES2" in subprocess.run(words, check=True, capture_output=True).stderr
    subprocess.run(
        ["openssl", "x509", "-in", tmp_path / "one.cer", "-inform", "DER", "-out", tmp_path / "one.pem"], check=True
    )
    (tmp_path / "root.pem").write_bytes((tmp_path / "ca.pem").read_bytes().partition(b"-----END PRIVATE KEY-----\n")[2])
    told = ["openssl", "verify", "-no_check_time", "-CAfile", tmp_path / "root.pem", tmp_path / "one.pem"]
    assert b"OK" in subprocess.run(told, check=True, capture_output=True).stdout
    assert read_certificate((tmp_path / "one.pem").read_bytes()) == own
    assert (tmp_path / "ca.pem").stat().st_mode & 0o077 == 0
    with pytest.raises(Unsealable, match="私钥"):
        read_certificate((tmp_path / "ca.pem").read_bytes())


def test_the_audit_finds_a_certificate_that_was_given_its_life_back(shifan: Any, tmp_path: Path) -> None:
    _, row = known(shifan, tmp_path)
    assert not list(certificates_unlike_the_ledger())
    operations.revoke_certificate(certificate_id=row.id, reason="U 盾丢失", by=shifan.actor("己", AT), at=AT)
    assert not list(certificates_unlike_the_ledger())
    PersonCertificate.objects.update(revoked_at=None, reason="")
    [told] = certificates_unlike_the_ledger()
    assert row.serial in str(told) and "不符" in str(told)
    PersonCertificate.objects.all().delete()
    assert "被删除" in str(next(certificates_unlike_the_ledger()))


def test_a_file_that_would_take_for_ever_to_open_is_turned_away(tmp_path: Path) -> None:
    p12, _ = issued(tmp_path, "甲")
    slow = Pfx.load(p12)
    slow["mac_data"]["iterations"] = 2**31 - 1
    for content in (slow.dump(force=True), b"x" * (LARGEST + 1), b""):
        with pytest.raises(Unsealable, match="算得太久"):
            Hand.open(content, WORD)
    assert Hand.open(p12, WORD).own.subject.startswith("甲")


@pytest.mark.parametrize("extra", [(), ("-legacy",), ("-keypbe", "AES-256-CBC", "-certpbe", "NONE"), ("-nomac",)])
def test_files_that_openssl_wrote_open(tmp_path: Path, extra: tuple[str, ...]) -> None:
    import subprocess

    (tmp_path / "k.pem").write_bytes(seal_file())
    words = [
        "openssl",
        "pkcs12",
        "-export",
        "-in",
        tmp_path / "k.pem",
        "-out",
        tmp_path / "o.p12",
        "-passout",
        "pass:abc123",
    ]
    if subprocess.run([*words, *extra], capture_output=True, check=False).returncode:
        pytest.skip("this openssl does not write it")
    try:
        assert Hand.open((tmp_path / "o.p12").read_bytes(), "abc123").own.serial == "5EA1"
    except Unsealable as problem:
        assert extra == ("-nomac",) and "打不开" in str(problem), "without a MAC nobody knows the password"
