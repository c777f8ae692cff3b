"""Registers, library, calendar and ledger: what each shows, and to whom."""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.resources import files
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from tests.bureau.county import County

from mingjing.foundation.people import Role
from mingjing.kernel.days import CHINA
from mingjing.lawbook import queries as lawbook
from mingjing.lawbook.terms import LawFacts
from mingjing.organs import queries as organs
from mingjing.parties import operations as parties
from mingjing.parties.terms import PartyDraft, PartyKind
from mingjing.sites.bureau.access import menu_for
from mingjing.sites.bureau.terms import ADMINISTRATORS, CASE_ROLES
from mingjing.sites.bureau.terms.menu import MENU

Enter = Callable[[str], Client]
KEEPERS = ("xitong", "anquan", "shenji")
OFFICERS = ("zhao", "qian", "sun", "zhou", "zheng", "lijd")
OPEN = [
    "",
    "organs/",
    "organs/emergency/",
    "officers/",
    "laws/",
    "laws/search/",
    "matters/",
    "calendar/",
    "ledger/",
    "search/?q=示范",
    "password/",
]
CASE_ONLY = ["parties/", "parties/00000000-0000-4000-8000-000000000000/"]


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(f"/bureau/{address}")
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.mark.parametrize("username", [*KEEPERS, *OFFICERS])
def test_everybody_who_is_signed_in_reads_the_open_pages(username: str, signed_in: Enter) -> None:
    client = signed_in(username)
    for address in OPEN:
        text(client, address)


@pytest.mark.parametrize("username", KEEPERS)
def test_administrators_never_reach_parties_or_cases(username: str, county: County, signed_in: Enter) -> None:
    client = signed_in(username)
    for address in CASE_ONLY:
        assert "您不能查看" in text(client, address, 403)
    assert "当事人" not in [
        item
        for part in menu_for(organs.actor(county.people[username], datetime.now(CHINA)), "home")
        for item in part.items
    ]
    assert "都不接触案件内容" in text(client, "")


def test_the_menu_gives_no_administrator_a_case_page() -> None:
    case_pages = {"cases", "reviews", "hearings", "decisions", "publications", "archives", "supervision", "parties"}
    entries = {entry.name: entry.roles for group in MENU for entry in group.entries}
    assert all(not entries[name] & ADMINISTRATORS for name in case_pages)
    assert frozenset(Role) - ADMINISTRATORS == CASE_ROLES


def test_strangers_see_nothing(county: County, client: Client) -> None:
    for address in [*OPEN, *CASE_ONLY]:
        assert client.get(f"/bureau/{address}").status_code == 302


def test_a_person_without_a_role_is_refused_kindly(county: County, signed_in: Enter) -> None:
    page = text(signed_in("zhao"), "calendar/notice/", 403)
    assert "这一页供" in page and "执法监督员" in page


def test_officers_show_who_may_enforce_now(signed_in: Enter) -> None:
    client = signed_in("zhao")
    every = text(client, "officers/")
    assert "赵建国" in every and "王过期" in every and "到期" in every
    assert "王过期" not in text(client, "officers/?state=valid")
    only = text(client, "officers/?state=expired")
    assert "王过期" in only and "冀B-zhao" not in only
    assert "没有符合条件" in text(client, "officers/?q=没有这个人")


def test_an_officer_page_tells_the_certificate_and_the_roles(county: County, signed_in: Enter) -> None:
    page = text(signed_in("lijd"), f"officers/{county.people['zhao']}/")
    assert "现在有效" in page and "承办人" in page and "任命文件" in page
    text(signed_in("zhao"), "officers/00000000-0000-4000-8000-000000000000/", 404)


def test_organs_are_found_by_name(signed_in: Enter) -> None:
    page = text(signed_in("zhao"), "organs/?q=应急")
    assert "示范县应急管理局" in page and "示范县司法局</a>" not in page
    text(signed_in("zhao"), "organs/nothing/", 404)


def test_a_citizens_number_is_masked(county: County, signed_in: Enter) -> None:
    by = organs.actor(county.people["zhao"], datetime.now(CHINA))
    draft = PartyDraft(PartyKind.CITIZEN, "刘某某", "E12345678", id_type="passport", phone="13800001234")
    party = parties.register(draft=draft, by=by, at=datetime.now(CHINA))
    client = signed_in("sun")
    for page in (text(client, "parties/?q=刘某"), text(client, f"parties/{party.id}/"), text(client, "search/?q=刘某")):
        assert "刘某某" in page and "E12345678" not in page and "13800001234" not in page
    assert "刘某某" not in text(signed_in("shenji"), "search/?q=刘某")


def test_the_reader_shows_chapters_and_anchors_and_escapes_the_text(law: LawFacts, signed_in: Enter) -> None:
    client = signed_in("zhao")
    page = text(client, f"laws/{law.law_id}/")
    assert 'id="a3"' in page and "第二章 法律责任" in page and 'href="#c2"' in page
    assert "<b>三万元</b>" not in page and "&lt;b&gt;三万元" in page
    assert "示范县安全生产条例" in text(client, "laws/?q=示范县")
    text(client, "laws/00000000-0000-4000-8000-000000000000/", 404)


def test_a_citation_leads_to_its_article(law: LawFacts, signed_in: Enter) -> None:
    client = signed_in("zhao")
    known = lawbook.article("示范县安全生产条例", 2)
    assert known
    answer = client.get("/bureau/laws/cite/?c=《示范县安全生产条例》第二条第一款")
    assert answer["Location"] == f"/bureau/laws/articles/{known.article_id}/"
    page = text(client, f"laws/articles/{known.article_id}/")
    assert known.sha256 in page and known.sm3 in page
    assert "/bureau/laws/cite/?c=" in page, "the citation inside the article is a link"
    assert "法规库里没有" in text(client, "laws/cite/?c=《没有的法》第九条", 404)
    text(client, "laws/cite/", 404)


def test_articles_are_searched_and_hits_marked(law: LawFacts, signed_in: Enter) -> None:
    client = signed_in("zhao")
    assert "<mark>" in text(client, "laws/search/?q=冒险作业")
    assert "没有找到" in text(client, "laws/search/?q=量子纠缠")
    assert "控制字符" in text(client, "laws/search/?q=%00", 400)
    for strange in ("'\"--", "*", "a" * 5000, "<script>alert(1)</script>"):
        assert "<script>alert" not in text(client, f"laws/search/?q={strange}")


def test_the_calendar_says_what_it_does_not_know(signed_in: Enter) -> None:
    client = signed_in("zhao")
    known = text(client, "calendar/?year=2026")
    assert "放假通知已载入" in known and "国办发明电" in known and 'class="makeup' in known
    assert "尚未载入" in text(client, "calendar/?year=2027")
    for strange in ("abc", "-1", "99999", "²026"):
        text(client, f"calendar/?year={strange}")


def test_a_notice_is_checked_before_it_counts(signed_in: Enter) -> None:
    client = signed_in("lijd")
    wrong = client.post("/bureau/calendar/notice/", {"notice": "year: [2027"})
    assert wrong.status_code == 422 and "year: [2027" in wrong.content.decode()
    good = (files("mingjing.kernel") / "calendars" / "2026.yaml").read_text(encoding="utf-8")
    right = client.post("/bureau/calendar/notice/", {"notice": good})
    assert right.status_code == 200
    assert "2026 年将是这样（尚未载入）" in right.content.decode()
    again = client.post("/bureau/calendar/notice/", {"notice": good, "step": "load"})
    assert again.status_code == 200 and "没有期限变动" in again.content.decode()


def test_only_checkers_may_recompute_the_ledger(signed_in: Enter) -> None:
    checked = signed_in("shenji").post("/bureau/ledger/", {"remembered": ""}).content.decode()
    assert "全部相符" in checked
    assert "全部相符" not in signed_in("zhao").post("/bureau/ledger/").content.decode()
    unread = signed_in("shenji").post("/bureau/ledger/", {"remembered": "抄错了"}).content.decode()
    assert "没有核对" in unread and "抄错了</textarea>" in unread
    assert "封存现场" not in unread
    other = "mingjing.example/log\n1\n" + "A" * 43 + "=\n\n— mingjing.example/log AAAA\n"
    assert "封存现场" in signed_in("shenji").post("/bureau/ledger/", {"remembered": other}).content.decode()
    for strange in ("99999999", "abc", "-1", "9" * 30):
        text(signed_in("zhao"), f"ledger/?q={strange}")


def test_every_page_is_strict_about_scripts(signed_in: Enter) -> None:
    client = signed_in("lijd")
    for address in [*OPEN, *CASE_ONLY[:1], "calendar/notice/"]:
        answer = client.get(f"/bureau/{address}")
        page = answer.content.decode()
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert " style=" not in page and "<style" not in page and "onclick=" not in page and "<script>" not in page


def test_an_empty_desk_says_what_one_can_do(signed_in: Enter) -> None:
    client = signed_in("zhao")
    assert "现在没有等您办理的事项" in text(client, "")
    assert "您还没有办过的事项" in text(client, "?tab=done")
    assert "现在没有等您办理的事项" in text(client, "?tab=nonsense")


def test_lines_of_the_desk_carry_case_clock_and_action(
    county: County, monkeypatch: pytest.MonkeyPatch, signed_in: Enter
) -> None:
    from mingjing.cases.queries.work import Desk, Item
    from mingjing.sites.bureau.views import home

    today = timezone.localdate()
    late = Item(
        uuid4(),
        "示应急立〔2026〕1号",
        "某公司",
        "未培训",
        "调查期限",
        "调查期限届满",
        "report",
        "写报告",
        today - timedelta(days=2),
    )
    done = {
        "case_id": uuid4(),
        "seq": 1,
        "code": "file",
        "number": "示应急立〔2026〕2号",
        "at": timezone.now(),
        "case__party_name": "某人",
        "case__procedure": "ordinary_penalty",
        "case__cause": "无证",
    }
    monkeypatch.setattr(home.cases, "desk", lambda actor, now: Desk((late,), (late,), (), (done,)))
    client = signed_in("zhao")
    page = text(client, "")
    assert "示应急立〔2026〕1号" in page and "逾期 2 天" in page and "待审批" in page
    assert "示应急立〔2026〕2号" in text(client, "?tab=done")
    assert "示应急立" not in text(signed_in("shenji"), ""), "administrators see no case"


def test_the_search_box_names_only_what_this_person_can_find(signed_in: Enter) -> None:
    assert "案号、当事人" in text(signed_in("zhao"), "")
    for keeper in KEEPERS:
        assert "案号、当事人" not in text(signed_in(keeper), "organs/")
