"""评议、征求意见 on the portal and in the bureau, as citizen, as organ, as everybody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.portal.leaks import leaked, said
from tests.security.hostile import browser

from mingjing.publicity import operations
from mingjing.publicity.models import Round, RoundAnswer, RoundText
from mingjing.publicity.terms import Question, RoundDraft, RoundFacts
from mingjing.sites.bureau.views.overdue import owed
from mingjing.sites.portal.views import limiting

pytestmark = pytest.mark.django_db
WORDS = "希望各部门合在一起来，值班电话 13912345678"
SECRET = "希望各部门合在一起来"
QUESTIONS = (Question("q1", "出示证件了吗", ("出示了", "没有")), Question("q2", "其他意见"))


@pytest.fixture(autouse=True)
def fresh() -> None:
    cache.clear()


@pytest.fixture
def one(shifan: Any) -> RoundFacts:
    now = timezone.now()
    today = timezone.localdate(now)
    draft = RoundDraft(
        "review", "安全生产执法评议", "请企业评议执法。", "被检查过的企业", QUESTIONS, today, today + timedelta(days=30)
    )
    return operations.open_round(draft=draft, by=shifan.actor("公", now), at=now)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def send(client: Client, one: RoundFacts, **told: str) -> Any:
    return client.post(f"/py/{one.number}/", {"q1": "0", "q2": WORDS, "_once": "a" * 32, **told})


def close(one: RoundFacts) -> None:
    """The last day is over."""
    today = timezone.localdate()
    Round.objects.update(opens_on=today - timedelta(days=31), closes_on=today - timedelta(days=1))


def test_empty_lists_say_so(client: Client, shifan: Any) -> None:
    assert "还没有评议或者征求意见" in text(client.get("/py/"))
    assert "还没有发布过" in text(browser(shifan.people["公"]).get("/bureau/rounds/"))
    missing = client.get("/py/示应急评〔2026〕9号/")
    assert missing.status_code == 404 and "编号可能写错" in text(missing)


def test_anybody_answers_without_an_account_and_keeps_a_receipt(client: Client, one: RoundFacts) -> None:
    assert one.subject in text(client.get("/py/")) and one.subject not in text(
        client.get("/py/?after=2000-01-01T00:00:00%2B08:00")
    )
    form = client.get(f"/py/{one.number}/")
    assert "出示证件了吗" in text(form) and form["Cache-Control"] == "private, no-store" and "不用登录" in text(form)
    sent = send(client, one)
    assert sent.status_code == 200 and "号</span>-1" in text(sent)
    assert "号</span>-1" in text(send(client, one)) and RoundAnswer.objects.count() == 1
    assert client.delete(f"/py/{one.number}/").status_code == 405


@pytest.mark.parametrize(
    "told", [{"q1": ""}, {"q1": "2"}, {"q1": "-1"}, {"q1": "abc"}, {"q2": "长" * 1001}, {"_once": ""}]
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client: Client, one: RoundFacts, told: dict[str, str]) -> None:
    refused = send(client, one, **told)
    assert refused.status_code == 422 and told.get("q2", SECRET)[:20] in text(refused)
    assert not RoundAnswer.objects.exists()


def test_who_sends_too_much_waits(client: Client, one: RoundFacts, monkeypatch: Any) -> None:
    monkeypatch.setitem(limiting.MOST, "round", 1)
    assert send(client, one).status_code == 200
    late = send(client, one, _once="b" * 32)
    assert late.status_code == 429 and SECRET in text(late) and RoundAnswer.objects.count() == 1


def test_counts_and_words_wait_for_the_end_and_for_a_person(client: Client, shifan: Any, one: RoundFacts) -> None:
    send(client, one)
    assert "100.0%" not in text(client.get(f"/py/{one.number}/"))
    close(one)
    over = text(client.get(f"/py/{one.number}/"))
    assert "100.0%" in over and "还没有公开答复" in over and SECRET not in over and "1 条还没有决定" in over
    late = send(client, one, _once="c" * 32)
    assert late.status_code == 409 and "已经截止" in text(late)
    for where in (
        "/",
        "/py/",
        f"/py/{one.number}/",
        "/s/?q=部门合在一起",
        "/lx/",
        "/gs.jsonl",
        "/sitemap.xml",
        "/data/",
    ):
        assert not leaked(said(client.get(where)), frozenset({"各部门合在一起来", "13912345678"})), where
    clerk = browser(shifan.people["公"])
    page = f"/bureau/rounds/opinions/{RoundText.objects.get().pk}/"
    assert "13912345678" in text(clerk.get(page))
    kept = clerk.post(page, {"public": WORDS, "reason": ""})
    assert kept.status_code == 409 and "PUB-97" in text(kept)
    assert clerk.post(page, {"public": "希望各部门合在一起来，值班电话 【＊＊电话】", "reason": ""}).status_code == 302
    shown = text(client.get(f"/py/{one.number}/"))
    assert SECRET in shown and "13912345678" not in shown
    answered = clerk.post(f"/bureau/rounds/{one.id}/reply/", {"reply": "已采纳，合并安排检查。"})
    assert answered.status_code == 302 and "已采纳，合并安排检查。" in text(client.get(f"/py/{one.number}/"))
    assert clerk.post(f"/bureau/rounds/{one.id}/reply/", {"reply": "再答复一次看看。"}).status_code == 409


def test_the_organ_announces_by_form_and_may_stop(client: Client, shifan: Any) -> None:
    clerk, today = browser(shifan.people["公"]), timezone.localdate()
    told = {
        "kind": "opinion", "subject": "监督重点征求意见", "asked": "全县居民", "text": "用来编制计划。", "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=1)).isoformat(), "questions": "先看什么｜检查｜罚款\n其他意见\n",
    }  # fmt: skip
    short = clerk.post("/bureau/rounds/new/", told)
    assert short.status_code == 409 and "PUB-95" in text(short) and "监督重点征求意见" in text(short)
    made = clerk.post("/bureau/rounds/new/", told | {"closes_on": (today + timedelta(days=40)).isoformat()})
    row = Round.objects.get()
    assert made["Location"] == f"/bureau/rounds/{row.pk}/"
    assert [each["choices"] for each in row.questions] == [["检查", "罚款"], []]
    assert clerk.post(f"/bureau/rounds/{row.pk}/stop/", {"reason": "问题写错，另行发布"}).status_code == 302
    assert "问题写错，另行发布" in text(client.get(f"/py/{row.number}/"))


@pytest.mark.parametrize(
    ("who", "list_", "inside"),
    [("公", 200, 200), ("己", 200, 200), ("监", 200, 404), ("市己", 200, 404), ("甲", 403, 403), ("丁", 403, 403), ("档", 403, 403), ("系小管", 403, 403), ("审小计", 403, 403)],
)  # fmt: skip
def test_who_may_open_which_page(
    client: Client, shifan: Any, one: RoundFacts, who: str, list_: int, inside: int
) -> None:
    send(client, one)
    staff = browser(shifan.people[who])
    assert staff.get("/bureau/rounds/").status_code == staff.get("/bureau/rounds/new/").status_code == list_
    opinion = RoundText.objects.get().pk
    for where in (
        f"/bureau/rounds/{one.id}/",
        f"/bureau/rounds/opinions/{opinion}/",
        f"/bureau/rounds/{one.id}/reply/",
        f"/bureau/rounds/{one.id}/stop/",
    ):
        assert staff.get(where).status_code == inside, where
        assert inside == 200 or SECRET not in text(staff.get(where))
    assert client.get(f"/bureau/rounds/{one.id}/").status_code == 302


def test_a_round_without_reply_is_on_the_work_list_and_then_an_alert(shifan: Any, one: RoundFacts) -> None:
    close(one)
    assert f"/bureau/rounds/{one.id}/" in text(browser(shifan.people["公"]).get("/bureau/?tab=todo"))
    now = timezone.now()
    Round.objects.update(reply_due=(now - timedelta(days=2)).date())
    for key in ("监", "己"):
        line = next(each for each in owed(shifan.actor(key, now), now) if each.rule == "PUB-98")
        assert browser(shifan.people[key]).get(line.href).status_code == 200
    assert not [each for each in owed(shifan.actor("市己", now), now) if each.rule == "PUB-98"]


def test_a_third_partys_assessment_is_a_public_list(client: Client, shifan: Any) -> None:
    now, team = timezone.now(), shifan.teams["应急局"]
    values = {
        "agency": "示范大学法治评估中心",
        "chosen": "公开比选",
        "method": "抽查案卷 20 册",
        "period": "2026 年上半年",
        "text": "公示及时。",
    }
    made = operations.collect_entry(
        organ_id=shifan.organs["应急局"], kind="assessment", code="PG-9", name="三项制度第三方评估", values=values, valid_from=timezone.localdate(),
        by=shifan.actor(team["publicist"], now), at=now,
    )  # fmt: skip
    assert "示范大学" not in text(client.get("/sq/示应急/assessment/"))
    operations.check_entry(edition_id=made.id, by=shifan.actor(team["reviewer"], now), at=now)
    operations.release_entry(edition_id=made.id, by=shifan.actor(team["head"], now), at=now)
    shown = text(client.get("/sq/示应急/assessment/PG-9/"))
    for words in ("示范大学法治评估中心", "公开比选", "抽查案卷 20 册", "2026 年上半年", "公示及时。"):
        assert words in shown
