"""The flow chart as SVG: the way down the middle, steps that skip or return on the left, exits on the right.

No inline style and no script, so that it may stand in a page with a strict content policy; classes let a theme recolour
it. Every drawn way carries `data-from`, `data-act`, `data-to`, so that a test can walk the picture.
"""

from collections.abc import Iterable, Iterator
from html import escape

from mingjing.cases.rules.drawing import Flow, exits, flows, main_line, stays, title, told, who
from mingjing.cases.rules.drawing_arcs import arcs
from mingjing.cases.rules.drawing_pieces import (
    BLUE,
    DEEP,
    GOOD,
    GOOD_BG,
    INK,
    LINE,
    MIST,
    SOFT,
    rect,
    text,
    tip,
    width_of,
)
from mingjing.cases.rules.drawing_sheet import (
    BOX_HEIGHT,
    BOX_WIDTH,
    BUS,
    BUS_GAP,
    CHIP_HEIGHT,
    CHIPS,
    EXIT_GAP,
    EXIT_HEIGHT,
    EXIT_WIDTH,
    SPINE,
    STEP_LINE,
    TOP,
    WIDTH,
    Sheet,
    chip_text,
    line_on,
    set_out,
    step_height,
    way_of,
)
from mingjing.cases.terms.procedure import ActSpec, Procedure, StageSpec


def draw(procedure: Procedure, here: str = "", done: frozenset[str] = frozenset()) -> str:
    """The chart. `here`: the stage where a case stands; `done`: the codes of the acts that happened."""
    ways = flows(procedure)
    sheet = Sheet(procedure, here, done, ways)
    set_out(sheet, ways)
    _rows(sheet)
    _spine(sheet, ways)
    arcs(sheet, ways)
    _exits(sheet, ways)
    return _document(sheet)


# rows: the stages and what may be done in them


def _rows(sheet: Sheet) -> None:
    again = {
        stage.code: {act.code: twice for act, twice in stays(sheet.procedure, stage.code, sheet.ways)}
        for stage in main_line(sheet.procedure)
    }
    for stage in main_line(sheet.procedure):
        top = sheet.tops[stage.code]
        chips = sheet.chips[stage.code]
        if chips:
            bottom = max(y for _, y, _ in chips) + CHIP_HEIGHT + 8
            sheet.back.append(
                rect(
                    CHIPS - 12,
                    top - 6,
                    WIDTH - CHIPS,
                    bottom - top + 6,
                    8,
                    "mj-chart-band",
                    "#f7f9fc" if stage.code != sheet.here else "#e4effb",
                )
            )
            sheet.back.append(text(CHIPS, top + 13, "本阶段可以办理", 12, SOFT, "mj-chart-hint", anchor="start"))
            sheet.back.append(
                f'<path class="mj-chart-tie" d="M{SPINE + BOX_WIDTH / 2} {top + 11}H{CHIPS - 12}" stroke="{LINE}" stroke-dasharray="2 4" fill="none"/>'
            )
        for x, y, code in chips:
            sheet.boxes.append(_chip(sheet, stage.code, x, y, code, again[stage.code][code]))
        sheet.boxes.append(_stage(sheet, stage, SPINE - BOX_WIDTH / 2, top, BOX_WIDTH, BOX_HEIGHT))


def _chip(sheet: Sheet, stage: str, x: float, y: float, code: str, again: bool) -> str:
    act = sheet.procedure.acts[code]
    words = chip_text(act.name, again)
    did = code in sheet.done and not again
    wide = width_of(words, 12.5) + 18
    way = f' data-from="{stage}" data-act="{code}" data-to="{stage}"'
    return (
        f'<g class="mj-chart-chip{" is-done" if did else ""}"{way}><title>{escape(told(act))}{"（已办理）" if did else ""}</title>'
        + rect(x, y, wide, CHIP_HEIGHT, 12, "", GOOD_BG if did else "#ffffff", "#9bcfb1" if did else LINE)
        + text(x + wide / 2, y + 16.5, words, 12.5, GOOD if did else INK)
        + "</g>"
    )


def _stage(sheet: Sheet, stage: StageSpec, x: float, y: float, wide: float, high: float) -> str:
    here, way_out = stage.code == sheet.here, stage.kind == "exit"
    fill, line, ink = (DEEP, DEEP, "#ffffff") if here else ("#ffffff", SOFT, INK) if way_out else (MIST, BLUE, DEEP)
    kind = f"mj-chart-stage is-{stage.kind}{' is-here' if here else ''}"
    more = ' stroke-dasharray="5 3"' if way_out and not here else ""
    current = ' aria-current="step"' if here else ""
    parts = [
        f'<g class="{kind}" data-stage="{stage.code}"{current}>',
        rect(
            x,
            y,
            wide,
            high,
            10 if not way_out else 22,
            "",
            fill,
            line,
            2 if stage.kind != "work" or here else 1.5,
            more,
        ),
    ]
    if stage.kind == "end":
        parts.append(rect(x + 4, y + 4, wide - 8, high - 8, 7, "", "none", line, 1))
    staying = [act for act, _ in stays(sheet.procedure, stage.code, sheet.ways)] if way_out else []
    base = y + high / 2 + (-2 if staying else 5.5)
    parts.append(text(x + wide / 2, base, stage.name, 16 if not way_out else 14, ink, weight=600))
    parts += _at_exit(stage.code, staying, x + wide / 2, base + 15, ink if here else SOFT)
    if here:
        parts.append(_mark(x, y))
    return "".join([*parts, "</g>"])


def _at_exit(stage: str, staying: list[ActSpec], x: float, y: float, ink: str) -> Iterator[str]:
    """What may still be done at an exit, in a small line; too much for the line is told by the pointer and the words."""
    if not staying:
        return
    short = staying[0].name if len(staying) == 1 else f"{staying[0].name}等 {len(staying)} 项"
    yield text(x, y, f"可办理：{short}", 10.5, ink)
    for act in staying:
        yield f'<g data-from="{stage}" data-act="{act.code}" data-to="{stage}"><title>{escape(told(act))}</title></g>'


def _mark(x: float, y: float) -> str:
    """The sign “you are here”, a label on the shoulder of the box."""
    return (
        f'<path class="mj-chart-flag" d="M{x - 14} {y - 14}h68v22h-68z" fill="#b45309" stroke="#ffffff" stroke-width="1.5"/>'
        + text(x + 20, y + 1.5, "当前阶段", 13, "#ffffff", weight=600)
    )


# ways: down the middle, round the left, out on the right


def _spine(sheet: Sheet, ways: tuple[Flow, ...]) -> None:
    previous = ""
    for stage in main_line(sheet.procedure):
        steps = [flow for flow in ways if flow.source == previous and flow.target == stage.code]
        start = sheet.tops[previous] + BOX_HEIGHT if previous else TOP - 4
        if not previous:
            sheet.boxes.append(f'<circle class="mj-chart-start" cx="{SPINE}" cy="{start - 8}" r="8" fill="{BLUE}"/>')
        if steps:
            high = step_height(len(steps))
            top = sheet.tops[stage.code] - 22 - high
            line_on(sheet, f"M{SPINE} {start}V{top}")
            line_on(sheet, f"M{SPINE} {top + high}V{sheet.tops[stage.code] - 1}", arrow=True)
            _step(sheet, steps, SPINE, top, high)
        previous = stage.code


def _step(sheet: Sheet, steps: list[Flow], x: float, top: float, high: float) -> None:
    """Acts between two stages: one box, one line for each act that leads the same way."""
    labels = [flow.label for flow in steps]
    wide = max(
        120.0, *(width_of(label, 13.5) + 30 for label in labels), *(width_of(who(flow.act), 11) + 20 for flow in steps)
    )
    sheet.boxes.append(rect(x - wide / 2, top, wide, high, 6, "mj-chart-step", "#ffffff", BLUE))
    for place, flow in enumerate(steps):
        sheet.boxes.append(
            _label(
                sheet,
                flow,
                x,
                top + 17 + place * STEP_LINE,
                flow.label if len(steps) == 1 else f"{'或 ' if place else ''}{flow.label}",
            )
        )
    roles = "、".join(dict.fromkeys(who(flow.act) for flow in steps))
    sheet.boxes.append(text(x, top + high - 7, roles, 11, SOFT, "mj-chart-who"))


def _label(sheet: Sheet, flow: Flow, x: float, y: float, words: str) -> str:
    did = sheet.did(flow)
    kind = f"mj-chart-act{' is-done' if did else ''}"
    return (
        f'<g class="{kind}" {way_of(flow)}><title>{escape(told(flow.act))}{"（已办理）" if did else ""}</title>'
        + text(x, y, f"✓ {words}" if did else words, 13.5, GOOD if did else BLUE, weight=600)
        + "</g>"
    )


def _exits(sheet: Sheet, ways: tuple[Flow, ...]) -> None:
    """Exits as steps of a stair, so that no line crosses a box; from there on to closing and filing."""
    order = [stage.code for stage in main_line(sheet.procedure)]
    ends = exits(sheet.procedure)
    sources = {end.code: [flow for flow in ways if flow.target == end.code and flow.source in order] for end in ends}
    last = max((sheet.tops[flow.source] + BOX_HEIGHT for group in sources.values() for flow in group), default=TOP)
    for place, end in enumerate(ends):
        sheet.tops[end.code] = last + 40 + (len(ends) - 1 - place) * EXIT_GAP
    for place, end in enumerate(ends):
        x = BUS + place * BUS_GAP
        _into_exit(sheet, end, sources[end.code], x, place)
        sheet.boxes.append(_stage(sheet, end, x - 14, sheet.tops[end.code], EXIT_WIDTH, EXIT_HEIGHT))
    right = BUS + (len(ends) - 1) * BUS_GAP - 14 + EXIT_WIDTH
    onward: dict[str, list[Flow]] = {}
    for flow in ways:
        if flow.source in sources:
            onward.setdefault(flow.target, []).append(flow)
    for place, (target, group) in enumerate(onward.items()):
        _onward(sheet, target, group, right + 24 + 24 * place)


def _into_exit(sheet: Sheet, end: StageSpec, group: list[Flow], x: float, place: int) -> None:
    side, shift = SPINE + BOX_WIDTH / 2, -12 + place * 8
    for flow in group:
        y = sheet.middle(flow.source) + shift
        sheet.lines.append(
            f'<g class="mj-chart-exit" {way_of(flow)}><title>{escape(told(flow.act))}</title>'
            f'<path d="M{side} {y}H{x}" fill="none" stroke="{SOFT}" stroke-width="1.3"/><circle cx="{x}" cy="{y}" r="2.6" fill="{SOFT}"/></g>'
        )
    if group:
        first = min(sheet.middle(flow.source) for flow in group) + shift
        line_on(sheet, f"M{x} {first}V{sheet.tops[end.code] - 1}", arrow=True, quiet=True)


def _onward(sheet: Sheet, target: str, group: list[Flow], x: float) -> None:
    y = sheet.middle(target)
    for flow in group:
        start = sheet.middle(flow.source)
        place = [stage.code for stage in exits(sheet.procedure)].index(flow.source)
        sheet.lines.append(
            f'<g class="mj-chart-exit" {way_of(flow)}><title>{escape(told(flow.act))}</title>'
            f'<path d="M{BUS + place * BUS_GAP - 14 + EXIT_WIDTH} {start}H{x}" fill="none" stroke="{SOFT}" stroke-width="1.3"/></g>'
        )
    top = min(sheet.middle(flow.source) for flow in group)
    line_on(sheet, f"M{x} {top}V{y}H{SPINE + BOX_WIDTH / 2 + 1}", arrow=True, quiet=True)
    name = group[0].act.name
    wide = width_of(name, 13) + 16
    sheet.boxes.append(rect(x - wide / 2, y - 44, wide, 24, 6, "mj-chart-step", "#ffffff", SOFT))
    sheet.boxes.append(text(x, y - 27, name, 13, INK, weight=600))


def _document(sheet: Sheet) -> str:
    return "\n".join(_parts(sheet)) + "\n"


def _parts(sheet: Sheet) -> Iterator[str]:
    procedure, stages = sheet.procedure, sheet.procedure.stages
    name = title(procedure)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="mj-chart" role="img" aria-labelledby="mj-chart-title mj-chart-desc" '
        f'width="{WIDTH}" height="{sheet.height:g}" viewBox="0 0 {WIDTH} {sheet.height:g}" '
        "font-family=\"system-ui, 'Noto Sans CJK SC', 'Microsoft YaHei', sans-serif\">"
    )
    yield f'<title id="mj-chart-title">{escape(name)}（第{procedure.version}版）</title>'
    yield f'<desc id="mj-chart-desc">{escape(_described(sheet))}</desc>'
    yield (
        "<defs>"
        + "".join(tip(kind, colour) for kind, colour in (("mj-chart-tip", BLUE), ("mj-chart-tip-quiet", SOFT)))
        + "</defs>"
    )
    yield f'<rect class="mj-chart-page" width="{WIDTH}" height="{sheet.height:g}" fill="#ffffff"/>'
    yield text(24, 34, name, 20, DEEP, anchor="start", weight=600)
    yield text(
        WIDTH - 24, 34, f"第{procedure.version}版 · 依据：{'、'.join(procedure.cites)}", 12.5, SOFT, anchor="end"
    )
    if sheet.here in stages:
        yield text(
            24, 58, f"当前阶段：{stages[sheet.here].name}。绿色带 ✓ 的步骤已经办理。", 13, "#8a3b00", anchor="start"
        )
    yield from _layers(sheet.back, sheet.lines, sheet.boxes)
    yield text(
        24,
        sheet.height - 16,
        "虚线框是出口。每个步骤由谁办理、依据哪一条，鼠标停在步骤上可以看到，文字版逐条列出。",
        12,
        SOFT,
        anchor="start",
    )
    yield "</svg>"


def _layers(*layers: Iterable[str]) -> Iterator[str]:
    for layer in layers:
        yield "<g>" + "\n".join(layer) + "</g>"


def _described(sheet: Sheet) -> str:
    line = "，然后".join(f"“{stage.name}”" for stage in main_line(sheet.procedure))
    out = "、".join(f"“{stage.name}”" for stage in exits(sheet.procedure))
    here = f"案件现在处于“{sheet.procedure.stages[sheet.here].name}”。" if sheet.here in sheet.procedure.stages else ""
    return f"{here}依次经过{line}。出口有{out}。逐步说明见文字版。"
