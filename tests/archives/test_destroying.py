"""Destruction: refused without two others, under a hold, before its time, twice; done, nothing of the content is left."""

import json
from datetime import timedelta
from typing import Any

import pytest
from tests.archives.filed import LATER, Told

from mingjing.archives import operations, queries
from mingjing.archives.models import ArchivedFile
from mingjing.cases import operations as cases
from mingjing.cases.models import Act, Case
from mingjing.cases.queries import agreeing
from mingjing.foundation import storage
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.ledger.models import Opening
from mingjing.publicity.models import Publication
from mingjing.records import operations as records
from mingjing.records import queries as held

pytestmark = pytest.mark.django_db
OVER = LATER + timedelta(days=40 * 366)
WHY = {
    "ground": "schedule",
    "basis": "鉴定会议纪要〔2066〕3号",
    "appraisal": "逐件看过，没有继续保存的价值，同意销毁。",
}


def put_away(closed: Told, **more: Any) -> Any:
    """Filed and sealed; the decision is no longer shown."""
    filed = closed.file(**more)
    records.seal(dossier_id=closed.case.dossier_id, at=LATER, by=closed.person("档"))
    Publication.objects.filter(source_ref=str(closed.case.dossier_id)).update(state="expired", current=None)
    return filed


def proposed(closed: Told, file_id: Any, **more: Any) -> Any:
    return operations.propose_destruction(file_id=file_id, by=closed.person("档"), at=OVER, **{**WHY, **more})


def approved(closed: Told, file_id: Any) -> Any:
    one = proposed(closed, file_id)
    for who in ("己", "丁"):
        one = operations.approve_destruction(disposal_id=one.id, opinion="同意销毁", by=closed.person(who), at=OVER)
    return one


def test_destroyed_by_its_time_with_two_others(closed: Told) -> None:
    filed = put_away(closed)
    before = ledger.checkpoint()
    one = approved(closed, filed.id)
    assert one.state == "approved"
    done = cases.destroy_file(disposal_id=one.id, by=closed.person("档"), now=OVER)
    assert done.state == "destroyed" and done.counts["events"] > 30 and done.counts["documents"] > 20
    assert (
        not Case.objects.filter(id=closed.case_id).exists() and not Act.objects.filter(case_id=closed.case_id).exists()
    )
    assert held.documents(filed.dossier_id) == () and held.attachments(filed.dossier_id) == ()
    gone = queries.archived_file(filed.id)
    assert gone is not None and (gone.title, gone.catalogue, gone.place) == ("", (), "gone")
    report = ledger.audit(before.checkpoint256)
    assert report.sound, report.differences
    assert list(agreeing.unlike_the_ledger()) == []
    assert operations.certificate(done, "示范县应急管理局").startswith(b"%PDF")


def test_salts_and_events_are_blank_and_the_commitments_stay(closed: Told) -> None:
    filed = put_away(closed)
    stream = records.stream(filed.dossier_id)
    commitments = [one.event_hash for one in ledger.entries(stream)]
    one = approved(closed, filed.id)
    after = [each.event_hash for each in ledger.entries(stream)]
    done = cases.destroy_file(disposal_id=one.id, by=closed.person("档"), now=OVER)
    assert set(commitments) <= set(done.counts["commitments"])
    openings = Opening.objects.filter(entry__stream=stream).order_by("entry_id")
    assert [bytes(each.event) + bytes(each.salt) for each in openings][: len(after)] == [b""] * len(after)
    told = json.loads(bytes(openings[len(after)].event))
    assert told["kind"] == "ledger:stream:erased" and told["payload"]["basis"] == WHY["basis"]
    assert len(set(told["payload"]["approvers"])) == 2


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"ground": "none"}, "没有选择销毁的理由"), ({"basis": " "}, "没有写明依据"), ({"appraisal": "同意"}, "没有写明鉴定意见"),
    ],
)  # fmt: skip
def test_an_empty_proposal_is_refused(closed: Told, more: dict[str, str], told: str) -> None:
    filed = put_away(closed)
    with pytest.raises(Refused, match=told) as refused:
        proposed(closed, filed.id, **more)
    assert refused.value.rules == {"ARCH-30"}


def test_before_its_time_or_kept_for_ever_or_still_shown_or_held(closed: Told) -> None:
    filed = put_away(closed)
    last = filed.retain_until
    assert last is not None and last.isoformat() == "2056-12-31"
    for at, good in (
        (OVER.replace(year=2056, month=12, day=31), False),
        (OVER.replace(year=2057, month=1, day=1), True),
    ):
        asked = {"file_id": filed.id, "by": closed.person("档"), "at": at, **WHY}
        if not good:
            with pytest.raises(Refused, match="才届满"):
                operations.propose_destruction(**asked)
    ArchivedFile.objects.filter(id=filed.id).update(retention="permanent", retain_until=None)
    with pytest.raises(Refused, match="永久保管"):
        proposed(closed, filed.id)
    hold = operations.set_hold(
        file_id=filed.id, reason="行政诉讼", basis="〔2066〕行初1号", by=closed.person("丁"), at=LATER
    )
    with pytest.raises(Refused, match="冻结"):
        proposed(closed, filed.id, ground="personal")
    operations.lift_hold(file_id=filed.id, hold_id=hold.id, reason="案件终结", by=closed.person("己"), at=LATER)
    with pytest.raises(Invalid):
        operations.lift_hold(file_id=filed.id, hold_id=hold.id, reason="案件终结", by=closed.person("己"), at=LATER)
    Publication.objects.filter(source_ref=str(closed.case.dossier_id)).update(state="released")
    with pytest.raises(Refused, match="还在公示"):
        proposed(closed, filed.id, ground="personal")


def test_two_approve_who_are_not_one_and_not_the_proposer(closed: Told) -> None:
    filed = put_away(closed)
    one = proposed(closed, filed.id)
    with pytest.raises(Refused, match="已经提出过"):
        proposed(closed, filed.id)
    with pytest.raises(Forbidden):
        operations.approve_destruction(disposal_id=one.id, opinion="同意", by=closed.person("甲"), at=OVER)
    for opinion in ("", " 好"):
        with pytest.raises(Refused, match="没有写明意见"):
            operations.approve_destruction(disposal_id=one.id, opinion=opinion, by=closed.person("己"), at=OVER)
    operations.approve_destruction(disposal_id=one.id, opinion="同意销毁", by=closed.person("己"), at=OVER)
    with pytest.raises(Refused, match="已经批准过"):
        operations.approve_destruction(disposal_id=one.id, opinion="同意销毁", by=closed.person("己"), at=OVER)
    with pytest.raises(Refused, match="还没有两人批准") as refused:
        cases.destroy_file(disposal_id=one.id, by=closed.person("档"), now=OVER)
    assert refused.value.rules == {"ARCH-33"}
    assert Case.objects.filter(id=closed.case_id).exists()


def test_the_proposer_who_is_also_head_does_not_approve(closed: Told) -> None:
    filed = put_away(closed)
    one = operations.propose_destruction(file_id=filed.id, by=closed.person("己"), at=OVER, **WHY)
    with pytest.raises(Refused, match="提出人不能批准"):
        operations.approve_destruction(disposal_id=one.id, opinion="同意销毁", by=closed.person("己"), at=OVER)


def test_a_hold_that_comes_after_the_approvals_stops_it(closed: Told) -> None:
    filed = put_away(closed)
    one = approved(closed, filed.id)
    operations.set_hold(file_id=filed.id, reason="信访复查", basis="复查〔2066〕1号", by=closed.person("己"), at=OVER)
    with pytest.raises(Refused, match="冻结"):
        cases.destroy_file(disposal_id=one.id, by=closed.person("档"), now=OVER)
    rejected = operations.reject_destruction(disposal_id=one.id, opinion="等复查结束", by=closed.person("己"), at=OVER)
    assert rejected.state == "rejected"


def test_it_is_done_once(closed: Told) -> None:
    filed = put_away(closed)
    one = approved(closed, filed.id)
    cases.destroy_file(disposal_id=one.id, by=closed.person("档"), now=OVER)
    with pytest.raises(Refused, match="已经销毁"):
        cases.destroy_file(disposal_id=one.id, by=closed.person("档"), now=OVER)
    for act in (lambda: proposed(closed, filed.id), lambda: operations.set_hold(
        file_id=filed.id, reason="行政诉讼", basis="x", by=closed.person("己"), at=OVER)):  # fmt: skip
        with pytest.raises(Refused):
            act()
    with pytest.raises(Invalid, match="已经销毁"):
        operations.check_filed(file_id=filed.id, occasion="asked", by=closed.person("档"), at=OVER)


def test_what_another_file_holds_too_stays_in_the_store(closed: Told) -> None:
    content = "两册案卷共有的说明".encode()
    cases.add_file(case_id=closed.case_id, name="说明.txt", content=content, by=closed.person("甲"), now=LATER)
    other = records.open_dossier(organ_id=closed.case.organ_id, title="另一册", at=LATER, by=closed.person("甲"))
    shared = records.add_file(
        dossier_id=other, name="说明.txt", content=content, at=LATER, by=closed.person("甲"), limit=10**6
    )
    filed = put_away(closed)
    own = filed.package_sha256
    one = approved(closed, filed.id)
    cases.destroy_file(disposal_id=one.id, by=closed.person("档"), now=OVER)
    kept_before = storage.read(own)
    assert operations.remove_contents(disposal_id=one.id, by="system", now=OVER) > 20
    assert storage.read(shared.sha256) == content
    with pytest.raises(storage.Missing):
        storage.read(own)
    assert operations.remove_contents(disposal_id=one.id, by="system", now=OVER) == 0
    storage.put(kept_before)
