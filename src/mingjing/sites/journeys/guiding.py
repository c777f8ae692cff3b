"""The example county's guiding cases: an own one made from a closed decision, one of the superior's; a handler says one is followed."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mingjing.cases import operations as cases
from mingjing.cases import queries
from mingjing.cases.queries import lists
from mingjing.lawbook import operations
from mingjing.lawbook.terms import GuidingFacts, GuidingSource, GuidingSpec

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World

WELDERS = GuidingSpec(
    title="某化工企业特种作业人员未取得相应资格上岗作业案",
    domain="emergency",
    offences=("特种作业人员未按照规定取得相应资格上岗作业案",),
    violates=("《安全生产法》第三十条第一款",),
    penalises=("《安全生产法》第九十七条第（七）项",),
    keywords=("特种作业", "顶岗", "主动改正"),
    facts="执法人员检查时，某化工企业的2名工人正在进行焊接与热切割作业，不能提供特种作业操作证，在查询平台也没有查到取证记录。"
    "企业因订单紧，当天上午安排2人临时顶岗，没有核对证件。检查当日停止作业，复查时2人已经调离焊接岗位并报名培训。",
    decision="依据《安全生产法》第九十七条第（七）项，按裁量基准“较重”阶次处以罚款；当事人要求听证，听证后维持拟处罚意见。",
    discretion="2名人员未取得资格，符合“较重”阶次的条件。临时顶岗不能免除核对证件的义务；当日停止作业、按期改正、没有造成危害后果，"
    "在该阶次的下限处罚，不再降低阶次。",
    significance="临时顶岗也是上岗作业。判断阶次先看无证人数和岗位的危险程度，再看改正情况；改正及时的，在本阶次内从轻，写明理由。",
    fictional=True,
)
SUPPLIERS = GuidingSpec(
    title="某副食超市未查验供货者许可证和相关证明文件案",
    domain="market",
    offences=("未查验供货者许可证和相关证明文件、拒不改正案",),
    violates=("《食品安全法》第五十三条第一款",),
    penalises=("《食品安全法》第一百二十六条第一款第（三）项",),
    keywords=("进货查验", "首次查处", "拒不改正"),
    facts="某副食超市购进一批包装食品，没有查验供货者的许可证和出厂检验合格证。第一次检查时责令限期改正并给予警告，"
    "复查时新购进的两批食品仍然没有查验记录，经营者说明是嫌麻烦。",
    decision="依据《食品安全法》第一百二十六条第一款第（三）项，首次查处给予警告；复查时拒不改正，处以罚款。",
    discretion="先警告、后罚款，罚款以拒不改正为前提。经营规模小、货值低，按裁量基准较轻的阶次处罚。",
    significance="处罚前先核对有没有责令改正和复查的记录：没有责令改正就直接罚款的，不符合法定前提。",
    source=GuidingSource.SUPERIOR,
    issuer="示范市市场监督管理局",
    document_number="示市监法〔2026〕6号",
    source_number="第4号",
    fictional=True,
)
NOTE = "同意发布，各执法机关办理同类案件参照。"


def write(world: "World", now: datetime) -> None:
    """Both written, checked and released by two people of the justice bureau; one followed in a case that is open."""
    made = [released(world, spec, now - timedelta(days=8 - place)) for place, spec in enumerate((WELDERS, SUPPLIERS))]
    handler = world.actor(world.teams["应急局"]["handlers"][0], now)
    every = lists.case_list(handler, lists.Filters(), now.date(), limit=100)
    for row in (one for one in every.rows if one["cause"] == WELDERS.offences[0]):
        facts = queries.case_page(row["id"], handler, now).facts
        if facts.decision is None and any(one.facts.id == made[0].id for one in queries.guided(facts).matches):
            reason = "同为临时顶岗、当日停止作业，按同一阶次的下限提出意见"
            cases.note_guiding_case(
                case_id=facts.id, guiding_id=made[0].id, followed="yes", reason=reason, by=handler, now=now
            )
            break


def released(world: "World", spec: GuidingSpec, at: datetime) -> GuidingFacts:
    """One written by a person of the justice bureau, checked and released by another."""
    writer, checker = world.actor("监", at), world.actor("监2", at)
    draft = operations.draft_guiding_case(spec=spec, by=writer, at=at)
    opinion = "案情和条文相符，条文现行有效，认不出当事人。"
    operations.check_guiding_case(guiding_id=draft.id, passed=True, opinion=opinion, seen=draft.digest, by=checker, at=at)  # fmt: skip
    return operations.release_guiding_case(guiding_id=draft.id, note=NOTE, seen=draft.digest, by=checker, at=at)
