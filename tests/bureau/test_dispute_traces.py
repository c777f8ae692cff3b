"""What a review leaves behind: disagreements in the timeline and in the exported file; the printed reason for 不属于重大执法决定."""

import json
import zipfile
from datetime import timedelta
from uuid import UUID

import pytest
from tests.bureau.case_desk import NOW, case_at, clock, enter
from tests.bureau.test_case_lists import queries, text
from tests.bureau.test_disputes import walk

from mingjing.cases import queries as cases
from mingjing.cases.operations import exporting
from mingjing.foundation import storage, typesetting
from mingjing.foundation.people import Actor
from mingjing.records import operations as records
from mingjing.records import queries as held
from mingjing.review.queries.agreeing import disputes_unlike_the_ledger
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
STEPS = ("提出审核意见分歧", "答复审核意见分歧", "记录协商", "处理审核意见分歧")
KINDS = ["case:dispute:raised", "case:dispute:answered", "case:dispute:consulted", "case:dispute:settled"]


def test_every_step_stands_in_the_timeline_and_in_the_exported_file(shifan: World) -> None:
    case_id = case_at(shifan, 16)
    with clock(NOW):
        before = queries(enter(shifan, "甲"), f"/bureau/cases/{case_id}/?tab=timeline")
        walk(shifan, case_id, 4)
        line = f"/bureau/cases/{case_id}/?tab=timeline"
        for key in ("甲", "监"):
            page = text(enter(shifan, key), line)
            assert all(f"{one}（第 1 轮）" in page for one in STEPS) and "双方各执一词" in page
        assert queries(enter(shifan, "甲"), line) <= before + 3
        name, content = exporting.export_case(
            case_id=case_id, by=shifan.actor("甲", NOW), now=NOW + timedelta(minutes=1)
        )
    assert name.endswith("案卷.zip")
    with content, zipfile.ZipFile(content) as packed:
        proofs = [json.loads(packed.read(one)) for one in sorted(packed.namelist()) if one.startswith("events/")]
    told = [json.loads(one["event"]) for one in proofs]
    steps = [one for one in told if one["kind"].startswith("case:dispute:")]
    assert [one["kind"] for one in steps] == KINDS
    said = [one["payload"] for one in steps]
    assert said[0]["reasons"] == "查询打印件由登记机关出具" and said[2]["consultation"] == "双方各执一词"
    assert said[3]["outcome"].startswith("采纳审核机构意见") and said[3]["state"] == "报请行政机关负责人决定"
    assert list(disputes_unlike_the_ledger()) == []


def test_the_printed_opinion_says_why_it_is_not_a_major_decision(shifan: World) -> None:
    case_id = case_at(shifan, 15, "review-not-major.yaml")
    dossier = cases.dossier_of(case_id)
    first, second = (one for one in held.documents(dossier) if one.form == "review_opinion")
    by = shifan.actor("丁", NOW)
    printed = ["".join("".join(typesetting.text_of(_pdf(dossier, one.id, by))).split()) for one in (first, second)]
    assert "对照目录逐项核对，都不符合" in printed[1] and "不属于重大执法决定的理由" in printed[1]
    assert "不属于重大执法决定的理由" not in printed[0], "nothing was said there"


def _pdf(dossier: UUID, document_id: UUID, by: Actor) -> bytes:
    drawn = records.render(dossier_id=dossier, document_id=document_id, at=NOW, by=by)
    return storage.read(drawn.pdf_sha256)
