"""The engine of redaction for texts that are no decision: what in them may point to a person (foundation.suspecting)."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from mingjing.foundation.suspecting import Suspect
from mingjing.publicity.rules.redaction import candidates
from mingjing.publicity.terms import Publishable


def suspects(texts: Mapping[str, str], on: date) -> tuple[Suspect, ...]:
    """Names beside a role, numbers of identity, telephones, accounts, plates, dwellings, in the order of the texts."""
    names = tuple(texts)
    decision = Publishable(
        source_ref="", organ_id=UUID(int=0), organ_name="", organ_code="", number="", decided_on=on, category="other", outcome="",
        party_name="", party_kind="legal_person", cause="", violation="", result="", basis=(), full_text=tuple(texts.values()),
    )  # fmt: skip
    found = (one for one in candidates(decision, "full") if one.part[:1] == "p" and one.part[1:].isdecimal())
    return tuple(Suspect(names[int(one.part[1:])], one.text, one.why, one.certain) for one in found)
