"""The sheet of the flow chart: its measures, and where every stage and every list stands."""

from dataclasses import dataclass, field

from mingjing.cases.rules.drawing import Flow, main_line, stays
from mingjing.cases.rules.drawing_pieces import BLUE, SOFT, width_of
from mingjing.cases.terms.procedure import ActSpec, Procedure

WIDTH, TOP = 1240, 96
SPINE, BOX_WIDTH, BOX_HEIGHT = 354, 196, 46
BUS, BUS_GAP, EXIT_WIDTH, EXIT_HEIGHT, EXIT_GAP = 490, 20, 118, 42, 54
CHIPS, CHIP_HEIGHT = 746, 24
STEP_LINE = 17


@dataclass
class Sheet:
    """The drawing in the making: where each stage stands, and the pieces from back to front."""

    procedure: Procedure
    here: str
    done: frozenset[str]
    ways: tuple[Flow, ...]
    tops: dict[str, float] = field(default_factory=dict)
    chips: dict[str, list[tuple[float, float, str]]] = field(default_factory=dict)
    back: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    height: float = 0

    def did(self, flow: Flow) -> bool:
        """Whether this way was taken: the act happened, and where it has several answers, the case got as far as this one."""
        if flow.act.code not in self.done:
            return False
        if self.backward(flow):
            return False
        reached = self.procedure.stages.get(self.here)
        order = {code: stage.order for code, stage in self.procedure.stages.items()}
        return not flow.choice or (reached is not None and order[flow.source] < order[flow.target] <= reached.order)

    def backward(self, flow: Flow) -> bool:
        """Whether the case goes back: that it was done once does not tell whether it went this way."""
        stages = self.procedure.stages
        return bool(flow.source) and stages[flow.target].order < stages[flow.source].order

    def middle(self, stage: str) -> float:
        """The height of the middle of a stage's box."""
        return self.tops[stage] + (EXIT_HEIGHT if self.procedure.stages[stage].kind == "exit" else BOX_HEIGHT) / 2


def set_out(sheet: Sheet, ways: tuple[Flow, ...]) -> None:
    """Decide the height of every stage: as low as the acts before it and the list of the stage before need."""
    y: float = TOP
    previous, bottom = "", 0.0
    for stage in main_line(sheet.procedure):
        count = sum(flow.target == stage.code and flow.source == previous for flow in ways)
        y = max(y + ((step_height(count) + 40) if count else 26), bottom)
        sheet.tops[stage.code] = y
        sheet.chips[stage.code], bottom = _flow_of_chips(stays(sheet.procedure, stage.code, ways), y)
        y += BOX_HEIGHT
        previous = stage.code
    sheet.height = max(y, bottom) + 48


def step_height(count: int) -> float:
    """How high the box of so many acts is."""
    return count * STEP_LINE + 24


def _flow_of_chips(acts: tuple[tuple[ActSpec, bool], ...], top: float) -> tuple[list[tuple[float, float, str]], float]:
    x, y, placed = float(CHIPS), top + 24, []
    for act, again in acts:
        wide = width_of(chip_text(act.name, again), 12.5) + 18
        if x + wide > WIDTH - 24:
            x, y = float(CHIPS), y + CHIP_HEIGHT + 5
        placed.append((x, y, act.code))
        x += wide + 6
    return placed, (y + CHIP_HEIGHT + 24 if placed else top)


def chip_text(name: str, again: bool) -> str:
    """What a chip says."""
    return f"再次{name}" if again else name


def line_on(sheet: Sheet, path: str, *, arrow: bool = False, quiet: bool = False) -> None:
    """Draw a line; the quiet ones lead to exits."""
    colour, mark = (SOFT, "mj-chart-tip-quiet") if quiet else (BLUE, "mj-chart-tip")
    tip = f' marker-end="url(#{mark})"' if arrow else ""
    sheet.lines.append(
        f'<path class="mj-chart-line" d="{path}" fill="none" stroke="{colour}" stroke-width="{1.3 if quiet else 1.6}" stroke-linejoin="round"{tip}/>'
    )


def way_of(flow: Flow) -> str:
    """The marks by which a test walks the picture."""
    return f'data-from="{flow.source}" data-act="{flow.act.code}" data-to="{flow.target}"'
