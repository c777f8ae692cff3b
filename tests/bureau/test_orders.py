"""The desk of supervision orders in the browser's forms: from the complaint to the closing, as every role."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.bureau.case_desk import clock
from tests.bureau.test_public_lists import sent, text
from tests.security.hostile import browser
from tests.supervision.test_orders import AT, DUE, answer, complaint, issue

from mingjing.sites.journeys.world import moment
from mingjing.supervision.models import Order

pytestmark = pytest.mark.django_db
LATE = moment("2026-11-02 10:00")


@pytest.fixture
def desks(shifan: Any) -> dict[str, Client]:
    return {key: browser(shifan.people[key]) for key in ("监", "己", "丁", "甲", "公", "市己", "系小管")}


def test_a_complaint_becomes_an_order_that_is_answered_and_closed(shifan: Any, desks: dict[str, Client]) -> None:
    letter = complaint(shifan)
    here = f"/bureau/letters/{letter.pk}/"
    with clock(AT):
        assert f"orders/new/?letter={letter.pk}" in text(desks["监"], here)
        new = f"/bureau/orders/new/?letter={letter.pk}"
        page = text(desks["监"], new)
        assert "被督办机关看不到来信和来信人" in page and "卜投诉" not in page
        form = {
            "organ_id": str(shifan.organs["应急局"]),
            "subject": "入企检查出示证件的情况",
            "basis": "行政处罚法第七十五条",
            "asks": "查明情况并报告。",
            "due": "2026-10-26",
        }
        refused = sent(desks["监"], new, form | {"asks": "卜投诉反映没有出示证件"}, 409)
        assert "SUP-36" in refused and "卜投诉反映没有出示证件" in refused
        elsewhere = sent(desks["监"], new, form | {"organ_id": str(shifan.organs["市监局"])}, 409)
        assert "SUP-37" in elsewhere and "#f-organ_id" in elsewhere and "#f-letter_id" not in elsewhere
        where = sent(desks["监"], new, form)
        assert "示司督〔2026〕1号" in text(desks["监"], here) and "待报告" in text(desks["监"], here)
        assert letter.number in text(desks["监"], where)
        seen = text(desks["己"], where)
        assert letter.number not in seen and "卜投诉" not in seen and "投诉" not in seen.split("<main")[1]
        assert "示司督〔2026〕1号" in text(desks["己"], "/bureau/") and "去报告" in text(desks["己"], "/bureau/")
        sent(desks["己"], f"{where}answer/", {"text": ""}, 422)
        sent(desks["己"], f"{where}answer/", {"text": "已核查，检查人员当场补出示，已教育。"})
        assert "去审核" in text(desks["监"], "/bureau/")
        sent(desks["监"], f"{where}return/", {"text": "请补充整改的记录", "due": "2026-11-01"})
        assert "请补充整改的记录" in text(desks["丁"], where)
    with clock(LATE):
        for who in ("监", "己"):
            assert "逾期 1 天" in text(desks[who], "/bureau/orders/")
            assert "逾期 1 天" in text(desks[who], "/bureau/")
            assert "SUP-35" in text(desks[who], "/bureau/supervision/")
        assert "逾期 1" in text(desks["监"], "/bureau/supervision/")
        assert "逾期未报告" in text(desks["监"], here)
        sent(desks["丁"], f"{where}answer/", {"text": "补充整改记录两份。"})
        sent(desks["监"], f"{where}close/", {"text": "整改到位，予以办结"})
        assert "已办结" in text(desks["己"], where) and "已办结" in text(desks["监"], "/bureau/orders/?tab=closed")
        beside = text(desks["监"], f"{here}answer/")
        assert "督办：" in beside and "已办结" in beside
        sent(desks["监"], f"{where}close/", {"text": "再办结一次"}, 409)
    pdf = desks["己"].get(f"{where}order.pdf")
    assert pdf.status_code == 200 and pdf.content.startswith(b"%PDF")


def test_nobody_else_sees_an_order_or_issues_one(shifan: Any, desks: dict[str, Client], client: Client) -> None:
    one = issue(shifan, letter_id=complaint(shifan).pk)
    where = f"/bureau/orders/{one.id}/"
    for path in (where, f"{where}order.pdf", f"{where}answer/"):
        assert desks["市己"].get(path).status_code == 404, path
        for who in ("甲", "公", "系小管"):
            assert desks[who].get(path).status_code == 403, (who, path)
        assert client.get(path).status_code == 302
    for who in ("己", "丁", "甲", "公", "系小管", "市己"):
        assert desks[who].get("/bureau/orders/new/").status_code == 403
        assert desks[who].post("/bureau/orders/new/", {"subject": "x"}).status_code == 403
    assert desks["己"].post(f"{where}close/", {"text": "我们自己办结"}).status_code == 403
    assert desks["监"].post(f"{where}answer/", {"text": "替机关报告办理情况"}).status_code == 403
    assert Order.objects.get().state == "issued"
    for path in (f"{where}fly/", "/bureau/orders/new/?letter=x", "/bureau/orders/new/?case=x"):
        text(desks["监"], path, 404)
    text(desks["监"], "/bureau/orders/new/?letter=00000000-0000-4000-8000-000000000000", 404)


def test_late_letters_stand_on_the_desk_and_the_work_list(shifan: Any) -> None:
    letter = complaint(shifan)
    with clock(moment("2027-02-01 10:00")):
        desks = {key: browser(shifan.people[key]) for key in ("监", "己")}
        for path in ("/bureau/", "/bureau/supervision/"):
            page = text(desks["监"], path)
            assert letter.number in page and "PUB-28" in page, path
        assert letter.number not in text(desks["己"], "/bureau/")
        assert letter.number not in text(desks["己"], "/bureau/supervision/")


def test_what_waits_for_the_other_side_hides_nothing_from_the_work_list(shifan: Any, desks: dict[str, Client]) -> None:
    for at in range(21):
        answer(shifan, issue(shifan, subject=f"早先的事项{at}"))
    issue(shifan, subject="后来的事项", due=DUE + timedelta(days=1))
    with clock(AT):
        assert "后来的事项" in text(desks["己"], "/bureau/")
        assert "早先的事项" not in text(desks["己"], "/bureau/")
    with clock(LATE):
        assert "后来的事项" in text(desks["监"], "/bureau/") and "早先的事项" in text(desks["监"], "/bureau/")


def test_an_empty_desk_says_what_to_do(desks: dict[str, Client]) -> None:
    assert "从“发督办单”开始" in text(desks["监"], "/bureau/orders/")
    assert "没有等待报告的督办单" in text(desks["己"], "/bureau/orders/")
    assert "还没有办结" in text(desks["己"], "/bureau/orders/?tab=closed&after=nonsense")
