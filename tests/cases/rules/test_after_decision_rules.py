"""Money, long periods, remedies, the court, closing and archiving: amounts and dates reckoned by hand."""

from datetime import date
from decimal import Decimal

import pytest
from tests.cases.rules.made import asked, case, context, part, rules, told

from mingjing.cases.rules.clocks import deadlines
from mingjing.cases.rules.limits import answer_deadline, court_window, pay_deadline, remedy_expiry
from mingjing.cases.rules.money import surcharge
from mingjing.cases.terms.facts import ReplacedDecision

DECIDED = ("decide", "2026-11-05", {"fine": "80000.00", "kinds": ["fine"], "number": "示应急罚〔2026〕9号"})
SERVED = ("serve", "2026-11-09", {"document_seq": 1, "mode": "direct", "served_at": "2026-11-09T10:00+08:00"})
BASE = [DECIDED, SERVED]


def paid(on, amount="80000", more="0", **rest):
    return ("record_payment", on, {"paid_on": on, "fine_paid": amount, "surcharge_paid": more, **rest})


def speaks(number, name, facts, act, message):
    found = told(part(number, name), facts, act)
    assert any(message in each for each in found) if message else not found, found


# The surcharge of branch B: 3 % of 80 000 is 2 400 a day; the cap falls on day 34, when only 800 are left


@pytest.mark.parametrize(
    ("on", "days", "amount", "capped"),
    [
        ("2026-11-24", 0, "0", None),
        ("2026-11-25", 1, "2400.00", None),
        ("2026-11-26", 2, "4800.00", None),
        ("2026-12-27", 33, "79200.00", None),
        ("2026-12-28", 34, "80000.00", "2026-12-28"),
        ("2027-12-31", 34, "80000.00", "2026-12-28"),
    ],
)
def test_surcharge_vectors_of_branch_b(on, days, amount, capped):
    owed = surcharge(case(*BASE), date.fromisoformat(on), context(on))
    assert (owed.days, owed.amount, owed.daily) == (days, Decimal(amount), Decimal("2400"))
    assert owed.capped_on == (date.fromisoformat(capped) if capped else None)
    assert owed.from_day == (date(2026, 11, 25) if days else None)
    assert owed.owed == Decimal("80000")


REMEDY = ("receive_remedy", "2026-12-03", {"kind": "reconsideration", "filed_on": "2026-12-01", "received_on": "2026-12-03"})  # fmt: skip


def ended(on, result="upheld", seq=3, **more):
    return ("end_remedy", on, {"remedy_seq": seq, "result": result, "result_on": on, "document_no": "示政复决〔2027〕3号", **more})  # fmt: skip


@pytest.mark.parametrize(
    ("acts", "on", "days"),
    [
        ([REMEDY], "2026-11-30", 6),
        ([REMEDY], "2026-12-01", 6),
        ([REMEDY], "2027-12-31", 6),
        ([REMEDY, ended("2026-12-31")], "2026-12-31", 6),
        ([REMEDY, ended("2026-12-31")], "2027-01-01", 7),
        ([REMEDY, ended("2026-12-31")], "2027-01-28", 34),
    ],
)
def test_surcharge_freezes_while_a_remedy_pends(acts, on, days):
    owed = surcharge(case(*BASE, *acts), date.fromisoformat(on), context(on))
    assert owed.days == days and owed.amount == min(Decimal(2400) * days, Decimal(80000))


def test_surcharge_stops_with_payment_and_follows_what_is_unpaid():
    facts = case(*BASE, paid("2026-11-20"))
    assert surcharge(facts, date(2026, 12, 31), context("2026-12-31")).amount == 0
    late = case(*BASE, paid("2026-11-26"))
    assert surcharge(late, date(2026, 12, 31), context("2026-12-31")).amount == Decimal("4800")
    half = case(*BASE, paid("2026-11-20", "40000"))
    assert surcharge(half, date(2026, 11, 26), context("2026-11-26")).amount == Decimal("2400")
    odd = case(("decide", "2026-11-05", {"fine": "333.33"}), SERVED)
    assert surcharge(odd, date(2026, 11, 25), context("2026-11-25")).amount == Decimal("10.00")


PLAN = ("grant_instalments", "2026-11-19", {"instalments": [{"due_on": "2027-06-30", "amount": "40000"}, {"due_on": "2026-12-24", "amount": "40000"}]})  # fmt: skip


def test_surcharge_under_instalments():
    facts = case(*BASE, PLAN, paid("2026-12-24", "40000"))
    assert surcharge(facts, date(2027, 6, 30), context("2027-06-30")).amount == 0
    assert surcharge(facts, date(2027, 7, 2), context("2027-07-02")).amount == Decimal("2400")
    assert pay_deadline(facts, context()).due_on == date(2026, 12, 24)
    assert court_window(facts, context()).due_on == date(2027, 9, 30)


def test_no_surcharge_without_a_served_fine():
    for facts in (case(), case(DECIDED), case(("decide", "2026-11-05", {"kinds": ["warning"]}), SERVED)):
        assert surcharge(facts, date(2026, 12, 31), context("2026-12-31")) is None
        assert pay_deadline(facts, context()) is None


@pytest.mark.parametrize(
    ("acts", "data", "message"),
    [
        (BASE, {"mode": "officer", "fine_paid": "1"}, "不得由执法人员当场收缴"),
        (BASE, {"mode": "bank", "fine_paid": "80000"}, ""),
        (BASE, {"mode": "bank", "fine_paid": "80000.01"}, "还应缴 80000.00 元"),
        ([*BASE, paid("2026-11-19", "50000")], {"mode": "bank", "fine_paid": "30000.01"}, "还应缴 30000.00 元"),
        ([], {"mode": "bank", "fine_paid": "1"}, "没有已送达的罚款决定"),
        ([], {"mode": "bank", "confiscation_paid": "1"}, "超过决定没收的 0 元"),
    ],
)
def test_paid_to_the_bank(acts, data, message):
    act = asked("record_payment", "2026-11-20", paid_on="2026-11-20", **data)
    speaks("G-34", "paid_to_the_bank", case(*acts), act, message)


@pytest.mark.parametrize(
    ("acts", "more", "message"),
    [
        (BASE, "4800", ""),
        (BASE, "4800.01", "不得多收"),
        (BASE, "4799", "尚有 1.00 元未缴"),
        ([*BASE, paid("2026-11-25", "0", "2400")], "2400", ""),
        ([], "100", ""),
    ],
)
def test_the_surcharge_is_collected_exactly(acts, more, message):
    act = asked("record_payment", "2026-11-26", paid_on="2026-11-26", fine_paid="80000", surcharge_paid=more)
    speaks("G-37", "surcharge_is_collected", case(*acts), act, message)


@pytest.mark.parametrize(
    ("acts", "data", "message"),
    [
        (BASE, {"fine_due": "80000", "surcharge_due": "80000"}, ""),
        (BASE, {"fine_due": "70000"}, "尚欠罚款 80000.00 元"),
        (BASE, {"fine_due": "80000", "surcharge_due": "80001"}, "尚欠加处罚款 80000"),
        ([], {"fine_due": "1"}, ""),
    ],
)
def test_letters_name_the_right_amounts(acts, data, message):
    speaks("G-37", "amounts_are_reckoned", case(*acts), asked("urge", "2027-05-11", **data), message)


def rows(*told):
    return [{"due_on": day, "amount": amount} for day, amount in told]


GOOD_ROWS = rows(("2026-12-24", "40000"), ("2027-06-30", "40000"))


@pytest.mark.parametrize(
    ("acts", "data", "message"),
    [
        (BASE, {"applied_on": "2026-11-24", "instalments": GOOD_ROWS}, ""),
        (BASE, {"applied_on": "2026-11-25", "instalments": GOOD_ROWS}, "申请不在期限内"),
        (BASE, {"applied_on": "2026-11-18", "instalments": rows(("2026-12-24", "79999"))}, "合计与应缴罚款不一致"),
        (BASE, {"applied_on": "2026-11-18", "instalments": rows(("2026-11-18", "80000"))}, "早于批准之日"),
        ([*BASE, paid("2026-11-18", "40000")], {"applied_on": "2026-11-18", "instalments": rows(("2026-12-24", "40000"))}, ""),
        ([DECIDED], {"applied_on": "2026-11-18", "instalments": GOOD_ROWS}, "没有已送达的罚款决定"),
    ],
)  # fmt: skip
def test_instalments_fit(acts, data, message):
    speaks("G-36", "instalments_fit", case(*acts), asked("grant_instalments", "2026-11-19", **data), message)


# Remedies and the court


@pytest.mark.parametrize(
    ("acts", "due"),
    [
        ([DECIDED], None),
        (BASE, "2027-05-10"),
        ([*BASE, REMEDY], None),
        ([*BASE, REMEDY, ended("2027-01-28")], "2027-02-12"),
        ([*BASE, REMEDY, ended("2027-01-29")], "2027-02-15"),
        ([*BASE, REMEDY, ended("2026-12-31", "withdrawn")], "2027-05-10"),
        ([*BASE, REMEDY, ended("2027-06-01", "withdrawn")], "2027-06-01"),
        ([*BASE, ("receive_remedy", "2027-02-01", {"kind": "lawsuit", "filed_on": "2027-01-30", "received_on": "2027-02-01"}), ended("2027-06-01")], "2027-06-01"),
        ([*BASE, ended("2027-06-01", seq=99)], "2027-05-10"),
    ],
)  # fmt: skip
def test_when_no_remedy_is_open_any_more(acts, due):
    found = remedy_expiry(case(*acts), context("2027-06-10"))
    assert (found.due_on.isoformat() if found else None) == due


def test_a_told_remedy_date_does_not_move_earlier():
    facts = case(*BASE, told={("lawsuit", 1): date(2027, 5, 12), ("pay", 1): date(2026, 11, 26)})
    assert remedy_expiry(facts, context()).due_on == date(2027, 5, 12)
    assert pay_deadline(facts, context()).due_on == date(2026, 11, 26)
    lines = {line.code: line.due for line in deadlines(facts, context("2026-11-10"))}
    assert (lines["lawsuit"], lines["pay"]) == (date(2027, 5, 12), date(2026, 11, 26))


@pytest.mark.parametrize(
    ("acts", "on", "message"),
    [
        (BASE, "2027-05-10", "尚未届满（2027-05-10）"),
        (BASE, "2027-05-11", ""),
        ([DECIDED], "2027-05-11", "决定尚未送达"),
        ([*BASE, paid("2026-11-20")], "2027-05-11", "不需要催告"),
        ([*BASE, REMEDY], "2027-05-11", "还没有结果"),
        ([*BASE, REMEDY, ended("2027-01-28")], "2027-02-13", ""),
        ([*BASE, ("change_decision", "2027-02-01", {"kind": "revoked"})], "2027-05-11", "没有需要履行的处罚内容"),
        ([("decide", "2026-11-05", {"kinds": ["stop"]}), SERVED], "2027-05-11", ""),
        ([("decide", "2026-11-05", {"kinds": ["stop"]}), SERVED, ("record_execution", "2026-11-20")], "2027-05-11", "不需要催告"),
        ([], "2027-05-11", "不需要催告"),
    ],
)  # fmt: skip
def test_urged_after_the_remedies(acts, on, message):
    speaks("ENF-01", "urged_after_remedies", case(*acts), asked("urge", on), message)


URGED = [("urge", "2027-05-11"), ("serve", "2027-05-11", {"document_seq": 3, "mode": "direct", "served_at": "2027-05-11T10:00+08:00"})]  # fmt: skip
FIVE = ["application", "decision", "opinion", "subject", "other"]


@pytest.mark.parametrize(
    ("acts", "on", "annexes", "message"),
    [
        (BASE, "2027-05-26", FIVE, "没有送达催告书"),
        ([*BASE, URGED[0]], "2027-05-26", FIVE, "没有送达催告书"),
        ([*BASE, *URGED], "2027-05-25", FIVE, "尚未届满"),
        ([*BASE, *URGED], "2027-05-26", FIVE, ""),
        ([*BASE, *URGED], "2027-05-26", FIVE[:4], "不足五项"),
        ([*BASE, *URGED, ("change_decision", "2027-05-20", {"kind": "void"})], "2027-05-26", FIVE, "不能申请强制执行"),
    ],
)
def test_the_court_after_the_urging(acts, on, annexes, message):
    speaks("ENF-02", "court_after_urging", case(*acts), asked("apply_court", on, annexes=annexes), message)


@pytest.mark.parametrize(
    ("acts", "on", "message"),
    [
        (BASE, "2027-08-10", ""),
        (BASE, "2027-08-11", "已于 2027-08-10 届满"),
        ([DECIDED], "2027-08-10", "尚未开始"),
        ([*BASE, PLAN], "2027-09-30", ""),
        ([*BASE, PLAN], "2027-10-01", "已于 2027-09-30 届满"),
    ],
)
def test_the_window_of_the_court(acts, on, message):
    speaks("G-38", "court_window_is_open", case(*acts), asked("apply_court", on), message)


@pytest.mark.parametrize(
    ("kind", "simplified", "due"),
    [
        ("reconsideration", "no", "2026-12-17"),
        ("reconsideration", "yes", "2026-12-10"),
        ("lawsuit", "no", "2026-12-18"),
    ],
)
def test_when_the_answer_is_due(kind, simplified, due):
    facts = case(*BASE, ("receive_remedy", "2026-12-03", {**REMEDY[2], "kind": kind, "simplified": simplified}))
    assert answer_deadline(facts, 3, context()).due_on.isoformat() == due
    assert answer_deadline(facts, 1, context()) is None and answer_deadline(facts, 99, context()) is None


@pytest.mark.parametrize(
    ("acts", "on", "message"),
    [
        ([REMEDY], "2026-12-17", ""),
        ([REMEDY], "2026-12-18", "应于 2026-12-17 前答复"),
        ([REMEDY, ("answer_remedy", "2026-12-15", {"remedy_seq": 1})], "2026-12-16", "已经答复"),
        ([], "2026-12-18", ""),
    ],
)
def test_answered_in_time(acts, on, message):
    act = asked("answer_remedy", on, remedy_seq=1, submitted_on=on)
    speaks("REM-02", "answered_in_time", case(*acts), act, message)


@pytest.mark.parametrize(
    ("acts", "code", "data", "message"),
    [
        ([], "receive_remedy", {}, "还没有作出决定"),
        ([DECIDED], "receive_remedy", {"filed_on": "2026-12-01", "received_on": "2026-12-03"}, ""),
        ([DECIDED], "receive_remedy", {"filed_on": "2026-12-04", "received_on": "2026-12-03"}, "早于申请日期"),
        ([*BASE, REMEDY], "receive_remedy", {}, "已有正在进行的"),
        ([*BASE, REMEDY], "end_remedy", {"remedy_seq": 3}, ""),
        ([*BASE, REMEDY, ended("2027-01-28")], "end_remedy", {"remedy_seq": 3}, "已经登记"),
    ],
)
def test_remedies_in_turn(acts, code, data, message):
    speaks("REM-01", "remedies_in_turn", case(*acts), asked(code, "2027-02-01", **data), message)


REASON = {"reason": "复议机关认为主要事实不清，予以撤销。"}


@pytest.mark.parametrize(
    ("acts", "data", "message"),
    [
        ([DECIDED], REASON, ""),
        ([], REASON, "没有可以变更、撤销的决定"),
        ([DECIDED], {"reason": "撤销"}, "没有写明向社会公开的理由"),
        ([DECIDED], {}, "没有写明向社会公开的理由"),
        ([DECIDED, ("change_decision", "2027-02-01", {"kind": "revoked"})], REASON, "已经被撤销"),
        ([DECIDED, ("change_decision", "2027-02-01", {"kind": "void"})], REASON, "已经被撤销或者确认无效"),
        ([DECIDED, ("change_decision", "2027-02-01", {"kind": "changed", "new_fine": "60000"})], REASON, ""),
        ([DECIDED], {**REASON, "kind": "changed"}, "没有写明变更后的罚款数额"),
        ([DECIDED], {**REASON, "kind": "changed", "new_fine": "80001"}, "不得重于原决定"),
        ([DECIDED], {**REASON, "kind": "changed", "new_fine": "60000"}, ""),
        ([DECIDED], {**REASON, "kind": "changed", "new_fine": "60000", "new_confiscation": "1"}, "不得重于原决定"),
    ],
)
def test_a_change_is_explained(acts, data, message):
    speaks("G-33", "change_is_explained", case(*acts), asked("change_decision", "2027-02-02", **data), message)


OLD = ReplacedDecision("示应急罚〔2026〕9号", "事实", "理由", frozenset({"fine"}), "80000.00", procedural=False)
SAME = {"facts": "事实", "discretion_reason": "理由", "kinds": ["fine"], "fine": "80000"}


@pytest.mark.parametrize(
    ("old", "change", "message"),
    [
        (OLD, {}, "处罚也相同"),
        (OLD, {"fine": "60000"}, "与被撤销的示应急罚〔2026〕9号相同"),
        (OLD, {"facts": "新的事实"}, ""),
        (OLD, {"discretion_reason": "新的理由"}, ""),
        (None, {}, ""),
        (ReplacedDecision("9号", "事实", "理由", frozenset({"fine"}), "80000.00", procedural=True), {}, ""),
    ],
)
def test_not_the_same_decision_again(old, change, message):
    speaks("REDO-01", "not_the_same_again", case(replaced=old), asked("decide", **(SAME | change)), message)


# Closing and archiving

PAID = [*BASE, paid("2026-11-20")]


@pytest.mark.parametrize(
    ("acts", "ground", "message"),
    [
        (PAID, "performed", ""),
        ([DECIDED], "performed", "还没有送达"),
        ([*BASE, ("change_decision", "2027-02-01", {"kind": "revoked"})], "performed", "已经被撤销或者确认无效"),
        ([*PAID, REMEDY, ended("2027-01-28", "revoked", seq=4)], "performed", "还没有登记变更、撤销"),
        ([*PAID, REMEDY, ended("2027-01-28", "upheld", seq=4)], "performed", ""),
        ([*BASE, REMEDY, ended("2027-01-28", "revoked"), ("change_decision", "2027-02-01", {"kind": "revoked"})], "revoked", ""),
        (BASE, "performed", "罚款还有 80000.00 元没有缴纳"),
        ([*BASE, paid("2026-11-26")], "performed", "加处罚款还有 4800.00 元没有缴纳"),
        ([*BASE, paid("2026-11-26", more="4800")], "performed", ""),
        ([], "performed", "没有处罚决定"),
        ([("decide", "2026-11-05", {"kinds": ["stop"]}), SERVED], "performed", "没有执行记录"),
        ([("decide", "2026-11-05", {"kinds": ["stop"]}), SERVED, ("record_execution", "2026-11-20")], "performed", ""),
        ([("decide", "2026-11-05", {"kinds": ["warning"]}), SERVED], "performed", ""),
        (BASE, "court", "没有法院受理"),
        ([*BASE, ("apply_court", "2027-05-26")], "court", "没有法院受理"),
        ([*BASE, ("apply_court", "2027-05-26"), ("record_court", "2027-06-01", {"result": "refused"})], "court", "没有法院受理"),
        ([*BASE, ("apply_court", "2027-05-26"), ("record_court", "2027-06-01", {"result": "accepted"})], "court", ""),
        (BASE, "revoked", "决定没有被撤销"),
        ([*BASE, ("change_decision", "2027-02-01", {"kind": "changed"})], "revoked", "决定没有被撤销"),
        ([*BASE, ("change_decision", "2027-02-01", {"kind": "revoked"})], "revoked", ""),
        (BASE, "no_penalty", "没有相应的已送达决定"),
        ([("decide_no_penalty", "2026-11-05")], "no_penalty", "没有相应的已送达决定"),
        ([("decide_no_penalty", "2026-11-05"), SERVED], "no_penalty", ""),
        ([("decide_not_established", "2026-11-05"), SERVED], "not_established", ""),
        ([("terminate", "2026-09-18")], "terminated", ""),
        ([("terminate", "2026-09-18")], "withdrawn", "与案件所处的阶段不符"),
        ([("terminate", "2026-09-18")], "performed", "没有作出决定，不能以此理由结案"),
    ],
)  # fmt: skip
def test_the_closing_ground_holds(acts, ground, message):
    facts = case(*acts, stage="terminated" if acts and acts[0][0] == "terminate" else "served")
    speaks("CLOSE-01", "closing_ground_holds", facts, asked("close", "2026-12-31", ground=ground), message)


def test_an_empty_closing_form_says_nothing_true():
    assert "CLOSE-01" in rules(case(*BASE, stage="served"), asked("close", ground="performed"), context("2026-11-20"))


def serve(seq, day):
    return ("serve", day, {"document_seq": seq, "mode": "direct", "served_at": f"{day}T09:00+08:00"})


ORDER, CHECK = ("order_correction", "2026-09-02", {"correct_by": "2026-09-17"}), ("recheck", "2026-09-17")


@pytest.mark.parametrize(
    ("acts", "speaks_up"), [([], False), ([ORDER], True), ([ORDER, CHECK], False), ([CHECK, ORDER], True)]
)
def test_the_correction_was_checked(acts, speaks_up):
    speaks("CLOSE-01", "correction_was_checked", case(*acts), asked("close"), "没有复查" if speaks_up else "")


@pytest.mark.parametrize(
    ("acts", "state", "speaks_up"),
    [
        ([DECIDED], "due", True),
        ([DECIDED], "", True),
        *[([DECIDED], state, False) for state in ("released", "corrected", "exempt", "withdrawn")],
        ([DECIDED, ("change_decision", "2027-02-01", {"kind": "revoked"})], "due", False),
        ([("decide_no_penalty", "2026-11-05")], "due", False),
    ],
)
def test_published_before_closing(acts, state, speaks_up):
    facts = case(*acts, publication_state=state)
    speaks("PUB-20", "published_before_closing", facts, asked("close"), "还没有公开" if speaks_up else "")


@pytest.mark.parametrize(
    ("acts", "message"),
    [
        (BASE, ""),
        ([DECIDED], "示应急罚〔2026〕9号没有送达回证"),
        ([("notify", "2026-09-24")], "没有送达回证"),
        ([("preserve", "2026-09-24")], "preserve-1没有送达回证"),
        ([("preserve", "2026-09-24"), serve(1, "2026-09-24")], ""),
        ([("transfer", "2026-09-24")], ""),
        ([ORDER], "没有复查意见书"),
        ([ORDER, CHECK], "order_correction-1没有送达回证"),
        ([ORDER, serve(1, "2026-09-02"), CHECK], ""),
        ([], ""),
    ],
)
def test_the_file_is_complete(acts, message):
    speaks("ARCH-01", "file_is_complete", case(*acts), asked("archive"), message)


# Refunds: never more than was paid and is not paid back yet


CHANGED = ("change_decision", "2026-12-01", {"kind": "changed", "new_fine": "40000", "refund": "40000"})


@pytest.mark.parametrize(
    ("acts", "amount", "message"),
    [
        ([CHANGED], "1", "没有可以退还的款项"),
        ([paid("2026-11-20"), CHANGED], "40000", ""),
        ([paid("2026-11-20"), CHANGED], "0", "应大于零"),
        ([paid("2026-11-20"), CHANGED], "80000.01", "不得多退"),
        ([paid("2026-11-20"), CHANGED], "40000.01", "少于变更后的罚款"),
        ([paid("2026-11-20", more="2400", confiscation_paid="100"), CHANGED], "82500", "应退 40000 元"),
        ([paid("2026-11-20"), CHANGED, ("record_refund", "2026-12-02", {"amount": "80000"})], "1", "已经全部退还"),
    ],
)
def test_a_refund_is_never_more_than_was_paid(acts, amount, message):
    speaks("REF-01", "refund_is_owed", case(*BASE, *acts), asked("record_refund", "2026-12-03", amount=amount), message)


def test_refunds_are_closed_before_typing_where_nothing_was_paid():
    shut = part("REF-01", "refund_is_owed")
    assert shut.ready and told(shut, case(*BASE, CHANGED), asked("record_refund", "2026-12-03"))
    assert not told(shut, case(*BASE, paid("2026-11-20"), CHANGED), asked("record_refund", "2026-12-03"))


@pytest.mark.parametrize(("amount", "message"), [("80000", ""), ("80000.01", "不得超过"), (None, "")])
def test_a_changed_decision_orders_no_more_than_was_paid(amount, message):
    act = asked("change_decision", "2026-12-03", kind="revoked", refund=amount)
    speaks("REF-01", "refund_was_paid", case(*BASE, paid("2026-11-20")), act, message)
