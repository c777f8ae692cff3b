"""A random draw from the plan to the substitution: everything frozen, published before, replayed afterwards, refused otherwise."""

import copy
import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.inspections.made import (
    AFTER,
    AT,
    LOTTERY,
    NUMBER,
    approved,
    code,
    drawn,
    frozen,
    planned,
    refused,
    rows,
    told,
)

from mingjing.foundation import storage
from mingjing.foundation.access import Forbidden
from mingjing.inspections import operations, queries
from mingjing.inspections.models import Draw, Drawn, DrawnOfficer, Freeze, Plan, PoolParty, Swap
from mingjing.inspections.queries.agreeing import draws_unlike_the_ledger
from mingjing.inspections.rules import mingjing_redraw
from mingjing.inspections.terms import PartyRow, PlanState, Source
from mingjing.kernel.findings import Invalid, Refused
from mingjing.ledger import queries as ledger

pytestmark = pytest.mark.django_db


def file_of(draw: Draw) -> dict[str, Any]:
    made = queries.draw_file(draw.pk)
    assert made is not None
    return json.loads(json.dumps(made))  # type: ignore[no-any-return]


def bad(file: dict[str, Any], **published: str) -> list[str]:
    return [one.title for one in mingjing_redraw.recompute(file, **published) if not one.ok]


def test_a_plan_is_frozen_announced_drawn_and_replayed(shifan: Any, tmp_path: Path) -> None:
    plan = approved(shifan)
    assert (plan.number, plan.state) == ("示应急抽〔2026〕1号", PlanState.APPROVED)
    one = frozen(shifan, plan)
    row = Freeze.objects.get()
    content = json.loads(storage.read(one.sha256))
    assert (len(content["parties"]), len(content["officers"]), one.wanted) == (30, 4, 8)
    assert row.seed not in json.dumps(content) and one.source == LOTTERY
    assert queries.draw_of(plan.id) is None
    told(shifan, plan)
    made = operations.hold_draw(plan_id=plan.id, by=shifan.actor("甲", AFTER), at=AFTER)
    assert made.number == "示应急抽取〔2026〕1号"
    places = queries.places(made.id)
    assert len(places) == 8 and all(len({each["id"] for each in one.officers}) == 2 for one in places)
    assert queries.my_drawn(shifan.people["甲"]) == ()
    operations.issue_draw(plan_id=plan.id, by=shifan.actor("己", AFTER), at=AFTER)
    assert sum(len(queries.my_drawn(shifan.people[who])) for who in ("甲", "乙", "庚", "丙")) == 16
    kinds = [each.kind.removeprefix("inspection:") for each in ledger.whole(f"plan:{plan.id}")]
    assert kinds == [
        "plan:made", "parties:added", "officers:taken", "plan:approved", "pool:frozen", "entropy:told", "draw:held", "draw:issued"
    ]  # fmt: skip
    frozen_entry = next(each for each in ledger.whole(f"plan:{plan.id}") if each.kind == "inspection:pool:frozen")
    assert frozen_entry.payload["sha256"] == one.sha256 and row.seed not in json.dumps(frozen_entry.payload)
    file = file_of(Draw.objects.get())
    assert bad(file, pool_hash=one.sha256, seed_hash=one.seed_sha256) == []
    path = tmp_path / "draw.json"
    path.write_text(json.dumps(file, ensure_ascii=False), encoding="utf-8")
    script = tmp_path / "mingjing_redraw.py"
    script.write_bytes(queries.redraw_script())
    run = subprocess.run(
        [sys.executable, "-I", str(script), str(path), "--pool", one.sha256], capture_output=True, text=True
    )
    assert run.returncode == 0 and "可以由公布的材料重算出来" in run.stdout, run.stderr


def test_the_audit_finds_what_was_changed_behind_the_operations(shifan: Any) -> None:
    plan = approved(shifan)
    made = drawn(shifan, plan)
    swap = {"kind": "party", "reason": "gone", "note": "", "by": shifan.actor("己", AFTER), "at": AFTER}
    place = queries.places(made.id)[0]
    operations.replace(drawn_id=place.id, out=place.code, **swap)
    assert list(draws_unlike_the_ledger()) == []
    changes: list[tuple[Any, dict[str, Any]]] = [
        (Freeze.objects.filter(plan_id=plan.id), {"seed_sha256": "0" * 64}), (Draw.objects.filter(pk=made.pk), {"final_seed": "0" * 64}),
        (Drawn.objects.filter(pk=place.id), {"code": place.code}), (Swap.objects.all(), {"come": place.code}),
        (Plan.objects.filter(pk=plan.id), {"state": "issued"}),
    ]  # fmt: skip
    for rows_, changed in changes:
        before = rows_.values(*changed).get()
        rows_.update(**changed)
        assert list(draws_unlike_the_ledger()), changed
        rows_.update(**before)
    assert list(draws_unlike_the_ledger()) == []


TAMPERINGS = {
    "种子与冻结时公布的种子摘要相符": lambda f: f.update(seed=("0" if f["seed"][0] != "0" else "1") + f["seed"][1:]),
    "抽中的检查对象": lambda f: f["result"]["drawn"][0].update(code=f["result"]["reserve"][0]["codes"][0]),
    "冻结的名单和规则与公布的摘要相符": lambda f: f["freeze"]["parameters"]["strata"][0].update(weight=1),
    "抽中的执法人员": lambda f: f["result"]["drawn"][0]["officers"].reverse(),
    "公开随机数出自冻结时指定的来源，晚于冻结日": lambda f: f["entropy"].update(on="2026-10-16"),
    "最终种子": lambda f: f["entropy"].update(value="06 11 18 23 25 + 03 08"),
    "候补次序": lambda f: f["result"]["order"].reverse(),
    "各层名额": lambda f: f["result"]["quotas"][0].update(quota=99),
}


@pytest.mark.parametrize("title", TAMPERINGS)
def test_what_was_tampered_with_is_named(shifan: Any, title: str) -> None:
    file = file_of(drawn(shifan, approved(shifan)))
    assert bad(file) == []
    TAMPERINGS[title](file)
    assert title in bad(file)


def test_a_party_taken_out_of_the_pool_shows_even_where_the_hash_was_changed_with_it(shifan: Any) -> None:
    made = drawn(shifan, approved(shifan))
    file = file_of(made)
    published = file["pool_sha256"]
    file["freeze"]["parties"].pop(3)
    assert "冻结的名单和规则与公布的摘要相符" in bad(file)
    file["pool_sha256"] = mingjing_redraw.hashlib.sha256(mingjing_redraw.canonical(file["freeze"])).hexdigest()
    assert "冻结的名单和规则与公布的摘要相符" not in bad(file) and "最终种子" in bad(file)
    assert "冻结的名单和规则与公布的摘要相符" in bad(file, pool_hash=published)


def test_what_is_no_draw_file_is_said_to_be_none() -> None:
    for wrong in ({}, [], {"freeze": {}}, {"freeze": {"algorithm": "other"}, "seed": ""}, "x", 7, None):
        with pytest.raises(mingjing_redraw.Bad):
            mingjing_redraw.recompute(wrong)


def test_a_freeze_is_drawn_once(shifan: Any) -> None:
    plan = approved(shifan)
    by = shifan.actor("甲", AFTER)
    assert refused(lambda: operations.hold_draw(plan_id=plan.id, by=by, at=AFTER)) == {"DRW-03"}
    drawn(shifan, plan)
    before = list(Drawn.objects.values_list("code", flat=True))
    assert refused(lambda: operations.hold_draw(plan_id=plan.id, by=by, at=AFTER)) == {"DRW-03"}
    assert refused(lambda: told(shifan, plan)) == {"DRW-03"}
    assert refused(lambda: frozen(shifan, plan, reason="再来一次试试")) == {"DRW-03"}
    assert list(Drawn.objects.values_list("code", flat=True)) == before


def test_after_the_freeze_the_lists_change_only_by_a_new_freeze_with_a_reason(shifan: Any) -> None:
    plan = approved(shifan)
    first = frozen(shifan, plan)
    by = shifan.actor("甲", AT)
    operations.leave_party_out(plan_id=plan.id, code=code(0), reason="closed", note="已注销", by=by, at=AT)
    assert len(json.loads(storage.read(first.sha256))["parties"]) == 30
    assert refused(lambda: frozen(shifan, plan)) == {"DRW-05"}
    second = frozen(shifan, plan, reason="一家已经注销")
    shown = queries.freezes(plan.id)
    assert [(one.seq, one.superseded_at is None) for one in shown] == [(2, True), (1, False)]
    content = json.loads(storage.read(second.sha256))
    assert len(content["parties"]) == 29 and content["left_out"]["closed"] == 1 and "已注销" not in json.dumps(content)
    told(shifan, plan)
    operations.hold_draw(plan_id=plan.id, by=shifan.actor("甲", AFTER), at=AFTER)
    for act in (
        lambda: operations.add_parties(plan_id=plan.id, rows=rows(40), by=by, at=AT),
        lambda: operations.leave_party_out(plan_id=plan.id, code=code(1), reason="", note="", by=by, at=AT),
        lambda: operations.take_officers(plan_id=plan.id, by=by, at=AT),
    ):
        assert refused(act) == {"DRW-03"}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"source": Source("体彩", "中国体彩网", AT.date())}, "DRW-20"),
        ({"source": Source("体彩", "中国体彩网", AT.date() - timedelta(days=1))}, "DRW-20"),
        ({"source": Source("", "中国体彩网", LOTTERY.on)}, "DRW-20"),
    ],
)
def test_the_public_number_is_of_a_later_day(shifan: Any, changes: dict[str, Any], rule: str) -> None:
    plan = approved(shifan)
    assert refused(lambda: frozen(shifan, plan, **changes)) == {rule}
    assert not Freeze.objects.exists() and Plan.objects.get(pk=plan.id).state == PlanState.APPROVED


@pytest.mark.parametrize(
    "changes", [{"on": AT.date()}, {"on": date(2026, 10, 16)}, {"value": " ", "again": " "}, {"again": "06 11"}]
)
def test_the_public_number_is_that_of_the_source(shifan: Any, changes: dict[str, Any]) -> None:
    plan = approved(shifan)
    frozen(shifan, plan)
    assert refused(lambda: told(shifan, plan, **changes)) == {"DRW-21"}
    early = {"value": NUMBER, "again": NUMBER, "on": LOTTERY.on, "by": shifan.actor("甲", AT), "at": AT}
    assert refused(lambda: operations.tell_entropy(plan_id=plan.id, **early)) == {"DRW-21"}
    assert not Draw.objects.exists()


def test_what_cannot_be_drawn_is_refused_before_anything_is_fixed(shifan: Any) -> None:
    plan = approved(shifan, wanted=31)
    assert refused(lambda: frozen(shifan, plan)) == {"DRW-13"}
    other = planned_again(shifan, team=4)
    by = shifan.actor("甲", AT)
    operations.tell_avoidance(
        plan_id=other.id, person_id=shifan.people["乙"], code=code(2), note="配偶任职", by=by, at=AT
    )
    assert refused(lambda: frozen(shifan, other)) == {"DRW-13"}
    for who in ("甲", "乙", "庚"):
        operations.leave_officer_out(
            plan_id=other.id, person_id=shifan.people[who], reason="leave", note="", by=by, at=AT
        )
    assert refused(lambda: frozen(shifan, other)) == {"DRW-13"}
    assert not Freeze.objects.exists()


def planned_again(shifan: Any, **changes: Any) -> Any:
    first = Plan.objects.first()
    assert first is not None
    from mingjing.inspections.terms import PlanDraft

    entry = tuple(__import__("uuid").UUID(one["entry"]) for one in first.items)
    given = {
        "title": "第二份计划",
        "year": 2026,
        "items": entry,
        "wanted": 5,
        "ratio": 0,
        "team": 2,
        "announced_on": AT.date(),
    }
    one = operations.make_plan(draft=PlanDraft(**(given | changes)), by=shifan.actor("甲", AT), at=AT)  # type: ignore[arg-type]
    operations.add_parties(plan_id=one.id, rows=rows(), by=shifan.actor("甲", AT), at=AT)
    operations.take_officers(plan_id=one.id, by=shifan.actor("甲", AT), at=AT)
    return operations.approve_plan(plan_id=one.id, by=shifan.actor("己", AT), at=AT)


def test_a_party_is_replaced_by_the_next_of_its_stratum_and_nobody_else(shifan: Any) -> None:
    plan = approved(shifan)
    made = drawn(shifan, plan)
    operations.issue_draw(plan_id=plan.id, by=shifan.actor("己", AFTER), at=AFTER)
    place = queries.places(made.id)[0]
    result = json.loads(storage.read(made.result_sha256))
    waiting = next(one["codes"] for one in result["reserve"] if one["stratum"] == place.stratum)
    swap = {"drawn_id": place.id, "kind": "party", "note": "", "by": shifan.actor("己", AFTER), "at": AFTER}
    assert refused(lambda: operations.replace(out=place.code, reason="ill", **swap)) == {"DRW-22"}
    assert refused(lambda: operations.replace(out=code(29), reason="closed", **swap)) == {"DRW-22"}
    for come in waiting:
        now = Drawn.objects.get(pk=place.id)
        assert operations.replace(out=now.code, reason="closed", **swap).come == come
    now = Drawn.objects.get(pk=place.id)
    assert (now.code, now.first_code) == (waiting[-1], place.code)
    assert refused(lambda: operations.replace(out=now.code, reason="closed", **swap)) == {"DRW-22"}
    file = file_of(made)
    assert len(file["substitutions"]) == len(waiting) and bad(file) == []
    file["substitutions"][0]["in"] = code(29)
    assert "替换" in bad(file)


def test_an_officer_is_replaced_by_the_next_one_and_does_not_come_back(shifan: Any) -> None:
    plan = approved(shifan)
    made = drawn(shifan, plan)
    place = queries.places(made.id)[0]
    out = place.officers[0]["number"]
    swap = {"drawn_id": place.id, "kind": "officer", "note": "病假", "by": shifan.actor("己", AFTER), "at": AFTER}
    come = operations.replace(out=out, reason="ill", **swap).come
    now = queries.places(made.id)[0]
    assert come != out and [one["number"] for one in now.officers] == [come, place.officers[1]["number"]]
    assert DrawnOfficer.objects.filter(drawn_id=place.id).count() == 2
    second = operations.replace(out=come, reason="duty", **swap).come
    assert second not in {out, come} and bad(file_of(made)) == []
    assert refused(lambda: operations.replace(out=second, reason="ill", **swap)) == {"DRW-22"}


def test_an_officer_who_must_avoid_the_party_that_came_goes_with_it(shifan: Any) -> None:
    plan = approved(shifan)
    by = shifan.actor("甲", AT)
    for one in PoolParty.objects.filter(plan_id=plan.id):
        if one.risk == "high":
            operations.tell_avoidance(
                plan_id=plan.id, person_id=shifan.people["甲"], code=one.code, note="曾任职", by=by, at=AT
            )
    made = drawn(shifan, plan)
    high = [one for one in queries.places(made.id) if one.stratum == "high"]
    assert high and all(str(shifan.people["甲"]) not in {each["id"] for each in one.officers} for one in high)
    assert "曾任职" not in json.dumps(file_of(made), ensure_ascii=False)
    swap = {"kind": "party", "reason": "gone", "note": "", "by": shifan.actor("己", AFTER), "at": AFTER}
    operations.replace(drawn_id=high[0].id, out=high[0].code, **swap)
    now = Drawn.objects.get(pk=high[0].id)
    assert str(shifan.people["甲"]) not in {each["id"] for each in now.officers} and bad(file_of(made)) == []


def test_only_the_organ_s_own_people_act_each_in_their_part(shifan: Any) -> None:
    plan = planned(shifan)
    for who in ("市甲", "市己", "监", "丁", "档"):
        with pytest.raises(Forbidden):
            operations.add_parties(plan_id=plan.id, rows=rows(2), by=shifan.actor(who, AT), at=AT)
    for who in ("甲", "公", "市己", "监"):
        with pytest.raises(Forbidden):
            operations.approve_plan(plan_id=plan.id, by=shifan.actor(who, AT), at=AT)
    assert refused(lambda: frozen(shifan, plan)) == {"DRW-03"}
    operations.approve_plan(plan_id=plan.id, by=shifan.actor("己", AT), at=AT)
    assert refused(lambda: operations.approve_plan(plan_id=plan.id, by=shifan.actor("己", AT), at=AT)) == {"DRW-03"}
    assert refused(lambda: operations.stop_plan(plan_id=plan.id, reason="", by=shifan.actor("己", AT), at=AT)) == {
        "DRW-05"
    }
    operations.stop_plan(plan_id=plan.id, reason="并入联合抽查", by=shifan.actor("己", AT), at=AT)
    assert refused(lambda: frozen(shifan, plan)) == {"DRW-03"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (PartyRow("91130821MA0HTEA1X0", "示范县某某公司", row=2), "校验位不符"),
        (PartyRow(code(1), "", row=2), "名称不足"),
        (PartyRow(code(1), "示范县某某公司", "很高", row=2), "没有风险等级"),
        (PartyRow(code(1), "示范县某某公司", "low", "E", row=2), "没有信用等级"),
        (PartyRow(code(0), "示范县重复公司", row=2), "重复"),
    ],
)
def test_a_faulty_row_is_told_and_nothing_is_taken(shifan: Any, row: PartyRow, said: str) -> None:
    plan = planned(shifan)
    with pytest.raises(Refused) as problem:
        operations.add_parties(
            plan_id=plan.id, rows=[PartyRow(code(0), "示范县第一公司", row=1), row], by=shifan.actor("甲", AT), at=AT
        )
    assert said in str(problem.value) and "第 2 行" in str(problem.value)
    assert not PoolParty.objects.exists()
    with pytest.raises(Refused):
        operations.add_parties(plan_id=plan.id, rows=[], by=shifan.actor("甲", AT), at=AT)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"title": ""}, "DRW-01"), ({"items": ()}, "DRW-01"), ({"wanted": 0}, "DRW-01"), ({"ratio": 5}, "DRW-01"), ({"year": 26}, "DRW-01"),
        ({"wanted": 5001}, "DRW-01"), ({"wanted": 0, "ratio": 101}, "DRW-01"), ({"announced_on": None}, "DRW-01"), ({"team": 1}, "DRW-02"),
    ],
)  # fmt: skip
def test_a_plan_that_says_too_little_is_refused(shifan: Any, changes: dict[str, Any], rule: str) -> None:
    assert refused(lambda: planned(shifan, **changes)) == {rule}
    assert not Plan.objects.exists()


def test_a_ratio_is_reckoned_from_the_frozen_list(shifan: Any) -> None:
    assert frozen(shifan, approved(shifan, wanted=0, ratio=10)).wanted == 3


def test_unknown_ids_are_said_to_be_unknown(shifan: Any) -> None:
    from uuid import uuid4

    by = shifan.actor("己", AT)
    for act in (
        lambda: operations.approve_plan(plan_id=uuid4(), by=by, at=AT),
        lambda: operations.replace(drawn_id=uuid4(), kind="party", out="", reason="", note="", by=by, at=AT),
    ):
        with pytest.raises(Invalid):
            act()
    assert queries.draw_file(uuid4()) is None and Swap.objects.count() == 0
    assert copy.copy(queries.public_plans()) == ()
