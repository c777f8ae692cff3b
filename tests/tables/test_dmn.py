"""DMN files: in and out without loss; what is not DMN, not known or hostile is an error that says so."""

from decimal import Decimal
from pathlib import Path

import pytest

from mingjing.foundation import dmn
from mingjing.kernel.tables import Faulty, Input, NotDecidable, Output, Policy, Row, Table, overlaps_and_gaps
from mingjing.sites import commandline

TABLE = Table(
    "无证上岗的裁量阶次",
    (Input("无证人数", "人数", "number", ">= 1"), Input("是否初次", "初次", "boolean"), Input("发现日期", "日期", "date")),
    (Output("阶次", "string", '"从轻","一般"', '"一般"'), Output("罚款", "number")),
    (Row("r1", ("[1..3)", "true", '< date("2027-01-01")'), ('"从轻"', "10000.50"), "初次"), Row("r2", (">= 3", "-", "-"), ('"一般"', "人数 * 100"))),
)  # fmt: skip
HEAD = f'<definitions xmlns="{dmn.NAMESPACE}" name="n">'


def test_a_table_goes_out_and_comes_back_the_same() -> None:
    model = dmn.read(dmn.write(TABLE))
    assert model.decisions[TABLE.name].table == TABLE
    assert model.inputs == {"人数": "number", "初次": "boolean", "日期": "date"}
    assert dmn.write(model.decisions[TABLE.name].table) == dmn.write(TABLE)
    assert model.decide(TABLE.name, {"人数": 5}) == {"阶次": "一般", "罚款": Decimal(500)}
    with pytest.raises(NotDecidable, match="还不知道：是否初次"):
        model.decide(TABLE.name, {"人数": 1, "日期": None})
    gathered = Table("数", TABLE.inputs[:1], (Output("次"),), (Row("1", ("-",), ("1",)),), Policy.COLLECT, "COUNT")
    assert dmn.read(dmn.write(gathered, {"人数": "number"})).decisions["数"].table == gathered


def chained(more: str = "", logic: str = "a + 1", uses: str = "甲") -> bytes:
    return f"""{HEAD}
      <itemDefinition name="等级"><typeRef>string</typeRef><allowedValues><text>"高","低"</text></allowedValues></itemDefinition>
      <inputData id="i1" name="数"><variable name="数" typeRef="feel:number"/></inputData>
      <inputData id="i2" name="级"><variable name="级" typeRef="等级"/></inputData>
      <inputData id="i3" name="空"/>
      <decision id="d1" name="甲"><informationRequirement><requiredInput href="#i1"/></informationRequirement>
        <informationRequirement><requiredInput href="#i2"/></informationRequirement>
        <knowledgeRequirement><requiredKnowledge href="#b1"/></knowledgeRequirement>
        <literalExpression><text>加一(数)</text></literalExpression></decision>
      <decision id="d2" name="乙"><informationRequirement><requiredDecision href="#d1"/></informationRequirement>
        <literalExpression><text>{uses} * 2</text></literalExpression></decision>
      <businessKnowledgeModel id="b1" name="加一"><encapsulatedLogic><formalParameter name="a"/>
        <literalExpression><text>{logic}</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>{more}
    </definitions>""".encode()


def test_decisions_rest_on_decisions_and_functions() -> None:
    model = dmn.read(chained())
    assert model.decide("乙", {"数": 3, "级": "高"}) == 8
    assert model.inputs["数"] == "number" and model.inputs["空"] == ""
    with pytest.raises(NotDecidable, match="“级”是“中”，只能是"):
        model.decide("乙", {"数": 3, "级": "中"})
    with pytest.raises(Faulty, match="不是决策表"):
        model.compiled("甲")
    with pytest.raises(KeyError):
        model.decide("丙", {})


def test_a_function_is_given_what_it_asks_for() -> None:
    wrong = chained().replace("加一(数)".encode(), "加一(数, 数)".encode())
    with pytest.raises(NotDecidable, match="“加一”不能用于"):
        dmn.read(wrong).decide("甲", {"数": 1, "级": "低"})


def test_a_circle_is_an_error() -> None:
    circle = chained().replace(b'<requiredInput href="#i1"/>', b'<requiredDecision href="#d2"/>', 1)
    with pytest.raises(Faulty, match="成了环"):
        dmn.read(circle).decide("乙", {})


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04", "不是 XML 文件"),
        (b"<html/>", "不是 DMN 文件"),
        (f"{HEAD}</definitions>".encode(), "没有决策"),
        (b" " * (dmn.MOST_BYTES + 1), "超过 8 MB"),
        (chained('<import name="x"/>'), "不支持的“import”"),
        (chained('<decision name="丙"><context/></decision>'), "不支持的“context”"),
        (chained('<decision name="丙"/>'), "没有决策表，也没有表达式"),
        (chained('<decision name="丙"><informationRequirement><requiredInput href="#x"/></informationRequirement></decision>'), "依赖的“#x”不在文件里"),
        (chained('<decision name="丙"><decisionTable hitPolicy="BEST"/></decision>'), "不认识的命中策略“BEST”"),
        (chained('<businessKnowledgeModel name="b"/>'), "函数里没有表达式"),
        (chained('<businessKnowledgeModel name="b"><encapsulatedLogic/></businessKnowledgeModel>'), "函数里没有表达式"),
        (b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><definitions>&e;</definitions>', "不是 DMN 文件"),
    ],
)  # fmt: skip
def test_files_that_are_none(content: bytes, told: str) -> None:
    with pytest.raises(Faulty) as wrong:
        dmn.read(content)
    assert told in str(wrong.value)


def test_a_cell_without_text_asks_nothing() -> None:
    bare = f"""{HEAD}<inputData id="i" name="数"/><decision id="d" name="表"><informationRequirement><requiredInput href="#i"/></informationRequirement>
      <decisionTable><input><inputExpression><text>数</text></inputExpression></input><input/><output label="果"/>
      <rule><inputEntry/><inputEntry/><outputEntry><text>1</text></outputEntry></rule></decisionTable></decision></definitions>"""
    table = dmn.read(bare.replace("<input/>", "").replace("<inputEntry/><inputEntry/>", "<inputEntry/>").encode()).decisions["表"].table  # fmt: skip
    assert table is not None and table.rows == (Row("1", ("",), ("1",)),) and table.outputs[0].name == "果"
    with pytest.raises(Faulty, match="没有写完"):
        dmn.read(bare.encode()).compiled("表")


def command(path: Path, *words: str) -> int:
    return commandline.main(["table", str(path), *words])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "阶次.dmn"
    made.write_bytes(dmn.write(Table(TABLE.name, TABLE.inputs, (Output("阶次", "string"),), tuple(
        Row(row.id, row.tests, row.answers[:1]) for row in TABLE.rows
    ))))  # fmt: skip
    return made


def test_the_command_finds_what_is_missing(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(path) == 1
    told = capsys.readouterr().out
    assert "无证上岗的裁量阶次：2 行，只能有一行符合。" in told
    assert '1. 无证人数1以上不满3，是否初次是，发现日期不满2027年1月1日 → 阶次："从轻"' in told
    assert "不对：无证人数为1，是否初次为否时，没有一行符合。" in told and "共 2 处" in told
    assert command(path, "--json") == 1
    assert '"kind": "gap"' in capsys.readouterr().out
    sound = path.with_name("全.dmn")
    sound.write_bytes(path.read_bytes().replace(b"[1..3)", b"1, [1..3)").replace(b">true<", b">-<").replace(b'&lt; date("2027-01-01")', b"-"))  # fmt: skip
    assert command(sound) == 0 and "没有空缺，没有重叠。" in capsys.readouterr().out
    assert overlaps_and_gaps(dmn.read(sound.read_bytes()).compiled(TABLE.name)) == ()


def test_the_command_answers_and_says_why(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = ("--fact", "人数=2", "--fact", "初次=是", "--fact", "日期=2026-11-30")
    assert command(path, *facts) == 0
    told = capsys.readouterr().out
    assert "第 1 行符合" in told and "第 2 行不符合" in told and "结果：“从轻”" in told
    assert command(path, *facts[:2]) == 1
    told = capsys.readouterr().out
    assert "第 1 行还不能确定" in told and "还要查明：是否初次、发现日期。" in told
    assert command(path, *facts, "--json") == 0 and '"answer": "从轻"' in capsys.readouterr().out
    assert command(path, "--fact", "人数=2", "--fact", "初次=否") == 1
    assert "没有结果：没有一行符合，这张表有空缺。" in capsys.readouterr().out
    assert command(path, "--fact", "人数=0", "--json") == 1
    assert "只能是1以上" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--fact", "人数"], "事实写作“名称=值”"),
        (["--fact", "岁数=3"], "名称是人数、初次、日期之一"),
        (["--fact", "人数=三"], "应为数字"),
        (["--fact", "日期=昨天"], "应为日期"),
        (["--fact", "初次=也许"], "应为是或者否"),
        (["--decision", "别的"], "请用 --decision"),
    ],
)
def test_the_command_says_what_was_entered_wrongly(path: Path, words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    assert command(path, *words) == 2
    assert told in capsys.readouterr().err


def test_the_command_without_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(tmp_path / "没有.dmn") == 2 and "读不到文件" in capsys.readouterr().err
    plain = tmp_path / "式.dmn"
    plain.write_bytes(chained())
    assert command(plain) == 2 and "文件里没有决策表" in capsys.readouterr().err
    texts = tmp_path / "字.dmn"
    worded = Table("字", (Input("类别", "类别", "string"),), (Output("果"),), (Row("1", ("-",), ("1",)),))
    texts.write_bytes(dmn.write(worded))
    assert command(texts, "--fact", "类别=化工", "--json") == 0 and '"answer": "1"' in capsys.readouterr().out
