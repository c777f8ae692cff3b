"""Putting the facts of a case to a benchmark's table: kept with the evidence and the answer, told to the ledger."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from mingjing.cases import access, events
from mingjing.cases.models import Case, DiscretionAsked
from mingjing.cases.queries.facts import load
from mingjing.cases.queries.weighing import addressee_of, askable, asked_digest, put
from mingjing.cases.rules.weighing import facts_rest_on_evidence, not_after_the_decision
from mingjing.cases.terms.facts import CHINA
from mingjing.cases.terms.weighing import ASKING, AskedFacts, Stated, told
from mingjing.foundation.access import Forbidden
from mingjing.foundation.operations import operation
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid, Refused, blocking
from mingjing.kernel.tables import Faulty
from mingjing.lawbook import queries as lawbook
from mingjing.lawbook.terms import Factor
from mingjing.ledger import operations as ledger
from mingjing.records import operations as records


@operation(events.DISCRETION_ASKED)
def ask_discretion(
    *, case_id: UUID, edition_id: str, stated: Sequence[Stated], base: Decimal | None, by: Actor, now: datetime
) -> AskedFacts:
    """Put facts to the table of a public benchmark; facts without a text are not found out. `base`: yuan that multiples count by.

    Raises Invalid (facts of the wrong kind), Forbidden, Refused (DIS-01, DIS-02). 国办发〔2022〕27号.
    """
    case = Case.objects.select_for_update().filter(id=case_id).first()
    if case is None:
        raise Invalid({"case": ["没有这个案件，请从案件列表重新进入。"]})
    if by.organ_id != case.organ_id or not by.has(*ASKING) or not access.may_see(by, access.Seen(case.organ_id)):
        raise Forbidden("只有本机关的承办人、案件审查人、法制审核人和负责人可以查问裁量基准。")
    facts = load(case, related=False)
    one = next((each for each in askable(facts, now.astimezone(CHINA).date()) if each.cited["id"] == edition_id), None)
    if one is None:
        raise Invalid({"benchmark": ["没有这份已经公布、正在施行、可以按案情查出的裁量基准，请重新选择。"]})
    if not any(each.text for each in stated):
        raise Invalid({"a0": ["至少要填一项查明的事实。"]})
    if base is not None and not (base.is_finite() and 0 <= base < Decimal(10) ** 13):
        raise Invalid({"base": ["应为不小于 0 的金额。"]})
    _readable(one.table.factors, stated)
    valid = {number for number, _, counts in facts.evidence if counts}
    found = (*not_after_the_decision(decided=facts.decision is not None), *facts_rest_on_evidence(stated, valid))
    if refused := blocking(found):
        raise Refused(*refused)
    row = DiscretionAsked.objects.create(
        case=case, cited=dict(one.cited), benchmark_sha256=one.benchmark.sha256, addressee=addressee_of(facts).value,
        stated=[{"name": each.name, "text": each.text, "evidence": list(each.evidence), "unit": factor.unit} for factor, each in zip(one.table.factors, stated, strict=True)], base=base,
        answer=told(put(facts, one, stated, base)), by_id=by.person_id, by_name=by.name, at=now,
    )  # fmt: skip
    ledger.append(
        kind=events.DISCRETION_ASKED, stream=records.stream(case.dossier_id), at=now, by=by,
        payload={"asked": str(row.id), "benchmark": row.benchmark_sha256, "tier": row.answer["tier"], "digest": asked_digest(row)},
    )  # fmt: skip
    return row.facts()


def _readable(factors: Sequence[Factor], stated: Sequence[Stated]) -> None:
    wrong: dict[str, list[str]] = {}
    if [one.name for one in stated] != [one.name for one in factors]:
        raise Invalid({"benchmark": ["裁量因素与这份基准不一致，请刷新以后重新填写。"]})
    for place, (factor, one) in enumerate(zip(factors, stated, strict=True)):
        try:
            lawbook.taken_in(factor, one.text)
        except Faulty as problem:
            wrong[f"a{place}"] = [problem.message]
    if wrong:
        raise Invalid(wrong)
