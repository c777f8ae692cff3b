"""Publicity during the act, as strangers and the enterprise meet it: by code only, kept nowhere, answered alike."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from PIL import Image
from tests.portal import pages
from tests.publicity.test_progress import SOURCE, facts
from tests.publicity.test_visits import CODE, drafted, item, left
from tests.security.hostile import XSS, browser

from mingjing.foundation.typesetting import text_of as printed
from mingjing.organs import operations as registers
from mingjing.organs import queries as organs
from mingjing.publicity import operations
from mingjing.publicity.models import Letter, Visit, VisitRating
from mingjing.publicity.terms import VisitFacts
from mingjing.sites.portal.views import limiting

pytestmark = pytest.mark.django_db
PRIVATE = "private, no-store"


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    cache.clear()


@pytest.fixture
def visit(shifan: Any) -> VisitFacts:
    public = item(shifan)
    return operations.open_visit(
        draft=drafted(shifan, public), by=shifan.actor("甲", timezone.now()), at=timezone.now()
    )


def where(visit: VisitFacts) -> str:
    return f"/rq/{operations.visit_code(visit.id)}/"


def words(answer: Any) -> str:
    return pages.text_of(answer)


def test_the_enterprise_sees_who_what_and_its_rights(
    visit: VisitFacts, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12):
        answer = client.get(where(visit))
    page = words(answer)
    for told in (
        "示范县应急管理局",
        "张三",
        "李四",
        "危险化学品企业抽查",
        "持证上岗情况",
        "/zj/13082103001/",
        "第 1 次",
        "投诉举报",
        "五项严禁",
        "八个不得",
    ):
        assert told in page, told
    assert page.count("有效") >= 2
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == (PRIVATE, "noindex")


def test_a_certificate_withheld_meanwhile_is_shown_as_it_is_now(shifan: Any, visit: VisitFacts, client: Client) -> None:
    held = organs.certificate_by_number("13082103002")
    assert held is not None
    registers.suspend_certificate(
        certificate_id=held.id, reason="培训没有完成", by=shifan.actor("系小管", timezone.now()), at=timezone.now()
    )
    assert "已暂扣" in words(client.get(where(visit)))


def test_confirm_rate_and_rate_again(visit: VisitFacts, client: Client) -> None:
    assert client.post(where(visit), {"act": "confirm"}).status_code == 302
    assert "企业已确认到场" in words(client.get(where(visit)))
    wrong = client.post(where(visit), {"act": "rate", "score": "9", "text": "打的字还在"})
    assert wrong.status_code == 422 and "打的字还在" in words(wrong)
    done = client.post(where(visit), {"act": "rate", "score": "5", "text": XSS})
    assert done.status_code == 302
    assert "已收到您的评价" in words(client.get(done["Location"]))
    again = client.post(where(visit), {"act": "rate", "score": "1", "text": ""})
    assert again.status_code == 409 and "PUB-56" in words(again)
    assert VisitRating.objects.get().score == 5
    assert XSS not in words(client.get(where(visit)))


def test_what_the_enterprise_wrote_reaches_the_supervisor_and_nobody_of_the_organ(
    shifan: Any, visit: VisitFacts, client: Client
) -> None:
    client.post(where(visit), {"act": "rate", "score": "1", "text": "要我们请吃饭"})
    assert "要我们请吃饭" in words(browser(shifan.people["监"]).get("/bureau/visits/"))
    for key in ("甲", "乙", "丁", "公", "己", "市己"):
        staff = browser(shifan.people[key])
        for address in (
            "/bureau/visits/",
            "/bureau/visits/?tab=closed",
            f"/bureau/visits/{visit.id}/",
            "/bureau/letters/",
            "/bureau/ledger/",
        ):
            assert "请吃饭" not in words(staff.get(address)), (key, address)
    assert "PUB-65" in words(browser(shifan.people["己"]).get("/bureau/visits/")), "one rating is no figure"


def test_a_complaint_about_a_visit_goes_to_the_supervisor_and_keeps_no_code(
    shifan: Any, visit: VisitFacts, client: Client
) -> None:
    form = client.get(f"/lx/new/?kind=complaint&about={where(visit)}")
    assert visit.number in words(form)
    told = {"kind": "complaint", "about": where(visit), "text": "没有出示证件就开始检查", "_once": "a" * 32}
    assert client.post("/lx/new/", told).status_code == 200
    letter = Letter.objects.get()
    assert (letter.organ_id, letter.handler_id, letter.about) == (shifan.organs["应急局"], shifan.organs["司法局"], "")
    assert visit.number in letter.about_title
    assert operations.visit_code(visit.id) not in str(Letter.objects.values().get())
    for key in ("甲", "公", "己"):
        assert browser(shifan.people[key]).get(f"/bureau/letters/{letter.id}/").status_code in {403, 404}


@pytest.mark.parametrize("code", ["AAAAAAAAAAAAAAAA", "x", "%3Cscript%3E", "a" * 300, "示应急入企〔2026〕1号", "%00"])
def test_a_code_that_is_none_of_ours_finds_nothing(visit: VisitFacts, client: Client, code: str) -> None:
    for answer in (client.get(f"/rq/{code}/"), client.post(f"/rq/{code}/", {"act": "rate", "score": "5"})):
        assert answer.status_code == 404
        assert visit.enterprise not in words(answer)
    assert not VisitRating.objects.exists()


def test_a_stale_code_is_answered_like_an_unknown_one(shifan: Any, visit: VisitFacts, client: Client) -> None:
    left(shifan, visit, at=timezone.now())
    assert client.get(where(visit)).status_code == 200
    Visit.objects.update(code_until=timezone.localdate() - timedelta(days=1))
    stale, unknown = client.get(where(visit)), client.get("/rq/AAAAAAAAAAAAAAAA/")
    assert stale.status_code == unknown.status_code == 404
    assert _said(stale) == _said(unknown)


def _said(answer: Any) -> str:
    return words(answer).split("<main", 1)[1].split("</main>", 1)[0]


def test_codes_cannot_be_tried_out(visit: VisitFacts, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limiting.MOST, "visit", 2)
    answers = [client.get(f"/rq/AAAAAAAAAAAAAAA{sign}/").status_code for sign in "BCDE"]
    assert answers == [404, 404, 429, 429]
    assert client.get(where(visit)).status_code == 429


def test_a_form_of_another_site_is_refused(visit: VisitFacts) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(where(visit), {"act": "confirm"}).status_code == 403
    assert strict.post("/jd/", {"number": "x", "code": "y"}).status_code == 403
    assert Client().put(where(visit)).status_code == 405


def test_no_public_page_names_an_enterprise_or_a_code(visit: VisitFacts, client: Client) -> None:
    figures = words(client.get("/rq/"))
    assert "示范县应急管理局" in figures and timezone.localdate().strftime("%Y-%m") in figures
    secrets = (visit.enterprise, CODE, operations.visit_code(visit.id), visit.number)
    for address in (
        *pages.PLAIN,
        "/rq/",
        "/rq/?year=2025",
        "/jd/",
        "/gz/",
        "/s/?q=化工",
        "/jg/示应急/",
        "/sq/示应急/random_check/SJ-900/",
    ):
        body = words(client.get(address))
        assert not [word for word in secrets if word in body], address
    assert client.get("/rq/?code= abcd-efgh ")["Location"] == "/rq/ABCDEFGH/"


def test_progress_is_told_and_a_wrong_number_like_a_wrong_code(client: Client, db: None) -> None:
    operations.note_progress(facts=facts(), by="system", at=timezone.now())
    code = operations.progress_code(SOURCE)
    good = client.post("/jd/", {"number": "示应急立〔2026〕1号", "code": code})
    assert good.status_code == 200 and "调查取证" in words(good) and "申请行政复议期限" in words(good)
    assert good["Cache-Control"] == PRIVATE
    wrong = [
        client.post("/jd/", {"number": number, "code": typed})
        for number, typed in (("示应急立〔2026〕1号", "A" * 10), ("没有这个号", code), ("", ""))
    ]
    assert {answer.status_code for answer in wrong} == {404}
    told = [words(answer).split('role="alert"')[1].split("</div></div>")[0] for answer in wrong]
    assert len(set(told)) == 1 and "PUB-57" in told[0]
    assert SOURCE not in words(good)
    assert "没有这个号" in words(wrong[1])


def test_progress_cannot_be_tried_out(client: Client, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    operations.note_progress(facts=facts(), by="system", at=timezone.now())
    monkeypatch.setitem(limiting.MOST, "progress", 1)
    ask = {"number": "示应急立〔2026〕1号", "code": operations.progress_code(SOURCE)}
    assert [client.post("/jd/", ask).status_code for _ in range(2)] == [200, 429]


def test_rights_that_are_not_published_are_not_there(client: Client, db: None) -> None:
    assert "还没有公开" in words(client.get("/gz/"))
    assert client.get("/gz/ordinary-penalty/").status_code == 404


def board(shifan: Any) -> Any:
    """The board of a window of the emergency bureau, public."""
    team, at = shifan.teams["应急局"], timezone.now()
    collector, checker, releaser = (shifan.actor(team[role], at) for role in ("publicist", "reviewer", "head"))
    values = {
        "post": "行政处罚窗口",
        "duties": "送达文书",
        "samples": "听证申请书",
        "progress": "网上查",
        "advice": "0399-6000008",
        "complaint": "司法局",
    }
    made = operations.collect_entry(
        organ_id=shifan.organs["应急局"], kind="window", code="CK-9", name="行政处罚窗口", values=values,
        valid_from=at.date(), by=collector, at=at,
    )  # fmt: skip
    operations.check_entry(edition_id=made.id, by=checker, at=at)
    return operations.release_entry(edition_id=made.id, by=releaser, at=at)


def test_the_board_of_a_window_prints_its_six_fields(shifan: Any, client: Client) -> None:
    made = board(shifan)
    for paper, size in (("a4", "A4"), ("a3", "A3")):
        answer = client.get(f"/sq/示应急/window/{made.code}/{paper}.pdf")
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), size
        told = "".join(printed(answer.content)).replace("\n", "")
        assert all(
            label in told for label in ("岗位", "岗位职责", "申请材料示范文本", "办理进度查询", "咨询服务", "投诉举报")
        )
    for address in (
        f"/sq/示应急/window/{made.code}/a5.pdf",
        "/sq/示应急/window/none/a4.pdf",
        "/sq/示应急/guide/x/a4.pdf",
    ):
        assert client.get(address).status_code == 404


def test_a_board_that_stopped_being_public_prints_no_more(shifan: Any, client: Client) -> None:
    made = board(shifan)
    address = f"/sq/示应急/window/{made.code}/a4.pdf"
    assert client.get(address).status_code == 200
    head = shifan.actor(shifan.teams["应急局"]["head"], timezone.now())
    operations.retire_entry(edition_id=made.id, reason="窗口已经撤并", by=head, at=timezone.now())
    assert client.get(address).status_code == 404


def with_photo(shifan: Any) -> str:
    held = organs.certificate_by_number("13082103001")
    assert held is not None
    content = io.BytesIO()
    Image.new("RGB", (500, 700), "green").save(content, "JPEG")
    registers.set_photo(
        certificate_id=held.id, content=content.getvalue(), by=shifan.actor("系小管", timezone.now()), at=timezone.now()
    )
    page = words(Client().get("/zj/13082103001/"))
    return page.split('<img src="')[1].split('"')[0].replace("&amp;", "&")


def test_the_photograph_is_served_from_the_page_and_kept_nowhere(shifan: Any, client: Client) -> None:
    assert "no_photo.svg" in words(client.get("/zj/13082103001/"))
    answer = client.get(with_photo(shifan))
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, "image/jpeg", PRIVATE)
    with Image.open(io.BytesIO(answer.content)) as shown:
        assert shown.size == (413, 579)


def test_the_photograph_has_no_lasting_address(shifan: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = with_photo(shifan)
    other = address.replace("13082103001", "13082103002")
    for wrong in (
        address.split("?")[0],
        address[:-1] + ("A" if address[-1] != "A" else "B"),
        other,
        address.split("?")[0] + "?k=x",
    ):
        assert client.get(wrong).status_code == 404, wrong
    monkeypatch.setattr("mingjing.sites.portal.views.registers.PHOTO_SECONDS", -1)
    assert client.get(address).status_code == 404


def test_a_browser_signed_in_at_the_bureau_neither_rates_nor_confirms(shifan: Any, visit: VisitFacts) -> None:
    where = f"/rq/{operations.visit_code(visit.id)}/"
    for who in ("甲", "公", "系小管"):
        officer = browser(shifan.people[who])
        page = officer.get(where).content.decode()
        assert "评价由企业作出" in page and "提交评价" not in page
        for act in ({"act": "rate", "score": "5", "text": ""}, {"act": "confirm"}):
            refused = officer.post(where, act)
            assert refused.status_code == 409
            assert "PUB-59" in refused.content.decode()
    assert not VisitRating.objects.exists()
    assert Client().post(where, {"act": "rate", "score": "5", "text": ""}).status_code == 302
    assert VisitRating.objects.count() == 1
