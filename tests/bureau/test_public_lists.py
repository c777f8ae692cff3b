"""The desk of 事前公示: filled in, returned, corrected, checked, released, changed, stopped, in the browser's forms."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from tests.security.hostile import browser

from mingjing.kernel.days import CHINA
from mingjing.publicity import queries
from mingjing.publicity.models import Edition
from mingjing.sites.journeys import registers

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 12, 10, 0, tzinfo=CHINA)
FORM = {
    "code": "SJ-700", "name": "加油站抽查", "valid_from": "2026-11-01", "basis": "《安全生产法》第九十七条第（七）项",
    "body": "示范县应急管理局", "object": "加油站", "content": "安全设施\n持证上岗", "method": "现场检查", "ratio": "每年 10%", "note": "",
}  # fmt: skip
NEW = "/bureau/lists/random_check/new/"


@pytest.fixture
def at_desk(shifan: Any) -> dict[str, Client]:
    people = {"publicist": "公", "reviewer": "丁", "head": "己", "handler": "甲", "supervisor": "监"}
    return {role: browser(shifan.people[key]) for role, key in people.items()}


def latest() -> Edition:
    return Edition.objects.order_by("-collected_at").select_related("entry").first()  # type: ignore[return-value]


def text(client: Client, where: str, status: int = 200) -> str:
    answer = client.get(where)
    assert answer.status_code == status, (where, answer.status_code)
    return answer.content.decode()


def sent(client: Client, where: str, told: dict[str, str], status: int = 302) -> str:
    answer = client.post(where, told)
    assert answer.status_code == status, (where, answer.status_code, answer.content.decode()[:3000])
    return str(answer.headers.get("Location", answer.content.decode()))


def test_an_entry_goes_from_the_form_to_the_public(at_desk: dict[str, Client], client: Client) -> None:
    assert "还没有公开" in text(at_desk["publicist"], "/bureau/lists/")
    sent(at_desk["publicist"], NEW, FORM)
    here = f"/bureau/editions/{latest().id}/"
    assert "待审核" in text(at_desk["publicist"], here)
    assert "审核通过" not in text(at_desk["publicist"], here)
    sent(at_desk["reviewer"], f"{here}return/", {"reason": "比例应写明上限"})
    assert "比例应写明上限" in text(at_desk["publicist"], here)
    sent(at_desk["publicist"], f"{here}revise/", FORM | {"ratio": "每年 10%，不超过 2 次"})
    sent(at_desk["reviewer"], f"{here}check/", {})
    sent(at_desk["head"], f"{here}release/", {})
    assert "不超过 2 次" in client.get("/sq/示应急/random_check/SJ-700/").content.decode()
    sent(at_desk["publicist"], f"{here}again/", FORM | {"ratio": "每年 20%", "reason": "扩大抽查面"})
    second = f"/bureau/editions/{latest().id}/"
    page = text(at_desk["reviewer"], second)
    assert "每年 10%，不超过 2 次" in page
    assert "每年 20%" in page
    assert "每年 20%" not in client.get("/sq/示应急/random_check/SJ-700/").content.decode()
    sent(at_desk["reviewer"], f"{second}check/", {})
    sent(at_desk["head"], f"{second}release/", {})
    sent(at_desk["head"], f"{second}retire/", {"reason": "抽查职责划转"})
    assert "抽查职责划转" in client.get("/sq/示应急/random_check/SJ-700/").content.decode()


def test_a_wrong_form_keeps_what_was_typed_and_names_the_field(at_desk: dict[str, Client]) -> None:
    page = sent(at_desk["publicist"], NEW, FORM | {"object": ""}, 422)
    assert "加油站抽查" in page
    assert "请填写这一项" in page
    page = sent(at_desk["publicist"], NEW, FORM | {"basis": "《安全生产法》第九百九十九条"}, 409)
    assert "PUB-23" in page
    assert "第九百九十九条" in page
    assert not Edition.objects.exists()


def test_a_refusal_of_the_rule_is_shown_above_the_form(at_desk: dict[str, Client]) -> None:
    sent(at_desk["reviewer"], NEW, FORM)
    page = sent(at_desk["reviewer"], f"/bureau/editions/{latest().id}/check/", {}, 409)
    assert "PUB-21" in page
    assert "另一名" in page


def test_the_same_form_twice_is_one_entry(at_desk: dict[str, Client]) -> None:
    told = FORM | {"_once": "0123456789abcdef0123"}
    sent(at_desk["publicist"], NEW, told)
    sent(at_desk["publicist"], NEW, told)
    assert Edition.objects.count() == 1


def test_lists_of_the_lawbook_are_taken_over_with_one_button(at_desk: dict[str, Client], shifan: Any) -> None:
    page = text(at_desk["publicist"], "/bureau/lists/benchmark/")
    assert "提取" in page
    sent(at_desk["publicist"], "/bureau/lists/benchmark/draw/", {})
    waiting = queries.editions(shifan.organs["应急局"], "benchmark")
    assert len(waiting) > 5
    assert "取自本平台的清单" in text(at_desk["publicist"], "/bureau/lists/benchmark/new/", 403)


def test_a_supervisor_reads_every_organ_and_changes_nothing(at_desk: dict[str, Client], shifan: Any) -> None:
    registers.publish(shifan, "市监局", AT)
    page = text(at_desk["supervisor"], "/bureau/lists/?organ=scjg")
    assert "示范县市场监督管理局" in page
    assert "食品销售者抽查" in text(at_desk["supervisor"], "/bureau/lists/random_check/?organ=scjg") or "公开中" in page
    sent(at_desk["supervisor"], NEW, FORM, 403)
    text(at_desk["supervisor"], "/bureau/lists/?organ=nobody", 404)


def test_unknown_kinds_moves_and_editions_are_not_found(at_desk: dict[str, Client]) -> None:
    sent(at_desk["publicist"], NEW, FORM)
    for where in ("/bureau/lists/nothing/", "/bureau/lists/nothing/new/", f"/bureau/editions/{latest().id}/fly/",
                  "/bureau/editions/00000000-0000-4000-8000-000000000000/"):  # fmt: skip
        text(at_desk["publicist"], where, 404)


@pytest.mark.parametrize("where", ["/bureau/lists/", "/bureau/lists/matter/"])
def test_the_desk_costs_few_queries(
    where: str, at_desk: dict[str, Client], shifan: Any, django_assert_max_num_queries: Any
) -> None:
    registers.publish(shifan, "应急局", AT)
    text(at_desk["publicist"], where)
    with django_assert_max_num_queries(56):
        text(at_desk["publicist"], where)
