"""Small promises kept: credit requests reach the head, a closed order's form says why, moved matters take no benchmark, charts are flagged."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.bureau.case_desk import clock
from tests.bureau.test_functions import FORM, LATER, home, published, record, where
from tests.bureau.test_overdue import late
from tests.bureau.test_public_lists import sent, text
from tests.portal.test_checks import shown, visit
from tests.publicity.test_visits import AT as VISITED
from tests.security.hostile import browser
from tests.supervision.test_orders import AT, answer, issue

from mingjing.exchange.models import CreditRequest
from mingjing.kernel.findings import Refused
from mingjing.lawbook import operations as lawbook
from mingjing.lawbook import queries as laws
from mingjing.publicity import operations, queries
from mingjing.publicity.models import PublishedChart
from mingjing.supervision import operations as supervision

__all__ = ["late", "published", "shown", "visit"]
pytestmark = pytest.mark.django_db
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'


def test_a_credit_request_waits_on_the_heads_work_list(late: Any) -> None:
    item = CreditRequest.objects.get()
    page = text(browser(late.people["己"]), "/bureau/")
    assert "信用公示：" in page and f"/bureau/credit/requests/{item.pk}/" in page.replace(
        "credit/request/", "credit/requests/"
    )
    for who in ("公", "甲", "市己"):
        assert "信用公示：" not in text(browser(late.people[who]), "/bureau/"), who


def test_the_form_of_a_closed_order_says_what_the_operation_says(shifan: Any) -> None:
    one = issue(shifan)
    here = f"/bureau/orders/{one.id}/"
    head, supervisor = browser(shifan.people["己"]), browser(shifan.people["监"])
    with clock(AT):
        assert "办结" in text(supervisor, f"{here}close/", 200)
        answer(shifan, one)
        supervision.close_order(order_id=one.id, text="整改到位，予以办结", by=shifan.actor("监", AT), at=AT)
        for client, move in ((head, "answer"), (supervisor, "return"), (supervisor, "close")):
            said = sent(client, f"{here}{move}/", {"text": "再办一次的内容", "due": "2027-12-01"}, 409)
            looked = text(client, f"{here}{move}/", 409)
            assert "督办单现在是“已办结”" in said and "督办单现在是“已办结”" in looked, move


def test_a_check_result_names_its_own_remedies(shown: Any, client: Client) -> None:
    row = queries.by_source(f"visit:{shown.id}")[0]
    page = client.get(queries.decision(row.organ_code, row.number).row.address).content.decode()  # type: ignore[union-attr]
    plain = page.split("<main")[1]
    assert "检查结果不是行政处罚决定" in plain and "kind=complaint" in plain and "申请更正、投诉举报" in plain
    assert "当事人不服的，可以在法定期限内" not in plain and VISITED


def benchmark(shifan: Any, at: Any, code: str = "AQ097-7") -> Any:
    organ = shifan.organs["应急局"]
    held = laws.benchmark(organ, code, at.date()) or laws.benchmarks(organ, at.date())[0]
    return lawbook.add_benchmark(
        by=shifan.actor("己", at), at=at, organ_id=organ, matter_code=code, issuer="示范县应急管理局", document_number="示应急〔2026〕90号",
        valid_from=at.date() + timedelta(days=30), tiers=held.tiers,
    )  # fmt: skip


def test_a_moved_matter_takes_no_new_benchmark(published: Any) -> None:
    before = benchmark(published, LATER - timedelta(days=40))
    record(published)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            benchmark(published, LATER)
        assert refused.value.rules == {"ORG-22"}
    by = published.actor("己", LATER)
    with pytest.raises(Refused) as refused:
        lawbook.publish_benchmark(by=by, at=LATER, benchmark_id=before.benchmark_id, published_on=LATER.date())
    assert "ORG-22" in refused.value.rules
    collector = published.actor(published.teams["应急局"]["publicist"], LATER)
    with pytest.raises(Refused) as refused:
        operations.collect_entry(
            organ_id=published.organs["应急局"], kind="benchmark", code="AQ097-7", name="特种作业", values={}, valid_from=LATER.date(),
            reason="再公开一次", by=collector, at=LATER,
        )  # fmt: skip
    assert refused.value.rules == {"ORG-22"}


def charted(shifan: Any, key: str, text_: str, *, by: Any, at: Any) -> None:
    operations.publish_chart(
        key=key, version="1-a", title="本机关的流程图", svg=SVG, bpmn=SVG, text=text_, by=by, at=at
    )


@pytest.mark.parametrize("move", ["rename", "transfer"])
def test_a_chart_is_flagged_as_a_guide_is(published: Any, client: Client, move: str) -> None:
    early = LATER - timedelta(days=40)
    me = published.actor(published.teams["应急局"]["publicist"], early)
    item = next(one for one in laws.matters(published.organs["应急局"]) if one.code == "AQ097-7")
    charted(published, "own-chart", f"案由：{item.name}", by=me, at=early)
    charted(published, "all-chart", "普通程序", by="system", at=early)
    if move == "rename":
        told = {key: value for key, value in FORM.items() if key != "items"} | {
            "move": move,
            "new_name": "示范县应急管理委员会",
        }
        with clock(LATER - timedelta(days=22)):
            sent(browser(published.people["系小管"]), where(published), told)
    else:
        record(published)
    organ = published.organs["应急局"]
    assert [one.chart.key for one in queries.displaced_charts(organ, LATER.date())] == ["own-chart"]
    assert not queries.displaced_charts(organ, LATER.date() - timedelta(days=20))
    assert not queries.displaced_charts(published.organs["市监局"], LATER.date())
    with clock(LATER):
        assert "机构职能已调整，正在核对" in client.get("/lc/own-chart/").content.decode()
        assert "机构职能已调整" not in client.get("/lc/all-chart/").content.decode()
        desk = text(browser(published.people["公"]), "/bureau/lists/")
        assert "流程图需要核对" in desk and home(published).name
    operations.publish_chart(
        key="own-chart", version="2-b", title="本机关的流程图", svg=SVG, bpmn=SVG, text="新的一版", by=me, at=LATER
    )
    assert not queries.displaced_charts(organ, LATER.date()) and PublishedChart.objects.count() >= 3
