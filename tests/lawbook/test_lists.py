"""Matters, benchmarks and lists: who may keep them, versions in time, and what is refused."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.lawbook.listed import AV, FIVE, MATTER, ROW, matter, tier, yuan
from tests.lawbook.shelf import ADMIN, AT, EMERGENCY, HANDLER, HEAD, MARKET, MARKET_HEAD, OUTSIDER, REVIEWER, TODAY

from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid, Refused
from mingjing.lawbook import operations, queries
from mingjing.lawbook.models import Article
from mingjing.lawbook.terms import BenchmarkFacts, Condition, ConditionKind, Fit, MatterFacts, Subject
from mingjing.ledger.queries import stream_bundles

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def added(**changes) -> MatterFacts:
    asked = {"by": REVIEWER, "at": AT, "organ_id": EMERGENCY, "spec": MATTER, "valid_from": TODAY, **changes}
    return operations.add_matter(**asked)


def drafted(**changes) -> BenchmarkFacts:
    asked = {
        "by": REVIEWER, "at": AT, "organ_id": EMERGENCY, "matter_code": "AQ097-7", "issuer": "示范县应急管理局",
        "document_number": "示应急〔2026〕1号", "valid_from": TODAY, "tiers": FIVE, **changes,
    }  # fmt: skip
    return operations.add_benchmark(**asked)


def published(draft: BenchmarkFacts, **changes) -> BenchmarkFacts:
    asked = {"by": HEAD, "at": AT, "benchmark_id": draft.benchmark_id, "published_on": TODAY, **changes}
    return operations.publish_benchmark(**asked)[0]


@pytest.mark.parametrize("actor", [HANDLER, OUTSIDER, ADMIN, MARKET_HEAD])
def test_only_the_organ_s_own_keepers_change_its_lists(shelf, actor) -> None:
    with pytest.raises(Forbidden):
        added(by=actor)
    draft = (added(), drafted())[1]
    with pytest.raises(Forbidden):
        drafted(by=actor)
    with pytest.raises(Forbidden):
        published(draft, by=actor)
    with pytest.raises(Forbidden):
        operations.set_catalogue(
            by=actor, at=AT, organ_id=EMERGENCY, title="目录", document_number="", valid_from=TODAY, rows=[ROW]
        )
    with pytest.raises(Forbidden):
        operations.set_av_items(
            by=actor, at=AT, organ_id=EMERGENCY, title="清单", document_number="", valid_from=TODAY, rows=[AV]
        )
    with pytest.raises(Forbidden):
        operations.plant_seeds(by=actor, at=AT, organ_id=EMERGENCY, pack="emergency", valid_from=TODAY)
    with pytest.raises(Forbidden):
        operations.retire_matter(
            by=actor, at=AT, matter_id=queries.matters(EMERGENCY)[0].matter_id, valid_to=TODAY + DAY
        )


def test_the_reviewer_keeps_and_only_the_head_publishes(shelf) -> None:
    added()
    with pytest.raises(Forbidden, match="本机关负责人"):
        published(drafted(), by=REVIEWER)


def test_a_matter_keeps_the_digest_of_what_it_cites(shelf) -> None:
    made = added()
    found = queries.article("安全生产法", 97, TODAY)
    assert found
    assert dict(made.basis)["《安全生产法》第九十七条第（七）项"] == found.sha256
    assert queries.matter(made.matter_id) == made
    assert queries.matter_by_code(EMERGENCY, "AQ097-7", TODAY) == made
    assert (made.spec, made.code, made.name) == (MATTER, MATTER.code, MATTER.name)
    assert queries.matter(uuid4()) is None
    assert queries.matter_by_code(MARKET, "AQ097-7") is None


def test_a_changed_law_makes_its_matters_stale(shelf) -> None:
    added()
    assert queries.stale_matters(EMERGENCY, TODAY) == ()
    Article.objects.filter(version__law__short_title="安全生产法", number=97).update(sha256="0" * 64)
    with CaptureQueriesContext(connection) as asked:
        ((found, names),) = queries.stale_matters(EMERGENCY, TODAY)
    assert len(asked) == 3
    assert (found.code, names) == ("AQ097-7", ("《安全生产法》第九十七条第（七）项",))


def test_an_article_that_is_not_in_force_is_refused_by_number(shelf) -> None:
    with pytest.raises(Refused) as refusal:
        added(spec=matter(penalises=("《安全生产法》第九百条", "《乡镇企业法》第一条")))
    assert refusal.value.rules == {"LAW-01"}
    assert len(refusal.value.findings) == 2
    with pytest.raises(Invalid, match="读不懂“随便写的”"):
        added(spec=matter(penalises=("随便写的",)))


def test_a_new_version_begins_where_the_old_one_ends(shelf) -> None:
    first = added()
    second = added(spec=matter(name="新案由"), valid_from=TODAY + DAY)
    assert (second.version, second.name) == (2, "新案由")
    before, after = (queries.matter_by_code(EMERGENCY, "AQ097-7", day) for day in (TODAY, TODAY + DAY))
    assert before
    assert after
    assert (before.matter_id, after.matter_id) == (first.matter_id, second.matter_id)
    assert before.valid_to == TODAY + DAY
    assert [one.version for one in queries.matters(EMERGENCY)] == [2]
    with pytest.raises(Invalid, match="新版本应晚于"):
        added(valid_from=TODAY + DAY)


def test_a_retired_matter_is_off_the_list_and_may_come_back(shelf) -> None:
    made = added()
    with pytest.raises(Invalid, match="停用日期应晚于"):
        operations.retire_matter(by=REVIEWER, at=AT, matter_id=made.matter_id, valid_to=TODAY)
    gone = operations.retire_matter(by=REVIEWER, at=AT, matter_id=made.matter_id, valid_to=TODAY + DAY)
    assert gone.valid_to == TODAY + DAY
    assert queries.matters(EMERGENCY, TODAY + DAY) == ()
    assert queries.matter(made.matter_id) == gone
    with pytest.raises(Invalid, match="已于2026-11-21停用"):
        operations.retire_matter(by=REVIEWER, at=AT, matter_id=made.matter_id, valid_to=TODAY + DAY)
    with pytest.raises(Invalid, match="没有这个执法事项"):
        operations.retire_matter(by=REVIEWER, at=AT, matter_id=uuid4(), valid_to=TODAY + DAY)
    assert added(valid_from=TODAY + 5 * DAY).version == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "编码 1"}, "code"), ({"code": "A" * 41}, "code"), ({"name": ""}, "name"),
        ({"name": "案" * 121}, "name"), ({"name": "案\x00由"}, "name"), ({"violates": ()}, "violates"),
        ({"penalises": ()}, "penalises"), ({"penalties": ()}, "penalties"),
        ({"unit_fine": yuan(2, 1)}, "unit_fine"), ({"unit_fine": yuan(-1, 1)}, "unit_fine"),
        ({"person_fine": yuan("0.001", 1)}, "person_fine"), ({"person_fine": yuan(0, "NaN")}, "person_fine"),
        ({"unit_fine": yuan(0, "1e15")}, "unit_fine"), ({"note": "长" * 2001}, "note"), ({"chart": ""}, "chart"),
    ],
)  # fmt: skip
def test_what_is_typed_wrong_is_named_by_field(shelf, changes, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        added(spec=matter(**changes))
    assert list(refusal.value.errors) == [field]


def test_a_draft_is_no_basis_until_it_is_published(shelf) -> None:
    added()
    draft = drafted()
    assert queries.benchmark(EMERGENCY, "AQ097-7", TODAY) is None
    assert queries.benchmarks(EMERGENCY, drafts=True) == (draft,)
    made = published(draft)
    with CaptureQueriesContext(connection) as asked:
        assert queries.benchmark(EMERGENCY, "AQ097-7", TODAY) == made
    assert len(asked) == 2
    assert made.tiers == FIVE
    assert len(made.sha256) == 64
    assert queries.benchmarks(EMERGENCY) == (made,)
    assert queries.benchmark(EMERGENCY, "AQ097-7", TODAY - DAY) is None


def test_what_is_published_stays(shelf) -> None:
    added()
    made = published(drafted())
    with pytest.raises(Invalid, match="不能再改"):
        published(made)
    with pytest.raises(Invalid, match="没有这份裁量基准"):
        operations.publish_benchmark(by=HEAD, at=AT, benchmark_id=uuid4(), published_on=TODAY)


def test_the_digest_is_of_the_content(shelf) -> None:
    added()
    first = published(drafted())
    harder = (*FIVE[:4], replace(FIVE[4], condition="另有情形"))
    second = published(drafted(tiers=harder, valid_from=TODAY + DAY), published_on=TODAY)
    assert first.sha256 != second.sha256
    old = queries.benchmark(EMERGENCY, "AQ097-7", TODAY)
    new = queries.benchmark(EMERGENCY, "AQ097-7", TODAY + DAY)
    assert old
    assert new
    assert (old.benchmark_id, old.valid_to) == (first.benchmark_id, TODAY + DAY)
    assert new.benchmark_id == second.benchmark_id


def test_rules_are_asked_at_publication(shelf) -> None:
    added()
    with pytest.raises(Refused) as refusal:
        published(drafted(tiers=(*FIVE[:4], tier("严重", 79000, 120000))))
    assert refusal.value.rules == {"LAW-02", "LAW-03"}
    with pytest.raises(Refused) as early:
        published(drafted(valid_from=TODAY), at=AT + DAY, published_on=TODAY + DAY)
    assert early.value.rules == {"LAW-05"}
    assert not queries.benchmarks(EMERGENCY)


def test_an_uncovered_range_warns_and_passes(shelf) -> None:
    added()
    draft = drafted(tiers=FIVE[:4])
    facts, warnings = operations.publish_benchmark(by=HEAD, at=AT, benchmark_id=draft.benchmark_id, published_on=TODAY)
    assert facts.published_on == TODAY
    assert [finding.rule for finding in warnings] == ["LAW-03"]


def test_days_that_cannot_be_are_refused(shelf) -> None:
    added()
    with pytest.raises(Invalid, match="公布日期不能在今天之后"):
        published(drafted(), published_on=TODAY + DAY)
    published(drafted())
    with pytest.raises(Invalid, match="应晚于现行基准的施行日期"):
        published(drafted())


def test_a_benchmark_needs_a_matter_of_that_day(shelf) -> None:
    with pytest.raises(Invalid, match="没有当日有效的这个事项"):
        drafted()
    made = added()
    draft = drafted(valid_from=TODAY + 9 * DAY)
    operations.retire_matter(by=REVIEWER, at=AT, matter_id=made.matter_id, valid_to=TODAY + DAY)
    with pytest.raises(Invalid, match="没有当日有效的这个事项"):
        published(draft)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"issuer": ""}, "issuer"), ({"document_number": "号" * 81}, "document_number"), ({"tiers": ()}, "tiers"),
        ({"tiers": (replace(FIVE[0], name="特重"),)}, "tiers"), ({"tiers": (replace(FIVE[0], condition=" "),)}, "tiers"),
        ({"tiers": (replace(FIVE[0], fine=yuan(5, 1)),)}, "tiers"),
        ({"tiers": (replace(FIVE[0], other="长" * 301),)}, "tiers"),
    ],
)  # fmt: skip
def test_a_benchmark_typed_wrong_is_named_by_field(shelf, changes, field: str) -> None:
    added()
    with pytest.raises(Invalid) as refusal:
        drafted(**changes)
    assert list(refusal.value.errors) == [field]


def test_the_lists_have_versions_and_come_in_two_queries() -> None:
    head = {"by": REVIEWER, "at": AT, "organ_id": EMERGENCY, "document_number": "示应急〔2026〕2号"}
    first = operations.set_catalogue(**head, title="目录", valid_from=TODAY, rows=[ROW])
    second = operations.set_catalogue(**head, title="目录（修订）", valid_from=TODAY + DAY, rows=[ROW, ROW])
    with CaptureQueriesContext(connection) as asked:
        assert queries.catalogue(EMERGENCY, TODAY) == replace(first, valid_to=TODAY + DAY)
    assert len(asked) == 2
    assert queries.catalogue(EMERGENCY) == second
    assert [row.spec for row in second.rows] == [ROW, ROW]
    with pytest.raises(Invalid, match="新版本应晚于"):
        operations.set_catalogue(**head, title="目录", valid_from=TODAY, rows=[ROW])
    assert queries.catalogue(MARKET) is None
    subject = Subject("penalty", fine=Decimal(80000), party_is_unit=True)
    for day, number in ((TODAY, 1), (TODAY + DAY, 2)):
        _, found = queries.major_fits(EMERGENCY, subject, day)
        assert [one.fit for one in found] == [Fit.YES] * number
    assert queries.major_fits(MARKET, subject, TODAY) == (None, ())
    made = operations.set_av_items(**head, title="清单", valid_from=TODAY, rows=[AV])
    assert queries.recording_list(EMERGENCY, TODAY) == made
    item = made.av_item("听证")
    assert item
    assert item.spec == AV
    assert made.av_item("无") is None
    assert queries.recording_list(EMERGENCY, date(2020, 1, 1)) is None


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "至少要有一行"),
        ([replace(ROW, category="无")], "第1行：没有这个类别"),
        ([ROW, replace(ROW, item="")], "第2行：请填写决定事项"),
        ([replace(ROW, conditions=())], "请至少写一个条件"),
        ([replace(ROW, basis=())], "请填写依据"),
        ([replace(ROW, conditions=(Condition(ConditionKind.FINE_UNIT_MIN),))], "金额条件"),
        ([replace(ROW, conditions=(Condition(ConditionKind.FINE_UNIT_MIN, Decimal("NaN")),))], "金额条件"),
        ([replace(ROW, conditions=(Condition(ConditionKind.PENALTY_KINDS),))], "请选择处罚种类"),
    ],
)
def test_a_catalogue_typed_wrong_is_named_by_row(rows, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        operations.set_catalogue(
            by=HEAD, at=AT, organ_id=EMERGENCY, title="目录", document_number="", valid_from=TODAY, rows=rows
        )


@pytest.mark.parametrize("changes", [{"act": ""}, {"content": "\x07"}, {"retention_months": 0}, {"note": "长" * 201}])
def test_a_recording_list_typed_wrong_is_named_by_row(changes) -> None:
    with pytest.raises(Invalid, match="第1行"):
        operations.set_av_items(
            by=HEAD, at=AT, organ_id=EMERGENCY, title="清单", document_number="", valid_from=TODAY,
            rows=[replace(AV, **changes)],
        )  # fmt: skip


def test_an_unknown_pack_is_named() -> None:
    with pytest.raises(Invalid, match="没有示例清单“traffic”"):
        operations.plant_seeds(by=HEAD, at=AT, organ_id=EMERGENCY, pack="traffic", valid_from=TODAY)


def test_every_change_is_in_the_organ_s_stream_of_the_ledger(shelf) -> None:
    added()
    published(drafted())
    kinds = [json.loads(bundle["event"])["kind"] for bundle in stream_bundles(f"lawbook:{EMERGENCY}")]
    assert kinds == ["lawbook:matter:added", "lawbook:benchmark:added", "lawbook:benchmark:published"]


def test_a_refused_publication_leaves_no_line(shelf) -> None:
    added()
    draft = drafted()
    with pytest.raises(Refused):
        published(draft, at=AT + DAY, published_on=TODAY + DAY)
    assert len(stream_bundles(f"lawbook:{EMERGENCY}")) == 2
