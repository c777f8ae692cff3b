"""Attacks by strangers on the portal: spoilt pages for others, numbers without end, letters in the site's name, worn-out limits."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache, caches
from django.test import Client
from tests.portal import pages
from tests.publicity import samples
from tests.supervision.test_sheets import enter

from mingjing.kernel.findings import Invalid
from mingjing.publicity import operations
from mingjing.publicity.models import Subscription
from mingjing.sites.portal.views import limiting, pacing

pytestmark = pytest.mark.django_db
DIGITS = "9" * 5000
SOMEBODY = "203.0.113.9"


@pytest.fixture(autouse=True)
def _forgotten(settings: Any, tmp_path: Any) -> None:
    settings.MINGJING_KEYS = tmp_path / "keys"
    cache.clear()
    caches["pages"].clear()


def test_nobody_writes_into_the_page_that_others_are_given(client: Client) -> None:
    made = samples.released()
    assert "VIRUS" in client.get(f"{made.address}?x=VIRUS-HERE").content.decode(), "the link back leads where one was"
    assert "VIRUS" not in Client().get(made.address).content.decode()
    assert "VIRUS" not in client.get(f"{made.address}?x=VIRUS-HERE").content.decode()


@pytest.mark.parametrize(
    "where",
    [f"/rq/?year={DIGITS}", f"/gs/?year={DIGITS}", f"/gs/?month={DIGITS}", f"/sq/?v={DIGITS}", f"/gs/a/b/proof.json?v={DIGITS}",
     f"/gs/a/b/f/{DIGITS}/", f"/gs/a/b/f/{DIGITS}/x", f"/gs/a/b/v/{DIGITS}/", "/rq/?code=%00", "/rq/?code=..", "/rq/?code=%0d%0aX:%20y",
     f"/dx/{DIGITS}/", "/dx/%00/", "/dx/?code=%00", f"/sitemap-{DIGITS}.xml", "/sitemap-decisions-0.xml", "/sitemap-decisions-.xml",
     "/zj/%00/photo.jpg", "/zj/x/photo.jpg?k=%00", "/cy/?q=%00", "/s/suggest/?q=%00%00", "/dy/?q=%00", "/dy/x/", "/dy/%00/",
     "/sq/%00/volume.pdf", "/sq/x/../../volume.pdf", "/sq/x/duties/%00.pdf", "/sq/x/window/%00/a4.pdf", "/sq/x/annual/2025/report.pdf",
     f"/log/tile/0/{DIGITS}", "/jg/%00/changes/", "/jg/%00/months/", "/gz/x/", "/lc/x/?version=%00"],
)  # fmt: skip
def test_no_address_breaks_the_portal(where: str) -> None:
    answer = Client(raise_request_exception=False).get(where)
    assert answer.status_code < 500
    assert "X" not in answer.headers


@pytest.mark.parametrize("value", [DIGITS, "9" * 20, "-1", "1e9", "\0", " ", "0x1"])
def test_a_number_without_end_is_refused_where_figures_are_filled_in(shifan: Any, value: str) -> None:
    for pair in ((value, ""), ("", value), (value, value)):
        with pytest.raises(Invalid):
            enter(shifan, values={"kind-fine": pair})


@pytest.mark.parametrize("number", [".", "..", " .. ", "..."])
def test_no_decision_is_published_where_no_browser_can_go(number: str) -> None:
    with pytest.raises(Invalid) as problem:
        operations.schedule(decision=samples.decision(number=number), by=samples.PUBLICIST, at=samples.NOW)
    assert set(problem.value.errors) == {"number"}


def test_nobody_makes_the_site_write_his_words_to_a_stranger(client: Client, settings: Any) -> None:
    settings.MINGJING_MAIL_ON = True
    spam = {"q": "中奖请打开 http://evil.example/x", "cause": "汇款到6222"}
    client.post("/dy/", {"address": "zhangsan@example.cn", **spam})
    [letter] = mail.outbox
    for word in ("evil", "中奖", "6222"):
        assert word not in letter.message().as_string()
        assert word not in f"{letter.subject}{letter.body}"


@pytest.mark.parametrize(
    "address",
    ["a@example.cn\r\nBcc: b@example.cn", "a@example.cn\nb", "a@example.cn,b@example.cn", "张@例.cn\0", "<a@b.cn>"],
)
def test_no_header_is_smuggled_into_a_letter(client: Client, settings: Any, address: str) -> None:
    settings.MINGJING_MAIL_ON = True
    assert client.post("/dy/", {"address": address}).status_code == 422
    assert mail.outbox == []


def test_opening_many_pages_wears_no_limit_out(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever tries codes out may not begin anew by opening pages meanwhile."""
    monkeypatch.setitem(limiting.MOST, "progress", 2)
    ask = {"data": {"number": "x", "code": "y"}, "REMOTE_ADDR": SOMEBODY}
    assert [client.post("/jd/", **ask).status_code for _ in range(3)] == [404, 404, 429]
    for at in range(400):
        samples_key = f"portal:page:{at}"
        caches["pages"].set(samples_key, b"x", 3600)
    assert client.post("/jd/", **ask).status_code == 429
    made = samples.released()
    before = set(cache._cache)
    client.get(made.address)
    assert not [key for key in set(cache._cache) - before if made.id.hex in key.replace("-", "")]


def test_a_house_of_addresses_is_one_visitor(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every subscriber of the network has 2^64 addresses of the later kind."""
    monkeypatch.setitem(limiting.MOST, "progress", 2)
    asked = [
        client.post("/jd/", {"number": "x", "code": "y"}, REMOTE_ADDR=f"2001:db8:1:2::{at:x}").status_code
        for at in range(1, 5)
    ]
    assert asked == [404, 404, 429, 429]
    assert client.post("/jd/", {"number": "x", "code": "y"}, REMOTE_ADDR="2001:db8:1:3::1").status_code == 404


def test_the_box_that_suggests_is_no_way_round_the_pace(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pacing.MOST, "suggest", 2)
    asked = [client.get("/s/suggest/?q=恒源", REMOTE_ADDR=SOMEBODY).status_code for _ in range(3)]
    assert asked == [200, 200, 429]
    assert pages.text_of(client.get("/s/suggest/?q=", REMOTE_ADDR=SOMEBODY)) is not None


def test_no_address_of_a_subscriber_stands_in_the_log(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MINGJING_MAIL_ON = True
    address = "zhangsan@example.cn"

    def refused(*_given: object) -> None:
        raise SMTPRecipientsRefused({address: (550, b"unknown")})

    monkeypatch.setattr("mingjing.sites.portal.views.subscriptions.send_confirmation", refused)
    assert client.post("/dy/", {"address": address}).status_code == 503
    samples.released()
    Subscription.objects.update(confirmed_at=samples.NOW, seen_until=samples.NOW - timedelta(days=1))
    operations.send_digests(send=refused, by="system", at=samples.NOW + timedelta(days=1))
    assert Subscription.objects.get().failures == 1
    assert "SMTPRecipientsRefused" in caplog.text
    assert address not in caplog.text


@pytest.mark.parametrize("value", ["\0", "a\0b", "\u202e", "x" * 5000], ids=ascii)
@pytest.mark.parametrize("where", ["/lx/new/", "/lx/query/", "/jd/", "/dy/", "/rq/x/", "/dy/x/", "/dy/x/end/"])
def test_no_form_breaks_the_portal(where: str, value: str, settings: Any) -> None:
    settings.MINGJING_MAIL_ON = True
    names = (
        "kind",
        "organ",
        "about",
        "text",
        "sender",
        "contact",
        "field",
        "number",
        "code",
        "address",
        "q",
        "act",
        "score",
        "_once",
    )
    typed = {"address": "zhangsan@example.cn", "text": "内容写明白一些", "kind": "question"}
    for name in names:
        answer = Client(raise_request_exception=False).post(where, typed | {name: value})
        assert answer.status_code < 500, name
