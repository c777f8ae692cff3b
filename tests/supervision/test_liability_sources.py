"""Where wrong decisions are found: a remedy and the change that carries it out are one matter; self-correction, grading, orders."""

from datetime import timedelta
from typing import Any

import pytest
from tests.security.town import play
from tests.supervision import wrongly as made
from tests.supervision.test_orders import issue
from tests.supervision.wrongly import AT

from mingjing.cases.models import Case
from mingjing.ledger import queries as ledger
from mingjing.supervision import operations, queries
from mingjing.supervision.models import GradedFile, Grading, OrderStep
from mingjing.supervision.queries.agreeing import reports_unlike_the_ledger

pytestmark = pytest.mark.django_db
CORRECTED = [
    {
        "at": "2026-12-02 09:30", "act": "change_decision",
        "with": {"kind": "changed", "decided_by": "示范县应急管理局", "known_on": "2026-12-01", "reason": "罚款数额计算有误，自行变更。", "document_no": "示应急纠〔2026〕1号", "new_fine": 10000, "refund": 0},
    },
]  # fmt: skip


def offered(county: Any) -> list[tuple[str, str]]:
    return [(one.source, one.document) for one in queries.offers(county.actor("监", AT), AT.date())]


def test_a_change_that_carries_out_a_remedy_is_no_second_matter(shifan: Any) -> None:
    assert offered(shifan) == []
    play(shifan, made.basic() + made.REVOKED + made.CARRIED, party="恒源")
    assert offered(shifan) == [("remedy", "示政复决〔2026〕3号")]


def test_self_correction_is_offered(shifan: Any) -> None:
    play(shifan, made.basic() + CORRECTED, party="恒源")
    assert ("change", "示应急纠〔2026〕1号") in offered(shifan)


def test_an_order_that_found_a_decision_wrong_is_offered(shifan: Any) -> None:
    before = len(offered(shifan))
    by = shifan.actor("监", AT)
    for wrong in (False, True):
        one = issue(shifan)
        operations.close_order(order_id=one.id, text="查实罚款没有依据", wrong=wrong, by=by, at=AT)
    found = offered(shifan)
    assert len(found) == before + 1 and ("order", one.number) in found
    assert OrderStep.objects.filter(wrong=True).count() == 1 and not list(reports_unlike_the_ledger())
    OrderStep.objects.update(wrong=True)
    assert len(list(reports_unlike_the_ledger())) == 1
    kept = ledger.whole(f"order:{one.id}")
    assert all("依据" not in str(event.payload) for event in kept)


def test_a_file_that_fails_the_grading_is_offered_when_it_is_settled(shifan: Any) -> None:
    case = Case.objects.filter(organ_id=shifan.organs["应急局"]).first()
    if case is None:
        play(shifan, made.basic(), party="恒源")
        case = Case.objects.get(organ_id=shifan.organs["应急局"])
    today = AT.date()
    grading = Grading.objects.create(
        number="示司评〔2026〕9号", title="上半年案卷评查", issuer_id=shifan.organs["司法局"], issuer_name="示范县司法局", region="示范县",
        rubric="general-2024", organs=[], since=today, until=today, per_organ=1, digest="x", planned_by=shifan.people["监"],
        planned_name="华监督", planned_at=AT,
    )  # fmt: skip
    before = len(offered(shifan))
    file = GradedFile.objects.create(
        grading=grading, organ_id=case.organ_id, organ_name="示范县应急管理局", case_id=case.id, case_no="示应急立〔2026〕9号", rank=1,
        state="marked", band="不合格", score="40.0", graded_at=AT,
    )  # fmt: skip
    assert len(offered(shifan)) == before
    for state, band, more in (("settled", "合格", 0), ("objected", "不合格", 0), ("settled", "不合格", 1)):
        GradedFile.objects.filter(pk=file.pk).update(state=state, band=band)
        assert len(offered(shifan)) == before + more, (state, band)
    GradedFile.objects.filter(pk=file.pk).update(graded_at=AT - timedelta(days=800))
    assert len(offered(shifan)) == before
