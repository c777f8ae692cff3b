"""PDFs and the volume on the portal, the register's changes, the delegation letters: for anybody, and nothing that is not public."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client
from tests.portal import pages
from tests.portal.test_lists import AT, SECRET, window

from mingjing.cases import operations as cases
from mingjing.foundation.typesetting import text_of
from mingjing.kernel.findings import Refused
from mingjing.organs import operations as organs
from mingjing.organs import queries as registers_of
from mingjing.publicity import operations, queries
from mingjing.publicity.models import Edition, RegisterEntry
from mingjing.publicity.rules.registers import delegation_has_its_term
from mingjing.publicity.terms import kinds
from mingjing.sites.journeys import registers

pytestmark = pytest.mark.django_db
ORGAN = f"/sq/{quote('示应急')}/"
LETTER = {
    "number": "示应急委〔2026〕1号", "principal": "示范县应急管理局", "agent": "示范县应急管理综合行政执法大队",
    "basis": ["《行政处罚法》第二十条"], "matters": ["行政检查"], "scope": ["调查取证"], "since": "2026-01-01",
    "until": "2026-12-31", "duty": ["委托机关承担法律责任"], "phone": "0399-6000008",
}  # fmt: skip


@pytest.fixture
def public(shifan: Any) -> Any:
    cases.publish_charts(by="system", at=AT)
    registers.publish(shifan, "应急局", AT)
    return shifan


def pdf(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, where
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "public, no-cache"
    return "".join(text_of(answer.content)).replace("\n", "")


def test_every_list_the_texts_and_the_volume_are_files(client: Client, public: Any) -> None:
    for kind, spec in kinds().items():
        if spec.draws in {"supervision", "review"}:
            continue
        assert "示范县应急管理局" in pdf(client, f"{ORGAN}{kind}.pdf")
    assert "行政执法公示办法" in pdf(client, f"{ORGAN}measures/BF-01.pdf")
    bound = pdf(client, f"{ORGAN}volume.pdf")
    assert "目　录" in bound
    assert "尚缺" not in bound
    assert "重大执法决定法制审核流程图" in bound


def test_the_file_answers_a_cache_with_nothing_new(client: Client, public: Any) -> None:
    first = client.get(f"{ORGAN}volume.pdf")
    again = client.get(f"{ORGAN}volume.pdf", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert client.post(f"{ORGAN}volume.pdf").status_code == 405


@pytest.mark.parametrize("tail", ["no-such.pdf", "guide/BS-404.pdf", "annual.pdf", "measures/..%2F..%2Fsecret.pdf"])
def test_what_is_not_there_is_told_with_a_way_on(client: Client, public: Any, tail: str) -> None:
    answer = client.get(f"{ORGAN}{tail}")
    assert answer.status_code == 404
    assert "事前公开" in pages.text_of(answer)
    assert client.get("/sq/no-such-organ/volume.pdf").status_code == 404


def test_nothing_that_was_not_released_is_in_a_file(client: Client, public: Any) -> None:
    window(public, duties=SECRET, release=False)
    assert SECRET not in pdf(client, f"{ORGAN}volume.pdf")
    assert SECRET not in pdf(client, f"{ORGAN}window.pdf")
    assert client.get(f"{ORGAN}window/CK-8.pdf").status_code == 404


def test_what_stopped_being_public_is_in_no_file(client: Client, public: Any) -> None:
    one = window(public, duties=SECRET)
    assert SECRET in pdf(client, f"{ORGAN}window.pdf")
    head = public.actor("己", AT)
    operations.retire_entry(edition_id=one, reason="窗口撤销，不再公开", by=head, at=AT + timedelta(hours=1))
    assert SECRET not in pdf(client, f"{ORGAN}window.pdf")
    assert client.get(f"{ORGAN}window/CK-8.pdf").status_code == 404


# delegation letters (行政处罚法第二十条)


def test_a_delegation_letter_is_published_with_its_four_things(client: Client, public: Any) -> None:
    body = pages.text_of(client.get(f"{ORGAN}delegation/WT-001/"))
    for word in ("受委托组织", "委托事项", "委托权限", "委托期限起", "委托期限止", "示范县应急管理综合行政执法大队"):
        assert word in body


@pytest.mark.parametrize(
    ("until", "on", "rules"),
    [
        ("2026-12-31", date(2026, 12, 31), []),
        ("2026-12-31", date(2027, 1, 1), ["PUB-63"]),
        ("2025-12-31", None, ["PUB-63"]),
        ("2026-01-01", None, []),
    ],
)
def test_the_term_of_a_delegation(until: str, on: date | None, rules: list[str]) -> None:
    told = delegation_has_its_term(kinds()["delegation"], {**LETTER, "until": until}, on)
    assert [one.rule for one in told] == rules
    assert delegation_has_its_term(kinds()["guide"], {**LETTER, "until": until}, on) == ()


def test_a_letter_that_ends_before_it_begins_is_refused(public: Any) -> None:
    ask = {
        "organ_id": public.organs["应急局"], "kind": "delegation", "code": "WT-9", "name": "委托书", "valid_from": AT.date(),
        "by": public.actor("公", AT), "at": AT,
    }  # fmt: skip
    for _ in range(2):
        with pytest.raises(Refused, match="PUB-63"):
            operations.collect_entry(values={**LETTER, "until": "2025-01-01"}, **ask)
    with pytest.raises(Refused, match="PUB-22"):
        operations.collect_entry(values={key: value for key, value in LETTER.items() if key != "scope"}, **ask)
    assert operations.collect_entry(values=LETTER, **ask).state == "collected"


# the register of organs announces its changes


def test_a_change_of_the_register_is_announced_without_what_is_not_public(client: Client, shifan: Any) -> None:
    organ, at = shifan.organs["应急局"], AT
    by = shifan.actor("系小管", at)
    organs.amend_organ(
        organ_id=organ,
        changes={"phone": "0399-6009999", "bank_account": "6222000011112222"},
        reason="内部理由勿公开",
        by=by,
        at=at,
    )
    organs.amend_organ(organ_id=organ, changes={"bank": "示范银行新支行"}, reason="只改银行", by=by, at=at)
    body = pages.text_of(client.get(f"/jg/{quote('示应急')}/changes/"))
    assert "0399-6000008" in body
    assert "0399-6009999" in body
    for hidden in ("6222000011112222", "内部理由勿公开", "示范银行新支行", "只改银行", by.name):
        assert hidden not in body
    told = registers_of.register_changes(organ)
    assert [one.registered for one in told] == [False, True]
    assert told[0].changed == (("电话", "0399-6000008", "0399-6009999"),)


def test_words_of_the_register_are_said_in_chinese(client: Client, shifan: Any) -> None:
    organ, by = shifan.organs["应急局"], shifan.actor("系小管", AT)
    changes = {"effective_to": date(2030, 12, 31), "domain": "general"}
    organs.amend_organ(organ_id=organ, changes=changes, reason="机构改革", by=by, at=AT)
    body = pages.text_of(client.get(f"/jg/{quote('示应急')}/changes/"))
    assert "综合执法" in body
    assert "应急管理" in body
    assert "2030-12-31" in body
    assert client.get("/jg/nowhere/changes/").status_code == 404


@pytest.mark.parametrize("kind", [key for key, spec in kinds().items() if spec.draws not in {"supervision", "review"}])
def test_the_public_sees_version_dates_people_and_what_changed_for_every_kind(
    client: Client, public: Any, kind: str
) -> None:
    shown = next(iter(queries.public_entries(kind, "示应急")))
    body = pages.text_of(client.get(f"{ORGAN}{kind}/{shown.code}/"))
    for word in ("编号和版本", "施行日期", "发布日期", "采集", "审核", "发布", "郑公示", "赵六", "孙九", "留痕台账"):
        assert word in body
    first = Edition.objects.get(pk=shown.id)
    first.pk, first.id, first.seq, first._state.adding = None, uuid4(), 2, True
    first.changes, first.reason = [["名称", "原来的名称", "现在的名称"]], "测试改动"
    first.save(force_insert=True)
    RegisterEntry.objects.filter(pk=shown.entry_id).update(current=first)
    body = pages.text_of(client.get(f"{ORGAN}{kind}/{shown.code}/"))
    for word in ("第 2 版", "测试改动", "原来的名称", "现在的名称", "这一版改了什么", "全部版本"):
        assert word in body
