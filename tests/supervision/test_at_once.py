"""Two people at the same moment, on a database that commits: one quarter, one sheet, one check, one receipt, one year, one answer."""

from datetime import datetime
from typing import Any

import pytest
from tests import kept
from tests.organs.at_once import at_once
from tests.supervision.test_orders import answer, issue

from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.publicity.models import Edition
from mingjing.supervision import operations
from mingjing.supervision.models import OrderStep, Outsider, Receipt, Report, Sheet

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
OCT = datetime(2026, 10, 12, 10, tzinfo=CHINA)
JAN, FEB = datetime(2027, 1, 11, 10, tzinfo=CHINA), datetime(2027, 2, 22, 10, tzinfo=CHINA)


@pytest.fixture
def county(transactional_db: None) -> Any:
    return kept.county()


def test_one_quarter_one_sheet_one_receipt(county: Any) -> None:
    def both(first: Any, second: Any) -> list[Any]:
        answers = at_once(first, second)
        assert sum(isinstance(one, Refused | Invalid) for one in answers) == 1, answers
        return answers

    organ = county.organs["应急局"]

    def sign(who: str) -> Any:
        by = county.actor(who, OCT)
        return lambda: operations.sign_quarter(organ_id=organ, year=2026, quarter=3, text="平稳。", by=by, at=OCT)

    both(sign("公"), sign("己"))
    assert Report.objects.count() == 1

    def fill(who: str) -> Any:
        by = county.actor(who, OCT)
        return lambda: operations.enter_sheet(
            subject_id=organ, year=2026, values={"seal": ("1", "")}, source="查封台账", by=by, at=OCT
        )

    both(fill("公"), fill("丁"))
    sheet = Sheet.objects.get()
    others = [county.actor(who, OCT) for who in ("己", "己2")]
    both(*(lambda by=by: operations.check_sheet(sheet_id=sheet.pk, by=by, at=OCT) for by in others))
    report = Report.objects.get()
    both(*(
        lambda by=by: operations.record_receipt(
            report_id=report.pk, number="1", received_on=OCT.date(), by=by, at=OCT
        )
        for by in others
    ))  # fmt: skip
    assert Receipt.objects.count() == 1


def one_of_two(*acts: Any) -> None:
    """One is done; the other is told, and nothing else goes wrong."""
    answers = at_once(*acts)
    assert sum(isinstance(one, Refused | Invalid) for one in answers) == 1, answers
    assert not [one for one in answers if isinstance(one, Exception) and not isinstance(one, Refused | Invalid)], (
        answers
    )


def test_one_year_one_outsider_one_sum(county: Any) -> None:
    organ = county.organs["应急局"]

    def annual(who: str) -> Any:
        by = county.actor(who, JAN)
        return lambda: operations.sign_annual(organ_id=organ, year=2026, text="全年平稳。", by=by, at=JAN)

    one_of_two(annual("公"), annual("己"))
    assert Report.objects.filter(scope="annual").count() == Edition.objects.filter(entry__kind="annual").count() == 1

    def outsider(who: str) -> Any:
        by = county.actor(who, FEB)
        return lambda: operations.register_outsider(name="示范县烟草专卖局", by=by, at=FEB)

    one_of_two(outsider("监"), outsider("监2"))
    assert Outsider.objects.count() == 1

    def rollup(who: str) -> Any:
        by = county.actor(who, FEB)
        return lambda: operations.sign_rollup(region="示范县", year=2026, text="全县平稳。", by=by, at=FEB)

    one_of_two(rollup("监"), rollup("监2"))
    assert Report.objects.filter(scope="rollup").count() == Edition.objects.filter(entry__kind="rollup").count() == 1


def test_of_two_at_once_one_answers_an_order_and_numbers_never_meet(county: Any) -> None:
    first, second = at_once(lambda: issue(county), lambda: issue(county))
    assert {first.number, second.number} == {"示司督〔2026〕1号", "示司督〔2026〕2号"}
    found = at_once(lambda: answer(county, first), lambda: answer(county, first, who="丁"))
    assert sum(isinstance(one, Refused) for one in found) == 1
    assert OrderStep.objects.count() == 1
