"""What a benchmark by points must satisfy: every case gets points, once; the ranges are what the formula gives."""

from collections.abc import Iterator

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.lawbook.rules.scoring import graded, points_missing
from mingjing.lawbook.rules.weighing import not_as_reckoned
from mingjing.lawbook.terms import DiscretionTable
from mingjing.lawbook.terms.scoring import HIGHEST, LOWEST


@rule("LAW-17", cites=("行政处罚法第五条第二款", "行政处罚法第三十四条", "国办发〔2022〕27号"))
def points_are_whole(table: DiscretionTable) -> Iterator[Finding]:
    """按因素赋分的，每个因素的每种情形都有并且只有一个分值；各阶次的罚款幅度等于按公式由总分算出的幅度。"""
    if table.scoring is None:
        return
    for name, problem in points_missing(graded(table)):
        yield points_are_whole.finding(
            f"“{name}”的赋分：{problem.text}", next_step="请补上分值，或者改范围使它们首尾相接", field="table"
        )
    for place, told in not_as_reckoned(table):
        yield points_are_whole.finding(
            f"第{place + 1}行罚款{table.rows[place].fine}，按公式算出的是{told}",
            next_step="请改成算出的幅度，或者空着由平台填写",
            field="rows",
        )
    lowest, highest = table.scoring.reach
    if lowest == highest:
        yield points_are_whole.finding("无论什么案情，总分都相同", next_step="请检查各因素的分值", field="table")
    elif lowest > LOWEST or highest < HIGHEST:
        yield points_are_whole.finding(
            f"总分最低 {lowest:f} 分、最高 {highest:f} 分，达不到计算幅度的两端",
            next_step="确实这样规定的，可以公布",
            field="table",
        ).as_warning()
