"""A proposed penalty as the review room asks for it: what is known, and what is not known yet."""

from collections.abc import Iterator

from mingjing.cases.rules.notice import hearing_is_owed, live_request, money
from mingjing.cases.rules.review import CITES, proposed
from mingjing.cases.terms import ActFacts, CaseFacts, Context, Proposed
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.review.terms import SHORTEST_REASON, DecisionProfile


def profile_of(case: CaseFacts, ctx: Context) -> DecisionProfile:
    """What the file says of the decision to be made. Before the report nothing is known of the proposal.

    The report asks for public interest and social risk in one question: a no is a no to both, a yes leaves open which.
    Nobody is asked about 重大权益: a right to a hearing says yes, anything else is left to the reviewer.
    """
    if case.procedure.kind != "penalty":
        return _of_application(case)
    report, penalty = case.last("report"), proposed(case)
    said = report.data if report else {}
    unknown = set()
    if report is None:
        unknown |= {"kinds", "fine", "confiscation", "public_interest", "social_risk", "complex"}
    interest = said.get("public_interest") == "yes"
    if interest:
        unknown.add("social_risk")
    kinds = tuple(penalty.get("kinds") or ())
    unknown |= {name for name, tied in _AMOUNTS.items() if tied & set(kinds) and not penalty.get(name)}
    owed = report is not None and hearing_is_owed(case, penalty, ctx, report.on)
    if not owed:
        unknown.add("major_rights")
    if _may_be_heard(case):
        unknown.add("after_hearing")
    return DecisionProfile(
        organ_id=case.organ.id, category="penalty", party_is_unit=case.party_is_unit, kinds=kinds,
        fine=money(penalty, "fine") if penalty.get("fine") else None, confiscation=money(penalty, "confiscation") if penalty.get("confiscation") else None,
        after_hearing=case.has("hold_hearing"), public_interest=interest, major_rights=owed, complex=said.get("complex") == "yes",
        domain=case.organ.domain, level=case.organ.level, unknown=frozenset(unknown),
    )  # fmt: skip


def _of_application(case: CaseFacts) -> DecisionProfile:
    """What the examination says of an application; before it nothing is known. Nobody is asked about social risk."""
    check = case.last("check")
    said = check.data if check else {}
    unknown = (
        {"social_risk"} if check else {"social_risk", "public_interest", "major_rights", "complex", "after_hearing"}
    )
    return DecisionProfile(
        organ_id=case.organ.id, category=case.procedure.kind, party_is_unit=case.party_is_unit, kinds=(), fine=None, confiscation=None,
        after_hearing=case.has("hold_hearing"), domain=case.organ.domain, level=case.organ.level, unknown=frozenset(unknown),
        public_interest=said.get("public_interest") == "yes", major_rights=said.get("third_party") == "yes", complex=said.get("complex") == "yes",
    )  # fmt: skip


_AMOUNTS = {"fine": {"fine"}, "confiscation": {"confiscate_gains", "confiscate_goods"}}


def _may_be_heard(case: CaseFacts) -> bool:
    """Whether a hearing may still come: nobody was told yet, or a request stands and was not heard."""
    if case.has("hold_hearing"):
        return False
    notice: ActFacts | None = case.last("notify")
    return notice is None or live_request(case, notice) is not None


@rule("REV-25", cites=CITES, acts=["give_opinion"])
def not_major_has_its_reason(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """审核意见认定不属于重大执法决定的，写明理由。"""
    if act.data.get("is_major") == "no" and len(str(act.data.get("not_major_reason") or "").strip()) < SHORTEST_REASON:
        yield not_major_has_its_reason.finding(
            "认定不属于重大执法决定，没有写明理由",
            next_step=f"请写明理由（不少于 {SHORTEST_REASON} 个字）",
            field="not_major_reason",
        )
