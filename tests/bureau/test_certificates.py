"""The register of certificates at its pages, and a document signed with one: what is typed wrong stays, keys are turned away."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.bureau.case_desk import NOW, case_at, clock, enter
from tests.bureau.test_seals import paper_of, registered
from tests.records.test_personal import WORD, issued, public

from mingjing.foundation import storage
from mingjing.organs.queries import seals as seal_register
from mingjing.records import queries
from mingjing.records.models import PersonCertificate, PersonSigning, Sealing
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
REGISTER = "/bureau/seals/certificates/"


@pytest.fixture(scope="module")
def case_id(shifan: World) -> UUID:
    return case_at(shifan, 7)


def file(content: bytes, name: str = "证书.cer") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def noted(shifan: World, tmp_path: Any, key: str = "己") -> tuple[bytes, PersonCertificate]:
    """A P12 whose certificate the head has registered."""
    p12, own = issued(tmp_path, key)
    sent = {"person": str(shifan.people[key]), "file": file(public(p12))}
    assert enter(shifan, "己").post(f"{REGISTER}new/", sent).status_code == 302
    return p12, PersonCertificate.objects.get(sha256=own.sha256)


def test_the_head_registers_looks_for_exports_and_revokes(shifan: World, tmp_path: Any) -> None:
    with clock(NOW):
        head = enter(shifan, "己")
        assert "还没有登记签名证书" in head.get(REGISTER).content.decode()
        p12, own = issued(tmp_path, "甲")
        person = str(shifan.people["甲"])
        for sent in (
            {"person": person}, {"person": person, "file": file(b"junk")}, {"person": person, "file": file(b"x" * 300_000)},
            {"person": "", "file": file(public(p12))}, {"person": str(shifan.people["系小管"]), "file": file(public(p12))},
        ):  # fmt: skip
            assert head.post(f"{REGISTER}new/", sent).status_code == 422
        key = b"-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n"
        refused = head.post(f"{REGISTER}new/", {"person": person, "file": file(key)})
        assert refused.status_code == 422 and "私钥由本人保管" in refused.content.decode()
        _, row = noted(shifan, tmp_path, "甲")
        page = head.get(f"{REGISTER}?q={row.serial[:12].lower()}").content.decode()
        assert row.serial in page and "可以签名" in page
        assert "没有符合条件的证书" in head.get(f"{REGISTER}?q=查无此人").content.decode()
        assert row.serial in head.get(f"{REGISTER}export.csv").content.decode("utf-8-sig")
        assert head.get(f"{REGISTER}?q=%27&before=x").status_code == 200
        here = f"{REGISTER}{row.id}/revoke/"
        assert enter(shifan, "乙").get(here).status_code == 404 and enter(shifan, "市己").get(here).status_code == 404
        assert enter(shifan, "甲").get(here).status_code == 200, "the owner may revoke his own"
        assert head.post(here, {"reason": "丢"}).status_code == 409
        assert head.post(here, {"reason": "U 盾丢失"}).status_code == 302
        assert head.post(here, {"reason": "U 盾丢失"}).status_code == 409
        assert "已吊销" in enter(shifan, "监").get(f"{REGISTER}?organ=yjj").content.decode()


def test_a_document_is_signed_shown_sealed_and_reported(shifan: World, case_id: UUID, tmp_path: Any) -> None:
    here, row = paper_of(case_id)
    with clock(NOW):
        p12, held = noted(shifan, tmp_path)
        head, officer = enter(shifan, "己"), enter(shifan, "甲")
        assert "用我的证书签名" in head.get(here).content.decode()
        assert head.get(f"{here}certificate/report/").status_code == 404, "nobody signed yet"
        form = f"{here}certificate/"
        assert held.serial in head.get(form).content.decode()
        assert "您还没有登记可以用的证书" in officer.get(form).content.decode()
        assert head.post(form, {"password": WORD}).status_code == 422
        wrong = head.post(form, {"file": file(p12, "a.p12"), "password": "错口令"})
        assert wrong.status_code == 409 and "错口令" not in wrong.content.decode(), "a password is never sent back"
        assert officer.post(form, {"file": file(p12, "a.p12"), "password": WORD}).status_code == 409
        assert head.post(form, {"file": file(p12, "a.p12"), "password": WORD}).status_code == 302
        [done] = queries.person_signings(row.id)
        assert officer.get(f"{here}document.pdf?original=1").content == storage.read(done.source_sha256)
        assert officer.get(f"{here}document.pdf").content == storage.read(done.sha256)
        assert head.post(form, {"file": file(p12, "a.p12"), "password": WORD}).status_code == 409
        told = officer.get(f"{here}certificate/report/").content.decode()
        assert done.person in told and "证书是签名人本人登记的" in told and "没有发现改动" in told
        registered(shifan)
        officer.post(f"{here}seal/")
        [seal] = seal_register.seals(shifan.organs["应急局"])
        waiting = Sealing.objects.get()
        keeper = enter(shifan, "档")
        assert keeper.post(f"/bureau/seals/waiting/{waiting.id}/put/", {"seal": str(seal.id)}).status_code == 302
        PersonCertificate.objects.update(revoked_at=NOW + timedelta(minutes=1), reason="U 盾丢失", revoked_by="己")
        kept = json.loads(officer.get(f"{here}certificate/report.json").content)
        assert [one["state"] for one in kept["reports"]] == ["unknown", "unknown"]
        assert "签名以后于 2026-11-22 吊销（U 盾丢失）" in json.dumps(kept, ensure_ascii=False)
        PersonCertificate.objects.update(revoked_at=NOW - timedelta(minutes=1))
        kept = json.loads(officer.get(f"{here}certificate/report.json").content)
        assert [one["state"] for one in kept["reports"]] == ["bad", "unknown"]
        assert officer.get(f"{here}certificate/report.pdf").content.startswith(b"%PDF-")
        assert officer.get(f"{here}certificate/report.exe").status_code == 404
        assert "用我的证书签名" not in enter(shifan, "丁").get(here).content.decode(), "sealed: nobody signs any more"
        assert PersonSigning.objects.count() == 1


def test_an_approval_signed_twice_is_exported_with_both(shifan: World, case_id: UUID, tmp_path: Any) -> None:
    import io
    import zipfile

    here, row = paper_of(case_id)
    with clock(NOW):
        for key in ("甲", "己"):
            p12, _ = noted(shifan, tmp_path, key)
            sent = {"file": file(p12, "a.p12"), "password": WORD}
            assert enter(shifan, key).post(f"{here}certificate/", sent).status_code == 302
        answer = enter(shifan, "甲").post(f"/bureau/cases/{case_id}/export/")
        packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
        names = [name for name in packed.namelist() if "证书签名" in name]
        assert len(names) == 2, names
        assert packed.read(next(one for one in names if "证书签名2" in one)) == storage.read(
            queries.person_signings(row.id)[-1].sha256
        )
