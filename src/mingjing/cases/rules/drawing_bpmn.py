"""The flow chart as BPMN 2.0 XML with its picture (diagram interchange), for the tools that read it.

A stage is an exclusive gateway, an act that moves the case is a user task; a task with several answers ends in a gateway
of its own. Acts that leave the case where it is are told in the gateway's documentation. Not executable: the table is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from mingjing.cases.rules.drawing import Flow, flows, main_line, stays, title, told
from mingjing.cases.terms.procedure import ActSpec, Procedure

NAMES = {
    "bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "di": "http://www.omg.org/spec/DD/20100524/DI",
}
STEP, SPINE, FIRST_ROW, ROW = 360, 120, 260, 110
SIZES = {"exclusiveGateway": (50, 50), "userTask": (130, 76), "startEvent": (36, 36), "endEvent": (36, 36)}
Point = tuple[float, float]


@dataclass
class Node:
    """An element with a shape; `at` is its middle."""

    id: str
    kind: str
    name: str
    told: str
    at: Point = (0, 0)


@dataclass
class Model:
    """Nodes by id and the flows between them."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, node: Node) -> None:
        """Add a node once."""
        self.nodes.setdefault(node.id, node)

    def join(self, start: str, end: str, name: str = "") -> None:
        """Add a flow once."""
        if (start, end, name) not in self.edges:
            self.edges.append((start, end, name))


def draw(procedure: Procedure) -> str:
    """The model as XML text."""
    model = _model(procedure)
    _layout(procedure, model)
    return _xml(procedure, model)


def _model(procedure: Procedure) -> Model:
    model = Model()
    ways = flows(procedure)
    model.add(Node("start", "startEvent", "发现线索", title(procedure)))
    for stage in procedure.stages.values():
        staying = "、".join(act.name for act, _ in stays(procedure, stage.code, ways))
        more = f"本阶段还可以办理：{staying}。" if staying else ""
        model.add(Node(f"stage_{stage.code}", "exclusiveGateway", stage.name, f"阶段：{stage.name}。{more}"))
    for flow in ways:
        model.add(_task(flow))
        model.join(f"stage_{flow.source}" if flow.source else "start", f"act_{flow.act.code}")
        _leave(model, flow)
    for stage in procedure.stages.values():
        if stage.kind == "end" or not any(flow.source == stage.code and flow.moves for flow in ways):
            model.add(Node(f"end_{stage.code}", "endEvent", "结束", f"{stage.name}后结束。"))
            model.join(f"stage_{stage.code}", f"end_{stage.code}")
    return model


def _task(flow: Flow) -> Node:
    served = "" if flow.act.targets() else "：决定书"
    return Node(f"act_{flow.act.code}", "userTask", flow.act.name + served, told(flow.act))


def _leave(model: Model, flow: Flow) -> None:
    task, stage = f"act_{flow.act.code}", f"stage_{flow.target}"
    if len(set(flow.act.targets())) < 2:
        model.join(task, stage)
        return
    fork = f"answer_{flow.act.code}"
    model.add(Node(fork, "exclusiveGateway", _question(flow.act), f"{flow.act.name}的结论。"))
    model.join(task, fork)
    model.join(fork, stage, flow.choice)


def _question(act: ActSpec) -> str:
    chooser = act.field(act.branches["field"])
    return f"{chooser.label}？" if chooser else ""


# the picture: stages on one line, the acts between them; every act that skips, returns or leaves has a row of its own


def _layout(procedure: Procedure, model: Model) -> None:
    columns = {f"stage_{stage.code}": place for place, stage in enumerate(main_line(procedure))}
    for key, place in columns.items():
        model.nodes[key].at = (260 + place * STEP, SPINE)
    _on_the_line(procedure, model, columns)
    rows = iter(range(FIRST_ROW, 100_000, ROW))
    for node in model.nodes.values():
        if node.at == (0, 0) and node.kind == "userTask":
            node.at = (_after(model, node.id, columns), next(rows))
    for node in model.nodes.values():
        if node.at == (0, 0):
            before = next((start for start, end, _ in model.edges if end == node.id), "start")
            near = model.nodes[before].at
            node.at = (near[0] + (150 if node.kind == "exclusiveGateway" else 90), near[1])
    model.nodes["start"].at = (10, SPINE)


def _on_the_line(procedure: Procedure, model: Model, columns: dict[str, int]) -> None:
    """Put the first act that leads from each stage to the next on the line between them."""
    line = ["", *(stage.code for stage in main_line(procedure))]
    for before, after in zip(line, line[1:], strict=False):
        step = next((flow for flow in flows(procedure) if (flow.source, flow.target) == (before, after)), None)
        if step is None or model.nodes[f"act_{step.act.code}"].at != (0, 0):
            continue
        forked = f"answer_{step.act.code}" in model.nodes
        right = model.nodes[f"stage_{after}"].at[0]
        model.nodes[f"act_{step.act.code}"].at = (right - (225 if forked else 135), SPINE)
        if forked:
            model.nodes[f"answer_{step.act.code}"].at = (right - 90, SPINE)


def _after(model: Model, task: str, columns: dict[str, int]) -> float:
    sources = [columns[start] for start, end, _ in model.edges if end == task and start in columns]
    return 260 + max(sources, default=0) * STEP + 150


def _way(model: Model, start: Node, end: Node) -> list[Point]:
    (x1, y1), (x2, y2) = start.at, end.at
    wide1, high1 = SIZES[start.kind]
    wide2, high2 = SIZES[end.kind]
    if y1 == y2 and 0 < x2 - x1 <= STEP:
        return [(x1 + wide1 / 2, y1), (x2 - wide2 / 2, y2)]
    if y1 == y2:
        over = y1 - (64 if x2 < x1 else 92)
        return [(x1, y1 - high1 / 2), (x1, over), (x2, over), (x2, y2 - high2 / 2)]
    if y2 > y1:
        down = (x1, y1 + high1 / 2)
        return (
            [down, (x1, y2), (x2 - wide2 / 2, y2)]
            if x2 > x1
            else [down, (x1, (y1 + y2) / 2), (x2, (y1 + y2) / 2), (x2, y2 - high2 / 2)]
        )
    side = x1 + wide1 / 2 if x2 > x1 else x1 - wide1 / 2
    return [(side, y1), (x2, y1), (x2, y2 + high2 / 2)]


# XML


def _xml(procedure: Procedure, model: Model) -> str:
    for prefix, address in NAMES.items():
        register_namespace(prefix, address)
    root = Element(_q("bpmn:definitions"), {"id": "definitions", "targetNamespace": "urn:mingjing:procedure"})
    process = SubElement(
        root, _q("bpmn:process"), {"id": procedure.id, "name": procedure.name, "isExecutable": "false"}
    )
    _say(process, f"{title(procedure)}，第{procedure.version}版。依据：{'、'.join(procedure.cites)}。")
    for node in model.nodes.values():
        element = SubElement(process, _q(f"bpmn:{node.kind}"), {"id": node.id, "name": node.name})
        _say(element, node.told)
        for tag, place in (("incoming", 1), ("outgoing", 0)):
            for number, edge in enumerate(model.edges):
                if edge[place] == node.id:
                    SubElement(element, _q(f"bpmn:{tag}")).text = f"flow_{number}"
    for number, (start, end, name) in enumerate(model.edges):
        given = {"id": f"flow_{number}", "sourceRef": start, "targetRef": end}
        SubElement(process, _q("bpmn:sequenceFlow"), given | ({"name": name} if name else {}))
    _diagram(root, procedure, model)
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _say(element: Element, words: str) -> None:
    SubElement(element, _q("bpmn:documentation")).text = words


def _diagram(root: Element, procedure: Procedure, model: Model) -> None:
    diagram = SubElement(root, _q("bpmndi:BPMNDiagram"), {"id": "diagram"})
    plane = SubElement(diagram, _q("bpmndi:BPMNPlane"), {"id": "plane", "bpmnElement": procedure.id})
    for node in model.nodes.values():
        _shape(plane, node)
    for number, (start, end, _) in enumerate(model.edges):
        edge = SubElement(plane, _q("bpmndi:BPMNEdge"), {"id": f"flow_{number}_di", "bpmnElement": f"flow_{number}"})
        for x, y in _way(model, model.nodes[start], model.nodes[end]):
            SubElement(edge, _q("di:waypoint"), {"x": f"{x:g}", "y": f"{y:g}"})


def _shape(plane: Element, node: Node) -> None:
    wide, high = SIZES[node.kind]
    more = {"isMarkerVisible": "true"} if node.kind == "exclusiveGateway" else {}
    shape = SubElement(plane, _q("bpmndi:BPMNShape"), {"id": f"{node.id}_di", "bpmnElement": node.id, **more})
    x, y = node.at
    SubElement(shape, _q("dc:Bounds"), dict(_box(x - wide / 2, y - high / 2, wide, high)))
    if node.kind == "exclusiveGateway":
        label = SubElement(shape, _q("bpmndi:BPMNLabel"))
        SubElement(label, _q("dc:Bounds"), dict(_box(x - 50, y - high / 2 - 22, 100, 16)))


def _box(x: float, y: float, wide: float, high: float) -> Iterator[tuple[str, str]]:
    yield from (("x", f"{x:g}"), ("y", f"{y:g}"), ("width", f"{wide:g}"), ("height", f"{high:g}"))


def _q(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{NAMES[prefix]}}}{local}"
