"""A justice bureau that keeps the platform, people of it, a bureau below, and a guiding case that lacks nothing."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from tests.organs.town import AT, Town, draft, town

from mingjing.foundation.people import Actor, Role
from mingjing.lawbook import operations
from mingjing.lawbook.terms import GuidingFacts, GuidingSpec
from mingjing.organs import operations as registers

SPEC = GuidingSpec(
    title="某公司特种作业人员未取得相应资格上岗作业案",
    domain="emergency",
    offences=("特种作业人员未取得相应资格上岗作业案",),
    violates=("《安全生产法》第三十条第一款",),
    penalises=("《安全生产法》第九十七条第（七）项",),
    keywords=("特种作业", "临时顶岗"),
    facts="执法人员检查某公司时，两名工人没有特种作业操作证，正在从事焊接作业，系订单紧张临时顶岗。",
    decision="依据处罚条款，按较重阶次处以罚款，当事人听证以后维持拟处罚意见。",
    discretion="当日停止作业，在该阶次下限处罚。",
    significance="临时顶岗也是上岗作业，先看无证人数，再看改正情况。",
)
OPINION = "事实清楚，条文有效"


class Desk:
    """Who writes, who checks, who releases; a superior in its field; a bureau that guides nobody."""

    def __init__(self) -> None:
        self.town: Town = town()
        self.city = self.organ("示市应急管理局", "示市应急", "shi-city", level="city")
        self.county = self.organ("示区应急管理局", "示区应急", "shi-qu", parent_id=self.city)
        self.writer = self.town.actor("编写", Role.SUPERVISOR, organ_id=self.city)
        self.checker = self.town.reviewer("审核", organ_id=self.city)
        self.head = self.town.actor("领导", Role.HEAD, organ_id=self.city)
        self.handler = self.town.actor("承办", Role.HANDLER, organ_id=self.city)
        self.below = self.town.actor("区领导", Role.HEAD, organ_id=self.county)

    def organ(self, name: str, code: str, slug: str, **more: Any) -> UUID:
        return registers.register_organ(draft=draft(name, code, slug, **more), by=self.town.sysadmin, at=AT).id

    def written(self, by: Actor | None = None, **changes: Any) -> GuidingFacts:
        return operations.draft_guiding_case(spec=replace(SPEC, **changes), by=by or self.writer, at=AT)

    def checked(self, **changes: Any) -> GuidingFacts:
        return self.check(self.written(**changes))

    def check(self, one: GuidingFacts, **more: Any) -> GuidingFacts:
        given = {
            "guiding_id": one.id,
            "passed": True,
            "opinion": OPINION,
            "seen": one.digest,
            "by": self.checker,
            "at": AT,
        }
        return operations.check_guiding_case(**{**given, **more})

    def release(self, one: GuidingFacts, **more: Any) -> GuidingFacts:
        given = {"guiding_id": one.id, "note": "同意发布", "seen": one.digest, "by": self.head, "at": AT}
        return operations.release_guiding_case(**{**given, **more})

    def released(self, **changes: Any) -> GuidingFacts:
        return self.release(self.checked(**changes))

    def end(self, one: GuidingFacts, **more: Any) -> GuidingFacts:
        given = {"guiding_id": one.id, "reason": "条文已经修改", "by": self.head, "at": AT}
        return operations.end_guiding_case(**{**given, **more})
