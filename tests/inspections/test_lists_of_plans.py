"""What the operations refuse of the lists, a substitution that finds nobody, and the one-file program at its edges."""

import copy
import json
import random
import runpy
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.inspections.files import frozen, told
from tests.inspections.made import AFTER, AT, approved, code, drawn

from mingjing.foundation import storage
from mingjing.inspections import operations, queries
from mingjing.inspections.models import Avoidance, Drawn, PoolOfficer, PoolParty, Swap
from mingjing.inspections.rules import mingjing_redraw as redraw
from mingjing.kernel.findings import Invalid, Refused
from mingjing.organs.models import Certificate

SECRET = b"\x07" * 32


def fields(act: Any) -> set[str]:
    with pytest.raises(Invalid) as found:
        act()
    return set(found.value.errors)


@pytest.mark.django_db
def test_who_is_not_in_the_list_cannot_be_left_out_nor_avoid(shifan: Any) -> None:
    plan = approved(shifan)
    given = {"plan_id": plan.id, "by": shifan.actor("甲", AT), "at": AT}
    stranger = "91130821MA0HTEA1X0"
    for _ in range(2):
        assert fields(lambda: operations.leave_party_out(code=stranger, reason="closed", note="", **given)) == {"code"}
        assert fields(
            lambda: operations.leave_officer_out(person_id=uuid4(), reason="leave", note="", **given)
        ) == {"person_id"}  # fmt: skip
        assert fields(
            lambda: operations.tell_avoidance(person_id=uuid4(), code=stranger, note="配偶任职", **given)
        ) == {"person_id", "code"}  # fmt: skip
    me = shifan.people["甲"]
    assert fields(lambda: operations.tell_avoidance(person_id=me, code=stranger, note="配偶任职", **given)) == {"code"}
    assert fields(
        lambda: operations.leave_party_out(code=code(1), reason="closed", note="已\u202e停业", **given)
    ) == {"note"}  # fmt: skip
    assert fields(lambda: operations.leave_party_out(code=code(1), reason="closed", note="长" * 201, **given)) == {
        "note"
    }
    with pytest.raises(Refused) as refused:
        operations.leave_officer_out(person_id=me, reason="不想去", note="", **given)
    assert refused.value.rules == {"DRW-11"}
    assert not PoolParty.objects.exclude(out="").exists() and not PoolOfficer.objects.exclude(out="").exists()
    assert not Avoidance.objects.exists()
    # Let in again: the reason and its note go.
    operations.leave_party_out(code=code(1).lower(), reason="closed", note="已停业", **given)
    operations.leave_party_out(code=code(1), reason="", note="留着的说明", **given)
    row = PoolParty.objects.get(plan_id=plan.id, code=code(1))
    assert (row.out, row.note) == ("", "")


@pytest.mark.django_db
def test_the_register_brings_the_list_of_officers_up_to_date(shifan: Any) -> None:
    plan = approved(shifan)
    given = {"plan_id": plan.id, "by": shifan.actor("甲", AT), "at": AT}
    operations.leave_officer_out(person_id=shifan.people["甲"], reason="leave", note="婚假", **given)
    count = PoolOfficer.objects.filter(plan_id=plan.id).count()
    PoolOfficer.objects.filter(plan_id=plan.id, person_id=shifan.people["乙"]).update(name="旧名", number="旧号")
    PoolOfficer.objects.create(plan_id=plan.id, person_id=uuid4(), name="已经离开的人", number="13080000")
    assert operations.take_officers(**given) == count == PoolOfficer.objects.filter(plan_id=plan.id).count()
    rows = {one.person_id: one for one in PoolOfficer.objects.filter(plan_id=plan.id)}
    assert (rows[shifan.people["甲"]].out, rows[shifan.people["甲"]].note) == ("leave", "婚假")
    valid = Certificate.objects.filter(person_id=shifan.people["乙"]).values_list("number", flat=True)
    assert rows[shifan.people["乙"]].number in set(valid) and rows[shifan.people["乙"]].name != "旧名"


@pytest.mark.django_db
def test_a_team_that_must_avoid_the_party_that_came_goes_as_a_whole(shifan: Any) -> None:
    """Half of the riskiest must be avoided by one pair of officers, half by the other: who comes decides who inspects."""
    plan = approved(shifan)
    by = shifan.actor("甲", AT)
    officers = [one["person_id"] for one in queries.officers(plan.id)]
    assert len(officers) == 4
    high = list(PoolParty.objects.filter(plan_id=plan.id, risk="high").order_by("code").values_list("code", flat=True))
    first = {each: place % 2 == 0 for place, each in enumerate(high)}
    for each in high:
        for person in officers[:2] if first[each] else officers[2:]:
            operations.tell_avoidance(plan_id=plan.id, person_id=person, code=each, note="曾任职", by=by, at=AT)
    made = drawn(shifan, plan)
    waiting = next(
        one["codes"] for one in json.loads(storage.read(made.result_sha256))["reserve"] if one["stratum"] == "high"
    )
    place = next(
        one for one in queries.places(made.id) if one.stratum == "high" and first[one.code] is not first[waiting[0]]
    )
    swap = {
        "drawn_id": place.id,
        "kind": "party",
        "reason": "gone",
        "note": "",
        "by": shifan.actor("己", AFTER),
        "at": AFTER,
    }
    assert operations.replace(out=place.code, **swap).come == waiting[0]
    rows = [(one.kind, one.reason) for one in Swap.objects.order_by("seq")]
    assert rows == [("party", "gone"), ("officer", "avoid"), ("officer", "avoid")]
    free = officers[2:] if first[waiting[0]] else officers[:2]
    now = Drawn.objects.get(pk=place.id)
    assert now.code == waiting[0] and {one["id"] for one in now.officers} == set(map(str, free))
    if first[waiting[1]] is not first[waiting[0]]:
        # The pair that went does not come back to this place: nobody is left, and nothing of the act stays.
        with pytest.raises(Refused) as refused:
            operations.replace(out=waiting[0], **swap)
        assert refused.value.rules == {"DRW-22"} and Swap.objects.count() == 3
        assert Drawn.objects.get(pk=place.id).code == waiting[0]
    told_ = queries.draw_file(made.pk)
    assert told_ is not None and all(line.ok for line in redraw.recompute(told_))


# -- the one-file program ------------------------------------------------------------------------------------------


def pools(parties: int = 20, officers: int = 4, wanted: int = 5) -> dict[str, Any]:
    return frozen(random.Random(4), parties, officers, wanted)  # noqa: S311 the same every time


def test_what_the_pools_cannot_give_is_said() -> None:
    with pytest.raises(redraw.Infeasible, match="要抽 21 家，名单里只有 20 家"):
        redraw.draw(pools(wanted=21), SECRET)
    alone = {**pools(), "avoid": []}
    alone["officers"] = alone["officers"][:1]
    with pytest.raises(redraw.Infeasible, match="可以选派的人员不足 2 人"):
        redraw.draw(alone, SECRET)


def test_a_file_that_asks_for_more_than_it_has_disagrees() -> None:
    file = copy.deepcopy(told(pools(), SECRET))
    file["freeze"]["parameters"]["wanted"] = 99
    lines = redraw.recompute(file)
    assert (lines[-1].title, lines[-1].ok, lines[-1].detail) == ("重新抽取", False, "要抽 99 家，名单里只有 20 家")


def test_nobody_stands_in_at_a_place_that_is_not_there() -> None:
    file = told(pools(), SECRET)
    standing = redraw.Standing(file["freeze"], file["result"])
    assert standing.replace("party", 99, "x") == "" == standing.replace("officer", 0, "x")
    assert standing.replace("party", 1, "x") == "" == standing.replace("officer", 1, "x")


@pytest.mark.parametrize(("harm", "code"), [("", 0), ("seed", 1), ("draw", 2)])
def test_the_program_runs_by_itself(
    harm: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    file = told(pools(), SECRET)
    if harm == "seed":
        file["final_seed"] = "0" * 64
    path = tmp_path / "draw.json"
    path.write_text("[]" if harm == "draw" else json.dumps(file, ensure_ascii=False), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["mingjing_redraw.py", str(path), "--pool", file["pool_sha256"]])
    with pytest.raises(SystemExit) as left:
        runpy.run_path(str(redraw.__file__), run_name="__main__")
    said = capsys.readouterr()
    assert left.value.code == code
    assert {0: "可以由公布的材料重算出来", 1: "不符  最终种子", 2: "读不出这个抽取文件"}[code] in said.out + said.err
