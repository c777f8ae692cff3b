"""A sealed, signed document goes where the file goes: into the export, into the archive package, never into the public copy."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from django.conf import settings
from tests.archives.conftest import closed, county, played
from tests.archives.filed import LATER, Told
from tests.records.sealed import draft
from tests.sealing.made import AT, set_up

from mingjing.archives import queries as archives
from mingjing.archives.models import ArchivedFile
from mingjing.cases.operations import exporting
from mingjing.cases.operations.holdings import archive_items
from mingjing.foundation import redacting, storage
from mingjing.foundation.sealing.personal import issue
from mingjing.kernel.findings import Refused
from mingjing.ledger import queries as ledger
from mingjing.ledger.verifier import mingjing_verify
from mingjing.organs import operations as organs
from mingjing.records import operations as records
from mingjing.records import queries as held
from mingjing.records.terms.certificates import PersonSigningFacts
from mingjing.records.terms.seals import SealingFacts, SignatureDraft

pytestmark = pytest.mark.django_db
__all__ = ["closed", "county", "played"]


def document_of(case: Told, form: str) -> UUID:
    return next(one.id for one in held.documents(case.case.dossier_id) if one.form == form)


def sealed(case: Told) -> SealingFacts:
    """The decision, sealed by the archivist."""
    dossier, by = case.case.dossier_id, case.person("档")
    seal = organs.register_seal(draft=draft(case.world), by=case.person("己"), at=LATER)
    set_up(Path(settings.MINGJING_KEYS), seal.id)
    asked = records.ask_seal(dossier_id=dossier, document_id=document_of(case, "penalty_decision"), by=by, at=LATER)
    return records.put_seal(sealing_id=asked.id, seal_id=seal.id, by=by, at=LATER)


def signed(case: Told) -> UUID:
    """The interview record, signed twice on a screen."""
    dossier, by, document = case.case.dossier_id, case.person("甲"), document_of(case, "interview_record")
    shown = records.render(dossier_id=dossier, document_id=document, at=LATER, by=by).pdf_sha256
    for name in ("王某焊工", "李某四"):
        told = SignatureDraft("asked", name, shown, (tuple((900 * n, 4000, 500, n) for n in range(9)),))
        records.sign_by_hand(dossier_id=dossier, document_id=document, draft=told, by=by, at=LATER)
        records.set_sheet(dossier_id=dossier, document_id=document, at=LATER, by=by)
    return document


def certified(case: Told, folder: Path) -> PersonSigningFacts:
    """The decision, signed by the head with a certificate of his own."""
    dossier, by = case.case.dossier_id, case.person("己")
    p12, own = issue(folder / "ca.pem", "示范县应急管理局", by.name, "口令", AT, timedelta(days=9000))
    records.register_pilot(organ_id=by.organ_id, person_id=by.person_id, own=own, by=by, at=LATER)
    return records.sign_with_certificate(
        dossier_id=dossier, document_id=document_of(case, "penalty_decision"), p12=p12, password="口令", by=by, at=LATER
    )


def test_a_file_signed_with_certificates_is_exported_whole_and_verified(closed: Told, tmp_path: Path) -> None:
    given = certified(closed, tmp_path)
    [item] = [one for one in archive_items(closed.case_id) if one.form == "penalty_decision"]
    assert (item.sha256, item.name) == (given.sha256, given.file_name), "what is archived bears the signature"
    done = sealed(closed)
    assert done.source_sha256 == given.sha256
    [item] = [one for one in archive_items(closed.case_id) if one.form == "penalty_decision"]
    assert item.sha256 == done.sha256
    _, content = exporting.export_case(case_id=closed.case_id, by=closed.person("档"), now=LATER)
    with content:
        (tmp_path / "case.zip").write_bytes(content.read())
    with zipfile.ZipFile(tmp_path / "case.zip") as packed:
        told = {each["sha256"] for each in json.loads(packed.read("case.json"))["files"]}
    assert {done.sha256, given.sha256, given.source_sha256} <= told
    report = mingjing_verify.verify(str(tmp_path / "case.zip"))
    assert report.code == 0, report.text()
    events = ledger.whole(records.stream(closed.case.dossier_id))
    assert not list(held.unlike_the_ledger(closed.case.dossier_id, events))


def test_the_exported_file_has_all_of_it_and_is_verified(closed: Told, tmp_path: Path) -> None:
    done, _ = sealed(closed), signed(closed)
    _, content = exporting.export_case(case_id=closed.case_id, by=closed.person("档"), now=LATER)
    with content:
        (tmp_path / "case.zip").write_bytes(content.read())
    with zipfile.ZipFile(tmp_path / "case.zip") as packed:
        told = {each["sha256"] for each in json.loads(packed.read("case.json"))["files"]}
    assert {done.sha256, done.source_sha256, done.report_file["sha256"]} <= told
    report = mingjing_verify.verify(str(tmp_path / "case.zip"))
    assert report.code == 0, report.text()
    assert not [check for check in report.checks if check.title == "未随包材料"]
    assert not list(
        held.unlike_the_ledger(closed.case.dossier_id, ledger.whole(records.stream(closed.case.dossier_id)))
    )


def test_the_archive_package_holds_the_sealed_file_its_report_and_the_signatures(closed: Told) -> None:
    done, _ = sealed(closed), signed(closed)
    filed = closed.file()
    rows = {row["name"]: row for row in filed.catalogue}
    assert rows[done.file_name]["sha256"] == done.sha256
    assert [name for name in rows if name.endswith("（印章核验报告）.pdf")] == [done.report_file["name"]]
    assert [name[-10:] for name in rows if "签名页" in name] == ["（签名页2）.pdf"]
    assert filed.catalogue[0]["name"] == done.file_name, "the decision is first, as its sealed file"
    row = ArchivedFile.objects.get(dossier_id=closed.case.dossier_id)
    with zipfile.ZipFile(io.BytesIO(storage.read(row.package_sha256))) as packed:
        texts = [packed.read(name) for name in packed.namelist()]
    assert storage.read(done.sha256) in texts and storage.read(done.report_file["sha256"]) in texts
    assert archives.contents(exporting.archive_items(closed.case_id))


def test_a_file_with_a_document_that_waits_for_its_seal_is_not_archived(closed: Told) -> None:
    by, dossier = closed.person("档"), closed.case.dossier_id
    asked = records.ask_seal(dossier_id=dossier, document_id=document_of(closed, "penalty_decision"), by=by, at=LATER)
    [finding] = held.unsettled_seals(dossier)
    assert finding.rule == "REC-47" and "《行政处罚决定书》" in finding.message
    records.drop_sealing(sealing_id=asked.id, reason="已在纸上盖章", by=by, at=LATER)
    assert held.unsettled_seals(dossier) == ()


def test_the_public_copy_of_a_sealed_file_carries_no_certificate_and_no_signature(closed: Told) -> None:
    done = sealed(closed)
    content = storage.read(done.sha256)
    with pikepdf.open(io.BytesIO(content)) as opened:
        certificate = bytes(opened.Root.AcroForm.Fields[0].V.Contents)
    assert "虚构".encode() in certificate, "the certificate names somebody"
    made = redacting.rebuild(content, redacting.Format.PDF, (), ())
    for word in (b"/ByteRange", b"/Sig", b"/AcroForm", "虚构".encode(), certificate[:64].hex().encode(), b"ETSI.CAdES"):
        assert word in content or word.decode("utf-8", "replace") == "虚构" or word.upper() in content
        assert word not in made.content and word.upper() not in made.content


def test_what_the_database_says_of_a_seal_is_held_against_the_ledger(closed: Told) -> None:
    from mingjing.records.models import HandSignature, Sealing

    sealed(closed)
    signed(closed)
    dossier = closed.case.dossier_id
    events = ledger.whole(records.stream(dossier))
    Sealing.objects.filter(dossier_id=dossier).update(sha256="f" * 64)
    HandSignature.objects.filter(dossier_id=dossier, name="李某四").update(name="张某三")
    told = list(held.seals_unlike(dossier, events))
    assert len(told) == 2 and "印章与台账登记的不符" in told[0] and "张某三的签名与台账登记的不符" in told[1]


def test_archiving_by_the_act_refuses_too(closed: Told) -> None:
    by = closed.person("档")
    records.ask_seal(
        dossier_id=closed.case.dossier_id, document_id=document_of(closed, "penalty_decision"), by=by, at=LATER
    )
    with pytest.raises(Refused, match="REC-47"):
        exporting.put_away(case_id=closed.case_id, by=by, now=LATER)
