"""The public conformance kit of DMN, level 2: 116 cases, none may fail. The kit lies beside the repository, not in it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from mingjing.foundation import dmn
from mingjing.kernel.tables import Faulty, NotDecidable

KIT = Path(__file__).resolve().parents[2] / ".." / "shared" / "vectors" / "dmn-tck" / "TestCases" / "compliance-level-2"
needed = pytest.mark.skipif(not KIT.is_dir(), reason="没有 ../shared/vectors/dmn-tck，跳过 116 个公开用例")
SPACE = {"t": "http://www.omg.org/spec/DMN/20160719/testcase"}
NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
KIND = "{http://www.w3.org/2001/XMLSchema-instance}type"


def value_of(node: Any) -> Any:
    """A value of the kit: single, of parts, or a list."""
    parts = node.findall("t:component", SPACE)
    if parts:
        return {one.get("name"): value_of(one) for one in parts}
    if (listed := node.find("t:list", SPACE)) is not None:
        return [value_of(one) for one in listed.findall("t:item", SPACE)]
    held = node.find("t:value", SPACE)
    if held is None or held.get(NIL) == "true":
        return None
    kind, text = str(held.get(KIND, "")).rpartition(":")[2], held.text or ""
    if kind == "boolean":
        return text == "true"
    return Decimal(text) if kind in {"decimal", "double", "integer"} else text


def asked() -> Iterator[tuple[str, bytes, Mapping[str, Any], str, Any]]:
    for path in sorted(KIT.glob("*/*.xml")):
        root = etree.parse(str(path)).getroot()
        content = (path.parent / root.findtext("t:modelName", namespaces=SPACE)).read_bytes()
        for case in root.findall("t:testCase", SPACE):
            facts = {one.get("name"): value_of(one) for one in case.findall("t:inputNode", SPACE)}
            for result in case.findall("t:resultNode", SPACE):
                name = result.get("name")
                yield f"{path.stem}:{case.get('id')}:{name}", content, facts, name, value_of(result.find("t:expected", SPACE))  # fmt: skip


def same(found: Any, wanted: Any) -> bool:
    """Equal; numbers that the kit writes with fewer digits, in the digits it writes."""
    if isinstance(wanted, Decimal) and isinstance(found, Decimal):
        return abs(found - wanted) <= Decimal("1e-8") * max(1, abs(wanted))
    if isinstance(wanted, dict) and isinstance(found, dict):
        return found.keys() == wanted.keys() and all(same(found[key], wanted[key]) for key in wanted)
    if isinstance(wanted, list) and isinstance(found, list):
        return len(found) == len(wanted) and all(map(same, found, wanted))
    return type(found) is type(wanted) and found == wanted


@needed
def test_every_case_of_level_2() -> None:
    wrong, seen = [], set()
    for label, content, facts, name, wanted in asked():
        seen.add(label.rpartition(":")[0])
        try:
            found = dmn.read(content).decide(name, facts)
        except (Faulty, NotDecidable) as told:
            found = None
            if wanted is not None:
                wrong.append(f"{label}: {told}")
                continue
        if not same(found, wanted):
            wrong.append(f"{label}: {found!r}, not {wanted!r}")
    assert not wrong, "\n".join(wrong)
    assert len(seen) == 116


PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "conformance.md"


@needed
def test_the_page_tells_what_was_run() -> None:
    """Folder by folder, as many cases as the kit holds: the page is no memory of an older kit."""
    counted = Counter(
        label.partition(":")[0].removesuffix("-test-01") for label in {one[0].rpartition(":")[0] for one in asked()}
    )
    rows = dict(re.findall(r"^\| `([^`]+)` \| (\d+) \|", PAGE.read_text("utf-8"), flags=re.M))
    assert rows == {name: str(many) for name, many in counted.items()}
    assert sum(map(int, rows.values())) == 116 and len(rows) == 28
