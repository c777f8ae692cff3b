"""The permanent page, the list, the tombstone, the proof."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from tests.portal import pages
from tests.publicity import samples

from mingjing.kernel.days import CHINA
from mingjing.ledger.verifier import mingjing_verify
from mingjing.publicity import operations

pytestmark = pytest.mark.django_db
Read = Callable[[str], str]


@pytest.mark.parametrize("where", (*pages.PLAIN, *pages.OF_A_DECISION))
def test_every_page_answers_anybody(where: str, client: Client) -> None:
    samples.released()
    answer = client.get(where)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


def test_the_decision_page_says_everything_in_one_screen(read: Read) -> None:
    samples.released()
    body = read(pages.address())
    for piece in (
        f"<title>{samples.NUMBER}　示范县应急管理局", "示范县恒源化工有限公司", "罚款 80000 元", "第九十七条第七项", "2026年11月5日",
        "这份决定是什么意思", "申请行政复议或者提起行政诉讼", "本记录未被改动", "proof.json", "/verify/", "qr.svg", "各项是什么意思", "王某",
        "【＊＊身份】", 'rel="canonical"',
    ):  # fmt: skip
        assert piece in body, piece


def test_the_plain_words_name_the_act_and_not_the_case(read: Read) -> None:
    samples.released(samples.decision(cause="特种作业人员无证上岗案"))
    assert "有“特种作业人员无证上岗”的行为" in read(pages.address())


def test_the_decision_page_costs_at_most_five_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    samples.released()
    with django_assert_max_num_queries(5):
        client.get(pages.address())
    with django_assert_max_num_queries(1):
        client.get(pages.address())


def test_a_page_given_again_is_the_same_and_changes_with_the_decision(client: Client) -> None:
    made = samples.released()
    first, second = client.get(pages.address()), client.get(pages.address())
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    client.cookies["elder"] = "1"
    assert 'class="elder"' in client.get(pages.address()).content.decode()
    del client.cookies["elder"]
    for cause in ("第一次更正", "第二次更正"):
        operations.correct(
            publication_id=made.id,
            reason="案由录入有误",
            changes={"cause": cause},
            by=samples.PUBLICIST,
            at=samples.NOW,
        )
        assert cause in client.get(pages.address()).content.decode()


@pytest.mark.parametrize(("where", "most"), [("/", 6), ("/gs/", 3), ("/gs/?q=恒源", 5), ("/gs.csv", 4)])
def test_lists_do_not_ask_once_per_row(
    where: str, most: int, client: Client, django_assert_max_num_queries: Any
) -> None:
    for serial in range(1, 6):
        samples.released(samples.decision(number=f"示应急罚〔2026〕{serial}号"))
    with django_assert_max_num_queries(most):
        pages.text_of(client.get(where))


def test_what_is_not_public_has_no_page(client: Client) -> None:
    samples.confirmed()
    for where in pages.OF_A_DECISION:
        answer = client.get(where)
        assert answer.status_code == 404, where
        assert "没有公示过这份执法决定" in answer.content.decode()
        assert "恒源" not in answer.content.decode()


@pytest.mark.parametrize("state", ["scheduled", "proposed", "confirmed"])
def test_nothing_is_public_before_the_release(state: str, client: Client) -> None:
    getattr(samples, state)()
    said = pages.everything(client)
    assert "恒源化工" not in said
    assert samples.NUMBER not in said


def test_an_exempted_decision_is_nowhere(client: Client) -> None:
    made = samples.scheduled()
    operations.exempt(
        publication_id=made.id, ground="privacy", basis="主要事实涉及隐私", by=samples.HEAD, at=samples.NOW
    )
    assert client.get(pages.address()).status_code == 404
    assert "恒源化工" not in pages.everything(client)


def test_the_proof_file_verifies_offline(client: Client, tmp_path: Any) -> None:
    samples.released()
    answer = client.get(pages.address(tail="proof.json"))
    assert "attachment" in answer["Content-Disposition"]
    file = tmp_path / "proof.json"
    file.write_bytes(answer.content)
    assert mingjing_verify.main([str(file)]) == 0
    key = json.loads(client.get("/log/policy.json").content)["key"]
    assert mingjing_verify.main([str(file), "--key", key]) == 0


@pytest.mark.parametrize("version", ["0", "99", "-1", "１", "9999999999", "x' OR 1=1"])
def test_an_odd_version_of_the_proof_does_no_harm(version: str, client: Client) -> None:
    samples.released()
    assert client.get(pages.address(tail="proof.json"), {"v": version}).status_code in {200, 404}


def test_a_correction_shows_both_versions(read: Read) -> None:
    made = samples.released()
    operations.correct(
        publication_id=made.id,
        reason="案由录入有误",
        changes={"cause": "更正后的案由"},
        by=samples.PUBLICIST,
        at=samples.NOW,
    )
    body = read(pages.address())
    assert "更正后的案由" in body
    assert "案由录入有误" in body
    assert "公示中（已更正）" in body
    assert "特种作业人员未取得操作资格证书上岗作业" in read(pages.address(tail="v/1/"))
    assert "查看现行版本" in read(pages.address(tail="v/1/"))


def test_a_hidden_version_is_not_shown_by_any_path(client: Client) -> None:
    made = samples.released()
    operations.correct(
        publication_id=made.id, reason="案由录入有误", changes={"cause": "更正后的案由"}, hide_old=True,
        by=samples.PUBLICIST, at=samples.NOW,
    )  # fmt: skip
    said = pages.everything(client)
    assert "未取得操作资格证书上岗作业" not in said
    assert "不再展示" in said
    assert client.get(pages.address(tail="proof.json?v=1")).status_code == 404


def test_the_tombstone_says_what_and_why_and_is_not_indexed(read: Read) -> None:
    samples.withdrawn()
    body = read(pages.address())
    for piece in (
        "noindex",
        "已撤下",
        "示范县人民政府复议决定撤销本决定",
        "决定被依法撤销",
        samples.NUMBER,
        "2026年11月5日",
    ):
        assert piece in body, piece


def test_a_withdrawn_decision_is_gone_by_every_path(client: Client) -> None:
    made = samples.released()
    operations.correct(
        publication_id=made.id,
        reason="案由录入有误",
        changes={"cause": "更正后的案由"},
        by=samples.PUBLICIST,
        at=samples.NOW,
    )
    before = pages.everything(client)
    assert "恒源化工" in before
    operations.withdraw(
        publication_id=made.id, trigger="revoked", reason="上级机关决定撤销", by=samples.PUBLICIST, at=samples.NOW
    )
    said = pages.everything(client)
    for piece in ("恒源化工", "更正后的案由", "案由录入有误", "80000", "特种作业人员", "王某", "mjproof"):
        assert piece not in said.replace("选择或者拖入从本网站下载的证明文件（.mjproof.json）", ""), piece
    assert client.get(pages.address(tail="proof.json")).status_code == 404
    assert client.get(pages.address(tail="v/1/")).status_code == 404
    assert "上级机关决定撤销" in said


def test_a_cached_page_is_asked_for_again_and_changes_with_the_withdrawal(client: Client) -> None:
    made = samples.released()
    first = client.get(pages.address())
    assert first["Cache-Control"] == "public, no-cache"
    again = client.get(pages.address(), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    operations.withdraw(
        publication_id=made.id, trigger="revoked", reason="上级机关决定撤销", by=samples.PUBLICIST, at=samples.NOW
    )
    assert client.get(pages.address(), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_withdrawn_links_to_what_replaced_it(read: Read) -> None:
    samples.withdrawn()
    again = samples.released(samples.decision(number="示应急罚〔2026〕20号", replaces=samples.NUMBER))
    assert again.address in read(pages.address())


def test_no_secret_is_said_by_any_path(client: Client) -> None:
    samples.released()
    samples.released(samples.natural())
    said = pages.everything(client)
    for secret in (*samples.SECRETS, "张大民", "130821197001011235", "幸福路"):
        assert secret not in said, secret
    assert "张某" in said


@pytest.mark.parametrize("word", ["李焊工", samples.PHONE, samples.WELDER_ID, "赵举报"])
def test_searching_for_what_was_removed_finds_nothing(word: str, read: Read) -> None:
    samples.released()
    assert samples.NUMBER not in read(f"/gs/?q={quote(word)}")
    for ending in (".csv", ".json", ".atom"):
        assert samples.NUMBER not in read(f"/gs{ending}?q={quote(word)}")


@pytest.mark.parametrize("word", ["恒源", "特种作业", "罚款 80000", "示应急罚〔2026〕9号", "焊工"])
def test_searching_for_what_is_public_finds_it(word: str, read: Read) -> None:
    samples.released()
    assert samples.NUMBER in read(f"/gs/?q={quote(word)}")


@pytest.mark.parametrize("serials", [21, 45])
def test_pages_of_the_list_lead_on_and_back(serials: int, client: Client) -> None:
    for serial in range(1, serials + 1):
        at = datetime(2026, 11, 10, 9, serial % 7, tzinfo=CHINA)
        samples.released(samples.decision(number=f"示应急罚〔2026〕{serial}号"), at=at)
    seen, where, back = [], "/gs/", ""
    while where:
        body = client.get(where).content.decode()
        numbers = [part.split('"')[0] for part in body.split('title="示应急罚')[1:]]
        seen += numbers
        back = where
        where = _link(body, "next")
    assert len(seen) == len(set(seen)) == serials
    first = client.get(_link(client.get(back).content.decode(), "prev")).content.decode()
    assert first.count('title="示应急罚') == 20


def _link(body: str, kind: str) -> str:
    found = body.split(f'rel="{kind}" href="')
    return "/gs/" + found[1].split('"')[0].replace("&amp;", "&") if len(found) > 1 else ""


def test_an_empty_search_says_where_else_to_look(read: Read) -> None:
    number = "示应急罚〔2026〕3号"
    samples.released()
    samples.withdrawn(samples.decision(number=number))
    body = read(f"/gs/?q={quote(number)}")
    assert f"{number} 的公示已经撤下" in body
    assert pages.address(number) in body
    body = read("/gs/?q=13082103001")
    assert 'href="/zj/13082103001/"' in body
    body = read(f"/gs/?q={quote('没有这样的事')}")
    assert "像是执法证件号码" not in body
    assert all(f'href="{address}"' in body for address in ("/gs/", "/gs/?state=withdrawn", "/jg/", "/zj/"))


def test_the_decision_page_leads_to_the_organ_that_can_correct_it(read: Read) -> None:
    samples.released()
    assert f'请联系<a href="/jg/{quote("示应急")}/">作出机关</a>更正' in read(pages.address())
