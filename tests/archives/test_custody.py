"""Changing hands, additions, what is held apart, what is a state secret, and what a sealed file refuses."""

from datetime import timedelta
from typing import Any

import pytest
from tests.archives.filed import LATER, Told
from tests.records.films import film, said

from mingjing.archives import operations, queries
from mingjing.archives.models import CheckRun
from mingjing.archives.operations import scanning
from mingjing.cases import operations as cases
from mingjing.foundation import storage
from mingjing.foundation.access import Forbidden
from mingjing.foundation.typesetting import render
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.ledger.verifier import mingjing_verify
from mingjing.records import operations as records

pytestmark = pytest.mark.django_db


def handed(closed: Told, who: str = "甲", **more: Any) -> Any:
    return cases.hand_over(
        **{"case_id": closed.case_id, "paper_pages": 12, "note": "纸质件一袋", "by": closed.person(who), "now": LATER}
        | more
    )


def sealed(closed: Told) -> Any:
    filed = closed.file()
    records.seal(dossier_id=closed.case.dossier_id, at=LATER, by=closed.person("档"))
    return filed


def test_a_file_is_handed_over_given_back_and_taken_with_both_persons(closed: Told) -> None:
    one = handed(closed)
    assert (one.state, one.offered_name, one.paper_pages) == (
        "offered",
        closed.person("甲").name,
        12,
    ) and one.electronic > 20
    with pytest.raises(Refused, match="正在等待接收") as refused:
        handed(closed)
    assert refused.value.rules == {"ARCH-23"}
    settle = {"handover_id": one.id, "at": LATER}
    for who in ("甲", "市档"):
        with pytest.raises(Forbidden):
            operations.receive(opinion="清点无误", by=closed.person(who), **settle)
    with pytest.raises(Refused, match="没有写明理由"):
        operations.give_back(reason=" ", by=closed.person("档"), **settle)
    back = operations.give_back(reason="缺送达回证原件", by=closed.person("档"), **settle)
    assert (back.state, back.settled_name) == ("returned", closed.person("档").name)
    with pytest.raises(Refused, match="已经办结"):
        operations.receive(opinion="清点无误", by=closed.person("档"), **settle)
    with pytest.raises(Refused, match="被退回还没有重新移交") as refused:
        closed.file()
    assert refused.value.rules == {"ARCH-27"}
    handed(closed)
    filed = closed.file()
    newest = queries.handovers(filed.dossier_id)[0]
    assert (newest.state, newest.settled_name) == ("received", closed.person("档").name)
    line = next(one for one in filed.report["checks"] if one["code"] == "WZ-10")
    assert line["result"] == "pass"
    assert operations.handover_paper(newest, filed, "示范县应急管理局").startswith(b"%PDF")


def test_an_archivist_does_not_take_what_he_handed_over(closed: Told) -> None:
    one = handed(closed, "档")
    with pytest.raises(Refused, match="移交人不能自己接收"):
        operations.receive(handover_id=one.id, opinion="清点无误", by=closed.person("档"), at=LATER)


def test_only_a_closed_case_is_handed_over_and_a_filed_one_not_again(closed: Told) -> None:
    closed.case.__class__.objects.filter(id=closed.case_id).update(stage="decided")
    with pytest.raises(Refused, match="还没有结案"):
        handed(closed)
    closed.case.__class__.objects.filter(id=closed.case_id).update(stage="closed")
    with pytest.raises(Refused, match="十万"):
        handed(closed, paper_pages=-1)
    closed.file()
    with pytest.raises(Refused, match="已经归档"):
        handed(closed)


def test_to_the_public_archive_with_its_receipt_once(closed: Told) -> None:
    filed = sealed(closed)
    with pytest.raises(Invalid):
        operations.offer_to_house(file_id=filed.id, receiver=" ", note="", by=closed.person("档"), at=LATER)
    one = operations.offer_to_house(
        file_id=filed.id, receiver="示范县档案馆", note="", by=closed.person("档"), at=LATER
    )
    with pytest.raises(Refused, match="回执"):
        operations.receive(handover_id=one.id, opinion="清点无误", by=closed.person("档"), at=LATER)
    operations.receive(
        handover_id=one.id, opinion="清点无误", receipt_no="收〔2026〕7号", by=closed.person("档"), at=LATER
    )
    kept = queries.archived_file(filed.id)
    assert kept is not None and kept.place == "house"
    with pytest.raises(Refused, match="不在本机关档案室"):
        operations.offer_to_house(file_id=filed.id, receiver="示范县档案馆", note="", by=closed.person("档"), at=LATER)


def test_a_file_that_was_altered_is_not_handed_on(closed: Told) -> None:
    filed = sealed(closed)
    path = storage.folder().path(filed.package_sha256)
    kept = path.read_bytes()
    path.chmod(0o600)
    try:
        path.write_bytes(kept[:-1] + b"!")
        with pytest.raises(Refused, match="移交前四性检测") as refused:
            operations.offer_to_house(
                file_id=filed.id, receiver="示范县档案馆", note="", by=closed.person("档"), at=LATER
            )
    finally:
        path.write_bytes(kept)
    assert "ARCH-24" in refused.value.rules


def test_a_filed_file_is_checked_again_each_year_by_itself(closed: Told) -> None:
    filed = sealed(closed)
    assert operations.check_due(by="system", now=LATER + timedelta(days=300)) == 0
    again = LATER + timedelta(days=370)
    assert operations.check_due(by="system", now=again) == 1
    assert operations.check_due(by="system", now=again) == 0
    newest = queries.checks(filed.id)[0]
    assert newest.occasion == "yearly" and newest.passed and newest.signature.startswith("four-properties")
    codes = {one["code"]: one["result"] for one in newest.report["checks"]}
    assert codes["ZS-13"] == codes["ZS-14"] == codes["WZ-09"] == codes["KY-01"] == "pass"
    CheckRun.objects.all().delete()
    assert operations.stored_report(newest, "示范县应急管理局").startswith(b"%PDF")


def test_an_addition_is_a_volume_of_its_own_and_the_file_stays_as_it_was(closed: Told, tmp_path: Any) -> None:
    filed = sealed(closed)
    ask = {"file_id": filed.id, "title": "行政判决书", "reason": "归档后收到法院判决", "name": "判决书.txt",
           "content": "维持原决定".encode(), "by": closed.person("甲"), "at": LATER}  # fmt: skip
    for more, told in (({"reason": "好"}, "理由"), ({"title": " "}, "题名")):
        with pytest.raises(Refused, match=told):
            operations.ask_addition(**(ask | more))
    for bad in (b"", b"MZ\x00\x01"):
        with pytest.raises(Invalid):
            operations.ask_addition(**(ask | {"content": bad, "name": "x.pdf"}))
    one = operations.ask_addition(**ask)
    with pytest.raises(Refused, match="还没有批准"):
        operations.ask_addition(**ask)
    decide = {"supplement_id": one.id, "agreed": True, "opinion": "同意", "at": LATER}
    with pytest.raises(Forbidden):
        operations.decide_addition(by=closed.person("甲"), **decide)
    done = operations.decide_addition(by=closed.person("己"), **decide)
    assert done.state == "filed" and done.number == 1 and len(done.catalogue) == 1
    with pytest.raises(Refused, match="已经办结"):
        operations.decide_addition(by=closed.person("己"), **decide)
    now = queries.archived_file(filed.id)
    assert now is not None and now.package_sha256 == filed.package_sha256 and now.catalogue == filed.catalogue
    package = tmp_path / "addition.zip"
    package.write_bytes(storage.read(done.package_sha256))
    report = mingjing_verify.verify(str(package))
    assert report.code == 0, report.text()
    assert ledger.audit().sound


def test_who_asked_for_an_addition_does_not_agree_to_it(closed: Told) -> None:
    filed = sealed(closed)
    one = operations.ask_addition(
        file_id=filed.id,
        title="说明",
        reason="后来收到",
        name="说明.txt",
        content="说明".encode(),
        by=closed.person("己"),
        at=LATER,
    )
    with pytest.raises(Refused, match="不能批准自己"):
        operations.decide_addition(supplement_id=one.id, agreed=True, opinion="同意", by=closed.person("己"), at=LATER)


def test_a_sealed_file_takes_no_note_no_excuse_no_refiling(closed: Told) -> None:
    by = closed.person("甲")
    one = cases.commit_recording(
        case_id=closed.case_id, act_seq=1, draft=said(film(), started_at=LATER - timedelta(hours=2), ended_at=LATER - timedelta(hours=1)), by=by, now=LATER
    )  # fmt: skip
    records.excuse_recording(recording_id=one.id, reason="存储卡损坏，已送修", by=by, at=LATER)
    cases.note_recording(case_id=closed.case_id, recording_id=one.id, second=1, text="开始检查", by=by, now=LATER)
    sealed(closed)
    other = records.open_dossier(organ_id=closed.case.organ_id, title="另一册", at=LATER, by=by)
    marks = {"act_seq": 1, "case_number": "x", "place": "厂区", "proves": "无证"}
    for act in (
        lambda: cases.note_recording(
            case_id=closed.case_id, recording_id=one.id, second=2, text="补记一笔", by=by, now=LATER
        ),
        lambda: records.excuse_recording(recording_id=one.id, reason="另一个原因说明", by=by, at=LATER),
        lambda: records.match_recording(
            recording_id=one.id, dossier_id=other, by=by, at=LATER, reason="归错了案卷", **marks
        ),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.rules == {"REC-17"}


def test_what_bears_the_mark_of_a_state_secret_is_not_taken(closed: Told, tmp_path: Any) -> None:
    template = tmp_path / "secret.typ"
    template.write_text('#set text(font: "Noto Serif CJK SC")\n机密★5年\n\n关于某事的通报', encoding="utf-8")
    marked = render(template, {}, created=LATER).pdf
    before = len(ledger.entries(records.stream(closed.case.dossier_id)))
    for name, content in (("秘密★ 通报.txt", b"x"), ("通报.pdf", marked)):
        with pytest.raises(Refused, match="另行保管") as refused:
            cases.add_file(case_id=closed.case_id, name=name, content=content, by=closed.person("甲"), now=LATER)
        assert refused.value.rules == {"ARCH-21"}
    assert len(ledger.entries(records.stream(closed.case.dossier_id))) == before
    with pytest.raises(Refused, match="不能归档到本系统"):
        closed.file(secrecy="secret")
    one = cases.hold_apart(
        case_id=closed.case_id,
        number="密-2026-3",
        secrecy="secret",
        kept_at="保密室 3 号柜",
        by=closed.person("甲"),
        now=LATER,
    )
    assert [each.number for each in queries.apart(closed.case.dossier_id)] == [one.number]
    with pytest.raises(Invalid, match="已经登记"):
        cases.hold_apart(
            case_id=closed.case_id,
            number="密-2026-3",
            secrecy="secret",
            kept_at="保密室",
            by=closed.person("甲"),
            now=LATER,
        )
    assert closed.file(secrecy="internal").secrecy_name == "内部"


def test_a_scanner_that_is_installed_is_asked(closed: Told, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in program with the habits of clamscan: it reads what it is given and answers in its words."""
    program = tmp_path / "clamscan"
    program.write_text(
        '#!/bin/sh\nfor last; do :; done\nhit=$(grep -l 恶意样本 -r "$last")\n'
        '[ -z "$hit" ] && exit 0\nfor one in $hit; do echo "$one: Test-Signature FOUND"; done\nexit 1\n'
    )
    program.chmod(0o700)
    good, bad = storage.put(b"harmless"), storage.put("恶意样本".encode())
    assert scanning.scan([good.sha256]).scanner == ""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert scanning.scan([good.sha256]) == scanning.Scan("clamscan", ())
    assert scanning.scan([good.sha256, bad.sha256]).of(bad.sha256) == "Test-Signature"
    program.write_text("#!/bin/sh\nexit 2\n")
    assert scanning.scan([good.sha256]).scanner == ""
