"""The published flow chart, drawn from the procedure that the cases run on: picture, BPMN 2.0, words.

国办发〔2018〕118号第二部分（四）: 执法流程图 are published; drawn from the table, the chart can never say anything else
than what the product does.
"""

from mingjing.cases.rules import drawing, drawing_bpmn, drawing_review, drawing_svg
from mingjing.cases.terms.procedure import Procedure
from mingjing.review import queries as review


def chart_svg(procedure: Procedure, here: str = "", done: frozenset[str] = frozenset()) -> str:
    """The chart as SVG. `here`: the stage where a case stands; `done`: the codes of the acts that happened."""
    return drawing_svg.draw(procedure, here, done)


def chart_bpmn(procedure: Procedure) -> str:
    """The chart as BPMN 2.0 XML with its picture."""
    return drawing_bpmn.draw(procedure)


def chart_text(procedure: Procedure) -> list[str]:
    """The chart in words, a line for each fact."""
    return drawing.text(procedure)


def chart_title(procedure: Procedure) -> str:
    """The heading of the chart."""
    return drawing.title(procedure)


def review_chart() -> Procedure:
    """The legality review as its room runs on it (法制审核流程图), to be drawn like every procedure."""
    return drawing_review.review_procedure(review.ways())
