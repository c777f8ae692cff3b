"""What people do: acts with guards, ledger and event; the rules alone; a document set in type."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.module_loading import import_string

from mingjing.cases import operations, queries
from mingjing.cases.queries.facts import context, load
from mingjing.cases.terms import Proposed
from mingjing.foundation import typesetting
from mingjing.records import queries as records
from mingjing.sites.bench.county import HEAD, LEAST, OFFICER, Grown, moment_of_acting
from mingjing.sites.bench.meter import RUNS, WARM_UP, Meter

ACT_MS, RULES_MS, RENDER_MS = 15, 2, 250
PAGES = 3


def acts(meter: Meter, county: Grown) -> None:
    """Evidence taken by the handler; a fine decided by the head."""
    for name, code, by, drafter in (
        ("步骤：收集证据（核对、文书、台账、事件）", "collect_evidence", OFFICER, None),
        ("步骤：作出处罚决定（核对、决定书、台账、公示排期、事件）", "decide", HEAD, OFFICER),
    ):
        forms = _forms(county, code)
        actor, second = county.actor(by), county.actor(drafter) if drafter else None

        def act(n: int, code: str = code, actor: Any = actor, second: Any = second, forms: Any = forms) -> None:
            operations.attempt(
                case_id=forms[n][0], code=code, data=forms[n][1], by=actor, drafter=second,
                at=moment_of_acting(county.now), now=county.now,
            )  # fmt: skip

        meter.time(name, act, target=ACT_MS)


def _forms(county: Grown, code: str) -> list[tuple[UUID, dict[str, Any]]]:
    """A fresh case and its filled form for every call."""
    player, found = county.player(code), []
    for key in county.copies[code][: RUNS + WARM_UP + 1]:
        player.report.cases[player.current] = key
        found.append((key, player.data_for(code, moment_of_acting(county.now), key)))
    return found


def rules(meter: Meter, county: Grown) -> None:
    """Every guard of the decision and every clock of the case, facts given, nothing remembered."""
    guards = import_string("mingjing.cases.rules.engine.guards")
    deadlines = import_string("mingjing.cases.rules.clocks.deadlines")
    key = county.copies["decide"][LEAST - 1]
    facts = load(queries.case_row(key))
    form = _cleaned(county, key)
    at = moment_of_acting(county.now)
    head, officer = county.actor(HEAD), county.actor(OFFICER)
    asked = Proposed("decide", at, head.person_id, officer.person_id, form, county.now)
    ctx = context(facts.organ, county.now)

    def ask(_: int) -> None:
        fresh = replace(facts)
        guards(fresh, asked, ctx)
        deadlines(fresh, ctx)

    meter.time("一个案件的全部核对与期限（处罚决定，事实已给）", ask, target=RULES_MS)


def _cleaned(county: Grown, key: UUID) -> dict[str, Any]:
    """The decision's data as a finished case has it, for the case that is asked about."""
    done = county.copies["decide"][0]
    facts = load(queries.case_row(done))
    act = facts.last("decide")
    assert act is not None and key != done
    return dict(act.data)


def typeset(meter: Meter, county: Grown) -> None:
    """A penalty decision of three pages as PDF/A."""
    done = queries.dossier_of(county.copies["decide"][0])
    held = next(each for each in records.documents(done) if each.form == "penalty_decision")
    template = records.template(held.form, held.form_version)
    data = _long(held.data, template, held.made_at)

    def render(n: int) -> None:
        made = typesetting.render(template, {**data, "number": f"示应急罚〔2026〕{9000 + n}号"}, created=held.made_at)
        assert made.pages == PAGES

    meter.time("三页处罚决定书排成 PDF/A", render, target=RENDER_MS, most=10)


def _long(data: Any, template: Any, created: Any) -> dict[str, Any]:
    """The same document with its facts told at length, until it fills three pages."""
    fields, more = (
        dict(data["fields"]),
        "现场检查、询问和书证均证明上述事实，当事人对检查发现的问题没有异议，并已签名确认。",
    )
    for _ in range(200):
        grown = {**data, "fields": fields, "verify": None}
        if typesetting.render(template, grown, created=created).pages >= PAGES:
            return grown
        fields["facts"] = str(fields.get("facts", "")) + more * 4
    raise AssertionError("the decision does not grow to three pages")
