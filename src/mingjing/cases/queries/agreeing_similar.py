"""Whether the table of factors still says what the acts say, and the answers to suggestions what the ledger says."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mingjing.cases import events
from mingjing.cases.models import Act, DiscretionAsked, Precedent, SuggestionAnswer
from mingjing.cases.queries.similar import act_columns
from mingjing.cases.queries.weighing import asked_digest
from mingjing.kernel.hashing import fingerprint
from mingjing.ledger.queries import EventFacts
from mingjing.publicity.terms import IN_PUBLIC


def precedent_unlike(case: Mapping[str, Any], acts: Sequence[Act]) -> Iterator[str]:
    """What the row of a case says that its acts do not. Where the organ works may be registered anew; that is no fault."""
    try:
        made = act_columns(acts, case["party"], case["matter"])
    except ArithmeticError:  # an amount that is none: the act itself is named
        return
    held = Precedent.objects.filter(case_id=case["id"]).first()
    if made is None and held is None:
        return
    if made is None or held is None:
        yield "类案库里多出这件案件" if made is None else "类案库里没有这件案件"
        return
    made |= {"organ_id": case["organ_id"], "dossier_id": case["dossier_id"], "public": case["publication"] in IN_PUBLIC}
    if any(getattr(held, name) != value for name, value in made.items()):
        yield "类案库的内容与各步骤不符"


def answers_unlike(case: Mapping[str, Any], told: Sequence[EventFacts]) -> Iterator[str]:
    """Answers to suggestions that differ from what was told, were never told, or are gone."""
    said = {
        (one.payload["for"], one.person_id): (one.payload["taken"] == "yes", one.payload["reason"], fingerprint(one.payload["suggested"]))
        for one in told
        if one.kind == events.SUGGESTION_ANSWERED
    }  # fmt: skip
    for row in SuggestionAnswer.objects.filter(case_id=case["id"]):
        if said.pop((row.act_seq, row.by_id), None) != (row.taken, row.reason, fingerprint(row.suggested)):
            yield f"{row.by_name}对类案建议的说明与台账登记的不符"
    if said:
        yield f"台账记有 {len(said)} 份对类案建议的说明，业务库里没有（被删除）"


def asked_unlike(case: Mapping[str, Any], told: Sequence[EventFacts]) -> Iterator[str]:
    """Questions to a benchmark's table that differ from what was told, were never told, or are gone."""
    said = {one.payload["asked"]: one.payload["digest"] for one in told if one.kind == events.DISCRETION_ASKED}
    for row in DiscretionAsked.objects.filter(case_id=case["id"]):
        if said.pop(str(row.id), None) != asked_digest(row):
            yield f"{row.by_name}的裁量查问与台账登记的不符"
    if said:
        yield f"台账记有 {len(said)} 次裁量查问，业务库里没有（被删除）"
