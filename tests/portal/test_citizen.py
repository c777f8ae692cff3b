"""What a citizen meets: an organisation's page, months without anything, plain words, a field called wrong, subscriptions."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from tests.portal import pages
from tests.portal.test_letters import ASKED
from tests.publicity import samples

from mingjing.publicity import operations
from mingjing.publicity.models import Letter, Mailbox, Subscription
from mingjing.publicity.terms import Filters, plain_words
from mingjing.sites import tick
from mingjing.sites.portal.mail import send_digest
from mingjing.sites.portal.views.explaining import Explained

pytestmark = pytest.mark.django_db
SUBJECT = f"/dx/{samples.USCC}/"
ADDRESS = "zhangsan@example.cn"


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    cache.clear()


@pytest.fixture
def by_mail(settings: Any) -> None:
    """Letters are offered."""
    settings.MINGJING_MAIL_ON, settings.MINGJING_MAIL_FROM = True, "gongshi@shifan.example"
    settings.MINGJING_PORTAL_URL = "https://gs.shifan.example"


def read(client: Client, where: str, status: int = 200) -> str:
    answer = client.get(where)
    assert answer.status_code == status, where
    return pages.text_of(answer)


def test_an_organisation_has_a_page_with_data_and_feed(client: Client) -> None:
    made = samples.released()
    samples.released(samples.natural())
    body = read(client, SUBJECT)
    assert "示范县恒源化工有限公司" in body
    assert SUBJECT in read(client, made.address)
    assert "张某" not in body
    for ending in (".csv", ".json", ".atom", "/"):
        told = read(client, f"/gs{ending}?uscc={samples.USCC}")
        assert samples.NUMBER in re.sub(r"</?span[^>]*>", "", told)
        assert "〔2026〕10号" not in told
    assert read(client, f"{SUBJECT}qr.svg").startswith("<svg")
    assert client.get(f"/dx/?code={samples.USCC.lower()}").headers["Location"] == SUBJECT


@pytest.mark.parametrize(
    "where",
    [
        SUBJECT,
        f"{SUBJECT}qr.svg",
        f"/dx/{samples.OTHER_USCC}/",
        "/dx/130821197001011235/",
        "/dx/x/",
        "/dx/%00/",
        "/dx/<b>/",
    ],
)
def test_of_what_is_not_public_there_is_no_page(where: str, client: Client) -> None:
    samples.withdrawn()
    samples.released(samples.natural())
    told = read(client, where, 404)
    assert "恒源" not in told


def test_a_wrong_code_is_told_what_is_wrong(client: Client) -> None:
    assert "mj-error" in read(client, "/dx/?code=1234")
    assert "已忽略" in read(client, "/gs/?uscc=1234")


def test_a_month_without_decisions_is_a_row(client: Client) -> None:
    organ = pages.organ()
    empty = read(client, f"/jg/{quote(organ.code)}/months/")
    assert empty.count("本月无执法决定公示") == 12
    samples.released()
    told = read(client, f"/jg/{quote(organ.code)}/months/")
    assert told.count("本月无执法决定公示") == 11
    where = re.search(r'href="([^"]*month=2026-11[^"]*category=penalty)"', told)
    assert where
    assert samples.NUMBER in re.sub(r"</?span[^>]*>", "", read(client, where[1].replace("&amp;", "&")))
    read(client, "/jg/nobody/months/", 404)


def test_every_word_has_a_page_that_says_where_it_is_from(client: Client) -> None:
    index = read(client, "/cy/")
    assert len(plain_words()) >= 45
    for key, one in plain_words().items():
        assert f"/cy/{key}/" in index
        body = read(client, f"/cy/{key}/")
        assert one.means in body
        assert one.you in body
    read(client, "/cy/none/", 404)


def test_words_are_plain_and_spelled_once() -> None:
    spelled = [name for one in plain_words().values() for name in one.spellings]
    assert len(spelled) == len(set(spelled))
    assert all(one.means.endswith("。") and one.you.endswith("。") and one.source for one in plain_words().values())
    assert all(len(one.means) <= 70 for one in plain_words().values())


def test_the_first_of_a_word_leads_to_its_page_and_only_the_first(client: Client) -> None:
    explained = Explained()
    assert str(explained("罚款，再罚款")).count("/cy/fakuan/") == 1
    assert "/cy/" not in str(explained("罚款"))
    assert "<script>" not in str(Explained()("<script>罚款</script>"))
    body = read(client, samples.released().address)
    assert body.count("/cy/fakuan/") == 1


def test_a_field_of_a_list_entry_is_called_by_its_own_name(client: Client) -> None:
    edition = pages.released_edition()
    about = f"/sq/{quote('示应急')}/window/CK-1/"
    body = read(client, about)
    assert body.count("field=") >= 6
    form = read(client, f"/lx/new/?kind=correction&about={quote(about)}&field=duties")
    assert "网页现在写的是" in form
    client.post("/lx/new/", ASKED | {"kind": "correction", "about": about, "field": "duties"})
    assert Letter.objects.get().field_label == edition.spec.field("duties").label  # type: ignore[union-attr]
    bad = client.post("/lx/new/", ASKED | {"kind": "correction", "about": about, "field": "nothing", "_once": "f" * 32})
    assert bad.status_code == 422


def test_a_withdrawn_page_gives_its_old_value_to_no_form(client: Client) -> None:
    made = samples.withdrawn()
    form = read(client, f"/lx/new/?kind=correction&about={quote(made.address)}&field=party")
    assert "恒源" not in form
    assert "网页现在写的是" not in form


def test_without_mail_the_page_says_so_and_takes_no_address(client: Client) -> None:
    body = read(client, "/dy/?category=penalty")
    assert "没有开通邮件订阅" in body
    assert "/gs.atom?category=penalty" in body
    assert 'name="address"' not in body
    assert client.post("/dy/", {"address": ADDRESS}).status_code == 422
    assert not Subscription.objects.exists()


def test_a_subscription_from_the_list_to_the_end(by_mail: None, client: Client) -> None:
    assert "/dy/?category=penalty" in read(client, "/gs/?category=penalty")
    told = {"address": ADDRESS, "category": "penalty"}
    answer = client.post("/dy/", told)
    assert "确认" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    [question] = mail.outbox
    assert question.to == [ADDRESS]
    where = re.search(r"https://gs\.shifan\.example(/dy/[^/\s]+/)", str(question.body))
    assert where
    assert "确认订阅" in read(client, where[1])
    assert not Subscription.objects.get().confirmed_at, "a scanner that follows links confirms nothing"
    assert "已生效" in client.post(where[1]).content.decode()
    made = samples.released()
    operations.send_digests(send=send_digest, by="system", at=samples.NOW + timedelta(days=2))
    Subscription.objects.update(seen_until=samples.NOW - timedelta(days=1), sent_on=None)
    operations.send_digests(send=send_digest, by="system", at=samples.NOW + timedelta(days=3))
    letter = mail.outbox[-1]
    body = str(letter.body)
    assert made.number in body
    assert "category=penalty" in body
    assert not any(secret in body for secret in (*samples.SECRETS, samples.USCC))
    end = re.search(r"https://gs\.shifan\.example(/dy/[^/\s]+/end/)", body)
    assert end
    assert letter.extra_headers["List-Unsubscribe"] == f"<https://gs.shifan.example{end[1]}>"
    assert "退订" in read(client, end[1])
    assert Mailbox.objects.exists()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(end[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Mailbox.objects.exists()
    assert "已退订" in read(client, end[1])


def test_nobody_learns_who_subscribed(by_mail: None, client: Client) -> None:
    said = {client.post("/dy/", {"address": ADDRESS}).content for _ in range(5)}
    assert len(said) == 1, "the answer is the same whether a letter was sent or not"
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("where", ["/dy/none/", "/dy/none/end/", f"/dy/{'0' * 32}-{'0' * 32}/", "/dy/%00/end/"])
def test_a_forged_link_is_no_subscription(where: str, by_mail: None, client: Client) -> None:
    for answer in (client.get(where), client.post(where)):
        assert answer.status_code == 404
        assert "不存在" in answer.content.decode()


def test_one_network_address_cannot_flood(by_mail: None, client: Client) -> None:
    answers = [client.post("/dy/", {"address": f"a{at}@example.cn"}).status_code for at in range(22)]
    assert answers.count(200) == 20
    assert answers[-1] == 429


def test_a_mail_server_that_is_down_is_said(by_mail: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_given: object) -> None:
        raise OSError("refused")

    monkeypatch.setattr("mingjing.sites.portal.views.subscriptions.send_confirmation", down)
    answer = client.post("/dy/", {"address": ADDRESS})
    assert answer.status_code == 503
    assert "邮件现在发不出去" in answer.content.decode()
    assert ADDRESS in answer.content.decode(), "what was typed is still there"


def test_the_tick_writes_letters_and_sweeps(by_mail: None) -> None:
    made = operations.subscribe(
        address=ADDRESS, filters=Filters(), query="", title="全部", by="system", at=samples.NOW - timedelta(days=30)
    )
    assert made is not None
    tick._swept.clear()
    tick.write_letters(samples.NOW)
    assert not Mailbox.objects.exists()


def test_a_page_prints_its_address_day_and_digest(client: Client) -> None:
    made = samples.released()
    body = read(client, made.address)
    assert "截至" in body
    assert re.search(r"SHA-256：[0-9a-f]{64}", body)
    assert "网址：" not in read(client, "/gs/none/none/", 404)


def test_large_type_has_four_doors(client: Client) -> None:
    client.cookies["elder"] = "1"
    body = read(client, "/")
    assert 'class="elder"' in body
    assert body.count('class="mj-doors"') == 1
    assert "事前公开</h2>" not in body
    assert "data-read" in body
