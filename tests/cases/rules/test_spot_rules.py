"""Penalties on the spot: limits, handing over, filing, what officers collect. Each rule from both sides; days by hand."""

from datetime import date

import pytest
from tests.cases.rules.made import PARTY, asked, case, context, part, people, rules, told

from mingjing.cases.rules.clocks import deadlines
from mingjing.cases.rules.guidance import advice
from mingjing.cases.rules.limits import remedy_expiry, review_goes_first
from mingjing.cases.rules.wording import Told
from mingjing.cases.rules.wording_spot import remedies_spot, spot_summary, to_bank, to_hand_in
from mingjing.cases.terms import SUMMARY

LEAD = ("register_spot", "2026-09-02", {"source": "inspection", "handlers": people("甲", "乙"), "place": "厂门口"})
WORDS = (
    "应当先自收到本决定书之日起六十日内向示范县人民政府申请行政复议；对行政复议决定不服的，可以自收到行政复议决定书之日起"
    "十五日内向示范县人民法院提起行政诉讼。"
)
MADE = {
    "kinds": ["fine"], "fine": "100", "received": "signed", "publication_told": True, "remedies": WORDS, "correction": "done",
    "officers": people("甲", "乙"), "violation_on": "2026-09-02",
}  # fmt: skip
DECIDED = ("decide", "2026-09-02 10:00", MADE)
PAID = ("record_payment", "2026-09-02 10:05", {"paid_on": "2026-09-02", "fine_paid": "100", "mode": "officer"})
CITIZEN = {**PARTY, "kind": "citizen", "name": "柳个人"}


def spot(*acts, **more):
    return case(LEAD, *acts, of=SUMMARY, **more)


def decides(**more):
    return asked("decide", "2026-09-02 10:00", by="甲", **{**MADE, **more})


@pytest.mark.parametrize(
    ("party", "kinds", "fine", "message"),
    [
        (PARTY, ["fine"], "3000", ""),
        (PARTY, ["fine"], "3000.01", "超过当场处罚对法人或者其他组织的限额 3000 元"),
        (PARTY, ["fine"], "3001", "超过当场处罚对法人或者其他组织的限额 3000 元"),
        (PARTY, ["warning"], None, ""),
        (PARTY, ["warning", "fine"], "1", ""),
        (PARTY, ["fine"], None, "处罚种类与罚款数额对不上"),
        (PARTY, ["warning"], "100", "处罚种类与罚款数额对不上"),
        (PARTY, ["fine", "stop"], "100", "只能给予警告、罚款"),
        (CITIZEN, ["fine"], "201", "超过当场处罚对公民的限额 200 元"),
        (CITIZEN, ["fine"], "200", "低于法定下限 1000 元"),
        ({**CITIZEN, "kind": "individual_business"}, ["fine"], "201", "对公民的限额"),
    ],
)
def test_a_fine_on_the_spot_keeps_its_limit(party, kinds, fine, message):
    found = told(part("G-16", "within_the_limits_of_the_spot"), spot(party=party), decides(kinds=kinds, fine=fine))
    assert any(message in each for each in found) if message else not found, found


def test_a_fine_above_the_statute_is_refused_on_the_spot_too():
    low = {"fine_unit_min": "0", "fine_unit_max": "500", "name": "某事项"}
    found = told(part("G-16", "within_the_limits_of_the_spot"), spot(matter=low), decides(fine="501"))
    assert found == ["罚款 501 元高于法定上限 500 元"]
    assert not told(part("G-16", "within_the_limits_of_the_spot"), spot(matter={}), decides(fine="501"))


def test_the_limits_bind_the_spot_only():
    ordinary = case(("register_lead", "2026-09-02", {"found_on": "2026-09-02"}))
    for name in ("within_the_limits_of_the_spot",):
        assert not told(part("G-16", name), ordinary, decides(fine="30000"))
    assert not told(part("G-17", "handed_over_on_the_spot"), ordinary, decides(received="refused"))


@pytest.mark.parametrize(
    ("on", "given", "message"),
    [
        ("2026-09-02 10:00", {}, ""),
        ("2026-09-02 23:59", {}, ""),
        ("2026-09-03 00:01", {}, "不是当场处罚"),
        ("2026-09-02 10:00", {"received": "refused"}, "没有写明当事人拒绝签收的情况"),
        ("2026-09-02 10:00", {"received": "refused", "refusal_note": "拒签"}, "没有写明当事人拒绝签收的情况"),
        ("2026-09-02 10:00", {"received": "refused", "refusal_note": "看过后拒绝签字"}, ""),
        ("2026-09-02 10:00", {"publication_told": None}, "没有书面告知当事人决定将依法公开"),
        ("2026-09-02 10:00", {"remedies": ""}, "救济途径没有写明：示范县人民政府、示范县人民法院、六十日、先、十五日"),
        ("2026-09-02 10:00", {"remedies": WORDS.replace("先", "")}, "救济途径没有写明：先"),
    ],
)
def test_the_decision_is_handed_over_there_and_then(on, given, message):
    act = asked("decide", on, by="甲", **{**MADE, **given})
    found = told(part("G-17", "handed_over_on_the_spot"), spot(), act)
    assert any(message in each for each in found) if message else not found, found


def test_an_empty_shell_is_refused():
    assert {"G-16", "G-17"} <= rules(spot(), asked("decide", "2026-09-02 10:00", by="甲"))


def test_the_officers_decide_themselves_on_the_spot():
    assert "X-01" not in rules(spot(), decides())
    assert "G-19" not in rules(spot(), decides()) and "G-19" in rules(spot(), decides(correction="ordered"))


@pytest.mark.parametrize(
    ("acts", "on", "message"),
    [
        ((), "2026-09-02", "还没有当场处罚决定"),
        ((DECIDED,), "2026-09-07", ""),
        ((DECIDED,), "2026-09-08", "应当在 2026-09-07 前备案"),
        ((DECIDED, ("file_with_organ", "2026-09-03")), "2026-09-04", "已经备案"),
    ],
)
def test_a_decision_is_filed_with_the_organ_once_and_in_time(acts, on, message):
    found = told(part("G-17", "filed_with_the_organ"), spot(*acts), asked("file_with_organ", on))
    assert any(message in each for each in found) if message else not found, found


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"ground": "educated"}, "没有教育当事人的记录"),
        ({"ground": "educated", "education": "已当场讲解有关规定和危害"}, ""),
        ({"ground": "ordinary"}, ""),
        ({}, ""),
    ],
)
def test_who_is_let_off_is_educated(given, message):
    found = told(part("G-12", "educated_where_let_off"), spot(), asked("end_spot", "2026-09-02", **given))
    assert any(message in each for each in found) if message else not found, found


@pytest.mark.parametrize(
    ("facts", "given", "message"),
    [
        (spot(DECIDED), {"mode": "bank"}, ""),
        (spot(DECIDED), {"ground": "small", "official_receipt": True}, ""),
        (spot(DECIDED), {"ground": "small"}, "没有出具财政部门统一制发的专用票据"),
        (spot(DECIDED), {"official_receipt": True}, "没有写明当场收缴的理由"),
        (spot(("decide", "2026-09-02", {**MADE, "fine": "101"})), {"ground": "small", "official_receipt": True}, "超过 100 元"),
        (spot(("decide", "2026-09-02", {**MADE, "fine": "101"})), {"ground": "hard", "ground_note": "流动摊贩，没有固定住所", "official_receipt": True}, ""),
        (spot(DECIDED), {"ground": "hard", "official_receipt": True}, "没有写明事后难以执行"),
        (case(("decide", "2026-10-10", MADE)), {"ground": "hard", "ground_note": "没有固定住所", "official_receipt": True}, "只适用于当场处罚"),
        (case(("decide", "2026-10-10", MADE)), {"ground": "remote", "ground_note": "海岛没有银行，当事人提出", "official_receipt": True}, ""),
    ],
)  # fmt: skip
def test_officers_collect_only_where_the_law_lets_them(facts, given, message):
    act = asked("record_payment", "2026-10-12", paid_on="2026-10-12", **{"mode": "officer", **given})
    found = told(part("G-35", "collected_only_where_allowed"), facts, act)
    assert any(message in each for each in found) if message else not found, found


def test_an_ordinary_fine_is_collected_only_at_remote_places():
    ordinary = case(("decide", "2026-10-10", MADE))
    act = asked("record_payment", "2026-10-12", paid_on="2026-10-12", mode="officer", ground="small")
    assert any("不得由执法人员当场收缴" in each for each in told(part("G-34", "paid_to_the_bank"), ordinary, act))
    far = asked("record_payment", "2026-10-12", paid_on="2026-10-12", mode="officer", ground="remote")
    assert not told(part("G-34", "paid_to_the_bank"), ordinary, far)
    assert not told(part("G-34", "paid_to_the_bank"), spot(DECIDED), act)


HANDED = ("hand_in_fine", "2026-09-03", {"handed_on": "2026-09-03", "amount": "100"})


@pytest.mark.parametrize(
    ("acts", "code", "given", "message"),
    [
        ((DECIDED, PAID), "hand_in_fine", {"handed_on": "2026-09-04", "amount": "100"}, ""),
        ((DECIDED, PAID), "hand_in_fine", {"handed_on": "2026-09-05", "amount": "100"}, "应当在 2026-09-04 前交回"),
        ((DECIDED, PAID), "hand_in_fine", {"handed_on": "2026-09-09", "ashore_on": "2026-09-07", "amount": "100"}, ""),
        ((DECIDED, PAID), "hand_in_fine", {"handed_on": "2026-09-01", "amount": "100"}, "日期早于收缴的日期"),
        ((DECIDED, PAID), "hand_in_fine", {"handed_on": "2026-09-03", "amount": "100.01"}, "没有交回的是 100 元"),
        ((DECIDED, PAID), "hand_in_fine", {"handed_on": "2026-09-03", "amount": "0"}, "没有交回的是 100 元"),
        ((DECIDED, PAID, HANDED), "hand_in_fine", {"handed_on": "2026-09-03", "amount": "1"}, "没有交回的是 0 元"),
        ((DECIDED, PAID, HANDED), "bank_fine", {"banked_on": "2026-09-07", "amount": "100"}, ""),
        ((DECIDED, PAID, HANDED), "bank_fine", {"banked_on": "2026-09-08", "amount": "100"}, "应当在 2026-09-07 前缴付银行"),
        ((DECIDED, PAID, HANDED), "bank_fine", {"banked_on": "2026-09-02", "amount": "100"}, "日期早于交回的日期"),
        ((DECIDED, PAID), "bank_fine", {"banked_on": "2026-09-04", "amount": "100"}, "没有缴付银行的是 0 元"),
    ],
)  # fmt: skip
def test_what_was_collected_goes_to_the_organ_and_the_bank(acts, code, given, message):
    found = told(part("G-35", "collected_goes_to_the_bank"), spot(*acts), asked(code, "2026-09-09", **given))
    assert any(message in each for each in found) if message else not found, found


def test_nothing_collected_has_no_day():
    assert told(part("G-35", "collected_goes_to_the_bank"), spot(DECIDED), asked("hand_in_fine", "2026-09-09")) == [
        "执法人员手里还没有交回的是 0 元"
    ]


def due(facts, now="2026-09-09"):
    return {each.code: (each.due_on, each.met) for each in deadlines(facts, context(now))}


def test_the_clocks_of_the_spot():
    """2 September is a Wednesday; 5 and 6 a weekend; 1 November a Sunday."""
    found = due(spot(DECIDED, PAID))
    assert "service" not in found and "lawsuit" not in found and "filing" not in found and "decision" not in found
    assert found["spot_filing"] == (date(2026, 9, 7), None)
    assert found["hand_in"] == (date(2026, 9, 4), None)
    assert found["pay"] == (date(2026, 9, 17), date(2026, 9, 2))
    assert found["reconsideration"][0] == date(2026, 11, 2)
    done = due(
        spot(DECIDED, PAID, HANDED, ("file_with_organ", "2026-09-04"),
             ("bank_fine", "2026-09-07", {"banked_on": "2026-09-07", "amount": "100"}))
    )  # fmt: skip
    assert done["spot_filing"][1] == date(2026, 9, 4) and done["hand_in"][1] == date(2026, 9, 3)
    assert done["bank_fine"] == (date(2026, 9, 7), date(2026, 9, 7))


def test_reconsideration_comes_before_the_court():
    ctx = context("2026-09-09")
    facts = spot(DECIDED)
    assert review_goes_first(facts, ctx) and not review_goes_first(case(("decide", "2026-10-10", MADE)), ctx)
    assert not review_goes_first(spot(), ctx)
    expiry = remedy_expiry(facts, ctx)
    assert expiry is not None and expiry.due_on == date(2026, 11, 2)
    asked_first = spot(
        DECIDED,
        (
            "receive_remedy",
            "2026-09-10",
            {"kind": "reconsideration", "filed_on": "2026-09-08", "received_on": "2026-09-10"},
        ),
        (
            "end_remedy",
            "2026-10-20",
            {"remedy_seq": 3, "result": "upheld", "result_on": "2026-10-20", "document_no": "示政复〔2026〕1号"},
        ),
    )
    after = remedy_expiry(asked_first, ctx)
    assert after is not None and after.due_on == date(2026, 11, 4)
    assert due(asked_first, "2026-10-21")["lawsuit"][0] == date(2026, 11, 4)


def test_before_the_new_law_the_party_chose():
    old = case(("register_spot", "2023-09-04", LEAD[2]), ("decide", "2023-09-04 10:00", MADE), of=SUMMARY)
    assert not review_goes_first(old, context("2023-09-09"))
    assert "提起行政诉讼" in remedies_spot(old, Told(context("2023-09-09"))) and "先" not in remedies_spot(
        old, Told(context("2023-09-09"))
    )
    assert remedies_spot(spot(), Told(context("2026-09-09"))).startswith("如不服本决定，应当先自收到")


@pytest.mark.parametrize(
    ("acts", "act"),
    [
        ((), "decide"),
        ((DECIDED,), "file_with_organ"),
        ((DECIDED, ("file_with_organ", "2026-09-03"), PAID), "hand_in_fine"),
        ((DECIDED, ("file_with_organ", "2026-09-03"), PAID, HANDED), "bank_fine"),
        ((DECIDED, ("file_with_organ", "2026-09-03")), "record_payment"),
        ((DECIDED, ("file_with_organ", "2026-09-03"), ("close", "2026-09-30")), "archive"),
        ((("end_spot", "2026-09-02", {"ground": "none"}),), "archive"),
    ],
)
def test_what_comes_next_on_the_spot(acts, act):
    found = advice(spot(*acts), context("2026-09-09"))
    assert found is not None and found.act == act


def test_words_for_forms():
    facts, now = spot(DECIDED, PAID), Told(context("2026-09-09"))
    assert spot_summary(facts, now) == "示范县恒源化工有限公司特种作业，decide-2，给予罚款100元。"
    assert spot_summary(spot(), now) == "" and to_hand_in(facts, now) == "100" and to_bank(facts, now) == ""
    assert to_bank(spot(DECIDED, PAID, HANDED), now) == "100" and to_hand_in(spot(DECIDED), now) == ""
