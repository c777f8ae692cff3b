"""Executable decision tables: a strict subset of FEEL over Decimal money and Chinese names; unknown is not false."""

from mingjing.kernel.tables.checking import Problem, overlaps_and_gaps
from mingjing.kernel.tables.deciding import CellTrace, Compiled, Decided, RowTrace, compile_table
from mingjing.kernel.tables.expressions import expression
from mingjing.kernel.tables.model import Input, Output, Policy, Row, Table
from mingjing.kernel.tables.parsing import Faulty
from mingjing.kernel.tables.unary import said, tests
from mingjing.kernel.tables.values import NotDecidable, Span, Value

__all__ = [
    "CellTrace",
    "Compiled",
    "Decided",
    "Faulty",
    "Input",
    "NotDecidable",
    "Output",
    "Policy",
    "Problem",
    "Row",
    "RowTrace",
    "Span",
    "Table",
    "Value",
    "compile_table",
    "expression",
    "overlaps_and_gaps",
    "said",
    "tests",
]
