"""Reading a story file: what may stand in it, and a Chinese sentence for what may not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from mingjing.cases.terms import any_act
from mingjing.sites.journeys.world import moment

EVENTS = (
    "organ",
    "people",
    "party",
    "certificate",
    "publish",
    "withdraw",
    "redo",
    "load_calendar",
    "explain",
    "filmed",
    "dispute",
    "dispute_route",
    "material_list",
    "material",
    "law",
    "benchmark",
    "weigh",
    "guiding",
    "check_item",
)
WORDS = {
    *EVENTS, "act", "expect", "at", "case", "in", "by", "drafted_by", "with", "refused", "warned", "recorded_at",
    "version", "moved", "note", "film",
}  # fmt: skip
HEAD = {"journey", "organ", "party", "matter", "tale", "team", "steps", "continues", "skip", "note"}
EXPECTED = {
    "stage", "due", "clock", "surcharge", "number", "score", "vetoes", "findings", "publication", "public", "previous",
    "refusals", "ledger", "guided",
}  # fmt: skip
MANUAL = "写法见 docs/reference/journeys.md"
DEEPEST = 5


class BadStory(ValueError):
    """The file is not a story: the message names the place, the rule and the next step."""


@dataclass(frozen=True, slots=True)
class Story:
    """A story as read: its head, the steps it goes on from, its own steps."""

    title: str
    head: Mapping[str, Any]
    steps: tuple[Mapping[str, Any], ...] = ()
    before: tuple[Mapping[str, Any], ...] = ()
    skip: str = ""
    teams: Mapping[str, Any] = field(default_factory=dict)


@cache
def defaults() -> dict[str, dict[str, Any]]:
    """The usual content of each act's form."""
    data = yaml.safe_load((files("mingjing.sites.journeys") / "defaults.yaml").read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def defaults_of(code: str, procedure: str) -> dict[str, Any]:
    """The usual content of an act's form, of that procedure's own where it says so (`summary_penalty/decide`)."""
    found = defaults()
    return found.get(f"{procedure}/{code}") or found.get(code, {})


@cache
def tales() -> dict[str, dict[str, str]]:
    """A credible course of events for each enforcement matter; `其他` for a matter without one of its own."""
    data = yaml.safe_load((files("mingjing.sites.journeys") / "matters.yaml").read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def read_story(path: Path, depth: int = 0) -> Story:
    """Read a story file and the one it goes on from. Raises BadStory."""
    data = _load(path)
    head = {key: value for key, value in data.items() if key not in {"steps", "continues"}}
    if skip := str(data.get("skip", "")):
        return Story(str(data["journey"]), head, skip=skip)
    _check(path.name, data)
    before: tuple[Mapping[str, Any], ...] = ()
    if "continues" in data:
        base, before = _continued(path, data["continues"], depth)
        head = {**base.head, **head}
    return Story(str(data["journey"]), head, tuple(data["steps"]), before)


def as_story(data: Mapping[str, Any]) -> Story:
    """A story made by a program."""
    head = {key: value for key, value in data.items() if key != "steps"}
    return Story(str(data.get("journey", "未命名")), head, tuple(data["steps"]))


def _load(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise BadStory(f"读不了旅程文件 {path.name}：{problem}。请核对文件，{MANUAL}。") from None
    if not isinstance(data, dict) or not data.get("journey"):
        raise BadStory(f"{path.name} 不是旅程：开头要有 journey（标题），{MANUAL}。")
    if "skip" not in data and not (isinstance(data.get("steps"), list) and data["steps"]):
        raise BadStory(f"{path.name} 不是旅程：要有 steps（步骤列表），{MANUAL}。")
    if unknown := sorted(set(map(str, data)) - HEAD):
        raise BadStory(f"{path.name} 开头写了不认识的项：{'、'.join(unknown)}。请删去或者改正，{MANUAL}。")
    return data


def _check(name: str, data: Mapping[str, Any]) -> None:
    for place, step in enumerate(data["steps"], start=1):
        if problem := _problem(step):
            raise BadStory(f"{name} 第 {place} 步{problem}。{MANUAL}。")


def _problem(step: Any) -> str:
    """What is wrong with a step; empty where nothing is."""
    if not isinstance(step, dict):
        return "不是“项: 值”的写法"
    if unknown := sorted(set(map(str, step)) - WORDS):
        return f"写了不认识的项：{'、'.join(unknown)}"
    if not {"act", "expect", *EVENTS} & set(step):
        return f"没有写 act、expect、{'、'.join(EVENTS)} 之一，请补上"
    if "act" in step and any_act(step["act"]) is None:
        return f"的 act“{step['act']}”不在程序表中，请核对"
    if isinstance(step.get("expect"), dict) and (unknown := sorted(set(step["expect"]) - EXPECTED)):
        return f"的 expect 写了不认识的项：{'、'.join(unknown)}"
    return _untimely(step)


def _untimely(step: Mapping[str, Any]) -> str:
    if "at" not in step:
        return "没有写时间，请加上 at"
    for word in ("at", "recorded_at"):
        try:
            moment(step.get(word, "2026-01-01"))
        except ValueError:
            return f"的 {word}“{step[word]}”不是时间，请写成 2026-09-24 09:30 的样子"
    return ""


def _continued(path: Path, told: Any, depth: int) -> tuple[Story, tuple[Mapping[str, Any], ...]]:
    """`continues: {file: …, until: …}`: the steps of another story before that moment."""
    if not isinstance(told, dict) or "file" not in told or "until" not in told:
        raise BadStory(f"{path.name} 的 continues 要写 file（承接的旅程）和 until（承接到何时），{MANUAL}。")
    if depth >= DEEPEST:
        raise BadStory(f"{path.name} 的 continues 互相承接超过 {DEEPEST} 层，请直接写明步骤。")
    base = read_story(path.parent / str(told["file"]), depth + 1)
    try:
        until = moment(told["until"])
    except ValueError:
        raise BadStory(f"{path.name} 的 until“{told['until']}”不是时间，请写成 2026-09-24 09:30 的样子。") from None
    return base, tuple(step for step in (*base.before, *base.steps) if moment(step["at"]) < until)


def rules_of(value: object) -> frozenset[str]:
    """Rule numbers of a story: one, several, or none (无)."""
    if value in (None, "", [], "无"):
        return frozenset()
    return frozenset(str(each) for each in value) if isinstance(value, list) else frozenset({str(value)})
