"""A document bears one seal: asked for, put on by who may use it, kept beside what it was, and a failure leaves it as it was."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from tests.records.films import AT, dossier
from tests.records.sealed import asked, document, registered, sealed
from tests.sealing.ses_made import sealing_well, service, ses_signature

from mingjing.foundation import storage
from mingjing.foundation.access import Forbidden
from mingjing.foundation.sealing import ses
from mingjing.foundation.sealing.pilot import certificate_path
from mingjing.kernel.findings import Refused
from mingjing.ledger import queries as ledger
from mingjing.organs import operations as organs
from mingjing.records import operations, queries
from mingjing.records.models import Document, Dossier, Sealing
from mingjing.records.terms import NotFound

pytestmark = pytest.mark.django_db


def test_the_seal_is_a_further_file_and_the_document_stays(shifan: Any) -> None:
    seal, one = registered(shifan), document(shifan)
    done = sealed(shifan, one, seal)
    row = Document.objects.get(id=one.id)
    original, kept = storage.read(row.pdf_sha256), storage.read(done.sha256)
    assert kept.startswith(original) and len(kept) > len(original)
    assert (done.source_sha256, done.sealed_name, done.seal_name) == (
        row.pdf_sha256,
        shifan.actor("档", AT).name,
        seal.name,
    )
    assert done.file_name.endswith("（已盖章）.pdf") and done.state == "unknown"
    events = ledger.whole(operations.stream(one.dossier_id))
    told = next(each for each in events if each.kind == "record:document:sealed")
    assert told.payload["source_sha256"] == row.pdf_sha256 and told.payload["source_sm3"] == row.pdf_sm3
    assert (told.objects[0]["sha256"], told.objects[0]["sm3"]) == (done.sha256, done.sm3)
    assert queries.sealings(one.dossier_id)[one.id].sealed
    assert not list(queries.seals_unlike(one.dossier_id, events))


def test_nobody_seals_a_document_twice(shifan: Any) -> None:
    seal, one = registered(shifan), document(shifan)
    done = sealed(shifan, one, seal)
    with pytest.raises(Refused, match="REC-40"):
        asked(shifan, one)
    with pytest.raises(Refused, match="REC-41"):
        operations.put_seal(sealing_id=done.id, seal_id=seal.id, by=shifan.actor("档", AT), at=AT)
    assert Sealing.objects.count() == 1


@pytest.mark.parametrize("key", ["乙", "己", "系小管", "安小全", "审小计"])
def test_only_the_keeper_and_the_named_use_it(shifan: Any, key: str) -> None:
    if key not in shifan.people:
        pytest.skip("nobody of that name")
    seal, waiting = registered(shifan), asked(shifan, document(shifan))
    with pytest.raises((Refused, Forbidden)):
        operations.put_seal(sealing_id=waiting.id, seal_id=seal.id, by=shifan.actor(key, AT), at=AT)
    assert Sealing.objects.get().stage == "waiting"


def test_a_service_that_fails_leaves_the_document_waiting_with_the_reason(shifan: Any) -> None:
    seal, one = registered(shifan, ready=False), document(shifan)
    waiting = asked(shifan, one)
    with pytest.raises(Refused, match="没有设置印章服务"):
        operations.put_seal(sealing_id=waiting.id, seal_id=seal.id, by=shifan.actor("档", AT), at=AT)
    row = Sealing.objects.get()
    assert (row.stage, row.tries, row.sha256, row.claimed_at) == ("waiting", 1, "", None)
    assert "没有设置印章服务" in row.failure
    assert [one.kind for one in ledger.whole(operations.stream(one.dossier_id))][-1] == "record:seal:failed"


def test_the_certificate_must_be_the_registered_one(shifan: Any) -> None:
    seal, waiting = registered(shifan, serial="ABCD"), asked(shifan, document(shifan))
    with pytest.raises(Refused, match="登记的是 ABCD"):
        operations.put_seal(sealing_id=waiting.id, seal_id=seal.id, by=shifan.actor("档", AT), at=AT)
    assert Sealing.objects.get().stage == "waiting"


def test_a_stopped_seal_a_seal_of_another_time_and_a_closed_file_are_refused(shifan: Any) -> None:
    seal, one = registered(shifan), document(shifan)
    waiting, by = asked(shifan, one), shifan.actor("档", AT)
    organs.move_seal(seal_id=seal.id, state="stopped", reason="换章停用", by=shifan.actor("己", AT), at=AT)
    with pytest.raises(Refused, match="停用"):
        operations.put_seal(sealing_id=waiting.id, seal_id=seal.id, by=by, at=AT)
    organs.move_seal(seal_id=seal.id, state="active", reason="恢复使用", by=shifan.actor("己", AT), at=AT)
    later = AT + timedelta(days=900)
    with pytest.raises(Refused, match="有效期"):
        operations.put_seal(sealing_id=waiting.id, seal_id=seal.id, by=by, at=later)
    Dossier.objects.filter(id=one.dossier_id).update(sealed_at=AT)
    with pytest.raises(Refused, match="已经归档"):
        operations.put_seal(sealing_id=waiting.id, seal_id=seal.id, by=by, at=AT)
    with pytest.raises(Refused, match="已经归档"):
        asked(shifan, document(shifan, dossier_id=one.dossier_id))


def test_a_claim_of_a_process_that_died_is_free_after_ten_minutes(shifan: Any) -> None:
    seal, waiting = registered(shifan), asked(shifan, document(shifan))
    by = shifan.actor("档", AT)
    operations.sealing.claim_seal(sealing_id=waiting.id, seal_id=seal.id, by=by, at=AT)
    with pytest.raises(Refused, match="正在由别人盖章"):
        operations.put_seal(sealing_id=waiting.id, seal_id=seal.id, by=by, at=AT + timedelta(minutes=9, seconds=59))
    done = operations.put_seal(sealing_id=waiting.id, seal_id=seal.id, by=by, at=AT + timedelta(minutes=10))
    assert done.sealed


def test_what_must_bear_a_seal_waits_from_the_moment_it_is_made(shifan: Any) -> None:
    seal = registered(shifan)
    ask: dict[str, Any] = {
        "required": True,
        "forms": (),
        "automatic": ("correction_order",),
        "reason": "局办公会定",
        "by": shifan.actor("己", AT),
        "at": AT,
    }
    document(shifan)
    assert not Sealing.objects.exists()
    organs.require_seals(since=AT.date(), seal_id=seal.id, **ask)
    document(shifan)
    document(shifan, form="filing_approval")
    row = Sealing.objects.get()
    assert (row.automatic, row.seal_id, row.document.form) == (True, seal.id, "correction_order")
    assert operations.seal_waiting(at=AT, by="system", limit=5) == 1
    assert operations.seal_waiting(at=AT, by="system", limit=5) == 0
    row.refresh_from_db()
    assert (row.stage, row.sealed_name, row.sealed_by) == ("sealed", "系统", None)


def test_the_worker_waits_longer_after_each_failure(shifan: Any) -> None:
    seal = registered(shifan, ready=False)
    by = shifan.actor("己", AT)
    organs.require_seals(
        since=AT.date(),
        required=True,
        forms=(),
        automatic=("correction_order",),
        seal_id=seal.id,
        reason="局办公会定",
        by=by,
        at=AT,
    )
    document(shifan)
    assert operations.seal_waiting(at=AT, by="system", limit=5) == 0
    operations.seal_waiting(at=AT + timedelta(minutes=9), by="system", limit=5)
    assert Sealing.objects.get().tries == 1
    operations.seal_waiting(at=AT + timedelta(minutes=10), by="system", limit=5)
    assert Sealing.objects.get().tries == 2
    operations.seal_waiting(at=AT + timedelta(minutes=29), by="system", limit=5)
    assert Sealing.objects.get().tries == 2


def test_the_asking_is_taken_back_with_a_reason_and_may_be_made_again(shifan: Any) -> None:
    one = document(shifan)
    waiting = asked(shifan, one)
    with pytest.raises(Refused, match="REC-42"):
        operations.drop_sealing(sealing_id=waiting.id, reason="错", by=shifan.actor("甲", AT), at=AT)
    operations.drop_sealing(sealing_id=waiting.id, reason="文书要重做", by=shifan.actor("甲", AT), at=AT)
    assert queries.sealing_of(one.id) is None
    assert asked(shifan, one).stage == "waiting"


def test_other_organs_and_unknown_documents(shifan: Any) -> None:
    one = document(shifan)
    with pytest.raises(Forbidden):
        operations.ask_seal(dossier_id=one.dossier_id, document_id=one.id, by=shifan.actor("市甲", AT), at=AT)
    with pytest.raises(NotFound):
        operations.ask_seal(dossier_id=dossier(shifan), document_id=one.id, by=shifan.actor("甲", AT), at=AT)


def test_an_examination_again_tells_what_changed_in_the_store(shifan: Any) -> None:
    seal, one = registered(shifan), document(shifan)
    done = sealed(shifan, one, seal)
    later = AT + timedelta(days=1)
    assert operations.recheck_seals(before=later, at=later, by="system", limit=5) == 1
    assert operations.recheck_seals(before=later, at=later, by="system", limit=5) == 0
    path = storage.folder().path(done.sha256)
    content = bytearray(path.read_bytes())
    content[900] ^= 1
    path.chmod(0o600)
    path.write_bytes(bytes(content))
    again = operations.check_seal(sealing_id=done.id, by="system", at=later + timedelta(days=1))
    assert again.state == "bad" and "与登记的摘要不符" in again.report["checks"][0]["told"]
    assert [each.kind for each in ledger.whole(operations.stream(one.dossier_id))][-1] == "record:seal:checked"
    assert [each.id for each in queries.broken_seals(done.organ_id)] == [done.id]
    path.unlink()


def test_a_certificate_file_is_for_its_owner_only(shifan: Any) -> None:
    from pathlib import Path

    path = certificate_path(Path(settings.MINGJING_KEYS), str(registered(shifan).id))
    assert path.stat().st_mode & 0o077 == 0


def test_a_government_seal_is_put_on_by_its_service_and_examined_as_38540(shifan: Any, settings: Any) -> None:
    seal = registered(
        shifan,
        ready=False,
        kind="government",
        filing_number="冀印备〔2026〕1号",
        serial="ABC1",
        number="13082100000001",
    )
    one = document(shifan)
    with service(sealing_well) as (settings.MINGJING_SEAL_URL, told):
        done = sealed(shifan, one, seal)
    assert (done.kind, done.report["kind"], done.result_sha256) == ("government", "GB/T 38540", "")
    assert [each["seal"] for each in told] == ["13082100000001"] and told[0]["reference"] == str(done.id)


def test_a_result_apart_from_the_file_is_kept_beside_it_as_it_came(shifan: Any, settings: Any) -> None:
    seal = registered(shifan, ready=False, kind="government", filing_number="冀印备〔2026〕1号", serial="ABC1")
    one = document(shifan)

    def answer(told: dict[str, Any]) -> tuple[int, dict[str, str]]:
        result = ses_signature(base64.b64decode(told["pdf"]))
        return 200, {"pdf": told["pdf"], "signature": base64.b64encode(result).decode()}

    with service(answer) as (settings.MINGJING_SEAL_URL, _):
        done = sealed(shifan, one, seal)
    assert done.sha256 == done.source_sha256 and ses.read(storage.read(done.result_sha256))
    told = ledger.whole(operations.stream(one.dossier_id))[-1]
    assert [each["name"][-4:] for each in told.objects] == [".pdf", ".ses", ".pdf"]
    assert operations.check_seal(sealing_id=done.id, by="system", at=AT + timedelta(days=1)).state == "unknown"


def test_a_government_seal_that_is_out_of_order_leaves_the_document_waiting(shifan: Any, settings: Any) -> None:
    seal = registered(shifan, ready=False, kind="government", filing_number="冀印备〔2026〕1号", serial="ABC2")
    waiting = asked(shifan, document(shifan))
    with service(sealing_well) as (settings.MINGJING_SEAL_URL, _), pytest.raises(Refused, match="登记的是 ABC2"):
        operations.put_seal(sealing_id=waiting.id, seal_id=seal.id, by=shifan.actor("档", AT), at=AT)
    assert Sealing.objects.get().stage == "waiting"
