"""The decision and what comes before it: discussion, outcome, contents, ninety days, name, crime; the exact sentence."""

from datetime import date

import pytest
from tests.cases.rules.made import asked, case, certificate, context, key, other_case, part, people, person, rules, told

NOTICED = ("notify", "2026-09-24", {"kinds": ["fine"], "fine": "20000.00", "hearing_offered": "no"})
SERVED = ("serve", "2026-09-24", {"document_seq": 1, "mode": "direct", "served_at": "2026-09-24T15:00+08:00"})
REPORT = ("report", "2026-09-18", {"conclusion": "penalty", "kinds": ["fine"], "fine": "20000.00"})


HEAVY_NOTICE = ("notify", "2026-09-24", {"kinds": ["ban"], "hearing_offered": "yes"})


def vote(name: str, how: str = "yes") -> dict[str, object]:
    return {"person": person(name), "vote": how}


G27 = [
    ("not owed", case(NOTICED), asked("decide"), ""),
    ("large fine", case(("notify", "2026-09-24", {"fine": "500000"})), asked("decide"), "没有集体讨论记录"),
    ("just below", case(("notify", "2026-09-24", {"fine": "499999"})), asked("decide"), ""),
    ("heavy kind", case(("notify", "2026-09-24", {"kinds": ["stop"]})), asked("decide"), "没有集体讨论记录"),
    ("complex", case(("report", "2026-09-18", {"complex": "yes"})), asked("decide"), "没有集体讨论记录"),
    ("after a hearing", case(NOTICED, ("hold_hearing", "2026-10-08")), asked("decide"), "没有集体讨论记录"),
    ("nothing known", case(), asked("decide"), ""),
    (
        "before the defence",
        case(("notify", "2026-09-24", {"kinds": ["ban"]}), ("discuss", "2026-09-28"), ("state_defence", "2026-09-29")),
        asked("decide"),
        "期限届满之前进行",
    ),
    ("after it", case(("notify", "2026-09-24", {"kinds": ["ban"]}), ("discuss", "2026-09-28")), asked("decide"), ""),
    ("while the party may still speak", case(HEAVY_NOTICE, SERVED, ("discuss", "2026-10-09")), asked("decide"), "期限届满之前进行"),
    ("after the party might have spoken", case(HEAVY_NOTICE, SERVED, ("discuss", "2026-10-10")), asked("decide"), ""),
    (
        "rights given up",
        case(HEAVY_NOTICE, SERVED, ("waive_rights", "2026-09-24", {"waived": ["statement", "hearing"]}), ("discuss", "2026-09-28")),
        asked("decide"),
        "",
    ),
    (
        "after the hearing",
        case(HEAVY_NOTICE, SERVED, ("hold_hearing", "2026-09-28", {"by": "戊"}), ("discuss", "2026-09-28 15:00")),
        asked("decide"),
        "",
    ),
    (
        "entered late, held early",
        case(HEAVY_NOTICE, SERVED, ("discuss", "2026-10-12", {"discussed_at": "2026-10-09T09:00+08:00"})),
        asked("decide"),
        "期限届满之前进行",
    ),
    (
        "before the review",
        case(HEAVY_NOTICE, ("discuss", "2026-10-10"), ("give_opinion", "2026-10-11", {"by": "丁"})),
        asked("decide"),
        "集体讨论之前没有法制审核意见",
    ),
    ("without a notice", case(("report", "2026-09-18", {"kinds": ["ban"]}), ("discuss", "2026-09-28")), asked("decide"), ""),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "act", "message"), [row[1:] for row in G27], ids=[row[0] for row in G27])
def test_collective_discussion(facts, act, message):
    found = told(part("G-27", "discussed_after_the_defence"), facts, act)
    assert (message in found[0]) if message else not found


@pytest.mark.parametrize(
    ("talk", "fine", "message"),
    [
        (None, "90000", ""),
        ({"outcome": "no_penalty"}, "0", "不是给予行政处罚"),
        ({"outcome": "penalty", "fine": "80000"}, "80000", ""),
        ({"outcome": "penalty", "fine": "80000", "kinds": ["fine"]}, "1", ""),
        ({"outcome": "penalty", "fine": "80000"}, "80000.01", "处罚重于集体讨论的结论"),
    ],
)
def test_the_decision_is_not_heavier_than_the_discussion(talk, fine, message):
    facts = case(NOTICED, ("discuss", "2026-10-09", talk)) if talk else case(NOTICED)
    found = told(part("G-27", "decision_follows_the_discussion"), facts, asked("decide", fine=fine))
    assert (message in found[0]) if message else not found


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ([vote("己"), vote("己2"), vote("己3")], ""),
        ([vote("己"), vote("己2"), vote("甲")], "承办人甲被列为表决人员"),
        ([vote("己"), vote("己"), vote("己2")], "同一人重复"),
        ([vote("己"), vote("己2", "no")], "没有过半"),
        ([vote("己"), vote("己2"), vote("己3", "no")], ""),
    ],
)
def test_handlers_do_not_vote_and_a_majority_decides(members, message):
    facts = case(("file_case", "2026-09-04", {"handlers": people("甲", "乙")}))
    found = told(part("G-27", "handlers_do_not_vote"), facts, asked("discuss", members=members))
    assert (message in found[0]) if message else not found


@pytest.mark.parametrize(
    ("acts", "code", "message"),
    [
        ([REPORT], "decide", ""),
        ([REPORT], "decide_no_penalty", "与调查终结报告的结论不一致"),
        ([REPORT, ("give_opinion", "2026-09-23", {"by": "丁"})], "decide_no_penalty", "与调查终结报告的结论不一致"),
        ([REPORT, ("discuss", "2026-09-23", {"outcome": "no_penalty"})], "decide_no_penalty", ""),
        ([REPORT, ("discuss", "2026-09-23", {"outcome": "no_penalty"})], "decide", "与集体讨论的结论不一致"),
        ([("discuss", "2026-09-10", {"outcome": "no_penalty"}), REPORT], "decide", ""),
        ([("report", "2026-09-18", {"conclusion": "not_established"})], "decide_not_established", ""),
        ([], "decide", "结论不一致"),
        ([REPORT, ("decide", "2026-10-10", {"number": "示应急罚〔2026〕9号"})], "decide", "已经作出决定（示应急罚〔2026〕9号）"),
    ],
)  # fmt: skip
def test_one_decision_that_fits_the_findings(acts, code, message):
    found = told(part("G-28", "outcome_follows_the_findings"), case(*acts), asked(code))
    assert (message in found[0]) if message else not found


FULL = {
    "facts": "事实", "basis": ["安全生产法第九十七条"], "kinds": ["fine"], "performance": "十五日内缴至银行", "fine": "20000", "evidence_refs": [1],
    "remedies": "可以申请行政复议或者提起行政诉讼。",
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({}, ""),
        *[({field: None}, "决定书缺少") for field in ("facts", "basis", "kinds", "performance", "remedies")],
        ({"evidence_refs": []}, "没有列明采信的证据"),
        ({"performance": "缴至银行"}, "没有写明十五日"),
        ({"performance": "停产整顿", "fine": ""}, ""),
    ],
)
def test_six_contents(change, message):
    found = told(part("G-29", "six_contents"), case(NOTICED), asked("decide", **(FULL | change)))
    assert (message in found[0]) if message else not found


def test_an_empty_shell_names_every_missing_content():
    found = told(part("G-29", "six_contents"), case(NOTICED, party={}), asked("decide"))
    assert len(found) == 7


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("六十日内向示范县人民政府申请行政复议，六个月内向示范县人民法院起诉", ""),
        ("可以直接提起行政诉讼。", "示范县人民政府、示范县人民法院、六十日、六个月"),
        ("六十日内向示范县人民政府申请行政复议", "示范县人民法院、六个月"),
        ("", "示范县人民政府"),
    ],
)
def test_the_remedies_are_told_with_body_court_and_days(text, missing):
    for code in ("decide", "decide_no_penalty", "decide_not_established"):
        found = told(part("G-29", "remedies_are_told"), case(NOTICED), asked(code, remedies=text))
        assert (missing in found[0]) if missing else not found


@pytest.mark.parametrize(("presider", "speaks_up"), [("己", False), ("周", True), (None, False)])
def test_the_presider_takes_part(presider, speaks_up):
    more = {"presider": person(presider)} if presider else {}
    act = asked("discuss", members=[vote("己"), vote("己2"), vote("己3")], **more)
    found = told(part("G-27", "handlers_do_not_vote"), case(), act)
    assert found == (["主持人没有列为参加人员"] if speaks_up else [])


@pytest.mark.parametrize(
    ("answers", "result", "speaks_up"),
    [({}, "agree", False), ({"in_time": "no"}, "agree", True), ({"in_time": "no"}, "return", False)],
)
def test_an_examination_fits_its_answers(answers, result, speaks_up):
    found = told(part("EXA-01", "examination_fits_its_answers"), case(), asked("examine", result=result, **answers))
    assert found == (["对时效作了否定回答，不能同意"] if speaks_up else [])


FILED = ("file_case", "2026-09-04", {"handlers": people("甲", "乙")})


@pytest.mark.parametrize(
    ("acts", "on", "message"),
    [
        ([], "2026-12-04", ""),
        ([FILED], "2026-12-03", ""),
        ([FILED], "2026-12-04", "已于 2026-12-03 届满"),
        ([FILED, ("extend", "2026-11-02", {"days": 30})], "2027-01-02", ""),
        ([FILED, ("extend", "2026-11-02", {"days": 30})], "2027-01-03", "已于 2027-01-02 届满"),
    ],
)
def test_ninety_days(acts, on, message):
    found = told(part("G-30", "within_ninety_days"), case(*acts), asked("decide", on))
    assert (message in found[0]) if message else not found


@pytest.mark.parametrize(
    ("acts", "on", "data", "message"),
    [
        ([FILED], "2026-12-03", {"days": 30}, ""),
        ([FILED], "2026-12-04", {"days": 30}, "不能再延长"),
        ([FILED], "2026-11-02", {"days": 31}, "不得超过三十日"),
        ([FILED, ("extend", "2026-11-02", {"days": 30})], "2026-11-03", {"days": 30}, "须经集体讨论"),
        ([FILED, ("extend", "2026-11-02", {"days": 30})], "2026-11-03", {"days": 30, "collective": "yes"}, ""),
        ([], "2026-11-03", {"days": 30}, ""),
    ],
)
def test_extension(acts, on, data, message):
    found = told(part("G-30", "extended_before_expiry"), case(*acts), asked("extend", on, **data))
    assert (message in found[0]) if message else not found


@pytest.mark.parametrize(
    ("shown", "excluded", "speaks"),
    [("", False, 0), ("示范县恒源化工有限公司", False, 0), ("示范县恒源化工有限责任公司", False, 1), ("示范县恒源化工有限责任公司", True, 0)],
)  # fmt: skip
def test_the_name_on_the_licence(shown, excluded, speaks):
    acts = [("collect_evidence", "2026-09-08", {"name": "执照", "shown_name": shown})]
    acts += [("exclude_evidence", "2026-09-09", {"evidence_no": 1})] if excluded else []
    assert len(told(part("DOC-02", "one_party_name"), case(*acts), asked("notify"))) == speaks


@pytest.mark.parametrize(("answer", "speaks"), [("yes", 1), ("no", 0), (None, 0)])
def test_crime_goes_first(answer, speaks):
    facts = case(("report", "2026-09-18", {"crime_suspected": answer})) if answer else case()
    assert len(told(part("G-41", "crime_goes_first"), facts, asked("notify"))) == speaks


@pytest.mark.parametrize(
    ("kind", "receiver", "speaks"),
    [("crime", "示范县公安局", 0), ("crime", "示范县人民法院", 1), ("organ", "市监局", 0)],
)
def test_crimes_go_to_the_police(kind, receiver, speaks):
    found = told(part("G-41", "transfer_has_its_papers"), case(), asked("transfer", kind=kind, receiver=receiver))
    assert len(found) == speaks


# Who may enforce


def organ(**change):
    from dataclasses import replace

    from tests.cases.rules.made import ORGAN

    return replace(ORGAN, **change)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (organ(), ""),
        (organ(level="township"), "不是县级以上机关"),
        (organ(level="township", basis="省政府关于乡镇综合执法的决定"), ""),
        (organ(effective_to=date(2026, 10, 9)), "不具有执法主体资格"),
    ],
)
def test_the_organ_has_power(body, message):
    found = told(part("G-01", "organ_has_power"), case(organ=body), asked("register_lead"))
    assert (message in found[0]) if message else not found


@pytest.mark.parametrize(
    ("code", "data", "message"),
    [
        ("register_lead", {}, ""),
        ("register_lead", {"matter": {"organ_id": "别的机关", "name": "某事项"}}, "不在示范县应急管理局的执法事项清单内"),
        ("file_case", {}, "没有确认本机关有管辖权"),
        ("file_case", {"has_jurisdiction": True}, ""),
    ],
)  # fmt: skip
def test_the_matter_is_on_the_list(code, data, message):
    found = told(part("G-01", "matter_is_ours"), case(), asked(code, **data))
    assert (message in found[0]) if message else not found
    assert not told(part("G-01", "matter_is_ours"), case(matter={}), asked("register_lead"))


@pytest.mark.parametrize(("kind", "speaks"), [("statutory", 0), ("delegated", 0), ("entrusted", 1)])
def test_an_entrusted_body_gets_no_number(kind, speaks):
    found = told(part("G-02", "entrusted_acts_in_principals_name"), case(organ=organ(kind=kind)), asked("decide"))
    assert len(found) == speaks


PERIOD = {"violation_from": "2026-09-02", "violation_ended_on": "2026-09-02"}


@pytest.mark.parametrize(
    ("change", "data", "speaks"),
    [
        ({}, PERIOD, 1),
        # An end left empty is one day, as the form says; open only while the violation is said to go on.
        ({}, {"violation_from": "2026-09-01"}, 0),
        ({}, {"violation_from": "2026-09-02"}, 1),
        ({}, {"violation_from": "2026-09-01", "continuing": "yes"}, 1),
        ({"violation_to": None, "outcome": "", "decided_on": None}, {"violation_from": "2026-12-01"}, 1),
        # What goes on after a penalty is another act.
        ({"violation_to": None}, {"violation_from": "2026-09-20"}, 1),
        ({"violation_to": None}, {"violation_from": "2026-09-21"}, 0),
        # Who gave the case up does not keep others from it.
        ({"stage": "transferred", "outcome": "", "decided_on": None}, PERIOD, 0),
        ({"stage": "filing_withdrawn", "outcome": "", "decided_on": None}, PERIOD, 0),
        ({"stage": "archived", "outcome": "", "decided_on": None}, PERIOD, 0),
        ({"stage": "archived"}, PERIOD, 1),
        ({}, {"violation_from": "2026-09-03"}, 0),
        ({}, {"violation_from": "2026-08-01", "violation_ended_on": "2026-09-01"}, 0),
        ({"matter_code": "SP122-1"}, PERIOD, 0),
        ({"filed_on": None}, PERIOD, 0),
        ({"violation_from": None}, PERIOD, 0),
        ({"organ_id": organ().id}, PERIOD, 0),
    ],
)
def test_first_to_file(change, data, speaks):
    facts = case(related=(other_case(**change),))
    assert len(told(part("G-03", "first_to_file"), facts, asked("file_case", **data))) == speaks


@pytest.mark.parametrize(
    ("change", "fine", "words"),
    [
        ({}, "20000", ["已对同一违法行为罚款"]),
        ({"matter_code": "SP122-1"}, "20000", ["请核对", "同一时段"]),
        ({"matter_code": "SP122-1", "organ_id": organ().id}, "20000", []),
        ({"fine": ""}, "20000", []),
        ({"decided_on": None}, "20000", []),
        ({"id": key("old")}, "20000", []),
        ({"outcome": "decide:revoked"}, "20000", []),
        ({"outcome": "decide:changed:void"}, "20000", []),
        ({"outcome": "decide:changed"}, "20000", ["已对同一违法行为罚款"]),
        ({"matter_code": "SP122-1", "outcome": "decide:revoked"}, "20000", []),
        ({}, "0", []),
    ],
)
def test_no_second_fine(change, fine, words):
    facts = case(("file_case", "2026-09-04", PERIOD | {"handlers": []}), related=(other_case(**change),), previous=key("old"))  # fmt: skip
    found = told(part("G-09", "no_second_fine"), facts, asked("decide", fine=fine))
    assert bool(found) == bool(words) and (not words or words[-1] in found[0])


def test_without_a_filing_nothing_overlaps():
    assert not told(part("G-09", "no_second_fine"), case(related=(other_case(),)), asked("decide", fine="1"))
    assert told(part("G-09", "no_second_fine"), case(related=()), asked("decide")) == []


CROSS = [
    FILED,
    ("examine", "2026-09-18", {"by": "丙", "result": "agree"}),
    ("give_opinion", "2026-09-23", {"by": "丁", "result": "agree"}),
    ("arrange_hearing", "2026-10-09", {"chair": person("戊"), "recorder": person("壬")}),
    ("hold_hearing", "2026-10-22", {"by": "戊"}),
]


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (asked("examine", by="甲"), "甲在本案中担任过承办（调查）人，不能再担任案件审查人"),
        (asked("examine", by="丙"), ""),
        (asked("give_opinion", by="丙"), "担任过案件审查人，不能再担任法制审核人"),
        (asked("return_review", by="戊"), "担任过听证主持（记录）人"),
        (asked("hold_hearing", by="丁"), "担任过法制审核人"),
        (asked("report_hearing", by="戊"), ""),
        (asked("arrange_hearing", chair=person("甲"), recorder=person("壬"), members=[person("丙")]), "担任过"),
        (asked("arrange_hearing"), ""),
        (asked("decide", by="乙"), "不能再担任作出决定的负责人"),
        (asked("decide", by="己"), ""),
        (asked("change_handlers", handlers=people("丁", "庚")), "担任过法制审核人，不能再担任承办"),
        (asked("interview", officers=people("壬")), "壬在本案中担任过听证"),
        (asked("report", signers=people("甲", "乙")), ""),
    ],
)
def test_persons_are_separate_over_the_whole_case(act, message):
    found = told(part("X-01", "persons_are_separate"), case(*CROSS), act)
    assert any(message in each for each in found) if message else not found


def test_somebody_the_acts_do_not_name():
    facts = case(("change_handlers", "2026-09-07", {"handlers": [{"id": str(key("谁")), "name": "谁"}], "by": "己"}))
    assert "谁在本案中" in told(part("X-01", "persons_are_separate"), facts, asked("examine", by="谁"))[0]
    signed = case(("report", "2026-09-18", {"signers": [{"id": str(key("某")), "name": "某"}]}))
    assert "该人员在本案中" in told(part("X-01", "persons_are_separate"), signed, asked("examine", by="某"))[0]


def test_a_finding_can_be_turned_into_advice():
    from mingjing.cases.rules.subject import warn
    from mingjing.kernel.findings import Weight

    assert warn(part("X-01", "persons_are_separate").finding("某事")).weight is Weight.WARN


# Officers


@pytest.mark.parametrize(
    ("held", "message"),
    [
        ({"甲": [certificate("甲")], "乙": [certificate("乙")]}, ""),
        ({"甲": [certificate("甲")], "乙": [certificate("乙", end="2026-09-01")]}, "乙的执法证件在 2026-09-02 09:30 无效"),
        ({"甲": [certificate("甲")], "乙": [certificate("乙", end="2026-09-02")]}, ""),
        ({"甲": [certificate("甲")], "乙": [certificate("乙", end="2026-09-01"), certificate("乙", "2026-09-09")]}, "只有 1 名"),
        ({"甲": [certificate("甲")]}, "乙的执法证件"),
        ({}, "只有 0 名"),
    ],
)  # fmt: skip
def test_two_qualified_officers_at_that_minute(held, message):
    facts = case(certificates={key(name): tuple(some) for name, some in held.items()})
    span = {"started_at": "2026-09-02T09:30+08:00", "ended_at": "2026-09-02T11:40+08:00"}
    act = asked("inspect", "2026-09-02 11:50", officers=people("甲", "乙"), **span)
    found = told(part("G-04", "two_qualified_officers"), facts, act)
    assert (message in found[0]) if message else not found


def test_one_officer_is_one_whoever_counts_and_nobody_named_is_another_rule():
    lone = asked("inspect", officers=people("甲"))
    assert told(part("G-04", "two_qualified_officers"), case(), lone) == ["具有有效执法证件的人员只有 1 名"]
    assert not told(part("G-04", "two_qualified_officers"), case(), asked("inspect"))
    assert told(part("G-04", "two_qualified_officers"), case(), asked("file_case", handlers=people("甲", "丁")))
    papers, photo = (
        asked("collect_evidence", officers=people("甲"), kind=kind) for kind in ("documentary", "physical")
    )
    assert not told(part("G-04", "two_qualified_officers"), case(), papers)
    assert told(part("G-04", "two_qualified_officers"), case(), photo)


@pytest.mark.parametrize(
    ("mode", "shown", "speaks"), [("direct", True, 0), ("direct", False, 1), ("left", False, 1), ("post", False, 0)]
)
def test_the_certificate_is_shown_at_the_door(mode, shown, speaks):
    act = asked("serve", mode=mode, certificate_shown=shown)
    assert len(told(part("G-04", "certificate_was_shown"), case(), act)) == speaks
    assert not told(part("G-04", "certificate_was_shown"), case(), asked("inspect"))


ASKED = ("request_recusal", "2026-09-25", {"applicant": "当事人", "person": person("甲")})


@pytest.mark.parametrize(
    ("acts", "code", "speaks"),
    [
        ([ASKED], "decide", 1),
        ([ASKED], "report", 1),
        ([ASKED], "file_case", 1),
        ([ASKED], "not_file", 1),
        ([ASKED], "interview", 0),
        ([ASKED], "collect_evidence", 0),
        ([ASKED, ("decide_recusal", "2026-09-28", {"request_seq": 1, "granted": "no"})], "decide", 0),
        ([], "decide", 0),
    ],
)
def test_recusal_is_decided_before_the_decision(acts, code, speaks):
    rule = part("G-05", "recusal_is_decided")
    assert len(told(rule, case(*acts), asked(code)) if code in rule.acts else ()) == speaks


@pytest.mark.parametrize(
    ("data", "speaks"),
    [
        ({"recusal_asked": "no"}, 0),
        ({"recusal_asked": "yes"}, 2),
        ({"recusal_asked": "yes", "recusal_person": person("甲")}, 1),
        ({"recusal_asked": "yes", "recusal_person": person("甲"), "recusal_reason": "系近亲属"}, 0),
    ],
)
def test_a_recusal_asked_on_the_spot_names_whom_and_why(data, speaks):
    assert len(told(part("G-05", "recusal_asked_on_the_spot_is_kept"), case(), asked("inspect", **data))) == speaks


OUT = [ASKED, ("decide_recusal", "2026-09-28", {"request_seq": 1, "granted": "yes"})]


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (asked("interview", by="甲"), "办理人已被决定回避"),
        (asked("decide", drafted_by="甲"), "办理人已被决定回避"),
        (asked("interview", by="乙", officers=people("甲", "乙")), "甲已被决定回避"),
        (asked("interview", by="乙", officers=people("乙", "庚")), ""),
        (asked("decide_recusal", by="己", request_seq=1), ""),
        (asked("decide_recusal", by="己", request_seq=99), ""),
    ],
)
def test_a_recused_person_stays_out_of_everything(act, message):
    found = told(part("G-05", "recused_person_stays_out"), case(*OUT), act)
    assert (message in found[0]) if message else not found


def test_nobody_decides_the_own_recusal():
    own = asked("decide_recusal", by="甲", request_seq=1)
    assert "不能由本人决定" in told(part("G-05", "recused_person_stays_out"), case(ASKED), own)[0]


def test_the_guards_stop_at_a_step_out_of_turn():
    assert rules(case(FILED), asked("decide"), context()) == {"STEP-01"}


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({"ground": "minor"}, set()),
        ({"ground": "minor", "guardian": "路大成"}, {"guardian"}),
        ({"ground": "child"}, {"guardian", "guardian_relation", "guardian_order", "basis"}),
        ({"ground": "incapable", "basis": ["《行政处罚法》第三十条"]}, {"guardian", "guardian_relation", "guardian_order", "basis"}),
        ({"ground": "child", "basis": ["国办发〔2022〕27号", "《中华人民共和国行政处罚法》第三十条"]}, {"guardian", "guardian_relation", "guardian_order"}),
        (
            {"ground": "child", "basis": ["《行政处罚法》第三十条"], "guardian": "路大成", "guardian_relation": "父亲", "guardian_order": "加以管教。"},
            set(),
        ),
    ],
)  # fmt: skip
def test_a_guardian_is_ordered_where_the_party_is_a_child_or_incapable(data, fields):
    rule = part("G-10", "guardian_is_ordered")
    found = rule(case(), asked("decide_no_penalty", **data), context())
    assert {each.field for each in found} == fields
