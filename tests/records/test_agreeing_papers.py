"""Forms, question sets, scans, pages and paper signatures are compared with the ledger; what was destroyed lawfully is not missed."""

import io
from typing import Any
from uuid import UUID, uuid4

import pytest
from PIL import Image
from tests.records.films import AT
from tests.records.sealed import document

from mingjing.foundation import storage
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import operations as ledger
from mingjing.records import operations
from mingjing.records.models import Document, Dossier, OrganForm, PaperSignature, QuestionSet, Scan, ScanPage
from mingjing.records.operations.papers import Looked, assign_paper, keep_assignment, keep_page
from mingjing.records.queries.agreeing import deposits_unlike_the_ledger
from mingjing.records.queries.agreeing_papers import forms_unlike_the_ledger, papers_unlike_the_ledger
from mingjing.records.queries.derived import copies_unlike_the_ledger
from mingjing.records.queries.papers import signers
from mingjing.records.terms import NotFound
from mingjing.records.terms.filings import FormContent, FormDraft

pytestmark = pytest.mark.django_db


def picture(grey: int = 250) -> bytes:
    held = io.BytesIO()
    Image.new("L", (80, 113), grey).save(held, "JPEG")
    return held.getvalue()


def taken(shifan: Any, dossier_id: UUID | None = None, grey: int = 250) -> Any:
    return operations.take_scan(
        organ_id=shifan.organs["应急局"], dossier_id=dossier_id, name="扫描.jpg", content=picture(grey), limit=10**6,
        by=shifan.actor("甲", AT), at=AT,
    )  # fmt: skip


def matched(shifan: Any, *, batch: bool = True) -> tuple[Any, Document, ScanPage]:
    """A scan whose only page is the first of a document, as its code said."""
    one = document(shifan, "interview_record")
    by = shifan.actor("甲", AT)
    operations.render(dossier_id=one.dossier_id, document_id=one.id, at=AT, by=by)
    row = Document.objects.select_related("dossier").get(id=one.id)
    scan = taken(shifan, None if batch else one.dossier_id)
    spot = {"x": 1, "y": 1, "w": 5, "h": 5, "written": False}
    keep_page(scan_id=scan.id, number=1, looked=Looked("", row, 1, [spot], [1.0]), by=by, at=AT)
    return scan, row, ScanPage.objects.get(scan_id=scan.id)


def papers() -> list[str]:
    return [str(one) for one in papers_unlike_the_ledger()]


def forms() -> list[str]:
    return [str(one) for one in forms_unlike_the_ledger()]


def signed(shifan: Any, page: ScanPage, **more: Any) -> Any:
    given: dict[str, Any] = {"role": "party", "name": "恒某", "refused": False, "reason": ""} | more
    return operations.sign_paper(page_id=page.id, by=shifan.actor("甲", AT), at=AT, **given)


@pytest.mark.parametrize("batch", [True, False])
def test_a_page_is_matched_checked_and_signed_and_every_change_is_found(shifan: Any, batch: bool) -> None:
    scan, row, page = matched(shifan, batch=batch)
    by = shifan.actor("甲", AT)
    keep_page(scan_id=scan.id, number=1, looked=Looked("别的"), by=by, at=AT)
    assert ScanPage.objects.count() == 1, "a page kept before stays as it was"
    with pytest.raises(Refused, match="PAPER-03"):
        operations.check_paper(page_id=page.id, marks=[], note="", by=by, at=AT)
    done = operations.check_paper(page_id=page.id, marks=[{"kind": "signature"}], note="", by=by, at=AT)
    assert (done.outcome, done.checked_by) == ("signed", by.name)
    role = next(iter(signers(row.form)))
    with pytest.raises(Refused, match="PAPER-04"):
        signed(shifan, page, role="nobody")
    first = signed(shifan, page, role=role)
    assert signed(shifan, page, role=role) == first and PaperSignature.objects.count() == 1
    assert papers() == []
    ScanPage.objects.update(outcome="same")
    assert ["不符" in one for one in papers()] == [True]
    ScanPage.objects.update(outcome="signed", page=2)
    assert ["不符" in one for one in papers()] == [True]
    ScanPage.objects.update(page=1, marks=[{"kind": "date"}])
    assert ["不符" in one for one in papers()] == [True]
    ScanPage.objects.update(marks=[{"kind": "signature"}])
    PaperSignature.objects.update(name="别人")
    assert sorted("台账没有登记" in one for one in papers()) == [False, True]
    PaperSignature.objects.all().delete()
    assert ["业务库里没有" in one for one in papers()] == [True]
    Scan.objects.update(sha256="0" * 64)
    assert len(papers()) == 2
    ScanPage.objects.all().delete()
    Scan.objects.all().delete()
    assert len(papers()) == 3 and all("业务库里没有" in one for one in papers())


def test_a_page_nobody_can_read_is_given_to_a_document_or_set_aside_once(shifan: Any) -> None:
    _, row, _ = matched(shifan)
    by, scan = shifan.actor("甲", AT), taken(shifan, grey=200)
    with pytest.raises(Refused, match="PAPER-05"):
        taken(shifan, grey=200)
    keep_page(scan_id=scan.id, number=1, looked=Looked("没有读到页码二维码"), by=by, at=AT)
    page = ScanPage.objects.get(scan_id=scan.id)
    assert papers() == []
    ScanPage.objects.filter(id=page.id).update(state="set_aside")
    assert ["不符" in one for one in papers()] == [True], "nobody said so"
    ScanPage.objects.filter(id=page.id).update(state="unmatched")
    given: dict[str, Any] = {"page_id": page.id, "document_id": row.id, "page": 1, "reason": "二维码被污损", "at": AT}
    for changed in ({"page_id": uuid4()}, {"document_id": uuid4()}):
        with pytest.raises(NotFound):
            assign_paper(**given | changed, by=by)
    with pytest.raises(Refused, match="PAPER-02"):
        assign_paper(**given | {"page": 99}, by=by)
    with pytest.raises(Refused, match="PAPER-02"):
        operations.set_aside_paper(page_id=page.id, reason="", by=by, at=AT)
    with pytest.raises(NotFound):
        operations.set_aside_paper(page_id=uuid4(), reason="空白的一页", by=by, at=AT)
    done = keep_assignment(page_id=page.id, looked=Looked("", row, 1), reason="二维码被污损", by=by, at=AT)
    assert (done.state, done.by_code, done.problem) == ("matched", False, "这一页以前有过扫描件，以这一次的为准")
    assert sorted(ScanPage.objects.values_list("state", flat=True)) == ["matched", "replaced"] and papers() == []
    with pytest.raises(Refused, match="由别人办理"):
        operations.set_aside_paper(page_id=page.id, reason="空白的一页", by=by, at=AT)
    Dossier.objects.filter(id=row.dossier_id).update(sealed_at=AT)
    with pytest.raises(Forbidden, match="归档"):
        operations.check_paper(page_id=page.id, marks=[], note="", by=by, at=AT)


def test_what_is_no_scan_is_not_taken(shifan: Any) -> None:
    given: dict[str, Any] = {"organ_id": shifan.organs["应急局"], "dossier_id": None, "limit": 10**6, "at": AT}
    by = shifan.actor("甲", AT)
    for name, content in (("a.exe", b"MZ"), ("a.jpg", picture()[:40]), ("a.pdf", b"%PDF-1.7 broken")):
        with pytest.raises(Invalid):
            operations.take_scan(name=name, content=content, by=by, **given)
    assert operations.read_scan(scan_id=uuid4(), limit=3, by=by, at=AT) == 0 and Scan.objects.count() == 0


def test_forms_and_question_sets_changed_behind_the_register_are_found(shifan: Any) -> None:
    by, head = shifan.actor("甲", AT), shifan.actor("己", AT)
    draft = FormDraft("interview_record", FormContent(title="调查询问笔录"), "统一格式", AT.date())
    one = operations.draft_form(draft=draft, fields={}, by=by, at=AT)
    assert forms() == []
    operations.drop_form_draft(filing_id=one.id, by=by, at=AT)
    assert forms() == []
    one = operations.draft_form(draft=draft, fields={}, by=by, at=AT)
    operations.approve_form(filing_id=one.id, by=head, at=AT)
    kept = operations.keep_questions(
        name="动火作业", cause="", questions=["什么时间？"], by=by, at=AT, set_id=None, retired=False
    )
    assert forms() == []
    OrganForm.objects.update(content=FormContent(title="另一份").as_json())
    assert ["不符" in each for each in forms()] == [True]
    OrganForm.objects.update(content=FormContent(title="调查询问笔录").as_json(), state="accepted")
    assert ["不符" in each for each in forms()] == [True]
    QuestionSet.objects.filter(id=kept.id).update(questions=["别的问题"])
    OrganForm.objects.all().delete()
    assert sorted("被删除" in each for each in forms()) == [False, True]
    QuestionSet.objects.all().delete()
    assert ["被删除" in each for each in forms()] == [True, True]
    with pytest.raises(NotFound):
        operations.keep_questions(name="提纲", cause="", questions=["问"], by=by, at=AT, set_id=uuid4(), retired=False)


def test_what_was_destroyed_lawfully_is_not_told_as_deleted(shifan: Any) -> None:
    by = shifan.actor("甲", AT)
    scan, row, page = matched(shifan)
    signed(shifan, page, role=next(iter(signers(row.form))))
    stream = operations.stream(row.dossier_id)
    ledger.append(kind="record:deposit:opened", stream=stream, at=AT, by=by, payload={"source_ref": "A"})
    ledger.append(kind="record:recording:derived", stream=stream, at=AT, by=by, payload={"copy": str(uuid4())}, objects=[
        ledger_object()
    ])  # fmt: skip
    assert len([*deposits_unlike_the_ledger()]) == 1 and len([*copies_unlike_the_ledger()]) == 1
    gone = operations.erase_dossier(dossier_id=row.dossier_id, by=by, at=AT)
    assert scan.sha256 in gone.contents, "the batch goes with its last page"
    ledger.erase(stream=stream, also=gone.streams, at=AT, by=by, payload={"destruction": "1"})
    assert [*deposits_unlike_the_ledger(), *copies_unlike_the_ledger(), *papers_unlike_the_ledger()] == []


def ledger_object() -> Any:
    from mingjing.ledger.terms import ObjectRef

    kept = storage.put(b"copy")
    return ObjectRef(name="剪辑.mp4", sha256=kept.sha256, sm3=kept.sm3, size=kept.size, media_type="video/mp4")


def test_a_page_is_given_by_hand_once_and_a_blank_one_is_set_aside(shifan: Any) -> None:
    _, row, _ = matched(shifan)
    by, scan = shifan.actor("甲", AT), taken(shifan, grey=180)
    assert operations.read_waiting(limit=3, by=by, at=AT) == 1
    page = ScanPage.objects.get(scan_id=scan.id)
    assert (page.state, page.problem) == ("unmatched", "没有读到页码二维码")
    given: dict[str, Any] = {"page_id": page.id, "document_id": row.id, "page": 1, "reason": "二维码被污损", "at": AT}
    done = assign_paper(**given, by=by)
    assert (done.state, done.document_id, done.page, done.reason) == ("matched", row.id, 1, "二维码被污损")
    with pytest.raises(Refused, match="由别人办理"):
        assign_paper(**given, by=by)
    other = taken(shifan, grey=160)
    keep_page(scan_id=other.id, number=1, looked=Looked("没有读到页码二维码"), by=by, at=AT)
    blank = ScanPage.objects.get(scan_id=other.id)
    aside = operations.set_aside_paper(page_id=blank.id, reason="空白的一页", by=by, at=AT)
    assert (aside.state, aside.reason) == ("set_aside", "空白的一页") and papers() == []
