"""The example county's drafts of another system: a licence that passed, one that is under review, one sent back."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mingjing.foundation import typesetting
from mingjing.review import operations
from mingjing.review.terms import Answer, Check, DecisionProfile, DraftContent, HandlerNamed

if TYPE_CHECKING:
    from mingjing.sites.journeys.world import World

HOME, SYSTEM = "应急局", "示范县行政审批系统"
HANDLERS = (HandlerNamed("周许可"), HandlerNamed("吴受理"))
PAPERS = {"report": "审查报告", "draft": "准予行政许可决定书（拟稿）", "evidence": "申请材料和现场核查记录"}
SHEET = Path(__file__).with_name("outside.typ")


def submit(world: "World", now: datetime) -> None:
    """Three drafts of the approval system, days ago: agreed, with problems, waiting."""
    early = now - timedelta(days=6)
    passed = _submitted(
        world, "XK-2026-0031", "示范县鑫达烟花爆竹有限公司烟花爆竹（批发）经营许可", "示范县鑫达烟花爆竹有限公司", early
    )
    _opine(world, passed, early + timedelta(days=1), result="agree")
    mended = _submitted(world, "XK-2026-0034", "示范县大川矿业有限公司安全生产许可证延期", "示范县大川矿业有限公司", now - timedelta(days=3))  # fmt: skip
    _opine(
        world, mended, now - timedelta(days=2), failed=(Check.FACTS,), result="return", problems="缺少采掘工程平面图的核查记录，请补充后再送审。"
    )  # fmt: skip
    _submitted(
        world,
        "XK-2026-0037",
        "示范县蓝天加油站有限公司危险化学品经营许可",
        "示范县蓝天加油站有限公司",
        now - timedelta(days=1),
    )


def _submitted(world: "World", reference: str, title: str, party: str, at: datetime) -> Any:
    by = world.actor(world.teams[HOME]["handlers"][0], at)
    asked = DecisionProfile(
        organ_id=by.organ_id, category="licence", domain="emergency", party_is_unit=True, public_interest=True, fine=None,
        unknown=frozenset({"procedure"}),
    )  # fmt: skip
    text = DraftContent(
        title=title, party=party, facts="申请材料齐全，符合法定形式；现场核查符合安全条件。", basis="《行政许可法》第三十八条第一款",
        proposal=f"拟准予{title}，有效期三年。", handlers=HANDLERS, profile=asked,
    )  # fmt: skip
    made = operations.make_draft(content=text, source_system=SYSTEM, source_ref=reference, by=by, at=at)
    for kind, name in PAPERS.items():
        content = _paper(name, title, text.facts, at)
        operations.add_draft_file(draft_id=made.id, kind=kind, name=f"{name}.pdf", content=content, by=by, at=at)
    operations.submit_draft(draft_id=made.id, by=by, at=at + timedelta(minutes=10))
    return made.id


def _paper(name: str, title: str, text: str, at: datetime) -> bytes:
    """A page of that name: what a real system sends is its own paper."""
    return typesetting.render(SHEET, {"title": name, "matter": title, "text": text}, created=at).pdf


def _opine(
    world: "World", draft_id: Any, at: datetime, *, result: str, problems: str = "", failed: tuple[Check, ...] = ()
) -> None:
    answers = [Answer(str(check), check not in failed, problems if check in failed else "") for check in Check]
    operations.opine_on_draft(
        draft_id=draft_id, answers=answers, is_major=True, result=result, problems=problems,
        by=world.actor(world.teams[HOME]["reviewer"], at), at=at,
    )  # fmt: skip
