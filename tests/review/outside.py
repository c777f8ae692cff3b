"""A draft decision made in another system, for the tests: what it says, its files, its way through the review."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.review.desk import MONDAY, Desk, answers

from mingjing.review import operations, queries
from mingjing.review.terms import (
    Check,
    DecisionProfile,
    DraftContent,
    DraftFacts,
    HandlerNamed,
    OpinionFacts,
    RoundFacts,
)

PDF = b"%PDF-1.7\nreport"
KINDS = {"report": "审查报告.pdf", "draft": "准予许可决定书（拟稿）.pdf", "evidence": "申请材料.pdf"}


def asked(organ_id: UUID, **more: Any) -> DecisionProfile:
    """A licence that touches public interest."""
    given = {"category": "licence", "party_is_unit": True, "public_interest": True, "domain": "emergency", **more}
    return DecisionProfile(organ_id=organ_id, **given)


def content(
    organ_id: UUID, *, handlers: tuple[HandlerNamed, ...] = (HandlerNamed("周许可"),), **more: Any
) -> DraftContent:
    """A draft that lacks nothing. What is no field of the text goes into the profile."""
    texts = {
        "title": "示范县丙烟花爆竹公司经营许可", "party": "示范县丙烟花爆竹有限公司", "facts": "申请人符合安全条件，现场核查合格。",
        "basis": "烟花爆竹安全管理条例第十九条", "proposal": "拟准予烟花爆竹（批发）经营许可。",
    }  # fmt: skip
    said = {name: more.pop(name) for name in list(more) if name in texts}
    return DraftContent(**{**texts, **said}, handlers=handlers, profile=asked(organ_id, **more))


@dataclass
class Outside:
    """The desk of a draft made elsewhere."""

    desk: Desk
    id: UUID = field(default_factory=lambda: UUID(int=0))

    @property
    def now(self) -> DraftFacts:
        found = queries.outside_draft(self.id)
        assert found is not None
        return found

    def content(self, **more: Any) -> DraftContent:
        return content(self.desk.town.organ.id, **more)

    def make(self, ref: str = "XK-2026-001", system: str = "县许可审批系统", by: Any = None, **more: Any) -> DraftFacts:
        made = operations.make_draft(
            content=self.content(**more), source_system=system, source_ref=ref, by=by or self.desk.handler, at=MONDAY
        )
        self.id = made.id
        return made

    def file(self, kind: str = "report", data: bytes = b"", **more: Any) -> Any:
        given = {
            "draft_id": self.id, "kind": kind, "name": KINDS.get(kind, "其他.pdf"), "content": data or PDF + kind.encode(),
            "by": self.desk.handler, "at": MONDAY, **more,
        }  # fmt: skip
        return operations.add_draft_file(**given)

    def files(self) -> None:
        for kind in KINDS:
            self.file(kind)

    def revise(self, reason: str = "按意见改正", **more: Any) -> DraftFacts:
        by, text = more.pop("by", self.desk.handler), self.content(**more)
        return operations.revise_draft(draft_id=self.id, content=text, reason=reason, by=by, at=MONDAY)

    def submit(self, **more: Any) -> RoundFacts:
        return operations.submit_draft(**{"draft_id": self.id, "by": self.desk.handler, "at": MONDAY, **more})

    def opine(self, *failed: Check, **more: Any) -> OpinionFacts:
        given = {
            "draft_id": self.id, "answers": answers(*failed), "is_major": True, "result": "return" if failed else "agree",
            "problems": "证据来源不明" if failed else "", "by": self.desk.reviewer, "at": MONDAY, **more,
        }  # fmt: skip
        return operations.opine_on_draft(**given)

    def withdraw(self, **more: Any) -> DraftFacts:
        given = {"draft_id": self.id, "reason": "申请人撤回申请", "by": self.desk.handler, "at": MONDAY, **more}
        return operations.withdraw_draft(**given)


def submitted(desk: Desk) -> Outside:
    """A draft with its files, under review."""
    one = Outside(desk)
    one.make()
    one.files()
    one.submit()
    return one
