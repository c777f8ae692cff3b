"""抽查检查结果 on the portal and in the bureau: list, filters, downloads, what is not public, who sees what is late."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.bureau.test_visit_pages import form
from tests.exchange.test_feeding import release
from tests.portal.leaks import leaked, said
from tests.publicity.test_checks import DRAWN, RESULTS, ended, publication
from tests.publicity.test_visits import AT, item
from tests.security.hostile import browser

from mingjing.publicity import operations
from mingjing.publicity.models import Publication, Visit
from mingjing.sites.bureau.views.overdue import owed

pytestmark = pytest.mark.django_db
EXPORTS = ("/gs.csv", "/gs.xlsx", "/gs.json", "/gs.jsonl", "/gs.atom")
FIRM = "示范县恒源化工有限公司"


def text(answer: Any) -> str:
    return str(b"".join(answer).decode() if answer.streaming else answer.content.decode())


@pytest.fixture
def visit(shifan: Any) -> Any:
    cache.clear()
    return ended(shifan, item(shifan))


@pytest.fixture
def shown(shifan: Any, visit: Any) -> Any:
    release(publication(visit).id, shifan, AT + timedelta(days=1))
    return visit


def test_an_empty_list_says_so(client: Client) -> None:
    page = text(client.get("/cj/"))
    assert "还没有公示的抽查检查结果" in page and "没有符合条件" not in page
    assert "没有符合条件的抽查检查结果" in text(client.get("/cj/?outcome=未发现问题"))


def test_the_list_names_the_firm_the_item_and_the_result(client: Client, shown: Any) -> None:
    page = text(client.get("/cj/"))
    for words in (FIRM, "危险化学品企业抽查", RESULTS, shown.number, "/gs.csv?check=random", "/gs.jsonl?check=random"):
        assert words in page, words
    where = publication(shown).address
    told = text(client.get(where))
    assert DRAWN["draw"] in told and "示应急抽" in told and "13712345678" not in told
    assert FIRM in text(client.get(f"/cj/?q={DRAWN['task']}"))
    assert FIRM in text(
        client.get("/cj/?outcome=未按规定公示应当公示的信息&organ=示应急&since=2026-10-01&until=2026-10-31")
    )
    for nothing in ("outcome=未发现问题", "since=2026-11-01", "organ=示市监&until=2026-01-01"):
        assert FIRM not in text(client.get(f"/cj/?{nothing}")), nothing


def test_nobody_turns_the_list_into_another(client: Client, shown: Any) -> None:
    assert FIRM in text(client.get("/cj/?check=special&category=penalty&state=x&since=x"))
    assert FIRM not in text(client.get("/gs/?check=special"))
    assert FIRM in text(client.get("/gs/?check=random"))
    assert "没有这种检查方式，已忽略" in text(client.get("/gs/?check=lottery"))


def test_every_download_holds_the_same(client: Client, shown: Any) -> None:
    for where in ("/gs.csv", "/gs.json", "/gs.jsonl", "/gs.atom"):
        assert FIRM in text(client.get(f"{where}?check=random")), where
        assert FIRM not in text(client.get(f"{where}?check=special")), where
    line = json.loads(text(client.get("/gs.jsonl?check=random")).splitlines()[0])
    assert (line["check_kind"], line["outcome"]) == ("random", RESULTS)
    assert any("随机抽查" in told for told in said(client.get("/gs.xlsx?check=random")))
    told = client.get("/api/v1/decisions?check=random").json()
    assert [row["check_kind"] for row in told["items"]] == ["random"]


def test_what_is_not_released_or_taken_down_is_in_no_answer(client: Client, shifan: Any, visit: Any) -> None:
    addresses = ["/cj/", "/", "/gs/", "/s/", "/dx/", *EXPORTS, "/data/", "/sitemap.xml", publication(visit).address]
    asked = [
        f"{one}?{query}"
        for one in ("/cj/", *EXPORTS)
        for query in ("check=random", "outcome=未按规定公示应当公示的信息", "state=withdrawn")
    ]

    def nowhere(*words: str) -> None:
        for where in addresses + asked:
            found = leaked(said(client.get(where)), frozenset(words))
            assert not found, (where, found)

    nowhere(FIRM, "灭火器过期")
    release(publication(visit).id, shifan, AT + timedelta(days=1))
    assert FIRM in text(client.get("/cj/"))
    later = AT + timedelta(days=2)
    operations.withdraw(
        publication_id=publication(visit).id,
        trigger="revoked",
        reason="复查认定检查结果有误",
        by=shifan.actor("公", later),
        at=later,
    )
    nowhere(FIRM, "灭火器过期", "13712345678")


def test_the_officer_marks_the_draw_and_cannot_leave_without_a_result(shifan: Any) -> None:
    public, officer = item(shifan), browser(shifan.people["甲"])
    refused = officer.post("/bureau/visits/new/", form(shifan, public, check_kind="random"))
    assert refused.status_code == 409 and "PUB-90" in text(refused) and "年度双随机抽查" in text(refused)
    made = officer.post(
        "/bureau/visits/new/",
        form(shifan, public, check_kind="random", task="2号任务", draw="CQ-1", drawn_in="outside"),
    )
    assert made.status_code == 302
    one = Visit.objects.get()
    assert "二十个工作日内由公示员公开" in text(officer.get(made["Location"]))
    close = f"/bureau/visits/{one.pk}/close/"
    assert officer.post(close, {"note": "没有选结果"}).status_code == 422
    both = officer.post(close, {"result": ["clean", "correct"], "note": "七日内更换"})
    assert both.status_code == 409 and "PUB-91" in text(both) and "七日内更换" in text(both)
    assert officer.post(close, {"result": ["correct", "unlisted"], "note": "七日内更换"}).status_code == 302
    assert (Visit.objects.get().result, Publication.objects.count()) == ("correct,unlisted", 1)
    assert f"/bureau/publications/{Publication.objects.get().pk}/" in text(officer.get(made["Location"]))
    assert one.number in text(browser(shifan.people["公"]).get("/bureau/?tab=publicity"))


def test_head_and_supervisor_see_what_is_late_others_do_not(shifan: Any, visit: Any) -> None:
    now = timezone.now()
    Publication.objects.update(due=(now - timedelta(days=3)).date())
    for key in ("监", "己"):
        line = next(one for one in owed(shifan.actor(key, now), now) if one.rule == "PUB-93")
        assert browser(shifan.people[key]).get(line.href).status_code == 200
    assert not [one for one in owed(shifan.actor("市己", now), now) if one.rule == "PUB-93"]
    assert "PUB-93" in text(browser(shifan.people["监"]).get("/bureau/supervision/"))


def test_the_form_for_decisions_from_elsewhere_takes_a_check(shifan: Any) -> None:
    told = {
        "category": "inspection", "check_kind": "random", "number": "示应急检〔2026〕8号", "decided_on": "2026-10-12", "outcome": "很好",
        "party_name": FIRM, "party_kind": "legal_person", "cause": "危险化学品企业抽查", "result": "未发现问题", "full_text": "检查结果：未发现问题。",
    }  # fmt: skip
    clerk = browser(shifan.people["公"])
    wrong = clerk.post("/bureau/feeding/new/", told)
    assert wrong.status_code == 409 and "PUB-91" in text(wrong) and FIRM in text(wrong)
    assert clerk.post("/bureau/feeding/new/", told | {"outcome": "未发现问题"}).status_code == 302
    assert Publication.objects.get().check_kind == "random"
