"""Who had to do with a case: what a counsel is checked against (REV-33)."""

from collections.abc import Iterator
from typing import Any

from mingjing.cases.terms import CaseFacts
from mingjing.review.terms import Involved


def involved_in(case: CaseFacts) -> Involved:
    """Who had to do with a case from its first act to now: persons by id, the party and who acted for it by name."""
    persons = {*case.handlers_ever, *case.examiners, *case.chairs, *(one.by for one in case.acts)}
    persons |= {one.drafted_by for one in case.acts if one.drafted_by}
    names = {str(case.party.get(key) or "").strip() for key in ("name", "representative")}
    told: list[str] = []
    for one in case.acts:
        for name, text in _acting(one.data):
            names.add(name.strip())
            told.append(text)
    return Involved(persons, names - {""}, tuple(told))


def _acting(data: Any) -> Iterator[tuple[str, str]]:
    """Who acted for the party in one act: its agents at a hearing, a signer who was authorised or is called 代理人."""
    rows = data.get("agents")
    for row in rows if isinstance(rows, list | tuple) else ():
        if isinstance(row, dict):
            yield str(row.get("name") or ""), "，".join(map(str, row.values()))
    relation = str(data.get("relation") or "")
    if relation == "agent" or any(word in relation for word in ("代理", "委托", "受托", "律师")):
        for key in ("signer", "person", "name", "receiver"):
            if isinstance(data.get(key), str):
                yield data[key], f"{data[key]}，{relation}"
