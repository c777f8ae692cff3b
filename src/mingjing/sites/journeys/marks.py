"""The example county's appraisal of the year, with an objection; two matters of public opinion; the day's early warnings;
who answers for a wrong decision, and a circular about it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID

from mingjing.cases import queries as cases
from mingjing.cases.queries.lists import Filters
from mingjing.supervision import operations, queries
from mingjing.supervision.terms.appraisals import Given, SchemeDraft, SchemeItem
from mingjing.supervision.terms.circulars import ANONYMOUS, CircularDraft
from mingjing.supervision.terms.concerns import OUTSIDE, ConcernDraft
from mingjing.supervision.terms.liabilities import Blame, HandSource, LiabilityDraft

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World

HOMES = ("应急局", "市监局")
SHARES = {"publicity": 20, "recordings": 10, "review": 15, "gradings": 15, "orders": 5, "archives": 10, "reports": 5}
HAND = (
    SchemeItem(
        "hand1", "组织领导", Decimal(10), "", "有专人负责，主要负责人听取过汇报，开过推进会得满分；缺一项扣 3 分"
    ),
    SchemeItem("hand2", "培训宣传", Decimal(10), "", "每名执法人员培训不少于 40 学时，做过一次宣传得满分"),
)
CLAIM = "网帖说检查人员到店检查时没有出示执法证件，还拿走了台账，要求说明情况。"


def write(world: "World", now: datetime) -> None:
    """A scheme that is scored: one organ objects, one is still looking. Then what the public says, and the warnings."""
    _appraisal(world, now)
    _concerns(world, now)
    _answering(world, now)
    operations.watch_organs(by="system", now=now)


def _appraisal(world: "World", now: datetime) -> None:
    early, until = now - timedelta(days=60), now.date() - timedelta(days=20)
    titles = queries.metrics()
    items = tuple(SchemeItem(key, titles[key].title, Decimal(full), key) for key, full in SHARES.items()) + HAND
    draft = SchemeDraft(
        until.year, f"{until.year} 年度行政执法评议考核方案", until - timedelta(days=364), until,
        tuple(world.organs[home] for home in HOMES), items, note="不得下达或者变相下达罚没指标。",
    )  # fmt: skip
    before, by = world.actor("监", early), world.actor("监", now)
    made = operations.draft_scheme(draft=draft, by=before, at=early)
    operations.release_scheme(scheme_id=made.id, by=before, at=early)
    operations.begin_scoring(scheme_id=made.id, by=by, at=now)
    given = {
        "hand1": Given(Decimal(7), "没有开推进会，其余都有", "现场查阅会议记录"),
        "hand2": Given(Decimal(10), "培训和宣传都有记录", "培训台账，宣传照片"),
    }
    for one in queries.appraisals(made.id, by):
        operations.enter_points(appraisal_id=one.id, given=given, by=by, at=now)
        operations.tell_appraisal(appraisal_id=one.id, by=by, at=now)
        if one.organ_id == world.organs[HOMES[0]]:
            head = world.actor(world.teams["应急局"]["head"], now)
            operations.object_appraisal(
                appraisal_id=one.id, text="推进会与安全生产例会合并召开过一次，请核对会议纪要。", by=head, at=now
            )


def _concerns(world: "World", now: datetime) -> None:
    team, by = world.teams["应急局"], world.actor("监", now)
    head = world.actor(team["head"], now)
    (row,) = cases.case_list(head, Filters(tab="closed"), now.date(), limit=1).rows[:1] or (None,)
    numbers = (str(row["number"]),) if row else ()
    organ = world.organs["应急局"]
    said = ConcernDraft(
        organ,
        "网传检查没有出示证件",
        "online",
        "某论坛 12345 号帖",
        CLAIM,
        now - timedelta(hours=30),
        "general",
        numbers,
    )
    one = operations.register_concern(draft=said, by=by, at=now - timedelta(hours=29))
    publicist, at = world.actor(team["publicist"], now), now - timedelta(hours=5)
    used = [UUID(ref.id) for ref in queries.records_of(one)[:2]]
    operations.draft_response(
        concern_id=one.id, text="经查，当日两名执法人员出示了证件，现场笔录有当事人签名；台账是依法调取的复印件。", why="核对是否出示证件、台账怎样取得",
        record_ids=used, by=publicist, at=at,
    )  # fmt: skip
    operations.check_response(
        concern_id=one.id, text="对照现场笔录和文书，事实一致", by=world.actor("丁", now), at=at + timedelta(hours=1)
    )
    operations.release_response(concern_id=one.id, channel=OUTSIDE, by=head, at=at + timedelta(hours=2))
    other = ConcernDraft(
        world.organs["市监局"], "短视频说处罚过重", "press", "某视频平台", "短视频说小店罚款过重，没有说明理由，转发较多。", now - timedelta(hours=50), "general",
    )  # fmt: skip
    operations.register_concern(draft=other, by=by, at=now - timedelta(hours=49))


def _answering(world: "World", now: datetime) -> None:
    """An item whose persons are being heard; a circular that one organ has received. What was revoked in the county waits to be taken up."""
    organ, market, by = world.organs["应急局"], world.organs["市监局"], world.actor("监", now)
    people, at = (world.people["甲"], world.people["庚"]), now - timedelta(days=2)
    document = f"示范县人民检察院检察建议书 示检建〔{at.year}〕2号"
    draft = LiabilityDraft(
        "",
        "没有核对培训记录就作出决定的责任",
        world.organs["司法局"],
        people,
        HandSource(organ, "", document, at.date()),
    )
    made = operations.open_liability(draft=draft, organ_id=organ, by=by, at=at)
    found = {
        people[0]: Blame("slight", "没有核对当事人提交的培训记录", "示范县行政执法责任追究办法第九条（示例）"),
        people[1]: Blame("none", "只协助送达文书，没有参加调查取证"),
    }
    operations.examine_liability(
        liability_id=made.id, text="作出决定时没有核对当事人提交的培训记录，多认定一人没有培训。", blames=found, by=by, at=at + timedelta(hours=3)
    )  # fmt: skip
    said = CircularDraft(
        "调查取证没有核对记录的情况", ANONYMOUS, "", "某机关没有核对当事人提交的记录就认定事实，检察机关提出了检察建议。", "证据没有逐项核对，审核没有发现。",
        "各机关自查今年办结的案件。\n发现决定有错误的，自行纠正。", now.date() + timedelta(days=20), (organ, market), made.id,
    )  # fmt: skip
    told = operations.issue_circular(draft=said, by=by, at=now - timedelta(days=1))
    operations.receive_circular(circular_id=told.id, by=world.actor(world.teams["市监局"]["head"], now), at=now)
