"""Putting the words of a story into the usual content of a form: `{on+15}` is a day, `{party.name}` the party."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from mingjing.cases.operations.lookup import party_json
from mingjing.cases.terms import CaseFacts
from mingjing.cases.terms.display import chinese_date
from mingjing.parties.terms import PartyFacts
from mingjing.sites.journeys.world import World, moment

PEOPLE_FIELDS = {"person", "people"}
_WHOLE = re.compile(r"\{([\w.]+)\}")
_LATER = re.compile(r"\{on\+(\d+)\}")


def words(
    team: Mapping[str, Any], facts: CaseFacts | None, party: PartyFacts | None, at: datetime, tale: Mapping[str, str]
) -> dict[str, Any]:
    """Everything a default may name: the day, the team, the party, the organ, the tale, and what earlier acts said."""
    known = _standing(team, facts, party, at)
    return known | {f"matter.{key}": fill(text, known) for key, text in tale.items()}


def _standing(
    team: Mapping[str, Any], facts: CaseFacts | None, party: PartyFacts | None, at: datetime
) -> dict[str, Any]:
    members = [
        {"person": key, "post": "负责人", "view": "同意承办机构的意见。", "vote": "yes"} for key in team["members"]
    ]
    known: dict[str, Any] = {
        "on": at.date().isoformat(), "on_cn": chinese_date(at.date().isoformat()), "at": at.isoformat(timespec="minutes"), "handlers": team["handlers"],
        "handler1": team["handlers"][0], "handler2": team["handlers"][-1], "chair": team["chair"],
        "recorder": team["recorder"], "head": team["head"], "members": members,
    }  # fmt: skip
    if party is not None:
        known |= {f"party.{key}": value for key, value in party_json(party).items()}
    if facts is None:
        return known
    known |= {f"party.{key}": value for key, value in facts.party.items()}
    known["signer"] = facts.party.get("representative") or facts.party["name"]
    known |= {f"organ.{key}": getattr(facts.organ, key) for key in ("name", "code", "reconsideration_body", "court")}
    known |= {name: facts.matter[name] for name in ("violates", "penalises")}
    known["matter.name"] = str(facts.matter["name"]).removesuffix("案")
    known["found_on"] = facts.acts[0].data.get("found_on", facts.acts[0].on.isoformat())
    for act in facts.acts:
        known |= {f"{act.code}.{key}": value for key, value in act.data.items()}
    return known


def fill(value: Any, known: Mapping[str, Any]) -> Any:
    """A default or a typed value with the words put in."""
    if isinstance(value, dict):
        return {key: fill(inner, known) for key, inner in value.items()}
    if isinstance(value, list):
        return [fill(inner, known) for inner in value]
    if isinstance(value, datetime):
        return moment(value).isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        return value
    if whole := _WHOLE.fullmatch(value):
        return known.get(whole[1])
    start = date.fromisoformat(known["on"])
    later = _LATER.sub(lambda found: (start + timedelta(days=int(found[1]))).isoformat(), value)
    return _WHOLE.sub(lambda found: str(known.get(found[1], "")), later)


def people_in(world: World, value: Any, spec: Any) -> Any:
    """Turn the story's people (甲) into ids, wherever the form has a person."""
    if spec.type in PEOPLE_FIELDS:
        many = value if isinstance(value, list) else [value]
        found = [str(world.people.get(each, each)) if isinstance(each, str) else each for each in many]
        return found if spec.type == "people" else found[0]
    if spec.type == "table" and isinstance(value, list):
        return [{c.name: people_in(world, row[c.name], c) for c in spec.columns if c.name in row} for row in value]
    return value


def last_servable(facts: CaseFacts) -> int | None:
    """The latest document that waits for service."""
    waiting = [a.seq for a in facts.acts if facts.procedure.acts[a.code].servable and not facts.served(a)]
    return waiting[-1] if waiting else None
