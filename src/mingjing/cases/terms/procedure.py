"""The procedure as data: stages and acts read from YAML, executed by the operations and drawn as the flow chart."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

import yaml

from mingjing.cases.terms.fields import FieldSpec, field_from

ORDINARY, SUMMARY, LICENCE, INSPECTION = "ordinary_penalty", "summary_penalty", "licence", "inspection"
FOLDERS = {ORDINARY: "ordinary", SUMMARY: "summary", LICENCE: "licence", INSPECTION: "inspection"}
"""The folder of every procedure's table, in the order in which a case may be begun by it."""
AFTER_DECISION = frozenset({"decided", "served", "closed"})
"""Stages after the decision, whatever a procedure calls them."""
# Where a handler drafts and the head approves, these are the head's own words.
HEAD_CHOICE = "head_decision"
HEAD_STATEMENT = "head_statement"
HEAD_FIELDS = frozenset({"head_opinion", "opinion", HEAD_CHOICE, HEAD_STATEMENT})


@dataclass(frozen=True, slots=True)
class StageSpec:
    """Where a case can stand. `kind`: work, end or exit."""

    code: str
    name: str
    kind: str
    order: int


@dataclass(frozen=True, slots=True)
class Opening:
    """Another act that an act opens by itself where a field says "yes": its code, and which field fills which."""

    act: str
    when: str
    fields: Mapping[str, str]

    def data(self, typed: Mapping[str, Any]) -> dict[str, Any] | None:
        """The form of the act that is opened; None where nothing opens it."""
        if typed.get(self.when) != "yes":
            return None
        return {name: typed[source] for name, source in self.fields.items() if source in typed}


@dataclass(frozen=True, slots=True)
class Variant:
    """Other documents and another number of an act where a field has a certain value."""

    field: str
    value: str
    form: str
    number: str
    extra_forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ActSpec:
    """One legal act: from where to where, by whom, with which form, under which guards.

    `servable`: its document must reach the party; `handed`: it is handed over on the spot, and that is its service.
    `founds`: the act that opens another case, linked to this one, when this act is done. `alone`: of two that open a case
    at the same moment the second sees the first.
    """

    code: str
    name: str
    sources: tuple[str, ...]
    by: str
    fields: tuple[FieldSpec, ...]
    to: str = ""
    drafter: str = ""
    form: str = ""
    extra_forms: tuple[str, ...] = ()
    number: str = ""
    cites: tuple[str, ...] = ()
    ready: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    repeats: bool = False
    servable: bool = False
    handed: bool = False
    evidence: bool = False
    aside: bool = False
    names_case: bool = False
    withdraws: bool = False
    quiet: bool = False
    founds: str = ""
    alone: bool = False
    decision: str = ""
    when_served: str = ""
    span: tuple[str, ...] = ()
    branches: Mapping[str, str] = field(default_factory=dict)
    pauses: Mapping[str, str] = field(default_factory=dict)
    opens: Opening | None = None
    variants: tuple[Variant, ...] = ()

    def target(self, data: Mapping[str, Any], stage: str) -> str:
        """The stage after this act: the branch chosen in the form, the fixed target, or where the case already is."""
        if self.branches:
            return self.branches.get(str(data.get(self.branches["field"])), stage)
        return self.to or stage

    def forms(self) -> tuple[str, ...]:
        """Every form the act can make, of every variant."""
        others = (form for one in self.variants for form in (one.form, *one.extra_forms))
        return tuple(dict.fromkeys((self.form, *self.extra_forms, *others))) if self.form else ()

    def chosen(self, data: Mapping[str, Any]) -> Variant:
        """The documents and the number for what was filled in; the first document is the main one."""
        usual = Variant("", "", self.form, self.number, self.extra_forms)
        return next((one for one in self.variants if data.get(one.field) == one.value), usual)

    def told_of(self, done: Collection[str]) -> bool:
        """Whether a case's list of steps names it: a quiet one not before what it needs has happened."""
        return not self.quiet or all(code in done for code in self.needs)

    def targets(self) -> tuple[str, ...]:
        """Every stage this act can lead to, for the chart; empty where it changes none."""
        if self.branches:
            return tuple(to for key, to in self.branches.items() if key != "field")
        return (self.to,) if self.to else ()

    def field(self, name: str) -> FieldSpec | None:
        """The field of that name."""
        return next((spec for spec in self.fields if spec.name == name), None)

    def for_drafter(self) -> tuple[FieldSpec, ...]:
        """The fields as the drafter fills them in: what the head will write may stay empty."""
        return tuple(
            replace(spec, required=False, must=False) if spec.name in HEAD_FIELDS else spec for spec in self.fields
        )

    def for_approver(self) -> tuple[FieldSpec, ...]:
        """The fields that the approving head writes."""
        return tuple(spec for spec in self.fields if self.drafter and spec.name in HEAD_FIELDS)


@dataclass(frozen=True)
class Procedure:
    """One version of one procedure. `kind`: the act of enforcement it is for (行政处罚、行政许可 …), as publication knows it;
    `short`: what it is called in lists. `matter_kind`: of which kind the matters are that its cases begin from.
    """

    id: str
    name: str
    version: int
    start: str
    stages: Mapping[str, StageSpec]
    acts: Mapping[str, ActSpec]
    cites: tuple[str, ...]
    kind: str = "penalty"
    short: str = ""
    matter_kind: str = "penalty"

    @cached_property
    def opening(self) -> ActSpec:
        """The act that opens a case: the one that starts from nowhere."""
        return next(act for act in self.acts.values() if not act.sources)

    def sources(self, code: str) -> tuple[str, ...]:
        """The stages from which an act may start; none where this procedure has no such act."""
        return self.acts[code].sources if code in self.acts else ()

    def field(self, code: str, name: str) -> FieldSpec | None:
        """A field of an act; None where this procedure has no such act."""
        return self.acts[code].field(name) if code in self.acts else None

    def at(self, stage: str) -> tuple[ActSpec, ...]:
        """The acts that may start from a stage, in the order of the table."""
        return tuple(act for act in self.acts.values() if stage in act.sources)


def _act(data: dict[str, Any]) -> ActSpec:
    known: dict[str, Any] = {
        name: tuple(data[name]) for name in ("cites", "ready", "guards", "needs", "span", "extra_forms") if name in data
    }
    plain: dict[str, Any] = {
        name: data[name]
        for name in ("to", "drafter", "form", "number", "repeats", "servable", "handed", "evidence", "aside", "names_case", "withdraws", "quiet", "founds", "alone",
                     "decision", "when_served", "branches", "pauses")
        if name in data
    }  # fmt: skip
    return ActSpec(
        code=data["act"],
        name=data["name"],
        sources=tuple(data["from"]),
        by=data["by"],
        fields=tuple(field_from(each) for each in data.get("fields", ())),
        opens=Opening(**data["opens"]) if "opens" in data else None,
        variants=tuple(
            Variant(**{**one, "extra_forms": tuple(one.get("extra_forms", ()))}) for one in data.get("variants", ())
        ),
        **known,
        **plain,
    )


def procedure(code: str = ORDINARY, version: int = 1) -> Procedure:
    """A version of a procedure. Raises KeyError where there is none; a case keeps the version it began with."""
    return _read(code, version)


def procedures() -> tuple[Procedure, ...]:
    """Every procedure as it is now, in the order of `FOLDERS`."""
    return tuple(map(procedure, FOLDERS))


def opened_by(code: str) -> Procedure | None:
    """The procedure whose cases are opened by that act; each has an opening act of its own."""
    return next((table for table in procedures() if table.opening.code == code), None)


def every_act() -> Iterator[ActSpec]:
    """Every act of every procedure."""
    return (act for table in procedures() for act in table.acts.values())


@cache
def _first_acts() -> Mapping[str, ActSpec]:
    return {act.code: act for act in reversed(tuple(every_act()))}


def any_act(code: str) -> ActSpec | None:
    """The act of that code in the first procedure that has one: its name, where no case is at hand to say which."""
    return _first_acts().get(code)


def act_name(code: str) -> str:
    """An act by its name, where no case is at hand; by its code where no procedure has it any more."""
    spec = any_act(code)
    return spec.name if spec else code


def stage_name(code: str, stage: str) -> str:
    """What a procedure calls one of its stages."""
    return procedure(code).stages[stage].name


@cache
def undecided_stages() -> tuple[str, ...]:
    """The stages in which a case is worked at and nothing is decided yet, of every procedure."""
    every = (stage for table in procedures() for stage in table.stages.values())
    return tuple(dict.fromkeys(one.code for one in every if one.kind == "work" and one.code not in AFTER_DECISION))


@cache
def all_stages() -> Mapping[str, str]:
    """The names of all stages by code, in their order: what a list over cases of every kind is filtered by."""
    names: dict[str, str] = {}
    for table in procedures():
        for stage in sorted(table.stages.values(), key=lambda each: each.order):
            names.setdefault(stage.code, stage.name)
    return names


@cache
def _read(code: str, version: int) -> Procedure:
    """Kept by code and version, so that whoever leaves both out shares it with whoever names them."""
    folder = files("mingjing.cases") / "procedures" / FOLDERS[code]
    head = yaml.safe_load((folder / "procedure.yaml").read_text(encoding="utf-8"))
    if head["version"] != version:
        raise KeyError(f"{code} v{version}")
    raw = [
        each for name in head["acts"] for each in yaml.safe_load((folder / "acts" / f"{name}.yaml").read_text("utf-8"))
    ]
    stages = {key: StageSpec(key, s["name"], s["kind"], s["order"]) for key, s in head["stages"].items()}
    acts = {act.code: act for act in (*map(_act, raw), *_borrowed(head, stages))}
    return Procedure(
        id=head["id"],
        name=head["name"],
        version=version,
        start=head["start"],
        stages=stages,
        acts={code: _resolved(act, acts) for code, act in acts.items()},
        cites=tuple(head["cites"]),
        kind=head["kind"],
        short=head["short"],
        matter_kind=head.get("matters", head["kind"]),
    )


def _borrowed(head: Mapping[str, Any], stages: Collection[str]) -> list[ActSpec]:
    """Acts that another procedure has and this one takes over, possible at those of their stages that this one has.

    `as`: how this procedure calls stages of the other one, where it has names of its own.
    """
    taken = []
    for other, told in head.get("borrows", {}).items():
        codes, names = (told, {}) if isinstance(told, list) else (told["acts"], told["as"])
        for code in codes:
            act = procedure(other).acts[code]
            called = (names.get(stage, stage) for stage in act.sources)
            sources = tuple(stage for stage in called if stage in stages)
            assert sources, f"{head['id']} borrows {code}, which starts from none of its stages"
            assert all(to in stages for to in act.targets()), f"{head['id']} borrows {code}, which leads out of it"
            taken.append(replace(act, sources=sources))
    return taken


def _resolved(act: ActSpec, acts: Mapping[str, ActSpec]) -> ActSpec:
    """Fill in options that a field borrows from another act's field (`options_of: report.kinds`)."""
    fields = []
    for spec in act.fields:
        if spec.options_of:
            other, name = spec.options_of.split(".")
            lender = acts[other].field(name)
            assert lender is not None, f"{act.code}.{spec.name} borrows from {spec.options_of}"
            spec = replace(spec, options=lender.options, options_of="")
        fields.append(spec)
    return replace(act, fields=tuple(fields))
