"""The pages of what other systems keep here, and of the scheduled reading of the store."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.records.films import film, said
from tests.security.hostile import browser

from mingjing.foundation import storage
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import SYSTEM
from mingjing.records import operations, queries
from mingjing.records.models import Deposit
from mingjing.records.terms.deposits import DocumentDraft
from mingjing.records.terms.fixity import Fit, Kept, Read

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 " + b"0" * 500


def deposited(shifan: Any, ref: str = "AJ-1") -> Any:
    """A file with a document that came and a recording that did."""
    at = timezone.now()
    by = shifan.actor("甲", at)
    made = operations.open_deposit(source_ref=ref, title="恒源化工动火作业案", by=by, at=at)
    kept = storage.put(PDF)
    item = operations.deposit_document(
        dossier_id=made.id, source_ref="WS-1", draft=DocumentDraft("笔录.pdf", kept.sha256, len(PDF), "evidence"), by=by, at=at
    )  # fmt: skip
    content = film(mark=ref.encode())
    tape = said(content, started_at=at - timedelta(hours=2), ended_at=at - timedelta(hours=1))
    operations.deposit_recording(dossier_id=made.id, source_ref="YX-1", draft=tape, step="decision", collector="", by=by, at=at)  # fmt: skip
    for begun, whole in (
        (operations.begin_item_upload(item_id=item.id, length=len(PDF), by=by, at=at), PDF),
        (operations.begin_upload(recording_id=queries.deposit_item(made.id, "YX-1").recording_id, length=len(content), by=by, at=at), content),
    ):  # fmt: skip
        from hashlib import sha256

        operations.receive(upload_id=begun.id, offset=0, piece=whole, checksum=sha256(whole).digest(), by=by, at=at)
    return made


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())


def test_the_list_is_searched_filtered_and_paged(shifan: Any) -> None:
    client = browser(shifan.people["档"])
    assert "还没有别的系统存入案卷" in text(client.get(reverse("bureau:deposits")))
    at = timezone.now()
    for number in range(55):
        operations.open_deposit(source_ref=f"N-{number:02}", title=f"案卷{number:02}", by=shifan.actor("甲", at), at=at - timedelta(minutes=number))  # fmt: skip
    first = text(client.get(reverse("bureau:deposits")))
    assert "N-00" in first and "N-54" not in first
    row = Deposit.objects.get(source_ref="N-49").facts()
    rest = text(client.get(reverse("bureau:deposits"), {"after": f"{row.opened_at.isoformat()}~{row.id}"}))
    assert "N-54" in rest and "N-49" not in rest
    assert "N-07" in text(client.get(reverse("bureau:deposits"), {"q": "案卷07", "state": "open"}))
    assert "没有符合的案卷" in text(client.get(reverse("bureau:deposits"), {"q": "没有这个"}))
    for rubbish in ("x", "~", "2026-01-01T00:00:00~x", "2026-01-01~" + str(uuid4())):
        assert "N-00" in text(client.get(reverse("bureau:deposits"), {"after": rubbish}))


def test_one_file_shows_links_materials_and_what_is_owed(shifan: Any) -> None:
    made = deposited(shifan)
    client = browser(shifan.people["甲"])
    shown = text(client.get(reverse("bureau:deposit", args=[made.id])))
    for word in ("启动", "没有", "笔录.pdf", "已入库", "AJ-1", "还没有封存"):
        assert word in shown
    at = timezone.now()
    operations.close_deposit(dossier_id=made.id, by=shifan.actor("甲", at), at=at)
    shown = text(client.get(reverse("bureau:deposit", args=[made.id])))
    assert "SM3 根" in shown and "已封存" in shown
    assert browser(shifan.people["市甲"]).get(reverse("bureau:deposit", args=[made.id])).status_code == 404
    assert client.get(reverse("bureau:deposit", args=[uuid4()])).status_code == 404


def test_opening_a_document_asks_what_for_and_is_logged(shifan: Any) -> None:
    made = deposited(shifan)
    file = queries.attachments(made.id)[0]
    where = reverse("bureau:deposit_file", args=[made.id, file.id])
    client = browser(shifan.people["己"])
    assert "调阅用途" in text(client.get(where))
    assert client.post(where, {}).status_code == 302
    before = len(ledger.whole(f"dossier:{made.id}"))
    answer = client.post(where, {"purpose": next(iter(_purposes())), "_save": "1"})
    assert (answer.status_code, answer.content) == (200, PDF)
    assert len(ledger.whole(f"dossier:{made.id}")) == before + 1
    assert "笔录.pdf" in text(client.get(reverse("bureau:deposit", args=[made.id])))
    assert client.get(reverse("bureau:deposit_file", args=[made.id, uuid4()])).status_code == 404


def _purposes() -> Any:
    from mingjing.sites.bureau.views.case_files import PURPOSES

    return PURPOSES


def test_a_deposited_recording_is_shown_and_played_by_the_organ_only(shifan: Any) -> None:
    made = deposited(shifan)
    one = queries.deposit_item(made.id, "YX-1").recording_id
    where = reverse("bureau:recording", args=[one])
    client = browser(shifan.people["甲"])
    shown = text(client.get(where))
    assert reverse("bureau:deposit", args=[made.id]) in shown and "归入案卷" not in shown.split("<h2")[0]
    assert client.post(reverse("bureau:recording_play", args=[one]), {"purpose": next(iter(_purposes()))}).status_code == 302  # fmt: skip
    assert client.get(reverse("bureau:recording_content", args=[one]), headers={"Range": "bytes=0-9"}).status_code == 206  # fmt: skip
    for who in ("市甲", "监", "丁"):
        assert browser(shifan.people[who]).get(where).status_code == 404


def test_the_report_of_the_reading_tells_faults_and_what_to_do(shifan: Any) -> None:
    client = browser(shifan.people["系小管"])
    where = reverse("bureau:contents")
    assert "还没有核对过" in text(client.get(where))
    at = timezone.now()
    good, bad = "a" * 64, "b" * 64
    operations.list_contents(kept=[Kept(good, 10, "附件"), Kept(bad, 20, "音像")], by=SYSTEM, at=at)
    assert "周期内还没有核对完" in text(client.get(where))
    found = [Read(good, Fit.SOUND, 10), Read(bad, Fit.MISSING, 0)]
    operations.note_read(found=found, by=SYSTEM, at=at)
    shown = text(client.get(where))
    for word in ("1 份异常", bad, "缺失", "覆盖率 100%", "mingjing store restore"):
        assert word in shown
    assert bad in client.get(reverse("bureau:contents_export", args=["csv"])).content.decode("utf-8-sig")
    for who in ("系小管", "审小计"):
        assert "1 份异常" in text(browser(shifan.people[who]).get(reverse("bureau:home")))
