"""The transition table as a graph: the one source of the picture, the BPMN model and the text version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mingjing.cases.terms.procedure import ActSpec, Procedure, StageSpec
from mingjing.foundation.people import ROLE_NAMES, Role


@dataclass(frozen=True, slots=True)
class Flow:
    """One way an act can lead from a stage to a stage. `source` is empty where the act opens a case."""

    source: str
    act: ActSpec
    target: str
    choice: str = ""

    @property
    def moves(self) -> bool:
        """Whether the case leaves its stage."""
        return self.source != self.target

    @property
    def label(self) -> str:
        """What is done, with the answer that leads this way."""
        return f"{self.act.name}：{self.choice}" if self.choice else self.act.name


def flows(procedure: Procedure) -> tuple[Flow, ...]:
    """Every way through the table, in its order; acts that never lead anywhere are not ways."""
    return tuple(
        Flow(source, act, target, choice)
        for act in procedure.acts.values()
        for source in act.sources or ("",)
        for target, choice in (*_ends(act), *_served(procedure, act, source))
    )


def _served(procedure: Procedure, act: ActSpec, source: str) -> tuple[tuple[str, str], ...]:
    """Where serving a document moves the case on: the decision, while the case stands where the decision put it."""
    if not any(field.of == "servable" for field in act.fields):
        return ()
    moved = {each.when_served for each in procedure.acts.values() if each.when_served and source in each.targets()}
    return tuple((target, "决定书") for target in sorted(moved))


def _ends(act: ActSpec) -> tuple[tuple[str, str], ...]:
    if not act.branches:
        return tuple((target, "") for target in act.targets())
    chooser = act.field(act.branches["field"])
    named: Mapping[str, str] = chooser.options if chooser else {}
    return tuple((to, named.get(key, key)) for key, to in act.branches.items() if key != "field")


def main_line(procedure: Procedure) -> tuple[StageSpec, ...]:
    """The stages a case passes on its way to the end."""
    return _ordered(stage for stage in procedure.stages.values() if stage.kind != "exit")


def exits(procedure: Procedure) -> tuple[StageSpec, ...]:
    """The stages where a case leaves the way."""
    return _ordered(stage for stage in procedure.stages.values() if stage.kind == "exit")


def _ordered(stages: Iterable[StageSpec]) -> tuple[StageSpec, ...]:
    return tuple(sorted(stages, key=lambda stage: stage.order))


def stays(procedure: Procedure, stage: str, ways: tuple[Flow, ...]) -> tuple[tuple[ActSpec, bool], ...]:
    """The acts that leave a case in this stage; the flag says that it is done once more (a second notice)."""
    here = [flow for flow in ways if flow.source == stage]
    moving = {flow.act.code for flow in here if flow.moves and flow.act.targets()}
    again = {flow.act.code for flow in here if not flow.moves}
    return tuple((act, act.code in again) for act in procedure.at(stage) if act.code not in moving)


def who(act: ActSpec) -> str:
    """Who does it: the drafter and the one who approves."""
    by = ROLE_NAMES[Role(act.by)]
    return f"{ROLE_NAMES[Role(act.drafter)]}拟办，{by}审批" if act.drafter else f"{by}办理"


def told(act: ActSpec) -> str:
    """One act in a sentence: name, role, sources."""
    return f"{act.name}：{who(act)}。依据：{'、'.join(act.cites)}。"


def title(procedure: Procedure) -> str:
    """The heading of the chart."""
    return f"{procedure.name}流程图"


def text(procedure: Procedure) -> list[str]:
    """The chart in words, for readers who hear it: one line per fact, in the order of the stages."""
    names = {key: stage.name for key, stage in procedure.stages.items()}
    ways = flows(procedure)
    lines = [f"{title(procedure)}（第{procedure.version}版），依据：{'、'.join(procedure.cites)}。"]
    lines += [f"开始：{_way(flow, names)}" for flow in ways if not flow.source]
    main = main_line(procedure)
    for number, stage in enumerate(main, start=1):
        lines.append(f"第{number}步（共{len(main)}步）　{stage.name}")
        lines += _stage(procedure, stage, ways, names)
    for stage in exits(procedure):
        lines.append(f"出口　{stage.name}")
        lines += _stage(procedure, stage, ways, names)
    return lines


def _stage(procedure: Procedure, stage: StageSpec, ways: tuple[Flow, ...], names: Mapping[str, str]) -> list[str]:
    lines = [f"　{_way(flow, names)}" for flow in ways if flow.source == stage.code and flow.moves]
    if staying := stays(procedure, stage.code, ways):
        lines.append(f"　本阶段还可以办理：{'、'.join(act.name for act, _ in staying)}。")
    if stage.kind == "end":
        lines.append("　结束。")
    return lines


def _way(flow: Flow, names: Mapping[str, str]) -> str:
    return f"{flow.label}，进入“{names[flow.target]}”（{who(flow.act)}；{'、'.join(flow.act.cites)}）"
