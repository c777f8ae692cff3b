"""What is owed in audio-video: duty, coverage with gaps, reasons, the steps that wait, the clock, the seven stages."""

from datetime import timedelta
from typing import Any
from uuid import uuid5

import pytest
from tests.cases.rules.made import SPACE, asked, case, context, moment, part, person, told

from mingjing.cases.rules.clocks import deadlines
from mingjing.cases.rules.coverage import holes, stages
from mingjing.cases.rules.recording import duty_of, list_is_whole, owed, reason_is_whole
from mingjing.cases.terms import State
from mingjing.cases.terms.recording import KEPT, Duty, Film, Level, Reason, Stand
from mingjing.kernel.findings import Weight

LEAD = ("register_lead", "2026-08-31", {"found_on": "2026-08-31"})
FULL = {KEPT: Duty(Level.FULL, "听证", listed=True, source="示范清单第 1 版", gap=10).as_json()}
SPAN = {"started_at": "2026-09-22T09:00+08:00", "ended_at": "2026-09-22T11:00+08:00"}
HEARD = ("hold_hearing", "2026-09-22 11:30", {**SPAN, **FULL, "av": "recorded"})


def film(seq: int, since: str, until: str, state: str = "held", at: str = "2026-09-22 12:00") -> Film:
    return Film(uuid5(SPACE, f"{since}{until}"), seq, moment(since), moment(until), state, moment(at))


def reason(seq: int, since: str = "", until: str = "", why: str = "failure") -> Reason:
    span = (moment(since), moment(until)) if since else (None, None)
    return Reason(seq, why, "记录仪没有电了", "甲", "笔录注明", "甲", moment("2026-09-22 13:00"), *span)


def stand_of(*acts: Any, **more: Any) -> Stand:
    return owed(case(LEAD, *acts, **more))[-1].stand


@pytest.mark.parametrize(
    ("code", "data", "level"),
    [
        ("inspect", {}, "some"), ("interview", {}, "some"), ("sample", {}, "some"), ("preserve", {}, "some"), ("hold_hearing", {}, "some"),
        ("serve", {"mode": "left"}, "must"), ("serve", {"mode": "announcement"}, "must"), ("serve", {"mode": "direct"}, ""),
        ("collect_evidence", {"kind": "record"}, "some"), ("collect_evidence", {"kind": "documentary"}, ""), ("report", {}, ""),
        ("seize", {}, "full"), ("execute_force", {"mode": "demolish"}, "full"), ("execute_force", {"mode": "auction"}, "full"),
        ("execute_force", {"mode": "other"}, "full"), ("perform_substitute", {}, "must"), ("record_execution", {}, ""),
    ],
)  # fmt: skip
def test_without_a_list_the_national_minimum_applies(code: str, data: dict[str, Any], level: str) -> None:
    found = duty_of(code, data)
    assert (found.level if found else "") == level


def test_what_was_confiscated_is_recorded_when_it_is_disposed_of() -> None:
    found = duty_of("record_execution", {}, ["fine", "confiscate_goods"])
    assert found is not None and found.level is Level.FULL


@pytest.mark.parametrize(
    ("films", "reasons", "stand"),
    [
        ([], [], Stand.OPEN),
        ([film(2, "2026-09-22 09:00", "2026-09-22 11:00", "absent")], [], Stand.OPEN),
        ([film(3, "2026-09-22 09:00", "2026-09-22 11:00")], [], Stand.OPEN),
        ([film(2, "2026-09-22 08:55", "2026-09-22 11:05")], [], Stand.FILMED),
        ([film(2, "2026-09-22 09:00", "2026-09-22 11:00", "committed")], [], Stand.FILMED),
        ([film(2, "2026-09-22 09:00", "2026-09-22 10:00")], [], Stand.GAPS),
        ([film(2, "2026-09-22 09:00", "2026-09-22 10:00"), film(2, "2026-09-22 10:00", "2026-09-22 11:00")], [], Stand.FILMED),
        ([film(2, "2026-09-22 09:00", "2026-09-22 10:00")], [reason(2, "2026-09-22 10:00", "2026-09-22 11:00")], Stand.FILMED),
        ([film(2, "2026-09-22 09:00", "2026-09-22 10:00")], [reason(2, "2026-09-22 10:00", "2026-09-22 10:30")], Stand.GAPS),
        ([film(2, "2026-09-22 12:00", "2026-09-22 13:00")], [], Stand.GAPS),
        ([], [reason(2)], Stand.SAID),
        ([], [reason(2, "2026-09-22 10:00", "2026-09-22 11:00")], Stand.OPEN),
    ],
)  # fmt: skip
def test_a_full_process_act_is_covered_or_every_gap_explained(
    films: list[Film], reasons: list[Reason], stand: Stand
) -> None:
    assert stand_of(HEARD, films=tuple(films), reasons=tuple(reasons)) is stand


@pytest.mark.parametrize(("seconds", "stand"), [(10, Stand.FILMED), (11, Stand.GAPS)])
def test_a_gap_counts_when_it_is_longer_than_the_figure_kept_with_the_act(seconds: int, stand: Stand) -> None:
    begun = film(2, "2026-09-22 09:00", "2026-09-22 10:00")
    rest = Film(begun.id, 2, begun.until + timedelta(seconds=seconds), moment("2026-09-22 11:00"), "held", begun.until)
    assert stand_of(HEARD, films=(begun, rest)) is stand
    longer = Duty(Level.FULL, "听证", gap=60).as_json()
    assert stand_of(("hold_hearing", "2026-09-22 11:30", {**SPAN, KEPT: longer}), films=(begun, rest)) is Stand.FILMED


@pytest.mark.parametrize(
    ("code", "data", "stand"),
    [
        ("inspect", {"av": "text_only", "av_reason": "信号受限，文字足以证明"}, Stand.SAID),
        ("inspect", {"av": "text_only", "av_reason": "不录"}, Stand.SILENT),
        ("inspect", {"av": "recorded"}, Stand.OPEN),
        ("inspect", {"av": "failed", "av_reason": "记录仪没有电了，没有录上"}, Stand.OPEN),
        ("interview", {}, Stand.SILENT),
        ("serve", {"mode": "left", "witness": "村主任"}, Stand.WITNESS),
        ("serve", {"mode": "left", "av": "recorded"}, Stand.OPEN),
        ("serve", {"mode": "announcement", "av": "recorded"}, Stand.OPEN),
    ],
)
def test_how_an_act_without_a_film_stands(code: str, data: dict[str, Any], stand: Stand) -> None:
    assert stand_of((code, "2026-09-02", data)) is stand


def test_going_on_waits_for_what_is_owed_and_for_nothing_else() -> None:
    rule = part("AV-02", "owed_before_going_on")
    assert any("没有登记音像" in each for each in told(rule, case(LEAD, HEARD), asked("report_hearing")))
    half = (film(2, "2026-09-22 09:00", "2026-09-22 10:00"),)
    assert any(
        "有 1 段没有录，最长 3600 秒" in each for each in told(rule, case(LEAD, HEARD, films=half), asked("decide"))
    )
    whole = (film(2, "2026-09-22 09:00", "2026-09-22 11:00"),)
    assert told(rule, case(LEAD, HEARD, films=whole), asked("decide")) == []
    assert told(rule, case(LEAD, ("interview", "2026-09-05", {})), asked("decide")) == []


@pytest.mark.parametrize(
    ("code", "data", "refused"),
    [
        ("hold_hearing", {**FULL, "av": "text_only"}, True),
        ("hold_hearing", {**FULL, "av": "recorded"}, False),
        ("hold_hearing", {**FULL, "av": "failed"}, False),
        ("hold_hearing", {"av": "text_only"}, False),
        ("serve", {"mode": "left", "witness": "村主任", "av": "text_only",
                   KEPT: Duty(Level.FULL, "留置送达", instead="witness").as_json()}, False),
    ],
)  # fmt: skip
def test_text_does_not_replace_a_full_process_recording(code: str, data: dict[str, Any], refused: bool) -> None:
    found = told(part("AV-03", "full_is_not_replaced_by_text"), case(LEAD), asked(code, **data))
    assert bool(found) is refused


def test_a_situational_act_without_film_or_reason_is_a_remark_only() -> None:
    rule = part("AV-05", "some_or_a_reason")
    facts = case(LEAD, ("interview", "2026-09-05", {}))
    found = list(rule(facts, asked("report"), context()))
    assert [each.weight for each in found] == [Weight.WARN] and "没有写明不录的理由" in str(found[0])
    assert (
        told(rule, case(LEAD, ("interview", "2026-09-05", {}), reasons=(reason(2, why="text"),)), asked("report")) == []
    )


@pytest.mark.parametrize(
    ("level", "given", "fields"),
    [
        (Level.SOME, ("text", "笔录已经写明全部经过", "", ""), []),
        (Level.SOME, ("", "", "", ""), ["why", "text"]),
        (Level.SOME, ("text", "已写明", "", ""), ["text"]),
        (Level.FULL, ("failure", "记录仪存储卡损坏", "甲一", "请见证人在场并注明"), []),
        (Level.FULL, ("failure", "记录仪存储卡损坏", "", ""), ["person", "remedy"]),
        (Level.FULL, ("text", "笔录已经写明全部经过", "甲一", "请见证人在场并注明"), ["why"]),
        (Level.MUST, ("text", "笔录已经写明全部经过", "甲一", "请见证人在场并注明"), ["why"]),
    ],
)
def test_a_reason_is_whole(level: Level, given: tuple[str, str, str, str], fields: list[str]) -> None:
    assert [one.field for one in reason_is_whole(Duty(level, "听证"), *given)] == fields


def test_the_clock_runs_from_the_end_of_the_act_and_stops_with_the_film_or_the_reason() -> None:
    def clock(facts: Any, now: str) -> Any:
        ctx = context(now)
        found = next(each for each in deadlines(facts, ctx) if each.code == "recording")
        return found.due_on.isoformat(), found.state(ctx.now)

    assert clock(case(LEAD, HEARD), "2026-09-23") == ("2026-09-23", State.OPEN)
    assert clock(case(LEAD, HEARD), "2026-09-24") == ("2026-09-23", State.BREACHED)
    whole = film(2, "2026-09-22 09:00", "2026-09-22 11:00")
    assert clock(case(LEAD, HEARD, films=(whole,)), "2026-09-24")[1] is State.MET
    late = film(2, "2026-09-22 09:00", "2026-09-22 11:00", at="2026-09-25 09:00")
    assert clock(case(LEAD, HEARD, films=(late,)), "2026-09-26")[1] is State.LATE
    assert clock(case(LEAD, HEARD, reasons=(reason(2),)), "2026-09-24")[1] is State.MET


def test_seven_stages_and_their_holes() -> None:
    opened = stages(case(LEAD))
    assert [(row.name, row.hole) for row in opened] == [
        (name, "") for name in ("启动", "取证", "审核", "决定", "送达", "执行", "归档")
    ]
    decided = ("decide", "2026-10-10", {"fine": "20000", "kinds": ["fine"]})
    found = {row.key: row.hole for row in stages(case(LEAD, decided))}
    assert (found["evidence"], found["review"], found["decision"], found["service"]) == (
        "没有文字记录",
        "没有文字记录",
        "",
        "",
    )
    closed = {row.key: row.hole for row in stages(case(LEAD, decided, ("close", "2026-11-10", {})))}
    assert (closed["service"], closed["execution"], closed["archive"]) == ("没有文字记录", "没有文字记录", "")
    changed = case(LEAD, decided, ("change_decision", "2026-11-01", {"kind": "revoked"}), ("close", "2026-11-10", {}))
    assert {row.key: row.hole for row in stages(changed)}["execution"] == ""
    assert holes(case(LEAD, HEARD)) == (("review",), 1)


def test_an_organ_without_a_list_or_a_row_is_told() -> None:
    assert "没有施行的音像记录事项清单" in str(list_is_whole(None)[0])
    assert "抽样取证" in str(list_is_whole(("抽样取证",))[0])
    assert list_is_whole(()) == ()


def test_who_took_part_does_not_change_what_is_owed() -> None:
    act = ("interview", "2026-09-05", {"recorder": person("甲"), **FULL, **SPAN})
    assert stand_of(act) is Stand.OPEN


BY_LIST = {KEPT: Duty(Level.FULL, "先行登记保存", listed=True, source="示范清单第 1 版", gap=10).as_json()}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, ""),
        (SPAN, ""),
        ({**BY_LIST, **SPAN}, ""),
        (BY_LIST, "没有写明起止时间"),
        ({**BY_LIST, "started_at": SPAN["started_at"]}, "没有写明起止时间"),
        ({**BY_LIST, "ended_at": SPAN["ended_at"]}, "没有写明起止时间"),
        ({**BY_LIST, "started_at": "", "ended_at": None}, "没有写明起止时间"),
    ],
)
def test_what_the_list_wants_in_full_has_its_span(data: dict[str, Any], message: str) -> None:
    found = told(part("AV-08", "full_has_its_span"), case(LEAD), asked("preserve", "2026-09-22 11:30", **data))
    assert any(message in each for each in found) if message else not found, found
