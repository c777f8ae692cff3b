"""Who answers for what (L-13): the statement that an act confirms, in the wording of its day, with a digest over who and when."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from mingjing.cases.terms import ActSpec, CaseFacts
from mingjing.cases.terms.facts import CHINA
from mingjing.cases.terms.procedure import HEAD_STATEMENT
from mingjing.foundation.people import Actor
from mingjing.kernel.hashing import canonical
from mingjing.review import queries as reviewed

# Act → the field that confirms, and whose wording it is.
CONFIRMED: Mapping[str, tuple[str, str]] = {
    "submit_review": ("statement", "submit"),
    "give_opinion": ("statement", "opinion"),
    "decide": (HEAD_STATEMENT, "decision"),
    "decide_no_penalty": (HEAD_STATEMENT, "decision"),
    "decide_not_established": (HEAD_STATEMENT, "decision"),
}


def with_statement(spec: ActSpec, on: date) -> ActSpec:
    """The act with the wording of the day beside the field that confirms it."""
    name, whose = CONFIRMED.get(spec.code, ("", ""))
    if spec.field(name) is None:
        return spec
    text = reviewed.statement(whose, on)
    return replace(spec, fields=tuple(replace(one, help=text) if one.name == name else one for one in spec.fields))


def signed(spec: ActSpec, by: Actor, at: datetime, on: date) -> dict[str, Any]:
    """What an act keeps of the statement: its text, and a digest over text, person, moment and act."""
    name, whose = CONFIRMED.get(spec.code, ("", ""))
    if spec.field(name) is None:
        return {}
    text = reviewed.statement(whose, on)
    return {"responsibility": {"text": text, "sha256": digest_of(text, spec.code, str(by.person_id), at)}}


def digest_of(text: str, code: str, person: str, at: datetime) -> str:
    """SHA-256 over what was stated, for which act, by whom and when."""
    return sha256(
        canonical({"text": text, "act": code, "person": person, "at": at.astimezone(CHINA).isoformat()})
    ).hexdigest()


def stated(case: CaseFacts) -> tuple[dict[str, Any], ...]:
    """Every statement of a case, oldest first, and whether its digest still fits."""
    return tuple(
        {
            "act": act, "name": case.procedure.acts[act.code].name, **told,
            "fits": told["sha256"] == digest_of(told["text"], act.code, str(act.by), act.at),
        }
        for act in case.acts
        if (told := act.data.get("responsibility"))
    )  # fmt: skip
