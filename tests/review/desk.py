"""A file on its way through review: the people, the bundle, the answers."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from tests.organs.town import Town, town

from mingjing.foundation.people import Actor, Role
from mingjing.review import operations
from mingjing.review.terms import Answer, Bundle, Check, DecisionProfile, Material, OpinionFacts, RoundFacts, Statement

MONDAY = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
ONE, TWO, THREE = ("1" * 64, "2" * 64, "3" * 64)
HANDLING = Statement("应予处罚", "证据已经查明", "安全生产法第九十七条")
REVIEWING = Statement("证据不足", "缺少培训记录原件", "行政处罚法第四十六条")


def material(kind: str, title: str, digest: str = "") -> Material:
    return Material(kind, title, digest or kind * 4)


def bundle(digest: str = ONE, *, extra: tuple[Material, ...] = (), **summary: Any) -> Bundle:
    """A bundle that lacks nothing."""
    materials = (
        material("report", "调查终结报告"),
        material("draft", "处罚决定书（拟稿）"),
        material("basis", "安全生产法第九十七条"),
        material("evidence", "现场检查记录"),
    )
    told = {"当事人": "示县甲化工有限公司", "拟罚款": 80000, "证据": ["现场检查记录"], **summary}
    return Bundle("甲公司未如实记录安全培训案", digest, told, materials + extra)


def answers(*failed: Check, text: str = "缺少来源说明") -> tuple[Answer, ...]:
    """All eight; the failed ones say why."""
    return tuple(Answer(check, check not in failed, text if check in failed else "") for check in Check)


def profile(organ_id: UUID, **more: Any) -> DecisionProfile:
    """An ordinary penalty of a company."""
    return DecisionProfile(organ_id=organ_id, category="penalty", party_is_unit=True, **more)


@dataclass
class Desk:
    """One dossier and the people around it."""

    town: Town
    handler: Actor
    reviewer: Actor
    head: Actor
    dossier_id: UUID = field(default_factory=uuid4)

    def submit(self, digest: str = ONE, **more: Any) -> RoundFacts:
        given = {
            "dossier_id": self.dossier_id,
            "profile": profile(self.town.organ.id),
            "bundle": bundle(digest),
            "by": self.handler,
            "at": MONDAY,
            **more,
        }
        return operations.submit(**given)

    def opine(self, *failed: Check, **more: Any) -> OpinionFacts:
        given = {
            "dossier_id": self.dossier_id,
            "answers": answers(*failed),
            "is_major": True,
            "result": "return" if failed else "agree",
            "problems": "证据来源不明" if failed else "",
            "conflicted": {self.handler.person_id},
            "by": self.reviewer,
            "at": MONDAY,
            **more,
        }
        return operations.give_opinion(**given)

    def respond(self, **more: Any) -> RoundFacts:
        given = {"dossier_id": self.dossier_id, "response": "已补充来源说明", "by": self.handler, "at": MONDAY, **more}
        return operations.respond(**given)

    def dispute(self, **more: Any) -> Any:
        given = {"dossier_id": self.dossier_id, "statement": HANDLING, "by": self.handler, "at": MONDAY, **more}
        return operations.raise_dispute(**given)

    def answer(self, **more: Any) -> Any:
        given = {"dossier_id": self.dossier_id, "statement": REVIEWING, "by": self.reviewer, "at": MONDAY, **more}
        return operations.answer_dispute(**given)

    def consult(self, **more: Any) -> Any:
        given = {
            "dossier_id": self.dossier_id,
            "consulted_on": MONDAY.date(),
            "consulted_with": "承一、审一",
            "consultation": "双方于9月21日协商未果",
            "agreed": False,
            "by": self.handler,
            "at": MONDAY,
            **more,
        }
        return operations.consult(**given)

    def settle(self, **more: Any) -> Any:
        given = {
            "dossier_id": self.dossier_id,
            "settlement": "head",
            "responsible": "承一",
            "outcome": "由承办机构补充原件后再送审",
            "by": self.head,
            "at": MONDAY,
            **more,
        }
        return operations.settle_dispute(**given)


def desk(place: Town | None = None) -> Desk:
    """A desk in a founded county."""
    here = place or town()
    return Desk(here, here.actor("承一", Role.HANDLER), here.reviewer(), here.actor("领导", Role.HEAD))
