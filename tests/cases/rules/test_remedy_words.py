"""What urging letter and enforcement application say of the remedies: numbers and days of what was decided."""

import pytest
from tests.cases.rules.made import asked, case, context, part, told

from mingjing.cases.rules.remedy_words import law_told, remedies_told, urging_told, window_told

BASE = [
    ("decide", "2026-11-05", {"fine": "80000.00", "kinds": ["fine"], "number": "示应急罚〔2026〕9号"}),
    ("serve", "2026-11-09", {"document_seq": 1, "mode": "direct", "served_at": "2026-11-09T10:00+08:00"}),
]


def remedy(kind, **more):
    body = "示范县人民法院" if kind == "lawsuit" else "示范县人民政府"
    return ("receive_remedy", "2026-12-03", {"kind": kind, "body": body, "filed_on": "2026-12-01", "received_on": "2026-12-03", **more})  # fmt: skip


def result(what, **more):
    return ("end_remedy", "2027-01-28", {"remedy_seq": 3, "result": what, "result_on": "2027-01-28", "document_no": "示政复决〔2027〕3号", **more})  # fmt: skip


@pytest.mark.parametrize(
    ("acts", "wanted", "law"),
    [
        ([], "甲方在法定期限内未申请行政复议或者提起行政诉讼（期限于2027年5月10日届满）", "行政处罚法"),
        (
            [remedy("reconsideration"), result("upheld", made_on="2027-01-25")],
            "甲方不服，于2026年12月1日向示范县人民政府申请行政复议，示范县人民政府于2027年1月25日以示政复决〔2027〕3号维持（驳回申请），"
            "该复议决定于2027年1月28日生效；甲方自收到复议决定书之日起十五日内未提起行政诉讼（期限于2027年2月12日届满）",
            "行政复议法",
        ),
        (
            [remedy("reconsideration"), result("withdrawn")],
            "甲方不服，于2026年12月1日向示范县人民政府申请行政复议，示范县人民政府以示政复决〔2027〕3号因撤回申请而终止，"
            "该复议决定于2027年1月28日生效；甲方在法定期限内未提起行政诉讼（期限于2027年5月10日届满）",
            "行政处罚法",
        ),
        (
            [remedy("lawsuit", case_no="（2026）示0101行初1号"), result("upheld", document_no="（2026）示0101行初1号判决")],
            "甲方不服，于2026年12月1日向示范县人民法院提起行政诉讼，案号为（2026）示0101行初1号，示范县人民法院以（2026）示0101行初1号判决"
            "驳回诉讼请求，该裁判于2027年1月28日生效",
            "行政诉讼法",
        ),
        (
            [
                remedy("reconsideration"), result("changed"),
                ("change_decision", "2027-01-29", {"kind": "changed", "decided_by": "示范县人民政府", "document_no": "示政复决〔2027〕3号", "new_fine": "40000.00"}),
            ],
            "原决定经示范县人民政府（示政复决〔2027〕3号）变更，变更后的罚款为40000.00元",
            "行政复议法",
        ),
    ],
)  # fmt: skip
def test_the_clause_about_remedies(acts, wanted, law):
    facts = case(*BASE, *acts)
    found = remedies_told(facts, "甲方", context("2027-06-01"))
    assert (found == wanted) if len(acts) < 3 else (wanted in found)
    assert law in law_told(facts)


def test_the_letter_and_the_months_are_dated():
    acts = [
        ("urge", "2027-05-11", {"number": "示应急催〔2027〕1号", "days": 10}),
        ("serve", "2027-05-12", {"document_seq": 3, "mode": "direct", "served_at": "2027-05-12T10:00+08:00"}),
    ]
    facts, ctx = case(*BASE, *acts), context("2027-06-01")
    assert (
        urging_told(facts, ctx) == "申请人于2027年5月11日作出示应急催〔2027〕1号催告书，并于2027年5月12日送达被申请人"
    )
    assert window_told(facts, ctx) == "复议、诉讼期限于2027年5月10日届满，申请强制执行的期限至2027年8月10日"
    unserved = case(*BASE[:1])
    assert urging_told(unserved, ctx) == "" and window_told(unserved, ctx) == ""


@pytest.mark.parametrize(
    ("acts", "court", "message"),
    [
        ([], "示范县人民法院", ""),
        ([remedy("reconsideration"), result("upheld")], "示范县人民法院", ""),
        ([remedy("reconsideration"), result("changed")], "示范县人民法院", "由行政复议机关"),
        ([remedy("lawsuit"), result("upheld")], "示范县人民法院", ""),
        ([remedy("lawsuit"), result("upheld")], "另一县人民法院", "经示范县人民法院审理"),
    ],
)
def test_who_applies_to_which_court(acts, court, message):
    found = told(part("ENF-03", "right_applicant_and_court"), case(*BASE, *acts), asked("apply_court", court=court))
    assert (message in found[0]) if message else not found


@pytest.mark.parametrize(
    ("kind", "code", "speaks"),
    [
        ("lawsuit", "answer_lawsuit", 0), ("lawsuit", "answer_remedy", 1), ("reconsideration", "answer_remedy", 0),
        ("reconsideration", "answer_lawsuit", 1),
    ],
)  # fmt: skip
def test_each_remedy_is_answered_in_its_form(kind, code, speaks):
    facts = case(*BASE, remedy(kind))
    assert len(told(part("REM-02", "answered_in_its_form"), facts, asked(code, remedy_seq=3))) == speaks
