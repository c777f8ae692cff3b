"""The left side of the flow chart: ways that skip a stage or go back, on lanes where they do not cross each other's words."""

from dataclasses import dataclass
from html import escape

from mingjing.cases.rules.drawing import Flow, main_line, told
from mingjing.cases.rules.drawing_pieces import BLUE, GOOD, rect, text, width_of, wrapped
from mingjing.cases.rules.drawing_sheet import BOX_WIDTH, SPINE, STEP_LINE, Sheet, line_on, way_of

SIDE = SPINE - BOX_WIDTH / 2
LANES = (SIDE - 46, SIDE - 168, SIDE - 208, SIDE - 238)
NARROW = 80
Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Arc:
    """Acts with the same words that lead to the same stage, from one stage or several."""

    target: str
    flows: tuple[Flow, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The stages it starts from."""
        return tuple(dict.fromkeys(flow.source for flow in self.flows))

    @property
    def words(self) -> tuple[str, ...]:
        """What is done, each act once."""
        return tuple(dict.fromkeys(flow.label for flow in self.flows))

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The words in lines, each with the act they belong to."""
        found = []
        for place, label in enumerate(self.words):
            for line, piece in enumerate(wrapped(label)):
                found.append((f"或 {piece}" if place and not line else piece, label))
        return found

    @property
    def wide(self) -> float:
        """How wide the words are, their box included."""
        return max(width_of(piece, 13) for piece, _ in self.lines) + 20


def arcs(sheet: Sheet, ways: tuple[Flow, ...]) -> None:
    """Draw them: short words near the boxes, long words further out."""
    order = {stage.code: place for place, stage in enumerate(main_line(sheet.procedure))}
    taken: list[Spans] = [[] for _ in LANES]
    for arc in _gathered(ways, order):
        places = [order[code] for code in (arc.target, *arc.sources)]
        _draw(sheet, arc, LANES[_lane(taken, (min(places), max(places)), arc.wide)])


def _gathered(ways: tuple[Flow, ...], order: dict[str, int]) -> tuple[Arc, ...]:
    pairs: dict[tuple[str, str], list[Flow]] = {}
    for flow in ways:
        if flow.source in order and flow.target in order and order[flow.target] - order[flow.source] not in {0, 1}:
            pairs.setdefault((flow.source, flow.target), []).append(flow)
    same: dict[tuple[str, bool, tuple[str, ...]], list[Flow]] = {}
    for (source, target), group in pairs.items():
        back = order[target] < order[source]
        same.setdefault((target, back, tuple(flow.label for flow in group)), []).extend(group)
    return tuple(Arc(target, tuple(group)) for (target, _, _), group in same.items())


def _lane(taken: list[Spans], span: tuple[int, int], wide: float) -> int:
    for lane in range(0 if wide <= NARROW else 1, len(taken)):
        if all(span[1] <= first or span[0] >= last for first, last in taken[lane]):
            taken[lane].append(span)
            return lane
    return len(taken) - 1


def _draw(sheet: Sheet, arc: Arc, x: float) -> None:
    back = sheet.backward(arc.flows[0])
    into = sheet.middle(arc.target) + (9 if back else -9)
    starts = {source: sheet.middle(source) + (-9 if back else 9) for source in arc.sources}
    far = max(starts.values(), key=lambda y: abs(y - into))
    line_on(sheet, f"M{x} {far}V{into}H{SIDE - 1}", arrow=True)
    for source, y in starts.items():
        line_on(sheet, f"M{SIDE} {y}H{x}")
        if y != far:
            sheet.lines.append(f'<circle cx="{x}" cy="{y}" r="2.8" fill="{BLUE}"/>')
        for flow in (each for each in arc.flows if each.source == source):
            sheet.lines.append(f"<g {way_of(flow)}><title>{escape(told(flow.act))}</title></g>")
    nearest = min(starts.values(), key=lambda y: abs(y - into))
    _words(sheet, arc, x, (nearest + into) / 2)


def _words(sheet: Sheet, arc: Arc, x: float, middle: float) -> None:
    high = len(arc.lines) * STEP_LINE + 10
    top = middle - high / 2
    sheet.boxes.append(rect(x - arc.wide / 2, top, arc.wide, high, 6, "mj-chart-step", "#ffffff", BLUE))
    did = {flow.label: sheet.did(flow) for flow in arc.flows}
    acts = {flow.label: flow.act for flow in arc.flows}
    for place, (piece, label) in enumerate(arc.lines):
        words = text(x, top + 18 + place * STEP_LINE, piece, 13, GOOD if did[label] else BLUE, weight=600)
        kind = f"mj-chart-act{' is-done' if did[label] else ''}"
        sheet.boxes.append(f'<g class="{kind}"><title>{escape(told(acts[label]))}</title>{words}</g>')
