"""The one next step: what the page and the desks advise, stage by stage."""

from datetime import date

import pytest
from tests.cases.rules.made import case, context, people, person
from tests.cases.rules.test_telling_rules import passed

from mingjing.cases.rules.guidance import advice

LEAD = ("register_lead", "2026-08-31", {"found_on": "2026-08-31"})
FILED = ("file_case", "2026-09-04", {"handlers": people("甲", "乙")})
ITEM = ("collect_evidence", "2026-09-08", {"name": "执照"})
ORDER = ("order_correction", "2026-09-08", {"correct_by": "2026-09-17"})
SEEN = ("serve", "2026-09-08", {"document_seq": 2, "mode": "direct", "served_at": "2026-09-08T10:00+08:00"})
REPORT = ("report", "2026-09-18", {"conclusion": "penalty", "kinds": ["fine"], "fine": "80000.00", "facts": "事实"})
SENT = ("submit_review", "2026-09-21", {})
NOTICE = ("notify", "2026-09-24", {**REPORT[2], "hearing_offered": "yes"})


def served(seq, on="2026-09-24"):
    return ("serve", on, {"document_seq": seq, "mode": "direct", "served_at": f"{on}T15:00+08:00"})


REQUEST = ("request_hearing", "2026-10-09", {"requested_at": "2026-10-09T16:20+08:00"})
ARRANGED = ("arrange_hearing", "2026-10-10", {"chair": person("戊"), "recorder": person("壬")})
HELD, SAID = ("hold_hearing", "2026-10-22", {"by": "戊"}), ("report_hearing", "2026-10-23", {"by": "戊"})
UNPAID = [("decide", "2026-11-05", {"fine": "80000"}), served(1, "2026-11-09")]
PLAN = ("grant_instalments", "2026-11-20", {"instalments": [{"due_on": "2027-06-30", "amount": "80000"}]})
URGED = ("urge", "2027-05-11", {"number": "示应急催〔2027〕1号"})
BASE = [FILED, ITEM, REPORT]
TOLD = [NOTICE, served(6)]


@pytest.mark.parametrize(
    ("facts", "now", "act", "words"),
    [
        (case(LEAD), "2026-09-01", "file_case", "决定是否立案"),
        (case(FILED, ("suspend", "2026-09-10")), "2026-09-11", "resume", "中止"),
        (case(FILED, ("suspend", "2026-09-10"), ("resume", "2026-09-11")), "2026-09-12", "collect_evidence", "证据"),
        (case(FILED, ORDER), "2026-09-08", "serve", "等待送达"),
        (case(LEAD, ORDER, SEEN, ("not_file", "2026-09-10")), "2026-09-11", "recheck", "责令改正仍然有效，改正期限 2026-09-17"),
        (case(LEAD, ORDER, SEEN, ("not_file", "2026-09-10"), ("recheck", "2026-09-17")), "2026-09-18", "archive", "归档"),
        (case(FILED, ORDER, SEEN), "2026-09-09", "collect_evidence", "还没有登记证据"),
        (case(FILED, ITEM, ("order_correction", "2026-09-08", {"correct_by": "2026-09-17"}), served(3, "2026-09-08")), "2026-09-16", "report", "证据齐全"),
        (case(FILED, ORDER, SEEN), "2026-09-17", "recheck", "改正期限 2026-09-17"),
        (case(FILED, ORDER, SEEN, ("recheck", "2026-09-17")), "2026-09-18", "collect_evidence", "还没有登记证据"),
        (case(FILED, ITEM), "2026-09-09", "report", "证据齐全"),
        (case(*BASE), "2026-09-18", "examine", "等待审查"),
        (case(*BASE, stage="examined"), "2026-09-21", "submit_review", "等待送法制审核"),
        (case(*BASE, SENT, stage="examined"), "2026-09-22", "give_opinion", "第 1 轮法制审核等待意见"),
        (passed(*BASE, result="return", stage="examined"), "2026-09-23", "submit_review", "退回"),
        (passed(*BASE, later=[ITEM], stage="examined"), "2026-09-23", "submit_review", "有变化"),
        (passed(*BASE, stage="examined"), "2026-09-23", "notify", "已经通过"),
        (passed(FILED, ("report", "2026-09-18", {"conclusion": "no_penalty"}), stage="examined"), "2026-09-23", "decide_no_penalty", "通过"),
        (passed(FILED, stage="examined"), "2026-09-23", "notify", "通过"),
        (passed(*BASE, later=TOLD), "2026-10-09", "", "等待当事人陈述申辩或者申请听证"),
        (passed(*BASE, later=[("notify", "2026-09-24", {**REPORT[2], "hearing_offered": "no"}), served(6)]), "2026-10-09", "", "等待当事人陈述申辩"),
        (passed(*BASE, later=TOLD), "2026-10-10", "decide", "可以作出决定"),
        (passed(*BASE, later=[*TOLD, ("waive_rights", "2026-09-24", {"waived": ["statement", "hearing"]})]), "2026-09-28", "decide", "可以"),
        (passed(*BASE, later=[*TOLD, ("state_defence", "2026-09-28")]), "2026-10-10", "recheck_defence", "等待复核"),
        (passed(*BASE, later=[*TOLD, REQUEST]), "2026-10-10", "arrange_hearing", "已申请听证"),
        (passed(*BASE, later=[*TOLD, REQUEST, ARRANGED, served(9, "2026-10-10")]), "2026-10-12", "hold_hearing", "听证定于 2026-10-22 09:00"),
        (passed(*BASE, later=[*TOLD, REQUEST, ARRANGED, served(9, "2026-10-10"), HELD]), "2026-10-22", "report_hearing", "等待听证主持人的报告"),
        (passed(*BASE, later=[*TOLD, REQUEST, ARRANGED, served(9, "2026-10-10"), HELD, SAID]), "2026-10-24", "submit_review", "有变化"),
        (case(stage="noticed"), "2026-10-10", "submit_review", "等待送法制审核"),
        (passed(FILED, ITEM, ("report", "2026-09-18", {**REPORT[2], "complex": "yes"}), stage="noticed"), "2026-10-10", "discuss", "须集体讨论"),
        (passed(FILED, ITEM, ("report", "2026-09-18", {**REPORT[2], "complex": "yes"}), later=[("discuss", "2026-10-10", {"outcome": "penalty"})], stage="noticed"), "2026-10-10", "decide", "可以"),
        (case(("decide", "2026-11-05", {"fine": "1"})), "2026-11-06", "serve", "等待送达"),
        (case(stage="decided"), "2026-11-06", "serve", "决定书等待送达"),
        (case(("decide", "2026-11-05", {"fine": "80000"}), served(1, "2026-11-09"), stage="served"), "2026-11-10", "record_payment", "80000"),
        (case(*UNPAID, stage="served"), "2027-05-10", "record_payment", "80000"),
        (case(*UNPAID, stage="served"), "2027-05-11", "urge", "应当催告"),
        (case(*UNPAID, PLAN, stage="served"), "2027-05-11", "record_payment", "80000"),
        (case(*UNPAID, URGED, served(3, "2027-05-11"), stage="served"), "2027-05-12", "record_payment", "80000"),
        (case(*UNPAID, URGED, served(3, "2027-05-11"), stage="served"), "2027-05-26", "apply_court", "申请法院强制执行"),
        (case(*UNPAID, URGED, served(3, "2027-05-11"), ("apply_court", "2027-05-26"), stage="served"), "2027-05-27", "record_payment", "80000"),
        (case(*UNPAID, ("change_decision", "2026-11-20", {"kind": "revoked"}), stage="served", publication_state="withdrawn"), "2026-11-21", "close", "不再有效"),
        (case(("decide", "2026-11-05", {}), served(1, "2026-11-09"), stage="served"), "2026-11-10", "", "公开"),
        (case(("decide", "2026-11-05", {}), served(1, "2026-11-09"), stage="served", publication_state="released"), "2026-11-10", "close", "可以结案"),
        (case(LEAD, stage="closed"), "2026-11-10", "archive", "归档"),
        (case(LEAD, stage="not_filed"), "2026-11-10", "archive", "归档"),
        *[(case(LEAD, stage=stage), "2026-11-10", "close", "结案") for stage in ("filing_withdrawn", "terminated", "transferred")],
    ],
)  # fmt: skip
def test_the_next_step(facts, now, act, words):
    found = advice(facts, context(now))
    assert found is not None and (found.act, words in found.why) == (act, True), found


def test_an_ended_case_has_no_next_step_and_waiting_has_an_end():
    assert advice(case(LEAD, stage="archived"), context()) is None
    assert advice(passed(*BASE, later=TOLD), context("2026-10-08")).until == date(2026, 10, 9)
