"""Ways to each end of publicity, and back."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.publicity import samples

from mingjing.kernel.days import CHINA
from mingjing.ledger.terms import SYSTEM
from mingjing.publicity import operations
from mingjing.publicity.terms import CONDITIONS, PublicationFacts, Publishable, RepairFacts

SHOWN = datetime(2026, 11, 10, 9, 30, tzinfo=CHINA)
PAST_WAIT = datetime(2027, 6, 1, 10, 0, tzinfo=CHINA)
PAST_TERM = datetime(2029, 11, 11, 0, 5, tzinfo=CHINA)
WHY = "示范县人民法院以（2026）示行初1号行政判决撤销了复议决定"


def market(**changes: Any) -> Publishable:
    """A fine in a domain whose publicity has a term."""
    return samples.decision(**({"domain": "market", "kinds": ("fine",), "fine": "80000"} | changes))


def asked(publication_id: UUID, at: datetime = PAST_WAIT, **more: Any) -> RepairFacts:
    told = {"applicant": "示范县恒源化工有限公司", "claim": "罚款已缴清，隐患已整改", "applied_on": at.date()}
    return operations.apply_repair(publication_id=publication_id, by=samples.PUBLICIST, at=at, **(told | more))


def decided(repair_id: UUID, at: datetime = PAST_WAIT, **more: Any) -> RepairFacts:
    told: dict[str, Any] = {"granted": True, "reason": "经核实，条件全部具备", "conditions": tuple(CONDITIONS)}
    return operations.decide_repair(repair_id=repair_id, by=samples.HEAD, at=at, **(told | more))


def withdrawn(at: datetime = SHOWN + timedelta(days=1)) -> PublicationFacts:
    made = samples.released(market())
    return operations.withdraw(
        publication_id=made.id,
        trigger="revoked",
        reason="示范县人民政府复议决定撤销本决定",
        by=samples.PUBLICIST,
        at=at,
    )


def expired() -> PublicationFacts:
    made = samples.released(market())
    return operations.expire(publication_id=made.id, by=SYSTEM, at=PAST_TERM)


def repaired() -> PublicationFacts:
    made = samples.released(market())
    decided(asked(made.id).id)
    return samples.state(made.id)


def republished() -> PublicationFacts:
    gone = withdrawn()
    return operations.republish(
        publication_id=gone.id, ground="quashed", reason=WHY, by=samples.HEAD, at=SHOWN + timedelta(days=40)
    )


ENDS = {"withdrawn": withdrawn, "expired": expired, "repaired": repaired}
GROUNDS = {"withdrawn": "quashed", "expired": "term", "repaired": "cheated"}
LAST_DAY = date(2029, 11, 10)
