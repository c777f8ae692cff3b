"""法律顾问、公职律师 as their people meet them: registered, asked on the opinion's page, assigned, entered, counted."""

import hashlib
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.bureau.case_desk import NOW, clock, enter
from tests.bureau.test_case_lists import case_at, queries

from mingjing.cases.models import Case
from mingjing.cases.queries.facts import load
from mingjing.cases.queries.involved import involved_in
from mingjing.review.models import Counsel, CounselAsk
from mingjing.sites.journeys.world import World

pytestmark = pytest.mark.django_db
HOME = "/bureau/counsel/"
ONE = {
    "name": "顾一", "kind": "adviser", "employer": "河北甲律师事务所", "field": "行政处罚", "certificate": "11308201010000001", "valid_until": "2027-05-31",
    "contract_from": "2026-01-01", "contract_until": "2026-12-31", "price": "30000", "person_id": "",
}  # fmt: skip
FREE = {"took_part": "no", "acted": "no", "firm_acted": "no"}


def text(client: Client, address: str, **more: Any) -> str:
    answer = client.get(address, more)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def asked(case_id: UUID, reviewer: Client) -> str:
    """The address of a request that the reviewer made in the form."""
    form = f"{HOME}asks/new/{case_id}/"
    page = text(reviewer, form)
    title = page.split('name="materials"')[1].split('value="')[1].split('"')[0]
    sent = {"question": "拟处罚款的裁量是否适当？", "materials": [title], "due_on": "2026-11-25"}
    wrong = reviewer.post(form, sent | {"due_on": "2026-11-20"})
    assert (
        wrong.status_code == 409 and "在今天之前" in wrong.content.decode() and "裁量是否适当" in wrong.content.decode()
    )
    return str(reviewer.post(form, sent)["Location"])


def test_from_the_pool_to_the_opinion_page(shifan: World) -> None:
    case_id = case_at(shifan, 15)
    with clock(NOW):
        head, reviewer, handler = (enter(shifan, key) for key in ("己", "丁", "甲"))
        assert f"{HOME}new/" in text(head, HOME) and f"{HOME}new/" not in text(reviewer, HOME)
        wrong = head.post(f"{HOME}new/", ONE | {"contract_until": "2026-11-21"})
        assert (
            wrong.status_code == 409
            and "服务合同已于" in wrong.content.decode()
            and "河北甲律师事务所" in wrong.content.decode()
        )
        assert head.post(f"{HOME}new/", ONE).status_code == 302
        assert "30,000.00 元" in text(reviewer, HOME) and "没有符合的人员" in text(reviewer, HOME, q="没有此人")
        opinion = f"/bureau/cases/{case_id}/acts/give_opinion/"
        assert "请顾问提意见" in text(reviewer, opinion)
        here = asked(case_id, reviewer)
        assert here in text(head, "/bureau/") and here in text(head, f"{HOME}asks/")
        assert handler.get(here).status_code == 403 and enter(shifan, "市己").get(here).status_code == 404
        assert reviewer.get(f"{here}assign/").status_code == 404 and reviewer.get(f"{here}nonsense/").status_code == 404
        who = str(Counsel.objects.get().id)
        bad = head.post(f"{here}assign/", {"counsel_id": who, **FREE, "acted": "yes"})
        assert bad.status_code == 409 and "REV-33" in bad.content.decode()
        assert head.post(f"{here}assign/", {"counsel_id": who, **FREE}).status_code == 302
        assert here in text(reviewer, "/bureau/")
        said = {"advice": "适用法律正确，建议补充裁量理由。", "advised_on": "2026-11-22", "place": "案卷正卷第 12 页"}
        none = reviewer.post(f"{here}advise/", said)
        assert (
            none.status_code == 409
            and "没有纸质意见的扫描件" in none.content.decode()
            and "建议补充裁量理由" in none.content.decode()
        )
        scan = SimpleUploadedFile("意见.pdf", b"%PDF-signed")
        assert reviewer.post(f"{here}advise/", {**said, "scan": scan}).status_code == 302
        assert CounselAsk.objects.get().paper_sha256 == hashlib.sha256(b"%PDF-signed").hexdigest()
        page = text(reviewer, opinion)
        assert "建议补充裁量理由" in page and "只供参考，不代替法制审核" in page
        assert "建议补充裁量理由" in text(head, f"/bureau/cases/{case_id}/?tab=review")
        assert "建议补充裁量理由" not in text(handler, f"/bureau/cases/{case_id}/?tab=review")
        assert "<b>1</b>" not in page and "出具意见 1 件" in text(enter(shifan, "监"), f"{HOME}figures/")
        assert "出具意见 0 件" in text(enter(shifan, "市己"), f"{HOME}figures/")


def test_renewed_ended_called_off(shifan: World) -> None:
    case_id = case_at(shifan, 15)
    with clock(NOW):
        head, reviewer, watch = (enter(shifan, key) for key in ("己", "丁", "监"))
        head.post(f"{HOME}new/", ONE)
        one = Counsel.objects.get().id
        assert (
            watch.get(f"{HOME}{one}/renew/").status_code == 404 and reviewer.get(f"{HOME}{one}/end/").status_code == 403
        )
        assert "2026-12-31" in text(head, f"{HOME}{one}/renew/")
        more = {key: ONE[key] for key in ("employer", "field", "certificate", "valid_until", "contract_from")}
        assert (
            head.post(f"{HOME}{one}/renew/", more | {"contract_until": "2027-12-31", "price": "一万"}).status_code
            == 422
        )
        assert (
            head.post(f"{HOME}{one}/renew/", more | {"contract_until": "2027-12-31", "price": "1"}).status_code == 302
        )
        here = asked(case_id, reviewer)
        assert "顾一" in text(head, f"{here}assign/")
        assert head.post(f"{HOME}{one}/end/", {"reason": "服务合同终止"}).status_code == 302
        assert "由司法行政机关统筹指派" in text(head, f"{here}assign/") and "服务合同终止" in text(
            head, HOME, tab="out"
        )
        assert reviewer.post(f"{here}call-off/", {"reason": "暂时不需要了"}).status_code == 302
        assert "暂时不需要了" in text(reviewer, here) and "拟处罚款" in text(reviewer, f"{HOME}asks/", tab="off")
        assert "没有请过" in text(reviewer, f"/bureau/cases/{case_id}/acts/give_opinion/")


def test_tables_to_take_away_and_bounds(shifan: World) -> None:
    case_id = case_at(shifan, 15)
    with clock(NOW):
        head, reviewer, watch = (enter(shifan, key) for key in ("己", "丁", "监"))
        head.post(f"{HOME}new/", ONE | {"employer": "=河北甲律师事务所"})
        here = asked(case_id, reviewer)
        for name in ("export", "asks/export", "figures/export"):
            for kind in ("csv", "xlsx"):
                assert watch.get(f"{HOME}{name}.{kind}").status_code == 200
            assert watch.get(f"{HOME}{name}.pdf").status_code == 404
        table = watch.get(f"{HOME}export.csv").content.decode("utf-8-sig")
        assert '"姓名","类别"' in table and "'=河北甲律师事务所" in table
        assert "拟处罚款的裁量" in reviewer.get(f"{HOME}asks/export.csv").content.decode("utf-8-sig")
        for odd in ("?after=x", "?after=2026-11-22_1", "?tab=zz&kind=zz", "figures/?since=x&until=9999-99-99"):
            assert head.get(HOME + odd).status_code == 200
        bounds = {HOME: 8, f"{HOME}asks/": 8, here: 8, f"{HOME}figures/": 7, f"/bureau/cases/{case_id}/?tab=review": 18}
        for address, most in bounds.items():
            assert queries(head, address) <= most, address


def test_everybody_of_the_whole_history_is_gathered(shifan: World) -> None:
    case = Case.objects.get(id=case_at(shifan, 15))
    facts = load(case)
    found = involved_in(facts)
    assert {act.by for act in facts.acts} | facts.handlers_ever <= set(found.persons) and facts.party[
        "name"
    ] in found.agents
    act = facts.acts[0]
    heard = replace(act, data={"agents": [{"name": "李律师", "mandate": "特别授权，河北甲律师事务所"}, "odd"]})
    waived = replace(act, data={"signer": "王代理", "relation": "agent"})
    alone = replace(act, data={"signer": "赵本人", "relation": "本人", "agents": "出庭的负责人"})
    told = involved_in(replace(facts, acts=(heard, waived, alone)))
    assert {"李律师", "王代理"} <= set(told.agents) and "赵本人" not in told.agents
    assert any("河北甲律师事务所" in each for each in told.told)
