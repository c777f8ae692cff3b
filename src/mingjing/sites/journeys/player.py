"""Play a story: dated acts by people, expected refusals by rule number, expected due dates, expected state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from mingjing.cases import operations, queries
from mingjing.cases.queries.facts import context, load
from mingjing.cases.queries.judging import review_of_acts
from mingjing.cases.terms import ORDINARY, ActSpec, CaseFacts, procedure
from mingjing.cases.terms.procedure import opened_by
from mingjing.foundation import outbox
from mingjing.foundation.access import Forbidden
from mingjing.foundation.people import Actor
from mingjing.kernel.findings import Invalid, Refused, Weight
from mingjing.lawbook import queries as lawbook
from mingjing.lawbook.terms import MatterFacts
from mingjing.parties import queries as parties
from mingjing.sites.journeys import steps
from mingjing.sites.journeys.expecting import expectations
from mingjing.sites.journeys.filling import fill, last_servable, people_in, words
from mingjing.sites.journeys.recordings import film_act
from mingjing.sites.journeys.replay import guarded_here, seen_by_supervision
from mingjing.sites.journeys.story import EVENTS, BadStory, Story, as_story, defaults_of, read_story, rules_of, tales
from mingjing.sites.journeys.world import World, moment

__all__ = ["BadStory", "Line", "Player", "Report", "Story", "read_story"]


FOUNDED = "移送的案件"
"""What a story calls the case that an inspection was handed over to."""


@dataclass
class Line:
    """One line of the report. `unseen`: rules that refused the act but that supervision would not report."""

    number: int
    when: str
    what: str
    outcome: str
    good: bool
    expected: str = ""
    unseen: frozenset[str] = frozenset()


@dataclass
class Report:
    """What happened when a story was played."""

    title: str
    skip: str = ""
    lines: list[Line] = field(default_factory=list)
    cases: dict[str, UUID] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Whether everything went as the story says."""
        return all(line.good for line in self.lines)

    def text(self) -> str:
        """The report for people."""
        if self.skip:
            return f"旅程：{self.title}\n\n跳过：{self.skip}"
        body = [f"旅程：{self.title}", ""]
        for line in self.lines:
            body.append(f"{'✓' if line.good else '✗'} {line.number:>3}  {line.when}  {line.what}：{line.outcome}")
            if not line.good:
                body.append(f"        应为：{line.expected}")
        wrong = sum(not line.good for line in self.lines)
        body += ["", f"共 {len(self.lines)} 步，{'全部符合' if not wrong else f'{wrong} 步不符'}。"]
        return "\n".join(body)


class Player:
    """Plays one story in one world."""

    def __init__(self, world: World, story: Story | Mapping[str, Any]) -> None:
        self.world, self.story = world, story if isinstance(story, Story) else as_story(story)
        self.report = Report(self.story.title, self.story.skip)
        self.home = str(self.story.head.get("organ", "应急局"))
        self.current = "本案"
        self.guiding: dict[str, UUID] = {}
        self._homes: dict[str, str] = {}

    def play(self) -> Report:
        """Play every step; a difference is noted, and the story goes on. Steps gone on from are numbered 0."""
        for step in self.story.before:
            self._one(0, step)
        if not self.report.good:
            return self.report
        self.report.lines.clear()
        for number, step in enumerate(self.story.steps, start=1):
            self._one(number, step)
        return self.report

    def _one(self, number: int, step: Mapping[str, Any]) -> None:
        self.current = str(step.get("case", self.current))
        self.home = str(step.get("in", self._homes.get(self.current, self.home)))
        self._homes[self.current] = self.home
        at = moment(step["at"])
        try:
            self._step(number, step, at)
        except (KeyError, ValueError, LookupError, AttributeError, TypeError) as problem:
            told = f"旅程写法有误：{problem!r}，请核对人员、案件和字段的名称"
            self.note(number, at, str(step.get("act", "步骤")), told, False, "可以办理")

    @property
    def team(self) -> dict[str, Any]:
        """Who works in the organ of the current case, by role."""
        mine = self.home == str(self.story.head.get("organ", "应急局"))
        return dict(self.world.teams[self.home]) | (dict(self.story.head.get("team", {})) if mine else {})

    def actor(self, key: str, at: datetime) -> Actor:
        """A person of the story."""
        return self.world.actor(key, at)

    def case_id(self) -> UUID:
        """The case the story is at."""
        return self.report.cases[self.current]

    def case_matter(self) -> str:
        """The code of the matter the story is about, whether or not its case is open."""
        return str(self.facts().matter["code"]) if self.current in self.report.cases else self._matter(None).code

    def spec(self, code: str) -> ActSpec:
        """An act as the procedure of the current case has it, or as it opens one."""
        table = opened_by(code)
        if table is None:
            here = self.report.cases.get(self.current)
            table = procedure(queries.case_row(here).procedure if here else ORDINARY)
        return table.acts[code]

    def facts(self) -> CaseFacts:
        """The case as it stands."""
        return load(queries.case_row(self.case_id()))

    def note(self, number: int, at: datetime, what: str, outcome: str, good: bool, expected: str = "") -> None:
        """Add a line to the report."""
        self.report.lines.append(Line(number, f"{at:%Y-%m-%d %H:%M}", what, outcome, good, expected))

    def _step(self, number: int, step: Mapping[str, Any], at: datetime) -> None:
        for word in EVENTS:
            if word in step:
                self.note(number, at, steps.NAMES[word], *steps.STEPS[word](self, step, at))
        if "act" in step:
            self._act(number, step, at)
        # Inside a story's transaction nothing commits, so what waits to be heard is heard here.
        outbox.hear_waiting()
        if "expect" in step:
            for what, outcome, good, expected in expectations(self.facts(), step["expect"], at, self.report.cases):
                self.note(number, at, f"核对{what}", outcome, good, expected)

    def _act(self, number: int, step: Mapping[str, Any], at: datetime) -> None:
        code, spec = step["act"], self.spec(step["act"])
        wanted, warned = rules_of(step.get("refused")), rules_of(step.get("warned"))
        outcome, rules, unseen = self._try(code, step, at)
        good = wanted <= rules and bool(rules) == bool(wanted)
        expected = f"被 {'、'.join(sorted(wanted))} 拒绝" if wanted else "办成"
        if good and warned and not warned <= (seen := self._warnings()):
            good, expected = False, f"提示 {'、'.join(sorted(warned))}"
            outcome += f"；提示只有 {'、'.join(sorted(seen)) or '无'}"
        if not rules:
            self._film(step, at)
        self.note(number, at, spec.name, outcome, good, expected)
        self.report.lines[-1].unseen = unseen

    def _film(self, step: Mapping[str, Any], at: datetime) -> None:
        """An act that says it was recorded has its recording, unless the story says there is none (`film: none`)."""
        act = self.facts().acts[-1]
        if act.data.get("av") == "recorded" and step.get("film", "whole") != "none":
            who = self._who("chair" if act.code == "hold_hearing" else "handler")
            film_act(self.case_id(), act, self.spec(act.code).span, self.actor(who, at), at + timedelta(minutes=2))

    def _warnings(self) -> frozenset[str]:
        """The rules that spoke about the last act without refusing it."""
        facts = self.facts()
        ctx = context(facts.organ, facts.acts[-1].recorded_at)
        found = [b for b in review_of_acts(facts, ctx) if b.act.seq == facts.acts[-1].seq]
        return frozenset(b.finding.rule for b in found if b.finding.weight is Weight.WARN)

    def _try(self, code: str, step: Mapping[str, Any], at: datetime) -> tuple[str, frozenset[str], frozenset[str]]:
        by, drafter = self._people(code, step, at)
        now = moment(step["recorded_at"]) if "recorded_at" in step else at + timedelta(minutes=1)
        case_id = None if opened_by(code) else self.case_id()
        data = self.data_for(code, at, case_id, step.get("with") or {})
        try:
            done = operations.attempt(
                case_id=case_id, code=code, data=data, by=by, drafter=drafter, at=at, now=now,
                version=step.get("version"),
            )  # fmt: skip
        except Refused as refused:
            here = guarded_here(self.spec(code), refused.rules)
            seen = seen_by_supervision(case_id, code, data, by, drafter, at, now) if case_id else here
            return str(refused), refused.rules, here - seen
        except Forbidden as refused:
            return str(refused), frozenset({"ROLE-01"}), frozenset()
        except Invalid as refused:
            fields = frozenset(f"FORM-01:{name}" for name in refused.errors)
            return str(refused), fields | {"FORM-01"}, frozenset()
        if self.spec(code).founds and case_id is not None:
            self.report.cases[FOUNDED] = queries.founded_by(case_id)[0].id
        if case_id is None:
            self.report.cases[self.current] = queries.case_by_lead(self.world.organs[self.home], done.number)
        return f"办成{f'，{done.number}' if done.number else ''}", frozenset(), frozenset()

    def _people(self, code: str, step: Mapping[str, Any], at: datetime) -> tuple[Actor, Actor | None]:
        spec = self.spec(code)
        by = self.actor(str(step.get("by", self._who(spec.by))), at)
        if not spec.drafter:
            return by, None
        return by, self.actor(str(step.get("drafted_by", self._who(spec.drafter))), at)

    def _who(self, role: str) -> str:
        return str(self.team["handlers"][0] if role == "handler" else self.team[role])

    def data_for(
        self, code: str, at: datetime, case_id: UUID | None, given: Mapping[str, Any] = MappingProxyType({})
    ) -> dict[str, Any]:
        """The filled form of an act: what the case pre-fills, the usual content, and what the story gives."""
        facts, spec = self.facts() if case_id else None, self.spec(code)
        party = self.world.parties[str(given.get("party", self.story.head.get("party", "恒源")))]
        matter = None if facts else self._matter(given.get("matter"))
        known = words(self.team, facts, None if facts else parties.party(party), at, self._tale(facts, matter))
        content = defaults_of(code, facts.procedure.id if facts else "")
        typed = {name: fill(value, known) for name, value in content.items() if spec.field(name)}
        if matter is not None:
            typed |= {"matter": str(matter.matter_id), "party": str(party)}
            given = {key: value for key, value in given.items() if key not in {"matter", "party"}}
        elif "party" in given:
            given = {**given, "party": str(party)}
        if facts and typed.get("document_seq") == "last":
            typed["document_seq"] = last_servable(facts)
        # A row of a table is only begun by the form (members without votes): the story's own rows stand.
        usual = queries.prefilled(facts, spec, context(facts.organ, at)) if facts else {}
        usual = {name: value for name, value in usual.items() if name not in typed or not _is_table(spec, name)}
        merged = {**typed, **usual, **{name: fill(value, known) for name, value in given.items()}}
        told = {name: value for name, value in merged.items() if value is not None}
        return {
            name: people_in(self.world, value, spec.field(name)) if spec.field(name) else value
            for name, value in told.items()
        }

    def _tale(self, facts: CaseFacts | None, matter: MatterFacts | None) -> Mapping[str, str]:
        """The course of events the story names, else that of the matter."""
        code = facts.matter["code"] if facts else matter.code if matter else ""
        found = tales()
        return found.get(str(self.story.head.get("tale", code)), found["其他"])

    def _matter(self, code: object) -> MatterFacts:
        wanted = str(code or self.story.head.get("matter") or "")
        for matter in lawbook.matters(self.world.organs[self.home]):
            if not wanted or wanted == matter.code or wanted in matter.name:
                return matter
        raise KeyError(f"事项 {wanted}")


def _is_table(spec: ActSpec, name: str) -> bool:
    field = spec.field(name)
    return field is not None and field.type == "table"
