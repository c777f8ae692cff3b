"""Letters that the public of the example county wrote: one answered, two waiting; and the order that followed from one."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mingjing.kernel.days import local_day
from mingjing.organs import queries as organs
from mingjing.publicity import operations, queries
from mingjing.publicity.operations import LetterDraft
from mingjing.supervision import operations as supervision
from mingjing.supervision.terms import OrderDraft

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World


def write(world: "World", now: datetime) -> None:
    """A question that was answered, a correction asked for on the newest decision, and a complaint."""
    bureau, market = (organs.organ(world.organs[key]) for key in ("应急局", "市监局"))
    question = LetterDraft(
        "question", market.id, "办食品经营许可证，营业执照还要带复印件吗？", "崔问询", "0399-7200001"
    )
    asked = operations.receive_letter(
        draft=question, once="demo-question-of-shifan", by="system", at=now - timedelta(days=6)
    )
    clerk = world.actor(world.teams["市监局"]["publicist"], now)
    waiting = queries.letters(clerk, "received")
    mine = next(one for one in waiting if one.number == asked.number)
    operations.answer_letter(
        letter_id=mine.id, outcome="explained", answer="不用带。营业执照在线核验，其他材料见本局公开的服务指南。", by=clerk,
        at=now - timedelta(days=5),
    )  # fmt: skip
    shown = next(iter(queries.latest(1, bureau.code)), None)
    if shown is not None:
        draft = LetterDraft(
            "correction", bureau.id, "处理结果一栏的写法和我收到的决定书不一样，请核对。", about=shown.address,
            about_title=f"{shown.number} {shown.organ_name}", field="result", field_label="处理结果",
        )  # fmt: skip
        operations.receive_letter(
            draft=draft, once="demo-correction-of-shifan", by="system", at=now - timedelta(days=2)
        )
    complaint = LetterDraft(
        "complaint",
        bureau.id,
        "上周到我厂检查的人员进门没有出示证件，我要求看证件后才拿出来。",
        "卜投诉",
        "0399-7200002",
    )
    operations.receive_letter(draft=complaint, once="demo-complaint-of-shifan", by="system", at=now - timedelta(days=3))
    _order(world, now)


def _order(world: "World", now: datetime) -> None:
    """The supervisor asks the organ about it; the organ reads the order and nothing of the complaint."""
    supervisor = world.actor("监", now)
    waiting = queries.letters(supervisor, "received")
    letter = next(one for one in waiting if one.kind == "complaint")
    draft = OrderDraft(
        letter.organ_id, "入企检查出示执法证件的情况", "查明近一个月入企检查是否先亮证、亮码，对没有做到的写明原因和改正的办法，报告查明的情况和处理结果。",
        "行政处罚法第七十五条", local_day(now) + timedelta(days=10), letter_id=letter.id,
    )  # fmt: skip
    supervision.issue_order(draft=draft, by=supervisor, at=now - timedelta(days=1))
