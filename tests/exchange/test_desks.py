"""The desks of the channels, of credit and of the early end: what each shows, does and refuses, by browser."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.exchange.test_channels import receipts
from tests.security.hostile import JOURNEYS, browser
from tests.security.town import play

from mingjing.exchange import operations, queries
from mingjing.exchange.models import Channel, Delivery
from mingjing.foundation import outbox
from mingjing.publicity import operations as publicity
from mingjing.publicity import queries as public
from mingjing.sites.journeys.player import read_story

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def county(shifan: Any, django_db_blocker: Any) -> Any:
    """One penalty that is public."""
    with django_db_blocker.unblock():
        steps = [dict(step) for step in read_story(JOURNEYS / "basic.yaml").steps if "act" in step or "publish" in step]
        play(shifan, [one for one in steps if str(one["at"])[:10] <= "2026-10-20"], party="恒源")
        outbox.hear_waiting()
    return shifan


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> None:
    """Keys and packages in a folder of the test's own."""
    settings.MINGJING_DROP = tmp_path / "drop"


def opened(county: Any, kind: str, name: str, target: str = "") -> tuple[Any, str]:
    now = timezone.now()
    return operations.open_channel(
        organ_id=county.organs["应急局"], kind=kind, name=name, target=target, since=now.date(), by=county.actor("系小管", now), at=now
    )  # fmt: skip


def only(kind: str) -> Any:
    found = queries.deliveries(None, ("queued", "sent", "failed", "acknowledged"), timezone.localdate())
    return next(one for one in found if one.channel.kind == kind)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_an_administrator_opens_a_channel_and_sees_its_key_once(county: Any) -> None:
    client = browser(county.people["系小管"])
    form: dict[str, str] = {
        "organ_id": str(county.organs["应急局"]), "kind": "upper", "name": "省平台", "target": "http://10.0.0.1/", "since": f"{timezone.localdate()}",
    }  # fmt: skip
    refused = client.post("/bureau/channels/new/", form)
    assert refused.status_code == 409
    assert "XCH-42" in text(refused)
    assert 'value="http://10.0.0.1/"' in text(refused), "what was typed stays"
    missing = client.post("/bureau/channels/new/", {**form, "name": ""})
    assert missing.status_code == 422
    done = client.post("/bureau/channels/new/", {**form, "target": "https://gs.example.gov.cn/push"})
    assert done.status_code == 200
    assert done["Cache-Control"] == "no-store"
    assert "只显示这一次" in text(done)
    key = text(done).split("<code>")[1].split("</code>")[0]
    shown = text(client.get("/bureau/channels/"))
    assert "省平台" in shown
    assert key not in shown
    assert "恒源" not in shown
    assert Channel.objects.get().name == "省平台"
    again = client.post("/bureau/channels/new/", {**form, "target": "https://gs.example.gov.cn/push"})
    assert again.status_code == 422
    closed = client.post(f"/bureau/channels/{Channel.objects.get().pk}/close/", {"reason": "平台撤并"})
    assert closed.status_code == 302
    assert "停用" in text(client.get("/bureau/channels/"))


def test_a_board_is_opened_without_a_key(county: Any) -> None:
    form = {
        "organ_id": str(county.organs["应急局"]),
        "kind": "board",
        "name": "公示栏",
        "target": "一楼",
        "since": f"{timezone.localdate()}",
    }
    answer = browser(county.people["系小管"]).post("/bureau/channels/new/", form)
    assert (answer.status_code, answer["Location"]) == (302, "/bureau/channels/")
    assert only("board").state == "queued"


def test_the_publicist_sees_trouble_first_and_helps_it_on(county: Any) -> None:
    opened(county, "board", "公示栏")
    opened(county, "credit", "市信用平台")
    opened(county, "portal", "门户")
    operations.deliver_due(by="system", now=timezone.now() + timedelta(seconds=1))
    Delivery.objects.filter(channel__kind="credit").update(state="failed", failure="对方回答 500", attempts=3)
    client = browser(county.people["公"])
    shown = text(client.get("/bureau/channels/"))
    assert shown.index("推送失败") < shown.index("待推送")
    assert "对方回答 500" in shown
    assert "已公开" in shown
    board, credit = only("board"), only("credit")
    empty = client.post(f"/bureau/deliveries/{board.id}/", {"proof": ""})
    assert empty.status_code == 422
    short = client.post(f"/bureau/deliveries/{board.id}/", {"proof": "嗯"})
    assert short.status_code == 409
    assert "XCH-45" in text(short)
    assert client.post(f"/bureau/deliveries/{board.id}/", {"proof": "大厅照片"}).status_code == 302
    assert only("board").receipt == "大厅照片"
    assert client.post(f"/bureau/deliveries/{credit.id}/", {"reason": "对方已修好"}).status_code == 302
    assert only("credit").state == "queued"
    assert client.get(f"/bureau/deliveries/{board.channel.id}/").status_code == 404
    stranger = browser(county.people["市公"])
    assert stranger.get(f"/bureau/deliveries/{credit.id}/").status_code == 403
    assert credit.number not in text(stranger.get("/bureau/channels/"))
    assert browser(county.people["监"]).get("/bureau/channels/").status_code == 200


def test_receipts_are_taken_in_by_upload_and_faults_are_told(county: Any) -> None:
    channel, key = opened(county, "credit", "市信用平台")
    operations.deliver_due(by="system", now=timezone.now() + timedelta(seconds=1))
    one, client, where = only("credit"), browser(county.people["公"]), f"/bureau/channels/{channel.id}/receipts/"
    assert client.post(where).status_code == 422
    wrong = client.post(where, {"file": SimpleUploadedFile("r.json", b"{}")})
    assert wrong.status_code == 422
    assert "不是回执文件" in text(wrong)
    good = {"delivery": str(one.id), "sha256": one.sha256, "receipt": "XY-1", "accepted": True}
    content = receipts(key, good, {**good, "delivery": "<script>"})
    answer = client.post(where, {"file": SimpleUploadedFile("r.json", content)})
    assert answer.status_code == 200
    assert "办结 1 条" in text(answer)
    assert "&lt;script&gt;" in text(answer)
    assert only("credit").state == "acknowledged"
    assert "XY-1" in text(client.get("/bureau/channels/"))
    assert browser(county.people["市公"]).get(where).status_code == 403


def test_without_channels_the_page_says_who_opens_one(county: Any) -> None:
    shown = text(browser(county.people["公"]).get("/bureau/channels/"))
    assert "还没有开通其他公示渠道；由系统管理员开通" in shown
    assert "/bureau/channels/new/" not in shown


def test_credit_is_registered_by_the_publicist_and_decided_by_the_head(county: Any) -> None:
    client, head = browser(county.people["公"]), browser(county.people["己"])
    (item,) = queries.credit_items(county.organs["应急局"], ("shown",))
    assert item.number in text(client.get("/bureau/credit/?tab=shown"))
    assert "没有等待决定" in text(client.get("/bureau/credit/"))
    where = f"/bureau/credit/{item.id}/"
    assert "最短公示期还有" in text(client.get(where))
    form = {"kind": "repair", "applicant": "马恒源", "applied_on": f"{timezone.localdate()}", "claim": "罚款已缴清"}
    assert client.post(f"{where}ask/", {**form, "kind": "mood"}).status_code == 422
    assert client.post(f"{where}ask/", {**form, "claim": "缴了"}).status_code == 409
    assert client.post(f"{where}ask/", {**form, "claim": "罚款已缴清，附凭证"}).status_code == 302
    (asked,) = queries.open_requests(None)
    assert "去决定" not in text(client.get("/bureau/credit/"))
    assert "去决定" in text(head.get("/bureau/credit/"))
    here = f"/bureau/credit/requests/{asked.id}/"
    at_once = text(head.post(here, {"answer": "granted", "reason": "缴了"}))
    assert "XCH-35" in at_once and "XCH-33" in at_once
    answer = head.post(here, {"answer": "granted", "performed": "1", "reason": "条件全部具备"})
    assert answer.status_code == 409
    for word in ("XCH-33", "最短公示期", "已经作出信用承诺并公开", "条件全部具备"):
        assert word in text(answer)
    done = head.post(here, {"answer": "refused", "reason": "最短公示期还没有届满"})
    assert done.status_code == 302
    assert head.get(here).headers["Location"] == where
    assert head.post(here, {"answer": "refused", "reason": "最短公示期还没有届满"}).status_code == 422
    shown = text(client.get(where))
    assert "不予修复" in shown
    for key in ("市公", "市己"):
        assert browser(county.people[key]).get(where).status_code == 403
        assert item.number not in text(browser(county.people[key]).get("/bureau/credit/?tab=shown"))
    assert client.get("/bureau/credit/?tab=hidden").status_code == 200
    assert client.get("/bureau/credit/?tab=ended&after=x").status_code == 200


def test_an_early_end_is_asked_for_and_refused_where_the_domain_has_none(county: Any) -> None:
    client, head = browser(county.people["公"]), browser(county.people["己"])
    row = public.latest(1)[0]
    where = f"/bureau/publications/{row.id}/"
    assert "登记提前终止申请" in text(client.get(where))
    form = {"applicant": "马恒源", "applied_on": f"{timezone.localdate()}", "claim": "罚款已缴清，隐患已整改"}
    assert client.post(f"{where}repair/", {**form, "applicant": ""}).status_code == 422
    assert client.post(f"{where}repair/", form).status_code == 302
    (asked,) = public.open_repairs(None)
    assert "去决定" in text(head.get(where))
    assert "提前终止公示的申请" in text(head.get("/bureau/?tab=todo")), "it waits on the head's desk"
    assert "提前终止公示的申请" not in text(client.get("/bureau/?tab=todo"))
    answer = head.post(
        f"/bureau/repairs/{asked.id}/", {"answer": "granted", "ground": "performed", "reason": "条件全部具备"}
    )
    assert answer.status_code == 409
    assert "这个领域没有提前终止公示的规定" in text(answer)
    assert head.post(f"/bureau/repairs/{asked.id}/", {"answer": "refused", "reason": "没有这项规定"}).status_code == 302
    assert "提前终止公示的申请" not in text(head.get("/bureau/?tab=todo"))
    assert "不予终止" in text(client.get(where))
    assert "马恒源" not in text(client.get(row.address)).replace("马恒源化工", "")


def test_the_head_republishes_what_was_withdrawn(county: Any) -> None:
    head, now = browser(county.people["己"]), timezone.now()
    row = public.latest(1)[0]
    publicity.withdraw(
        publication_id=row.id, trigger="revoked", reason="复议决定撤销本决定", by=county.actor("公", now), at=now
    )
    where = f"/bureau/publications/{row.id}/republish/"
    assert "重新公示" in text(head.get(f"/bureau/publications/{row.id}/"))
    form = text(head.get(where))
    assert "已被依法撤销" in form
    assert "公示期计算有误" not in form, "only what fits the state is offered"
    assert head.post(where, {"ground": "quashed", "reason": "短"}).status_code == 409
    assert head.post(where, {"ground": "quashed", "reason": "人民法院判决撤销复议决定"}).status_code == 302
    assert public.latest(1)[0].state == "republished"


def test_the_pages_ask_a_bounded_number_of_questions(county: Any) -> None:
    opened(county, "board", "公示栏")
    client = browser(county.people["公"])
    counted = []
    for number in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/bureau/channels/").status_code == 200
        counted.append(len(asked))
        opened(county, "static", f"副本{number}")
        opened(county, "portal", f"门户{number}")
    assert counted[1] <= counted[0] + 1
    assert counted[0] <= 25
