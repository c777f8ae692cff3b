"""What people look at: lists, the case page, the portal, as one restricted officer and as everybody."""

from typing import Any

from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from mingjing.cases import queries as cases
from mingjing.cases.queries.lists import Filters
from mingjing.foundation.pages import page_url
from mingjing.sites.bench import growing
from mingjing.sites.bench.county import LEAST, OFFICER, SUPERVISOR, USERNAME, Grown
from mingjing.sites.bench.meter import Meter

LIST_MS, LIST_QUERIES, PAGE_MS, PAGE_QUERIES, PORTAL_MS = 10, 8, 25, 15, 3


def lists(meter: Meter, county: Grown) -> None:
    """The case list of 20: what the page asks, then the page itself."""
    actor, today = county.actor(OFFICER), timezone.localdate(county.now)
    party = cases.case_row(county.copies["decide"][0]).party_name
    narrow = {
        "案件列表 20 行：查询（本机关可见，含页签计数与保存的筛选）": (actor, Filters()),
        "案件列表：只看我的": (actor, Filters(mine=True)),
        "案件列表：已逾期页签": (actor, Filters(tab="overdue")),
        "案件列表：阶段加立案日期": (actor, Filters(stage="archived", filed_from=today.replace(year=today.year - 1))),
        "案件列表：全文检索两字词（命中很多）": (actor, Filters(q="化工")),
        "案件列表：全文检索当事人名称": (actor, Filters(q=party)),
        "案件列表：监督员看全县": (county.actor(SUPERVISOR), Filters()),
    }
    for name, (who, filters) in narrow.items():

        def look(_: int, who: Any = who, filters: Filters = filters) -> None:
            found = cases.case_list(who, filters, today)
            assert found.rows
            cases.counts(who, filters, today)
            cases.saved_views(who)

        meter.time(name, look, target=LIST_MS, query_target=LIST_QUERIES)
    meter.time("我的待办：查询", lambda _: cases.desk(actor, county.now))


def case(meter: Meter, county: Grown) -> None:
    """The page of a whole case, played to the archive."""
    actor, keys = county.actor(OFFICER), county.copies["file"]
    meter.time(
        "案件页：查询（归档案件，全部步骤）", lambda n: cases.case_page(keys[n % len(keys)], actor, county.now),
        target=PAGE_MS, query_target=PAGE_QUERIES,
    )  # fmt: skip


def signed_in() -> Client:
    """A browser in which the restricted officer has signed in."""
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(
        get_user_model().objects.get(username=USERNAME), backend="django.contrib.auth.backends.ModelBackend"
    )
    return browser


def pages(meter: Meter, county: Grown) -> None:
    """The same through the whole site: middleware, session, view, template."""
    browser, key = signed_in(), county.copies["file"]
    targets = [
        ("案件列表 20 行：整页", page_url("bureau:cases", default=""), LIST_MS, LIST_QUERIES),
        ("案件列表：整页，全文检索", page_url("bureau:cases", default="") + "?q=化工", LIST_MS, LIST_QUERIES),
        ("案件页：整页（归档案件）", page_url("bureau:case", key[0], default=""), PAGE_MS, PAGE_QUERIES),
        ("案件页：整页（办理中）", page_url("bureau:case", county.copies["decide"][LEAST - 1], default=""), PAGE_MS, PAGE_QUERIES),
        ("我的待办：整页", page_url("bureau:home", default=""), None, None),
    ]  # fmt: skip
    for name, address, target, asked in targets:
        if address:
            meter.time(name, lambda _, a=address: _get(browser, a), target=target, query_target=asked)  # type: ignore[misc]


def portal(meter: Meter, county: Grown) -> None:
    """The public page of a decision and the public list."""
    browser = Client(SERVER_NAME="localhost")
    rows = growing.table("publicity.Publication").objects.filter(state="released").order_by("id")[:100]
    known = [row.address for row in rows]
    meter.time("门户：决定页（已有人看过，内容未变）", lambda _: _get(browser, known[0]), target=PORTAL_MS)
    meter.time("门户：决定页（首次打开）", lambda n: _get(browser, known[1 + n]))
    meter.time("门户：公示列表", lambda _: _get(browser, page_url("portal:decisions")))
    meter.time("门户：全文检索", lambda _: _get(browser, page_url("portal:decisions") + "?q=罚款"))


def _get(browser: Client, address: str) -> None:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
