"""法制审核流程图: picture, BPMN model and words say exactly what the room's table of moves says; the BPMN is sound."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from mingjing.cases import operations
from mingjing.cases.queries.chart import chart_bpmn, chart_svg, chart_text, review_chart
from mingjing.cases.rules.drawing_review import MOVES, NAMES, code_of
from mingjing.cases.terms import procedure
from mingjing.cases.terms.procedure import FOLDERS
from mingjing.kernel.days import CHINA
from mingjing.publicity import queries as published
from mingjing.publicity.rules.drawings import drawing_problem
from mingjing.review import queries as review
from mingjing.review.terms import STAGE_NAMES, Move, Stage

BPMN = {"b": "http://www.omg.org/spec/BPMN/20100524/MODEL", "di": "http://www.omg.org/spec/DD/20100524/DI"}
NODES = ("startEvent", "userTask", "exclusiveGateway", "endEvent")
Way = tuple[str, str, str]


def table() -> set[Way]:
    return {(str(way.source or ""), code_of(way), str(way.target)) for way in review.ways()}


def drawn() -> set[Way]:
    root = ElementTree.fromstring(chart_svg(review_chart()))
    marked = [each for each in root.iter() if "data-act" in each.attrib]
    return {(each.get("data-from", ""), each.get("data-act", ""), each.get("data-to", "")) for each in marked}


def process(xml: str) -> ElementTree.Element:
    found = ElementTree.fromstring(xml).find("b:process", BPMN)
    assert found is not None
    return found


def modelled() -> set[Way]:
    """Every stage-task-stage of the model."""
    flows = [
        (one.get("sourceRef", ""), one.get("targetRef", ""))
        for one in process(chart_bpmn(review_chart())).findall("b:sequenceFlow", BPMN)
    ]
    return {
        (start.removeprefix("stage_").replace("start", ""), task.removeprefix("act_"), end.removeprefix("stage_"))
        for start, task in flows
        for again, end in flows
        if task == again and task.startswith("act_")
    }


def test_the_picture_says_what_the_table_says() -> None:
    assert drawn() == table()


def test_the_model_says_what_the_table_says() -> None:
    assert modelled() == {way for way in table() if way[0] != way[2]}


def test_the_words_name_every_stage_and_every_way() -> None:
    lines = chart_text(review_chart())
    text = "\n".join(lines)
    assert lines[0].startswith("重大执法决定法制审核流程图（第1版）")
    for way in review.ways():
        name = NAMES[way.move, way.choice]
        told = f"{name}，进入“{STAGE_NAMES[way.target]}”" if way.source != way.target else name
        assert told in text
    assert all(name in text for name in STAGE_NAMES.values())


def test_a_way_taken_out_of_the_table_is_gone_from_every_form(monkeypatch: pytest.MonkeyPatch) -> None:
    less = tuple(way for way in review.ways() if way.move != Move.SETTLE_DISPUTE)
    monkeypatch.setattr(review, "WAYS", less)
    gone = "settle_dispute"
    assert not any(gone in way[1] for way in drawn() | modelled())
    assert "协商、决定或者集体讨论" not in "\n".join(chart_text(review_chart()))


def test_every_move_has_a_name_a_role_and_a_source() -> None:
    assert set(MOVES) == set(Move)
    assert {(way.move, way.choice) for way in review.ways()} == set(NAMES)
    assert {str(stage) for stage in Stage} == set(review_chart().stages)


@pytest.mark.parametrize("xml", [chart_bpmn(review_chart()), chart_bpmn(procedure())], ids=["review", "ordinary"])
def test_the_bpmn_is_sound(xml: str) -> None:
    """Ids are unique, flows join elements that are there, elements know their flows, and every element is on a way."""
    root = ElementTree.fromstring(xml)
    ids = Counter(each.get("id") for each in root.iter() if each.get("id"))
    assert [name for name, times in ids.items() if times > 1] == []
    held = process(xml)
    nodes = {one.get("id"): one for kind in NODES for one in held.findall(f"b:{kind}", BPMN)}
    flows = {
        one.get("id"): (one.get("sourceRef"), one.get("targetRef")) for one in held.findall("b:sequenceFlow", BPMN)
    }
    assert all(start in nodes and end in nodes for start, end in flows.values())
    for name, node in nodes.items():
        comes = {key for key, (_, end) in flows.items() if end == name}
        goes = {key for key, (start, _) in flows.items() if start == name}
        assert {each.text for each in node.findall("b:incoming", BPMN)} == comes
        assert {each.text for each in node.findall("b:outgoing", BPMN)} == goes
        assert bool(comes) != node.tag.endswith("startEvent")
        assert bool(goes) != node.tag.endswith("endEvent")
    seen, waiting = {"start"}, ["start"]
    while waiting:
        here = waiting.pop()
        fresh = {end for start, end in flows.values() if start == here and end not in seen}
        seen |= {str(one) for one in fresh}
        waiting += [str(one) for one in fresh]
    assert seen == set(nodes)
    assert any(node.tag.endswith("endEvent") for node in nodes.values())


def test_no_words_run_off_the_sheet() -> None:
    root = ElementTree.fromstring(chart_svg(review_chart()))
    wide = float(root.get("width", "0"))
    boxes = [each.attrib for each in root.iter() if each.tag.endswith("rect") and each.get("x")]
    assert all(float(one["x"]) >= 0 and float(one["x"]) + float(one["width"]) <= wide for one in boxes)
    assert not drawing_problem(chart_svg(review_chart()))
    assert not drawing_problem(chart_bpmn(review_chart()))


@pytest.mark.django_db
def test_it_is_published_beside_the_procedures(settings: Any, tmp_path: Path) -> None:
    settings.MINGJING_KEYS = tmp_path / "keys"
    at = datetime(2026, 10, 12, 9, 0, tzinfo=CHINA)
    made = operations.publish_charts(by="system", at=at)
    assert [one.key for one in made] == [*(code.replace("_", "-") for code in FOLDERS), "legal-review"]
    shown = published.chart("legal-review")
    assert shown
    assert shown.title == "重大执法决定法制审核流程图"
    assert shown.svg == chart_svg(review_chart())
    assert operations.publish_charts(by="system", at=at.replace(hour=11)) == made
