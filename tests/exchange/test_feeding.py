"""Decisions made elsewhere: good rows are taken in once, bad ones named, what was taken down stays down."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.exchange import books
from tests.exchange.books import LICENCE, PENALTY

from mingjing.exchange import operations, queries
from mingjing.exchange.models import Fed, FedFile, Upload
from mingjing.exchange.terms import Checked, FedFacts
from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.publicity import operations as publicity
from mingjing.publicity import queries as publications
from mingjing.publicity.models import Publication
from mingjing.publicity.terms import KnownEntity, Publishable

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 10, 0, tzinfo=CHINA)
PERSON = PENALTY | {
    "party_name": "牛大力", "party_class": "自然人", "uscc": "", "representative": "", "rep_id_type": "", "rep_id_number": "", "id_type": "身份证",
    "id_number": books.WELDER_ID, "number": "示应急罚〔2026〕902号",
}  # fmt: skip


def sheet(*rows: dict[str, Any], kind: str = "penalty", edition: str = "2019") -> bytes:
    return books.xlsx(books.lines(kind, edition, rows))


def look(shifan: Any, content: bytes, at: datetime = AT) -> Checked:
    return queries.checked(shifan.organs["应急局"], "表.xlsx", content, at)


def feed(shifan: Any, content: bytes, key: str = "公", at: datetime = AT) -> Any:
    by = shifan.actor(key, at)
    parked, _ = operations.park_file(organ_id=by.organ_id, name="表.xlsx", content=content, by=by, at=at)
    return operations.feed_file(upload_id=parked.id, by=by, at=at)


def why(checked: Checked) -> list[set[str]]:
    return [{one.rule for one in line.problems} for line in checked.lines]


def release(publication_id: Any, shifan: Any, at: datetime = AT) -> None:
    by = shifan.actor("公", at)
    found = publicity.propose_redaction(publication_id=publication_id, by=by, at=at)
    if found:
        verdicts = {span.id: ("accepted", "") for span in found}
        publicity.decide_spans(publication_id=publication_id, verdicts=verdicts, by=by, at=at)
    publicity.confirm(publication_id=publication_id, by=by, at=at)
    publicity.release(publication_id=publication_id, by=by, at=at)


def one(shifan: Any, **changes: Any) -> Publishable:
    whole = Publishable(
        source_ref="", organ_id=shifan.organs["应急局"], organ_name="", organ_code="", number="示应急强〔2026〕5号", decided_on=date(2026, 11, 10),
        category="coercion", outcome="查封", party_name="示范县恒源化工有限公司", party_kind="legal_person", cause="存在重大事故隐患",
        violation="储罐区泄漏。", result="查封储罐区三十日", basis=("《安全生产法》第六十五条第一款第（四）项",), full_text=("示范县应急管理局", "查封决定书正文。"),
        known_entities=(KnownEntity("马恒源", "person", "surname", "法定代表人"),),
    )  # fmt: skip
    return replace(whole, **changes)


def enter(shifan: Any, decision: Publishable, key: str = "公", **more: Any) -> FedFacts:
    return operations.feed_decision(decision=decision, by=shifan.actor(key, AT), at=AT, **more)


def test_a_good_row_waits_for_the_publicist_with_its_clock(shifan: Any) -> None:
    done = feed(shifan, sheet(PENALTY, PERSON))
    assert (done.rows, done.entered, done.same, done.bad) == (2, 2, 0, 0)
    row = Fed.objects.get(number=PENALTY["number"])
    facts = publications.publication(row.publication_id)
    assert facts is not None
    # Seven working days from Thursday 2026-11-05: Monday 16 November.
    assert (facts.state, facts.category, facts.due) == ("due", "penalty", date(2026, 11, 16))
    assert facts.organ_code == "示应急"
    kept = Publication.objects.get(pk=facts.id).source.content
    assert kept["violation"] == PENALTY["facts"]
    assert kept["basis"] == ["《安全生产法》第九十七条第（七）项"]
    assert {"text": "马恒源", "kind": "person", "policy": "surname", "role": "法定代表人"} in kept["known_entities"]


def test_the_file_is_one_act_with_its_digest_and_counts_in_the_ledger(shifan: Any) -> None:
    content = sheet(PENALTY, PENALTY | {"number": "示应急罚〔2026〕903号", "basis": ""})
    done = feed(shifan, content)
    told = [e for e in ledger.events(f"feeding:{shifan.organs['应急局']}") if e.kind == "exchange:file:fed"]
    assert len(told) == 1
    assert told[0].payload["sha256"] == done.sha256
    assert [told[0].payload[key] for key in ("rows", "entered", "same", "bad")] == [2, 1, 0, 1]
    assert not Upload.objects.exists()


def test_nothing_is_entered_before_the_person_confirms_or_after_giving_up(shifan: Any) -> None:
    by = shifan.actor("公", AT)
    parked, found = operations.park_file(
        organ_id=by.organ_id, name="a/b\\表.xlsx", content=sheet(PENALTY), by=by, at=AT
    )
    assert (parked.name, len(found.good)) == ("表.xlsx", 1)
    assert not Publication.objects.exists()
    again, _ = operations.park_file(organ_id=by.organ_id, name="表.xlsx", content=sheet(PENALTY), by=by, at=AT)
    assert again.id == parked.id
    operations.drop_file(upload_id=parked.id, by=by, at=AT)
    operations.drop_file(upload_id=parked.id, by=by, at=AT)
    assert not (Upload.objects.exists() or FedFile.objects.exists() or Publication.objects.exists())


def test_a_file_a_day_old_is_gone(shifan: Any) -> None:
    by = shifan.actor("公", AT)
    old, _ = operations.park_file(
        organ_id=by.organ_id, name="旧.xlsx", content=sheet(PENALTY), by=by, at=AT - timedelta(days=1, minutes=1)
    )
    operations.park_file(organ_id=by.organ_id, name="新.xlsx", content=sheet(PERSON), by=by, at=AT)
    assert [row.name for row in Upload.objects.all()] == ["新.xlsx"]
    with pytest.raises(Invalid):
        operations.feed_file(upload_id=old.id, by=by, at=AT)


def test_the_worker_forgets_what_nobody_confirmed(shifan: Any) -> None:
    by = shifan.actor("公", AT)
    operations.park_file(organ_id=by.organ_id, name="表.xlsx", content=sheet(PENALTY), by=by, at=AT)
    assert operations.forget_files(by="system", at=AT + timedelta(hours=23)) == 0
    assert operations.forget_files(by="system", at=AT + timedelta(days=1, minutes=1)) == 1


def test_the_same_row_again_has_no_effect_and_says_so(shifan: Any) -> None:
    feed(shifan, sheet(PENALTY))
    found = look(shifan, sheet(PENALTY, PERSON))
    assert [line.same for line in found.lines] == [True, False]
    with pytest.raises(Refused) as refused:
        feed(shifan, sheet(PENALTY))
    assert refused.value.rules == {"XCH-10"}
    assert Publication.objects.count() == FedFile.objects.count() == 1


def test_a_number_with_other_content_is_refused(shifan: Any) -> None:
    feed(shifan, sheet(PENALTY))
    assert why(look(shifan, sheet(PENALTY | {"content": "罚款3000元", "fine": "0.3"}))) == [{"PUB-11"}]


def test_a_withdrawn_decision_is_not_fed_again_by_any_way(shifan: Any) -> None:
    feed(shifan, sheet(PENALTY))
    row = Fed.objects.get()
    release(row.publication_id, shifan)
    by = shifan.actor("公", AT)
    publicity.call_back(
        publication_id=row.publication_id,
        trigger="revoked",
        note="示政复决〔2026〕1号决定书",
        known_on=AT.date(),
        by=by,
        at=AT,
    )
    assert why(look(shifan, sheet(PENALTY))) == [{"XCH-20"}]
    publicity.withdraw(
        publication_id=row.publication_id, reason="示范县人民政府以示政复决〔2026〕1号撤销", by=by, at=AT
    )
    for rows in (PENALTY, PENALTY | {"content": "不予处罚"}):
        problem = look(shifan, sheet(rows)).lines[0].problems[0]
        assert problem.rule == "XCH-20"
        assert "示政复决〔2026〕1号撤销" in problem.message
        assert "新文号" in problem.next_step
    with pytest.raises(Refused) as refused:
        enter(shifan, one(shifan, number=PENALTY["number"]))
    assert refused.value.rules == {"XCH-20"}


def test_an_exempt_decision_is_not_fed_again(shifan: Any) -> None:
    fed = enter(shifan, one(shifan))
    publicity.exempt(
        publication_id=fed.publication_id,
        ground="trade_secret",
        basis="主要事实是配方",
        by=shifan.actor("己", AT),
        at=AT,
    )
    with pytest.raises(Refused) as refused:
        enter(shifan, one(shifan))
    assert "主要事实涉及商业秘密" in str(refused.value)


def test_several_parties_are_one_decision_where_the_rest_agrees(shifan: Any) -> None:
    second = PENALTY | {
        "party_name": "示范县鑫达烟花爆竹有限公司",
        "uscc": books.OTHER_USCC,
        "fine": "0.5",
        "representative": "辛达",
    }
    third = PERSON | {"number": PENALTY["number"]}
    done = feed(shifan, sheet(PENALTY, second, third))
    assert (done.rows, done.entered) == (3, 1)
    row = Fed.objects.get()
    assert [one["party_name"] for one in row.rows] == ["示范县恒源化工有限公司", "示范县鑫达烟花爆竹有限公司", "牛大力"]
    release(row.publication_id, shifan)
    parts = publications.public_parts_of([row.publication_id])[row.publication_id]
    assert parts["party"] == "示范县恒源化工有限公司、示范县鑫达烟花爆竹有限公司、牛某"
    assert not any(
        secret in text for text in parts.values() for secret in ("牛大力", books.WELDER_ID, "马恒源", "辛达")
    )


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"cause": "另一案由", "party_name": "另一公司", "uscc": books.OTHER_USCC}, "违法行为类型"),
        ({}, "行政相对人名称"),
    ],
)
def test_rows_of_one_number_that_do_not_agree_are_refused_together(
    shifan: Any, change: dict[str, str], field: str
) -> None:
    found = look(shifan, sheet(PENALTY, PENALTY | change))
    assert why(found) == [{"XCH-17"}, {"XCH-17"}]
    assert field in {one.label for line in found.lines for one in line.problems}
    assert not found.entered


def test_a_fault_of_one_party_keeps_the_whole_decision_out(shifan: Any) -> None:
    bad = PENALTY | {"party_name": "另一公司", "uscc": "91110000100006216C", "representative": "某人"}
    assert why(look(shifan, sheet(PENALTY, bad))) == [{"XCH-17"}, {"XCH-04"}]


def test_a_licence_is_scheduled_as_a_licence_and_a_minor_is_marked(shifan: Any) -> None:
    feed(shifan, sheet(LICENCE, kind="licence"))
    content = Publication.objects.get().source.content
    assert (content["category"], content["outcome"], content["cause"]) == (
        "licence",
        "准予行政许可",
        "危险化学品经营许可证",
    )
    born = "130821201112011233"
    found = look(shifan, sheet(PERSON | {"id_number": _with_check(born)}))
    assert [each.decision.minor for each in found.entered] == [True]


def _with_check(number: str) -> str:
    from stdnum.cn import ric

    return number[:17] + ric.calc_check_digit(number[:17])


@pytest.mark.parametrize("key", ["丁", "档", "监", "市公", "系小管", "审小计"])
def test_nobody_else_feeds_for_this_organ(shifan: Any, key: str) -> None:
    by = shifan.actor(key, AT)
    organ = shifan.organs["应急局"]
    with pytest.raises(Forbidden):
        operations.park_file(organ_id=organ, name="表.xlsx", content=sheet(PENALTY), by=by, at=AT)
    with pytest.raises(Forbidden):
        enter(shifan, one(shifan), key)
    assert not (Upload.objects.exists() or Publication.objects.exists())


def test_another_person_does_not_confirm_my_file(shifan: Any) -> None:
    by = shifan.actor("公", AT)
    parked, _ = operations.park_file(organ_id=by.organ_id, name="表.xlsx", content=sheet(PENALTY), by=by, at=AT)
    with pytest.raises(Invalid):
        operations.feed_file(upload_id=parked.id, by=shifan.actor("己", AT), at=AT)
    with pytest.raises(Invalid):
        operations.feed_file(upload_id=uuid4(), by=by, at=AT)
    assert queries.parked(parked.id, by.organ_id, shifan.people["己"]) is None


def test_one_decision_is_entered_once_however_it_comes(shifan: Any) -> None:
    first = enter(shifan, one(shifan), "甲", source_ref="外-1")
    again = enter(shifan, one(shifan), "公", source_ref="外-1")
    assert (first.fresh, again.fresh) == (True, False)
    assert first.publication_id == again.publication_id
    assert queries.fed_by(shifan.organs["应急局"], "外-1") == again
    assert (
        len([e for e in ledger.events(f"feeding:{shifan.organs['应急局']}") if e.kind == "exchange:decision:fed"]) == 1
    )
    for number, ref, rule in (("示应急强〔2026〕6号", "外-1", "XCH-18"), ("示应急强〔2026〕5号", "外-1", "PUB-11")):
        with pytest.raises(Refused) as refused:
            enter(shifan, one(shifan, number=number, cause="改过的案由"), source_ref=ref)
        assert refused.value.rules == {rule}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"decided_on": date(2026, 11, 21)}, "decided_on"), ({"number": ""}, "number"), ({"number": "a/b"}, "number"), ({"category": "x"}, "category"),
        ({"full_text": ()}, "full_text"), ({"party_name": " "}, "party_name"), ({"cause": "字" * 201}, "cause"),
        ({"violation": "看不见\u202e"}, "violation"), ({"never_publish": ("nope",)}, "never_publish"),
        ({"known_entities": (KnownEntity("李\u200b四", "person"),)}, "known_entities"),
    ],
)  # fmt: skip
def test_each_fault_of_a_decision_is_named(shifan: Any, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        enter(shifan, one(shifan, **changes))
    assert field in refused.value.errors
    assert not Publication.objects.exists()


@pytest.mark.parametrize("changes", [{"basis": ()}, {"basis": (" ",)}, {"result": " "}])
def test_an_empty_shell_is_refused(shifan: Any, changes: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        enter(shifan, one(shifan, **changes))
    assert refused.value.rules == {"XCH-19"}


def test_an_inspection_needs_no_basis_and_a_confirmation_has_twenty_days(shifan: Any) -> None:
    fed = enter(shifan, one(shifan, category="inspection", basis=()))
    assert fed.fresh
    confirmed = enter(shifan, one(shifan, category="confirmation", number="示应急确〔2026〕1号"))
    facts = publications.publication(confirmed.publication_id)
    # Twenty working days from Tuesday 2026-11-10: Tuesday 8 December.
    assert facts is not None
    assert facts.due == date(2026, 12, 8)
