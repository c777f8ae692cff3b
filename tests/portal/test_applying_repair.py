"""提前停止公示 asked for from the decision's page: only where the field allows it, registered and decided as before."""

import pytest
from django.core.cache import cache
from django.test import Client
from tests.bureau.case_desk import clock
from tests.portal import pages
from tests.portal.test_applying import TYPED, receipt, told
from tests.publicity import ends, samples

from mingjing.kernel.findings import Invalid
from mingjing.publicity import operations
from mingjing.publicity.models import Application

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    cache.clear()


def test_the_page_of_a_field_without_the_rule_says_so(client: Client) -> None:
    samples.released()
    where = pages.address(tail="apply/")
    assert "申请提前停止公示" in pages.text_of(client.get(pages.address()))
    page = pages.text_of(client.get(where))
    assert "不能申请提前停止公示" in page and "申请更正" in page
    told(client, TYPED, at=where)
    assert not Application.objects.exists()
    assert client.put(where).status_code == 405
    assert client.get(pages.address("没有这个号", "apply/")).status_code == 404


def test_from_the_page_to_the_heads_decision(client: Client) -> None:
    made = samples.released(ends.market())
    where = pages.address(tail="apply/")
    with clock(ends.PAST_WAIT):
        assert "提前停止公示申请" in pages.text_of(client.get(where))
        assert "已经履行了决定" in told(client, {**TYPED, "text": "已经履行了决定", "phone": ""}, 422, at=where)
        kept = receipt(told(client, {**TYPED, "text": "已经履行了决定"}, at=where))
        row = Application.objects.get()
        assert (row.kind, row.publication_id, row.organ_id) == ("repair", made.id, samples.ORGAN)
        assert operations.read_application(row.id, by=samples.HANDLER) is None
        by = samples.PUBLICIST
        operations.accept_application(application_id=row.id, by=by, at=ends.PAST_WAIT)
        asked = operations.apply_repair(
            publication_id=made.id, applicant="柳申请", claim=f"网上申请{row.number}：已经履行了决定", applied_on=ends.PAST_WAIT.date(), by=by, at=ends.PAST_WAIT,
        )  # fmt: skip
        assert "不能申请提前停止公示" in pages.text_of(client.get(where)), "one is being decided"
        ends.decided(asked.id)
        row.refresh_from_db()
        assert row.state == "done" and "准予提前停止公示" in row.answer
        assert "准予提前停止公示" in told(client, kept, at="/jd/application/")
        assert client.get(where).status_code == 404
        with pytest.raises(Invalid):
            operations.receive_application(
                draft=operations.ApplicationDraft("repair", "再申请一次", "柳申请", "self", "0399-7200010", True, publication_id=made.id),
                once="again-0123456789abcdef", by="system", at=ends.PAST_WAIT,
            )  # fmt: skip
