"""A figure that nobody reads protects nobody: every key is read by a rule, or waits on this closed list."""

import re
from pathlib import Path

from mingjing.cases.queries.calendar import parameters

RULES = Path(__file__).resolve().parents[2] / "src" / "mingjing" / "cases" / "rules"
OTHER_ROOMS = re.compile(
    r"^(publish|withdraw|review\.(training_hours|dispute_route|statement|extension|cut_off|heavy_kinds|materials|all_ordinary|limit|term_least|term_most)|reviewer_ratio|annual_report|city_rollup|quarterly)"
)
# Figures of procedures that are not built yet; each leaves this list with the room that reads it.
WAITING = {
    "freeze": "冻结",
    "credit": "信用公示", "training": "人员培训",
    "crime.goods": "移送财物", "prefile.extension": "核查延期",
    "review.apply": "复议期限的特别情形",
}  # fmt: skip


def test_every_figure_is_read_or_waits_for_its_room() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in RULES.glob("*.py"))
    read = set(re.findall(r'"([a-z_.]+)"', code))
    unread = {key for key in parameters("emergency").keys() if key not in read and not OTHER_ROOMS.match(key)}  # noqa: SIM118
    surprising = {key for key in unread if not any(key == name or key.startswith(f"{name}.") for name in WAITING)}
    assert not surprising
    stale = {name for name in WAITING if not any(key == name or key.startswith(f"{name}.") for key in unread)}
    assert not stale, "这些参数已经有人读了，请从等待名单中删去"
