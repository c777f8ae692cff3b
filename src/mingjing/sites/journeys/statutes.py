"""The steps of a story around law and discretion: a law, a benchmark, a question put to its table, a guiding case."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mingjing.cases import operations as cases
from mingjing.cases import queries
from mingjing.cases.terms.weighing import AskedFacts, Stated
from mingjing.lawbook import operations
from mingjing.lawbook import queries as lawbook
from mingjing.lawbook.terms import Addressee, DiscretionRow, DiscretionTable, Example
from mingjing.lawbook.terms.discretion import from_seed
from mingjing.publicity import operations as lists
from mingjing.sites.journeys import guiding
from mingjing.sites.journeys.world import moment

if TYPE_CHECKING:
    from mingjing.sites.journeys.player import Player

# Step of a guiding case → who takes it, where the story does not say.
WHOSE = {"draft": "监", "check": "监2", "release": "监2", "end": "监"}
OPINION = "案情和条文相符，条文现行有效，认不出当事人。"


def law(player: "Player", told: Mapping[str, Any], at: datetime) -> str:
    """A law or a new version of one taken into the library; the warnings of the reading are told."""
    made, warned = operations.add_law(
        text=str(told["text"]), source="旅程", by=player.actor(player.team["head"], at), at=at
    )
    return "；".join((made.title, *warned))


def benchmark(player: "Player", told: Mapping[str, Any], by: str, at: datetime) -> str:
    """A benchmark entered and published, then made public by three people; without a table the one that is there."""
    code = str(told.get("matter", player.case_matter()))
    if "table" in told or "drop" in told or "rows" in told or "examples" in told:
        _published(player, told, code, by, at)
    return _in_public(player, code, at)


def _published(player: "Player", told: Mapping[str, Any], code: str, by: str, at: datetime) -> None:
    organ = player.world.organs[player.home]
    now = lawbook.benchmark(organ, code, at.date())
    head = player.actor(by or player.team["head"], at)
    draft = operations.add_benchmark(
        organ_id=organ, matter_code=code, issuer=str(told.get("issuer", now.issuer if now else "示范县")), document_number=str(told["document"]),
        valid_from=moment(told.get("valid_from", at.date())).date(), table=_table(told, now.table if now else None), fictional=True, by=head, at=at,
    )  # fmt: skip
    day = moment(told.get("published_on", at.date())).date()
    operations.publish_benchmark(benchmark_id=draft.benchmark_id, published_on=day, by=head, at=at)


def _table(told: Mapping[str, Any], now: DiscretionTable | None) -> DiscretionTable:
    """The table as written, or the one in force with some rows taken out (`drop`), written anew (`rows`), other examples."""
    if "table" in told:
        return from_seed(told["table"])
    if now is None:
        raise KeyError("没有可以修改的裁量表，请写 table")
    held = dict(enumerate(now.rows, start=1))
    held |= {int(place): _row(row) for place, row in dict(told.get("rows", {})).items()}
    rows = tuple(held[place] for place in sorted(held) if place not in told.get("drop", ()))
    examples = tuple(
        Example(Addressee(who), tuple(map(str, facts)), tier) for who, facts, tier in told.get("examples", ())
    )
    return replace(now, rows=rows, examples=examples or now.examples)


def _row(told: Any) -> DiscretionRow:
    tier, who, cells, fine, source = told
    return DiscretionRow(str(tier), Addressee(who), tuple(map(str, cells)), str(fine), "", str(source))


def _in_public(player: "Player", code: str, at: datetime) -> str:
    organ, team = player.world.organs[player.home], player.team
    collector, checker, releaser = (player.actor(team[role], at) for role in ("publicist", "reviewer", "head"))
    drawn = lists.draw_entries(organ_id=organ, kind="benchmark", by=collector, at=at)
    one = next(each for each in drawn if each.code == code)
    lists.check_entry(edition_id=one.id, by=checker, at=at)
    lists.release_entry(edition_id=one.id, by=releaser, at=at)
    return f"{one.name}，公开的第{one.seq}版"


def weigh(player: "Player", told: Mapping[str, Any], by: str, at: datetime) -> tuple[str, str]:
    """Facts with their evidence put to the public table; gives back what it said, and how that differs from what was expected."""
    facts = player.facts()
    code = str(told.get("matter", facts.matter["code"]))
    offered = queries.askable(facts, at.date())
    one = next((each for each in offered if each.cited["code"] == code), None)
    given, proved = dict(told.get("facts", {})), told.get("evidence", [1])
    names = [factor.name for factor in one.table.factors] if one else list(given)
    if strange := sorted(set(map(str, given)) - set(names)):
        raise KeyError(f"裁量表没有这一项：{'、'.join(strange)}")
    stated = [Stated(name, _said(given.get(name, "")), _proof(proved, name) if name in given else ()) for name in names]
    base = Decimal(str(told["base"])) if "base" in told else None
    made = cases.ask_discretion(
        case_id=player.case_id(), edition_id=one.cited["id"] if one else "没有", stated=stated, base=base,
        by=player.actor(by or player.team["handlers"][0], at), now=at,
    )  # fmt: skip
    answer = made.answer
    found = made.tier or (f"还缺{'、'.join(answer['missing'])}" if answer["missing"] else str(answer["wrong"]))
    return f"{found} {answer['low']}至{answer['high']}元".strip(), "；".join(_unlike(made, told))


def _said(value: Any) -> str:
    """A fact as it is typed: YAML reads 是 as text, but true and false may be written too."""
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(value)


def _proof(proved: Any, name: str) -> tuple[int, ...]:
    """The evidence of one fact: the same for all, or by name."""
    return tuple(proved.get(name, ()) if isinstance(proved, dict) else proved)


def _unlike(made: AskedFacts, told: Mapping[str, Any]) -> list[str]:
    """What of the answer is not as the story says: tier, range, what is missing, row, which of old and new is lighter."""
    answer = made.answer
    found = {
        "tier": made.tier or "无", "range": [Decimal(each) for each in (answer["low"], answer["high"]) if each], "missing": sorted(answer["missing"]),
        "row": answer["place"] + 1, "lighter": answer.get("lighter", ""),
    }  # fmt: skip
    wanted: dict[str, Any] = {name: told[name] for name in found if name in told}
    if "range" in wanted:
        wanted["range"] = [Decimal(str(each)) for each in wanted["range"]]
    if "missing" in wanted:
        wanted["missing"] = sorted(map(str, wanted["missing"]))
    return [f"{name} 应为 {_shown(each)}，是 {_shown(found[name])}" for name, each in wanted.items() if each != found[name]]  # fmt: skip


def _shown(value: Any) -> str:
    return "至".join(f"{each:f}" if isinstance(each, Decimal) else str(each) for each in value) if isinstance(value, list) else str(value)  # fmt: skip


def guiding_case(player: "Player", told: Mapping[str, Any], by: str, at: datetime) -> str:
    """One step of a guiding case: draft, check, release, end; or what a handler says of one in a case (`follow`)."""
    key, move = str(told.get("key", "指导案例")), str(told["move"])
    if move == "follow":
        handler = player.actor(by or player.team["handlers"][0], at)
        noted = cases.note_guiding_case(
            case_id=player.case_id(), guiding_id=player.guiding[key], followed=str(told.get("followed", "yes")),
            reason=str(told.get("reason", "情节相同，按同一阶次提出意见。")), by=handler, now=at,
        )  # fmt: skip
        return noted.called
    who = player.actor(by or WHOSE[move], at)
    if move == "draft":
        changed: dict[str, Any] = {name: tuple(each) if isinstance(each, list) else each for name, each in dict(told.get("content", {})).items()}  # fmt: skip
        made = operations.draft_guiding_case(spec=replace(guiding.WELDERS, **changed), by=who, at=at)
        player.guiding[key] = made.id
        return made.title
    held = lawbook.guiding_case(player.guiding[key])
    assert held is not None  # noqa: S101 what the story drafted is there
    given: dict[str, Any] = {"guiding_id": held.id, "by": who, "at": at}
    if move == "check":
        passed = bool(told.get("passed", True))
        return operations.check_guiding_case(passed=passed, opinion=str(told.get("opinion", OPINION)), seen=held.digest, **given).state  # fmt: skip
    if move == "release":
        return operations.release_guiding_case(note=str(told.get("note", guiding.NOTE)), seen=held.digest, **given).called  # fmt: skip
    return operations.end_guiding_case(reason=str(told.get("reason", "条文修改，不再适用。")), **given).state
