"""What the town knows of classes, caps and annual plans: a lot that waits, a lot in force, a table that waits, a plan that is amended."""

from typing import Any

from tests.inspections.yearly import AT, CODE, FIRM, checked, entered, figures, item, line, published

from mingjing.inspections import operations
from mingjing.inspections.terms.classes import ClassRow
from mingjing.inspections.terms.frequencies import CapDraft
from mingjing.sites.journeys import world


def planned(shifan: world.World) -> dict[str, Any]:
    """Two lines: the first is changed while the plan is amended, nothing of it is approved yet."""
    public, by = item(shifan, code="SJ-905"), shifan.actor("甲", AT)
    checked(shifan, entered(shifan))
    lot = entered(shifan, ClassRow(CODE, FIRM, "higher", "A", AT.date()))
    cap = operations.draw_up_caps(draft=CapDraft(figures(), AT.date(), "示应急〔2026〕3号"), by=by, at=AT)
    plan = published(shifan, line(public), line(public, subjects="烟花爆竹批发企业", mode="random"))
    operations.amend_year_plan(plan_id=plan.id, reason="新增检查对象", by=by, at=AT)
    return {"lot_id": lot.id, "cap_id": cap.id, "year_plan_id": plan.id, "line_key": 1, "verdict": "approve"}
