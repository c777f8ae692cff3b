"""What an organ of the example county makes public beforehand: collected, checked and released by three people."""

from datetime import datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import yaml

from mingjing.foundation.people import Actor
from mingjing.kernel.citations import parse
from mingjing.lawbook import queries as lawbook
from mingjing.organs import queries as organs
from mingjing.organs.terms import OrganFacts
from mingjing.publicity import operations, queries
from mingjing.publicity.queries.drawing import LAWBOOK
from mingjing.publicity.terms import EditionFacts, kinds, text_templates
from mingjing.sites.figures import figures

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World


def publish(world: "World", home: str, at: datetime) -> int:
    """Fill every public list of an organ; gives back how many entries are public now."""
    team, organ = world.teams[home], organs.organ(world.organs[home])
    collector, checker, releaser = (world.actor(team[role], at) for role in ("publicist", "reviewer", "head"))
    found = [
        *(one for kind in kinds().values() if kind.draws in LAWBOOK for one in _drawn(organ, kind.key, collector, at)),
        *(one for kind in kinds().values() if kind.drafts for one in _texts(organ, kind.key, collector, at)),
        *_typed(organ, collector, at),
    ]
    for one in found:
        operations.check_entry(edition_id=one.id, by=checker, at=at + timedelta(minutes=1))
        operations.release_entry(edition_id=one.id, by=releaser, at=at + timedelta(minutes=2))
    return len(found)


def one_item(world: "World", home: str, told: dict[str, Any], at: datetime) -> EditionFacts:
    """Make one item public that an organ may inspect; `told` has code, name, and the values of its list."""
    team, organ = world.teams[home], organs.organ(world.organs[home])
    collector, checker, releaser = (world.actor(team[role], at) for role in ("publicist", "reviewer", "head"))
    made = operations.collect_entry(
        organ_id=organ.id, kind="random_check", code=str(told["code"]), name=str(told["name"]), values=_worded(told["values"], organ),
        valid_from=at.date(), by=collector, at=at,
    )  # fmt: skip
    operations.check_entry(edition_id=made.id, by=checker, at=at)
    return operations.release_entry(edition_id=made.id, by=releaser, at=at)


def _drawn(organ: OrganFacts, kind: str, by: Actor, at: datetime) -> tuple[EditionFacts, ...]:
    return operations.draw_entries(organ_id=organ.id, kind=kind, by=by, at=at)


def _texts(organ: OrganFacts, kind: str, by: Actor, at: datetime) -> tuple[EditionFacts, ...]:
    known = figures(organ, kind, at.date())
    return operations.draft_texts(organ_id=organ.id, kind=kind, figures=known, by=by, at=at)


def _typed(organ: OrganFacts, by: Actor, at: datetime) -> list[EditionFacts]:
    told = _told().get(organ.domain, {})
    rows = [(kind, one) for kind, entries in told.items() for one in entries if _held(one, at)]
    return [
        operations.collect_entry(
            organ_id=organ.id, kind=kind, code=one["code"], name=one["name"], values=_worded(one["values"], organ),
            valid_from=at.date(), by=by, at=at,
        )
        for kind, one in rows
    ]  # fmt: skip


def laws_cited() -> frozenset[str]:
    """The names of the laws that the example lists cite, for a rehearsal's library."""
    told = _told()
    entries = [one for organ in told.values() for rows in organ.values() for one in rows]
    texts = [one for kind in kinds() for one in text_templates(kind)]
    cited = [text for one in entries for text in one["values"].get("basis", ())]
    cited += [text for one in texts for text in one.basis]
    return frozenset(parse(text).law for text in cited)


def _told() -> dict[str, Any]:
    text = (files("mingjing.publicity") / "registers" / "example.yaml").read_text(encoding="utf-8")
    told: dict[str, Any] = yaml.safe_load(text)
    return told


def _held(one: dict[str, Any], at: datetime) -> bool:
    """Whether the library holds what the entry cites; a rehearsal's library may be a cut of it."""
    cited = one["values"].get("basis", [])
    standing = lawbook.standings(cited, at.date())
    return all(text in standing and standing[text].sha256 for text in cited)


def _worded(values: dict[str, Any], organ: OrganFacts) -> dict[str, Any]:
    def word(text: str) -> str:
        return text.replace("{organ}", organ.name).replace("{phone}", organ.phone)

    return {
        key: word(value) if isinstance(value, str) else [word(line) for line in value] for key, value in values.items()
    }


def leave_waiting(world: "World", home: str, now: datetime) -> None:
    """A new edition of a guide that waits to be checked, so that the desk has something to do."""
    team, organ = world.teams[home], organs.organ(world.organs[home])
    public = next(iter(queries.public_entries("guide", organ.code)), None)
    if public is None:
        return
    operations.collect_entry(
        organ_id=organ.id, kind="guide", code=public.code, name=public.name,
        values={**public.values, "promised_days": "10"}, valid_from=now.date(),
        reason="优化营商环境，承诺时限由 12 个工作日压缩到 10 个工作日",
        by=world.actor(team["publicist"], now), at=now - timedelta(hours=2),
    )  # fmt: skip
