"""Putting the worked example away: the contents, the package, the log; and everything that refuses it."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import IntegrityError, connection, transaction
from tests.archives.filed import LATER, Told

from mingjing.archives import queries
from mingjing.archives.models import ArchivedFile
from mingjing.archives.operations import check
from mingjing.archives.terms import Filters
from mingjing.cases import operations as cases
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Refused
from mingjing.kernel.hashing import sm3_hash
from mingjing.ledger import queries as ledger
from mingjing.records import operations as records

pytestmark = pytest.mark.django_db


def test_the_worked_example_is_filed_in_order(closed: Told) -> None:
    filed = closed.file()
    rows = [(row["volume"], row["title"], row["from"], row["to"]) for row in filed.catalogue]
    assert rows[0][:2] == ("main", "行政处罚决定书")
    assert rows[1][:2] == ("main", "送达回证")
    assert rows[2][:2] == ("main", "立案审批表")
    main = [row for row in filed.catalogue if row["volume"] == "main"]
    auxiliary = [row for row in filed.catalogue if row["volume"] == "auxiliary"]
    assert [row["no"] for row in main] == list(range(1, len(main) + 1))
    assert [row["title"] for row in auxiliary[:2]] == ["案源登记表", "重大执法决定法制审核意见书"]
    assert auxiliary[-1]["title"] == "集体讨论记录"
    assert filed.pages == main[-1]["to"] + auxiliary[-1]["to"]
    assert (filed.opened_on.isoformat(), filed.closed_on.isoformat(), filed.archived_on.isoformat()) == (
        "2026-08-31", "2026-11-23", "2026-12-15",
    )  # fmt: skip
    assert filed.retention_name == "30年"


def test_paper_evidence_is_listed_without_pages(closed: Told) -> None:
    rows = {row["title"]: row for row in closed.file().catalogue}
    assert rows["证据1：营业执照复印件（与原件一致）"]["remark"] == "纸质或者实物，另存"
    assert rows["证据2：特种作业操作证查询打印件"]["from"] == rows["证据2：特种作业操作证查询打印件"]["to"] > 0


def test_the_report_says_that_all_four_properties_hold(closed: Told) -> None:
    report = closed.file().report
    assert report["passed"]
    assert {check["property_name"] for check in report["checks"]} == {"真实性", "完整性", "可用性", "安全性"}


def test_the_package_is_a_bag_whose_every_sum_fits(closed: Told) -> None:
    filed = closed.file()
    content = queries.package(closed.case.dossier_id)
    assert content is not None
    assert hashlib.sha256(content).hexdigest() == filed.package_sha256
    assert sm3_hash(content).hexdigest() == filed.package_sm3
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        base = "示应急-2026-001/"
        held = {name.removeprefix(base): packed.read(name) for name in packed.namelist()}
    assert held["bagit.txt"].startswith(b"BagIt-Version: 1.0")
    listed = dict(reversed(line.split("  ", 1)) for line in held["manifest-sha256.txt"].decode().splitlines())
    assert {name for name in held if name.startswith("data/")} == set(listed)
    assert all(hashlib.sha256(held[name]).hexdigest() == digest for name, digest in listed.items())
    for line in held["manifest-sm3.tsv"].decode().splitlines():
        digest, name = line.split("\t")
        assert sm3_hash(held[name]).hexdigest() == digest
    catalogue = ElementTree.fromstring(held["data/案卷目录.XML"])
    assert [line.findtext("题名") for line in catalogue] == [row["title"] for row in filed.catalogue]
    assert json.loads(held["data/检测/四性检测报告.json"])["passed"]


def test_the_same_file_gives_the_same_package(closed: Told) -> None:
    items = closed.items()
    with transaction.atomic():
        first = closed.file(items=items).package_sha256
        transaction.set_rollback(True)
    assert closed.file(items=items).package_sha256 == first


def test_filing_is_logged_in_the_dossiers_own_chain(closed: Told) -> None:
    filed = closed.file()
    event = json.loads(ledger.stream_bundles(records.stream(closed.case.dossier_id))[-1]["event"])
    assert event["kind"] == "archive:file:filed"
    assert event["payload"]["package"]["sha256"] == filed.package_sha256
    assert event["payload"]["catalogue_no"] == "示应急-2026-001"


def test_a_file_is_filed_once(closed: Told) -> None:
    closed.file()
    with pytest.raises(Refused, match="已经归档") as refused:
        closed.file(catalogue_no="示应急-2026-002")
    assert refused.value.rules == {"ARCH-18"}


def test_the_database_itself_refuses_a_second_filing(closed: Told) -> None:
    row = ArchivedFile.objects.get(id=closed.file().id)
    row.pk = None
    row._state.adding = True
    row.catalogue_no = "另一个"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_two_files_that_cross_are_told_so(closed: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check before finds nothing, and still the second is refused in words, not with a fault of the database."""
    from mingjing.archives.operations import filing

    items = closed.items()
    closed.file(items=items)
    answers = iter(["", "示应急-2026-001"])
    monkeypatch.setattr(filing, "_already", lambda dossier_id: next(answers))
    with pytest.raises(Refused, match="已经归档"):
        closed.file(items=items, catalogue_no="示应急-2026-009")


def test_a_number_is_used_once_in_an_organ(closed: Told) -> None:
    row = ArchivedFile.objects.get(id=closed.file().id)
    ArchivedFile.objects.filter(id=row.id).update(dossier_id=closed.case_id)
    with pytest.raises(Refused, match="已经用于") as refused:
        closed.file()
    assert refused.value.rules == {"ARCH-12"}


@pytest.mark.parametrize("who", ["甲", "己", "市档", "监", "丁"])
def test_only_the_organs_archivist_files(closed: Told, who: str) -> None:
    with pytest.raises(Forbidden, match="不能归档"):
        closed.file(by=closed.person(who))


def test_a_document_that_is_not_rendered_is_refused(closed: Told) -> None:
    first, *rest = closed.items()
    waiting = replace(first, pages=0)
    with pytest.raises(Refused) as refused:
        closed.file(items=[waiting, *rest])
    assert refused.value.rules == {"ARCH-11"}


def _stored(settings: Any, digest: str) -> Path:
    return Path(settings.MINGJING_STORE) / digest[:2] / digest[2:4] / digest


def test_an_altered_content_is_refused(closed: Told, settings: Any) -> None:
    items = closed.items()
    path = _stored(settings, items[0].sha256)
    kept = path.read_bytes()
    path.chmod(0o600)
    try:
        path.write_bytes(kept[:-1] + b"!")
        with pytest.raises(Refused, match="与登记的摘要不符") as refused:
            closed.file(items=items)
        path.unlink()
        with pytest.raises(Refused, match="存储中没有"):
            closed.file(items=items)
    finally:
        path.write_bytes(kept)
    assert refused.value.rules == {"ARCH-13"}


def test_a_content_nobody_logged_is_refused(closed: Told) -> None:
    first, *rest = closed.items()
    with pytest.raises(Refused, match="台账没有登记"):
        closed.file(items=[replace(first, name="另一个名字.pdf"), *rest])


def test_a_missing_document_is_refused_unless_the_note_explains_it(closed: Told) -> None:
    items = [item for item in closed.items() if item.form != "penalty_notice"]
    with pytest.raises(Refused, match="行政处罚事先告知书") as refused:
        closed.file(items=items)
    assert refused.value.rules == {"ARCH-14"}
    filed = closed.file(items=items, note="告知书原件由法院调取，附调取清单。")
    assert "由法院调取" in json.dumps(filed.report, ensure_ascii=False)


def test_a_broken_file_that_came_does_not_keep_a_case_from_the_archive(closed: Told) -> None:
    cases.add_file(
        case_id=closed.case_id, name="光盘.zip", content=b"PK\x03\x04 torn", by=closed.person("甲"), now=LATER
    )
    with pytest.raises(Refused, match="光盘.zip") as refused:
        closed.file()
    assert refused.value.rules == {"ARCH-15"} and "备考说明" in str(refused.value)
    assert closed.file(note="当事人提交的光盘损坏，已请其另行提交。")


def test_the_file_can_be_checked_before_it_is_filed(closed: Told) -> None:
    report = check(dossier_id=closed.case.dossier_id, items=closed.items(), note="", at=LATER)
    assert report.passed
    assert queries.archived(closed.case.dossier_id) is None
    assert queries.package(closed.case.dossier_id) is None


def test_a_refused_filing_leaves_nothing(closed: Told) -> None:
    items = closed.items()
    before = len(ledger.entries(records.stream(closed.case.dossier_id)))
    with pytest.raises(Refused):
        closed.file(items=items, retention="forever")
    assert not ArchivedFile.objects.exists()
    assert len(ledger.entries(records.stream(closed.case.dossier_id))) == before


def test_files_are_found_again(closed: Told) -> None:
    filed = closed.file()
    found = queries.archived(closed.case.dossier_id)
    assert found == filed
    organ = closed.case.organ_id
    assert queries.listing(organ) == (filed,)
    assert queries.listing(closed.world.organs["市监局"]) == ()
    for filters, hit in (
        (Filters(q="恒源"), True), (Filters(q=" 2026-001 "), True), (Filters(q="另一家"), False), (Filters(retention="y30"), True),
        (Filters(retention="y10"), False), (Filters(year=2026), True), (Filters(year=2025), False),
        (Filters(archived_from=LATER.date()), True), (Filters(archived_to=filed.closed_on), False),
    ):  # fmt: skip
        assert bool(queries.listing(organ, filters)) is hit, filters
    assert queries.listing(organ, after=1) == ()


def test_a_filing_asks_few_questions_whatever_the_size(closed: Told, django_assert_max_num_queries: Any) -> None:
    items = closed.items()
    with django_assert_max_num_queries(56, connection=connection):
        closed.file(items=items)
