"""Supervision orders: issued, answered, returned, closed; never a word about who complained; refused five ways."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from mingjing.foundation import typesetting
from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger
from mingjing.publicity import operations as publicity
from mingjing.publicity.models import Letter
from mingjing.publicity.operations import LetterDraft
from mingjing.supervision import operations, queries
from mingjing.supervision.models import Order, OrderStep
from mingjing.supervision.queries.agreeing import reports_unlike_the_ledger
from mingjing.supervision.rules import orders as pure
from mingjing.supervision.terms import OrderDraft, OrderFacts, OrderState

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 12, 10, 0, tzinfo=CHINA)
DUE = date(2026, 10, 26)
ASKS = "查明入企检查是否出示证件，改正的办法，今后怎样防止。"


def complaint(shifan: Any, organ: str = "应急局") -> Letter:
    draft = LetterDraft("complaint", shifan.organs[organ], "检查人员没有出示证件。", "卜投诉", "0399-7200002")
    publicity.receive_letter(draft=draft, once=uuid4().hex, by="system", at=AT)
    return Letter.objects.order_by("-received_at", "-number").first()  # type: ignore[return-value]


def issue(shifan: Any, who: str = "监", **more: Any) -> OrderFacts:
    given = {
        "organ_id": shifan.organs["应急局"],
        "subject": "入企检查出示证件的情况",
        "asks": ASKS,
        "basis": "行政处罚法第七十五条",
        "due": DUE,
    } | more
    return operations.issue_order(draft=OrderDraft(**given), by=shifan.actor(who, AT), at=AT)


def answer(
    shifan: Any, one: OrderFacts, text: str = "已核查，两名执法人员当场补出示，已教育。", who: str = "己"
) -> OrderFacts:
    return operations.answer_order(order_id=one.id, text=text, by=shifan.actor(who, AT), at=AT)


def rules(act: Any) -> set[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        act()
    return {(one.rule, one.field) for one in refused.value.findings}


def test_an_order_goes_its_way_and_every_step_lies_in_the_ledger(shifan: Any) -> None:
    one = issue(shifan)
    assert (one.number, one.state, one.region) == ("示司督〔2026〕1号", OrderState.ISSUED, "示范县")
    assert answer(shifan, one).state == OrderState.ANSWERED
    supervisor, later = shifan.actor("监", AT), DUE + timedelta(days=7)
    back = operations.return_order(order_id=one.id, text="请补充整改的记录", due=later, by=supervisor, at=AT)
    assert (back.state, back.due, back.first_due) == (OrderState.RETURNED, later, DUE)
    answer(shifan, one, "补充整改记录两份，见案卷。", who="丁")
    done = operations.close_order(order_id=one.id, text="整改到位，予以办结", by=supervisor, at=AT)
    assert [step.move for step in done.steps] == ["answer", "return", "answer", "close"]
    kinds = [line.kind for line in ledger.whole(f"order:{one.id}")]
    assert [kind.split(":")[-1] for kind in kinds] == ["issued", "answered", "returned", "answered", "closed"]
    assert not list(reports_unlike_the_ledger())
    assert issue(shifan).number == "示司督〔2026〕2号"


def test_the_organ_reads_the_order_and_nothing_of_the_complaint(shifan: Any) -> None:
    letter = complaint(shifan)
    one = issue(shifan, letter_id=letter.pk)
    assert one.letter_id == letter.pk
    for who in ("己", "丁"):
        seen = queries.order(one.id, shifan.actor(who, AT))
        assert seen is not None and seen.letter_id is None
        assert all(each.letter_id is None for each in queries.orders(shifan.actor(who, AT), list(OrderState)))
        assert queries.orders_of_letter(letter.pk, shifan.actor(who, AT)) == ()
    assert [each.number for each in queries.orders_of_letter(letter.pk, shifan.actor("监", AT))] == [one.number]
    assert "letter" not in repr([line.payload for line in ledger.whole(f"order:{one.id}")])
    printed = "".join(typesetting.text_of(publicity.set_paper(queries.order_paper(one)).pdf))
    for word in (letter.number, "卜投诉", "0399-7200002"):
        assert word not in printed and word not in repr(queries.order(one.id, shifan.actor("己", AT)))
    assert "示司督〔2026〕1号" in printed.replace("\n", "") and "示范县应急管理局" in printed.replace("\n", "")


@pytest.mark.parametrize("words", ["卜投诉反映", "来电 0399-7200002", "卜 投 诉"])
def test_who_complained_is_not_written_into_an_order_nor_a_return(shifan: Any, words: str) -> None:
    letter = complaint(shifan)
    for field in ("subject", "asks", "basis"):
        assert rules(lambda f=field: issue(shifan, letter_id=letter.pk, **{f: f"{words}，请核查"})) == {
            ("SUP-36", field)
        }
    one = issue(shifan, letter_id=letter.pk)
    answer(shifan, one)
    supervisor = shifan.actor("监", AT)
    given = {"order_id": one.id, "by": supervisor, "at": AT}
    assert rules(lambda: operations.return_order(text=f"{words}，再核查", due=DUE, **given)) == {("SUP-36", "text")}
    assert rules(lambda: operations.close_order(text=f"{words}，办结", **given)) == {("SUP-36", "text")}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"subject": " ", "asks": "", "basis": "x"}, {("SUP-30", "subject"), ("SUP-30", "asks"), ("SUP-30", "basis")}),
        ({"due": AT.date()}, {("SUP-31", "due")}),
        ({"organ_id": "司法局"}, {("SUP-32", "organ_id")}),
    ],
)
def test_an_empty_order_a_past_day_and_the_own_organ_are_refused_again_and_again(
    shifan: Any, given: Any, found: Any
) -> None:
    if isinstance(given.get("organ_id"), str):
        given = {"organ_id": shifan.organs[given["organ_id"]]}
    for _ in range(2):
        assert rules(lambda: issue(shifan, **given)) == found
    assert not Order.objects.exists()


def test_letter_and_case_must_concern_the_organ(shifan: Any) -> None:
    other = complaint(shifan, "市监局")
    assert rules(lambda: issue(shifan, letter_id=other.pk)) == {("SUP-37", "letter_id")}
    with pytest.raises(Invalid, match="没有这件投诉举报"):
        issue(shifan, letter_id=uuid4())
    with pytest.raises(Invalid, match="没有这个案件"):
        issue(shifan, case_id=uuid4())


def test_steps_out_of_turn_and_empty_ones_are_refused(shifan: Any) -> None:
    one = issue(shifan)
    by = shifan.actor("监", AT)
    given = {"order_id": one.id, "by": by, "at": AT}
    assert rules(lambda: operations.return_order(text="请补充", due=DUE, **given)) == {
        ("SUP-33", ""),
        ("SUP-34", "text"),
    }
    assert rules(lambda: answer(shifan, one, "无")) == {("SUP-34", "text")}
    answer(shifan, one)
    for _ in range(2):
        assert rules(lambda: answer(shifan, one)) == {("SUP-33", "")}
    assert rules(lambda: operations.return_order(text="请补充记录", due=AT.date(), **given)) == {("SUP-31", "due")}
    operations.close_order(text="予以办结", **given)
    assert rules(lambda: operations.close_order(text="再次办结", **given)) == {("SUP-33", "")}
    with pytest.raises(Invalid, match="没有这份督办单"):
        operations.close_order(order_id=uuid4(), text="予以办结", by=by, at=AT)


@pytest.mark.parametrize("who", ["甲", "公", "己", "丁", "市己", "系小管"])
def test_only_supervisors_issue_return_and_close(shifan: Any, who: str) -> None:
    with pytest.raises(Forbidden):
        issue(shifan, who)
    one = issue(shifan)
    answer(shifan, one)
    for act in (
        lambda: operations.return_order(order_id=one.id, text="请补充", due=DUE, by=shifan.actor(who, AT), at=AT),
        lambda: operations.close_order(order_id=one.id, text="予以办结", by=shifan.actor(who, AT), at=AT),
    ):
        with pytest.raises(Forbidden):
            act()


@pytest.mark.parametrize("who", ["甲", "公", "市己", "市丁", "系小管", "监"])
def test_only_head_and_reviewer_of_the_organ_answer(shifan: Any, who: str) -> None:
    one = issue(shifan)
    with pytest.raises(Forbidden):
        answer(shifan, one, who=who)
    if who != "监":
        assert queries.order(one.id, shifan.actor(who, AT)) is None
        assert queries.orders(shifan.actor(who, AT), list(OrderState)) == ()


def test_what_is_late_is_counted_and_found_for_both(shifan: Any) -> None:
    one = issue(shifan)
    for who in ("监", "己"):
        by = shifan.actor(who, AT)
        assert queries.late_orders(by, DUE) == ()
        assert [found.rule for _, found in queries.late_orders(by, DUE + timedelta(days=1))] == ["SUP-35"]
        assert queries.order_counts_by_organ(by, DUE + timedelta(days=1)) == {one.organ_id: (1, 1)}
        assert queries.order_counts(by) == {"issued": 1}
    answer(shifan, one)
    assert queries.late_orders(shifan.actor("监", AT), DUE + timedelta(days=9)) == ()


@pytest.mark.parametrize("text", ["含有\x00", "字" * 4001, "生僻\U0003134a字"])
def test_words_that_cannot_be_kept_or_printed_are_named(shifan: Any, text: str) -> None:
    with pytest.raises(Invalid) as problem:
        issue(shifan, asks=text)
    assert set(problem.value.errors) == {"asks"}


def test_a_changed_order_or_step_does_not_agree_with_the_ledger(shifan: Any) -> None:
    one = issue(shifan)
    answer(shifan, one)
    OrderStep.objects.update(text="改过的报告")
    assert [each.place for each in reports_unlike_the_ledger()] == ["示司督〔2026〕1号"]
    OrderStep.objects.all().delete()
    assert {each.place for each in reports_unlike_the_ledger()} == {"示司督〔2026〕1号", f"order:{one.id}"}


def test_an_answer_is_not_late_before_its_day_and_an_order_rests_on_the_organs_own() -> None:
    for state, day in (("issued", DUE), ("answered", DUE + timedelta(days=9)), ("closed", DUE + timedelta(days=9))):
        assert pure.order_answered_in_time("示司督〔2026〕1号", state, DUE, day) == ()
    one, other = uuid4(), uuid4()
    assert pure.order_rests_on_what_concerns_the_organ(one, None, None) == ()
    assert pure.order_rests_on_what_concerns_the_organ(one, one, one) == ()
    found = pure.order_rests_on_what_concerns_the_organ(one, other, other)
    assert [(each.rule, each.field) for each in found] == [("SUP-37", "case_id"), ("SUP-37", "letter_id")]
