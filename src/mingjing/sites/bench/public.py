"""The public side at its full size: search, lists, the page of a decision, and the way of one decision to the public."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.test import Client
from django.utils import timezone

from mingjing.foundation.pages import page_url
from mingjing.foundation.people import Actor, Role
from mingjing.publicity import operations, queries
from mingjing.publicity.terms import Filters, KnownEntity, Publishable, Verdict
from mingjing.sites.bench import copying, growing, press, sheets
from mingjing.sites.bench.growing import TRADES
from mingjing.sites.bench.meter import Figure, Meter

SEARCH_MS, PAGE_MS, PER_SECOND, PUBLISH_MS, WITHDRAW_MS = 80, 10, 300, 1000, 5000
QUESTIONS = 300
ORGAN = UUID("6d696e67-6a69-6e67-8000-626e6368626e")


def measure(meter: Meter, decisions: int) -> None:
    """Everything of the public side."""
    search(meter, decisions)
    pages(meter)
    publishing(meter)
    sheets.downloads(meter)
    copying.apart(meter)


def words(count: int, decisions: int) -> list[str]:
    """What people look for: names whole and in part, causes, trades, numbers, two-character words, several words."""
    made: list[str] = []
    for place in range(count // 6 + 1):
        number = place * 7919 * 31 % decisions
        name, cause = press.party_name(number - number % 4), press.cause(number)
        made += [
            name, cause, name[3:7], TRADES[place % len(TRADES)], f"{cause[-4:]} 罚款",
            f"{press.ORGANS[number % 5][0]}罚〔{2023 + place % 4}〕{number + 1}号",
        ]  # fmt: skip
    return made[:count]


def search(meter: Meter, decisions: int) -> None:
    """The search of the list and of the one box, over many different questions."""
    asked = words(QUESTIONS, decisions)
    browser = Client(SERVER_NAME="localhost")
    queries.page(Filters(q="罚款"))
    meter.slowest(
        f"检索 {QUESTIONS} 个不同的词：查询，第 95 百分位",
        [lambda q=one: queries.page(Filters(q=q)) for one in asked],  # type: ignore[misc]
        target=SEARCH_MS,
    )
    meter.slowest(
        f"检索 {QUESTIONS} 个不同的词：整页，第 95 百分位",
        [lambda q=one: _get(browser, f"{page_url('portal:decisions')}?q={q}") for one in asked],  # type: ignore[misc]
        target=SEARCH_MS,
    )
    meter.time("检索到处都有的词（罚款）：查询", lambda _: queries.page(Filters(q="罚款")), target=SEARCH_MS)
    meter.slowest(
        "首页一个框的检索：整页，第 95 百分位",
        [lambda q=one: _get(browser, f"{page_url('portal:search')}?q={q}") for one in asked[:60]],  # type: ignore[misc]
        target=SEARCH_MS,
    )


def pages(meter: Meter) -> None:
    """The list with and without filters, a page in its middle, and the page of a decision, drawn and kept."""
    browser, listing = Client(SERVER_NAME="localhost"), page_url("portal:decisions")
    middle = queries.page(Filters(until=date.today() - timedelta(days=600)))  # noqa: DTZ011 bench data
    year = date.today().year - 1  # noqa: DTZ011 bench data
    for name, tail in (
        ("第一页", ""),
        ("中间一页", f"?after={middle.next}"),
        ("一个机关的许可", f"?organ={press.ORGANS[-1][0]}&category=licence"),
        ("一个机关一年的", f"?organ={press.ORGANS[0][0]}&since={year}-01-01&until={year}-12-31"),
        ("撤下的", "?state=withdrawn"),
    ):
        meter.time(f"公示列表，{name}：整页", lambda _, a=listing + tail: _get(browser, a), target=PAGE_MS)  # type: ignore[misc]
    known = [row.address for row in (*middle.rows, *queries.page(Filters(), limit=60).rows)]
    meter.time("决定页，第一次打开：整页", lambda n: _get(browser, known[n]), target=PAGE_MS)
    meter.time("首页：整页", lambda _: _get(browser, page_url("portal:home")))
    _kept(meter, browser, known[0])


def _kept(meter: Meter, browser: Client, address: str) -> None:
    """A page drawn before: how many a second one core gives."""
    meter.time("决定页，已经有人看过：整页", lambda _: _get(browser, address))
    spent = meter.figures[-1]
    meter.note(
        Figure("决定页，已经有人看过：每核每秒", 1000 / spent.value, "页/秒", PER_SECOND, floor=True, calibration=spent.calibration)
    )  # fmt: skip


def publishing(meter: Meter) -> None:
    """One decision from the organ to the public: registered, marked, decided mark by mark, confirmed, released."""
    publicist = Actor(uuid4(), "测公示", ORGAN, "示范县应急管理局", frozenset({Role.PUBLICIST, Role.HANDLER}))
    now, made = timezone.now(), list[UUID]()
    first = growing.table("publicity.Publication").objects.filter(organ_id=ORGAN).count()

    def publish(number: int) -> None:
        key = operations.schedule(decision=_decision(first + number, now), by=publicist, at=now).id
        operations.propose_redaction(publication_id=key, by=publicist, at=now)
        verdicts = {span.id: (Verdict.ACCEPTED.value, "") for span in queries.spans(key)}
        operations.decide_spans(publication_id=key, verdicts=verdicts, by=publicist, at=now)
        operations.confirm(publication_id=key, by=publicist, at=now)
        operations.release(publication_id=key, by=publicist, at=now)
        made.append(key)

    def withdraw(number: int) -> None:
        row = operations.withdraw(
            publication_id=made[number], trigger="revoked", reason="复议决定撤销本决定", by=publicist, at=now
        )
        assert row.id not in {one.id for one in queries.page(Filters(q=row.number)).rows}

    meter.time("公开一件决定（登记、找出脱敏处、逐处决定、确认、公开）", publish, target=PUBLISH_MS)
    meter.time("撤下一件决定，到检索里再也找不到它", withdraw, target=WITHDRAW_MS)


def _decision(number: int, now: datetime) -> Publishable:
    """A decision of three pages with forty paragraphs and a dozen things to remove."""
    people = [KnownEntity(f"{family}小测", "person", role="证人") for family in "赵钱孙李周吴郑王"]
    told = [
        f"证人{one.text}（电话：1390000{place:04}，住址：示范县下板城镇柳条沟村{place + 1}组{place + 1}号）陈述，{press.LEARNT[place % 8]}。"
        for place, one in enumerate(people)
    ]
    return Publishable(
        source_ref=f"bench-{number}", organ_id=ORGAN, organ_name="示范县应急管理局", organ_code="示测", number=f"示测罚〔{now.year}〕{number + 1}号",
        decided_on=timezone.localdate(now), category="penalty", outcome="罚款", party_name=press.party_name(number * 4), party_kind="legal",
        party_id_no="91130821MA0HTEA1XE", cause=press.cause(number), violation=f"{press.cause(number)}，违法事实清楚", result="罚款 80000 元",
        basis=("《中华人民共和国安全生产法》第九十七条第七项",), full_text=tuple(told * 5), known_entities=tuple(people),
        remedies="六十日内申请行政复议；六个月内提起行政诉讼",
    )  # fmt: skip


def _get(browser: Client, address: str) -> Any:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer
