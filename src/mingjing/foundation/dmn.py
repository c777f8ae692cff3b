"""DMN 1.3 and later as files: decision tables and small expressions in, one decision table out. Nothing is guessed at.

What the model uses and this program does not know (contexts, other boxed forms, imports) is an error that names it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from mingjing.kernel.tables import Compiled, Faulty, Input, NotDecidable, Output, Policy, Row, Table, compile_table
from mingjing.kernel.tables.expressions import Expr, Known, expression
from mingjing.kernel.tables.unary import tests
from mingjing.kernel.tables.values import Value, shown, taken

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
MOST_BYTES = 8 << 20
_UNKNOWN = ("import", "context", "invocation", "relation", "list", "functionDefinition", "conditional", "for", "some", "every", "filter")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Function:
    """A business knowledge model: a name, what it is given, and its expression."""

    name: str
    given: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: a table or an expression, and the names of what it needs."""

    id: str
    name: str
    needs: tuple[str, ...]
    functions: tuple[str, ...] = ()
    table: Table | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """A file that was read: decisions, inputs with the name of their type, functions, allowed values of named types."""

    decisions: Mapping[str, Decision]
    inputs: Mapping[str, str]
    functions: Mapping[str, Function]
    allowed: Mapping[str, str]

    def decide(self, name: str, facts: Mapping[str, Any]) -> Value:
        """The answer of one decision, after those it needs. Raises Faulty, NotDecidable, KeyError for no such decision."""
        return self._decided(name, {key: taken(value) for key, value in facts.items()}, ())

    def compiled(self, name: str) -> Compiled:
        """The table of a decision, read. Raises Faulty where it cannot be read or is no table; KeyError."""
        one = self.decisions[name]
        if one.table is None:
            raise Faulty(f"“{name}”不是决策表", name)
        return compile_table(one.table, one.needs, self.allowed)

    def _decided(self, name: str, facts: Mapping[str, Value], above: tuple[str, ...]) -> Value:
        if name in above:
            raise Faulty("决策互相依赖，成了环", " → ".join((*above, name)))
        one = self.decisions[name]
        known = {need: self._known(need, facts, (*above, name)) for need in one.needs}
        if one.table is not None:
            found = self.compiled(name).decide(known)
            if found.missing:
                raise NotDecidable(f"还不知道：{'、'.join(found.missing)}")
            return found.answer
        functions: Known = {key: self._callable(self.functions[key]) for key in one.functions}
        return expression(one.text, one.needs, functions)(known)

    def _known(self, need: str, facts: Mapping[str, Value], above: tuple[str, ...]) -> Value:
        if need in self.decisions:
            return self._decided(need, facts, above)
        value = facts.get(need)
        told = self.allowed.get(self.inputs.get(need, ""), "")
        if told and tests(told).verdict(value, facts) is False:
            raise NotDecidable(f"“{need}”是{shown(value)}，只能是{told}")
        return value

    @staticmethod
    def _callable(one: Function) -> Any:
        made: Expr = expression(one.text, one.given)

        def call(*given: Value) -> Value:
            if len(given) != len(one.given):
                raise TypeError
            return made(dict(zip(one.given, given, strict=True)))

        return call


def read(content: bytes) -> Model:
    """Read a DMN file. Raises Faulty: not XML, not DMN, too large, or something this program does not know."""
    root = _root(content)
    if found := next((_local(one) for one in root.iter() if _local(one) in _UNKNOWN), None):
        raise Faulty(f"用到了本平台不支持的“{found}”", root.get("name", ""))
    names = {f"#{one.get('id')}": one.get("name", "") for one in root if one.get("id")}
    decisions = [_decision(one, names) for one in root if _local(one) == "decision"]
    functions = [_function(one) for one in root if _local(one) == "businessKnowledgeModel"]
    if not decisions:
        raise Faulty("文件里没有决策", root.get("name", ""))
    return Model(
        {one.name: one for one in decisions},
        {one.get("name", ""): _type(one) for one in root if _local(one) == "inputData"},
        {one.name: one for one in functions},
        {one.get("name", ""): _text(one, "allowedValues") for one in root if _local(one) == "itemDefinition"},
    )


def _root(content: bytes) -> Any:
    if len(content) > MOST_BYTES:
        raise Faulty(f"文件超过 {MOST_BYTES >> 20} MB", "")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as wrong:
        raise Faulty("不是 XML 文件", str(wrong)[:200]) from wrong
    if _local(root) != "definitions" or "omg.org/spec/DMN" not in root.tag:
        raise Faulty("不是 DMN 文件", str(root.tag)[:200])
    return root


def _local(one: Any) -> str:
    return etree.QName(one).localname if isinstance(one.tag, str) else ""


def _child(one: Any, name: str) -> Any:
    return next((each for each in one if _local(each) == name), None)


def _text(one: Any, name: str) -> str:
    """The `text` of a child."""
    held = _child(one, name)
    inner = _child(held, "text") if held is not None else None
    return (inner.text or "").strip() if inner is not None else ""


def _type(one: Any) -> str:
    variable = _child(one, "variable")
    return "" if variable is None else _bare(variable.get("typeRef", ""))


def _bare(name: str) -> str:
    return name.rpartition(":")[2]


def _decision(one: Any, names: Mapping[str, str]) -> Decision:
    needs: list[str] = []
    functions: list[str] = []
    for each in one:
        for inner in each if _local(each) in {"informationRequirement", "knowledgeRequirement"} else ():
            target = inner.get("href", "")
            if target not in names:
                raise Faulty(f"依赖的“{target}”不在文件里", one.get("name", ""))
            (functions if _local(inner) == "requiredKnowledge" else needs).append(names[target])
    told, name = (one.get("id", ""), one.get("name", ""), tuple(needs), tuple(functions)), one.get("name", "")
    if (table := _child(one, "decisionTable")) is not None:
        return Decision(*told, table=_table(table, name))
    if not (text := _text(one, "literalExpression")):
        raise Faulty("决策里没有决策表，也没有表达式", name)
    return Decision(*told, text=text)


def _function(one: Any) -> Function:
    logic = _child(one, "encapsulatedLogic")
    text = "" if logic is None else _text(logic, "literalExpression")
    if not text:
        raise Faulty("函数里没有表达式", one.get("name", ""))
    return Function(
        one.get("name", ""), tuple(each.get("name", "") for each in logic if _local(each) == "formalParameter"), text
    )


def _table(one: Any, name: str) -> Table:
    policy = one.get("hitPolicy", "UNIQUE")
    if policy not in set(Policy):
        raise Faulty(f"不认识的命中策略“{policy}”", name)
    return Table(
        name,
        tuple(_input(each) for each in one if _local(each) == "input"),
        tuple(_output(each) for each in one if _local(each) == "output"),
        tuple(
            _row(each, place) for place, each in enumerate((each for each in one if _local(each) == "rule"), start=1)
        ),  # fmt: skip
        Policy(policy),
        one.get("aggregation", ""),
    )


def _input(one: Any) -> Input:
    asked, text = _child(one, "inputExpression"), _text(one, "inputExpression")
    kind = "" if asked is None else _bare(asked.get("typeRef", ""))
    return Input(one.get("label") or text, text, kind, _text(one, "inputValues"))


def _output(one: Any) -> Output:
    name = one.get("name") or one.get("label") or ""
    return Output(name, _bare(one.get("typeRef", "")), _text(one, "outputValues"), _text(one, "defaultOutputEntry"))


def _row(one: Any, place: int) -> Row:
    def cells(name: str) -> tuple[str, ...]:
        held = [_child(each, "text") for each in one if _local(each) == name]
        return tuple("" if each is None else (each.text or "").strip() for each in held)

    told = _child(one, "description")
    note = "" if told is None else (told.text or "").strip()
    return Row(one.get("id") or str(place), cells("inputEntry"), cells("outputEntry"), note)


def write(table: Table, types: Mapping[str, str] | None = None, before: Sequence[Table] = ()) -> bytes:
    """A decision table as a DMN 1.5 file. `types`: of the facts that the columns name, by name; else that of the column.

    `before`: tables whose answer it asks, by their names; each is a decision of its own.
    """
    root = etree.Element(f"{{{NAMESPACE}}}definitions", nsmap={None: NAMESPACE})
    root.set("namespace", "https://mingjing.example/dmn"), root.set("name", table.name), root.set("id", "definitions")
    decided = {one.name: f"decision_{place}" for place, one in enumerate(before, start=1)}
    # An expression over an answer, such as one that cuts it off, asks for that answer.
    asked = {
        column.text: name for column in table.inputs for name in decided if name in column.text.split() and name != column.text
    }  # fmt: skip
    decided |= {text: decided[name] for text, name in asked.items()}
    facts: dict[str, str] = {}
    for one in (table, *before):
        facts |= {column.text: (types or {}).get(column.text, column.kind) for column in one.inputs if column.text not in decided}  # fmt: skip
    places = {name: f"fact_{place}" for place, name in enumerate(facts, start=1)}
    for one in (table, *before):
        _put_decision(root, one, decided.get(one.name, ""), decided, places)
    for name, kind in facts.items():
        _put(_put(root, "inputData", id=places[name], name=name), "variable", name=name, typeRef=kind)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def _put_decision(root: Any, table: Table, own: str, decided: Mapping[str, str], facts: Mapping[str, str]) -> None:
    """One decision with its table; `own`: its id where it is asked by another."""
    mark = f"{own}_" if own else ""
    decision = _put(root, "decision", id=own or "decision", name=table.name)
    kind = table.outputs[0].kind if own else ""
    _put(decision, "variable", name=table.name, typeRef=kind)
    for place, name in enumerate(dict.fromkeys(column.text for column in table.inputs), start=1):
        need = _put(decision, "informationRequirement", id=f"{mark}need_{place}")
        _put(
            need,
            "requiredDecision" if name in decided else "requiredInput",
            href=f"#{decided.get(name) or facts[name]}",
        )
    drawn = _put(
        decision, "decisionTable", id=f"{mark}table", hitPolicy=str(table.policy), aggregation=table.aggregation
    )
    for place, column in enumerate(table.inputs, start=1):
        held = _put(drawn, "input", id=f"{mark}input_{place}", label=column.name)
        _say(_put(held, "inputExpression", typeRef=column.kind), column.text)
        _put_text(held, "inputValues", column.allowed)
    for place, answer in enumerate(table.outputs, start=1):
        held = _put(drawn, "output", id=f"{mark}output_{place}", name=answer.name, typeRef=answer.kind)
        _put_text(held, "outputValues", answer.allowed)
        _put_text(held, "defaultOutputEntry", answer.default)
    _put_rows(drawn, table.rows, mark)


def _put_rows(drawn: Any, rows: Sequence[Row], mark: str) -> None:
    for row in rows:
        held = _put(drawn, "rule", id=f"{mark}{row.id}")
        if row.note:
            _put(held, "description").text = row.note
        for text in row.tests:
            _say(_put(held, "inputEntry"), text)
        for text in row.answers:
            _say(_put(held, "outputEntry"), text)


def _put(under: Any, tag: str, **told: str) -> Any:
    made = etree.SubElement(under, f"{{{NAMESPACE}}}{tag}")
    for key, value in told.items():
        if value:
            made.set(key, value)
    return made


def _say(under: Any, text: str) -> None:
    _put(under, "text").text = text


def _put_text(under: Any, name: str, text: str) -> None:
    if text:
        _say(_put(under, name), text)
