"""Hand-made cases: acts as short tuples, no database."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from mingjing.cases.queries.calendar import figures
from mingjing.cases.rules import engine
from mingjing.cases.terms import ORDINARY, ActFacts, CaseFacts, Context, Proposed, RelatedCase, procedure
from mingjing.cases.terms.facts import CHINA
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import Rule, registered
from mingjing.kernel.workdays import national
from mingjing.organs.terms import CertificateFacts, OrganFacts

SPACE = UUID("5b0b6a34-0000-4000-8000-000000000000")
ORGAN = OrganFacts(
    id=uuid5(SPACE, "organ"), name="示范县应急管理局", code="示应急", slug="yjj", uscc="", level="county", kind="statutory",
    domain="emergency", parent_id=None, principal_id=None, region="示范县", region_code="", government="示范县人民政府",
    address="", phone="", bank="", bank_account="", bank_account_name="", reconsideration_body="示范县人民政府",
    court="示范县人民法院", basis="", effective_from=date(2019, 3, 28), effective_to=None,
)  # fmt: skip
PARTY = {"id": "p", "kind": "legal_person", "name": "示范县恒源化工有限公司", "id_no": "91130821MA0HTEA1XE"}
MATTER = {"code": "AQ097-7", "name": "特种作业", "organ_id": str(ORGAN.id), "fine_unit_min": "0", "fine_unit_max": "100000", "fine_person_min": "1000", "fine_person_max": "10000"}  # fmt: skip


USUAL: dict[str, dict[str, Any]] = {}
"""What the rules read of an act's form without asking whether it is there, because the form demands it."""


def key(name: str) -> UUID:
    """A person of the tests."""
    return uuid5(SPACE, name)


def person(name: str) -> dict[str, str]:
    """A person as a form keeps one."""
    return {"id": str(key(name)), "name": name}


def people(*names: str) -> list[dict[str, str]]:
    """Several persons."""
    return [person(name) for name in names]


USUAL |= {
    "inspect": {"recorder": person("甲")},
    "interview": {"recorder": person("甲")},
    "arrange_hearing": {"hearing_at": "2026-10-22T09:00+08:00", "place": "听证室"},
}


def moment(text: str) -> datetime:
    """2026-09-24 is nine in the morning in China."""
    found = datetime.fromisoformat(text[:16] if len(text) > 10 else f"{text} 09:00")
    return found.replace(tzinfo=CHINA)


def certificate(name: str, start: str = "2022-01-01", end: str = "2027-12-31", **more: Any) -> CertificateFacts:
    """A certificate of the organ."""
    usual = CertificateFacts(
        id=uuid5(SPACE, f"{name}-{start}"), person_id=key(name), person_name=name, organ_id=ORGAN.id,
        organ_name=ORGAN.name, number=name, issuer="示范省司法厅", category="综合执法", area="示范县",
        valid_from=date.fromisoformat(start), valid_to=date.fromisoformat(end), suspensions=(), revoked_at=None,
    )  # fmt: skip
    return replace(usual, **more)


def case(
    *acts: tuple[str, str, dict[str, Any]] | tuple[str, str], stage: str = "", of: str = ORDINARY, **more: Any
) -> CaseFacts:
    """A case of these acts in this order. `by` in an act's data is who did it (default 甲), `number` its number."""
    found, table = [], procedure(of)
    here = table.start
    for seq, told in enumerate(acts, start=1):
        code, on, *rest = told
        data = {**USUAL.get(code, {}), **(rest[0] if rest else {})}
        if code == "discuss":
            data.setdefault("discussed_at", f"{on[:10]}T08:30+08:00")
        by, number = str(data.pop("by", "甲")), str(data.pop("number", f"{code}-{seq}"))
        here = table.acts[code].target(data, here)
        at = moment(on)
        found.append(
            ActFacts(seq, code, at, at, key(by), by, None, data, number=number, stage_after=here)
        )  # fmt: skip
    usual: dict[str, Any] = {
        "id": key("case"), "organ": ORGAN, "procedure": table, "stage": stage or (here if acts else ""), "party": PARTY,
        "matter": MATTER, "acts": tuple(found), "certificates": {key(n): (certificate(n),) for n in ("甲", "乙", "庚")},
    }  # fmt: skip
    return CaseFacts(**(usual | more))


def asked(code: str, on: str = "2026-10-10", by: str = "己", drafted_by: str = "", **data: Any) -> Proposed:
    """An act asked for."""
    at = moment(on)
    return Proposed(code, at, key(by), key(drafted_by) if drafted_by else None, data, at)


def context(now: str = "2026-10-10", domain: str = "emergency") -> Context:
    """National calendar and figures at a moment."""
    return Context(national(), partial(figures, domain), moment(now) + timedelta(minutes=1))


def other_case(**more: Any) -> RelatedCase:
    """Another case on the same party: same matter, 2 September, filed and fined by another organ."""
    usual: dict[str, Any] = {
        "id": key("other"), "organ_id": key("other organ"), "organ_name": "本县另一机关", "number": "示综执罚〔2026〕1号",
        "matter_code": "AQ097-7", "stage": "decided", "filed_on": date(2026, 9, 3), "violation_from": date(2026, 9, 2),
        "violation_to": date(2026, 9, 2), "outcome": "decide", "fine": "20000", "decided_on": date(2026, 9, 20),
    }  # fmt: skip
    return RelatedCase(**(usual | more))


def part(number: str, name: str) -> Rule:
    """One part of a rule by the name of its function."""
    return next(each for each in registered()[number] if each.function.__name__ == name)


def told(rule: Rule, facts: CaseFacts, act: Proposed, ctx: Context | None = None) -> list[str]:
    """The messages of one rule about an act."""
    return [finding.message for finding in rule(facts, act, ctx or context(act.at.isoformat()[:16]))]


def rules(facts: CaseFacts, act: Proposed, ctx: Context | None = None) -> set[str]:
    """The numbers of the rules that speak when all guards are asked."""
    found: tuple[Finding, ...] = engine.guards(facts, act, ctx or context(act.at.isoformat()[:16]))
    return {finding.rule for finding in found}
