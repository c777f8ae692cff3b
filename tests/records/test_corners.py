"""Records at their edges: what is not there, what belongs to others, what nobody can print, what a moment overtook."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.records.films import AT
from tests.records.sealed import asked, document, registered

from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger.terms import SYSTEM
from mingjing.organs import operations as organs
from mingjing.records import operations
from mingjing.records.models import Content, Dossier, QuestionSet, Sealing
from mingjing.records.operations import asking, links, questions, sealing, signing
from mingjing.records.operations.recordings import locked
from mingjing.records.rules import deposits, derived, files, filings, fixity
from mingjing.records.rules import devices as device_rules
from mingjing.records.rules import links as link_rules
from mingjing.records.terms import NotFound
from mingjing.records.terms.deposits import DocumentDraft
from mingjing.records.terms.derived import CopyDraft
from mingjing.records.terms.devices import DeviceFacts
from mingjing.records.terms.filings import FilingFacts, FormContent
from mingjing.records.terms.fixity import ContentFacts, Fit, Read
from mingjing.records.terms.links import Material, Reader
from mingjing.records.terms.seals import SignatureDraft

STROKE = tuple((100 * at, 200, 500, at) for at in range(9))


@pytest.mark.django_db
def test_what_is_not_there_is_said_so(shifan: Any) -> None:
    by, one = shifan.actor("甲", AT), document(shifan)
    reader = Reader("恒某", "party", "居民身份证原件")
    given: dict[str, Any] = {"by": by, "at": AT}
    for act in (
        lambda: locked(uuid4()),
        lambda: asking.locked(uuid4()),
        lambda: operations.ask_seal(dossier_id=one.dossier_id, document_id=uuid4(), **given),
        lambda: operations.render(dossier_id=one.dossier_id, document_id=uuid4(), **given),
        lambda: operations.set_sheet(dossier_id=one.dossier_id, document_id=one.id, **given),
        lambda: operations.begin_item_upload(item_id=uuid4(), length=9, **given),
        lambda: operations.excuse_item(item_id=uuid4(), reason="系统里没有这一份", **given),
        lambda: operations.close_deposit(dossier_id=one.dossier_id, **given),
        lambda: links.decide_reading(grant_id=uuid4(), granted=True, note="", **given),
        lambda: links.ask_reading(dossier_id=uuid4(), reader=reader, purpose="查阅", days=3, most=3, chosen=[], **given),
        lambda: links.ask_reading(
            dossier_id=one.dossier_id, reader=reader, purpose="核对案情", days=3, most=3, chosen=[(Material.DOCUMENT, uuid4())], **given
        ),
    ):  # fmt: skip
        with pytest.raises(NotFound):
            act()
    for token in ("", "no-such-token"):
        with pytest.raises(Refused, match="READ-04"):
            links.open_item(token=token, place=1, at=AT)


@pytest.mark.django_db
def test_what_cannot_be_printed_is_not_kept(shifan: Any) -> None:
    by, one = shifan.actor("甲", AT), document(shifan)
    with pytest.raises(Invalid):
        questions.keep_questions(
            name="提纲", cause="", questions=["何时\U0001f600？"], set_id=None, retired=False, by=by, at=AT
        )
    assert not QuestionSet.objects.exists()
    shown = operations.render(dossier_id=one.dossier_id, document_id=one.id, by=by, at=AT).pdf_sha256
    draft = SignatureDraft("party", "恒\U0001f600", shown, (STROKE,))
    with pytest.raises(Invalid):
        signing.sign_by_hand(dossier_id=one.dossier_id, document_id=one.id, draft=draft, by=by, at=AT)
    with pytest.raises(Invalid, match="太长"):
        links._short("长" * 301)


@pytest.mark.django_db
def test_an_attempt_overtaken_or_with_a_wrong_seal_puts_nothing_on(shifan: Any) -> None:
    seal, one = registered(shifan), document(shifan)
    waiting, by = asked(shifan, one), shifan.actor("档", AT)
    with pytest.raises(NotFound, match="没有登记这枚印章"):
        sealing.claim_seal(sealing_id=waiting.id, seal_id=uuid4(), by=by, at=AT)
    with pytest.raises(NotFound, match="还没有盖章"):
        operations.check_seal(sealing_id=waiting.id, by=by, at=AT)
    organs.move_seal(seal_id=seal.id, state="stopped", reason="换章停用", by=shifan.actor("己", AT), at=AT)
    with pytest.raises(Refused, match="REC-45"):
        sealing.claim_seal(sealing_id=waiting.id, seal_id=seal.id, by=SYSTEM, at=AT)
    organs.move_seal(seal_id=seal.id, state="active", reason="恢复使用", by=shifan.actor("己", AT), at=AT)
    first = sealing.claim_seal(sealing_id=waiting.id, seal_id=seal.id, by=by, at=AT)
    made = sealing._made(first, AT)
    second = sealing.claim_seal(sealing_id=waiting.id, seal_id=seal.id, by=by, at=AT + timedelta(minutes=10))
    sealing.note_failure(sealing_id=waiting.id, claimed_at=first.at, told="晚到的失败", by=by, at=AT)
    row = Sealing.objects.get()
    assert (row.stage, row.tries, row.failure, row.claimed_at) == ("working", 0, "", second.at)
    with pytest.raises(Refused, match="REC-41"):
        sealing.keep_sealed(claim=first, made=made, by=by, at=AT + timedelta(minutes=11))
    Dossier.objects.filter(id=one.dossier_id).update(sealed_at=AT)
    with pytest.raises(Refused, match="归档"):
        sealing.keep_sealed(claim=second, made=made, by=by, at=AT + timedelta(minutes=11))
    assert not Sealing.objects.get().sha256


@pytest.mark.django_db
def test_a_fault_that_is_gone_is_told_and_what_was_destroyed_is_not_read() -> None:
    Content.objects.create(sha256="a" * 64, size=3, what="文书", state=Fit.SOUND)
    Content.objects.create(sha256="b" * 64, size=3, what="文书", state=Fit.ERASED)
    missing = [Read("a" * 64, Fit.MISSING, 0), Read("b" * 64, Fit.MISSING, 0), Read("c" * 64, Fit.MISSING, 0)]
    assert operations.note_read(found=missing, by=SYSTEM, at=AT) == 1
    assert operations.note_read(found=missing, by=SYSTEM, at=AT) == 0
    assert Content.objects.get(pk="a" * 64).found_at == AT
    assert operations.note_read(found=[Read("a" * 64, Fit.SOUND, 3)], by=SYSTEM, at=AT) == 0
    assert Content.objects.get(pk="a" * 64).found_at is None and Content.objects.get(pk="b" * 64).state == Fit.ERASED


def test_rules_at_their_edges() -> None:
    whole = ContentFacts("a" * 64, 3, "文书", Fit.SOUND, None, None)
    assert fixity.content_is_whole(whole) == ()
    [found] = fixity.content_is_whole(replace(whole, state=Fit.MISSING))
    assert found.rule == "REC-67"
    assert [one.field for one in link_rules.only_what_may_be_shown([1], [], ["application/x-tar"])] == ["items"]
    [none] = derived.copy_is_explained(CopyDraft("nothing", "片段.mp4", "公开听证用", None, None), 60)
    assert (none.rule, none.field) == ("REC-70", "kind")
    assert files.problem("片段.mp4", b"\x00\x00\x00\x18ftypisom" + bytes(20), 100) == ""
    moment = datetime(2026, 11, 30, tzinfo=UTC)
    filing = FilingFacts(
        id=uuid4(), organ_id=uuid4(), form="x", family="record", name="笔录", version=2, content=FormContent(), sha256="", reason="",
        valid_from=moment.date(), valid_to=None, state="returned", drafted_by=uuid4(), drafter="甲", drafted_at=moment, approver="",
        approved_at=None, sender="", sent_at=None, materials="", answerer="", answered_at=None, filing_number="", filed_on=None,
        answer="栏目不全",
    )  # fmt: skip
    [back] = filings.filed_before_use(filing)
    assert back.rule == "FORM-04" and "已被退回（栏目不全）" in back.message
    assert filings.filed_before_use(replace(filing, state="accepted")) == ()


@pytest.mark.django_db
def test_equipment_that_is_not_there_or_goes_nowhere(shifan: Any) -> None:
    by = shifan.actor("档", AT)
    given: dict[str, Any] = {"state": "repair", "note": "屏幕损坏送修", "by": by, "at": AT}
    with pytest.raises(NotFound):
        operations.move_device(device_id=uuid4(), **given)
    with pytest.raises(NotFound):
        operations.close_room(room_id=uuid4(), by=by, at=AT)
    room = operations.register_room(kind="interview", name="询问室一", place="二楼东侧", recorded=True, by=by, at=AT)
    assert operations.close_room(room_id=room.id, by=by, at=AT).name == "询问室一"
    with pytest.raises(Refused, match="已经停用"):
        operations.close_room(room_id=room.id, by=by, at=AT)


def test_what_is_out_of_use_and_what_is_named_wrongly() -> None:
    gone = DeviceFacts(
        uuid4(), uuid4(), "body", "记-01", "", "", "retired", None, "", None, None, 9999, 0, None, "报废",
    )  # fmt: skip
    assert device_rules.device_is_fit(gone, AT) == ()
    assert [one.rule for one in device_rules.device_is_fit(replace(gone, state="in"), AT)][:1] == ["REC-23"]
    draft = DocumentDraft("录像.mp4", "a" * 64, 10, "")
    wrong = [one.field for one in deposits.document_is_one(draft, 100)]
    assert wrong[0] == "name" and "音像文件" in deposits.document_is_one(draft, 100)[0].message
    bad = [one.field for one in derived.copy_is_explained(CopyDraft("clip", "a/b.mp4", "公开听证用", 0, 10), 60)]
    assert bad == ["file"]
