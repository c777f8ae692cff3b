"""The rows of 双公示 of a decision entered by form: asked on a page, handed over like those that came by sheet."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.exchange import books
from tests.exchange.books import LICENCE, PENALTY
from tests.exchange.test_feeding import AT, enter, feed, one, release, sheet
from tests.exchange.test_round_trip import exported
from tests.exchange.test_sheets import cells
from tests.security.hostile import browser

from mingjing.exchange import operations, queries
from mingjing.exchange.models import CreditItem, Fed
from mingjing.exchange.partners.shuanggongshi.mapping import editions
from mingjing.foundation import outbox
from mingjing.foundation.access import Forbidden
from mingjing.kernel.findings import Invalid
from mingjing.ledger import queries as ledger

pytestmark = pytest.mark.django_db
REST = {
    "p0_representative": "马恒源",
    "p0_rep_id_type": "身份证",
    "p0_rep_id_number": books.WELDER_ID,
    "p0_valid_to": "2099-12-31",
}
OF_PENALTY = REST | {
    "p0_party_class": "法人及非法人组织", "p0_uscc": books.USCC, "p0_facts": PENALTY["facts"], "p0_kinds": "罚款", "p0_fine": "0.2", "p0_publish_to": "2027-11-05",
}  # fmt: skip
OF_LICENCE = REST | {
    "p0_party_class": "法人及非法人组织", "p0_uscc": books.USCC, "p0_title": LICENCE["title"], "p0_licence_kind": "普通", "p0_certificate": LICENCE["certificate"],
    "p0_certificate_no": LICENCE["certificate_no"], "p0_valid_from": "2026-11-06", "p0_valid_to": "2029-11-05", "p0_state": "1",
}  # fmt: skip


def penalty(shifan: Any, **changes: Any) -> Any:
    told = {
        "number": PENALTY["number"], "decided_on": date(2026, 11, 5), "category": "penalty", "outcome": "罚款", "party_id_no": books.USCC,
        "cause": PENALTY["cause"], "violation": PENALTY["facts"], "result": PENALTY["content"], "basis": (PENALTY["basis"],), "kinds": ("fine",), "fine": "2000",
    }  # fmt: skip
    return one(shifan, **told | changes)


def licence(shifan: Any) -> Any:
    told = {
        "number": LICENCE["number"], "decided_on": date(2026, 11, 6), "category": "licence", "outcome": "准予行政许可", "party_id_no": books.USCC,
        "cause": LICENCE["item"], "violation": "", "result": LICENCE["content"], "basis": (),
    }  # fmt: skip
    return one(shifan, **told)


WAYS: dict[str, Any] = {"penalty": (penalty, OF_PENALTY, PENALTY), "licence": (licence, OF_LICENCE, LICENCE)}


def table(shifan: Any, kind: str) -> list[list[str]]:
    columns = editions(kind)["2019"].columns
    return [row[: len(columns)] for row in cells(exported(shifan, kind, "2019"))]


@pytest.mark.parametrize("kind", WAYS)
def test_by_form_and_by_sheet_the_hand_over_is_the_same(shifan: Any, kind: str) -> None:
    make, typed, row = WAYS[kind]
    key = enter(shifan, make(shifan)).publication_id
    client, address = browser(shifan.people["公"]), f"/bureau/feeding/{key}/sheet/"
    assert client.get(address).status_code == 200
    assert client.post(address, typed).status_code == 302
    release(key, shifan)
    by_form = table(shifan, kind)
    Fed.objects.all().delete()
    other = row | {"number": row["number"].replace("号", "1号")}
    feed(shifan, sheet(other, kind=kind))
    release(Fed.objects.get().publication_id, shifan)
    by_sheet = table(shifan, kind)
    assert [[cell.replace("1号", "号") for cell in line] for line in by_sheet] == by_form
    assert len(by_form) == 2


def test_the_form_leads_on_and_the_lists_name_what_is_missing(shifan: Any) -> None:
    key = enter(shifan, penalty(shifan)).publication_id
    coercion = enter(shifan, one(shifan)).publication_id
    client, address = browser(shifan.people["公"]), f"/bureau/feeding/{key}/sheet/"
    for at in ("/bureau/feeding/", "/bureau/sheets/"):
        told = client.get(at).content.decode()
        assert address in told
        assert str(coercion) not in told or f"/bureau/feeding/{coercion}/sheet/" not in told
    page = client.get(address).content.decode()
    assert books.USCC in page and "0.200000" in page and "2027-11-05" in page
    assert client.get(f"/bureau/feeding/{coercion}/sheet/").status_code == 302
    client.post(address, OF_PENALTY)
    assert address not in client.get("/bureau/feeding/").content.decode()
    assert client.get(address).status_code == 302


def test_what_is_wrong_is_told_and_what_was_typed_stays(shifan: Any) -> None:
    key = enter(shifan, penalty(shifan)).publication_id
    client, address = browser(shifan.people["公"]), f"/bureau/feeding/{key}/sheet/"
    empty = client.post(address, {})
    assert empty.status_code == 422
    answer = client.post(address, OF_PENALTY | {"p0_uscc": "91110000100006216C", "p0_representative": "马大壮"})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "XCH-04" in told and "马大壮" in told
    assert client.post(address, OF_PENALTY | {"p0_fine": "两千"}).status_code == 422
    assert not Fed.objects.exclude(rows=[]).exists()


def test_each_of_several_parties_is_asked_and_then_stands_in_the_credit_channel(shifan: Any) -> None:
    key = enter(shifan, penalty(shifan, party_name="示范县恒源化工有限公司、牛大力", party_id_no="")).publication_id
    release(key, shifan)
    outbox.hear_waiting()
    assert not CreditItem.objects.exists()
    client, address = browser(shifan.people["公"]), f"/bureau/feeding/{key}/sheet/"
    assert "第 2 个当事人：牛大力" in client.get(address).content.decode()
    second = {
        "p1_party_class": "自然人", "p1_id_type": "身份证", "p1_id_number": books.WELDER_ID, "p1_facts": PENALTY["facts"], "p1_kinds": "警告",
        "p1_valid_to": "2099-12-31",
    }  # fmt: skip
    assert client.post(address, OF_PENALTY | second).status_code == 302
    assert [(each.party_name, each.klass) for each in CreditItem.objects.order_by("place")] == [
        ("示范县恒源化工有限公司", "ordinary"), ("牛大力", "light"),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["市公", "系小管", "监", "丁"])
def test_nobody_else_completes_it(shifan: Any, who: str) -> None:
    key = enter(shifan, penalty(shifan)).publication_id
    assert browser(shifan.people[who]).post(f"/bureau/feeding/{key}/sheet/", OF_PENALTY).status_code == 403
    with pytest.raises(Forbidden):
        operations.complete_sheet(publication_id=key, rows=[{}], by=shifan.actor(who, AT), at=AT)


def test_it_is_completed_once_by_rows_that_are_there(shifan: Any) -> None:
    key, by = enter(shifan, penalty(shifan)).publication_id, shifan.actor("公", AT)
    coded = {each.code: str(PENALTY.get(each.key, "")) for each in editions("penalty")["2019"].columns}

    def complete(which: UUID, *rows: dict[str, str]) -> int:
        return operations.complete_sheet(publication_id=which, rows=rows, by=by, at=AT)

    with pytest.raises(Invalid, match="没有填写当事人"):
        complete(key)
    with pytest.raises(Invalid, match="没有登记过"):
        complete(uuid4(), coded)
    assert complete(key, coded) == 1
    with pytest.raises(Invalid, match="已经有双公示数据"):
        complete(key, coded)
    kinds = [each.kind for each in ledger.events(f"feeding:{by.organ_id}")]
    assert kinds.count("exchange:sheet:completed") == 1
    assert queries.fed_without_rows(by.organ_id) == ()
    assert browser(shifan.people["公"]).get(f"/bureau/feeding/{uuid4()}/sheet/").status_code == 404


def test_the_form_has_headings_and_one_row_is_not_numbered(shifan: Any) -> None:
    fed = enter(shifan, penalty(shifan))
    page = browser(shifan.people["公"]).get(f"/bureau/feeding/{fed.publication_id}/sheet/").content.decode()
    parts = ["当事人", "法定代表人和证件", "违法事实和处罚", "期限和备注"]
    assert [page.index(f'<h2 class="mj-fields-part">{one}</h2>') for one in parts] == sorted(
        page.index(f'<h2 class="mj-fields-part">{one}</h2>') for one in parts
    )
    assert page.count("mj-fields-part") == len(parts)
