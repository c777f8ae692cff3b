"""The rules of licences: each passes, refuses, refuses when repeated, and refuses an empty shell."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.cases.rules import made
from tests.cases.rules.made import asked, context, moment, people, person

from mingjing.cases.rules import guidance, licence_days
from mingjing.cases.rules.clocks import deadlines
from mingjing.cases.rules.review import digest
from mingjing.cases.terms import LICENCE, ActFacts, CaseFacts, Context, Proposed, procedure

TABLE = procedure(LICENCE)
ITEM = {
    "code": "XK-01", "name": "危险化学品经营许可", "act_kind": "licence", "organ_id": str(made.ORGAN.id), "penalises": ["安全生产法第六十三条"],
    "materials": [["申请书", True], ["资格证明", True], ["图纸", False]],
}  # fmt: skip
ALL = [{"name": "申请书"}, {"name": "资格证明"}]
Told = tuple[str, str, dict[str, Any]] | tuple[str, str]
APPLY: Told = ("apply", "2026-09-07", {"received_on": "2026-09-07", "materials": ALL, "handlers": people("甲", "乙")})
SHORT: Told = (
    "apply",
    "2026-09-07",
    {"received_on": "2026-09-07", "materials": ALL[:1], "handlers": people("甲", "乙")},
)
ACCEPT: Told = ("accept", "2026-09-07", {"joint": "no"})
CHECK: Told = ("check", "2026-09-08", {"officers": people("甲", "乙"), "conclusion": "meets"})
THIRD: Told = ("check", "2026-09-08", {"officers": people("甲", "乙"), "conclusion": "meets", "third_party": "yes"})
GRANT: Told = ("grant", "2026-09-10", {"valid_from": "2026-09-10", "valid_to": "2026-12-31"})
SERVED = ("2026-09-09", {"document_seq": 4, "mode": "direct", "served_at": "2026-09-09T09:00+08:00"})


def serve(seq: int, on: str) -> Told:
    return ("serve", on, {"document_seq": seq, "mode": "direct", "served_at": f"{on}T09:00+08:00"})


def case(*acts: Told, **more: Any) -> CaseFacts:
    """An application of these acts."""
    found: list[ActFacts] = []
    here = ""
    for seq, (code, on, *rest) in enumerate(acts, start=1):
        data = dict(rest[0]) if rest else {}
        by = str(data.pop("by", "甲"))
        here = TABLE.acts[code].target(data, here)
        at = moment(on)
        found.append(
            ActFacts(seq, code, at, at, made.key(by), by, None, data, number=f"{code}-{seq}", stage_after=here)
        )
    usual: dict[str, Any] = {
        "id": made.key("case"), "organ": made.ORGAN, "procedure": TABLE, "stage": here, "party": made.PARTY, "matter": ITEM, "acts": tuple(found),
    }  # fmt: skip
    return CaseFacts(**(usual | more))


def told(number: str, facts: CaseFacts, act: Proposed, ctx: Context | None = None) -> list[str]:
    """What every part of a rule says about an act that it guards."""
    ctx = ctx or context(act.at.isoformat()[:16])
    parts = [one for one in made.registered()[number] if act.code in one.acts]
    assert parts, f"{number} does not guard {act.code}"
    return [finding.message for one in parts for finding in one(facts, act, ctx)]


def test_only_a_licence_of_the_organ_is_applied_for() -> None:
    empty = case()
    assert told("LIC-01", empty, asked("apply", matter=ITEM)) == []
    assert "不是行政许可事项" in told("LIC-01", empty, asked("apply", matter=made.MATTER))[0]
    assert "事项清单" in told("LIC-01", empty, asked("apply", matter=ITEM | {"organ_id": "别的机关"}))[0]
    gone = case(organ=replace(made.ORGAN, effective_to=date(2026, 1, 1)))
    assert "不具有执法主体资格" in told("LIC-01", gone, asked("apply", matter=ITEM))[0]
    assert told("LIC-01", replace(empty, matter={}), asked("apply")) == []


def test_what_is_lacking_is_told_whole_once_in_time_and_from_the_list() -> None:
    full = {"missing": [{"name": "资格证明", "need": "请补交"}]}
    facts = case(SHORT)
    for rule in ("LIC-02", "LIC-03", "LIC-04", "LIC-05"):
        assert told(rule, facts, asked("supplement", "2026-09-08", **full)) == []
    assert "资格证明" in told("LIC-02", facts, asked("supplement", "2026-09-08", missing=[]))[0], "an empty shell"
    alien = asked("supplement", "2026-09-08", missing=[*full["missing"], {"name": "无犯罪证明"}])
    assert "不在这一事项" in told("LIC-05", facts, alien)[0]
    assert "视为受理" in told("LIC-04", facts, asked("supplement", "2026-09-15", **full))[0]
    assert told("LIC-04", facts, asked("supplement", "2026-09-14", **full)) == [], "the fifth working day is in time"
    again = case(SHORT, ("supplement", "2026-09-08", full))
    assert "已经以" in told("LIC-03", again, asked("supplement", "2026-09-08", **full))[0]
    assert told("LIC-04", again, asked("refuse_acceptance", "2026-09-30")) == [], "the applicant is waited for"


def test_it_is_accepted_only_when_complete() -> None:
    good = [{"name": "申请书", "held": "yes"}, {"name": "资格证明", "held": "yes"}]
    facts = case(APPLY)
    assert told("LIC-06", facts, asked("accept", "2026-09-07", materials=good)) == []
    assert "资格证明缺少" in told("LIC-06", facts, asked("accept", "2026-09-07", materials=good[:1]))[0]
    no = asked("accept", "2026-09-07", materials=[good[0], {"name": "资格证明", "held": "no"}])
    assert "资格证明缺少" in told("LIC-06", facts, no)[0]
    unsaid = asked("accept", "2026-09-07", materials=[good[0], {"name": "资格证明", "held": "na"}])
    assert "没有说明理由" in told("LIC-06", facts, unsaid)[0]
    assert len(told("LIC-06", facts, asked("accept", "2026-09-07"))) == 2, "an empty shell"


def test_silence_is_acceptance_and_nothing_else_is() -> None:
    facts = case(APPLY)
    assert told("LIC-08", facts, asked("accept", "2026-09-14")) == []
    assert "已经视为受理" in told("LIC-08", facts, asked("accept", "2026-09-15"))[0]
    assert "才届满" in told("LIC-08", facts, asked("deem_accepted", "2026-09-14"))[0]
    assert told("LIC-08", facts, asked("deem_accepted", "2026-09-15")) == []
    waiting = case(SHORT, ("supplement", "2026-09-08"))
    assert "还没有提交补正材料" in told("LIC-08", waiting, asked("deem_accepted", "2026-09-30"))[0]
    assert told("LIC-08", case(), asked("accept")) == []
    deemed = case(APPLY, ("deem_accepted", "2026-09-16"))
    assert licence_days.accepted_on(deemed) == date(2026, 9, 7)
    assert licence_days.accepted_on(case(APPLY, ACCEPT)) == date(2026, 9, 7)
    assert licence_days.accepted_on(facts) is None


def test_acceptance_is_refused_on_a_ground() -> None:
    facts = case(SHORT)
    assert "向哪个机关" in told("LIC-07", facts, asked("refuse_acceptance", ground="not_ours"))[0]
    assert told("LIC-07", facts, asked("refuse_acceptance", ground="not_ours", competent="市应急管理局")) == []
    assert told("LIC-07", facts, asked("refuse_acceptance", ground="not_needed")) == []
    assert "没有告知过补正" in told("LIC-07", facts, asked("refuse_acceptance", ground="incomplete"))[0]
    asked_for = case(SHORT, ("supplement", "2026-09-08"))
    incomplete = asked("refuse_acceptance", ground="incomplete")
    assert "还没有送达" in told("LIC-07", asked_for, incomplete)[0], "nobody lacks what he was not told of"
    assert told("LIC-07", case(SHORT, ("supplement", "2026-09-08"), serve(2, "2026-09-08")), incomplete) == []
    came = ("receive_supplement", "2026-09-10", {"received_on": "2026-09-10", "materials": [{"name": "资格证明"}]})
    assert "已经全部收到" in told("LIC-07", case(SHORT, asked_for_act(), came), asked("refuse_acceptance", ground="incomplete"))[0]  # fmt: skip


def test_silence_is_not_undone_by_another_receipt() -> None:
    came = ("receive_supplement", "2026-09-10", {"received_on": "2026-09-10", "materials": [{"name": "资格证明"}]})
    waiting, answered = case(SHORT, asked_for_act()), case(SHORT, asked_for_act(), came)

    def receipt(day: str) -> Proposed:
        return asked("receive_supplement", day, received_on=day)

    assert told("LIC-04", waiting, receipt("2026-11-10")) == [], "the applicant is waited for"
    assert (
        "早于补正告知"
        in told("LIC-04", waiting, asked("receive_supplement", "2026-09-09", received_on="2026-09-07"))[0]
    )
    assert told("LIC-04", answered, receipt("2026-09-17")) == [], "the fifth working day"
    assert "视为受理" in told("LIC-04", answered, receipt("2026-09-18"))[0]
    assert "LIC-04" in TABLE.acts["receive_supplement"].guards


def asked_for_act() -> Told:
    return ("supplement", "2026-09-08")


def test_no_fee_and_remedies_told() -> None:
    facts = case(APPLY)
    assert told("LIC-09", facts, asked("accept", fee="0.00")) == [] and told("LIC-09", facts, asked("accept")) == []
    assert "不收费" in told("LIC-09", facts, asked("grant", fee="500.00"))[0]
    assert told("LIC-09", facts, asked("grant", fee="500.00", fee_basis=["某法第一条"])) == []
    assert told("LIC-41", facts, asked("deny", remedies="可以申请行政复议，也可以提起行政诉讼")) == []
    assert told("LIC-41", facts, asked("deny", remedies="可以申请行政复议")) and told("LIC-41", facts, asked("deny"))


def test_examination_on_the_spot_and_the_decision_after_it() -> None:
    facts = case(APPLY, ACCEPT)
    spot = {"mode": "on_site", "place": "化工路8号"}
    assert told("LIC-10", facts, asked("check", officers=people("甲", "乙"), **spot)) == []
    assert "不足两名" in told("LIC-10", facts, asked("check", officers=people("甲", "甲"), **spot))[0]
    assert "核查地点" in told("LIC-10", facts, asked("check", officers=people("甲", "乙"), mode="on_site"))[0]
    assert told("LIC-10", facts, asked("check", officers=people("甲"), mode="papers")) == []
    assert "还没有审查" in told("LIC-11", facts, asked("grant"))[0]
    checked = case(APPLY, ACCEPT, CHECK)
    assert told("LIC-11", checked, asked("grant")) == []
    assert "符合" in told("LIC-11", checked, asked("deny"))[0]
    failed = case(APPLY, ACCEPT, ("check", "2026-09-08", {"officers": people("甲"), "conclusion": "fails"}))
    assert told("LIC-11", failed, asked("deny")) == [] and "不符合" in told("LIC-11", failed, asked("grant"))[0]
    assert told("LIC-14", checked, asked("grant", by="己")) == []
    assert "审查、审核" in told("LIC-14", checked, asked("grant", by="甲"))[0]


def test_those_concerned_are_heard_before_the_decision() -> None:
    assert told("LIC-12", case(APPLY, ACCEPT), asked("grant")) == []
    facts = case(APPLY, ACCEPT, THIRD)
    assert "没有告知" in told("LIC-12", facts, asked("grant"))[0]
    sent = case(APPLY, ACCEPT, THIRD, ("ask_third_party", "2026-09-08"))
    assert "还没有送达" in told("LIC-12", sent, asked("grant"))[0]
    served = case(APPLY, ACCEPT, THIRD, ("ask_third_party", "2026-09-08"), serve(4, "2026-09-08"))
    assert "2026-09-15" in told("LIC-12", served, asked("grant", "2026-09-15"))[0]
    assert told("LIC-12", served, asked("grant", "2026-09-16")) == []
    assert told("LIC-20", served, asked("request_hearing", "2026-09-15", requested_at="2026-09-15T09:00+08:00")) == []
    late = asked("request_hearing", "2026-09-16", requested_at="2026-09-16T09:00+08:00")
    assert "届满" in told("LIC-20", served, late)[0]
    assert "还没有送达" in told("LIC-20", sent, late)[0]


def test_everyone_concerned_is_told_and_an_earlier_hearing_is_not_theirs() -> None:
    first, second = ("ask_third_party", "2026-09-08"), ("ask_third_party", "2026-09-08")
    one_left = case(APPLY, ACCEPT, THIRD, first, second, serve(5, "2026-09-08"))
    assert told("LIC-12", one_left, asked("grant", "2026-09-16")) == ["ask_third_party-4还没有送达利害关系人"]
    both = case(APPLY, ACCEPT, THIRD, first, second, serve(5, "2026-09-08"), serve(4, "2026-09-08"))
    assert told("LIC-12", both, asked("grant", "2026-09-16")) == []
    heard = ("hold_hearing", "2026-09-08", {"by": "丙"})
    before = case(APPLY, ACCEPT, THIRD, heard, first, serve(5, "2026-09-08"))
    assert "2026-09-15" in told("LIC-12", before, asked("grant", "2026-09-15"))[0]


def test_time_is_not_excluded_afterwards_nor_before_acceptance() -> None:
    facts = case(APPLY, ACCEPT)

    def excluded(day: str, began: str) -> Proposed:
        return asked("exclude_time", day, began_on=began)

    assert told("LIC-30", facts, excluded("2026-10-10", "2026-10-10")) == [], "the last day"
    assert "不再扣除" in told("LIC-30", facts, excluded("2026-10-12", "2026-09-08"))[0]
    assert "早于受理" in told("LIC-30", facts, excluded("2026-09-08", "2026-09-04"))[0]


def test_a_licence_that_is_gone_is_not_renewed_by_silence() -> None:
    late = asked("deem_renewed", "2027-01-04", valid_to="2029-12-31")
    revoked = case(*GRANTED, RENEW, ("revoke_licence", "2026-12-01", {"kind": "revoked"}))
    undone = case(*GRANTED, RENEW, ("end_remedy", "2026-12-01", {"result": "revoked", "remedy_seq": 1}))
    assert told("LIC-44", case(*GRANTED, RENEW), late) == []
    for gone in (revoked, undone):
        assert "已经撤销" in told("LIC-44", gone, late)[0]
    assert "LIC-44" in TABLE.acts["deem_renewed"].guards
    other = asked("apply_renewal", "2026-12-02", applied_on="2026-12-02")
    assert "已经撤销" in told("LIC-44", undone, other)[0], "reconsideration and the court undo a licence too"


REQUEST: Told = ("request_hearing", "2026-09-11", {"requested_at": "2026-09-11T09:00+08:00"})
NOTICE: Told = (
    "arrange_hearing",
    "2026-09-11",
    {"hearing_at": "2026-09-24T09:00+08:00", "chair": person("丙"), "recorder": person("丁")},
)
HEARD = (APPLY, ACCEPT, THIRD, ("ask_third_party", "2026-09-08"), serve(4, "2026-09-08"), REQUEST)


def test_a_hearing_is_set_in_time_with_a_chair_from_outside() -> None:
    facts = case(*HEARD)
    usual = {"chair": person("丙"), "recorder": person("丁")}

    def setting(day: str) -> Proposed:
        return asked("arrange_hearing", "2026-09-11", hearing_at=f"{day}T09:00+08:00", **usual)

    assert told("LIC-21", facts, setting("2026-09-24")) == []
    assert "最早" in told("LIC-21", facts, setting("2026-09-18"))[0]
    assert "前组织听证" in told("LIC-21", facts, setting("2026-10-30"))[0]
    assert "没有待举行" in told("LIC-21", case(APPLY, ACCEPT, CHECK), setting("2026-09-24"))[0]
    announced = case(APPLY, ACCEPT, CHECK, ("announce_hearing", "2026-09-09"))
    assert told("LIC-21", announced, setting("2026-10-30")) == [], "the twenty days run from a request"
    assert told("LIC-22", facts, setting("2026-09-24")) == []
    same = asked("arrange_hearing", "2026-09-11", hearing_at="2026-09-24T09:00+08:00", chair=person("甲"))
    assert "审查过" in told("LIC-22", facts, same)[0]
    held = asked("hold_hearing", "2026-09-24", by="丙", started_at="2026-09-24T09:00+08:00")
    assert told("LIC-22", case(*HEARD, NOTICE), held) == []
    assert "载明的主持人" in told("LIC-22", case(*HEARD, NOTICE), replace(held, by=made.key("戊")))[0]
    assert "已经有待举行" in told("LIC-20", facts, asked("request_hearing", "2026-09-11", requested_at="2026-09-11T10:00+08:00"))[0]  # fmt: skip


def test_a_hearing_is_held_as_notified_and_once() -> None:
    ready = case(*HEARD, NOTICE, serve(7, "2026-09-11"))

    def start(text: str) -> Proposed:
        return asked("hold_hearing", text[:10], by="丙", started_at=f"{text}+08:00")

    assert told("LIC-23", ready, start("2026-09-24T09:00")) == []
    assert "听证时间是" in told("LIC-23", ready, start("2026-09-24T08:00"))[0]
    assert len(told("LIC-23", ready, start("2026-09-15T09:00"))) == 2
    assert "尚未送达" in told("LIC-23", case(*HEARD, NOTICE), start("2026-09-24T09:00"))[0]
    done = case(*HEARD, NOTICE, serve(7, "2026-09-11"), ("hold_hearing", "2026-09-24", {"by": "丙"}))
    assert "没有待举行" in told("LIC-23", done, start("2026-09-24T09:00"))[0]
    assert "听证还没有举行" in told("LIC-24", ready, asked("grant"))[0]
    assert told("LIC-24", done, asked("grant")) == [] and told("LIC-24", case(APPLY, ACCEPT), asked("grant")) == []
    public = ("check", "2026-09-08", {"officers": people("甲"), "conclusion": "meets", "public_interest": "yes"})
    assert "没有公告听证" in told("LIC-24", case(APPLY, ACCEPT, public), asked("grant"))[0]
    assert "没有说明" in told("LIC-25", done, asked("grant"))[0]
    assert told("LIC-25", done, asked("grant", hearing_basis="笔录认定……")) == []
    assert told("LIC-25", ready, asked("grant")) == []
    assert told("LIC-12", done, asked("grant", "2026-09-10")) == [], "a hearing that was held ends the waiting"


def test_time_is_excluded_once_told_and_extended_once() -> None:
    facts = case(APPLY, ACCEPT)
    began = ("exclude_time", "2026-09-08", {"began_on": "2026-09-08"})
    running = case(APPLY, ACCEPT, began, serve(3, "2026-09-08"))
    ended = case(
        APPLY, ACCEPT, began, serve(3, "2026-09-08"), ("end_exclusion", "2026-09-15", {"ended_on": "2026-09-15"})
    )
    assert told("LIC-30", facts, asked("exclude_time")) == [] and told("LIC-30", ended, asked("exclude_time")) == []
    assert "还没有结束" in told("LIC-30", running, asked("exclude_time"))[0]
    assert "没有正在进行" in told("LIC-30", facts, asked("end_exclusion", ended_on="2026-09-09"))[0]
    assert "早于开始" in told("LIC-30", running, asked("end_exclusion", ended_on="2026-09-07"))[0]
    assert told("LIC-30", running, asked("end_exclusion", ended_on="2026-09-09")) == []
    plain, ctx = licence_days.decision_limit(facts, context("2026-10-20")), context("2026-10-20")
    assert plain is not None and plain.due_on == date(2026, 10, 10)
    shifted = licence_days.decision_limit(ended, ctx)
    assert shifted is not None and shifted.due_on == date(2026, 10, 16), "five working days were not counted"
    late = case(
        APPLY, ACCEPT, began, serve(3, "2026-10-12"), ("end_exclusion", "2026-10-15", {"ended_on": "2026-10-15"})
    )
    assert licence_days.decision_limit(late, ctx) == plain, "served after the last day, it moves nothing"
    untold = case(APPLY, ACCEPT, began, ("end_exclusion", "2026-09-15", {"ended_on": "2026-09-15"}))
    assert licence_days.decision_limit(untold, ctx) == plain, "what nobody was told in writing counts"
    assert told("LIC-31", facts, asked("extend", "2026-10-10", days=10)) == []
    assert "最多延长 10" in told("LIC-31", facts, asked("extend", "2026-10-10", days=11))[0]
    assert "届满" in told("LIC-31", facts, asked("extend", "2026-10-12", days=10))[0]
    longer = case(APPLY, ACCEPT, ("extend", "2026-10-09", {"days": 10}))
    assert "延长过一次" in told("LIC-31", longer, asked("extend", "2026-10-10", days=10))[0]
    joint = case(APPLY, ("accept", "2026-09-07", {"joint": "yes"}))
    assert told("LIC-31", joint, asked("extend", "2026-10-10", days=15)) == []
    assert told("LIC-31", case(APPLY), asked("extend")) == [] and told("LIC-32", case(APPLY), asked("grant")) == []
    assert told("LIC-32", facts, asked("grant", "2026-10-10")) == []
    assert "届满" in told("LIC-32", facts, asked("grant", "2026-10-12"))[0]


def test_a_major_licence_is_reviewed_and_the_pass_fits_the_file() -> None:
    assert told("LIC-33", case(APPLY, ACCEPT, CHECK), asked("grant")) == []
    facts = case(APPLY, ACCEPT, THIRD)
    assert "没有经过" in told("LIC-33", facts, asked("grant"))[0]
    sent = ("submit_review", "2026-09-09", {"digest": digest(facts)})
    assert "还没有结论" in told("LIC-33", case(APPLY, ACCEPT, THIRD, sent), asked("grant"))[0]

    def answered(result: str, *more: Told) -> CaseFacts:
        return case(APPLY, ACCEPT, THIRD, sent, ("give_opinion", "2026-09-10", {"result": result, "by": "庚"}), *more)

    assert told("LIC-33", answered("agree"), asked("grant")) == []
    assert "没有通过" in told("LIC-33", answered("return"), asked("grant"))[0]
    assert "又有变化" in told("LIC-33", answered("agree", THIRD), asked("grant"))[0]
    assert told("REV-10", facts, asked("submit_review")) == []
    assert "审查表" in told("REV-10", case(APPLY, ACCEPT), asked("submit_review"))[0]


def test_a_grant_is_whole_delivered_published_and_closed() -> None:
    facts = case(APPLY, ACCEPT, CHECK)
    assert told("LIC-40", facts, asked("grant", "2026-09-10", valid_from="2026-09-10")) == []
    assert "早于" in told("LIC-40", facts, asked("grant", "2026-09-10", valid_from="2026-09-01"))[0]
    assert "届满日" in told("LIC-40", facts, asked("grant", "2026-09-10", valid_from="2026-09-10", valid_to="2026-09-10"))[0]  # fmt: skip
    granted = case(APPLY, ACCEPT, CHECK, GRANT)

    def handed(on: str, seq: int = 4) -> Proposed:
        return asked("serve", on, document_seq=seq, mode="direct", served_at=f"{on}T09:00+08:00")

    assert (
        told("LIC-42", granted, handed("2026-09-23")) == [] and told("LIC-42", granted, handed("2026-10-30", 2)) == []
    )
    assert (
        "已逾期" in told("LIC-42", granted, handed("2026-09-25"))[0] and told("LIC-42", granted, asked("serve")) == []
    )
    assert len(told("LIC-43", granted, asked("close"))) == 2
    served = case(APPLY, ACCEPT, CHECK, GRANT, serve(4, "2026-09-11"), publication_state="released")
    assert told("LIC-43", served, asked("close")) == []
    assert "还没有送达" in told("LIC-43", case(APPLY), asked("close"))[0]


GRANTED = (APPLY, ACCEPT, CHECK, GRANT, serve(4, "2026-09-11"))
RENEW: Told = ("apply_renewal", "2026-11-02", {"applied_on": "2026-11-02"})


def test_a_licence_is_renewed_or_renewed_by_silence() -> None:
    facts = case(*GRANTED)

    def renewal(day: str) -> Proposed:
        return asked("apply_renewal", day, applied_on=day)

    assert told("LIC-45", facts, renewal("2026-12-01")) == []
    assert "前申请延续" in told("LIC-45", facts, renewal("2026-12-02"))[0]
    assert "已于" in told("LIC-45", facts, renewal("2027-01-04"))[0]
    forever = case(APPLY, ACCEPT, CHECK, ("grant", "2026-09-10", {"valid_from": "2026-09-10"}))
    assert "长期有效" in told("LIC-45", forever, renewal("2026-11-02"))[0]
    asked_for = case(*GRANTED, RENEW)
    assert "没有答复" in told("LIC-45", asked_for, renewal("2026-11-03"))[0]
    assert told("LIC-46", asked_for, asked("renew", "2026-12-31")) == []
    assert "视为准予" in told("LIC-46", asked_for, asked("renew", "2027-01-04"))[0]
    assert "才届满" in told("LIC-46", asked_for, asked("deem_renewed", "2026-12-31"))[0]
    assert told("LIC-46", asked_for, asked("deem_renewed", "2027-01-04")) == []
    assert "没有待决定" in told("LIC-46", facts, asked("renew"))[0]
    assert told("LIC-47", asked_for, asked("renew", result="yes", valid_to="2029-12-31")) == []
    assert told("LIC-47", asked_for, asked("renew", result="yes", valid_to="2026-12-31"))
    assert told("LIC-47", asked_for, asked("deem_renewed"))
    assert "复议" in told("LIC-47", asked_for, asked("renew", result="no"))[0]
    assert told("LIC-47", asked_for, asked("renew", result="no", remedies="复议、诉讼")) == []
    refused = case(*GRANTED, RENEW, ("renew", "2026-12-01", {"result": "no"}))
    assert licence_days.valid_to(refused) == date(2026, 12, 31) and licence_days.valid_to(case(APPLY)) is None
    again = case(*GRANTED, RENEW, ("renew", "2026-12-01", {"result": "yes", "valid_to": "2029-12-31"}))
    assert licence_days.valid_to(again) == date(2029, 12, 31)


def test_a_licence_is_changed_revoked_and_cancelled_with_care() -> None:
    facts = case(*GRANTED)
    assert told("LIC-44", facts, asked("change_licence", "2026-12-31")) == []
    assert "届满" in told("LIC-44", facts, asked("change_licence", "2027-01-04"))[0]
    assert told("LIC-48", facts, asked("revoke_licence", ground="fraud", harm="no")) == []
    assert "重大损害" in told("LIC-48", facts, asked("revoke_licence", ground="fraud", harm="yes"))[0]
    assert "赔偿" in told("LIC-48", facts, asked("revoke_licence", ground="procedure"))[0]
    gone = case(*GRANTED, ("revoke_licence", "2026-10-20", {"kind": "revoked"}))
    assert "已经撤销" in told("LIC-44", gone, asked("revoke_licence"))[0]
    assert told("LIC-44", case(APPLY), asked("renew"))
    assert told("LIC-49", gone, asked("cancel_licence", ground="undone")) == []
    assert "没有撤销许可" in told("LIC-49", facts, asked("cancel_licence", ground="undone"))[0]
    by_court = case(*GRANTED, ("end_remedy", "2026-11-01", {"result": "revoked", "remedy_seq": 1}))
    assert told("LIC-49", by_court, asked("cancel_licence", ground="undone")) == []
    assert "没有届满" in told("LIC-49", facts, asked("cancel_licence", ground="expired"))[0]
    assert told("LIC-49", facts, asked("cancel_licence", "2027-01-04", ground="expired")) == []
    open_ = case(*GRANTED, RENEW)
    assert "视为准予" in told("LIC-49", open_, asked("cancel_licence", "2027-01-04", ground="expired"))[0]
    twice = case(*GRANTED, ("cancel_licence", "2027-01-04"))
    assert "已经注销" in told("LIC-49", twice, asked("cancel_licence", ground="died"))[0]


@pytest.mark.parametrize(
    ("acts", "on", "act", "word"),
    [
        ((APPLY,), "2026-09-07", "accept", "视为受理"), ((APPLY,), "2026-09-15", "deem_accepted", "视为受理"), ((SHORT,), "2026-09-08", "supplement", "资格证明"),
        ((SHORT, ("supplement", "2026-09-08")), "2026-09-09", "", "等待申请人"),
        ((SHORT, ("supplement", "2026-09-08"), ("receive_supplement", "2026-09-09", {"received_on": "2026-09-09"})), "2026-09-09", "refuse_acceptance", "不得再次"),
        ((APPLY, ACCEPT), "2026-09-08", "check", "等待审查"), ((APPLY, ACCEPT, CHECK), "2026-09-08", "grant", "可以决定"),
        ((APPLY, ACCEPT, ("check", "2026-09-08", {"officers": [], "conclusion": "fails"})), "2026-09-08", "deny", "可以决定"),
        ((APPLY, ACCEPT, ("check", "2026-09-08", {"officers": [], "public_interest": "yes"})), "2026-09-08", "announce_hearing", "公告"),
        ((APPLY, ACCEPT, THIRD), "2026-09-08", "ask_third_party", "告知"), ((APPLY, ACCEPT, THIRD, ("ask_third_party", "2026-09-08")), "2026-09-08", "serve", "等待送达"),
        (HEARD[:5], "2026-09-10", "", "等待利害关系人"), (HEARD[:5], "2026-09-16", "submit_review", "法制审核"), (HEARD, "2026-09-11", "arrange_hearing", "听证"),
        ((*HEARD, NOTICE), "2026-09-11", "serve", "等待送达"), ((*HEARD, NOTICE, serve(7, "2026-09-11")), "2026-09-12", "hold_hearing", "听证定于"),
        ((APPLY, ACCEPT, ("exclude_time", "2026-09-08", {"began_on": "2026-09-08"})), "2026-09-08", "serve", "不计入期限"),
        ((APPLY, ACCEPT, ("exclude_time", "2026-09-08", {"began_on": "2026-09-08"}), serve(3, "2026-09-08")), "2026-09-09", "end_exclusion", "结束后登记"),
        ((APPLY, ACCEPT, CHECK, ("submit_review", "2026-09-09", {"digest": "x"})), "2026-09-09", "give_opinion", "第 1 轮"),
        ((APPLY, ACCEPT, CHECK, ("submit_review", "2026-09-09", {"digest": "x"}), ("give_opinion", "2026-09-09", {"result": "agree"})), "2026-09-09", "submit_review", "重新送审"),
        ((APPLY, ACCEPT, CHECK, ("submit_review", "2026-09-09", {"digest": "same"}), ("give_opinion", "2026-09-09", {"result": "return"})), "2026-09-09", "submit_review", "重新送审"),
        ((APPLY, ACCEPT, CHECK, GRANT), "2026-09-10", "serve", "颁发"), (GRANTED, "2026-09-12", "serve", "送达"),
        ((SHORT, ("refuse_acceptance", "2026-09-08")), "2026-09-08", "serve", "不予受理"), ((SHORT, ("refuse_acceptance", "2026-09-08"), serve(2, "2026-09-08")), "2026-09-08", "close", "办结"),
    ],
)  # fmt: skip
def test_the_next_step_is_told(acts: tuple[Told, ...], on: str, act: str, word: str) -> None:
    found = guidance.advice(case(*acts), context(on))
    assert found is not None and (found.act, word in found.why) == (act, True), found


def test_the_next_step_after_delivery() -> None:
    served = replace(case(*GRANTED), stage="served")
    ctx = context("2026-10-08")
    assert [getattr(guidance.advice(served, ctx), "act", None), getattr(guidance.advice(replace(served, stage="closed"), ctx), "act", None)] == ["close", "archive"]  # fmt: skip
    asked_for = replace(case(*GRANTED, RENEW), stage="archived")
    assert getattr(guidance.advice(asked_for, context("2026-11-03")), "act", "") == "renew"
    assert getattr(guidance.advice(asked_for, context("2027-01-04")), "act", "") == "deem_renewed"
    assert guidance.advice(replace(served, stage="archived"), ctx) is None


def test_a_review_that_passed_leads_to_the_decision() -> None:
    facts = case(APPLY, ACCEPT, CHECK)
    sent = ("submit_review", "2026-09-09", {"digest": digest(facts)})
    passed = case(APPLY, ACCEPT, CHECK, sent, ("give_opinion", "2026-09-09", {"result": "agree"}))
    assert getattr(guidance.advice(passed, context("2026-09-09")), "act", "") == "grant"


def clocks(facts: CaseFacts, now: str) -> dict[str, tuple[str, bool]]:
    return {one.code: (one.due_on.isoformat(), one.met is None) for one in deadlines(facts, context(now))}


def test_the_clocks_run_and_stop() -> None:
    assert clocks(case(APPLY), "2026-09-07") == {"licence_answer": ("2026-09-14", True)}
    assert clocks(case(SHORT, ("supplement", "2026-09-08")), "2026-09-09") == {}
    heard = clocks(case(*HEARD), "2026-09-11")
    assert heard["licence_answer"][1] is False and heard["licence_hearing"] == ("2026-10-15", True)
    assert heard["hearing_request"] == ("2026-09-15", False)
    granted = clocks(case(*GRANTED), "2026-09-12")
    assert granted["licence_decide"][1] is False and granted["licence_issue"] == ("2026-09-23", False)
    assert granted["licence_renewal"] == ("2026-12-01", True)
    renewed = clocks(case(*GRANTED, RENEW), "2026-11-03")
    assert renewed["licence_renew"] == ("2026-12-31", True) and "licence_renewal" not in renewed
    deemed = clocks(case(APPLY, ("deem_accepted", "2026-09-16")), "2026-09-16")
    assert deemed["licence_decide"] == ("2026-10-10", True)
    gone = clocks(case(*GRANTED, ("cancel_licence", "2026-10-20")), "2026-10-21")
    assert "licence_renewal" not in gone


def test_of_a_penalty_nothing_runs() -> None:
    assert not [code for code in clocks(made.case(("register_lead", "2026-09-01", {"found_on": "2026-09-01"})), "2026-09-02") if code.startswith("licence")]  # fmt: skip
