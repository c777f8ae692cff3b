"""Dated figures: five working days, 200 yuan, three per cent, each with its unit, source and day of effect.

Figures lie in YAML beside the rules, in layers from general to special (national, province, domain, organ); the most
special layer that has a figure in force on the day of the act decides. A file reads:

    checked: 2026-11-22
    publish.penalty:
      title: 行政处罚决定公开期限
      2018-12-05: {value: 7, unit: wd, cites: 国办发〔2018〕118号 二（六）, verified: true}

`{repealed: true, cites: …}` ends a special figure, so that the more general layer speaks again. `stricter: less` (or `more`,
or `fixed`) beside the title says which way a local figure may go; without it nobody has said so yet.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from mingjing.kernel.days import local_day, plain
from mingjing.kernel.findings import Invalid
from mingjing.kernel.period_terms import Period, Unit

UNITS = frozenset(
    {"wd", "d", "m", "y", "h", "CNY", "ratio", "month-day", "month-end", "quarter", "h/y", "flag", "time", "n"}
)
_ENTRY = {"value", "unit", "cites", "verified"}
_BESIDE = {"title", "stricter"}
DIRECTIONS = frozenset({"less", "more", "fixed"})
Value = int | Decimal | str


class UnknownParameter(LookupError):
    """No layer knows this key: a mistake in a rule or in the data."""


class NotInForce(LookupError):
    """The key is known, but no figure was in force on that day."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as in force on a day. `since`: day of effect; `checked`: day a person compared it with the source."""

    key: str
    value: Value
    unit: str
    cites: str
    verified: bool
    layer: str
    since: date
    checked: date

    @property
    def period(self) -> Period:
        """The figure as a time limit. Raises ValueError where its unit is not one of time."""
        return Period(int(self.value), Unit(self.unit))


@dataclass(frozen=True, slots=True)
class Layer:
    """The figures of one folder. A history holds None where a figure was repealed."""

    name: str
    histories: Mapping[str, tuple[tuple[date, Figure | None], ...]]
    titles: Mapping[str, str] = field(default_factory=dict)
    directions: Mapping[str, str] = field(default_factory=dict)

    def at(self, key: str, on: date) -> Figure | None:
        """The figure of this layer in force on a day, or None."""
        history = self.histories.get(key, ())
        place = bisect_right(history, on, key=lambda dated: dated[0])
        return history[place - 1][1] if place else None


@dataclass(frozen=True, slots=True)
class Parameters:
    """Layers of figures, the most general first."""

    layers: tuple[Layer, ...]

    @classmethod
    def load(cls, *folders: Path) -> "Parameters":
        """Read the folders, the most general first. See `load_layers`."""
        return load_layers(*folders)

    def at(self, key: str, on: date, **dimensions: str) -> Figure:
        """The figure of `key` on a day; `at("publish", on, kind="penalty")` asks for `publish.penalty`.

        Raises UnknownParameter for a key that no layer has, NotInForce for a day before its first figure.
        """
        name = ".".join((key, *dimensions.values()))
        day = local_day(on)
        for layer in reversed(self.layers):
            if figure := layer.at(name, day):
                return figure
        raise self._missing(name, day)

    def title(self, key: str) -> str:
        """What the figure is, in Chinese; the key itself where no layer says it."""
        found = (layer.titles[key] for layer in reversed(self.layers) if key in layer.titles)
        return next(found, key)

    def stricter(self, key: str) -> str:
        """Which way a local figure may go: less, more, fixed (no way); empty where no layer says it."""
        return next((layer.directions[key] for layer in self.layers if key in layer.directions), "")

    def keys(self) -> tuple[str, ...]:
        """Every key of every layer, sorted."""
        return tuple(sorted({key for layer in self.layers for key in layer.histories}))

    def figures(self, key: str) -> Iterator[Figure]:
        """Every figure a key ever had, layer by layer, oldest first: for the manual."""
        for layer in self.layers:
            yield from (figure for _, figure in layer.histories.get(key, ()) if figure)

    def _missing(self, key: str, on: date) -> LookupError:
        known = [figure.since for figure in self.figures(key)]
        if not known:
            return UnknownParameter(f"参数库中没有“{key}”，请检查参数名，或在参数文件中补上")
        return NotInForce(
            f"参数“{key}”（{self.title(key)}）在{plain(on)}没有生效的数值，最早自{plain(min(known))}起，请补充当时的规定"
        )


def load_layers(*folders: Path) -> Parameters:
    """Read every `*.yaml` of each folder as one layer named after the folder; later folders are more special.

    Raises Invalid, naming file and key, for anything that is not a figure; FileNotFoundError for a missing folder.
    """
    return Parameters(tuple(map(_folder, folders)))


def _folder(folder: Path) -> Layer:
    if not folder.is_dir():
        raise FileNotFoundError(f"没有参数文件夹“{folder.name}”")
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}
    return read_layer(folder.name, texts)


def read_layer(name: str, texts: Mapping[str, str]) -> Layer:
    """Make a layer from the texts of its files, by file name. Raises Invalid."""
    histories: dict[str, tuple[tuple[date, Figure | None], ...]] = {}
    titles: dict[str, str] = {}
    directions: dict[str, str] = {}
    for file, text in texts.items():
        data = _read(file, text)
        checked = data.pop("checked", None)
        if not _is_day(checked):
            raise Invalid({file: ["缺少核对日期 checked，例如 checked: 2026-11-22"]})
        for key, entries in data.items():
            if key in histories:
                raise Invalid({file: [f"“{key}”在本层重复定义，请只保留一处"]})
            histories[key] = _history(name, file, key, entries, checked)
            if "title" in entries:
                titles[key] = str(entries["title"])
            if "stricter" in entries:
                directions[key] = _direction(file, key, entries["stricter"])
    return Layer(name, histories, titles, directions)


def _direction(file: str, key: str, told: object) -> str:
    if told not in DIRECTIONS:
        raise Invalid({file: [f"“{key}”的 stricter 只能是 less、more 或者 fixed"]})
    return str(told)


class _NoDoubles(yaml.SafeLoader):
    """A loader that refuses a key written twice, which YAML would silently drop, and references, which can grow without end."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """The next node. Raises ComposerError for a reference."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "a reference", self.peek_event().start_mark)  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)


def _mapping(loader: _NoDoubles, node: yaml.MappingNode) -> dict[Any, Any]:
    pairs = [(loader.construct_object(k), loader.construct_object(v, deep=True)) for k, v in node.value]
    if len({str(key) for key, _ in pairs}) < len(pairs):
        raise yaml.constructor.ConstructorError(None, None, "key written twice", node.start_mark)
    return dict(pairs)


_NoDoubles.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


def _read(file: str, text: str) -> dict[str, Any]:
    try:
        data = yaml.load(text, _NoDoubles)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"第{mark.line + 1}行附近" if mark else ""
        raise Invalid({file: [f"参数文件{where}写法有误或有重复的项，请改正"]}) from None
    if not isinstance(data, dict):
        raise Invalid({file: ["参数文件应以“参数名: ”逐项写明"]})
    return data


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _history(
    layer: str, file: str, key: object, entries: object, checked: date
) -> tuple[tuple[date, Figure | None], ...]:
    where = f"“{key}”"
    if not isinstance(key, str) or not isinstance(entries, dict):
        raise Invalid({file: [f"{where}应写明生效日期和数值"]})
    dated = {since: entry for since, entry in entries.items() if since not in _BESIDE}
    if not dated or not all(map(_is_day, dated)):
        raise Invalid({file: [f"{where}的每个数值应以生效日期开头，例如 2021-07-15:"]})
    return tuple((since, _figure(layer, file, key, since, dated[since], checked)) for since in sorted(dated))


def _figure(layer: str, file: str, key: str, since: date, entry: object, checked: date) -> Figure | None:
    where = f"“{key}”自{plain(since)}起的"
    if not isinstance(entry, dict):
        raise Invalid({file: [f"{where}内容应写成 {{value: …, unit: …, cites: …, verified: …}}"]})
    if entry.get("repealed") is True and set(entry) <= {"repealed", "cites"}:
        return None
    if problems := list(_problems(entry)):
        raise Invalid({file: [f"{where}{problem}" for problem in problems]})
    return Figure(key, _value(entry["value"]), entry["unit"], entry["cites"], entry["verified"], layer, since, checked)


def _problems(entry: Mapping[str, Any]) -> Iterable[str]:
    for name in sorted(set(map(str, entry)) ^ _ENTRY):
        yield f"多出 {name}" if name in entry else f"缺少 {name}"
    if isinstance(entry.get("value"), bool) or not isinstance(entry.get("value", 0), int | float | str):
        yield "数值 value 应为数字或文字"
    if str(entry.get("unit", "wd")) not in UNITS:
        yield f"单位 unit 只能是 {'、'.join(sorted(UNITS))}"
    if not isinstance(entry.get("cites", "…"), str) or not entry.get("cites", "…").strip():
        yield "依据 cites 不能空白"
    if not isinstance(entry.get("verified", True), bool):
        yield "verified 应为 true 或 false"


def _value(raw: int | float | str) -> Value:
    """A decimal keeps the digits that were typed: 0.03 is three per cent, not a binary neighbour."""
    return Decimal(str(raw)) if isinstance(raw, float) else raw
