"""The worked example's decision, people of its organ, and the way to each state."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from mingjing.foundation.people import Actor, Role
from mingjing.kernel.days import CHINA
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import KnownEntity, PublicationFacts, Publishable, Verdict

ORGAN = UUID("5a1c0000-0000-4000-8000-000000000001")
OTHER_ORGAN = UUID("5a1c0000-0000-4000-8000-000000000002")
USCC = "91130821MA0HTEA1XE"
OTHER_USCC = "91110000100006216B"
WELDER_ID = "130821198503071232"
PHONE = "13900001234"
SHORT_PHONE = "0314-3021234"
CARD = "6222020200012345678"
ORGAN_ACCOUNT = "13001234500055500123"
HOME = "示范县下板城镇柳条沟村三组12号"
PLATE = "冀H·A1234"
SECRETS = (WELDER_ID, PHONE, CARD, HOME, PLATE, "李焊工", "王小焊", "李焊", "赵举报")
NUMBER = "示应急罚〔2026〕9号"
DECIDED = date(2026, 11, 5)
NOW = datetime(2026, 11, 10, 9, 30, tzinfo=CHINA)


def actor(*roles: Role, organ: UUID = ORGAN, name: str = "庚公示") -> Actor:
    return Actor(uuid4(), name, organ, "示范县应急管理局" if organ == ORGAN else "邻县应急管理局", frozenset(roles))


PUBLICIST = actor(Role.PUBLICIST)
HEAD = actor(Role.HEAD, name="己局长")
HANDLER = actor(Role.HANDLER, name="甲承办")
SUPERVISOR = actor(Role.SUPERVISOR, organ=uuid4(), name="监督员")
OUTSIDER = actor(Role.PUBLICIST, Role.HEAD, organ=OTHER_ORGAN, name="外人")
STRANGERS = {
    "外机关的公示员": OUTSIDER,
    "本机关承办人": HANDLER,
    "监督员": SUPERVISOR,
    "系统管理员": actor(Role.SYSTEM_ADMIN),
    "没有角色的人": actor(),
}


def decision(**changes: object) -> Publishable:
    """示应急罚〔2026〕9号 with everything in it that must not become public."""
    whole = Publishable(
        source_ref="dossier-0009",
        organ_id=ORGAN,
        organ_name="示范县应急管理局",
        organ_code="示应急",
        number=NUMBER,
        decided_on=DECIDED,
        category="penalty",
        outcome="罚款",
        party_name="示范县恒源化工有限公司",
        party_kind="legal",
        party_id_no=USCC,
        cause="特种作业人员未取得操作资格证书上岗作业",
        violation="两名焊工未取得特种作业操作证上岗作业",
        result="罚款 80000 元（捌万元整）",
        basis=("《中华人民共和国安全生产法》第九十七条第七项",),
        full_text=(
            f"当事人：示范县恒源化工有限公司，统一社会信用代码：{USCC}，法定代表人：王小焊，联系电话：{PHONE}。",
            f"经查，你单位焊工李焊工（身份证号码：{WELDER_ID}，住址：{HOME}）、王 小 焊未取得特种作业操作证，"
            f"由举报人赵举报反映，驾驶{PLATE}到达现场。",
            "以上事实有现场检查笔录、询问笔录等证据证明，李　焊　工对此无异议。",
            f"请将罚款缴至示范县财政局账户，账号：{ORGAN_ACCOUNT}；你单位退款账号 {CARD}。",
            "如不服本决定，可在六十日内申请行政复议，或者在六个月内提起行政诉讼。",
        ),
        known_entities=(
            KnownEntity("李焊工", "person", role="证人"),
            KnownEntity("王小焊", "person", policy="surname", role="法定代表人"),
            KnownEntity("赵举报", "person", role="举报人"),
            KnownEntity(WELDER_ID, "id", role="证人"),
            KnownEntity(HOME, "address", role="证人"),
            KnownEntity(ORGAN_ACCOUNT, "account", policy="keep", role="罚款缴款账号"),
        ),
        remedies="六十日内申请行政复议；六个月内提起行政诉讼",
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def natural(**changes: object) -> Publishable:
    """A decision against a natural person."""
    facts: dict[str, object] = {
        "number": "示应急罚〔2026〕10号",
        "source_ref": "dossier-0010",
        "party_name": "张大民",
        "party_kind": "natural",
        "party_id_no": "130821197001011235",
        "full_text": (
            "当事人：张大民，住所：示范县下板城镇幸福路3号，证号 130821197001011235。",
            "张 大 民对此无异议。",
        ),
        "known_entities": (),
    }
    return decision(**(facts | changes))


def scheduled(given: Publishable | None = None) -> PublicationFacts:
    return operations.schedule(decision=given or decision(), by=HANDLER, at=NOW)


def proposed(given: Publishable | None = None) -> PublicationFacts:
    made = scheduled(given)
    operations.propose_redaction(publication_id=made.id, by=PUBLICIST, at=NOW)
    return state(made.id)


def accept_all(publication_id: UUID) -> None:
    verdicts = {span.id: (Verdict.ACCEPTED.value, "") for span in queries.spans(publication_id)}
    operations.decide_spans(publication_id=publication_id, verdicts=verdicts, by=PUBLICIST, at=NOW)


def confirmed(given: Publishable | None = None) -> PublicationFacts:
    made = proposed(given)
    accept_all(made.id)
    return operations.confirm(publication_id=made.id, by=PUBLICIST, at=NOW)


def released(given: Publishable | None = None, at: datetime = NOW) -> PublicationFacts:
    return operations.release(publication_id=confirmed(given).id, by=PUBLICIST, at=at)


def withdrawn(given: Publishable | None = None, reason: str = "示范县人民政府复议决定撤销本决定") -> PublicationFacts:
    made = released(given)
    return operations.withdraw(publication_id=made.id, trigger="revoked", reason=reason, by=PUBLICIST, at=NOW)


def state(publication_id: UUID) -> PublicationFacts:
    found = queries.publication(publication_id)
    assert found is not None
    return found
