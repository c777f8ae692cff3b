"""A decision against several parties: an item for each, with its own class, terms, repair and pushes (XCH-39)."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.exchange import books
from tests.exchange.books import PENALTY
from tests.exchange.test_feeding import AT, PERSON, enter, feed, one, release, sheet

from mingjing.exchange import operations, queries
from mingjing.exchange.models import CreditItem, Delivery, Fed
from mingjing.exchange.partners.shuanggongshi.mapping import editions
from mingjing.exchange.rules import credit as rules
from mingjing.exchange.terms import CONDITIONS, CreditFacts, CreditState
from mingjing.foundation import outbox
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid
from mingjing.ledger import queries as ledger
from mingjing.ledger.terms import SYSTEM
from mingjing.publicity import operations as publicity

pytestmark = pytest.mark.django_db
FIRM, LICENSEE, WELDER = PENALTY["party_name"], "示范县鑫达烟花爆竹有限公司", PERSON["party_name"]
THREE = (
    PENALTY,
    PENALTY | {
        "party_name": LICENSEE, "uscc": books.OTHER_USCC, "representative": "辛达", "kinds": "吊销许可证件", "kind_first": "吊销许可证件",
        "fine": "", "licence": "安全生产许可证（冀）JZ〔2026〕000012",
    },
    PERSON | {"number": PENALTY["number"], "kinds": "警告", "kind_first": "警告", "fine": ""},
)  # fmt: skip
AFTER_SHORTEST = datetime(2027, 2, 8, 9, tzinfo=CHINA)


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> None:
    """Keys and packages in a folder of the test's own."""
    settings.MINGJING_KEYS, settings.MINGJING_DROP = tmp_path / "keys", tmp_path / "drop"


def credit_channel(shifan: Any) -> UUID:
    by = shifan.actor("系小管", AT)
    told = {
        "organ_id": shifan.organs["应急局"],
        "kind": "credit",
        "name": "市信用平台",
        "target": "",
        "since": date(2026, 11, 1),
    }
    return operations.open_channel(**told, by=by, at=AT)[0].id


def items() -> dict[str, CreditFacts]:
    return {one.party_name: one for one in queries.credit_items(None, tuple(CreditState))}


def public(shifan: Any, *rows: dict[str, str]) -> UUID:
    feed(shifan, sheet(*rows))
    key: UUID = Fed.objects.get().publication_id
    release(key, shifan)
    outbox.hear_waiting()
    return key


def sent() -> list[tuple[str, str, str]]:
    rows = Delivery.objects.filter(channel__kind="credit").select_related("item").order_by("index", "item__place")
    return [(row.item.party_name, row.act, row.state) for row in rows if row.item]


def repaired(shifan: Any, item: CreditFacts) -> None:
    asked = operations.ask_credit(
        item_id=item.id, kind="repair", applicant=item.party_name, claim="罚款已缴清，已作出承诺", applied_on=AFTER_SHORTEST.date(),
        by=shifan.actor("公", AFTER_SHORTEST), at=AFTER_SHORTEST,
    )  # fmt: skip
    operations.answer_credit(
        request_id=asked.id, granted=True, reason="经核实，条件全部具备", conditions=tuple(CONDITIONS),
        by=shifan.actor("己", AFTER_SHORTEST), at=AFTER_SHORTEST,
    )  # fmt: skip


def test_each_party_has_the_class_and_the_terms_of_its_own_penalty(shifan: Any) -> None:
    public(shifan, *THREE)
    found = items()
    assert {name: (one.klass, one.state, one.fine) for name, one in found.items()} == {
        FIRM: ("ordinary", "shown", "2000.00"), LICENSEE: ("serious", "shown", ""), WELDER: ("light", "hidden", ""),
    }  # fmt: skip
    assert (found[FIRM].shortest, found[LICENSEE].shortest) == (date(2027, 2, 5), date(2027, 11, 5))
    assert [found[name].place for name in (FIRM, LICENSEE, WELDER)] == [0, 1, 2]
    assert ledger.audit().sound


def test_each_party_is_sent_by_itself_and_under_its_own_name(shifan: Any, settings: Any) -> None:
    channel = credit_channel(shifan)
    public(shifan, *THREE)
    assert sent() == [(FIRM, "show", "queued"), (LICENSEE, "show", "queued")]
    assert operations.deliver_due(by=SYSTEM, now=datetime.now(CHINA)) == 2
    files = sorted((Path(settings.MINGJING_DROP) / str(channel) / "out").glob("*.mjpush.json"))
    told = [json.loads(json.loads(file.read_text())["signed"])["content"] for file in files]
    assert sorted((one["party"]["name"], one["party"]["id"], one["class"], one["fine"]) for one in told) == sorted(
        [(FIRM, books.USCC, "一般", "2000.00"), (LICENSEE, books.OTHER_USCC, "严重", "")]
    )
    assert all(one["party"]["class"] == PENALTY["party_class"] for one in told)


def test_the_repair_of_one_party_takes_back_that_party_only(shifan: Any) -> None:
    credit_channel(shifan)
    public(shifan, *THREE)
    repaired(shifan, items()[FIRM])
    assert {name: one.state for name, one in items().items()} == {FIRM: "repaired", LICENSEE: "shown", WELDER: "hidden"}
    assert sent() == [
        (FIRM, "show", "superseded"), (LICENSEE, "show", "queued"), (FIRM, "remove", "queued"),
    ]  # fmt: skip


def test_a_correction_goes_out_for_those_that_are_still_shown_and_a_withdrawal_for_all_that_were(shifan: Any) -> None:
    credit_channel(shifan)
    key = public(shifan, *THREE)
    repaired(shifan, items()[FIRM])
    by = shifan.actor("公", AFTER_SHORTEST)
    publicity.correct(
        publication_id=key, reason="案由录入有误", changes={"cause": "无证上岗"}, by=by, at=AFTER_SHORTEST
    )
    outbox.hear_waiting()
    assert [one for one in sent() if one[2] == "queued"] == [(FIRM, "remove", "queued"), (LICENSEE, "show", "queued")]
    publicity.withdraw(publication_id=key, trigger="revoked", reason="复议决定撤销本决定", by=by, at=AFTER_SHORTEST)
    outbox.hear_waiting()
    assert {one.state for one in items().values()} == {"cancelled"}
    assert [one for one in sent() if one[2] == "queued"] == [(FIRM, "remove", "queued"), (LICENSEE, "remove", "queued")]


def test_two_parties_of_one_name_are_two_items(shifan: Any) -> None:
    twin = PERSON | {
        "number": PENALTY["number"],
        "id_number": "130821197001011235",
        "kinds": "罚款",
        "kind_first": "罚款",
        "fine": "0.1",
    }
    public(shifan, PERSON | {"number": PENALTY["number"], "kinds": "罚款", "kind_first": "罚款", "fine": "0.2"}, twin)
    assert [(one.party_name, one.fine) for one in CreditItem.objects.order_by("place")] == [
        (WELDER, "2000.00"), (WELDER, "1000.00"),
    ]  # fmt: skip


def coded(row: dict[str, Any], **changes: Any) -> dict[str, str]:
    return {each.code: str((row | changes).get(each.key, "")) for each in editions("penalty")["2019"].columns}


def joint(shifan: Any) -> Any:
    """The same decision as form and API tell it: a joint text, and nobody has told whose penalty is which."""
    return one(
        shifan, number=PENALTY["number"], decided_on=date(2026, 11, 5), category="penalty", outcome="行政处罚", party_name=f"{FIRM}、{LICENSEE}",
        cause="特种作业人员无证上岗", violation="没有操作证。", result="罚款2000元；吊销许可证", kinds=("fine", "revoke_licence"), fine="2000",
    )  # fmt: skip


def test_where_nobody_told_the_shares_there_is_no_item_until_somebody_does(shifan: Any) -> None:
    credit_channel(shifan)
    decision = joint(shifan)
    key = enter(shifan, decision).publication_id
    release(key, shifan)
    outbox.hear_waiting()
    assert (items(), sent()) == ({}, [])
    (found,) = rules.one_party(decision.party_name, 0)
    assert (found.rule, "补填" in found.next_step) == ("XCH-39", True)
    with pytest.raises(Invalid, match="当事人"):
        enter(shifan, decision, sheet=[coded(THREE[0])])
    assert items() == {}
    rows = [coded(each, facts="没有操作证。") for each in THREE[:2]]
    enter(shifan, decision, sheet=rows)
    assert {name: one.klass for name, one in items().items()} == {FIRM: "ordinary", LICENSEE: "serious"}
    assert sent() == [(FIRM, "show", "queued"), (LICENSEE, "show", "queued")]
    enter(shifan, decision, sheet=rows)
    outbox.hear_waiting()
    assert operations.open_late(publication_id=key, by=SYSTEM, at=AT) == 0
    assert len(items()) == len(sent()) == 2
    assert ledger.audit().sound
