"""Rounds of comments of the example county: one that is answered and replied to, one that is open; and a third party's assessment."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mingjing.kernel.days import local_day
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import OpinionState, Question, RoundDraft

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World

HOME = "应急局"
QUESTIONS = (
    Question("q1", "检查人员出示执法证件了吗", ("出示了", "要求以后才出示", "没有出示")),
    Question("q2", "检查以前说明检查什么、依据哪一条了吗", ("说清楚了", "说了一部分", "没有说")),
    Question("q3", "您对执法有什么意见和建议"),
)
ANSWERS = (
    ((0, 0), "检查前先亮码，知道查什么，希望各部门合在一起来。"), ((0, 1), "建议把常见问题做成清单提前发给企业。"),
    ((1, 0), "有一次是我们问了才看到证件，联系电话 13900010002。"), ((0, 0), ""), ((0, 2), ""),
)  # fmt: skip
REPLY = (
    "共收到 5 份意见。采纳：十二月起，各科室到同一企业的检查合并安排；常见问题清单年底以前在门户公开。"
    "执法人员到场先亮证、亮码，仍有一份反映要求以后才出示，已在全局会议上重申，下一季度专项检查。"
)


def hold(world: "World", now: datetime) -> None:
    """The emergency bureau asked its enterprises and replied; the supervisors ask the county now."""
    _finished(world, now)
    today = local_day(now)
    draft = RoundDraft(
        "opinion", "下一年度行政执法监督工作重点征求意见", "请您告诉我们，下一年度执法监督应当先看什么。意见用来编制监督计划。",
        "全县企业、个体工商户和居民",
        (Question("q1", "您认为应当先监督哪一方面", ("随意检查", "乱罚款", "该公示的不公示", "执法态度")), Question("q2", "其他意见")),
        today, today + timedelta(days=20),
    )  # fmt: skip
    operations.open_round(draft=draft, by=world.actor("监", now), at=now)


def _finished(world: "World", now: datetime) -> None:
    began = now - timedelta(days=40)
    first = local_day(began)
    by = world.actor(world.teams[HOME]["publicist"], began)
    draft = RoundDraft(
        "review", "安全生产执法评议", "本机关请被检查过的企业评议执法：亮证、告知、文明执法。意见用来改进工作，结果和答复公开。", "今年被检查过的企业",
        QUESTIONS, first, first + timedelta(days=20),
    )  # fmt: skip
    made = operations.open_round(draft=draft, by=by, at=began)
    for place, (chosen, words) in enumerate(ANSWERS):
        operations.answer_round(
            round_id=made.id, chosen={"q1": chosen[0], "q2": chosen[1]}, written={"q3": words}, once=f"demo-round-answer-{place:04}",
            by="system", at=began + timedelta(hours=1 + place),
        )  # fmt: skip
    after = now - timedelta(days=10)
    clerk = world.actor(world.teams[HOME]["publicist"], after)
    for one in queries.opinions(made.id, by=clerk, state=OpinionState.WAITING):
        operations.decide_opinion(opinion_id=one.id, public=one.proposal, reason="", by=clerk, at=after)
    operations.reply_round(round_id=made.id, reply=REPLY, by=clerk, at=after)
