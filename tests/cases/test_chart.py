"""The published chart says exactly what the table does: every way of the one is a way of the other."""

import json
import re
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from mingjing.cases.queries.chart import chart_bpmn, chart_svg, chart_text
from mingjing.cases.terms import procedure
from mingjing.publicity.rules.drawings import drawing_problem
from mingjing.sites import commandline

ACTS = Path(__file__).resolve().parents[2] / "src/mingjing/cases/procedures/ordinary/acts"
SVG = {"s": "http://www.w3.org/2000/svg"}
BPMN = {"b": "http://www.omg.org/spec/BPMN/20100524/MODEL", "di": "http://www.omg.org/spec/DD/20100524/DI"}
Way = tuple[str, str, str]


def table() -> set[Way]:
    """Every (stage, act, stage) that the executed table allows, asked of `target` with each answer of the form."""
    found = set()
    rules = procedure()
    for act in rules.acts.values():
        answers = [key for key in act.branches if key != "field"] or [""]
        for source in act.sources or ("",):
            for answer in answers:
                data = {act.branches["field"]: answer} if act.branches else {}
                found.add((source, act.code, act.target(data, source)))
    decisions = [act for act in rules.acts.values() if act.when_served]
    return found | {(act.to, "serve", act.when_served) for act in decisions}


def drawn() -> set[Way]:
    """The same, read from the picture."""
    root = ElementTree.fromstring(chart_svg(procedure()))
    marked = [each for each in root.iter() if "data-act" in each.attrib]
    return {(each.get("data-from", ""), each.get("data-act", ""), each.get("data-to", "")) for each in marked}


def modelled() -> set[Way]:
    """The same, read from the BPMN model: the acts that name a stage, by walking its flows."""
    process = ElementTree.fromstring(chart_bpmn(procedure())).find("b:process", BPMN)
    assert process is not None
    next_of: dict[str, list[str]] = {}
    for flow in process.findall("b:sequenceFlow", BPMN):
        next_of.setdefault(flow.get("sourceRef", ""), []).append(flow.get("targetRef", ""))
    found = set()
    for start in next_of:
        if not start.startswith(("stage_", "start")):
            continue
        for task in next_of[start]:
            for end in next_of.get(task, []):
                ends = next_of[end] if end.startswith("answer_") else [end]
                found |= {
                    (
                        start.removeprefix("stage_").replace("start", ""),
                        task.removeprefix("act_"),
                        each.removeprefix("stage_"),
                    )
                    for each in ends
                }
    return found


def traces(ways: set[Way], length: int) -> set[tuple[Way, ...]]:
    """Every run of that many steps that moves the case, from the beginning."""
    moving = [way for way in ways if way[0] != way[2]]
    runs: set[tuple[Way, ...]] = {(way,) for way in moving if not way[0]}
    ended: set[tuple[Way, ...]] = set()
    for _ in range(length - 1):
        longer = {(*run, way) for run in runs for way in moving if way[0] == run[-1][2]}
        ended |= {run for run in runs if not any(way[0] == run[-1][2] for way in moving)}
        runs = longer
    return runs | ended


def test_the_picture_and_the_table_allow_the_same_steps() -> None:
    assert drawn() == {way for way in table() if way[0] or way[2]}


def test_the_picture_the_model_and_the_table_run_the_same_traces() -> None:
    told = traces(table(), 12)
    assert len(told) > 60
    assert traces(drawn(), 12) == told
    assert traces(modelled(), 12) == told


def test_every_trace_ends_where_the_procedure_ends() -> None:
    ends = {run[-1][2] for run in traces(drawn(), 14) if len(run) < 14}
    assert ends == {"archived"}


def test_a_trace_can_be_executed_step_by_step() -> None:
    acts = procedure().acts
    for run in traces(drawn(), 10):
        for (_, _, stood), (source, code, _) in pairwise(run):
            assert stood == source
            assert source in acts[code].sources


def test_every_stage_is_reached_and_drawn_once() -> None:
    root = ElementTree.fromstring(chart_svg(procedure()))
    stages = [each.get("data-stage") for each in root.iter() if each.get("data-stage")]
    assert sorted(stages) == sorted(procedure().stages)
    assert {way[2] for way in drawn()} == set(procedure().stages)


def test_the_tables_files_are_all_drawn() -> None:
    named = {act["act"] for path in ACTS.glob("*.yaml") for act in yaml.safe_load(path.read_text("utf-8"))}
    assert {way[1] for way in drawn()} == named


def test_the_picture_marks_where_the_case_stands_and_what_is_done() -> None:
    root = ElementTree.fromstring(chart_svg(procedure(), "noticed", frozenset({"file_case", "inspect", "examine"})))
    here = [each for each in root.iter() if each.get("aria-current") == "step"]
    assert [each.get("data-stage") for each in here] == ["noticed"]
    assert "当前阶段" in "".join(here[0].itertext())
    done = {each.get("data-act") for each in root.iter() if "is-done" in each.get("class", "")}
    assert done == {"file_case", "inspect", "examine"}
    back = [each for each in root.iter() if each.get("data-act") == "examine" and each.get("data-to") == "filed"]
    assert back
    assert "is-done" not in back[0].get("class", "")


def test_without_a_case_nothing_is_marked() -> None:
    text = chart_svg(procedure())
    assert "aria-current" not in text
    assert "is-done" not in text


def test_the_picture_may_stand_in_a_page_with_a_strict_policy() -> None:
    text = chart_svg(procedure(), "filed")
    assert not drawing_problem(text)
    assert not drawing_problem(chart_bpmn(procedure()))
    assert "style=" not in text
    assert "<style" not in text


def test_the_picture_is_told_to_those_who_hear_it() -> None:
    root = ElementTree.fromstring(chart_svg(procedure(), "filed"))
    assert root.get("role") == "img"
    said = {each.get("id"): each.text or "" for each in root.iter() if each.get("id", "").startswith("mj-chart-")}
    assert [said.get(name, "") != "" for name in (root.get("aria-labelledby") or "").split()] == [True, True]
    assert "调查取证" in said["mj-chart-desc"]


def test_no_words_run_over_their_box() -> None:
    """Every text lies within the sheet, and every chip is as wide as its words."""
    root = ElementTree.fromstring(chart_svg(procedure()))
    wide = float(root.get("width", "0"))
    for chip in root.iterfind(".//s:g[@class='mj-chart-chip']", SVG):
        box, words = chip.find("s:rect", SVG), chip.find("s:text", SVG)
        assert box is not None
        assert words is not None
        assert float(box.get("x", "")) + float(box.get("width", "")) <= wide
        assert len(words.text or "") * 12.5 <= float(box.get("width", ""))


def test_words_name_every_act_with_role_and_source() -> None:
    lines = chart_text(procedure())
    text = "\n".join(lines)
    assert lines[0].startswith("普通程序行政处罚流程图（第1版）")
    for act in procedure().acts.values():
        assert act.name in text
    assert "立案，进入“调查取证”（承办人拟办，行政机关负责人审批；行政处罚法第五十四条）" in text
    assert "案件审查：退回补充调查，进入“调查取证”" in text
    assert "送达：决定书，进入“履行与执行”" in text


def test_the_model_has_a_picture_of_every_element() -> None:
    root = ElementTree.fromstring(chart_bpmn(procedure()))
    process = root.find("b:process", BPMN)
    assert process is not None
    ids = {each.get("id") for each in process if each.get("id")}
    shown = {each.get("bpmnElement") for each in root.iter() if each.get("bpmnElement")} - {process.get("id")}
    assert shown == ids
    assert all(len(edge.findall("di:waypoint", BPMN)) >= 2 for edge in root.iter() if edge.tag.endswith("BPMNEdge"))
    for task in process.findall("b:userTask", BPMN):
        assert re.search("办理|审批", task.findtext("b:documentation", "", BPMN))
        assert "依据：" in task.findtext("b:documentation", "", BPMN)


def test_shapes_of_the_model_do_not_overlap() -> None:
    root = ElementTree.fromstring(chart_bpmn(procedure()))
    boxes = []
    for shape in (each for each in root.iter() if each.tag.endswith("BPMNShape")):
        bounds = shape[0].attrib
        x, y, wide, high = (float(bounds[name]) for name in ("x", "y", "width", "height"))
        boxes.append((x, y, x + wide, y + high, shape.get("bpmnElement")))
    for one in boxes:
        for other in boxes:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert one is other or apart, (one[4], other[4])


@pytest.mark.slow
def test_bpmn_moddle_reads_the_model_without_a_warning(tmp_path: Path) -> None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if not (npm and node):
        pytest.skip("本机没有 node 和 npm，跳过 bpmn-moddle 检查")
    got = subprocess.run(
        [npm, "install", "--no-audit", "--no-fund", "--silent", "bpmn-moddle@10"],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=180,
    )  # fmt: skip
    if got.returncode:
        pytest.skip(f"取不到 bpmn-moddle：{got.stderr[-200:]}")
    (tmp_path / "chart.bpmn").write_text(chart_bpmn(procedure()), encoding="utf-8")
    (tmp_path / "read.mjs").write_text(
        "import { BpmnModdle } from 'bpmn-moddle';\nimport { readFileSync } from 'node:fs';\n"
        "const { rootElement, warnings } = await new BpmnModdle().fromXML(readFileSync('chart.bpmn', 'utf8'));\n"
        "console.log(JSON.stringify([warnings.map(String), rootElement.rootElements[0].flowElements.length]));\n"
    )
    read = subprocess.run([node, "read.mjs"], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60)
    warnings, elements = json.loads(read.stdout)
    assert warnings == []
    assert elements > 60


def test_the_command_writes_each_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for form in ("svg", "bpmn", "text"):
        target = tmp_path / f"chart.{form}"
        assert commandline.main(["chart", "--format", form, "-o", str(target)]) == 0
        assert "归档" in target.read_text("utf-8")
    assert commandline.main(["chart", "--here", "nowhere"]) == 2
    assert "没有“nowhere”这个阶段" in capsys.readouterr().err
    assert commandline.main(["chart", "--procedure", "x"]) == 2
    assert commandline.main(["chart", "-o", str(tmp_path / "no" / "where")]) == 2


def test_a_procedure_is_read_once_however_it_is_asked_for() -> None:
    assert procedure() is procedure("ordinary_penalty", 1)
