"""Every procedure as its table says it: whole, reachable, guarded, drawn, filed, and every way out of it walked by a journey."""

from pathlib import Path

import pytest
import yaml

from mingjing.archives.rules.order import order_of
from mingjing.cases.queries.chart import chart_bpmn, chart_svg, chart_text
from mingjing.cases.rules import engine
from mingjing.cases.rules.guidance import GUIDES
from mingjing.cases.rules.wording import drawn
from mingjing.cases.terms import Procedure, procedure, procedures
from mingjing.cases.terms.procedure import FOLDERS, opened_by
from mingjing.kernel.rulebook import registered
from mingjing.records import queries as records

HERE = Path(__file__).parent
TOLD_ONLY = {("preserve", "G-08")}
"""Listed so that the published rights tell the party of it; it is asked at later acts."""
PLAIN = {"handlers", "me", "today"}
ROOTS = {"matter", "party", "organ"}
every = pytest.mark.parametrize("table", procedures(), ids=list(FOLDERS))


def stories() -> dict[str, dict]:
    """Every journey, with the steps of the one that it goes on from."""
    read = {path.name: yaml.safe_load(path.read_text(encoding="utf-8")) for path in HERE.glob("*.yaml")}
    return {name: told for name, told in read.items() if "steps" in told}


def opening_of(name: str, told: dict[str, dict]) -> str:
    story = told[name]
    if "continues" in story:
        return opening_of(story["continues"]["file"], told)
    return next((step["act"] for step in story["steps"] if "act" in step), "")


def test_each_procedure_has_an_opening_act_of_its_own():
    found = [table.opening.code for table in procedures()]
    assert len(found) == len(set(found))
    assert [opened_by(code) for code in found] == list(procedures())
    assert opened_by("decide") is None
    for table in procedures():
        assert [act.code for act in table.acts.values() if not act.sources] == [table.opening.code]


@every
def test_the_table_is_whole(table: Procedure):
    assert table.start == table.opening.to
    for act in table.acts.values():
        assert set(act.sources) <= set(table.stages), act.code
        assert set(act.targets()) <= set(table.stages), act.code
        assert set(act.needs) <= set(table.acts), (act.code, act.needs)
        assert not act.when_served or act.when_served in table.stages, act.code
        assert act.opens is None or act.opens.act in table.acts, act.code
        for form in act.forms():
            assert records.form(form).name, (act.code, form)
        for name in act.span:
            assert act.field(name) is not None, (act.code, name)


@every
def test_every_guard_is_a_rule_that_speaks_about_the_act(table: Procedure):
    book = registered()
    for act in table.acts.values():
        for number in (*act.ready, *act.guards):
            assert number in book, (act.code, number)
            here = [one for one in book[number] if one.function.__module__.startswith("mingjing.cases.rules")]
            assert (
                not here or (act.code, number) in TOLD_ONLY or any(not one.acts or act.code in one.acts for one in here)
            ), (act.code, number)
        assert engine.parts(act)


@every
def test_what_a_form_is_filled_from_exists(table: Procedure):
    """A source names an act of some procedure (a borrowed act may name one of its own house), or something that is drawn."""
    acts = {code for each in procedures() for code in each.acts}
    for act in table.acts.values():
        for field in act.fields:
            for source in field.prefill:
                root, _, name = source.partition(".")
                if root == "case":
                    assert drawn(name), source
                else:
                    assert root in PLAIN or root in ROOTS or root in acts, (act.code, source)


def reached(table: Procedure) -> set[str]:
    """The stages that can be come to from the start, by acts and by service."""
    seen, before = {table.start}, set()
    while seen != before:
        before = set(seen)
        for act in table.acts.values():
            if set(act.sources) & seen:
                seen |= set(act.targets())
                # A document made at a stage is served there; then the case moves on.
                seen |= {act.when_served} if act.when_served else set()
    return seen


@every
def test_every_stage_is_reached_and_none_is_a_dead_end(table: Procedure):
    assert reached(table) == set(table.stages)
    for stage in table.stages.values():
        ways = [to for act in table.acts.values() if stage.code in act.sources for to in act.targets()]
        ways += [act.when_served for act in table.acts.values() if act.when_served and stage.code in act.targets()]
        assert stage.kind == "end" or any(to != stage.code for to in ways), stage.code


@every
def test_it_is_drawn_guided_and_filed(table: Procedure):
    assert "<svg" in chart_svg(table) and "bpmn" in chart_bpmn(table) and chart_text(table)
    assert table.id in GUIDES
    order = order_of(table.kind)
    opening = table.opening.forms()
    assert not opening or set(opening) & set(order.opens), "the file begins with the document that opens the case"
    made = {form for act in table.acts.values() for form in act.forms()}
    assert made & order.outcomes, "the file says how it ended"
    placed = {form for _, _, forms in order.groups for form in forms} | order.unnumbered
    assert made <= placed, sorted(made - placed)


@every
def test_a_journey_walks_every_way_out(table: Procedure):
    told = stories()
    mine = [name for name in told if opening_of(name, told) == table.opening.code]
    assert mine, "no journey goes by this procedure"
    ended = {
        step["expect"]["stage"]
        for name in mine
        for step in told[name]["steps"]
        if isinstance(step.get("expect"), dict) and "stage" in step["expect"]
    }
    wanted = {stage.code for stage in table.stages.values() if stage.kind in {"exit", "end"}}
    assert wanted <= ended, sorted(wanted - ended)


@every
def test_a_journey_does_every_act_and_is_refused_by_every_procedure(table: Procedure):
    told = stories()
    mine = [name for name in told if opening_of(name, told) == table.opening.code]
    steps = [step for name in mine for step in told[name]["steps"] if "act" in step]
    assert any(step.get("refused") for step in steps), "no trap is sprung in this procedure"
    own = {act.code for act in table.acts.values()} - borrowed(table)
    done = {step["act"] for step in steps if not step.get("refused")}
    assert own <= done, sorted(own - done)


def borrowed(table: Procedure) -> set[str]:
    """The acts that are another procedure's, and walked there."""
    others = [
        each
        for each in procedures()
        if each.id != table.id and list(FOLDERS).index(each.id) < list(FOLDERS).index(table.id)
    ]
    return {
        code for code, act in table.acts.items()
        if any(code in each.acts and each.acts[code].fields == act.fields for each in others)
    }  # fmt: skip


def test_a_version_that_never_was_is_no_procedure():
    with pytest.raises(KeyError):
        procedure("ordinary_penalty", 99)
    with pytest.raises(KeyError):
        procedure("nothing")
