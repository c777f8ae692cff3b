"""Local figures laid over the national ones and those of the domain: stricter, never looser, never silently left out."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

import yaml

from mingjing.kernel.days import plain
from mingjing.kernel.findings import Finding, Invalid, Weight, blocking
from mingjing.kernel.parameters import Figure, Layer, NotInForce, Parameters, UnknownParameter, read_layer
from mingjing.kernel.period_terms import Unit
from mingjing.kernel.rulebook import rule
from mingjing.organs.terms.overlays import LONGEST, Laid, OverlayFile, OverlayProblem

NATIONAL = "national"
_STEPS = "请改正文件，再用 mingjing figures --check 核对"


@rule("PAR-01", cites="行政处罚法第三十八条第二款", acts=("import_figures",))
def file_is_readable(file: OverlayFile) -> tuple[Finding, ...]:
    """本地参数文件须读得懂：写明核对日期，每个数值写明施行日期、数值、单位、依据和是否核对；读不懂的整个文件不用。"""
    if file.unread:
        return (file_is_readable.finding(file.unread, next_step=_STEPS, field="text"),)
    try:
        layer = read_layer(file.place, {file.name: file.text})
    except Invalid as problem:
        lines = [line for told in problem.errors.values() for line in told]
        return tuple(file_is_readable.finding(line, next_step=_STEPS, field="text") for line in lines)
    if not layer.histories:
        return (file_is_readable.finding("文件里没有写任何参数", next_step="请写上要改的参数", field="text"),)
    return ()


@rule("PAR-02", cites="行政处罚法第三十八条第二款", acts=("import_figures",))
def key_is_known(key: str, known: Collection[str]) -> tuple[Finding, ...]:
    """本地参数只能改系统里有的参数；写错名字的没有规则会读，等于没有写。"""
    if key in known:
        return ()
    step = "请在参数页查对参数名；音像记录的参数写在 parameters/机关代字/ 里"
    return (key_is_known.finding(f"没有“{key}”这个参数", next_step=step, field="text"),)


@rule("PAR-03", cites="行政处罚法第三十八条第二款", acts=("import_figures",))
def key_stands_once(key: str, files: Sequence[str]) -> tuple[Finding, ...]:
    """同一层里一个参数只写在一个文件里；写了两处的都不用，用上一层的数值。"""
    if len(files) < 2:
        return ()
    told = f"“{key}”在 {'、'.join(files)} 里都写了"
    return (key_stands_once.finding(told, next_step="请只保留一处", field="text"),)


@rule("PAR-04", cites="行政处罚法第八十五条", acts=("import_figures",))
def unit_is_the_same(own: Figure, base: Figure) -> tuple[Finding, ...]:
    """本地数值的单位须与它所改的数值相同：工作日与自然日不能互相替代。"""
    if own.unit == base.unit:
        return ()
    told = f"“{own.key}”自{plain(own.since)}起的单位是 {own.unit}，上一层是 {base.unit}（{base.cites}）"
    return (unit_is_the_same.finding(told, next_step=f"请换算成 {base.unit} 再写", field="text"),)


@rule("PAR-05", cites="行政处罚法第三十八条第二款", acts=("import_figures",))
def not_looser(own: Figure, base: Figure, stricter: str) -> tuple[Finding, ...]:
    """本地数值只能比它所改的数值更严，不能更宽；法律定死的数值不能改；没有写明哪个方向更严的，只标待核对。"""
    where = (
        f"“{own.key}”自{plain(own.since)}起是 {own.value}{own.unit}，上一层是 {base.value}{base.unit}（{base.cites}）"
    )
    if own.value == base.value:
        return ()
    mine, theirs = _number(own), _number(base)
    if theirs is not None and (wanted := _wanted(mine, theirs, own.unit)):
        return (not_looser.finding(f"{where}，{wanted}", next_step="请改正数值", field="text"),)
    if not stricter or mine is None or theirs is None:
        told = f"{where}，系统没有写明哪个方向更严"
        return (not_looser.finding(told, weight=Weight.NOTE, next_step="请法制人员核对", field="text"),)
    if stricter == "fixed":
        return (not_looser.finding(f"{where}，这是法律定死的数值", next_step="请删去这一项", field="text"),)
    if (mine < theirs) == (stricter == "less"):
        return ()
    way = "不能更大" if stricter == "less" else "不能更小"
    return (not_looser.finding(f"{where}，{way}", next_step=f"请写不宽于 {base.value} 的数值", field="text"),)


def _wanted(mine: Decimal | None, theirs: Decimal, unit: str) -> str:
    """What is reckoned with must stay a number that can be reckoned with, whichever way is the stricter one."""
    if mine is None or mine < 0 <= theirs:
        return "应当写不小于 0 的数字，不加引号" if theirs >= 0 else "应当写数字，不加引号"
    if unit not in {"CNY", "ratio"} and mine % 1:
        return "应当写整数"
    if unit in set(Unit) and mine > LONGEST:
        return f"期限不能超过 {LONGEST}"
    return ""


@rule("PAR-06", cites="行政处罚法第三十七条", acts=("import_figures",))
def begins_from_today(before: Layer | None, after: Layer, today: date) -> tuple[Finding, ...]:
    """网上载入的数值自载入之日或者以后起施行；已经载入的数值不得删改：办过的案件是按它算的。"""
    held = dict(_entries(before)) if before else {}
    told = dict(_entries(after))
    found = [
        begins_from_today.finding(
            f"“{key}”自{plain(since)}起的数值已经载入，不能删改",
            next_step="请照原样保留，另写新的施行日期",
            field="text",
        )
        for (key, since), figure in sorted(held.items())
        if (key, since) not in told or _said(told[key, since]) != _said(figure)
    ]
    early = sorted(place for place in told if place not in held and place[1] < today)
    found += [
        begins_from_today.finding(
            f"“{key}”自{plain(since)}起的数值早于今天", next_step=f"请写 {today} 或者以后的施行日期", field="text"
        )
        for key, since in early
    ]
    return tuple(found)


@rule("PAR-07", cites="行政处罚法第三十七条", acts=("import_figures",))
def says_something_new(before: str, after: str) -> tuple[Finding, ...]:
    """与现在的文件一字不差的，不重复载入。"""
    if before.strip() != after.strip():
        return ()
    told = "这个文件与现在的一字不差，已经载入过"
    return (says_something_new.finding(told, next_step="请到参数页查看", field="text"),)


def lay(base: Parameters, files: Iterable[OverlayFile], known: Collection[str] | None = None) -> Laid:
    """Lay local layers, the most general first, over national figures and a domain's pack.

    `known`: every key of every room; without it a key that `base` lacks is another room's and left alone.
    """
    laid, problems = base, []
    for place, group in groupby(files, key=lambda file: file.place):
        layer, found = _layer(place, tuple(group), laid, known)
        problems += found
        if layer.histories:
            laid = _under(laid, layer) if _general(place) else Parameters((*laid.layers, layer))
    return Laid(laid, tuple(problems))


def _general(place: str) -> bool:
    return OverlayFile(place, "", "").below_domain


def _under(parameters: Parameters, layer: Layer) -> Parameters:
    """A place's figures for every domain stand above the national ones and below the domain's own."""
    lower = [one for one in parameters.layers if one.name == NATIONAL or _general(one.name)]
    upper = [one for one in parameters.layers if one not in lower]
    return Parameters((*lower, layer, *upper))


def _layer(
    place: str, files: tuple[OverlayFile, ...], laid: Parameters, known: Collection[str] | None
) -> tuple[Layer, list[OverlayProblem]]:
    """What of one layer may be used, and what is wrong with the rest."""
    problems: list[OverlayProblem] = []
    read: dict[str, Layer] = {}
    for file in files:
        found = file_is_readable(file)
        problems += [OverlayProblem(place, file.name, *_place_of(file, one), one) for one in found]
        if not found:
            read[file.name] = read_layer(place, {file.name: file.text})
    below = Parameters(tuple(one for one in laid.layers if one.name == NATIONAL or _general(one.name)))
    against = below if _general(place) else laid
    held = frozenset(against.keys())
    histories = {}
    texts = {file.name: file.text for file in files}
    for name, layer in read.items():
        lines = lines_of(texts[name])
        for key, history in layer.histories.items():
            homes = [other for other, one in read.items() if key in one.histories]
            found = tuple((0, one) for one in key_stands_once(key, homes))
            found += tuple((0, one) for one in (key_is_known(key, known) if known is not None else ()))
            found += tuple(_against(key, history, against)) if not found else ()
            problems += [
                OverlayProblem(place, name, lines.get((key, since), lines.get((key, 0), 0)), key, one)
                for since, one in found
            ]
            if key in held and not blocking([one for _, one in found]):
                histories[key] = history
    return Layer(place, histories), problems


def _against(
    key: str, history: tuple[tuple[date, Figure | None], ...], base: Parameters
) -> Iterator[tuple[object, Finding]]:
    """Every figure against what it overrides: on its first day, and wherever the layers below change while it holds."""
    changes = sorted({since for layer in base.layers for since, _ in layer.histories.get(key, ())})
    for place, (since, own) in enumerate(history):
        if own is None:
            continue
        ends = history[place + 1][0] if place + 1 < len(history) else date.max
        for day in (since, *(day for day in changes if since < day < ends)):
            try:
                below = base.at(key, day)
            except (NotInForce, UnknownParameter):
                continue
            found = unit_is_the_same(own, below) or not_looser(own, below, base.stricter(key))
            yield from ((since, one) for one in found)
            if found:
                break


def lines_of(text: str) -> Mapping[tuple[str, object], int]:
    """(key, day of effect) → line; (key, 0) → the line of the key itself. Empty where the text is no mapping."""
    try:
        root = yaml.compose(text, yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError):
        return {}
    found: dict[tuple[str, object], int] = {}
    for key, line, value in _named(root):
        found[key, 0] = line
        found |= {(key, _day(since)): place for since, place, _ in _named(value)}
    return found


def _named(node: yaml.Node | None) -> Iterator[tuple[str, int, yaml.Node]]:
    """Name, line and node of what stands in a mapping; a name that is no plain word is no figure's."""
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode):
            yield key.value, key.start_mark.line + 1, value


def _day(text: str) -> object:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text


def _place_of(file: OverlayFile, finding: Finding) -> tuple[int, str]:
    """Line and key that a sentence about a file names, as far as it names one."""
    lines = lines_of(file.text)
    named = next((key for key, _ in lines if f"“{key}”" in finding.message), "")
    days = [(day, line) for (key, day), line in lines.items() if key == named and isinstance(day, date)]
    line = next((line for day, line in days if plain(day) in finding.message), lines.get((named, 0), 0))
    return line, named


def _entries(layer: Layer) -> Iterator[tuple[tuple[str, date], Figure | None]]:
    for key, history in layer.histories.items():
        yield from (((key, since), figure) for since, figure in history)


def _said(figure: Figure | None) -> tuple[object, ...]:
    return () if figure is None else (figure.value, figure.unit)


def _number(figure: Figure) -> Decimal | None:
    """The value to reckon with; None for a text, also for one of digits: no rule can compare "30000" with an amount."""
    found = Decimal("NaN") if isinstance(figure.value, str) else Decimal(figure.value)
    return found if found.is_finite() else None
