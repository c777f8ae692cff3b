"""`mingjing audit` holds reports, receipts, hand-fed figures and organs outside the platform against the ledger."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.supervision.test_rollups import FEB, outside, played, sign, signed

from mingjing.supervision import operations
from mingjing.supervision.models import Outsider, Receipt, Report, Sheet
from mingjing.supervision.queries.agreeing import reports_unlike_the_ledger

__all__ = ["played"]
CHANGES: dict[str, Callable[[], Any]] = {
    "figures": lambda: Report.objects.filter(scope="annual").update(text="改过的"),
    "digest": lambda: Report.objects.filter(scope="rollup").update(digest="0" * 64),
    "receipt": lambda: Receipt.objects.update(received_on=date(2030, 1, 1)),
    "receipt gone": lambda: Receipt.objects.all().delete(),
    "sheet": lambda: Sheet.objects.update(digest="0" * 64),
    "outsider": lambda: Outsider.objects.update(region="别处"),
}


def test_reports_agree_until_they_are_changed(played: Any) -> None:
    from django.db import transaction

    signed(played, "应急局", "公")
    signed(played, "市监局", "市公")
    outside(played)
    sign(played)
    report = Report.objects.filter(scope="annual").first()
    assert report is not None
    by = played.actor("公" if report.organ_name == "示范县应急管理局" else "市公", FEB)
    operations.record_receipt(report_id=report.pk, number="示政收〔2027〕1号", received_on=FEB.date(), by=by, at=FEB)
    assert [str(one) for one in reports_unlike_the_ledger()] == []
    for what, change in CHANGES.items():
        with transaction.atomic():
            change()
            found = list(reports_unlike_the_ledger())
            transaction.set_rollback(True)
        assert found, what
    assert list(reports_unlike_the_ledger()) == []
