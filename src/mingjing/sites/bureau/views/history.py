"""What happened to an organ, a person, an account: read from the ledger, told in Chinese."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.module_loading import import_string

from mingjing.foundation.operations import operations as acts
from mingjing.foundation.people import ROLE_NAMES, Actor, Role
from mingjing.ledger import queries as ledger
from mingjing.ledger.queries import EventFacts
from mingjing.organs import operations, queries
from mingjing.organs.terms import OrganFacts, PersonFacts

READERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.SUPERVISOR)
LABELS = {
    "name": "机关名称", "code": "机关代字", "slug": "地址名", "uscc": "统一社会信用代码", "level": "层级", "kind": "主体类型", "domain": "执法领域",
    "parent_id": "上级机关", "principal_id": "委托机关", "region": "行政区域", "region_code": "行政区划代码", "government": "本级人民政府",
    "address": "办公地址", "phone": "联系电话", "bank": "罚款代收银行", "bank_account": "罚款账号", "bank_account_name": "罚款账户名称",
    "reconsideration_body": "行政复议机关", "court": "管辖法院", "supervision": "监督渠道", "basis": "执法依据", "effective_from": "生效日期",
    "effective_to": "失效日期", "unit": "所在机构", "post": "职务",
}  # fmt: skip
# Events whose operation speaks English.
NAMES = {
    "record:document:rendered": "生成文书", "record:object:viewed": "调阅文书或者附件", "record:file:added": "加入附件", "ledger:stream:closed": "封存案卷留痕",
    "archive:file:filed": "归档", "case:calendar:loaded": "载入放假通知", "publicity:decision:released": "公开决定",
    "publicity:decision:scheduled": "登记待公开", "publicity:decision:withdrawn": "撤下公开", "publicity:decision:called-back": "登记决定变更",
    "publicity:decision:corrected": "更正公开内容", "publicity:decision:exempted": "批准不公开", "publicity:decision:resumed": "恢复公开",
    "publicity:redaction:proposed": "提出脱敏建议", "publicity:redaction:confirmed": "确认脱敏文本", "publicity:redaction:reopened": "重新脱敏",
    "publicity:span:decided": "逐处决定脱敏", "publicity:span:added": "增加脱敏处", "publicity:chart:published": "公布流程图",
    "publicity:entry:collected": "采集事前公示内容", "publicity:entry:revised": "修改事前公示内容", "publicity:entry:checked": "审核事前公示内容",
    "publicity:entry:returned": "退回事前公示内容", "publicity:entry:released": "发布事前公示内容", "publicity:entry:retired": "停止公开事前公示内容",
    "publicity:entry:dropped": "作废事前公示内容", "publicity:entry:in-force": "事前公示内容开始施行", "publicity:kind:staffed": "改定事前公示的分工",
}  # fmt: skip
Line = dict[str, Any]


def may_read(actor: Actor, organ_id: UUID) -> bool:
    """Those who keep, appoint, audit or supervise, each as far as they look after organs."""
    known = operations.reach(actor)
    watched = known is None or organ_id in known or operations.may_withhold(actor, organ_id)
    return actor.has(*READERS) and watched


def about_organ(facts: OrganFacts) -> tuple[Line, ...]:
    """Registration and changes of an organ, newest first."""
    found = ledger.events(f"organ:{facts.id}", limit=500)
    return told(one for one in found if one.kind.startswith(("organ:organ:", "organ:functions:")))


def about_person(facts: PersonFacts) -> tuple[Line, ...]:
    """Registration, certificates, roles and account of a person, newest first."""
    return told(ledger.events(f"organ:{facts.organ_id}", holding=str(facts.id)))


def told(found: Iterable[EventFacts]) -> tuple[Line, ...]:
    """Events as lines of a timeline, with the names of those who acted."""
    events = list(found)
    names = queries.persons({one.person_id for one in events if one.person_id})
    return tuple(
        {"at": one.at, "title": kind_name(one.kind), "who": _who(one.person_id, names), "text": _text(one.payload), "index": one.index}
        for one in events
    )  # fmt: skip


def _who(person_id: UUID | None, names: Mapping[UUID, PersonFacts]) -> str:
    return "系统" if person_id is None else names[person_id].name if person_id in names else "不在名录的人员"


def _text(payload: Mapping[str, Any]) -> str:
    parts = [
        f"{LABELS.get(name, name)}由“{old or '空'}”改为“{new or '空'}”"
        for name, (old, new) in payload.get("changed", {}).items()
    ]
    if role := payload.get("role"):
        parts.append(ROLE_NAMES.get(role, role))
    parts += [f"执法证 {payload['number']}"] if payload.get("number") and "person" in payload else []
    parts += [f"有效至 {payload['valid_to']}"] if payload.get("valid_to") else []
    parts += [f"用户名 {payload['username']}"] if payload.get("username") else []
    parts += [f"到 {payload['until'][:10]} 为止"] if payload.get("until") else []
    parts += [f"依据：{text}" for text in (payload.get("reason"), payload.get("basis")) if text]
    return "；".join(parts)


@cache
def kind_name(kind: str) -> str:
    """An event's name in Chinese: the first words of the operation that leaves it; the bare name where it has none."""
    if kind in NAMES:
        return NAMES[kind]
    path = acts().get(kind)
    said = (import_string(path).__doc__ or "").strip().split("\n")[0] if path else ""
    first = said.split("。")[0].split("：")[0].split("，")[0].split("（")[0]
    return first if first and not first.isascii() and len(first) <= 30 else kind
