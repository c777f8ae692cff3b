"""A decision that a reconsideration revoked, and the steps of 责任追究 after it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.security.hostile import JOURNEYS
from tests.security.town import play

from mingjing.kernel.days import CHINA
from mingjing.sites.journeys.story import read_story
from mingjing.supervision import operations, queries
from mingjing.supervision.terms.liabilities import Blame, HandSource, LiabilityDraft, LiabilityFacts, Proposal

AT = datetime(2026, 12, 7, 10, 0, tzinfo=CHINA)
LATER = datetime(2026, 12, 16, 10, 0, tzinfo=CHINA)
FACTS = "作出决定时没有核对当事人提交的培训记录，主要事实不清。"
REVOKED = [
    {"at": "2026-11-20 09:10", "act": "receive_remedy", "with": {"filed_on": "2026-11-18", "received_on": "2026-11-20"}},
    {"at": "2026-11-24 09:10", "act": "answer_remedy"},
    {
        "at": "2026-12-01 09:00", "act": "end_remedy",
        "with": {"result": "revoked", "result_on": "2026-12-01", "document_no": "示政复决〔2026〕3号"},
    },
]  # fmt: skip
CARRIED = [
    {
        "at": "2026-12-02 09:30", "act": "change_decision",
        "with": {"kind": "revoked", "known_on": "2026-12-01", "document_no": "示政复决〔2026〕3号", "refund": 0},
    },
]  # fmt: skip


def basic() -> list[dict[str, Any]]:
    return [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]


def revoke(shifan: Any) -> Any:
    """The county with one decision revoked after reconsideration."""
    play(shifan, basic() + REVOKED, party="恒源")
    return shifan


def blames(one: LiabilityFacts, fault: str = "slight") -> dict[UUID, Blame]:
    return {person.id: Blame(fault, "没有核对培训记录就认定事实", "示范县办法第九条") for person in one.persons}


def opened(county: Any, who: str = "监", **more: Any) -> LiabilityFacts:
    """An item about 甲 and 丁, examined by the bureau unless told otherwise."""
    by = county.actor(who, AT)
    (source,) = queries.offers(county.actor("监", AT), AT.date())
    given = {
        "offer": source.key, "title": "决定被复议撤销的责任", "examiner_id": county.organs["司法局"],
        "person_ids": (county.people["甲"], county.people["丁"]),
    } | more  # fmt: skip
    return operations.open_liability(draft=LiabilityDraft(**given), organ_id=source.organ_id, by=by, at=AT)


def by_hand(
    county: Any, document: str = "示范县人民检察院检察建议书 示检建〔2026〕3号", case: str = "", **more: Any
) -> LiabilityFacts:
    organ = county.organs["应急局"]
    given = {
        "offer": "", "title": "没有核对记录的责任", "examiner_id": county.organs["司法局"], "person_ids": (county.people["庚"],),
        "hand": HandSource(organ, case, document, date(2026, 12, 1)),
    } | more  # fmt: skip
    return operations.open_liability(draft=LiabilityDraft(**given), organ_id=organ, by=county.actor("监", AT), at=AT)


def examined(county: Any, one: LiabilityFacts, who: str = "监", fault: str = "slight") -> LiabilityFacts:
    return operations.examine_liability(
        liability_id=one.id, text=FACTS, blames=blames(one, fault), by=county.actor(who, AT), at=AT
    )


def proposed(county: Any, one: LiabilityFacts, who: str = "监", at: datetime = LATER, **more: Any) -> LiabilityFacts:
    given = {"measures": ("criticism",), "body": "", "answer": "已经采纳"} | more
    every = {key: Proposal(blame, **given) for key, blame in blames(one).items()}
    return operations.propose_liability(liability_id=one.id, proposals=every, by=county.actor(who, at), at=at)


def decided(county: Any, one: LiabilityFacts, who: str = "监2", at: datetime = LATER) -> LiabilityFacts:
    return operations.decide_liability(liability_id=one.id, text="同意处理意见", by=county.actor(who, at), at=at)


def whole(county: Any, **more: Any) -> LiabilityFacts:
    """An item that is decided, with a handing over for both."""
    one = examined(county, opened(county))
    return decided(county, proposed(county, one, **more))


def day_after(at: datetime, days: int) -> datetime:
    return at + timedelta(days=days)
